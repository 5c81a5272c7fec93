// Commands on spans, their links and attributes. See commands.js for what each takes.
/** @import { Command, CommandRefusal, EditorState, Label, Range, Span } from "./types.js" */
import { ActDraft } from "./changes.js";
import { frameOf, mainTrigger } from "./frames.js";
import { labelledTogether, repeats, tally } from "./repeats.js";
import { same, valueWords } from "./values.js";
import { attributeOf, labelNamed, labelTitle, roleNamed } from "./schema.js";
import { spansAt, target, targetSpan } from "./targets.js";
import { nearestToken, snap, tokensBetween } from "./tokens.js";
import { withValue } from "./changes.js";

/** @param {EditorState} state @param {Span} span */
export const nameOf = ({ schema }, span) => `${labelTitle(schema, span.label)} “${span.quote}”`;

/** @type {Command} */
export function label(state, args) {
  const chosen = labelNamed(state.schema, args.label);
  const found = target(state, args);
  if (!chosen) return { refused: `The schema has no label “${args.label}”`, rule: "label" };
  if (!found) return { refused: "No word there to label" };
  if (args.repeats) return labelledWithRepeats(state, found, chosen);
  const twin = spansAt(state, found).find((span) => span.label === chosen.name);
  if (twin && !args.confirmed) return alreadyThere(chosen, twin);
  if (found.span && !twin && !args.also) return relabelled(state, found.span, chosen);
  const draft = new ActDraft(state);
  const span = draft.addSpan(chosen.name, found);
  return { ...draft.done(), status: nameOf(state, span), ...focusOn(state, span) };
}

/** The target and all its free repeats, in one act; a span there gets the label, or has it.
 * @param {EditorState} state @param {import("./types.js").Target} found @param {Label} chosen */
function labelledWithRepeats(state, found, chosen) {
  const others = repeats(state, found);
  const ranges = labelledTogether(state, found, chosen.name);
  const quote = state.index.slice(found.start, found.end);
  if (ranges.length === 0)
    return { refused: `“${quote}” is ${chosen.title} already, and stands nowhere else unlabelled` };
  const draft = new ActDraft(state);
  /** @type {Span[]} */
  const copies = [];
  let here = spansAt(state, found).find((span) => span.label === chosen.name);
  for (const range of ranges) {
    if (range.start !== found.start) copies.push(draft.addSpan(chosen.name, range));
    else if (found.span) draft.changeSpan((here = found.span), { label: chosen.name });
    else here = draft.addSpan(chosen.name, range);
  }
  const unseen = new Set([...state.unseen, ...copies.map((span) => span.id)]);
  const status = `${chosen.title} “${quote}”: ${tally(ranges.length, others, chosen.name)}`;
  return { ...draft.done(), status, unseen, ...focusOn(state, /** @type {Span} */ (here)) };
}

/** @param {Label} chosen @param {Span} twin @returns {CommandRefusal} */
function alreadyThere(chosen, twin) {
  if (!chosen.trigger) return { refused: `“${twin.quote}” is ${chosen.title} already`, rule: "equal_span" };
  return { refused: `“${twin.quote}” is ${chosen.title} already. A second event in the same words?`, confirm: true };
}

/** @type {Command} */
export function relabel(state, args) {
  const chosen = labelNamed(state.schema, args.label);
  const span = targetSpan(state, args);
  if (!chosen) return { refused: `The schema has no label “${args.label}”`, rule: "label" };
  if (!span) return { refused: "No span there to label anew" };
  if (span.label === chosen.name) return { refused: `“${span.quote}” is ${chosen.title} already` };
  const twin = spansAt(state, span).find((each) => each.label === chosen.name);
  return twin && !args.confirmed ? alreadyThere(chosen, twin) : relabelled(state, span, chosen);
}

/** @param {EditorState} state @param {Span} span @param {Label} chosen */
function relabelled(state, span, chosen) {
  const draft = new ActDraft(state);
  draft.changeSpan(span, { label: chosen.name });
  const lost = draft.changes.filter((change) => change.kind === "remove_link").length;
  const status = `${labelTitle(state.schema, span.label)} → ${chosen.title} “${span.quote}”${andLinks(lost)}`;
  const inHand = chosen.trigger ? state.inHand : heirOf(state, span);
  return { ...draft.done(), status, inHand, ...focusOn(state, span) };
}

/** @param {number} count */
const andLinks = (count) => (count === 0 ? "" : count === 1 ? ", 1 link removed" : `, ${count} links removed`);

/** The event in hand when a span stops being a trigger: the one that takes its place. @param {EditorState} state @param {Span} span */
function heirOf(state, span) {
  if (state.inHand !== span.id) return state.inHand;
  return frameOf(state.annotations, state.schema, span.id)?.triggers[1]?.id ?? null;
}

/** @type {Command} */
export function remove(state, args) {
  const span = targetSpan(state, args);
  if (!span) return { refused: "No span there to delete" };
  const draft = new ActDraft(state);
  draft.add("remove_span", span, null);
  const lost = draft.changes.filter((change) => change.kind === "remove_link").length;
  const status = `Deleted ${nameOf(state, span)}${andLinks(lost)}`;
  return { ...draft.done(), status, focus: null, inHand: heirOf(state, span), cursor: cursorAt(state, span) };
}

/** @param {EditorState} state @param {Range} range */
const cursorAt = (state, range) => nearestToken(state.tokens, range.start);

/** @param {EditorState} state @param {Span} span */
export const focusOn = (state, span) => ({ focus: span.id, cursor: cursorAt(state, span), selection: null });

/** Where one step of a boundary leads; null when there is nothing left to take or give.
 * @param {EditorState} state @param {Span} span @param {{side: string, by?: string}} args @param {boolean} outward @returns {Range | null} */
function stepped({ tokens, index }, span, { side, by = "token" }, outward) {
  const isRight = side === "right";
  const edge = isRight ? span.end : span.start;
  const forward = isRight === outward;
  if (by === "grapheme") return withEdge(span, isRight, index.step(edge, forward), index.length);
  const inside = tokensBetween(tokens, span.start, span.end);
  if (!outward) {
    const kept = isRight ? inside.at(-2)?.end : inside[1]?.start;
    return kept === undefined ? null : withEdge(span, isRight, kept, index.length);
  }
  // A boundary inside a token (an import, a step by character) first takes the rest of it.
  const touched = snap(tokens, span.start, span.end);
  if (touched && (isRight ? touched.end > edge : touched.start < edge))
    return withEdge(span, isRight, isRight ? touched.end : touched.start, index.length);
  const near = nearestToken(tokens, isRight ? Math.max(0, edge - 1) : edge);
  const next = isRight
    ? tokens.slice(near, near + 2).find((token) => token.start >= edge)?.end
    : tokens.slice(Math.max(0, near - 1), near + 1).findLast((token) => token.end <= edge)?.start;
  return next === undefined ? null : withEdge(span, isRight, next, index.length);
}

/** @param {Range} range @param {boolean} isRight @param {number} edge @param {number} length @returns {Range | null} */
function withEdge({ start, end }, isRight, edge, length) {
  const moved = isRight ? { start, end: edge } : { start: edge, end };
  const isSame = moved.start === start && moved.end === end;
  return isSame || moved.start >= moved.end || moved.end > length ? null : moved;
}

/** @param {EditorState} state @param {Span} span @param {Range} range */
function resized(state, span, { start, end }) {
  const draft = new ActDraft(state);
  const moved = { ...span, start, end, quote: state.index.slice(start, end) };
  draft.changeSpan(span, moved);
  return { ...draft.done(), status: nameOf(state, moved), ...focusOn(state, moved) };
}

/** @type {Command} */
export function grow(state, args) {
  const span = targetSpan(state, args);
  if (!span) return { refused: "No span there to grow" };
  const range = stepped(state, span, /** @type {any} */ (args), true);
  return range ? resized(state, span, range) : { refused: "There is nothing more on that side" };
}

/** @type {Command} */
export function shrink(state, args) {
  const span = targetSpan(state, args);
  if (!span) return { refused: "No span there to shrink" };
  const range = stepped(state, span, /** @type {any} */ (args), false);
  return range ? resized(state, span, range) : { refused: "A span keeps at least one word; Delete takes it away" };
}

/** @type {Command} */
export function resize(state, { spanId, start, end, exact = false }) {
  const span = state.annotations.spans.get(spanId);
  const range = exact ? { start, end } : snap(state.tokens, start, end);
  if (!span) return { refused: "That span is not there any more", rule: "unknown" };
  if (!range || range.end <= range.start) return { refused: "A span keeps at least one word" };
  return range.start === span.start && range.end === span.end ? {} : resized(state, span, range);
}

/** @type {Command} */
export const set_attribute = (state, { name, value = null, ...args }) =>
  set_attributes(state, { ...args, values: { [name]: value } });

/** @type {Command} */
export function set_attributes(state, { spanId, values }) {
  const span = targetSpan(state, { spanId });
  if (!span) return { refused: "No span there to say this of" };
  // What is said of an event stands on its main trigger, whichever of them is looked at.
  const holder = (spanId === undefined && mainTrigger(state.annotations, state.schema, span.id)) || span;
  const known = labelNamed(state.schema, holder.label);
  let attributes = holder.attributes;
  const words = [];
  for (const [name, value] of Object.entries(values)) {
    const attribute = known && attributeOf(known, name);
    if (!attribute)
      return { refused: `${labelTitle(state.schema, holder.label)} has no such attribute`, rule: "attribute" };
    if (same(attributes[name] ?? null, value)) continue;
    attributes = withValue(attributes, name, value);
    words.push(`${attribute.title}: ${valueWords(attribute, value)}`);
  }
  if (words.length === 0) return {};
  const draft = new ActDraft(state);
  draft.changeSpan(holder, { attributes });
  return { ...draft.done(), status: `“${holder.quote}” ${words.join(", ")}` };
}

/** @type {Command} */
export function set_document_attribute(state, { name, value = null }) {
  const attribute = state.schema.attributes.find((each) => each.name === name);
  if (!attribute) return { refused: "Documents have no such attribute", rule: "attribute" };
  const standing = state.annotations.attributes[name] ?? null;
  if (same(standing, value)) return {};
  const draft = new ActDraft(state);
  draft.add("set_attribute", { name, value: standing }, { name, value });
  return { ...draft.done(), status: `Document: ${attribute.title}: ${valueWords(attribute, value)}` };
}

/** @type {Command} */
export function unlink(state, { linkId }) {
  const standing = state.annotations.links.get(linkId);
  if (!standing) return { refused: "That link is not there any more", rule: "unknown" };
  const draft = new ActDraft(state);
  draft.add("remove_link", standing, null);
  const quote = state.annotations.spans.get(standing.to)?.quote ?? "";
  return {
    ...draft.done(),
    status: `Unlinked ${roleNamed(state.schema, standing.role)?.title ?? standing.role} “${quote}”`,
  };
}

/** @type {Command} */
export function change_role(state, { linkId, role }) {
  const standing = state.annotations.links.get(linkId);
  const chosen = roleNamed(state.schema, role);
  if (!standing) return { refused: "That link is not there any more", rule: "unknown" };
  if (!chosen) return { refused: `The schema has no role “${role}”`, rule: "role" };
  if (standing.role === role) return {};
  const draft = new ActDraft(state);
  draft.add("change_link", standing, { ...standing, role });
  return {
    ...draft.done(),
    status: `${chosen.title}: “${state.annotations.spans.get(standing.to)?.quote ?? ""}”`,
  };
}
