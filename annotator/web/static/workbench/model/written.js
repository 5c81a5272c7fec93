// Values as people type them, and back: dates, places and actors as far as a person can say them without a list.
/** @import { Attribute, Json } from "./types.js" */
import { readToll, writeCount } from "./tolls.js";
import { isRecord } from "./values.js";

/** How a value of a type is typed. @type {{[type: string]: string}} */
export const SHAPES = {
  text: "Nothing takes it off.",
  number: "A number; nothing takes it off.",
  count: "40, 40+, >40, <40, ~40, 40-50, ?; nothing takes it off.",
  date: "2024-02-08, 2024-02, 2024, or two of them with “to” between; nothing takes it off.",
  place: "The name of the place; nothing takes it off.",
  actor: "The name of the actor; nothing takes it off.",
};

const DAY = 24 * 60 * 60 * 1000;
const DATE = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/;

/** What stands in the line that a value is typed in. @param {Attribute} attribute @param {Json} value @returns {string} */
export function written({ type }, value) {
  if (value === null) return "";
  if (!isRecord(value)) return String(value);
  const record = /** @type {any} */ (value);
  if (type === "count") return writeCount(value);
  if (type !== "date") return String(record.name ?? "");
  const { from = null, to = null } = record;
  return from === to ? String(from ?? "") : [from ?? "", to ?? ""].join(" to ").trim();
}

/** @param {Attribute} attribute @param {string} typed @param {Json} standing what is set so far @param {string} [quote] of the span
 * @returns {{value: Json, problem: string}} value null: taken off; problem: why nothing is set */
export function readWritten(attribute, typed, standing, quote = "") {
  const words = typed.trim();
  // Who leaves the words as they are has changed nothing of what stands behind them.
  if (words === written(attribute, standing)) return { value: standing, problem: "" };
  if (words === "") return { value: null, problem: "" };
  const { type } = attribute;
  if (type === "text") return { value: words, problem: "" };
  if (type === "number")
    return read(Number(words.replace(",", ".")), (value) => Number.isFinite(value), `“${words}” is no number`);
  if (type === "count") {
    const { values, problem } = readToll(words, [attribute], quote || words);
    return { value: values[attribute.name] ?? null, problem };
  }
  if (type === "date")
    return read(dates(words, standing), (value) => value !== null, `“${words}” is no date: ${SHAPES.date}`);
  return { value: { name: words, by: "human" }, problem: "" };
}

/** @template {Json} Value @param {Value} value @param {(value: Value) => boolean} isGood @param {string} problem @returns {{value: Json, problem: string}} */
const read = (value, isGood, problem) => (isGood(value) ? { value, problem: "" } : { value: null, problem });

/** @param {string} words @param {Json} standing @returns {Json} */
function dates(words, standing) {
  const parts = words.split(/\s*(?:\.\.|\/|–|—|\bto\b|\s-\s)\s*/);
  const first = span(parts[0]);
  const last = parts.length === 1 ? first : parts.length === 2 ? span(parts[1]) : null;
  if (!first || !last || last.to < first.from) return null;
  const days = 1 + (Date.parse(last.to) - Date.parse(first.from)) / DAY;
  const precision = days === 1 ? 1 : days < 7 ? 2 : days === 7 ? 3 : days <= 31 ? 4 : 5;
  // The words of the text that tell it stay where they were found.
  const { text, start, end } = /** @type {any} */ (isRecord(standing) ? standing : {});
  const found = Object.entries({ text, start, end }).filter(([, each]) => each !== undefined);
  return { ...Object.fromEntries(found), from: first.from, to: last.to, precision, by: "human" };
}

/** The days that "2024", "2024-02" or "2024-02-08" stands for. @param {string} words */
function span(words) {
  const found = DATE.exec(words.trim());
  if (!found || Number(found[1]) === 0) return null;
  const [year, month = 0, day = 0] = found.slice(1).map((each) => Number(each ?? 0));
  const from = dayOf(year, month || 1, day || 1);
  const to = day ? from : month ? dayOf(year, month, lastDay(year, month)) : dayOf(year, 12, 31);
  return from && to ? { from, to } : null;
}

/** @param {number} year @param {number} month @returns {number} */
const lastDay = (year, month) => [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;

/** @param {number} year */
const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** @param {number} year @param {number} month @param {number} day @returns {string | null} null: there is no such day */
function dayOf(year, month, day) {
  if (day < 1 || day > lastDay(year, month)) return null;
  return [String(year).padStart(4, "0"), ...[month, day].map((each) => String(each).padStart(2, "0"))].join("-");
}
