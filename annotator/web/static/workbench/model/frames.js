// Events, read off trigger spans and their links. The triggers of one are a star: each further one has a link that says
// "same event" to the main one. Fillers may hang on any of them.
/** @import { Annotations, EditorState, Filler, Frame, Link, Role, SchemaJson, Span } from "./types.js" @import { MapPlace } from "./map.js" */
import { rangeAt } from "./paragraphs.js";
import { beginsLinks, isTrigger, labelNamed, saysSameEvent } from "./schema.js";

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

/** What is in hand when a span is picked up: the main trigger of its event; of no event, the span itself where links begin
 * at it; else null. @param {Annotations} annotations @param {SchemaJson} schema @param {string} spanId @returns {Span | null} */
export function heldBy(annotations, schema, spanId) {
  const span = annotations.spans.get(spanId);
  if (!span) return null;
  return mainTrigger(annotations, schema, spanId) ?? (beginsLinks(schema, span.label) ? span : null);
}

/** The same for a span that is no trigger: it alone, with what it is linked to.
 * @param {Annotations} annotations @param {SchemaJson} schema @param {string} spanId @returns {Frame | null} */
export function frameAround(annotations, schema, spanId) {
  const main = heldBy(annotations, schema, spanId);
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

/** Where it happened, as far as that is a point: what is said, what was read, what is proposed.
 * @param {Frame} frame @param {EditorState} state @param {readonly Proposal[]} offers @returns {MapPlace[]} */
export function placesOf({ roles }, state, offers) {
  return [...roles, ...offers].flatMap(({ span }) => {
    const attribute = labelNamed(state.schema, span.label)?.attributes.find(({ type }) => type === "place");
    const values = { ...state.readings?.of(state, span), ...span.attributes };
    const place = /** @type {any} */ (attribute && values[attribute.name]);
    return typeof place?.lat === "number" && typeof place.lon === "number" ? [place] : [];
  });
}

/** An event as one line of words: its triggers, then what each role says of whom.
 * @param {Frame} frame @param {SchemaJson} schema @param {(span: Span) => string} [wordsOf] */
export function sentence({ triggers, roles }, schema, wordsOf = (span) => span.quote) {
  const names = [...new Set(roles.map((filler) => filler.role))];
  const parts = names.map((name) => {
    const role = schema.roles.find((each) => each.name === name);
    const words = roles.filter((filler) => filler.role === name).map(({ span }) => wordsOf(span));
    return `${role?.phrase || role?.title || name} ${words.join(", ")}`;
  });
  return [triggers.map(wordsOf).join(", "), ...parts].join(" · ");
}

// ---------------------------------------------------------------- what probably belongs to an event

/** A span that waits for a yes or a no. @typedef {{role: Role, span: Span, trigger: Span}} Proposal */

/** How a proposal that was turned down is remembered. @param {string} mainId @param {string} spanId */
export const rejection = (mainId, spanId) => `${mainId} ${spanId}`;

/** What is not linked yet, stands in a sentence with a trigger of the event in hand and nearer to it than to any other, and
 * can have but one role; of mentions in the same words the one nearest to the main trigger. Nothing of it is stored before
 * a person says so. @param {EditorState} state @returns {Proposal[]} in text order */
export function proposals({ annotations, schema, sentences, inHand, rejected }) {
  const held = inHand === null ? null : frameOf(annotations, schema, inHand);
  const asked = schema.roles.filter((role) => role.meaning === "filler" && role.key === "space");
  if (!held || asked.length === 0) return [];
  const sentenceOf = (/** @type {Span} */ span) => rangeAt(sentences, span.start);
  const here = new Set(held.triggers.map(sentenceOf));
  const spans = [...annotations.spans.values()].filter((span) => here.has(sentenceOf(span)));
  const triggers = spans.filter((span) => isTrigger(schema, span.label));
  /** @param {Span} span @returns {Proposal | []} */
  const proposed = (span) => {
    const near = triggers.filter((each) => sentenceOf(each) === sentenceOf(span)).reduce(nearer(span));
    const roles = asked.filter((role) => role.from.includes(near.label) && role.to.includes(span.label));
    const isOurs = held.triggers.includes(near) && !held.roles.some((filler) => filler.span === span);
    const isFree = !linksTo(annotations, span.id).some((link) => asked.some((role) => role.name === link.role));
    const isOpen = !rejected?.has(rejection(held.main.id, span.id));
    return roles.length === 1 && isOurs && isFree && isOpen ? { role: roles[0], span, trigger: near } : [];
  };
  const offers = spans
    .filter((span) => !triggers.includes(span))
    .sort(byPlace)
    .flatMap(proposed);
  return offers.filter((offer) => isFirstTold(offer, held, offers, schema));
}

/** Whether no other mention in the same words is linked already, or stands nearer. Numbers in the same words may be of
 * other people. @param {Proposal} offer @param {Frame} held @param {readonly Proposal[]} offers @param {SchemaJson} schema */
function isFirstTold({ role, span }, { main, roles }, offers, schema) {
  const attributes = labelNamed(schema, span.label)?.attributes ?? [];
  if (attributes.some(({ type }) => type === "count" || type === "number")) return true;
  if (roles.some((filler) => filler.role === role.name && filler.span.quote === span.quote)) return false;
  const alike = offers.filter((each) => each.role === role && each.span.quote === span.quote);
  return alike.map((each) => each.span).reduce(nearer(main)) === span;
}

/** Of two triggers the one that stands nearer to a span; of equals the first in the text. @param {Span} span */
const nearer = (span) => (/** @type {Span} */ a, /** @type {Span} */ b) => {
  const closer = gap(a, span) - gap(b, span) || byPlace(a, b);
  return closer <= 0 ? a : b;
};

/** @param {Span} a @param {Span} b */
const gap = (a, b) => Math.max(0, a.start - b.end, b.start - a.end);
