// What is said of spans besides tolls: which values of the gold are still to be set, and what is pressed in the strip.
import { labelNamed } from "../../annotator/web/static/workbench/model/schema.js";
import { isTyped } from "../../annotator/web/static/workbench/model/values.js";
import { readWritten, written } from "../../annotator/web/static/workbench/model/written.js";
import { codesFor, lettersFor } from "../../annotator/web/static/workbench/view/strip-keys.js";

const STRIP = ".strip";
const LINE = ".strip-line input";

/** A value to be set, where its attribute stands among those of the label. @typedef {{attribute: any, value: any, at: number,
 *   attributes: readonly any[]}} Saying */

/** The values of a span that are neither what they would be anyway nor typed with its toll.
 * @param {any} schema @param {any} span of the gold @returns {Saying[]} */
export function sayings(schema, { label, attributes: said = {} }) {
  const attributes = labelNamed(schema, label)?.attributes ?? [];
  const hasToll = attributes.some(({ type }) => type === "count");
  const isInToll = (attribute, value) =>
    attribute.type === "count" ||
    (hasToll && isTyped(attribute) && attribute.values.some((each) => each.value === value && each.key));
  return attributes.flatMap((attribute, at) => {
    const value = said[attribute.name] ?? null;
    const isSaid = value !== null && value !== (attribute.default ?? null) && !isInToll(attribute, value);
    return isSaid ? [{ attribute, value, at, attributes }] : [];
  });
}

/** What is set by what is pressed: words that a value was read from are not typed. @param {Saying} saying */
export const valueOf = ({ attribute, value }) =>
  isChosen(attribute) ? value : readWritten(attribute, written(attribute, value), null).value;

/** What is pressed in the strip of values. @param {Saying} saying @returns {any[]} */
export function keysFor({ attribute, value, at, attributes }) {
  const first =
    attributes.length > 1 ? [{ key: codeOf(lettersFor(attributes.map(({ title }) => title))[at]), within: STRIP }] : [];
  if (!isChosen(attribute)) return [...first, ...typing(attribute, value)];
  const codes = codesFor(attribute.values.map((each) => each.key ?? ""));
  const picked = placesOf(attribute, value).map((place) => ({ key: codeOf(codes[place]), within: STRIP }));
  return [...first, ...(attribute.type === "choice" ? picked : [...picked, ...leaving(attributes)])];
}

/** What fingers press there. @param {Saying} saying @returns {any[]} */
export function buttonsFor({ attribute, value, attributes }) {
  const first = attributes.length > 1 ? [{ button: attribute.title, within: STRIP }] : [];
  if (!isChosen(attribute)) return [...first, ...typing(attribute, value)];
  const picked = placesOf(attribute, value).map((place) => ({ button: attribute.values[place].title, within: STRIP }));
  return [...first, ...(attribute.type === "choice" ? picked : [...picked, ...leaving(attributes)])];
}

const isChosen = ({ type }) => type === "choice" || type === "choices";
const placesOf = ({ values }, value) => [value].flat().map((each) => values.findIndex((one) => one.value === each));
const codeOf = (code) => (/\d/.test(code) ? `Digit${code}` : `Key${code.toUpperCase()}`);
const typing = (attribute, value) => [
  { type: [...written(attribute, value)], into: LINE },
  { key: "Enter", closes: STRIP },
];

/** Of several values each stays open for the next. */
const leaving = (attributes) =>
  attributes.length > 1 ? [{ key: "Escape" }, { key: "Escape", closes: STRIP }] : [{ key: "Escape", closes: STRIP }];
