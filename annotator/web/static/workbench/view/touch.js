// What fingers do in the text beyond taps, which are clicks: sideways they sweep with what is armed, a long press begins a
// range or shows what can be done, a double tap takes an event in hand, two fingers undo and three redo.
/** @import { CommandArgs, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { beginsLinks, isTrigger } from "../model/schema.js";
import { FINGER, RANGE } from "./gestures.js";

/** How long a long press is, and the most between the taps of a double tap and for several fingers, in milliseconds. */
const HOLD = 500;
const TWICE = 350;
const TOGETHER = 700;
/** A finger that moves less is still; a second tap nearer than that is on the same words; in pixels. */
const SLACK = 10;
const NEAR = 24;

/** A finger alone on the text. @typedef {{x: number, y: number, place: ReturnType<Bench["pointer"]["at"]>,
 *   timer: ReturnType<typeof setTimeout>}} Press */

/** @param {Bench} bench */
export function mountTouch({ editor, text, pane, pointer, sweep, legend, run, whenUnmounted }) {
  /** Where each finger came down. @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  /** @type {Press | null} */
  let press = null;
  /** All fingers from the first that came down to the last that goes up. */
  let hand = { most: 0, since: 0, isStill: false };
  /** What the fingers were there for is done: the click that a browser makes of them is none. */
  let isSpent = false;
  /** @type {{x: number, y: number, time: number, act: string | undefined} | null} */
  let tapped = null;

  const isInText = (/** @type {Event} */ { target }) => text.element.contains(/** @type {Node} */ (target));
  const lastAct = () => editor.state.undo.at(-1)?.id;

  /** Whoever goes on with a mouse may select text again. @param {PointerEvent} event */
  function look({ type, pointerType }) {
    text.element.classList.toggle("touched", pointerType === "touch");
    if (type === "pointerdown" && fingers.size === 0) isSpent = false;
  }

  /** @param {PointerEvent} event */
  function onDown(event) {
    if (event.pointerType !== "touch") return;
    const { clientX: x, clientY: y, pointerId } = event;
    if (fingers.size === 0) hand = { most: 0, since: event.timeStamp, isStill: true };
    fingers.set(pointerId, { x, y });
    hand.most = Math.max(hand.most, fingers.size);
    if (fingers.size > 1) {
      isSpent = true;
      return callOff();
    }
    if (!isInText(event)) return;
    // What was selected by other means would be in the way of taps.
    const native = document.getSelection();
    if (native && !native.isCollapsed) native.collapseToStart();
    press = { x, y, place: pointer.at(event), timer: setTimeout(onHold, HOLD) };
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    const from = fingers.get(event.pointerId);
    if (!from) return;
    const [across, along] = [Math.abs(event.clientX - from.x), Math.abs(event.clientY - from.y)];
    if (Math.hypot(across, along) <= SLACK) return;
    hand.isStill = false;
    if (!press) return;
    const { place } = press;
    letGo();
    const gesture = legend.armed();
    // Up and down the browser scrolls; a range that waits for its last word is not swept.
    if (!gesture || across <= along || sweep.isHeld()) return;
    isSpent = true;
    sweep.begin(FINGER, gesture, place);
  }

  /** Left to itself the browser takes a fast sweep for a fling, and the tap after it for what stops that.
   * @param {TouchEvent} event */
  function onTouchMove(event) {
    if (sweep.isHeld(FINGER) && event.cancelable) event.preventDefault();
  }

  /** @param {PointerEvent} event */
  function onUp({ pointerId, timeStamp }) {
    if (!fingers.delete(pointerId)) return;
    letGo();
    sweep.release(FINGER);
    if (fingers.size > 0 || hand.most < 2 || !hand.isStill || timeStamp - hand.since > TOGETHER) return;
    if (hand.most <= 3) run(hand.most === 2 ? "undo" : "redo", {});
  }

  /** The browser scrolls, or zooms. @param {PointerEvent} event */
  function onCancel({ pointerId }) {
    if (!fingers.delete(pointerId)) return;
    hand.isStill = false;
    callOff();
  }

  function letGo() {
    if (press) clearTimeout(press.timer);
    press = null;
  }

  function callOff() {
    letGo();
    if (sweep.isHeld(FINGER)) sweep.cancel();
  }

  function onHold() {
    const place = press?.place;
    letGo();
    if (!place) return;
    isSpent = true;
    if (sweep.isHeld(RANGE)) return sweep.cancel();
    const aimed = place.target();
    const gesture = legend.armed();
    if (!aimed) return;
    if (gesture && aimed.start !== undefined) sweep.begin(RANGE, gesture, place);
    else run("details", chosen(place.spans) ?? aimed);
  }

  /** Of several spans the one that has the focus is meant. @param {readonly Span[]} spans @returns {CommandArgs | null} */
  function chosen(spans) {
    const span = spans.find(({ id }) => id === editor.state.focus);
    return span ? { spanId: span.id } : null;
  }

  /** @param {PointerEvent} event */
  function onClick(event) {
    if (event.pointerType === "touch" && (isSpent || isDone(event))) event.stopPropagation();
  }

  /** Was the tap more than a tap? @param {PointerEvent} event */
  function isDone(event) {
    const place = pointer.at(event);
    if (sweep.isHeld(RANGE)) {
      if (place.token() >= 0) sweep.end(place);
      return true;
    }
    const before = tapped;
    tapped = { x: event.clientX, y: event.clientY, time: event.timeStamp, act: lastAct() };
    const isSecond =
      before &&
      tapped.time - before.time < TWICE &&
      Math.hypot(tapped.x - before.x, tapped.y - before.y) < NEAR &&
      // Where the first tap labelled or linked, it was meant to.
      tapped.act === before.act;
    const { schema } = editor.state;
    const span =
      isSecond &&
      (place.spans.find(({ label }) => isTrigger(schema, label)) ??
        place.spans.find(({ label }) => beginsLinks(schema, label)));
    if (!span) return false;
    tapped = null;
    run("event", { spanId: span.id });
    return true;
  }

  /** A tap beside the text ends no range. @param {MouseEvent} event */
  function onClickAnywhere(event) {
    if (sweep.isHeld(RANGE) && !isInText(event)) sweep.cancel();
  }

  /** No menu and no handles of the browser's own where fingers label. @param {Event} event */
  function refuse(event) {
    if (text.element.classList.contains("touched")) event.preventDefault();
  }

  const listeners = /** @type {[EventTarget, string, any, boolean][]} */ ([
    [document, "pointerdown", look, true],
    [pane, "pointermove", look, false],
    [pane, "pointerdown", onDown, false],
    [pane, "pointermove", onMove, false],
    [text.element, "touchmove", onTouchMove, false],
    [document, "pointerup", onUp, false],
    [document, "pointercancel", onCancel, false],
    [document, "click", onClickAnywhere, true],
    [pane, "click", onClick, true],
    [text.element, "contextmenu", refuse, false],
    [text.element, "selectstart", refuse, false],
  ]);
  for (const [target, name, listener, capture] of listeners) target.addEventListener(name, listener, capture);
  whenUnmounted(() => {
    letGo();
    for (const [target, name, listener, capture] of listeners) target.removeEventListener(name, listener, capture);
  });
}
