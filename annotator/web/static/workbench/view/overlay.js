// Boxes that float above the text: what a key would act on; and what the text shows of the event in hand, or else of the
// one that has the focus: its words, its fillers' parts in it, and what can be linked to it.
/** @import { Editor, EditorState, Range, Role, Span } from "../model/types.js" @import { Geometry } from "./geometry.js" @import { Looks } from "./label-style.js" @import { TextView } from "./text-view.js" */
import { frameAround, proposals } from "../model/frames.js";
import { isCounted, isTrigger } from "../model/schema.js";
import { afterPaint, h } from "./elements.js";

/** @typedef {ReturnType<typeof mountOverlay>} Overlay */

/** @param {TextView} text @param {Geometry} geometry */
export function mountOverlay(text, geometry) {
  const boxes = h("div", { class: "overlay", "aria-hidden": "true" });
  text.element.append(boxes);
  /** @type {{range: Range, kind: string} | null} */
  let aimed = null;

  const drawAim = () => boxes.replaceChildren(...(aimed ? aims(text, geometry, aimed.range, aimed.kind) : []));

  // Lines break anew when the column, the type or the zoom changes.
  const observer = new ResizeObserver(drawAim);
  observer.observe(text.element);

  return {
    /** What a key would act on. @param {Range | null} range @param {"pointer" | "cursor" | "selection"} [kind] */
    aim(range, kind = "pointer") {
      const isSame = aimed?.range.start === range?.start && aimed?.range.end === range?.end && aimed?.kind === kind;
      if (isSame && range) return;
      aimed = range && { range, kind };
      drawAim();
    },
    unmount() {
      observer.disconnect();
      boxes.remove();
    },
  };
}

/** Boxes around words, one a line and piece, to be hung into an overlay.
 * @param {TextView} text @param {Geometry} geometry @param {Range} range @param {string} className
 * @param {{around: number, below: number}} room in pixels @returns {HTMLElement[]} */
export function boxesAround(text, geometry, range, className, { around, below }) {
  const frame = text.element.getBoundingClientRect();
  return geometry.rects(range).map((rect) => {
    const box = h("div", { class: className });
    box.style.left = `${rect.left - frame.left - around}px`;
    box.style.top = `${rect.top - frame.top - around}px`;
    box.style.width = `${rect.width + 2 * around}px`;
    box.style.height = `${rect.height + around + below}px`;
    return box;
  });
}

/** Boxes that say what is meant. @param {TextView} text @param {Geometry} geometry @param {Range} range @param {string} kind */
export const aims = (text, geometry, range, kind) =>
  boxesAround(text, geometry, range, `aim ${kind}`, { around: 2, below: 4 });

/** Shows the event in hand, or the one that has the focus: its words, what it is linked to, what could be; and the tolls.
 * @param {{editor: Editor, text: TextView, geometry: Geometry, looks: Looks}} options @returns {() => void} */
export function mountHand({ editor, text, geometry, looks }) {
  /** @type {string[]} */
  let lifted = [];
  let shown = "";
  let isGone = false;
  /** What is written between the lines; fetched when there is something to write. @type {Promise<import("./notes.js").Notes> | null} */
  let notes = null;
  /** @param {(notes: import("./notes.js").Notes) => void} task */
  function write(task) {
    notes ??= import("./notes.js").then(({ mountNotes }) => mountNotes({ editor, text, geometry }));
    notes.then((each) => isGone || task(each)).catch(() => (notes = null));
  }

  /** @param {EditorState} state */
  function draw(state) {
    const { annotations, schema, inHand, focus } = state;
    text.paint("focused", focus === null ? [] : [focus]);
    const frame = frameAround(annotations, schema, inHand ?? focus ?? "");
    const isHeld = inHand !== null && frame !== null;
    const offers = isHeld && !state.readOnly ? proposals(state) : [];
    const mark = frame
      ? [
          isHeld,
          ...frame.triggers.map(({ id, start, end }) => `${id} ${start} ${end}`),
          ...frame.roles.map(({ link, span }) => `${link.id} ${link.role} ${span.start} ${span.end}`),
          ...offers.map(({ span }) => `${span.id} ${span.start} ${span.end}`),
        ].join()
      : "";
    if (mark === shown) return;
    const isBare = !frame || frame.roles.length + offers.length === 0;
    shown = mark;
    text.paint("held", isHeld && frame ? frame.triggers.map((span) => span.id) : []);
    text.paint("linked", frame ? frame.roles.map((filler) => filler.span.id) : []);
    text.paint(
      "proposed",
      offers.map(({ span }) => span.id),
    );
    if (notes || !isBare) write((each) => each.showEvent(frame, offers));
    lift(isHeld && frame ? fillersOf(frame.main.label, state) : []);
  }

  /** What a key links to what is in hand. @param {string} label @param {EditorState} state */
  function fillersOf(label, { schema }) {
    const isAsked = (/** @type {Role} */ { meaning }) => meaning === "filler" || !isTrigger(schema, label);
    return schema.roles.flatMap((role) => (role.from.includes(label) && isAsked(role) ? role.to : []));
  }

  /** @param {readonly string[]} labels those that can be linked now */
  function lift(labels) {
    const { classList } = text.element;
    classList.remove(...lifted);
    lifted = [...new Set(labels)].map((label) => `lift-${looks.tone(label)}`);
    classList.add(...lifted);
    classList.toggle("holding", lifted.length > 0);
  }

  /** Tolls, and what was read, are written above their words once the page has shown what was done. */
  const writeTolls = afterPaint(() => {
    const { annotations, schema, readings } = editor.state;
    const counted = new Set(schema.labels.filter(({ name }) => isCounted(schema, name)).map(({ name }) => name));
    const isSaid = (/** @type {Span} */ { label, attributes }) =>
      counted.has(label) && Object.keys(attributes).length > 0;
    if (notes || readings || (!isGone && [...annotations.spans.values()].some(isSaid)))
      write((each) => each.showTolls());
  });

  draw(editor.state);
  writeTolls();
  let { readings, focus } = editor.state;
  const unsubscribe = editor.subscribe((state, changed) => {
    draw(state);
    const isElsewhere = state.readings !== null && (state.focus !== focus || changed.links);
    if (changed.spans || isElsewhere || state.readings !== readings) writeTolls();
    ({ readings, focus } = state);
  });
  return () => {
    isGone = true;
    unsubscribe();
    void notes?.then((each) => each.unmount());
  };
}
