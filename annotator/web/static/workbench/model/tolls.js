// The line in which a toll is typed: a number with its sign, then letters for what the schema lets one say of it.
//   40  40+  >40  <40  <=40  40-50  ~40  ~<=40 (nearly)  ~24+ ~ (vague)  0  ?    and "+" before: that many more
/** @import { Attribute, Json } from "./types.js" */
import { isRecord, isTyped, shortTitle } from "./values.js";

/** A letter that can be typed, and what it says. @typedef {{letter: string, attribute: Attribute, value: string, title: string}} Letter */
/** values: what is to be set, null: taken off; problem: why nothing is. @typedef {{values: {[name: string]: Json}, problem: string}} Typed */

const NUMBER = String.raw`\d+(?:[,'’\u00a0\u202f]\d{3}(?!\d))*`;
const COUNT = new RegExp(
  String.raw`(\+\s*)?(?:(~)?\s*(>=|<=|[<>])?\s*(${NUMBER})(?:\s*-\s*(${NUMBER})|(\+))?|(\?)|(~))`,
  "y",
);
const SAME = { "≥": ">=", "≤": "<=", "–": "-", "—": "-", "−": "-", "≈": "~" };
/** Takes the number off, where the schema gives the letter no other meaning. */
const CLEAR = "x";
/** Words before a number that may belong to it: “at least 40”, “between 40 and 50”. */
const REACH = 3;

/** @param {readonly Attribute[]} attributes of a label @returns {Attribute | null} */
export const countIn = (attributes) => attributes.find((each) => each.type === "count") ?? null;

/** The letters of a label, in the order of the schema; one that is there twice belongs to the first.
 * @param {readonly Attribute[]} attributes @returns {Letter[]} */
export function lettersOf(attributes) {
  /** @type {Map<string, Letter>} */
  const letters = new Map();
  for (const attribute of attributes.filter(isTyped))
    for (const { key, value, title } of attribute.values ?? [])
      if (key && /^\p{L}$/u.test(key) && !letters.has(key))
        letters.set(key, { letter: key, attribute, value, title: shortTitle(title) });
  return [...letters.values()];
}

/** What a typed line says of a toll. What `shown`, the line as it was before, said and this one does not, is taken off.
 * @param {string} typed @param {readonly Attribute[]} attributes of the label @param {string} quote @param {string} [shown] @returns {Typed} */
export function readToll(typed, attributes, quote, shown = "") {
  const now = said(typed, attributes, quote);
  if (now.problem) return { values: {}, problem: now.problem };
  const gone = Object.keys(said(shown, attributes, quote).values).filter((name) => !(name in now.values));
  return { values: { ...Object.fromEntries(gone.map((name) => [name, null])), ...now.values }, problem: "" };
}

/** @param {string} typed @param {readonly Attribute[]} attributes @param {string} quote @returns {Typed} */
function said(typed, attributes, quote) {
  const line = plain(typed);
  const letters = lettersOf(attributes);
  const count = countIn(attributes);
  /** @type {{[name: string]: Json}} */
  const values = {};
  const fail = (/** @type {string} */ problem) => ({ values: {}, problem });
  for (let at = 0; at < line.length;) {
    COUNT.lastIndex = at;
    const found = count && COUNT.exec(line);
    const char = String.fromCodePoint(/** @type {number} */ (line.codePointAt(at)));
    const letter = letters.find((each) => each.letter === char);
    if (found) {
      if (count.name in values) return fail(`“${found[0].trim()}”: one number is enough`);
      const read = countOf(found, quote);
      if (typeof read === "string") return fail(read);
      values[count.name] = read;
      at = COUNT.lastIndex;
      continue;
    }
    at += char.length;
    if (/[\s,]/.test(char)) continue;
    if (letter) {
      const clash = add(values, letter);
      if (clash) return fail(clash);
    } else if (char === CLEAR && count && !(count.name in values)) values[count.name] = null;
    else return fail(`“${char}” means nothing here`);
  }
  return { values, problem: "" };
}

/** @param {{[name: string]: Json}} values @param {Letter} letter @returns {string} what is wrong, or "" */
function add(values, { attribute, value, title }) {
  const { name, type, values: all = [] } = attribute;
  const standing = values[name];
  if (type === "choices") {
    const chosen = new Set([.../** @type {string[]} */ (standing ?? []), value]);
    values[name] = all.map((each) => each.value).filter((each) => chosen.has(each));
    return "";
  }
  if (standing !== undefined && standing !== value) return `${attribute.title} is one thing only: not ${title} too`;
  values[name] = value;
  return "";
}

/** Signs and digits as keyboards of many countries have them, as one. @param {string} typed */
function plain(typed) {
  const signs = typed.normalize("NFKC").toLowerCase();
  return signs
    .replace(/[≥≤–—−≈]/g, (sign) => SAME[/** @type {keyof typeof SAME} */ (sign)])
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15));
}

/** @param {RegExpExecArray} found @param {string} quote @returns {{[key: string]: Json} | string} the count, or what is wrong with it */
function countOf([words, more, about, sign, first, second, plus, unknown, vague], quote) {
  const number = first === undefined ? null : Number(first.replace(/\D/g, ""));
  const last = second === undefined ? null : Number(second.replace(/\D/g, ""));
  if (Math.max(number ?? 0, last ?? 0) >= Number.MAX_SAFE_INTEGER) return `“${words.trim()}” is too large`;
  if (last !== null && (about || sign)) return `“${words.trim()}”: a range has no other sign`;
  if (plus && sign) return `“${words.trim()}”: one sign is enough`;
  if (last !== null && last < /** @type {number} */ (number))
    return `“${words.trim()}”: the second number is the smaller one`;
  if (about && sign && sign !== "<=") return `“${words.trim()}”: one sign is enough`;
  if (sign === "<" && number === 0) return "No number is below 0";
  /** @param {string} op @param {number | null} value @param {number | null} lower @param {number | null} upper @param {number | null} best */
  const count = (op, value, lower, upper, best) => ({
    text: wordsIn(quote, [number, last]),
    ...{ value, op, lower, upper, best, vague: op === "vague", ...(more && { additional: true }), by: "human" },
  });
  if (unknown) return count("unknown", null, null, null, null);
  if (vague || number === null) return count("vague", null, null, null, null);
  if (last !== null) return count("range", null, number, last, number);
  if (about && plus) return count("vague", null, number, null, null);
  if (about) return count("about", number, null, sign ? number : null, number);
  if (plus || sign === ">=") return count("at_least", number, number, null, number);
  if (sign === ">") return count("more_than", number, number + 1, null, number + 1);
  if (sign === "<=") return count("up_to", number, null, number, null);
  if (sign === "<") return count("fewer_than", number, null, number - 1, null);
  return count(number === 0 ? "none" : "exact", number, number, number, number);
}

/** The words of a quote that hold a number, and a few before it; the whole quote where none does.
 * @param {string} quote @param {readonly (number | null)[]} numbers */
function wordsIn(quote, numbers) {
  const found = [...quote.matchAll(new RegExp(`(?<!\\d)${NUMBER}`, "g"))].filter((match) =>
    numbers.includes(Number(match[0].replace(/\D/g, ""))),
  );
  const [first] = found;
  const last = found.at(-1);
  if (!first || !last) return quote;
  const before = quote.slice(0, first.index).split(/(?<=\s)(?=\S)/);
  return before.slice(-REACH).join("") + quote.slice(first.index, last.index + last[0].length);
}

/** The line that says what is set: readToll of it gives the same again. @param {{readonly [name: string]: any}} values
 * @param {readonly Attribute[]} attributes */
export function writeToll(values, attributes) {
  const count = countIn(attributes);
  const number = count && isRecord(values[count.name]) ? writeCount(values[count.name]) : "";
  const letters = lettersOf(attributes).filter(({ attribute, value }) =>
    [values[attribute.name] ?? []].flat().includes(value),
  );
  return [number, letters.map((each) => each.letter).join("")].filter(Boolean).join(" ");
}

/** @param {any} count */
export function writeCount({ op, value = null, lower = null, upper = null, additional = false }) {
  /** @type {{[op: string]: string}} */
  const written = {
    exact: `${value ?? lower}`,
    none: "0",
    unknown: "?",
    about: upper === null ? `~${value}` : `~<=${upper}`,
    at_least: `${value ?? lower}+`,
    more_than: `>${value ?? lower - 1}`,
    up_to: `<=${value ?? upper}`,
    fewer_than: `<${value ?? upper + 1}`,
    range: `${lower}-${upper}`,
    vague: lower === null ? "~" : `~${lower}+`,
  };
  return `${additional ? "+" : ""}${written[op]}`;
}
