// Where words lie on the screen, and which word lies where.
/** @import { Editor, Range, Span } from "../model/types.js" @import { TextView } from "./text-view.js" */
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

  /** Brings words into sight, and leaves the page where it is when they are. @param {Range} range */
  function reveal(range) {
    const [first] = text.pieces(range);
    const rect = first?.getBoundingClientRect();
    const pane = text.element.closest(".reading");
    if (!rect || !pane) return;
    const frame = pane.scrollHeight > pane.clientHeight + 1 ? pane.getBoundingClientRect() : null;
    const top = Math.max(0, frame?.top ?? 0) + 48;
    const bottom = Math.min(innerHeight, frame?.bottom ?? innerHeight) - 64;
    if (rect.top >= top && rect.bottom <= bottom) return;
    const by = rect.top < top ? rect.top - top - 48 : rect.bottom - bottom + 48;
    (frame ? pane : window).scrollBy({ top: by });
  }

  return { rects, hit, beside, lineEdge, reveal };
}
