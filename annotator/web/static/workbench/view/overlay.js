// Boxes that float above the text: what a key would act on; and what the text shows of the event in hand, or else of the
// one that has the focus: its words, its fillers' parts in it, and what can be linked to it.
/** @import { Editor, EditorState, Frame, Range } from "../model/types.js" @import { Geometry } from "./geometry.js" @import { Looks } from "./label-style.js" @import { TextView } from "./text-view.js" */
import { frameOf } from "../model/frames.js";
import { roleNamed } from "../model/schema.js";
import { h } from "./elements.js";

/** @typedef {ReturnType<typeof mountOverlay>} Overlay */

/** @param {TextView} text @param {Geometry} geometry */
export function mountOverlay(text, geometry) {
  const boxes = h("div", { class: "overlay", "aria-hidden": "true" });
  const tags = h("div", { class: "overlay", "aria-hidden": "true" });
  text.element.append(tags, boxes);
  /** @type {{range: Range, kind: string} | null} */
  let aimed = null;
  /** @type {readonly {range: Range, words: string}[]} */
  let tagged = [];

  /** @param {HTMLElement} element @param {number} left @param {number} top */
  function place(element, left, top) {
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    return element;
  }

  function drawAim() {
    const frame = text.element.getBoundingClientRect();
    const drawn = (aimed ? geometry.rects(aimed.range) : []).map((rect) => {
      const box = place(
        h("div", { class: `aim ${aimed?.kind}` }),
        rect.left - frame.left - 2,
        rect.top - frame.top - 2,
      );
      box.style.width = `${rect.width + 4}px`;
      box.style.height = `${rect.height + 6}px`;
      return box;
    });
    boxes.replaceChildren(...drawn);
  }

  function drawTags() {
    if (tagged.length === 0) return tags.replaceChildren();
    const frame = text.element.getBoundingClientRect();
    const drawn = tagged.flatMap(({ range, words }) => {
      const [rect] = geometry.rects(range);
      // The words are drawn by the style, so that they are neither found nor copied with the text.
      return rect
        ? place(h("div", { class: "tag", "data-words": words }), rect.left - frame.left - 1, rect.top - frame.top)
        : [];
    });
    tags.replaceChildren(...drawn);
  }

  // Lines break anew when the column, the type or the zoom changes.
  const observer = new ResizeObserver(() => {
    drawAim();
    drawTags();
  });
  observer.observe(text.element);

  return {
    /** What a key would act on. @param {Range | null} range @param {"pointer" | "cursor" | "selection"} [kind] */
    aim(range, kind = "pointer") {
      const isSame = aimed?.range.start === range?.start && aimed?.range.end === range?.end && aimed?.kind === kind;
      if (isSame && range) return;
      aimed = range && { range, kind };
      drawAim();
    },
    /** @param {readonly {range: Range, words: string}[]} wanted */
    tags(wanted) {
      const isSame = wanted.length === 0 && tagged.length === 0;
      tagged = wanted;
      if (!isSame) requestAnimationFrame(drawTags);
    },
    unmount() {
      observer.disconnect();
      boxes.remove();
      tags.remove();
    },
  };
}

/** @param {{editor: Editor, text: TextView, overlay: Overlay, looks: Looks}} options @returns {() => void} */
export function mountHand({ editor, text, overlay, looks }) {
  /** @type {string[]} */
  let lifted = [];
  let shown = "";

  /** @param {EditorState} state */
  function draw(state) {
    const { annotations, schema, inHand, focus } = state;
    text.paint("focused", focus === null ? [] : [focus]);
    const frame = frameOf(annotations, schema, inHand ?? focus ?? "");
    const isHeld = inHand !== null && frame !== null;
    const mark = frame
      ? [
          isHeld,
          ...frame.triggers.map(({ id }) => id),
          ...frame.roles.map(({ link, span }) => `${link.id} ${span.start} ${span.end}`),
        ].join()
      : "";
    if (mark === shown) return;
    shown = mark;
    text.paint("held", isHeld && frame ? frame.triggers.map((span) => span.id) : []);
    text.paint("linked", frame ? frame.roles.map((filler) => filler.span.id) : []);
    overlay.tags(frame ? tagsOf(frame, state) : []);
    lift(isHeld && frame ? fillersOf(frame.main.label, state) : []);
  }

  /** @param {Frame} frame @param {EditorState} state */
  function tagsOf({ roles }, { schema }) {
    const ids = [...new Set(roles.map((filler) => filler.span.id))];
    return ids.map((id) => {
      const parts = roles.filter((filler) => filler.span.id === id);
      const words = parts.map(({ role }) => roleNamed(schema, role)?.phrase ?? role).join(", ");
      return { range: parts[0].span, words };
    });
  }

  /** What a key links to a trigger of a label. @param {string} label @param {EditorState} state */
  function fillersOf(label, { schema }) {
    return schema.roles.flatMap((role) => (role.from.includes(label) && role.meaning === "filler" ? role.to : []));
  }

  /** @param {readonly string[]} labels those that can be linked now */
  function lift(labels) {
    const { classList } = text.element;
    classList.remove(...lifted);
    lifted = [...new Set(labels)].map((label) => `lift-${looks.tone(label)}`);
    classList.add(...lifted);
    classList.toggle("holding", lifted.length > 0);
  }

  draw(editor.state);
  return editor.subscribe(draw);
}
