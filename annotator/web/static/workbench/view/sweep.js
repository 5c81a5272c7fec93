// One gesture a span: a label or role key labels the token at hand when it is let go; held, it sweeps over more.
/** @import { Binding, CommandArgs, Editor, Range } from "../model/types.js" @import { Looks } from "./label-style.js" @import { Pointer } from "./pointer.js" @import { TextView } from "./text-view.js" */
import { sweep } from "../model/tokens.js";
import { roleNamed } from "../model/schema.js";

/** @typedef {ReturnType<typeof createSweep>} Sweep */
/** @typedef {Pick<Binding, "command" | "args">} Gesture */

/** @param {{editor: Editor, text: TextView, looks: Looks, run: (command: string, args: CommandArgs) => void, say: (message: string) => void}} options */
export function createSweep({ editor, text, looks, run, say }) {
  /** @type {{by: string, gesture: Gesture, target: CommandArgs | null, from: number, range: Range | null} | null} */
  let held = null;
  let shown = "";

  /** The words that would be labelled, painted without touching the text. */
  function preview() {
    const range = held && (held.range ?? reach(held.target));
    if (shown) CSS.highlights?.delete(shown);
    shown = "";
    if (!held || !range || !CSS.highlights) return;
    shown = `sweep-${looks.tone(labelOf(held.gesture))}`;
    CSS.highlights.set(shown, new Highlight(...text.pieces(range)));
  }

  /** @param {CommandArgs | null} target @returns {Range | null} */
  function reach(target) {
    if (!target) return null;
    if (target.start !== undefined) return /** @type {Range} */ (target);
    return editor.state.selection ?? null;
  }

  /** The label that words get by a gesture, for its colour. @param {Gesture} gesture */
  function labelOf({ args: { label, role, roles = [role] } }) {
    return label ?? roleNamed(editor.state.schema, roles[0])?.to[0] ?? "";
  }

  function cancel() {
    held = null;
    preview();
  }

  function finish() {
    if (!held) return;
    const { gesture, target, range } = held;
    cancel();
    if (range || target) run(gesture.command, { ...gesture.args, ...(range ?? target) });
    else say("No word under the pointer");
  }

  return {
    isHeld: () => held !== null,
    /** by: what is held down, a key's code or a pointer. @param {string} by @param {Gesture} gesture @param {Pointer} pointer */
    begin(by, gesture, pointer) {
      // Fast hands press the next key before they let go of the last.
      finish();
      held = { by, gesture, target: pointer.target(gesture.args), from: pointer.token(), range: null };
      preview();
    },
    /** The pointer went to another word. @param {Pointer} pointer */
    extend(pointer) {
      if (!held || !pointer.isPointing()) return;
      const token = pointer.token();
      if (token < 0) return;
      if (held.from < 0) held.from = token;
      else if (token === held.from && !held.range) return;
      held.range = sweep(editor.state.tokens, held.from, token);
      preview();
    },
    /** @param {string} by */
    release(by) {
      if (held?.by === by) finish();
    },
    cancel,
  };
}
