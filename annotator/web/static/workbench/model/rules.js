// What makes a span, a link or a comment right: hard rules only, refused when written, in the order the server asks them.
/** @import { Annotations, Comment, Link, SchemaJson, Span } from "./types.js" @import { TextIndex } from "./offsets.js" */
import { isRecord, valueProblem } from "./values.js";
import { attributeOf, isTrigger, joins, labelNamed, labelTitle, roleNamed, saysSameEvent } from "./schema.js";

/** A change that does not fit what stands: the rule it breaks, in a stable word and in words for people. */
export class Refusal extends Error {
  /** @param {string} rule @param {string} detail @param {any} [current] what stands in its place @param {string} [change] id */
  constructor(rule, detail, current = null, change = "") {
    super(detail);
    this.name = "Refusal";
    this.rule = rule;
    this.detail = detail;
    this.current = current;
    this.change = change;
  }
}

const ID = /^[A-Za-z0-9_.:-]{1,64}$/;
const SPAN_KEYS = ["id", "label", "start", "end", "quote", "attributes", "origin"];
const LINK_KEYS = ["id", "role", "from", "to"];
const COMMENT_KEYS = ["id", "text", "author", "created", "reason", "span", "start", "end"];
/** Why somebody flags, in the order of the keys 1 to 5 (domain/comments.py has the same). */
export const REASONS = ["unclear_text", "guideline_gap", "conflicting_reports", "not_sure_of_label", "other"];
/** Characters that the text of a comment may have. */
export const LONGEST = 10_000;
const MOMENT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/;

/** A span with all its keys; refused when it is not of that shape. @param {any} data @returns {Span} */
export function readSpan(data) {
  checkShape(data, "a span", SPAN_KEYS, ["id", "label", "quote"]);
  if (!Number.isInteger(data.start) || !Number.isInteger(data.end))
    throw new Refusal("change", "start and end of a span must be whole numbers");
  const { attributes, origin } = data;
  if (attributes && !isRecord(attributes)) throw new Refusal("change", "attributes of a span must be an object");
  if (origin !== undefined && typeof origin !== "string") throw new Refusal("change", "origin must be a string");
  // The object itself where it can be, so that what did not change stays the same thing.
  return attributes && origin !== undefined
    ? data
    : { ...data, attributes: attributes || {}, origin: origin ?? "human" };
}

/** @param {any} data @returns {Link} */
export function readLink(data) {
  checkShape(data, "a link", LINK_KEYS, LINK_KEYS);
  return data;
}

/** A comment with all its keys; refused when it is not of that shape. @param {any} data @returns {Comment} */
export function readComment(data) {
  checkShape(data, "a comment", COMMENT_KEYS, ["id", "text", "author", "created"]);
  const { reason = null, span = null, start = null, end = null } = data;
  if ([reason, span].some((value) => value !== null && typeof value !== "string"))
    throw new Refusal("change", "reason and span of a comment must be strings");
  if ([start, end].some((value) => value !== null && !Number.isInteger(value)))
    throw new Refusal("change", "start and end of a comment must be whole numbers");
  return COMMENT_KEYS.every((key) => data[key] !== undefined) ? data : { ...data, reason, span, start, end };
}

/** @param {any} data @param {string} what @param {string[]} keys @param {string[]} texts keys whose values are strings */
export function checkShape(data, what, keys, texts) {
  if (!isRecord(data)) throw new Refusal("change", `${what} must be an object`);
  const unknown = Object.keys(data).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Refusal("change", `${what} has no key “${unknown}”`);
  const wrong = texts.find((key) => typeof data[key] !== "string");
  if (wrong) throw new Refusal("change", `${wrong} of ${what} must be a string`);
}

/** @param {string} id @param {string} what */
export function checkId(id, what) {
  if (!ID.test(id)) throw new Refusal("id", `${what} has 1 to 64 of the characters A-Z a-z 0-9 _ . : -`);
}

/** Refuses a span that breaks a rule. @param {Annotations} standing @param {Span} span @param {SchemaJson} schema @param {TextIndex} index */
export function checkSpan(standing, span, schema, index) {
  const { start, end, quote, label, origin } = span;
  checkId(span.id, "the id of a span");
  if (start < 0 || start >= end || end > index.length)
    throw new Refusal("range", `from ${start} to ${end} is no part of a text of ${index.length} characters`);
  const words = index.slice(start, end);
  if (words !== quote) throw new Refusal("quote", `the text there is “${words}”, not “${quote}”`, words);
  // An import keeps what it brings, cut or not; people never cut.
  if (origin === "human" && !(index.isBoundary(start) && index.isBoundary(end)))
    throw new Refusal("grapheme", "that would cut a character in two");
  if (!labelNamed(schema, label)) throw new Refusal("label", `the schema has no label “${label}”`);
  checkAttributes(span, schema, index);
  if (isTrigger(schema, label)) return;
  const equal = equalSpan(standing, span);
  if (equal) throw new Refusal("equal_span", `${labelTitle(schema, label)} stands on these words already`, equal);
}

/** @param {Span} span @param {SchemaJson} schema @param {TextIndex} index */
function checkAttributes(span, schema, index) {
  const label = labelNamed(schema, span.label);
  for (const [name, value] of Object.entries(span.attributes)) {
    const attribute = label && attributeOf(label, name);
    if (!attribute) throw new Refusal("attribute", `${labelTitle(schema, span.label)} has no attribute “${name}”`);
    const problem = valueProblem(attribute, value, index);
    if (problem) throw new Refusal("value", problem);
  }
}

/** Another span of the same label on the same words; of several the one with the first id.
 * @param {Annotations} standing @param {Span} span @returns {Span | null} */
export function equalSpan(standing, span) {
  /** @type {Span | null} */
  let found = null;
  for (const each of standing.spans.values()) {
    const isEqual = each.start === span.start && each.end === span.end && each.label === span.label;
    if (isEqual && each.id !== span.id && (!found || each.id < found.id)) found = each;
  }
  return found;
}

/** Refuses a link that breaks a rule; a standing link of the same id does not count.
 * @param {Annotations} standing @param {Link} link @param {SchemaJson} schema */
export function checkLink(standing, link, schema) {
  checkId(link.id, "the id of a link");
  const role = roleNamed(schema, link.role);
  if (!role) throw new Refusal("role", `the schema has no role “${link.role}”`);
  const from = standing.spans.get(link.from);
  const to = standing.spans.get(link.to);
  if (!from || !to) throw new Refusal("unknown", "the span to link is not there any more");
  if (from === to) throw new Refusal("self_link", "a span cannot be linked to itself");
  if (!joins(role, from.label, to.label))
    throw new Refusal(
      "ends",
      `${role.title} does not join ${labelTitle(schema, from.label)} to ${labelTitle(schema, to.label)}`,
    );
  let siblings = 0;
  let ties = 0;
  let isToFurther = false;
  /** @type {Link | null} */
  let twin = null;
  for (const each of standing.links.values()) {
    if (each.id === link.id) continue;
    if (each.role === link.role && each.from === link.from) {
      siblings += 1;
      if (each.to === link.to) twin = each;
    }
    if (!saysSameEvent(schema, each.role)) continue;
    if (each.from === link.from || each.to === link.from) ties += 1;
    if (each.from === link.to) isToFurther = true;
  }
  if (twin) throw new Refusal("duplicate_link", `${role.title} joins these two already`, twin);
  if (role.max && siblings >= role.max)
    throw new Refusal(
      "max",
      role.max === 1
        ? `${role.title} is there already; one is allowed`
        : `${role.title}: no more than ${role.max} are allowed`,
    );
  if (role.meaning !== "same_event") return;
  if (isToFurther) throw new Refusal("star", "the other end is not the main trigger of its event");
  if (ties > 0) throw new Refusal("star", "this trigger belongs to an event already");
}

/** Refuses a comment that breaks a rule. That nobody writes as somebody else, only the server knows to ask.
 * @param {Annotations} standing @param {Comment} comment @param {Comment | null} before it, where it is changed @param {number} length of the text */
export function checkComment(standing, comment, before, length) {
  const { id, text, reason, span, start, end } = comment;
  checkId(id, "the id of a comment");
  if (text.length > LONGEST && [...text].length > LONGEST)
    throw new Refusal("text", `a comment has at most ${LONGEST} characters`);
  const isOnWords = start !== null || end !== null;
  if (!isOnWords && span !== null && !standing.spans.has(span))
    throw new Refusal("unknown", "the span to comment on is not there any more");
  if (isOnWords && (start === null || end === null || span !== null))
    throw new Refusal("anchor", "a comment is on a span, or on words, or on the document");
  if (start !== null && end !== null && (start < 0 || start >= end || end > length))
    throw new Refusal("range", `from ${start} to ${end} is no part of a text of ${length} characters`);
  if (before && (before.author !== comment.author || before.created !== comment.created))
    throw new Refusal("author", "who wrote a comment, and when, does not change");
  // What an import brought may stay while other things are changed.
  if (reason !== null && !REASONS.includes(reason) && before?.reason !== reason)
    throw new Refusal("reason", `there is no reason “${reason}”`);
  if (!before && !MOMENT.test(comment.created))
    throw new Refusal("created", "when a comment was written is a time such as 2024-02-08T10:00:00Z");
}
