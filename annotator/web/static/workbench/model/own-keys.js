// A person's own keys: which strokes can be had, what a stroke means now, and how meanings move between strokes.
/** @import { Binding, SchemaJson } from "./types.js" */
import { allKeys, bindingId, isSingle, keymap, partsOf } from "./keymap.js";

/** Strokes with another meaning than they come with, as preferences.keys has them: the id of a binding; null, nothing;
 * "-id", not that binding. @typedef {{readonly [stroke: string]: string | null}} OwnKeys */

/** What one can do by a key. strokes: those that do it now; usual: those it comes with.
 * @typedef {{id: string, group: string, help: string, strokes: string[], usual: string[]}} Row */

/** Is it a key that only changes others? @param {string} code */
export const isModifier = (code) => /^(Shift|Control|Alt|Meta|OS)(Left|Right)?$|^Fn/.test(code);

/** Strokes that are spoken for, and by whom: first match counts. @type {readonly [RegExp, string][]} */
const KEPT = [
  [/(^|\+)Tab$/, "Tab goes from one part of the page to the next"],
  [/(^|\+)Escape$/, "Esc always closes the innermost thing"],
  [/(^|\+)(CapsLock|Insert|Numpad\w+)$/, "Screen readers use this key"],
  [/^Ctrl\+Alt\+/, "Screen readers use Ctrl with Alt, and some keyboards write signs with it"],
  [/(^|\+)F(?!2$|8$)\d+$/, "The browser and the system keep this key"],
  [
    /(^|\+)(ContextMenu|PrintScreen|Pause|ScrollLock|NumLock|Media\w+|Browser\w+|Audio\w+)$/,
    "The system keeps this key",
  ],
  [/(^|\+)Page(Up|Down)$/, "This key scrolls the page"],
  [/^Ctrl\+(Shift\+)?(Key[A-Z]|Digit\d|Minus|Equal)$/, "The browser keeps Ctrl with letters and digits"],
  [/^Alt\+(Shift\+)?Key[BT]$|^Alt\+(Key[DEFHSV]|Digit\d)$/, "Alt with this key opens a menu of the browser"],
  [/^Alt\+Shift\+Key[AIN]$/, "Alt and Shift with this key belong to the browser"],
  [/^Alt\+(Space|Enter|Home|Arrow\w+)$/, "The browser or the system keeps this stroke"],
];

/** Why a stroke cannot be had; "" when it can. @param {string} stroke */
export function whyKept(stroke) {
  // These two undo and redo in every program, here too.
  if (stroke === "Ctrl+KeyZ" || stroke === "Ctrl+Shift+KeyZ") return "";
  return KEPT.find(([pattern]) => pattern.test(stroke))?.[1] ?? "";
}

/** @param {SchemaJson} schema @param {string} [hand] @returns {Map<string, string>} what each stroke comes with */
export function usualMeanings(schema, hand) {
  return new Map(allKeys(schema, hand).flatMap((each) => (each.stroke ? [[each.stroke, bindingId(each)]] : [])));
}

/** Everything that can be done by keys, in the order of the table, with all strokes: those asleep too.
 * @param {SchemaJson} schema @param {{keys?: OwnKeys, hand?: string}} preferences @returns {Row[]} */
export function keyRows(schema, { keys, hand }) {
  const active = keymap(schema, keys, { hand }).bindings;
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const binding of allKeys(schema, hand)) {
    const id = bindingId(binding);
    const { group, help, stroke } = binding;
    const row = rows.get(id) ?? { id, group, help, strokes: strokesOf(active, id), usual: [] };
    if (stroke) row.usual.push(stroke);
    rows.set(id, row);
  }
  return [...rows.values()];
}

/** @param {readonly Binding[]} bindings @param {string} id */
const strokesOf = (bindings, id) => bindings.filter((each) => bindingId(each) === id).map(({ stroke }) => stroke);

/** `own` with a stroke taken from a binding. @param {OwnKeys} own @param {Map<string, string>} usual @param {string} id @param {string} stroke @returns {OwnKeys} */
export function withoutStroke(own, usual, id, stroke) {
  const { [stroke]: gone, ...rest } = own;
  return usual.get(stroke) === id ? { ...rest, [stroke]: `-${id}` } : rest;
}

/** `own` with a stroke for a binding, in the place of `from` if that is one of its strokes. Whatever had it loses it.
 * @param {OwnKeys} own @param {Map<string, string>} usual @param {string} id @param {string} stroke @param {string} [from] @returns {OwnKeys} */
export function withStroke(own, usual, id, stroke, from = "") {
  const { [stroke]: gone, ...rest } = from && from !== stroke ? withoutStroke(own, usual, id, from) : own;
  return usual.get(stroke) === id ? rest : { ...rest, [stroke]: id };
}

/** `own` with a binding as it comes. @param {OwnKeys} own @param {Row} row @returns {OwnKeys} */
export function asItComes(own, { id, usual }) {
  return Object.fromEntries(Object.entries(own).filter(([stroke, meant]) => meant !== id && !usual.includes(stroke)));
}

/** Does nothing while single keys are off. @param {string} stroke */
export const sleepsAlone = (stroke) => isSingle(partsOf(stroke));
