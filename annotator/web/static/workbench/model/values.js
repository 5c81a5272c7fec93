// The shapes of attribute values, one for each type that a schema may give. The server has the same rules.
/** @import { Attribute, EditorState, SchemaJson, Span } from "./types.js" @import { TextIndex } from "./offsets.js" */
import { labelNamed } from "./schema.js";

/** @param {any} value @returns {value is {[key: string]: any}} */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Are two JSON values the same, whatever the order of their keys? @param {any} a @param {any} b @returns {boolean} */
export function same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((each, index) => same(each, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

const OPS = "exact about at_least more_than up_to fewer_than range vague none unknown".split(" ");
const CONFIRMED_BY = ["human", "rule"];
const LONGEST = 10_000;

/** @typedef {(value: any) => boolean} Check */
/** @type {Check} */
const isText = (value) => value === null || typeof value === "string";
/** @type {Check} */
const isAmount = (value) => value === null || (Number.isSafeInteger(value) && value >= 0);
/** @type {Check} */
const isFlag = (value) => typeof value === "boolean";
/** @type {Check} */
const isConfirmer = (value) => CONFIRMED_BY.includes(value);
/** @param {number} limit @returns {Check} */
const isDegrees = (limit) => (value) => value === null || (Number.isFinite(value) && Math.abs(value) <= limit);

/** @type {Check} */
function isDay(value) {
  if (value === null) return true;
  if (typeof value !== "string" || !/^(?!0000)\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  // A day that does not exist (30 February) rolls over into the next month.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** @type {{[type: string]: {fields: {[key: string]: Check}, needed: string[]}}} */
const RECORDS = {
  count: {
    fields: {
      text: isText,
      value: isAmount,
      op: (value) => OPS.includes(value),
      lower: isAmount,
      upper: isAmount,
      best: isAmount,
      vague: isFlag,
      additional: isFlag,
      by: isConfirmer,
    },
    needed: ["op", "by"],
  },
  date: {
    fields: {
      text: isText,
      start: isAmount,
      end: isAmount,
      from: isDay,
      to: isDay,
      precision: (value) => value === null || [1, 2, 3, 4, 5].includes(value),
      by: isConfirmer,
    },
    needed: ["by"],
  },
  place: {
    fields: {
      source: isText,
      id: isText,
      name: isText,
      lat: isDegrees(90),
      lon: isDegrees(180),
      country: isText,
      admin1: isText,
      feature: isText,
      by: isConfirmer,
    },
    needed: ["name", "by"],
  },
  actor: { fields: { id: isText, name: isText, by: isConfirmer }, needed: ["name", "by"] },
};

/** Why the value is refused, in words, or null when it is one of this attribute.
 * @param {Attribute} attribute @param {any} value @param {TextIndex} index @returns {string | null} */
export function valueProblem(attribute, value, index) {
  const { title, type } = attribute;
  const allowed = (attribute.values ?? []).map((each) => each.value);
  if (type === "choice") return allowed.includes(value) ? null : `${title} is one of ${allowed.join(", ")}`;
  if (type === "choices") {
    if (!Array.isArray(value) || !value.every((each) => allowed.includes(each)))
      return `${title} is a list out of ${allowed.join(", ")}`;
    return new Set(value).size < value.length ? `${title} may not repeat a value` : null;
  }
  if (type === "text") {
    const isShort = typeof value === "string" && (value.length <= LONGEST || [...value].length <= LONGEST);
    return isShort ? null : `${title} is a text of at most ${LONGEST} characters`;
  }
  if (type === "number")
    return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? null : `${title} is a number`;
  return recordProblem(attribute, value) ?? (type === "date" ? wordsProblem(title, value, index) : null);
}

/** @param {Attribute} attribute @param {any} value */
function recordProblem({ title, type }, value) {
  const shape = RECORDS[type];
  if (!shape) return `${title} has a type that this page does not know: ${type}`;
  if (!isRecord(value)) return `${title} is a ${type} with the keys ${Object.keys(shape.fields).join(", ")}`;
  for (const [key, each] of Object.entries(value)) {
    if (!Object.hasOwn(shape.fields, key)) return `${title} has no key “${key}”`;
    if (!shape.fields[key](each)) return `${title}: ${key} may not be ${JSON.stringify(each)}`;
  }
  const missing = shape.needed.find((key) => !Object.hasOwn(value, key));
  if (missing) return `${title} lacks ${missing}`;
  const { lower, upper } = value;
  return Number.isInteger(lower) && Number.isInteger(upper) && lower > upper
    ? `${title}: lower ${lower} is above upper ${upper}`
    : null;
}

/** Words that a date quotes must stand where it says. @param {string} title @param {any} value @param {TextIndex} index */
function wordsProblem(title, value, index) {
  const { start, end } = value;
  if (!Number.isInteger(start) || !Number.isInteger(end)) return null;
  const words = start <= end && end <= index.length ? index.slice(start, end) : null;
  return words === value.text ? null : `${title}: the text from ${start} to ${end} is ${JSON.stringify(words)}`;
}

// ---------------------------------------------------------------- values in words

/** A title as it stands in a line of words: "Fighters (non-state)" is "fighters". @param {string} title */
export const shortTitle = (title) => title.replace(/\s*[(:].*$/s, "").toLowerCase();

/** A count as the interval that it allows: "40", "≥41", "≤9", "40–50", "~40"; "?" where nobody knows. @param {any} count */
export function countWords({ op, value = null, lower = null, upper = null, additional = false, text = "" }) {
  const more = additional ? " more" : "";
  if (op === "unknown") return `?${more}`;
  if (op === "exact" || op === "none") return `${value ?? lower ?? text}${more}`;
  const vague = op === "vague" ? "~" : "";
  if (op === "about") return `~${upper === null ? (value ?? lower ?? text) : `≤${upper}`}${more}`;
  if (lower !== null && upper !== null) return `${vague}${lower}–${upper}${more}`;
  if (lower !== null || upper !== null) return `${vague}${lower === null ? `≤${upper}` : `≥${lower}`}${more}`;
  return `${value ?? (vague ? "some" : text)}${more}`;
}

/** Does the value of a choice stand in the line of a toll? Those whose values have keys to be typed with do.
 * @param {Attribute} attribute */
export const isTyped = ({ type, values = [] }) =>
  (type === "choice" || type === "choices") && values.some((each) => each.key);

/** What is said of a toll, the number first: "≥41 killed · fighters"; empty when nothing is.
 * @param {readonly Attribute[]} attributes of its label @param {{readonly [name: string]: any}} values @returns {string[]} the
 *   number with the first word, then the others: what comes first matters most */
export function tollWords(attributes, values) {
  const count = attributes.find((each) => each.type === "count");
  if (!count) return [];
  const said = attributes.filter(isTyped).flatMap((attribute) => {
    const words = [values[attribute.name] ?? []].flat().map((value) => shortTitle(titleOf(attribute, value)));
    return words.length > 0 ? words.join(", ") : [];
  });
  const number = isRecord(values[count.name]) ? countWords(values[count.name]) : "";
  return [...(number ? [number] : []), ...said];
}

/** "≥41 killed · fighters" @param {readonly string[]} words */
export const tollLine = (words) => [words.slice(0, 2).join(" "), ...words.slice(2)].filter(Boolean).join(" · ");

/** What waits for a yes. @param {string} words */
export const asking = (words) => (words.endsWith("?") ? words : `${words}?`);

/** @param {Attribute} attribute @param {string} value */
const titleOf = (attribute, value) => attribute.values?.find((each) => each.value === value)?.title ?? value;

/** A value as people read it; null: it is not set. @param {Attribute} attribute @param {any} value @returns {string} */
export function valueWords(attribute, value) {
  if (value === null || value === undefined) return "not set";
  if (Array.isArray(value)) return value.map((each) => titleOf(attribute, each)).join(", ") || "none";
  if (!isRecord(value)) return titleOf(attribute, String(value));
  if (attribute.type === "count") return countWords(value);
  if (attribute.type === "date") {
    const { from = null, to = null, text } = value;
    return from || to ? [...new Set([from ?? "…", to ?? "…"])].join(" to ") : String(text ?? "set");
  }
  return String(value.name ?? value.text ?? "set");
}

/** A record with one value set, or for null taken out: "never said" and "taken back" are one state.
 * @param {{readonly [name: string]: any}} record @param {string} name @param {any} value */
export function withValue(record, name, value) {
  const { [name]: _, ...rest } = record;
  return value === null ? rest : { ...rest, [name]: value };
}

/** What is said of a toll, in words; "" of what is none, or of which nothing is said. @param {SchemaJson} schema @param {Span} span */
export const tollOf = (schema, span) =>
  tollLine(tollWords(labelNamed(schema, span.label)?.attributes ?? [], span.attributes));

/** What its words were read to say and nobody has said yet, as far as a chip shows it. @param {EditorState} state @param {Span} span */
export const readOf = (state, span) => (!state.readOnly && state.readings?.onChip(state, span)) || "";
