// What is printed on a physical key of this keyboard.

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
