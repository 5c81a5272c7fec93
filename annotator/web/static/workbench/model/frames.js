// Events, read off trigger spans and their links. The triggers of one are a star: each further one has a link that says
// "same event" to the main one. Fillers may hang on any of them.
/** @import { Annotations, Filler, Frame, Link, SchemaJson, Span } from "./types.js" */
import { isTrigger, saysSameEvent } from "./schema.js";

/** @typedef {{from: Map<string, Link[]>, to: Map<string, Link[]>}} LinkEnds */
/** @type {WeakMap<ReadonlyMap<string, Link>, LinkEnds>} */
const indexed = new WeakMap();

/** Links by the spans at their ends, made once for each state. @param {Annotations} annotations @returns {LinkEnds} */
function linkEnds({ links }) {
  const known = indexed.get(links);
  if (known) return known;
  /** @type {LinkEnds} */
  const ends = { from: new Map(), to: new Map() };
  for (const link of links.values()) {
    push(ends.from, link.from, link);
    push(ends.to, link.to, link);
  }
  indexed.set(links, ends);
  return ends;
}

/** @param {Map<string, Link[]>} map @param {string} key @param {Link} link */
function push(map, key, link) {
  const list = map.get(key);
  if (list) list.push(link);
  else map.set(key, [link]);
}

/** Links that begin at a span. @param {Annotations} annotations @param {string} id @returns {readonly Link[]} */
export const linksFrom = (annotations, id) => linkEnds(annotations).from.get(id) ?? [];

/** Links that end at a span. @param {Annotations} annotations @param {string} id @returns {readonly Link[]} */
export const linksTo = (annotations, id) => linkEnds(annotations).to.get(id) ?? [];

/** Text order of triggers: by start, end, id. @param {Span} a @param {Span} b */
export const byPlace = (a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1);

/** The main trigger of the event that a trigger belongs to; null for a span that is no trigger.
 * @param {Annotations} annotations @param {SchemaJson} schema @param {string} spanId @returns {Span | null} */
export function mainTrigger(annotations, schema, spanId) {
  const span = annotations.spans.get(spanId);
  if (!span || !isTrigger(schema, span.label)) return null;
  const tie = linksFrom(annotations, spanId).find((link) => saysSameEvent(schema, link.role));
  return (tie && annotations.spans.get(tie.to)) ?? span;
}

/** The event that a trigger belongs to, without reading the rest of the document; null for a span that is no trigger.
 * @param {Annotations} annotations @param {SchemaJson} schema @param {string} spanId @returns {Frame | null} */
export function frameOf(annotations, schema, spanId) {
  const main = mainTrigger(annotations, schema, spanId);
  return main && frame(annotations, schema, main);
}

/** All events, in text order of their main triggers. @param {Annotations} annotations @param {SchemaJson} schema @returns {Frame[]} */
export function frames(annotations, schema) {
  const mains = [...annotations.spans.values()].filter(
    (span) => isTrigger(schema, span.label) && mainTrigger(annotations, schema, span.id) === span,
  );
  return mains.sort(byPlace).map((main) => frame(annotations, schema, main));
}

/** @param {Annotations} annotations @param {SchemaJson} schema @param {Span} main @returns {Frame} */
function frame(annotations, schema, main) {
  const further = linksTo(annotations, main.id)
    .filter((link) => saysSameEvent(schema, link.role))
    .flatMap((link) => annotations.spans.get(link.from) ?? []);
  const triggers = [main, ...further.sort(byPlace)];
  /** @type {Map<string, Filler>} a filler that hangs on two triggers in one role is one filler */
  const fillers = new Map();
  for (const trigger of triggers) {
    for (const link of linksFrom(annotations, trigger.id)) {
      const span = annotations.spans.get(link.to);
      const key = `${link.role} ${link.to}`;
      if (span && !fillers.has(key) && !saysSameEvent(schema, link.role))
        fillers.set(key, { role: link.role, span, link });
    }
  }
  const order = new Map(schema.roles.map((role, at) => [role.name, at]));
  const place = (/** @type {Filler} */ filler) => order.get(filler.role) ?? order.size;
  return {
    main,
    triggers,
    roles: [...fillers.values()].sort((a, b) => place(a) - place(b) || byPlace(a.span, b.span)),
  };
}
