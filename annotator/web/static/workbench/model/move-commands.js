// Commands that move the cursor, the selection and the focus: nothing here changes an annotation.
/** @import { Command, EditorState, Range } from "./types.js" */
import { put_down } from "./event-commands.js";
import { inTextOrder, paragraphAt, rangeAt } from "./paragraphs.js";
import { labelTitle } from "./schema.js";
import { spansOver } from "./targets.js";
import { nearestToken, snap, sweep, tokenAt } from "./tokens.js";

/** Letters of a script that runs from right to left. */
export const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}]|[\u{1e800}-\u{1efff}]/u;

/** @type {Command} */
export function move(state, { by = "token", direction = "next", extend = false, point, arrows = "visual" }) {
  const { tokens, cursor } = state;
  if (cursor < 0) return {};
  const asked = point === undefined ? goal(state, by, logical(state, direction, arrows)) : nearestToken(tokens, point);
  const to = Math.max(0, Math.min(tokens.length - 1, asked));
  return extend ? { cursor: to, focus: null, selection: sweep(tokens, anchor(state), to) } : at(state, to);
}

/** Arrows move as the eye sees it: "left" is back in a paragraph that runs left to right, on in one that does not. Who
 * wants them "logical" goes on with "right" everywhere.
 * @param {EditorState} state @param {string} direction @param {string} arrows */
function logical({ index, paragraphs, tokens, cursor }, direction, arrows) {
  if (direction !== "left" && direction !== "right") return direction;
  if (arrows === "logical") return direction === "right" ? "next" : "previous";
  const { start, end } = paragraphs[paragraphAt(paragraphs, tokens[cursor].start)];
  const strong = /\p{L}/u.exec(index.slice(start, end))?.[0] ?? "";
  return (direction === "right") !== RIGHT_TO_LEFT.test(strong) ? "next" : "previous";
}

/** @param {EditorState} state @param {string} by @param {string} direction */
function goal({ tokens, cursor, paragraphs, sentences }, by, direction) {
  if (by === "token") return direction === "previous" ? cursor - 1 : cursor + 1;
  if (by === "document") return direction === "start" ? 0 : tokens.length - 1;
  return beyond(by === "sentence" ? sentences : paragraphs, tokens, cursor, direction);
}

/** The token at an edge of the range around the cursor, or at the beginning of a range before or after it.
 * @param {readonly Range[]} ranges @param {readonly Range[]} tokens @param {number} cursor @param {string} direction */
function beyond(ranges, tokens, cursor, direction) {
  const here = rangeAt(ranges, tokens[cursor].start);
  const first = nearestToken(tokens, ranges[here].start);
  if (direction === "start") return first;
  if (direction === "end") return nearestToken(tokens, Math.max(ranges[here].start, ranges[here].end - 1));
  const isOn = direction === "next" || direction === "down";
  if (!isOn && first < cursor) return first;
  // Ranges without a token, such as empty lines, are stepped over.
  for (let next = here + (isOn ? 1 : -1); ranges[next]; next += isOn ? 1 : -1)
    if (snap(tokens, ranges[next].start, ranges[next].end)) return nearestToken(tokens, ranges[next].start);
  return isOn ? tokens.length - 1 : 0;
}

/** Index of the token from which a selection grows: its end away from the cursor. @param {EditorState} state */
function anchor({ tokens, cursor, selection }) {
  if (!selection) return cursor;
  const first = nearestToken(tokens, selection.start);
  return first === cursor ? nearestToken(tokens, selection.end - 1) : first;
}

/** The cursor on a token, and the focus on the smallest span around it. @param {EditorState} state @param {number} cursor */
function at(state, cursor) {
  return { cursor, selection: null, focus: spansOver(state, state.tokens[cursor])[0]?.id ?? null };
}

/** @type {Command} */
export function move_to(state, { point }) {
  const cursor = tokenAt(state.tokens, point);
  return cursor < 0 ? { refused: "No word there" } : at(state, cursor);
}

/** @type {Command} */
export function select(state, { start, end, exact = false }) {
  const range = exact ? { start, end } : snap(state.tokens, start, end);
  if (!range || range.start < 0 || range.end <= range.start || range.end > state.index.length)
    return { refused: "No words there to select" };
  return {
    selection: { start: range.start, end: range.end },
    focus: null,
    cursor: nearestToken(state.tokens, range.end - 1),
  };
}

/** @type {Command} */
export const clear_selection = () => ({ selection: null });

/** Copies that nobody had looked at when the page was left. @type {Command} */
export function remember({ annotations }, { unseen }) {
  const left = unseen.filter((/** @type {string} */ id) => annotations.spans.has(id));
  return left.length > 0 ? { unseen: new Set(left) } : {};
}

/** @type {Command} */
export function focus(state, { spanId }) {
  if (spanId === null) return { focus: null };
  const span = state.annotations.spans.get(spanId);
  if (!span) return { refused: "That span is not there any more", rule: "unknown" };
  return { focus: span.id, selection: null, cursor: nearestToken(state.tokens, span.start) };
}

/** @type {Command} */
export const focus_next = (state) => neighbour(state, true);

/** @type {Command} */
export const focus_previous = (state) => neighbour(state, false);

/** @param {EditorState} state @param {boolean} forward */
function neighbour(state, forward) {
  const spans = [...state.annotations.spans.values()].sort(inTextOrder);
  const place = spans.findIndex((span) => span.id === state.focus);
  const point = state.tokens[state.cursor]?.start ?? 0;
  const next = forward
    ? place >= 0
      ? spans[place + 1]
      : spans.find((span) => span.start >= point)
    : place >= 0
      ? spans[place - 1]
      : spans.findLast((span) => span.start < point);
  return next ? focus(state, { spanId: next.id }) : { refused: forward ? "No span after this" : "No span before this" };
}

/** Something that waits for a decision: where it is, the span it is about if there is one, and what it is in words.
 * @typedef {{start: number, spanId: string | null, words: string}} Decision */

/** Copies that nobody has looked at yet. @param {EditorState} state @returns {Decision[]} */
function unseenCopies({ unseen, annotations, schema }) {
  return [...unseen].flatMap((id) => {
    const span = annotations.spans.get(id);
    return span
      ? { start: span.start, spanId: id, words: `Copy: ${labelTitle(schema, span.label)} “${span.quote}”` }
      : [];
  });
}

/** Acts of ours that met another's. @param {EditorState} state @returns {Decision[]} */
function conflicts({ problems, annotations }) {
  return problems.flatMap(({ ours, theirs, message }) => {
    const span = annotations.spans.get(theirs?.id ?? ours?.id ?? "");
    const place = span ?? ours;
    return place ? { start: place.start, spanId: span?.id ?? null, words: message } : [];
  });
}

/** What was read in words and nobody has said yet. @param {EditorState} state @returns {Decision[]} */
const unconfirmed = (state) => (state.readOnly ? [] : (state.readings?.decisions(state) ?? []));

/** What waits for a decision, by kind. To add one: a function from the state to all that waits, and a line here. */
const DECISIONS = [conflicts, unseenCopies, unconfirmed];

/** @type {Command} */
export const decide_next = (state) => decision(state, true);

/** @type {Command} */
export const decide_previous = (state) => decision(state, false);

/** @param {EditorState} state @param {boolean} forward */
function decision(state, forward) {
  const waiting = DECISIONS.flatMap((find) => find(state)).sort((a, b) => a.start - b.start);
  if (waiting.length === 0) return { refused: "Nothing waits for a decision" };
  const { tokens, cursor, focus: focused } = state;
  const here = tokens[cursor]?.start ?? 0;
  const others =
    waiting.length > 1 ? waiting.filter((each) => each.spanId === null || each.spanId !== focused) : waiting;
  const next = forward
    ? (others.find(({ start }) => start > here) ?? others[0])
    : (others.findLast(({ start }) => start < here) ?? others[others.length - 1]);
  const left = waiting.length - 1;
  const status = `${next.words}${left > 0 ? ` (${left} more)` : ""}`;
  return { status, focus: next.spanId, selection: null, cursor: nearestToken(tokens, next.start) };
}

/** @type {Command} */
export function escape(state, args) {
  if (state.selection) return { selection: null };
  if (state.inHand !== null) return put_down(state, args);
  return { focus: null };
}
