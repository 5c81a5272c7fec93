// Two grips on the span that has the focus: dragging one moves that boundary word by word, with Alt by characters. They
// hang below the line, and the words under them stay what a key, a click or a tap acts on.
/** @import { Bench } from "../bench.js" @import { Range, Span } from "../model/types.js" */
import { RIGHT_TO_LEFT } from "../model/move-commands.js";
import { nearestToken, tokensBetween } from "../model/tokens.js";
import { afterPaint, h } from "./elements.js";

/** Sides of the square that takes the pointer, and a finger, in pixels; the drawing in it is smaller. */
const SIZE = 24;
const FINGER = 44;
/** A press that moves less is a click, or a tap. */
const SLACK = 3;
const TAP = 10;

/** @typedef {"start" | "end"} Side */
/** x, y: where it began; away: from there to the words that are meant.
 * @typedef {{side: Side, span: Span, range: Range, pointerId: number, x: number, y: number, away: {x: number, y: number},
 *   isTouch: boolean, isMoving: boolean, isAborted: boolean, forget: () => void}} Drag */

/** Where a boundary lies when the pointer is at a code point: the edge of the word there, or of the character. A span
 * keeps at least one of them.
 * @param {Bench["editor"]["state"]} state @param {Range} span @param {Side} side @param {number} point @param {boolean} isExact @returns {Range} */
export function dragged({ tokens, index }, { start, end }, side, point, isExact) {
  if (isExact) {
    const cut = index.isBoundary(point) ? point : index.step(point, true);
    return side === "start"
      ? { start: Math.min(cut, index.step(end, false)), end }
      : { start, end: Math.max(cut, index.step(start, true)) };
  }
  const word = tokens[nearestToken(tokens, point)];
  const inside = tokensBetween(tokens, start, end);
  if (side === "start") return { start: Math.min(word.start, inside.at(-1)?.start ?? start), end };
  return { start, end: Math.max(word.end, inside[0]?.end ?? end) };
}

/** @param {Bench} bench */
export function mountHandles({
  editor,
  text,
  geometry,
  pointer,
  sweep,
  legend,
  layers,
  pane,
  status,
  run,
  looks,
  whenUnmounted,
}) {
  const grips = { start: h("div", { class: "grip" }), end: h("div", { class: "grip" }) };
  const overlay = h("div", { class: "overlay", "aria-hidden": "true", hidden: true }, grips.start, grips.end);
  text.element.append(overlay);
  /** @type {Drag | null} */
  let drag = null;
  let painted = "";

  const focused = () => editor.state.annotations.spans.get(editor.state.focus ?? "") ?? null;
  const isTouched = () => text.element.classList.contains("touched");

  function draw() {
    const span = focused();
    const range = drag?.isMoving ? drag.range : span;
    const isByHand = pointer.isPointing() || isTouched();
    overlay.hidden = !range || editor.state.readOnly || !isByHand || legend.armed() !== null;
    if (overlay.hidden || !range) return;
    const frame = text.element.getBoundingClientRect();
    const size = isTouched() ? FINGER : SIZE;
    // Those for fingers lie farther out, so that on a short word they do not lie over each other.
    const out = isTouched() ? size / 2 : size / 4;
    for (const side of /** @type {const} */ (["start", "end"])) {
      const edge = edgeOf(range, side);
      if (!edge) continue;
      grips[side].classList.toggle("left", edge.isLeft);
      // Moved by transform: as layout it would count as a shift of the page.
      const [x, y] = [
        edge.x + (edge.isLeft ? -out : out) - frame.left - size / 2,
        edge.bottom + out - frame.top - size / 2,
      ];
      grips[side].style.transform = `translate(${x}px, ${y}px)`;
    }
  }

  /** The outer edge of the first or last character. @param {Range} range @param {Side} side */
  function edgeOf({ start, end }, side) {
    const { index } = editor.state;
    const isStart = side === "start";
    const character = isStart ? { start, end: index.step(start, true) } : { start: index.step(end, false), end };
    const rects = geometry.rects(character);
    const rect = isStart ? rects[0] : rects.at(-1);
    if (!rect) return null;
    const isLeft = isStart !== RIGHT_TO_LEFT.test(index.slice(character.start, character.end));
    return { isLeft, x: isLeft ? rect.left : rect.right, middle: rect.top + rect.height / 2, bottom: rect.bottom };
  }

  /** The grip under the pointer. @param {{clientX: number, clientY: number}} event @returns {Side | null} */
  function gripAt({ clientX: x, clientY: y }) {
    if (overlay.hidden) return null;
    const isIn = (/** @type {Side} */ side) => {
      const { left, right, top, bottom } = grips[side].getBoundingClientRect();
      return x >= left && x <= right && y >= top && y <= bottom;
    };
    return isIn("end") ? "end" : isIn("start") ? "start" : null;
  }

  /** @param {PointerEvent} event */
  function onDown(event) {
    if (drag) return event.pointerId === drag.pointerId ? undefined : abort();
    const span = focused();
    if (event.button !== 0 || sweep.isHeld() || !span) return;
    const side = gripAt(event);
    if (!side || !text.element.contains(/** @type {Node} */ (event.target))) return;
    event.stopPropagation();
    const { clientX: x, clientY: y, pointerId } = event;
    const isTouch = event.pointerType === "touch";
    const edge = edgeOf(span, side);
    // The grip hangs below its line: what is meant is the word above it, for a finger at the very edge that it moves.
    const away =
      isTouch && edge ? { x: edge.x + (edge.isLeft ? 1 : -1) - x, y: edge.middle - y } : { x: 0, y: -SIZE / 2 };
    const begun = { isTouch, isMoving: false, isAborted: false, forget: layers.opened(abort) };
    drag = { side, span, range: span, pointerId, x, y, away, ...begun };
  }

  /** A finger on a grip does not scroll. @param {TouchEvent} event */
  function onTouchMove(event) {
    if (drag && event.cancelable) event.preventDefault();
  }

  /** No selection of the browser's own begins at a grip. @param {MouseEvent} event */
  function onMouseDown(event) {
    if (!drag) return;
    event.preventDefault();
    event.stopPropagation();
    text.element.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    if (!drag) return void pane.classList.toggle("gripping", event.buttons === 0 && gripAt(event) !== null);
    if (drag.isAborted) return;
    const slack = drag.isTouch ? TAP : SLACK;
    if (!drag.isMoving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) <= slack) return;
    drag.isMoving = true;
    const point = geometry.near(event.clientX + drag.away.x, event.clientY + drag.away.y);
    if (point === null) return;
    drag.range = dragged(editor.state, drag.span, drag.side, point, event.altKey);
    paint(drag);
    // The finger hides the words.
    if (drag.isTouch) status.say(editor.state.index.slice(drag.range.start, drag.range.end));
    draw();
  }

  /** @param {Drag | null} shown */
  function paint(shown) {
    if (painted) CSS.highlights?.delete(painted);
    painted = shown ? `sweep-${looks.tone(shown.span.label)}` : "";
    if (shown) CSS.highlights?.set(painted, new Highlight(...text.pieces(shown.range)));
  }

  function onUp() {
    if (!drag) return;
    const { span, range, isMoving, isAborted } = drag;
    drag.forget();
    drag = null;
    paint(null);
    later();
    if (!isMoving) return;
    // What the browser makes of the press is a click on whatever lies there.
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, true));
    if (!isAborted) run("resize", { spanId: span.id, start: range.start, end: range.end, exact: true });
  }

  /** @param {Event} event */
  const swallow = (event) => event.stopPropagation();

  /** Called off; the button is still down. */
  function abort() {
    if (!drag) return;
    drag.isAborted = true;
    drag.range = drag.span;
    paint(null);
    draw();
  }

  function drop() {
    drag?.forget();
    drag = null;
    paint(null);
  }

  const later = afterPaint(draw);
  const observer = new ResizeObserver(later);
  observer.observe(text.element);
  const unsubscribe = editor.subscribe(later);
  const listeners = /** @type {[EventTarget, string, any, boolean][]} */ ([
    [pane, "pointerdown", onDown, true],
    [pane, "mousedown", onMouseDown, true],
    [pane, "touchmove", onTouchMove, false],
    [document, "pointermove", onMove, false],
    [document, "pointerup", onUp, true],
    [document, "pointercancel", drop, true],
    [window, "blur", drop, false],
    [document, "keydown", later, false],
    [document, "click", later, false],
    [pane, "pointerenter", later, false],
    [pane, "pointerleave", later, false],
  ]);
  for (const [target, name, listener, capture] of listeners) target.addEventListener(name, listener, capture);
  later();
  whenUnmounted(() => {
    drop();
    unsubscribe();
    observer.disconnect();
    overlay.remove();
    for (const [target, name, listener, capture] of listeners) target.removeEventListener(name, listener, capture);
  });
}
