// Changes: what one gesture does to the annotations, and how it is taken back.
/** @import { Annotations, Change, ChangeKind, Link, SchemaJson, Span } from "./types.js" @import { TextIndex } from "./offsets.js" */
import { same, valueProblem } from "./values.js";
import { checkId, checkLink, checkShape, checkSpan, readLink, readSpan, Refusal } from "./rules.js";

export { complete } from "./cascade.js";
export { Refusal } from "./rules.js";

const SPAN_KINDS = ["add_span", "change_span", "remove_span"];
const LINK_KINDS = ["add_link", "change_link", "remove_link"];
/** @type {{[kind: string]: ChangeKind}} */
const INVERSE = { add_span: "remove_span", remove_span: "add_span", add_link: "remove_link", remove_link: "add_link" };

/** Annotations that are being changed: the maps are copied at the first write, so nobody else sees it. */
export class Draft {
  /** @param {Annotations} annotations */
  constructor(annotations) {
    this.spans = annotations.spans;
    this.links = annotations.links;
    this.attributes = annotations.attributes;
    /** @private */
    this.start = annotations;
  }

  /** @param {string} id @param {Span | null} span */
  putSpan(id, span) {
    const spans = this.spans === this.start.spans ? new Map(this.spans) : /** @type {Map<string, Span>} */ (this.spans);
    if (span) spans.set(id, span);
    else spans.delete(id);
    this.spans = spans;
  }

  /** @param {string} id @param {Link | null} link */
  putLink(id, link) {
    const links = this.links === this.start.links ? new Map(this.links) : /** @type {Map<string, Link>} */ (this.links);
    if (link) links.set(id, link);
    else links.delete(id);
    this.links = links;
  }

  /** @returns {Annotations} */
  finish() {
    return { spans: this.spans, links: this.links, attributes: this.attributes };
  }
}

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
    draft.putSpan(span.id, span);
    return;
  }
  for (const link of draft.links.values())
    if (link.from === span.id || link.to === span.id)
      throw new Refusal("ends", "a link still hangs on this span", link);
  draft.putSpan(span.id, null);
}

/** @param {Draft} draft @param {Change} change @param {SchemaJson} schema */
function commitLink(draft, change, schema) {
  const link = readLink(change.kind === "remove_link" ? change.before : change.after);
  checkFence(change, draft.links, link.id);
  if (change.kind !== "remove_link") checkLink(draft, link, schema);
  draft.putLink(link.id, change.kind === "remove_link" ? null : link);
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

/** A record with one value set, or for null taken out: "never said" and "taken back" are one state.
 * @param {{readonly [name: string]: any}} record @param {string} name @param {any} value */
export function withValue(record, name, value) {
  const { [name]: _, ...rest } = record;
  return value === null ? rest : { ...rest, [name]: value };
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
    } else if (SPAN_KINDS.includes(kind)) {
      if (!ifFits || same(before, draft.spans.get(id) ?? null)) draft.putSpan(id, after && readSpan(after));
    } else if (!ifFits || same(before, draft.links.get(id) ?? null)) draft.putLink(id, after);
  }
  return draft.finish();
}

/** The change that takes this one back, under the same ids. @param {Change} change @returns {Change} */
export function invert(change) {
  return { ...change, kind: INVERSE[change.kind] ?? change.kind, before: change.after, after: change.before };
}
