// What can be pressed in a strip: buttons that show their key, and the keys that press them.
import { button, h } from "./elements.js";
import { keyName } from "./keyboard.js";

/** @param {{key: string, title: string, hint?: string, value: string, className: string, isPressed?: boolean, run: () => void}} options */
export function choiceButton({ key, title, hint, value, className, isPressed, run }) {
  const name = key && keyName(/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`);
  return button(
    {
      class: className,
      title: hint,
      "aria-keyshortcuts": name || null,
      "aria-pressed": isPressed === undefined ? null : String(isPressed),
      onclick: run,
    },
    name && h("kbd", null, name),
    h("span", null, title),
    value && h("span", { class: "value" }, value),
  );
}

/** A letter for each title: one of its own where it can be. @param {readonly string[]} titles @returns {string[]} */
export function lettersFor(titles) {
  const free = new Set("abcdefghijklmnopqrstuvwxyz");
  return titles.map((title) => {
    const letter = [...title.toLowerCase(), ...free].find((each) => free.has(each)) ?? "";
    free.delete(letter);
    return letter;
  });
}

/** A digit for each value, and letters for those that come after the ninth; none of them is another value's own key.
 * @param {readonly string[]} keys those of the schema @returns {string[]} */
export function codesFor(keys) {
  const codes = [..."123456789", ..."abcdefghijklmnopqrstuvwxyz"].filter((code) => !keys.includes(code));
  return keys.map((_, at) => codes[at] ?? "");
}

/** @param {readonly (readonly [readonly string[], () => void])[]} rows what each key does; keys are places on the keyboard */
export function pressing(rows) {
  return (/** @type {KeyboardEvent} */ event) => {
    const code = /^(?:Key|Digit|Numpad)(\w)$/.exec(event.code)?.[1].toLowerCase();
    const found = code && rows.find(([keys]) => keys.includes(code));
    if (!found || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    found[1]();
  };
}

/** Arrows go from button to button. @param {KeyboardEvent} event */
export function moveAmong(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const place = /** @type {HTMLElement} */ (event.currentTarget);
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(".strip-keys button"))];
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (!step || at < 0) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length].focus();
}
