// What is still to be done about a toll: what its line says of it in the gold, is set already, or was read in its words.
import { labelNamed } from "../../annotator/web/static/workbench/model/schema.js";
import { countIn, lettersOf, readToll, writeCount } from "../../annotator/web/static/workbench/model/tolls.js";
import { isTyped } from "../../annotator/web/static/workbench/model/values.js";

/** Of each attribute that a line tells what it is in a set of values: the number as it is typed, and what has a letter and
 * does not hold anyway. @param {readonly any[]} attributes of the label @param {{[name: string]: any}} values @returns {Map<string, string>} */
function told(attributes, values) {
  const found = attributes.filter((each) => each.type === "count" || isTyped(each));
  return new Map(
    found.map((attribute) => {
      const value = values[attribute.name] ?? null;
      if (value === null || value === attribute.default) return [attribute.name, ""];
      if (attribute.type === "count") return [attribute.name, writeCount(value)];
      return [
        attribute.name,
        [value]
          .flat()
          .map((each) => letterOf(attributes, attribute, each))
          .join(""),
      ];
    }),
  );
}

/** @param {readonly any[]} attributes @param {any} attribute @param {any} value */
const letterOf = (attributes, attribute, value) =>
  lettersOf(attributes).find((each) => each.attribute === attribute && each.value === value)?.letter ?? "";

/** The letter that makes an attribute what it is in the gold, if only what holds anyway; "" where there is none.
 * @param {any} schema @param {any} span of the gold @param {string} name */
export function letterFor(schema, span, name) {
  const attributes = labelNamed(schema, span.label).attributes;
  const attribute = attributes.find((each) => each.name === name);
  const value = span.attributes[name] ?? attribute.default ?? null;
  return letterOf(attributes, attribute, value);
}

/** The attributes of a line that are not yet as in the gold. @param {any} schema @param {any} span of the gold
 * @param {{[name: string]: any}} values @returns {string[]} */
export function gap(schema, span, values) {
  const attributes = labelNamed(schema, span.label)?.attributes ?? [];
  const count = countIn(attributes);
  if (!count || !span.attributes?.[count.name]) return [];
  const [wanted, now] = [told(attributes, span.attributes), told(attributes, values)];
  return [...wanted.keys()].filter((name) => wanted.get(name) !== now.get(name));
}

/** The line that says all of a toll, or of it the number and these attributes.
 * @param {any} schema @param {any} span of the gold @param {readonly string[]} [names]
 * @returns {{line: string, values: any}} */
export function lineOf(schema, span, names) {
  const attributes = labelNamed(schema, span.label).attributes;
  const count = countIn(attributes);
  const parts = told(attributes, span.attributes);
  const letters = [...parts].flatMap(([name, letter]) =>
    name === count.name ? [] : names ? (names.includes(name) ? letterFor(schema, span, name) : []) : letter,
  );
  const line = [parts.get(count.name), ...letters].join("");
  const { values, problem } = readToll(line, attributes, span.quote);
  if (problem) throw new Error(`the toll of “${span.quote}” is not “${line}”: ${problem}`);
  return { line, values };
}
