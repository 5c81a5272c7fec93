// Where words lie on the screen, and which word lies where.
/** @import { Editor, Place, Range, Span } from "../model/types.js" @import { TextView } from "./text-view.js" */
import { tokenAt } from "../model/tokens.js";

/** @typedef {ReturnType<typeof createGeometry>} Geometry */
/** What lies under a point of the screen: a token, and the spans over it, innermost first.
 * @typedef {{token: number, spans: readonly Span[]}} Hit */

/** How much of the gap between lines belongs to the words, in heights of a word. */
const REACH = 0.3;

/** @param {Editor} editor @param {TextView} text */
export function createGeometry(editor, text) {
  const { tokens } = editor.state;

  /** Boxes of the words of a range, one a line and piece. @param {Range} range */
  const rects = (range) =>
    text.pieces(range).flatMap((piece) => [...piece.getClientRects()].filter((rect) => rect.width > 0));

  /** The code point at or near a point of the screen. @param {number} x @param {number} y @returns {number | null} */
  function caret(x, y) {
    const page =
      /** @type {{caretPositionFromPoint?: Document["caretPositionFromPoint"], caretRangeFromPoint?: Document["caretRangeFromPoint"]}} */ (
        document
      );
    if (page.caretPositionFromPoint) {
      const position = document.caretPositionFromPoint(x, y);
      return position && text.pointOf(position.offsetNode, position.offset);
    }
    const range = page.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
    return range ? text.pointOf(range.startContainer, range.startOffset) : null;
  }

  /** @param {number} token @param {number} x @param {number} y */
  const holds = (token, x, y) =>
    rects(tokens[token]).some((rect) => {
      const reach = rect.height * REACH;
      return x >= rect.left && x <= rect.right && y >= rect.top - reach && y <= rect.bottom + reach;
    });

  /** The token whose box holds a point of the screen. @param {number} x @param {number} y @returns {Hit | null} */
  function hit(x, y) {
    const point = caret(x, y);
    if (point === null) return null;
    // A caret stands between two characters; which of them is under the pointer the boxes tell.
    for (const near of [point, point - 1]) {
      const token = tokenAt(tokens, near);
      if (token >= 0 && holds(token, x, y)) return { token, spans: text.spansAt(near) };
    }
    return null;
  }

  /** @param {number} token */
  const box = (token) => rects(tokens[token])[0] ?? new DOMRect();

  /** @param {DOMRect} rect @param {DOMRect} other */
  const onOneLine = (rect, other) => Math.abs(rect.top - other.top) < Math.min(rect.height, other.height) / 2;

  /** The nearest token on the line above or below; a code point. @param {number} token @param {"up" | "down"} direction */
  function beside(token, direction) {
    const step = direction === "down" ? 1 : -1;
    const here = box(token);
    const x = here.left + here.width / 2;
    /** @type {DOMRect | null} */
    let line = null;
    let best = token;
    let least = Infinity;
    for (let at = token + step; at >= 0 && at < tokens.length; at += step) {
      const rect = box(at);
      if (onOneLine(rect, here)) continue;
      if (line && !onOneLine(rect, line)) break;
      line ??= rect;
      const distance = x < rect.left ? rect.left - x : Math.max(0, x - rect.right);
      if (distance >= least) continue;
      least = distance;
      best = at;
    }
    return tokens[best].start;
  }

  /** The first or last token of the line; a code point. @param {number} token @param {"start" | "end"} edge */
  function lineEdge(token, edge) {
    const step = edge === "end" ? 1 : -1;
    const here = box(token);
    let at = token;
    while (tokens[at + step] && onOneLine(box(at + step), here)) at += step;
    return tokens[at].start;
  }

  /** What of the screen shows the text, and what scrolls it. */
  function view() {
    const pane = text.element.closest(".reading");
    const frame = pane && pane.scrollHeight > pane.clientHeight + 1 ? pane.getBoundingClientRect() : null;
    const top = Math.max(0, frame?.top ?? 0);
    // On small screens the bar, or a line of it, and what is told above lie over the end of the text.
    const lids = document.querySelectorAll(frame ? ".bar" : ".bar, .said:not(:empty), .notices:has(.notice)");
    const tops = [...lids].map((each) => each.getBoundingClientRect().top);
    return {
      top,
      bottom: Math.min(innerHeight, frame?.bottom ?? innerHeight, ...tops),
      scroller: frame && pane ? pane : window,
    };
  }

  /** Tokens that lie wholly in sight, as a range of their indices. @returns {{from: number, to: number}} */
  function inView() {
    const { top, bottom } = view();
    // Lines lie below each other in the order of the text.
    const first = (/** @type {(rect: DOMRect) => boolean} */ isPast) => {
      let low = 0;
      let high = tokens.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (isPast(box(middle))) high = middle;
        else low = middle + 1;
      }
      return low;
    };
    return { from: first((rect) => rect.top >= top), to: first((rect) => rect.bottom > bottom) };
  }

  /** Brings words into sight, and leaves the page where it is when they are. @param {Range} range */
  function reveal(range) {
    const [first] = text.pieces(range);
    const rect = first?.getBoundingClientRect();
    // Where the article is a list, there are no words to be brought into sight.
    if (!rect?.height) return;
    const { top, bottom, scroller } = view();
    // Where there is little room, the middle of it.
    const most = Math.max(0, bottom - top - rect.height) / 4;
    const [above, below] = [Math.min(48, most), Math.min(64, most)];
    if (rect.top >= top + above && rect.bottom <= bottom - below) return;
    const [before, behind] = [Math.min(96, 2 * most), Math.min(112, 2 * most)];
    scroller.scrollBy({ top: rect.top < top + above ? rect.top - top - before : rect.bottom - bottom + behind });
  }

  return { rects, hit, near: caret, beside, lineEdge, inView, reveal };
}

/** Where the person is in the text: kept, so that they come back to it.
 * @param {Editor} editor @param {HTMLElement} pane what scrolls the text; on a small screen the page does */
export function placeOf(editor, pane) {
  const page = document.scrollingElement ?? document.documentElement;
  /** Noted when it changes: to ask while the text is drawn would have the browser lay out the page once more. */
  let top = 0;

  /** @returns {Place} */
  function place() {
    const { tokens, cursor, focus, unseen } = editor.state;
    return { point: tokens[cursor]?.start ?? 0, focus, top, unseen: [...unseen] };
  }

  return {
    /** @param {Place | null} place */
    goTo(place) {
      if (!place) return;
      editor.run("remember", { unseen: place.unseen ?? [] });
      editor.run("move_to", { point: place.point });
      if (place.focus && editor.state.annotations.spans.has(place.focus)) editor.run("focus", { spanId: place.focus });
      top = place.top;
      for (const scroller of [pane, page]) scroller.scrollTop = top;
    },
    /** @param {(place: Place) => void} tell whenever it is another @returns {() => void} */
    onPlace(tell) {
      let told = place();
      const look = () => {
        const now = place();
        if (JSON.stringify(now) === JSON.stringify(told)) return;
        told = now;
        tell(now);
      };
      const onScroll = () => {
        top = pane.scrollTop || page.scrollTop;
        look();
      };
      const unsubscribe = editor.subscribe(look);
      for (const target of [pane, document]) target.addEventListener("scroll", onScroll, { passive: true });
      return () => {
        unsubscribe();
        for (const target of [pane, document]) target.removeEventListener("scroll", onScroll);
      };
    },
  };
}
