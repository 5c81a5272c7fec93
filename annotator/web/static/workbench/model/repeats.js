// Repeats: the same words elsewhere in the document, offered so that one act labels them all. Exact, with case, as whole
// words and outside of every span: nothing that somebody has looked at is touched.
/** @import { EditorState, Range, Span } from "./types.js" */
import { tokenAt } from "./tokens.js";

/** Where words stand again. @typedef {object} Repeats
 * @property {Range[]} free in no span, not even in part
 * @property {Span[]} labelled spans on exactly these words
 * @property {number} inside how many lie in another span, or across its edge */

/** The most that one act labels: an act is sent to the server whole. */
export const MOST = 400;

/** The words of a range elsewhere; the range itself, and what overlaps with it, is none of them.
 * @param {EditorState} state @param {Range} range @returns {Repeats} */
export function repeats({ text, index, tokens, annotations }, { start, end }) {
  const spans = [...annotations.spans.values()];
  const words = index.slice(start, end);
  /** @type {Repeats} */
  const found = { free: [], labelled: [], inside: 0 };
  if (words === "") return found;
  for (let unit = text.indexOf(words); unit >= 0; unit = text.indexOf(words, unit + 1)) {
    const place = { start: index.point(unit), end: index.point(unit + words.length) };
    if (!isWhole(tokens, place) || touches(place, { start, end })) continue;
    const there = spans.filter((span) => touches(span, place));
    const equal = there.filter((span) => span.start === place.start && span.end === place.end);
    if (equal.length > 0) found.labelled.push(...equal);
    else if (there.length > 0) found.inside += 1;
    else {
      found.free.push(place);
      // Repeats that overlap each other: the first is taken.
      unit += words.length - 1;
    }
  }
  return found;
}

/** @param {Range} a @param {Range} b */
const touches = (a, b) => a.start < b.end && a.end > b.start;

/** Does a range begin and end where tokens do? @param {EditorState["tokens"]} tokens @param {Range} range */
function isWhole(tokens, { start, end }) {
  const first = tokens[tokenAt(tokens, start)];
  const last = tokens[tokenAt(tokens, end - 1)];
  return first?.start === start && last?.end === end;
}

/** What one act over words and their repeats would label: the words first. Words that bear the label already are left.
 * @param {EditorState} state @param {Range} range @param {string} label @returns {Range[]} */
export function labelledTogether(state, range, label) {
  const { free } = repeats(state, range);
  const isThere = [...state.annotations.spans.values()].some(
    (span) => span.label === label && span.start === range.start && span.end === range.end,
  );
  return [...(isThere ? [] : [range]), ...free.slice(0, MOST)];
}

/** "7 labelled, 2 differ elsewhere". @param {number} count how many the act labels @param {Repeats} found @param {string} label */
export function tally(count, { free, labelled, inside }, label) {
  const isSame = (/** @type {Span} */ span) =>
    labelled.some((other) => other.label === label && other.start === span.start);
  const differing = new Set(labelled.filter((span) => !isSame(span)).map((span) => span.start)).size;
  const parts = [
    `${count} labelled`,
    differing > 0 && `${differing} ${differing === 1 ? "differs" : "differ"} elsewhere`,
    inside > 0 && `${inside} inside other spans`,
    free.length > MOST && `${free.length - MOST} left: once more`,
  ];
  return parts.filter(Boolean).join(", ");
}
