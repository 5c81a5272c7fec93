// What a change would leave dangling, dealt with in the same act. The server (domain/completion.py) has the same
// rules: both are run over tests/contract/changes.json.
/** @import { Annotations, Change, ChangeKind, Link, SchemaJson, Span } from "./types.js" @import { TextIndex } from "./offsets.js" */
import { same, valueProblem } from "./values.js";
import { attributeOf, isTrigger, joins, labelNamed, roleNamed, saysSameEvent } from "./schema.js";

/** The steps that a change comes to, itself included, in the order to apply them; those that are added have
 * ids made from the change's own. @param {Annotations} standing @param {Change} change @param {SchemaJson} schema @param {TextIndex} index @returns {Change[]} */
export function complete(standing, change, schema, index) {
  const { kind, before, after } = change;
  if (kind !== "remove_span" && kind !== "change_span") return [change];
  const span = standing.spans.get(before?.id);
  // What does not fit is left as it is: the fence and the rules will say so.
  if (!span || !same(before, span)) return [change];
  const steps = new Steps(standing, change, schema, index);
  if (kind === "remove_span") {
    release(steps, span, null);
    loosen(steps, span);
    return [...steps.made, change];
  }
  const label = labelNamed(schema, after?.label);
  if (!label || label.name === span.label) return [change];
  const kept = allowed(after.attributes ?? {}, label.name, schema, index);
  return [...release(steps, span, label.name), { ...change, after: { ...after, attributes: kept } }];
}

/** The steps that free a span of links: of all when it goes (label null), else of those the new label may not have.
 * @param {Steps} steps @param {Span} span @param {string | null} label */
function release(steps, span, label) {
  const { schema } = steps;
  const links = steps.linksOf(span.id);
  const ties = links.filter((link) => link.to === span.id && saysSameEvent(schema, link.role));
  if (ties.length > 0 && !(label !== null && isTrigger(schema, label))) promote(steps, span, links, ties);
  else
    for (const link of links)
      if (label === null || !steps.fits(link, { ...span, label })) steps.add("remove_link", link, null);
  return steps.made;
}

/** Puts the comments on a span on its words, which stay. @param {Steps} steps @param {Span} span */
function loosen(steps, { id, start, end }) {
  const on = [...steps.standing.comments.values()].filter((comment) => comment.span === id);
  for (const comment of on.sort((a, b) => (a.id < b.id ? -1 : 1)))
    steps.add("change_comment", comment, { ...comment, span: null, start, end });
}

/** What hangs on some spans, hung on others. @param {any} item a link, a comment or null @param {ReadonlyMap<string, string>} instead */
export function rehung(item, instead) {
  const ends = ["from", "to", "span"].filter((end) => instead.has(item?.[end]));
  return ends.length === 0
    ? item
    : { ...item, ...Object.fromEntries(ends.map((end) => [end, instead.get(item[end])])) };
}

/** What one change did to our span, done to the one that stands. @param {Span} standing @param {Span} before @param {Span} after @returns {Span} */
export function merged(standing, before, after) {
  const attributes = { ...standing.attributes };
  for (const name of Object.keys(before.attributes)) if (!(name in after.attributes)) delete attributes[name];
  for (const [name, value] of Object.entries(after.attributes))
    if (!same(before.attributes[name], value)) attributes[name] = value;
  const label = before.label === after.label ? standing.label : after.label;
  const isMoved = before.start !== after.start || before.end !== after.end;
  const { start, end, quote } = isMoved ? after : standing;
  return { ...standing, label, start, end, quote, attributes };
}

/** The next trigger in text order takes the place of the main one, and all that hangs on it.
 * @param {Steps} steps @param {Span} main @param {Link[]} links all of the main trigger's @param {Link[]} ties from its further triggers */
function promote(steps, main, links, ties) {
  const { standing, schema, index } = steps;
  const heir = ties.flatMap((link) => standing.spans.get(link.from) ?? []).reduce(earlier);
  const own = ties.filter((link) => link.from === heir.id);
  const others = steps.linksOf(heir.id).filter((link) => !own.includes(link));
  // The heir's own tie goes first: while it stands, nothing may point to the heir as a main trigger.
  for (const link of own) steps.add("remove_link", link, null);
  for (const link of links) {
    if (own.includes(link)) continue;
    const from = link.from === main.id ? heir.id : link.from;
    const moved = { ...link, from, to: link.to === main.id ? heir.id : link.to };
    if (steps.fits(moved, heir) && hasRoom(moved, others, schema)) {
      others.push(moved);
      steps.add("change_link", link, moved);
    } else steps.add("remove_link", link, null);
  }
  const attributes = { ...allowed(main.attributes, heir.label, schema, index), ...heir.attributes };
  if (!same(attributes, heir.attributes)) steps.add("change_span", heir, { ...heir, attributes });
}

/** May this link stand beside the others: it repeats none, joins no span to itself and the role has room for it.
 * @param {Link} link @param {readonly Link[]} others @param {SchemaJson} schema */
function hasRoom(link, others, schema) {
  const siblings = others.filter((each) => each.role === link.role && each.from === link.from);
  const max = roleNamed(schema, link.role)?.max ?? 0;
  return link.from !== link.to && !siblings.some((each) => each.to === link.to) && (max === 0 || siblings.length < max);
}

/** The trigger that comes first: by start, end, id. @param {Span} a @param {Span} b */
const earlier = (a, b) => ((a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1)) < 0 ? a : b);

/** Those attributes that the label has and whose values it allows.
 * @param {{readonly [name: string]: any}} attributes @param {string} label @param {SchemaJson} schema @param {TextIndex} index */
function allowed(attributes, label, schema, index) {
  const known = labelNamed(schema, label);
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => {
      const attribute = known && attributeOf(known, name);
      return attribute && valueProblem(attribute, value, index) === null;
    }),
  );
}

/** Gathers the steps that complete one change. */
class Steps {
  /** @param {Annotations} standing @param {Change} change @param {SchemaJson} schema @param {TextIndex} index */
  constructor(standing, change, schema, index) {
    this.standing = standing;
    this.change = change;
    this.schema = schema;
    this.index = index;
    /** @type {Change[]} */
    this.made = [];
  }

  /** @param {ChangeKind} kind @param {any} before @param {any} after */
  add(kind, before, after) {
    const { id, act } = this.change;
    this.made.push({ id: `${id}.${this.made.length + 1}`, act, kind, before, after });
  }

  /** Links from or to a span, by id. @param {string} id */
  linksOf(id) {
    const links = [...this.standing.links.values()].filter((link) => link.from === id || link.to === id);
    return links.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Do the labels at its ends allow the link, with `span` as it will be? @param {Link} link @param {Span} span */
  fits(link, span) {
    const role = roleNamed(this.schema, link.role);
    const from = link.from === span.id ? span : this.standing.spans.get(link.from);
    const to = link.to === span.id ? span : this.standing.spans.get(link.to);
    return Boolean(role && from && to && joins(role, from.label, to.label));
  }
}
