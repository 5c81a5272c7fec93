// What the text shows of the event in hand, or else of the one that has the focus: its words, its fillers' parts in it,
// and what can be linked to it.
/** @import { Editor, EditorState, Frame } from "../model/types.js" @import { Looks } from "./label-style.js" @import { Overlay } from "./overlay.js" @import { TextView } from "./text-view.js" */
import { frameOf } from "../model/frames.js";
import { roleNamed } from "../model/schema.js";

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
