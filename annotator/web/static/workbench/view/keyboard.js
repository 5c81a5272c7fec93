// From a key to a command. Single keys work only while the text has the focus; Tab is never taken.
/** @import { CommandArgs, Editor, Keymap } from "../model/types.js" @import { Geometry } from "./geometry.js" @import { Pointer } from "./pointer.js" @import { Sweep } from "./gestures.js" @import { TextView } from "./text-view.js" */
import { lookup } from "../model/keymap.js";
import { roleNamed } from "../model/schema.js";

/** Commands that act on a target; those of the first set wait for the key to be let go. */
const SWEPT = new Set(["label", "link"]);
const TARGETED = new Set(["delete", "event", "grow", "shrink", "relabel", "pick_up", "add_trigger", "flag"]);
/** What somebody means who types a sign: its command, and where it lies on a US keyboard. */
const SIGNS = [
  ["?", "help", "Shift+Slash"],
  ["/", "find", "Slash"],
  [">", "toll", "Shift+Period"],
  ["<", "toll", "Shift+Comma"],
  ["~", "toll", "Shift+Backquote"],
];
/** A key that is held down repeats these and nothing else. */
const REPEATING = new Set(["move", "grow", "shrink"]);

/** Does the element take letters for itself? @param {EventTarget | null} target */
export function isEditable(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

/** The caret is where screen readers and magnifiers look for the place of work. @param {TextView} text @param {number} point */
export function putCaret(text, point) {
  const { node, offset } = text.positionOf(point);
  document.getSelection()?.collapse(node, offset);
}

/** @param {{editor: Editor, map: Keymap, text: TextView, geometry: Geometry, pointer: Pointer, sweep: Sweep,
 *   run: (command: string, args: CommandArgs) => void, say: (message: string) => void,
 *   preferences?: {[name: string]: any}, onEscape?: () => boolean}} options onEscape: closes what the page has open; true when it did */
export function mountKeyboard({
  editor,
  map,
  text,
  geometry,
  pointer,
  sweep,
  run,
  say,
  preferences = {},
  onEscape = () => false,
}) {
  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog:modal")) return;
    // Whoever tabs goes by keys: the cursor is to be seen where Tab leads.
    if (event.key === "Tab") tabbed();
    if (event.code === "Escape" && (sweep.isHeld() || onEscape())) {
      sweep.cancel();
      event.preventDefault();
      return;
    }
    if (event.code === "Escape" && !text.element.contains(document.activeElement)) {
      // From a card or a field back to the words.
      text.element.focus({ preventScroll: true });
      event.preventDefault();
      return;
    }
    const binding = bindingOf(event);
    if (!binding) return;
    event.preventDefault();
    if (event.repeat && !REPEATING.has(binding.command)) return;
    if (SWEPT.has(binding.command)) sweep.press(event.code, binding, pointer);
    else if (TARGETED.has(binding.command)) aimed(binding.command, binding.args);
    else if (binding.command === "move") move(binding.args);
    else if (binding.command === "done") run("done", { ...binding.args, aim: pointer.target() ?? {} });
    else run(binding.command, binding.args);
  }

  /** Back in the text, the cursor is in sight. */
  function tabbed() {
    pointer.useKeys();
    setTimeout(() => {
      const token = editor.state.tokens[editor.state.cursor];
      if (token && document.activeElement === text.element) geometry.reveal(token);
    });
  }

  /** @param {KeyboardEvent} event */
  function bindingOf(event) {
    const inText = text.element.contains(document.activeElement);
    const { code, shiftKey: shift, ctrlKey: ctrl, altKey: alt, metaKey: meta } = event;
    const mode = inText ? "text" : "page";
    const press = { code, shift, ctrl, alt, meta };
    const byPlace = lookup(map, press, mode) ?? changedRole(press);
    const isSign = SIGNS.some(([, command]) => command === byPlace?.command);
    const found = ((isSign || !byPlace) && inText && bySign(event)) || byPlace;
    // What is typed into a field is the field's, and so is its own undo; only submitting reaches past it.
    return isEditable(event.target) && found?.command !== "submit" ? null : found;
  }

  /** Signs lie on other keys in other countries: who types one means it, unless its own key is taken off.
   * @param {KeyboardEvent} event */
  function bySign({ key, ctrlKey, altKey, metaKey }) {
    const meant = SIGNS.find(([sign]) => sign === key);
    if (!meant || ctrlKey || metaKey || altKey) return null;
    return map.bindings.find(({ command, stroke }) => command === meant[1] && stroke === meant[2]) ?? null;
  }

  /** A role's key moves the filler whose chip has the focus to that role. @param {Parameters<typeof lookup>[1]} press */
  function changedRole(press) {
    const { link: linkId = "" } = /** @type {HTMLElement} */ (document.activeElement).dataset;
    const { annotations, schema } = editor.state;
    const link = annotations.links.get(linkId);
    const binding = link && lookup(map, press, "text");
    if (!link || binding?.command !== "link") return null;
    const label = annotations.spans.get(link.to)?.label ?? "";
    const role = binding.args.roles.find((/** @type {string} */ name) => roleNamed(schema, name)?.to.includes(label));
    return role ? { command: "change_role", args: { linkId, role } } : null;
  }

  /** @param {string} command @param {CommandArgs} args */
  function aimed(command, args) {
    const target = pointer.target(args);
    if (target) run(command, { ...args, ...target });
    else say("Nothing under the pointer");
  }

  /** @param {CommandArgs} args */
  function move(args) {
    pointer.useKeys();
    const { cursor, tokens } = editor.state;
    const vertical = args.direction === "up" || args.direction === "down";
    const isLine = args.by === "line" && cursor >= 0;
    const point = isLine
      ? vertical
        ? geometry.beside(cursor, args.direction)
        : geometry.lineEdge(cursor, args.direction)
      : undefined;
    const { arrows } = preferences;
    run("move", { ...args, ...(arrows && { arrows }), ...(point !== undefined && { point }) });
    const token = tokens[editor.state.cursor];
    if (!token) return;
    geometry.reveal(token);
    if (!editor.state.selection) putCaret(text, token.start);
    // A label's key is held meanwhile: it takes the words on the way.
    sweep.extend(pointer);
  }

  /** @param {KeyboardEvent} event */
  const onKeyUp = (event) => sweep.release(event.code);
  const onBlur = () => sweep.cancel();

  document.addEventListener("keydown", onKeyDown);
  document.addEventListener("keyup", onKeyUp);
  window.addEventListener("blur", onBlur);
  return () => {
    document.removeEventListener("keydown", onKeyDown);
    document.removeEventListener("keyup", onKeyUp);
    window.removeEventListener("blur", onBlur);
  };
}

// ---------------------------------------------------------------- what is printed on the keys

const NAMES = {
  Space: "␣",
  Enter: "⏎",
  Escape: "Esc",
  Delete: "Del",
  Backspace: "⌫",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  BracketLeft: "[",
  BracketRight: "]",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Backquote: "`",
  Digit: "0–9",
  Minus: "-",
  Semicolon: ";",
  Quote: "'",
};

/** @type {{get: (code: string) => string | undefined}} */
let layout = { get: () => undefined };

/** Asks the browser for the layout, where it tells; names are a guess from a US keyboard else. */
export async function readLayout() {
  const keyboard = /** @type {any} */ (navigator).keyboard;
  if (keyboard?.getLayoutMap) layout = await keyboard.getLayoutMap().catch(() => layout);
}

/** @param {string} code event.code */
export function keyName(code) {
  const name =
    layout.get(code) ?? NAMES[/** @type {keyof typeof NAMES} */ (code)] ?? code.replace(/^(Key|Digit|Numpad)/, "");
  return name.length === 1 ? name.toUpperCase() : name;
}

/** "Ctrl", "Shift" and the key, apart. @param {{code: string, chord: string}} binding */
export const keyNames = ({ code, chord }) => [...(chord ? chord.split("+") : []), keyName(code)];
