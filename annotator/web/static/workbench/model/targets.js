// What a key acts on: words given by the page, else the selection, the focused span, the token at the cursor.
/** @import { CommandArgs, EditorState, Range, Span, Target } from "./types.js" */
import { snap } from "./tokens.js";

/** What a key would act on now; null when there is nothing there.
 * @param {EditorState} state @param {CommandArgs} [args] {spanId} or {start, end, exact?} or neither @returns {Target | null} */
export function target(state, args = {}) {
  const { spans } = state.annotations;
  if (args.spanId !== undefined) return whole(spans.get(args.spanId) ?? null);
  if (args.start !== undefined) return words(state, { start: args.start, end: args.end }, args.exact);
  if (state.selection) return words(state, state.selection, true);
  const focus = state.focus === null ? null : spans.get(state.focus);
  if (focus) return whole(focus);
  const token = state.tokens[state.cursor];
  return token ? words(state, token, true) : null;
}

/** @param {Span | null} span @returns {Target | null} */
const whole = (span) => span && { start: span.start, end: span.end, span };

/** @param {EditorState} state @param {Range} range @param {boolean} [exact] @returns {Target | null} */
function words(state, range, exact = false) {
  const found = exact ? range : snap(state.tokens, range.start, range.end);
  if (!found || found.end <= found.start) return null;
  const equal = spansAt(state, found);
  return { ...found, span: equal.find((span) => span.id === state.focus) ?? equal.at(-1) ?? null };
}

/** Spans that stand on exactly these words. @param {EditorState} state @param {Range} range */
export function spansAt({ annotations }, { start, end }) {
  return [...annotations.spans.values()].filter((span) => span.start === start && span.end === end);
}

/** Spans that hold all of these words, the shortest first. @param {EditorState} state @param {Range} range */
export function spansOver({ annotations }, { start, end }) {
  const found = [...annotations.spans.values()].filter((span) => span.start <= start && span.end >= end);
  return found.sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** The span that a key on a span acts on: the target's own, else the shortest around it.
 * @param {EditorState} state @param {CommandArgs} args @returns {Span | null} */
export function targetSpan(state, args) {
  const found = target(state, args);
  return found && (found.span ?? spansOver(state, found)[0] ?? null);
}
