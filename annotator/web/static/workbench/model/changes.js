// Changes: what one gesture does to the annotations, and how it is taken back.
/** @import { Annotations, Change, ChangeKind, Comment, EditorState, Link, Range, SchemaJson, Span } from "./types.js" @import { TextIndex } from "./offsets.js" */
import { complete } from "./cascade.js";
import { same, valueProblem, withValue } from "./values.js";
import {
  checkComment,
  checkId,
  checkLink,
  checkShape,
  checkSpan,
  readComment,
  readLink,
  readSpan,
  Refusal,
} from "./rules.js";

export { complete } from "./cascade.js";
export { Refusal } from "./rules.js";
export { withValue } from "./values.js";

/** The most changes that one request, and so one act, may carry. */
export const MOST_CHANGES = 500;
const SPAN_KINDS = ["add_span", "change_span", "remove_span"];
const LINK_KINDS = ["add_link", "change_link", "remove_link"];
const COMMENT_KINDS = ["add_comment", "change_comment", "remove_comment"];
/** @type {{[kind: string]: ChangeKind}} */
const INVERSE = {
  add_span: "remove_span",
  remove_span: "add_span",
  add_link: "remove_link",
  remove_link: "add_link",
  add_comment: "remove_comment",
  remove_comment: "add_comment",
};

/** Fills in what may be absent. */
const WHOLE = { spans: readSpan, links: (/** @type {Link} */ link) => link, comments: readComment };

/** Annotations that are being changed: the maps are copied at the first write, so nobody else sees it. */
export class Draft {
  /** @param {Annotations} annotations */
  constructor(annotations) {
    this.spans = annotations.spans;
    this.links = annotations.links;
    this.comments = annotations.comments;
    this.attributes = annotations.attributes;
    /** @private */
    this.start = annotations;
  }

  /** @param {string} kind of a change @param {string} id @param {Span | Link | Comment | null} item null: it goes */
  put(kind, id, item) {
    const name = placeOf(kind);
    /** @type {any} */ (this)[name] = put(this[name], this.start[name], id, item);
  }

  /** @returns {Annotations} */
  finish() {
    return { spans: this.spans, links: this.links, comments: this.comments, attributes: this.attributes };
  }
}

/** The items with one more, or for null without it; those of the start are copied first.
 * @param {ReadonlyMap<string, any>} items @param {ReadonlyMap<string, any>} start @param {string} id @param {any} item */
function put(items, start, id, item) {
  const changed = items === start ? new Map(items) : /** @type {Map<string, any>} */ (items);
  if (item) changed.set(id, item);
  else changed.delete(id);
  return changed;
}

/** What a kind of change is about; not for settings. @param {string} kind */
const placeOf = (kind) => (kind.endsWith("_span") ? "spans" : kind.endsWith("_link") ? "links" : "comments");

/** The things that a kind of change is about, by id.
 * @param {Pick<Annotations, "spans" | "links" | "comments">} annotations @param {string} kind @returns {ReadonlyMap<string, any>} */
export const itemsOf = (annotations, kind) => annotations[placeOf(kind)];

/** The annotations with the change made; throws Refusal when it does not fit.
 * @param {Annotations} annotations @param {Change} change @param {SchemaJson} schema @param {TextIndex} index @returns {Annotations} */
export function apply(annotations, change, schema, index) {
  return applyAll(annotations, [change], schema, index);
}

/** The same for a whole act: all of it or, with a Refusal that names the change, nothing.
 * @param {Annotations} annotations @param {readonly Change[]} changes @param {SchemaJson} schema @param {TextIndex} index @returns {Annotations} */
export function applyAll(annotations, changes, schema, index) {
  const draft = new Draft(annotations);
  for (const change of changes) commit(draft, change, schema, index);
  return draft.finish();
}

/** Make one change in a draft. @param {Draft} draft @param {Change} change @param {SchemaJson} schema @param {TextIndex} index */
export function commit(draft, change, schema, index) {
  try {
    checkId(change.id, "the id of a change");
    checkId(change.act, "the id of an act");
    if (change.kind === "set_attribute") commitAttribute(draft, change, schema, index);
    else if (SPAN_KINDS.includes(change.kind)) commitSpan(draft, change, schema, index);
    else if (LINK_KINDS.includes(change.kind)) commitLink(draft, change, schema);
    else if (COMMENT_KINDS.includes(change.kind)) commitComment(draft, change, index);
    else throw new Refusal("change", `there is no kind of change “${change.kind}”`);
  } catch (error) {
    if (error instanceof Refusal) error.change ||= change.id;
    throw error;
  }
}

/** @param {Draft} draft @param {Change} change @param {SchemaJson} schema @param {TextIndex} index */
function commitSpan(draft, change, schema, index) {
  if (change.kind === "change_span") readSpan(change.before);
  const span = readSpan(change.kind === "remove_span" ? change.before : change.after);
  checkFence(change, draft.spans, span.id);
  if (change.kind !== "remove_span") {
    checkSpan(draft, span, schema, index);
    draft.put(change.kind, span.id, span);
    return;
  }
  for (const link of draft.links.values())
    if (link.from === span.id || link.to === span.id)
      throw new Refusal("ends", "a link still hangs on this span", link);
  draft.put(change.kind, span.id, null);
}

/** @param {Draft} draft @param {Change} change @param {SchemaJson} schema */
function commitLink(draft, change, schema) {
  const link = readLink(change.kind === "remove_link" ? change.before : change.after);
  checkFence(change, draft.links, link.id);
  if (change.kind !== "remove_link") checkLink(draft, link, schema);
  draft.put(change.kind, link.id, change.kind === "remove_link" ? null : link);
}

/** A comment may outlive its span here for a moment: the server puts it on the words.
 * @param {Draft} draft @param {Change} change @param {TextIndex} index */
function commitComment(draft, change, index) {
  const comment = readComment(change.kind === "remove_comment" ? change.before : change.after);
  checkFence(change, draft.comments, comment.id);
  const isGone = change.kind === "remove_comment";
  if (!isGone) checkComment(draft, comment, draft.comments.get(comment.id) ?? null, index.length);
  draft.put(change.kind, comment.id, isGone ? null : comment);
}

/** `before` must equal what stands: nobody overwrites work unseen.
 * @param {Change} change @param {ReadonlyMap<string, unknown>} items @param {string} id */
function checkFence(change, items, id) {
  const standing = items.get(id) ?? null;
  if (change.kind.startsWith("add_")) {
    if (change.before !== null) throw new Refusal("fence", "what is added has no before");
    if (standing) throw new Refusal("id", `the id ${id} is taken`, standing);
    return;
  }
  if (!standing) throw new Refusal("unknown", "it is not there any more");
  if (!same(change.before, standing)) throw new Refusal("fence", "it was changed elsewhere", standing);
  if (change.kind.startsWith("remove_") && change.after !== null)
    throw new Refusal("change", "what is removed has no after");
}

/** @param {Draft} draft @param {Change} change @param {SchemaJson} schema @param {TextIndex} index */
function commitAttribute(draft, change, schema, index) {
  checkShape(change.after, "a setting", ["name", "value"], ["name"]);
  const { name, value = null } = change.after;
  const attribute = schema.attributes.find((each) => each.name === name);
  if (!attribute) throw new Refusal("attribute", `the schema has no document attribute “${name}”`);
  const standing = { name, value: draft.attributes[name] ?? null };
  if (!same(change.before, standing)) throw new Refusal("fence", `${attribute.title} was changed elsewhere`, standing);
  const problem = value === null ? null : valueProblem(attribute, value, index);
  if (problem) throw new Refusal("value", problem);
  draft.attributes = withValue(draft.attributes, name, value);
}

/** The annotations with changes made that the server has made already: no rule is asked.
 * @param {Annotations} annotations @param {readonly Change[]} changes @param {{ifFits?: boolean}} [options] ifFits: leave out
 *   those whose `before` is not what stands @returns {Annotations} */
export function accept(annotations, changes, { ifFits = false } = {}) {
  const draft = new Draft(annotations);
  for (const { kind, before, after } of changes) {
    const id = (after ?? before).id;
    if (kind === "set_attribute") {
      const { name, value = null } = after;
      if (!ifFits || same(before.value, draft.attributes[name] ?? null))
        draft.attributes = withValue(draft.attributes, name, value);
    } else if (!ifFits || same(before, itemsOf(draft, kind).get(id) ?? null))
      draft.put(kind, id, after && WHOLE[placeOf(kind)](after));
  }
  return draft.finish();
}

/** The change that takes this one back, under the same ids. @param {Change} change @returns {Change} */
export function invert(change) {
  return { ...change, kind: INVERSE[change.kind] ?? change.kind, before: change.after, after: change.before };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** A new id of 26 letters (130 random bits): unique without asking anybody, also where crypto.randomUUID is missing. */
export function newId() {
  // The model's compiler has no DOM types; every engine that runs it has this one function.
  const bytes = /** @type {any} */ (globalThis).crypto.getRandomValues(new Uint8Array(26));
  return Array.from(bytes, (byte) => LETTERS[/** @type {number} */ (byte) & 31]).join("");
}

/** An act in the making: each step completed and checked against what stood after the step before it. */
export class ActDraft {
  /** @param {EditorState} state */
  constructor({ annotations, schema, index }) {
    this.schema = schema;
    this.index = index;
    this.draft = new Draft(annotations);
    this.id = newId();
    /** @type {Change[]} */
    this.changes = [];
  }

  /** @param {ChangeKind} kind @param {any} before @param {any} after */
  add(kind, before, after) {
    const change = { id: newId(), act: this.id, kind, before, after };
    for (const step of complete(this.draft, change, this.schema, this.index)) {
      commit(this.draft, step, this.schema, this.index);
      this.changes.push(step);
    }
  }

  /** @param {string} label @param {Range} range @returns {Span} */
  addSpan(label, { start, end }) {
    const quote = this.index.slice(start, end);
    const span = { id: newId(), label, start, end, quote, attributes: {}, origin: "human" };
    this.add("add_span", null, span);
    return span;
  }

  /** @param {Span} span @param {Partial<Span>} fields */
  changeSpan(span, fields) {
    this.add("change_span", span, { ...span, ...fields });
  }

  /** @param {string} role @param {Span} from @param {Span} to @returns {Link} */
  addLink(role, from, to) {
    const link = { id: newId(), role, from: from.id, to: to.id };
    this.add("add_link", null, link);
    return link;
  }

  /** What a command answers: the act, and what stands after it. */
  done() {
    return { changes: this.changes, annotations: this.draft.finish() };
  }
}
