// Keys are data: which physical key does what. Help, legend and tests read the same table.
/** @import { Binding, Key, Keymap, SchemaJson } from "./types.js" */
import { schemaKeys } from "./schema.js";

const SPANS = "Spans";
const VALUES = "Values";
const EVENTS = "Events";
const MOVING = "Moving";
const DOCUMENT = "Document";

/** The code of whichever digit. */
export const ANY_DIGIT = "Digit";
const DOCUMENT_VALUES = "Set the values of the whole document";
const SIGNED = "Type a toll: more than, fewer than, about";

/** The workbench's own keys; labels and roles bring theirs. Letters are those that no schema may use: u e v f g j n.
 * @type {readonly Key[]} */
export const KEYS = [
  { command: "grow", args: { side: "left" }, code: "BracketLeft", group: SPANS, help: "Grow to the left by a word" },
  { command: "grow", args: { side: "right" }, code: "BracketRight", group: SPANS, help: "Grow to the right by a word" },
  ...boundary("shrink", "token", "Shift", "Shrink", "by a word"),
  ...boundary("grow", "grapheme", "Ctrl", "Grow", "by a character"),
  ...boundary("shrink", "grapheme", "Ctrl+Shift", "Shrink", "by a character"),
  { command: "delete", code: "Delete", group: SPANS, help: "Delete the span with its links" },
  { command: "delete", code: "Backspace", group: SPANS, help: "Delete the span with its links", spare: true },
  { command: "flag", code: "KeyF", group: SPANS, help: "Flag it, or comment on it" },
  { command: "values", code: "KeyV", group: VALUES, help: "Set the values of the span" },
  { command: "values", args: { of: "document" }, code: "KeyV", chord: "Shift", group: VALUES, help: DOCUMENT_VALUES },
  { command: "toll", code: ANY_DIGIT, group: VALUES, help: "Type a toll: 40, 40+, 40-50, then letters" },
  { command: "toll", args: { typed: ">" }, code: "Period", chord: "Shift", group: VALUES, help: SIGNED },
  { command: "toll", args: { typed: "<" }, code: "Comma", chord: "Shift", group: VALUES, help: SIGNED },
  { command: "toll", args: { typed: "~" }, code: "Backquote", chord: "Shift", group: VALUES, help: SIGNED },
  { command: "event", code: "KeyE", group: EVENTS, help: "Take in hand; then: a further word for the same" },
  { command: "pick_up", code: "KeyE", chord: "Shift", group: EVENTS, help: "Take in hand instead of what is" },
  {
    command: "done",
    code: "Enter",
    group: EVENTS,
    help: "Link what is proposed, confirm what was read; else put down. Nothing in hand: confirm, or type a toll",
  },
  { command: "escape", code: "Escape", group: EVENTS, help: "Close the innermost: selection, event in hand, focus" },
  ...arrows("", "token", "line"),
  ...arrows("Ctrl", "sentence", "paragraph"),
  ...arrows("Shift", "token", "line", true),
  ...arrows("Ctrl+Shift", "sentence", "paragraph", true),
  ...edges("", "line"),
  ...edges("Ctrl", "document"),
  { command: "focus_previous", code: "Comma", group: MOVING, help: "To the span before" },
  { command: "focus_next", code: "Period", group: MOVING, help: "To the next span" },
  { command: "decide_next", code: "KeyN", group: MOVING, help: "To the next thing to decide" },
  { command: "decide_previous", code: "KeyN", chord: "Shift", group: MOVING, help: "To the thing to decide before" },
  { command: "hints", code: "KeyJ", group: MOVING, help: "Jump: type the two letters that show on a word" },
  { command: "find", code: "Slash", group: MOVING, help: "Find words in the text" },
  { command: "undo", code: "KeyU", group: DOCUMENT, help: "Undo" },
  { command: "undo", code: "KeyZ", chord: "Ctrl", mode: "page", group: DOCUMENT, help: "Undo", spare: true },
  { command: "redo", code: "KeyU", chord: "Shift", group: DOCUMENT, help: "Redo" },
  { command: "history", code: "KeyU", chord: "Alt", group: DOCUMENT, help: "History: all acts, and the way back" },
  { command: "redo", code: "KeyZ", chord: "Ctrl+Shift", mode: "page", group: DOCUMENT, help: "Redo", spare: true },
  {
    command: "submit",
    code: "Enter",
    chord: "Ctrl",
    mode: "page",
    group: DOCUMENT,
    help: "Submit and go to the next document",
  },
  { command: "guideline", code: "KeyG", group: DOCUMENT, help: "Show the rule and examples for the label" },
  { command: "list", code: "F2", mode: "page", group: DOCUMENT, help: "Show the article as a list, or as text again" },
  { command: "help", code: "Slash", chord: "Shift", group: DOCUMENT, help: "Show all keys" },
  { command: "settings", code: "Comma", chord: "Ctrl", group: DOCUMENT, help: "Settings" },
  { command: "colours", code: "Comma", chord: "Ctrl+Shift", group: DOCUMENT, help: "Colours of labels" },
];

/** Codes of the signs that letters change places with. @type {{[sign: string]: string}} */
const SIGNS = { ";": "Semicolon", ",": "Comma", ".": "Period", "/": "Slash" };

/** @param {"grow" | "shrink"} command @param {string} by @param {string} chord @param {string} verb @param {string} how @returns {Key[]} */
function boundary(command, by, chord, verb, how) {
  return /** @type {const} */ (["left", "right"]).map((side) => ({
    command,
    args: { side, by },
    code: side === "left" ? "BracketLeft" : "BracketRight",
    chord,
    group: SPANS,
    help: `${verb} on the ${side} ${how}`,
  }));
}

/** @param {string} chord @param {string} across what left and right go by @param {string} along what up and down do @param {boolean} [extend] @returns {Key[]} */
function arrows(chord, across, along, extend = false) {
  return ["Left", "Right", "Up", "Down"].map((arrow, at) => {
    const by = at < 2 ? across : along;
    return {
      command: "move",
      args: { by, ...(extend && { extend }), direction: arrow.toLowerCase() },
      code: `Arrow${arrow}`,
      chord,
      group: MOVING,
      help: `${arrow} ${extend ? "and select, " : ""}by a ${by === "token" ? "word" : by}`,
    };
  });
}

/** @param {string} chord @param {"line" | "document"} by @returns {Key[]} */
function edges(chord, by) {
  return /** @type {const} */ (["start", "end"]).map((direction) => ({
    command: "move",
    args: { by, direction },
    code: direction === "start" ? "Home" : "End",
    chord,
    group: MOVING,
    help: `To the ${direction} of the ${by === "line" ? "line" : "text"}`,
  }));
}

/** What a binding is called in a person's own settings: "label:NAME", "link:ROLE", "undo", "grow:left:token".
 * @param {{command: string, args?: {[name: string]: any}}} binding */
export function bindingId({ command, args = {} }) {
  const words = Object.entries(args).map(([name, value]) =>
    Array.isArray(value) ? value.join("+") : value === true ? name : String(value),
  );
  return [command, ...words].join(":");
}

/** Every row of the table, as it comes, for the hand that the mouse is in; one that has no key has the stroke "".
 * @param {SchemaJson} schema @param {string} [hand] "left": the halves of the keyboard change places @returns {Binding[]} */
export function allKeys(schema, hand = "right") {
  return [...schemaKeys(schema), ...KEYS].map((key) => bound(besideMenus(hand === "left" ? mirrored(key) : key)));
}

/** The keys of a schema and the workbench. `overrides` gives strokes another meaning ({"KeyB": "label:NAME"}), none
 * (null) or not that of one binding ("-label:NAME"). No stroke ever has two: what lost its own is told in `conflicts`.
 * @param {SchemaJson} schema @param {{[stroke: string]: string | null}} [overrides]
 * @param {{hand?: string, single_keys?: string}} [preferences] @returns {Keymap} */
export function keymap(schema, overrides, { hand, single_keys } = {}) {
  /** @type {Map<string, Binding>} */
  const taken = new Map();
  /** @type {Keymap["conflicts"]} */
  const conflicts = [];
  const all = allKeys(schema, hand);
  for (const [stroke, id] of Object.entries(overrides ?? {})) {
    const meant = all.find((binding) => bindingId(binding) === id);
    if (meant) taken.set(stroke, { ...meant, stroke, ...partsOf(stroke), spare: false });
  }
  for (const binding of all) {
    const { stroke } = binding;
    const kept = taken.get(stroke);
    if (kept && bindingId(kept) !== bindingId(binding))
      conflicts.push({ stroke, kept: bindingId(kept), dropped: bindingId(binding) });
    const own = overrides?.[stroke];
    if (stroke && !kept && own !== null && own !== `-${bindingId(binding)}`) taken.set(stroke, binding);
  }
  const bindings = [...taken.values()];
  return { bindings: single_keys === "off" ? bindings.filter((binding) => !isSingle(binding)) : bindings, conflicts };
}

const MIRROR = new Map(
  ["QP", "WO", "EI", "RU", "TY", "A;", "SL", "DK", "FJ", "GH", "Z/", "X.", "C,", "VM", "BN"].flatMap((pair) => {
    const [left, right] = [...pair].map((sign) => SIGNS[sign] ?? `Key${sign}`);
    return [
      [left, right],
      [right, left],
    ];
  }),
);

/** The same finger of the other hand. What goes with Ctrl stays where all programs have it. @param {Key} key @returns {Key} */
const mirrored = (key) => (key.chord?.startsWith("Ctrl") ? key : { ...key, code: MIRROR.get(key.code) ?? key.code });

/** Alt opens the browser's menus and tabs with some keys, Alt+Shift its bars with others. @param {Key} key @returns {Key} */
function besideMenus(key) {
  if (key.chord !== "Alt" || !/^(Key[BDEFHSTV]|Digit\d|Space)$/.test(key.code)) return key;
  return /^Key[BT]$/.test(key.code) ? { ...key, chord: "", code: "" } : { ...key, chord: "Alt+Shift" };
}

/** Does a slip of the finger, or a word spoken to the computer, press it? @param {{code: string, chord: string}} binding */
export const isSingle = ({ code, chord }) =>
  !/Ctrl|Alt/.test(chord) &&
  /^(Key|Digit|Bracket|Intl|Space$|Comma$|Period$|Slash$|Minus$|Equal$|Semicolon$|Quote$|Back(quote|slash)$)/.test(
    code,
  );

/** @param {Key} key @returns {Binding} */
function bound({ command, args = {}, code, chord = "", mode = "text", spare = false, group, help }) {
  return { command, args, stroke: chord ? `${chord}+${code}` : code, code, chord, mode, spare, group, help };
}

/** @param {{code: string, shift: boolean, ctrl: boolean, alt: boolean}} press */
export function strokeOf({ code, shift, ctrl, alt }) {
  return [ctrl && "Ctrl", alt && "Alt", shift && "Shift", code].filter(Boolean).join("+");
}

/** @param {string} stroke */
export function partsOf(stroke) {
  const code = /** @type {string} */ (stroke.split("+").at(-1));
  return { code, chord: stroke.slice(0, -code.length - 1) };
}

/** What a press means; null: nothing, leave it to the browser. `meta` (the Command key) serves as Ctrl for what works all
 * over the page; elsewhere the browser's own meaning of it stands.
 * @param {Keymap} map @param {{code: string, shift: boolean, ctrl: boolean, alt: boolean, meta?: boolean}} press
 * @param {"text" | "page"} mode text: the text has the focus @returns {Binding | null} */
export function lookup(map, { code, shift, ctrl, alt, meta = false }, mode) {
  const stroke = strokeOf({ code, shift, ctrl: ctrl || meta, alt });
  const bound = (/** @type {string} */ wanted) => map.bindings.find((binding) => binding.stroke === wanted);
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(stroke)?.[1];
  const any = digit && !bound(stroke) ? bound(ANY_DIGIT) : undefined;
  const found = any ? { ...any, args: { ...any.args, typed: digit } } : bound(stroke);
  if (!found || (mode === "page" && found.mode === "text")) return null;
  return meta && !ctrl && found.mode === "text" ? null : found;
}

/** The binding of a label's or role's key, for the legend. @param {Keymap} map @param {"label" | "link"} command @param {string} name */
export function bindingFor(map, command, name) {
  return (
    map.bindings.find(
      ({ command: id, args }) => id === command && (args.label === name || args.roles?.includes(name)),
    ) ?? null
  );
}
