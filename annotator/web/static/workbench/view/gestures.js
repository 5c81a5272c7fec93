// What hands do in the text. One gesture a span: a label or role key labels the token at hand when it is let go; held, it
// sweeps over more. The pointer's press does what an armed label says, else a click chooses and a drag selects.
/** @import { Binding, CommandArgs, Editor, Range, Span } from "../model/types.js" @import { Looks } from "./label-style.js" @import { Pointer } from "./pointer.js" @import { TextView } from "./text-view.js" */
import { labelledTogether } from "../model/repeats.js";
import { roleNamed } from "../model/schema.js";
import { target } from "../model/targets.js";
import { sweep as sweepOver } from "../model/tokens.js";

const POINTER = "pointer";
/** What else begins a sweep: a finger, and a range whose last word is to come. */
export const [FINGER, RANGE] = ["finger", "range"];
const WHEEL = 1;

/** @typedef {ReturnType<typeof createSweep>} Sweep */
/** Where a sweep begins or goes on. @typedef {Pick<Pointer, "token" | "target">} Place */
/** @typedef {Pick<Binding, "command" | "args">} Gesture */

/** show: writes into the status line; isTapped: a sweep begins with one press of its key and ends with the next, for hands
 * that cannot hold.
 * @param {{editor: Editor, text: TextView, looks: Looks, run: (command: string, args: CommandArgs) => void,
 *   say: (message: string) => void, show: (message: string) => void, isTapped?: () => boolean}} options */
export function createSweep({ editor, text, looks, run, say, show, isTapped = () => false }) {
  /** @type {{by: string, gesture: Gesture, target: CommandArgs | null, from: number, range: Range | null} | null} */
  let held = null;
  let shown = "";
  let isTold = false;

  /** The words that would be labelled, painted without touching the text; of repeats how many. */
  function preview() {
    if (shown) CSS.highlights?.delete(shown);
    shown = "";
    const range = held && (held.range ?? reach(held));
    if (!held || !range) return;
    const label = labelOf(held.gesture);
    const isRepeated = held.gesture.args.repeats === true;
    const ranges = isRepeated ? labelledTogether(editor.state, range, label) : [range];
    const words = editor.state.index.slice(range.start, range.end);
    // The finger hides what it sweeps over.
    if (isRepeated || held.by === FINGER) tell(isRepeated ? `${words} ×${ranges.length}` : words);
    if (!CSS.highlights) return;
    shown = `sweep-${looks.tone(label)}`;
    CSS.highlights.set(shown, new Highlight(...ranges.flatMap(text.pieces)));
  }

  /** @param {string} message */
  function tell(message) {
    show(message);
    isTold = true;
  }

  /** What would be labelled as it is; null where a span keeps its words and only they show it.
   * @param {{gesture: Gesture, target: CommandArgs | null}} begun @returns {Range | null} */
  function reach({ gesture, target: aimed }) {
    if (!aimed) return null;
    if (gesture.args.repeats) return target(editor.state, aimed);
    return aimed.start !== undefined ? /** @type {Range} */ (aimed) : (editor.state.selection ?? null);
  }

  /** The label that words get by a gesture, for its colour. @param {Gesture} gesture */
  function labelOf({ args: { label, role, roles = [role] } }) {
    return label ?? roleNamed(editor.state.schema, roles[0])?.to[0] ?? "";
  }

  function drop() {
    held = null;
    isTold = false;
    preview();
  }

  function finish() {
    if (!held) return;
    const { gesture, target: aimed, range } = held;
    drop();
    if (range || aimed) run(gesture.command, { ...gesture.args, ...(range ?? aimed) });
    else say("No word under the pointer");
  }

  /** by: what is held down, a key's code or a pointer. @param {string} by @param {Gesture} gesture @param {Place} place */
  function begin(by, gesture, place) {
    // Fast hands press the next key before they let go of the last.
    finish();
    held = { by, gesture, target: place.target(gesture.args), from: place.token(), range: null };
    preview();
    if (by === RANGE) tell("Tap the last word");
  }

  /** @param {Place} place */
  function extend(place) {
    const token = held ? place.token() : -1;
    if (!held || token < 0) return;
    if (held.from < 0) held.from = token;
    else if (token === held.from && !held.range) return;
    const { start, end } = sweepOver(editor.state.tokens, held.from, token);
    if (held.range?.start === start && held.range.end === end) return;
    held.range = { start, end };
    preview();
  }

  return {
    /** @param {string} [by] */
    isHeld: (by) => held !== null && (by === undefined || by === held.by),
    begin,
    /** A key is pressed. @param {string} code @param {Gesture} gesture @param {Pointer} pointer */
    press(code, gesture, pointer) {
      if (isTapped() && held?.by === code) return finish();
      begin(code, gesture, pointer);
      if (isTapped() && !isTold) tell("The same key again labels; Esc does not");
    },
    /** The pointer, or the cursor, went to another word. @param {Place} place */
    extend: (place) => held?.by !== RANGE && extend(place),
    /** The last word of a range. @param {Place} place */
    end(place) {
      extend(place);
      finish();
    },
    /** @param {string} by */
    release(by) {
      if (held?.by === by && (by === POINTER || by === FINGER || !isTapped())) finish();
    },
    cancel() {
      if (isTold) show("Nothing labelled");
      drop();
    },
  };
}

/** @param {{editor: Editor, text: TextView, pane: HTMLElement, pointer: Pointer, sweep: Sweep, armed: () => Gesture | null,
 *   armNext: () => void, run: (command: string, args: CommandArgs) => void}} options armed: the label or role that the next
 *   press gives; armNext: the label after it, for the wheel's click */
export function mountClicks({ editor, text, pane, pointer, sweep, armed, armNext, run }) {
  let isDragging = false;
  /** @type {EventTarget | null} what the pointer pressed last, until a key is */
  let pressed = null;

  /** @param {PointerEvent} event */
  function onDown(event) {
    isDragging = false;
    if (event.button !== 0 || !text.element.contains(/** @type {Node} */ (event.target))) return;
    const gesture = armed();
    isDragging = !gesture;
    // A finger that drags may scroll the page: touch.js tells.
    if (!gesture || event.pointerType === "touch") return;
    event.preventDefault();
    if (!event.shiftKey) sweep.begin(POINTER, gesture, event.pointerType === "pen" ? pointer.at(event) : pointer);
  }

  function onUp() {
    sweep.release(POINTER);
    if (!isDragging) return;
    isDragging = false;
    // Only after this event does the browser know whether a click did away with its selection.
    setTimeout(() => {
      const selected = text.selectionIn();
      if (!selected || selected.anchor === selected.focus) return;
      const { anchor, focus } = selected;
      run("select", { start: Math.min(anchor, focus), end: Math.max(anchor, focus) });
    });
  }

  const onCancel = () => sweep.isHeld(RANGE) || sweep.cancel();

  /** @param {MouseEvent} event the browser's own selection begins with it, and its scrolling by the wheel */
  function onMouseDown(event) {
    const isOurs = event.button === WHEEL || armed();
    if (isOurs && text.element.contains(/** @type {Node} */ (event.target))) event.preventDefault();
  }

  /** @param {MouseEvent} event */
  function onOtherClick(event) {
    if (event.button === WHEEL && text.element.contains(/** @type {Node} */ (event.target))) armNext();
  }

  /** A pointer that has done something beside the text leaves the keys to the text. @param {Event} event */
  function onDone(event) {
    const target = /** @type {Element} */ (event.target);
    const byPointer = event instanceof PointerEvent ? event.pointerId >= 0 && event.detail > 0 : pressed === target;
    const isDone =
      event.type === "change" ? target.matches("select") : !target.closest("a, input, select, label, dialog");
    if (byPointer && isDone && !document.querySelector("dialog:modal, .strip"))
      text.element.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const target = /** @type {Element} */ (event.target);
    if (!text.element.contains(target)) return;
    const gesture = armed();
    const isTap = /** @type {PointerEvent} */ (event).pointerType === "touch";
    if (gesture && !isTap)
      return event.shiftKey ? reachTo(gesture, pointer.hit(event.clientX, event.clientY)) : undefined;
    const selected = text.selectionIn();
    if (selected && selected.anchor !== selected.focus) return;
    const place = pointer.at(/** @type {PointerEvent} */ (event));
    if (place.token() < 0) return leave();
    if (gesture) run(gesture.command, { ...gesture.args, ...place.target(gesture.args) });
    else choose(place.spans, editor.state.tokens[place.token()].start);
  }

  /** What was labelled last reaches to the word that is clicked with Shift. @param {Gesture} gesture @param {import("./geometry.js").Hit | null} hit */
  function reachTo(gesture, hit) {
    if (!hit) return;
    const { annotations, focus, tokens, cursor } = editor.state;
    const last = annotations.spans.get(focus ?? "");
    const { start, end } = tokens[hit.token];
    if (last && last.label === gesture.args.label) {
      const range = { start: Math.min(last.start, start), end: Math.max(last.end, end) };
      run("resize", { spanId: last.id, ...range, exact: true });
    } else run(gesture.command, { ...gesture.args, ...sweepOver(tokens, cursor, hit.token) });
  }

  /** A click beside the words lets go of what is chosen, but not of the event in hand. */
  function leave() {
    if (editor.state.selection) run("clear_selection", {});
    else if (editor.state.focus !== null) run("focus", { spanId: null });
  }

  /** A click on the span that has the focus goes on to the one around it. @param {readonly Span[]} spans @param {number} point */
  function choose(spans, point) {
    if (spans.length === 0) return run("move_to", { point });
    const here = spans.findIndex((span) => span.id === editor.state.focus);
    run("focus", { spanId: spans[(here + 1) % spans.length].id });
  }

  let wasSelected = false;
  let unseen = editor.state.unseen;
  const unsubscribe = editor.subscribe((state) => {
    const { selection } = state;
    if (state.unseen !== unseen) text.paint("copy", (unseen = state.unseen));
    const native = document.getSelection();
    if (wasSelected && !selection && native && !native.isCollapsed && text.selectionIn()) native.collapseToEnd();
    wasSelected = selection !== null;
  });
  const listeners = /** @type {[EventTarget, string, any][]} */ ([
    [pane, "pointerdown", onDown],
    [pane, "mousedown", onMouseDown],
    [pane, "auxclick", onOtherClick],
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
