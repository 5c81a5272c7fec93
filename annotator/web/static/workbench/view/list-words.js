// What the list says of a span in a line: what it is, what is said of it, its part in events.
/** @import { Annotations, Attribute, EditorState, Json, SchemaJson, Span } from "../model/types.js" */
import { reasonWords } from "../model/comment-commands.js";
import { labelNamed, phraseOf, roleNamed } from "../model/schema.js";
import { shortTitle, tollLine, tollWords, valueWords } from "../model/values.js";

/** What is said of a span. @param {SchemaJson} schema @param {Span} span @returns {string} */
export function valuesOf(schema, { label, attributes }) {
  const known = labelNamed(schema, label)?.attributes ?? [];
  const toll = tollLine(tollWords(known, attributes));
  if (toll) return toll;
  const set = known.filter(({ name }) => (attributes[name] ?? null) !== null);
  return set.map((attribute) => told(attribute, attributes[attribute.name])).join(", ");
}

/** "government"; where there is only yes and no, what it is about too. @param {Attribute} attribute @param {Json} value */
function told(attribute, value) {
  const words = valueWords(attribute, value);
  if (attribute.type !== "choice") return words;
  return (attribute.values ?? []).length > 2 ? shortTitle(words) : `${attribute.title}: ${words}`.toLowerCase();
}

/** The parts that spans have in events, in words, by span. @param {EditorState} state @returns {Map<string, string[]>} */
export function partsIn({ annotations, schema }) {
  /** @type {Map<string, string[]>} */
  const parts = new Map();
  const add = (/** @type {string} */ id, /** @type {string} */ words) => {
    const some = parts.get(id);
    if (some) some.push(words);
    else parts.set(id, [words]);
  };
  const order = new Map(schema.roles.map((role, at) => [role.name, at]));
  const links = [...annotations.links.values()].sort((a, b) => (order.get(a.role) ?? 0) - (order.get(b.role) ?? 0));
  for (const link of links) {
    const { from, to } = endsOf(annotations, link);
    if (!from || !to) continue;
    add(from.id, `${phraseOf(schema, link.role)} “${to.quote}”`);
    add(to.id, `${backOf(schema, link.role)} “${from.quote}”`);
  }
  for (const { span, reason, text } of annotations.comments.values())
    if (span !== null)
      add(span, [reason === null ? "comment" : `flagged: ${reasonWords(reason)}`, text].filter(Boolean).join(": "));
  return parts;
}

/** @param {Annotations} annotations @param {{from: string, to: string}} link */
const endsOf = ({ spans }, { from, to }) => ({ from: spans.get(from), to: spans.get(to) });

/** @param {SchemaJson} schema @param {string} role */
export const titleOf = (schema, role) => roleNamed(schema, role)?.title ?? role;

/** What a link says of the span that it goes to. @param {SchemaJson} schema @param {string} role */
export function backOf(schema, role) {
  const { meaning = "" } = roleNamed(schema, role) ?? {};
  // That two spans tell the same holds both ways.
  return meaning.startsWith("same_") ? phraseOf(schema, role) : `${titleOf(schema, role).toLowerCase()} of`;
}
