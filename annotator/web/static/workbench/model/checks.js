// What a person should look at before submitting: soft rules, which refuse nothing. The same as annotator/domain/checks.py;
// both are held to tests/contract/checks.json.
/** @import { Annotations, Attribute, Frame, SchemaJson, Span } from "./types.js" @import { TextIndex } from "./offsets.js" */
import { byPlace, frames, linksFrom } from "./frames.js";
import { labelNamed } from "./schema.js";
import { same } from "./values.js";

/** @typedef {{rule: string, detail: string, span: string | null, link: string | null, attribute: string | null}} Violation */

/** @param {string} rule @param {string} detail @param {string | null} span @param {string | null} [attribute] @returns {Violation} */
const violation = (rule, detail, span, attribute = null) => ({ rule, detail, span, link: null, attribute });

/** All that is open, in text order. @param {Annotations} annotations @param {SchemaJson} schema @param {TextIndex} index @returns {Violation[]} */
export function softViolations(annotations, schema, index) {
  const events = frames(annotations, schema);
  const mains = new Set(events.map(({ main }) => main));
  return [
    ...missing(schema.attributes, annotations.attributes, null, ""),
    ...[...annotations.spans.values()]
      .sort(byPlace)
      .flatMap((span) => ofSpan(span, annotations, schema, index, mains.has(span))),
    ...events.flatMap((frame) => ofFrame(frame, schema)),
  ];
}

/** @param {readonly Attribute[]} attributes @param {Annotations["attributes"]} values @param {string | null} span @param {string} about */
const missing = (attributes, values, span, about) =>
  attributes
    .filter(({ name, required }) => required && (values[name] ?? null) === null)
    .map(({ name, title }) => violation("required", `${about}${title} is not set`, span, name));

/** @param {Span} span @param {Annotations} annotations @param {SchemaJson} schema @param {TextIndex} index @param {boolean} isMain */
function ofSpan(span, annotations, schema, index, isMain) {
  const label = labelNamed(schema, span.label);
  if (!label) return [];
  const { id, quote, start, end } = span;
  const isWhole = index.isBoundary(start) && index.isBoundary(end);
  const cut = isWhole ? [] : [violation("grapheme", `“${quote}” cuts a character in two`, id)];
  // What is said of an event stands on its main trigger; the further ones need not repeat it.
  if (label.trigger && !isMain) return cut;
  const links = linksFrom(annotations, id);
  const few = schema.roles.flatMap((role) => {
    const number = links.filter((link) => link.role === role.name).length;
    return !label.trigger && role.from.includes(label.name) && number < (role.min ?? 0)
      ? [violation("min", `${role.title}: ${number} of at least ${role.min}`, id)]
      : [];
  });
  return [...missing(label.attributes, span.attributes, id, `${label.title} “${quote}”: `), ...few, ...cut];
}

/** @param {Frame} frame @param {SchemaJson} schema */
function ofFrame({ main, triggers, roles }, schema) {
  const numbers = schema.roles
    .filter((role) => role.from.includes(main.label))
    .flatMap(({ name, title, min = 0, max = 0 }) => {
      const number = roles.filter(({ role }) => role === name).length;
      const few = `“${main.quote}”: ${title} is there ${number} of ${min} time(s)`;
      const many = `“${main.quote}”: ${title} is there ${number} times, ${max} allowed`;
      return [
        ...(number < min ? [violation("min", few, main.id)] : []),
        ...(max && number > max ? [violation("max", many, main.id)] : []),
      ];
    });
  const differing = triggers.slice(1).flatMap(({ id, quote, attributes }) =>
    Object.entries(attributes)
      .filter(([name, value]) => name in main.attributes && !same(main.attributes[name], value))
      .map(([name]) =>
        violation("trigger_attributes", `“${quote}” says another ${name} than “${main.quote}”`, id, name),
      ),
  );
  return [...numbers, ...differing];
}
