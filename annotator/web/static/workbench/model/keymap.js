// Keys are data: which physical key does what. Help, legend and tests read the same table.
/** @import { Binding, Key, Keymap, SchemaJson } from "./types.js" */
import { eitherOf } from "./schema.js";

const SPANS = "Spans";
const EVENTS = "Events";
const MOVING = "Moving";
const DOCUMENT = "Document";

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
  { command: "values", code: "KeyV", group: SPANS, help: "Set the values of the span" },
  { command: "event", code: "KeyE", group: EVENTS, help: "Pick up the event; then: add a further trigger" },
  { command: "done", code: "Enter", group: EVENTS, help: "Put the event down: done" },
  { command: "escape", code: "Escape", group: EVENTS, help: "Close the innermost: selection, event in hand, focus" },
  ...arrows("", { by: "token" }, { by: "line" }, "by a word", "by a line"),
  ...arrows("Ctrl", { by: "sentence" }, { by: "paragraph" }, "by a sentence", "by a paragraph"),
  ...arrows(
    "Shift",
    { by: "token", extend: true },
    { by: "line", extend: true },
    "and select, by a word",
    "and select, by a line",
  ),
  ...arrows(
    "Ctrl+Shift",
    { by: "sentence", extend: true },
    { by: "paragraph", extend: true },
    "and select, by a sentence",
    "and select, by a paragraph",
  ),
  {
    command: "move",
    args: { by: "line", direction: "start" },
    code: "Home",
    group: MOVING,
    help: "To the start of the line",
  },
  {
    command: "move",
    args: { by: "line", direction: "end" },
    code: "End",
    group: MOVING,
    help: "To the end of the line",
  },
  {
    command: "move",
    args: { by: "document", direction: "start" },
    code: "Home",
    chord: "Ctrl",
    group: MOVING,
    help: "To the start of the text",
  },
  {
    command: "move",
    args: { by: "document", direction: "end" },
    code: "End",
    chord: "Ctrl",
    group: MOVING,
    help: "To the end of the text",
  },
  { command: "focus_previous", code: "Comma", group: MOVING, help: "To the span before" },
  { command: "focus_next", code: "Period", group: MOVING, help: "To the next span" },
  { command: "undo", code: "KeyU", group: DOCUMENT, help: "Undo" },
  { command: "undo", code: "KeyZ", chord: "Ctrl", mode: "page", group: DOCUMENT, help: "Undo", spare: true },
  { command: "redo", code: "KeyU", chord: "Shift", group: DOCUMENT, help: "Redo" },
  { command: "redo", code: "KeyZ", chord: "Ctrl+Shift", mode: "page", group: DOCUMENT, help: "Redo", spare: true },
  {
    command: "submit",
    code: "Enter",
    chord: "Ctrl",
    mode: "page",
    group: DOCUMENT,
    help: "Submit and go to the next document",
  },
  { command: "help", code: "Slash", chord: "Shift", group: DOCUMENT, help: "Show all keys" },
];

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

/** @param {string} chord @param {object} across @param {object} along @param {string} acrossHelp @param {string} alongHelp @returns {Key[]} */
function arrows(chord, across, along, acrossHelp, alongHelp) {
  return ["Left", "Right", "Up", "Down"].map((arrow, at) => ({
    command: "move",
    args: { ...(at < 2 ? across : along), direction: arrow.toLowerCase() },
    code: `Arrow${arrow}`,
    chord,
    group: MOVING,
    help: `${arrow} ${at < 2 ? acrossHelp : alongHelp}`,
  }));
}

/** The physical key of a letter, digit or "space" as schemas write it. @param {string} key */
function codeOf(key) {
  if (key === "space") return "Space";
  return /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
}

/** The keys of labels and roles. Roles may share one: the label of the target decides between them.
 * @param {SchemaJson} schema @returns {Key[]} */
function schemaKeys(schema) {
  const labels = schema.labels.flatMap(({ name, title, key }) => {
    if (!key) return [];
    const label = { command: "label", code: codeOf(key), group: "Labels" };
    return [
      { ...label, args: { label: name }, help: title },
      // One word may bear two labels: a government's seat is an actor here and a place there.
      {
        ...label,
        args: { label: name, also: true },
        chord: "Alt",
        help: `${title}, besides what is there`,
        spare: true,
      },
    ];
  });
  const keys = new Set(schema.roles.flatMap(({ key }) => key ?? []));
  const roles = [...keys].map((key) => {
    const sharing = schema.roles.filter((role) => role.key === key);
    const help = sharing.map((role) => `${role.title} (${eitherOf(schema, role.to)})`).join(", ");
    return {
      command: "link",
      args: { roles: sharing.map((role) => role.name) },
      code: codeOf(key),
      group: "Roles",
      help,
    };
  });
  return [...labels, ...roles];
}

/** What a binding is called in a person's own settings: "label:NAME", "link:ROLE", "undo", "grow:left:token".
 * @param {{command: string, args?: {[name: string]: any}}} binding */
export function bindingId({ command, args = {} }) {
  const words = Object.entries(args).map(([name, value]) =>
    Array.isArray(value) ? value.join("+") : value === true ? name : String(value),
  );
  return [command, ...words].join(":");
}

/** The keys of a schema and the workbench. `overrides` gives strokes another meaning ({"KeyB": "label:NAME"}) or none
 * (null). No stroke ever has two: what lost its stroke is told in `conflicts`.
 * @param {SchemaJson} schema @param {{[stroke: string]: string | null}} [overrides] @returns {Keymap} */
export function keymap(schema, overrides = {}) {
  /** @type {Map<string, Binding>} */
  const taken = new Map();
  /** @type {Keymap["conflicts"]} */
  const conflicts = [];
  const all = [...schemaKeys(schema), ...KEYS].map(bound);
  for (const [stroke, id] of Object.entries(overrides)) {
    const meant = all.find((binding) => bindingId(binding) === id);
    if (meant) taken.set(stroke, { ...meant, ...parts(stroke), spare: false });
  }
  for (const binding of all) {
    const { stroke } = binding;
    const kept = taken.get(stroke);
    if (kept && bindingId(kept) !== bindingId(binding))
      conflicts.push({ stroke, kept: bindingId(kept), dropped: bindingId(binding) });
    if (!kept && overrides[stroke] !== null) taken.set(stroke, binding);
  }
  return { bindings: [...taken.values()], conflicts };
}

/** @param {Key} key @returns {Binding} */
function bound({ command, args = {}, code, chord = "", mode = "text", spare = false, group, help }) {
  return { command, args, stroke: chord ? `${chord}+${code}` : code, code, chord, mode, spare, group, help };
}

/** @param {string} stroke */
function parts(stroke) {
  const code = /** @type {string} */ (stroke.split("+").at(-1));
  return { stroke, code, chord: stroke.slice(0, -code.length - 1) };
}

/** What a press means; null: nothing, leave it to the browser. `meta` (the Command key) serves as Ctrl for what works all
 * over the page; elsewhere the browser's own meaning of it stands.
 * @param {Keymap} map @param {{code: string, shift: boolean, ctrl: boolean, alt: boolean, meta?: boolean}} press
 * @param {"text" | "page"} mode text: the text has the focus @returns {Binding | null} */
export function lookup(map, { code, shift, ctrl, alt, meta = false }, mode) {
  const chord = [ctrl || meta ? "Ctrl" : "", alt ? "Alt" : "", shift ? "Shift" : ""].filter(Boolean);
  const stroke = [...chord, code].join("+");
  const found = map.bindings.find((binding) => binding.stroke === stroke);
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
