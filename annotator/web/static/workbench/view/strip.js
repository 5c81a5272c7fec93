// A small panel at words: it floats over the page, so that nothing moves, holds the keys while it is open, and closes with
// Esc, with a press beside it, and when its words are gone.
/** @import { Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { h } from "./elements.js";

/**
 * @typedef {object} Strip
 * @property {HTMLElement} element
 * @property {(content: readonly (Node | string)[], focus?: () => HTMLElement | null) => void} show what it shows now, and where the focus goes
 * @property {(back: () => void) => () => void} inner Esc goes back first; what comes back is to be called where something else did
 * @property {() => void} close
 */

/** Pixels between the words with their lines or letters and the strip, and around it. */
const BELOW = 6;
const ABOVE = 14;
const EDGE = 8;
const WIDEST = 560;
const LEAST = 120;

/** The one that is open. @type {Strip | null} */
let open = null;

/** @param {Bench} bench @param {{title: string, at: {start: number, end: number} | null, isThere?: () => boolean}} options
 *   at: the words; null: none; isThere: does what it is about still stand @returns {Strip} */
export function openStrip(bench, { title, at, isThere = () => true }) {
  open?.close();
  const { pane, text, geometry, layers, editor } = bench;
  const home = wayHome(text.element);
  const element = h("div", { class: "strip", role: "dialog", "aria-label": title });
  pane.append(element);

  /** Beside the words where there is room, else at the lower edge of what is in sight. */
  function place() {
    const frame = pane.getBoundingClientRect();
    const bar = /** @type {HTMLElement} */ (document.querySelector(".bar")).getBoundingClientRect();
    const top = Math.max(0, frame.top) + EDGE;
    // Where the page is enlarged so much that the bar leaves no room, the strip lies over it too.
    const above = bar.top - top >= LEAST ? bar.top : innerHeight;
    const lowest = at ? Math.max(frame.bottom, top + LEAST) : innerHeight;
    const bottom = Math.min(innerHeight, lowest, above) - EDGE;
    const left = Math.max(0, frame.left) + EDGE;
    const right = Math.min(document.documentElement.clientWidth, frame.right) - EDGE;
    element.style.maxInlineSize = `${Math.min(WIDEST, right - left)}px`;
    element.style.maxBlockSize = `${bottom - top}px`;
    const { width, height } = element.getBoundingClientRect();
    const boxes = at ? geometry.rects(at) : [];
    const first = boxes[0];
    const last = boxes.at(-1);
    const isBelow = last !== undefined && last.bottom + BELOW + height <= bottom;
    const isAbove = first !== undefined && first.top - ABOVE - height >= top;
    const y = isBelow ? last.bottom + BELOW : isAbove ? first.top - ABOVE - height : bottom - height;
    const x = isBelow ? last.left : (first?.left ?? left);
    element.style.left = `${Math.max(left, Math.min(x, right - width)) - frame.left + pane.scrollLeft}px`;
    element.style.top = `${Math.max(top, y) - frame.top + pane.scrollTop}px`;
  }

  const observer = new ResizeObserver(place);
  observer.observe(text.element);

  /** @param {PointerEvent} event */
  function onPointerDown(event) {
    if (!element.contains(/** @type {Node} */ (event.target))) strip.close();
  }
  document.addEventListener("pointerdown", onPointerDown, true);
  const unsubscribe = editor.subscribe(() => {
    if (!isThere()) strip.close();
  });
  const forget = layers.opened(() => strip.close());

  /** @type {Set<() => void>} */
  const levels = new Set();

  /** @type {Strip} */
  const strip = {
    element,
    show(content, focus = () => element.querySelector("button")) {
      element.replaceChildren(...content);
      place();
      focus()?.focus({ preventScroll: true });
    },
    inner(back) {
      const forgetLevel = layers.opened(back);
      levels.add(forgetLevel);
      return forgetLevel;
    },
    close() {
      if (open !== strip) return;
      open = null;
      for (const forgetLevel of levels) forgetLevel();
      forget();
      unsubscribe();
      observer.disconnect();
      document.removeEventListener("pointerdown", onPointerDown, true);
      const isHere = element.contains(document.activeElement) || document.activeElement === document.body;
      element.remove();
      if (isHere) home().focus({ preventScroll: true });
    },
  };
  open = strip;
  return strip;
}

/** Where the focus is now, or what stands there once it was drawn anew: readings come while a strip is open.
 * @param {HTMLElement} otherwise @returns {() => HTMLElement} */
function wayHome(otherwise) {
  const before = document.activeElement;
  if (!(before instanceof HTMLElement) || before === document.body) return () => otherwise;
  /** @type {Element[]} */
  const around = [];
  for (let each = before.parentElement; each; each = each.parentElement) around.push(each);
  return () => {
    if (before.isConnected) return before;
    const named = `[data-keep="${CSS.escape(before.dataset.keep ?? "")}"]`;
    const again = around.find((each) => each.isConnected)?.querySelector(named);
    return again instanceof HTMLElement ? again : otherwise;
  };
}

/** Does the span that a strip is about still stand? @param {Bench} bench @param {Span} span */
export const stands =
  ({ editor }, span) =>
  () =>
    editor.state.annotations.spans.has(span.id);
