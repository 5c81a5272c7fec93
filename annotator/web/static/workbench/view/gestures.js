// What hands do in the text. One gesture a span: a label or role key labels the token at hand when it is let go; held, it
// sweeps over more. The pointer's press does what an armed label says, else a click chooses and a drag selects.
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

/** @param {{editor: Editor, text: TextView, pane: HTMLElement, pointer: Pointer, sweep: Sweep, armed: () => Gesture | null,
 *   run: (command: string, args: CommandArgs) => void}} options armed: the label or role that the next press gives */
export function mountClicks({ editor, text, pane, pointer, sweep, armed, run }) {
  let isDragging = false;
  /** @type {EventTarget | null} what the pointer pressed last, until a key is */
  let pressed = null;

  /** @param {PointerEvent} event */
  function onDown(event) {
    isDragging = false;
    if (event.button !== 0 || !text.element.contains(/** @type {Node} */ (event.target))) return;
    const gesture = armed();
    isDragging = !gesture;
    // A finger that drags scrolls the page; it labels by taps.
    if (!gesture || event.pointerType === "touch") return;
    event.preventDefault();
    sweep.begin("pointer", gesture, pointer);
  }

  function onUp() {
    sweep.release("pointer");
    if (!isDragging) return;
    isDragging = false;
    // Only after this event does the browser know whether a click did away with its selection.
    setTimeout(() => {
      const selected = text.selectionIn();
      if (selected && selected.anchor !== selected.focus) select(selected);
    });
  }

  const onCancel = () => sweep.cancel();

  /** @param {MouseEvent} event the browser's own selection begins with it */
  function onMouseDown(event) {
    if (armed() && text.element.contains(/** @type {Node} */ (event.target))) event.preventDefault();
  }

  /** A pointer that has done something beside the text leaves the keys to the text. @param {Event} event */
  function onDone(event) {
    const target = /** @type {Element} */ (event.target);
    const byPointer = event instanceof PointerEvent ? event.pointerId >= 0 && event.detail > 0 : pressed === target;
    const isDone =
      event.type === "change" ? target.matches("select") : !target.closest("a, input, select, label, dialog");
    if (byPointer && isDone && !document.querySelector("dialog:modal")) text.element.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const target = /** @type {Element} */ (event.target);
    if (!text.element.contains(target)) return;
    const gesture = armed();
    const isTap = /** @type {PointerEvent} */ (event).pointerType === "touch";
    if (gesture && !isTap) return;
    const selected = text.selectionIn();
    if (selected && selected.anchor !== selected.focus) return;
    const hit = pointer.hit(event.clientX, event.clientY);
    if (!hit) return leave();
    const { start, end } = editor.state.tokens[hit.token];
    if (gesture)
      return run(gesture.command, {
        ...gesture.args,
        ...(hit.spans[0] ? { spanId: hit.spans[0].id } : { start, end }),
      });
    choose(hit, start);
  }

  /** A click beside the words lets go of what is chosen, but not of the event in hand. */
  function leave() {
    if (editor.state.selection) run("clear_selection", {});
    else if (editor.state.focus !== null) run("focus", { spanId: null });
  }

  /** A click on the span that has the focus goes on to the one around it. @param {import("./geometry.js").Hit} hit @param {number} point */
  function choose({ spans }, point) {
    if (spans.length === 0) return run("move_to", { point });
    const here = spans.findIndex((span) => span.id === editor.state.focus);
    run("focus", { spanId: spans[(here + 1) % spans.length].id });
  }

  /** @param {{anchor: number, focus: number}} selected */
  function select({ anchor, focus }) {
    run("select", { start: Math.min(anchor, focus), end: Math.max(anchor, focus) });
  }

  let wasSelected = false;
  const unsubscribe = editor.subscribe(({ selection }) => {
    const native = document.getSelection();
    if (wasSelected && !selection && native && !native.isCollapsed && text.selectionIn()) native.collapseToEnd();
    wasSelected = selection !== null;
  });
  const listeners = /** @type {[EventTarget, string, any][]} */ ([
    [pane, "pointerdown", onDown],
    [pane, "mousedown", onMouseDown],
    [document, "pointerup", onUp],
    [document, "pointercancel", onCancel],
    [pane, "click", onClick],
    [document, "pointerdown", (/** @type {Event} */ event) => (pressed = event.target)],
    [document, "keydown", () => (pressed = null)],
    [document, "click", onDone],
    [document, "change", onDone],
  ]);
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  return () => {
    unsubscribe();
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
  };
}
