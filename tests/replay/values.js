// What is said of spans besides tolls: which values of the gold are still to be set, and what is pressed in the strip.
import { labelNamed } from "../../annotator/web/static/workbench/model/schema.js";
import { isTyped, same } from "../../annotator/web/static/workbench/model/values.js";
import { readWritten, written } from "../../annotator/web/static/workbench/model/written.js";
import { codesFor, lettersFor } from "../../annotator/web/static/workbench/view/strip-keys.js";

const STRIP = ".strip";
const LINE = ".strip-line input";

/** A value to be set, where its attribute stands among those of the label. @typedef {{attribute: any, value: any, at: number,
 *   attributes: readonly any[]}} Saying */

/** What is to be said of a span that is not said yet, and not typed with its toll; what is said too much is taken off.
 * @param {any} schema @param {any} span of the gold @param {{[name: string]: any}} [now] its values @returns {Saying[]} */
export function sayings(schema, { label, attributes: said = {} }, now = {}) {
  const attributes = labelNamed(schema, label)?.attributes ?? [];
  const hasToll = attributes.some(({ type }) => type === "count");
  const isInToll = (attribute, value) =>
    attribute.type === "count" ||
    (hasToll && isTyped(attribute) && attribute.values.some((each) => each.value === value && each.key));
  return attributes.flatMap((attribute, at) => {
    const value = said[attribute.name] ?? null;
    const standing = now[attribute.name] ?? null;
    const isOpen =
      !isAlike(attribute, value, standing) && !isInToll(attribute, value) && !isInToll(attribute, standing);
    return isOpen ? [{ attribute, value, standing, at, attributes }] : [];
  });
}

/** What is to be said of one attribute; null: it is a number, which is typed. @param {any} schema @param {any} span of the gold
 * @param {{[name: string]: any}} now @param {string} name @returns {Saying | null} */
export function missing(schema, { label, attributes: said }, now, name) {
  const { attributes } = labelNamed(schema, label);
  const at = attributes.findIndex((each) => each.name === name);
  const attribute = attributes[at];
  if (attribute.type === "count") return null;
  return { attribute, value: said[name] ?? null, standing: now[name] ?? null, at, attributes };
}

/** Do two values mean the same, whoever said it and in which words? */
function isAlike(attribute, a, b) {
  const usual = attribute.default ?? null;
  return same(meant(a ?? usual), meant(b ?? usual));
}

/** @param {any} value */
function meant(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => each && !UNTYPED.has(key)));
}

/** What nobody types of a value: where it was read, by whom, and what follows from the rest. */
const UNTYPED = new Set(["text", "start", "end", "precision", "by"]);

/** What is set by what is pressed: words that a value was read from are not typed. @param {Saying} saying */
export const valueOf = ({ attribute, value }) =>
  isChosen(attribute) || value === null ? value : readWritten(attribute, written(attribute, value), null).value;

/** What is pressed in the strip of values. @param {Saying} saying @returns {any[]} */
export function keysFor({ attribute, value, at, attributes }) {
  const first =
    attributes.length > 1 ? [{ key: codeOf(lettersFor(attributes.map(({ title }) => title))[at]), within: STRIP }] : [];
  if (value === null && isChosen(attribute)) return [...first, { key: "Digit0", closes: STRIP }];
  if (!isChosen(attribute)) return [...first, ...typing(attribute, value)];
  const codes = codesFor(attribute.values.map((each) => each.key ?? ""));
  const picked = placesOf(attribute, value).map((place) => ({ key: codeOf(codes[place]), within: STRIP }));
  return [...first, ...(attribute.type === "choice" ? picked : [...picked, ...leaving(attributes)])];
}

/** What fingers press there. @param {Saying} saying @returns {any[]} */
export function buttonsFor({ attribute, value, attributes, isSet = true }) {
  const first = attributes.length > 1 ? [{ button: attribute.title, within: STRIP }] : [];
  if (value === null && isChosen(attribute))
    return [...first, { button: isSet ? "Not set" : "Not so", within: STRIP, closes: STRIP }];
  if (!isChosen(attribute)) return [...first, ...typing(attribute, value)];
  const picked = placesOf(attribute, value).map((place) => ({ button: attribute.values[place].title, within: STRIP }));
  return [...first, ...(attribute.type === "choice" ? picked : [...picked, ...leaving(attributes)])];
}

const isChosen = ({ type }) => type === "choice" || type === "choices";
const placesOf = ({ values }, value) => [value].flat().map((each) => values.findIndex((one) => one.value === each));
const codeOf = (code) => (/\d/.test(code) ? `Digit${code}` : `Key${code.toUpperCase()}`);
const typing = (attribute, value) => [
  // What stands in the line is selected.
  ...(value === null ? [{ key: "Backspace", within: LINE }] : [{ type: [...written(attribute, value)], into: LINE }]),
  { key: "Enter", closes: STRIP },
];

/** Of several values each stays open for the next. */
const leaving = (attributes) =>
  attributes.length > 1 ? [{ key: "Escape" }, { key: "Escape", closes: STRIP }] : [{ key: "Escape", closes: STRIP }];
