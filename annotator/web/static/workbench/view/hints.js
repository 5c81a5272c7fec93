// Hints: two letters on every word in sight; typing them moves the cursor there. Nothing in the text moves.
/** @import { Bench } from "../bench.js" */
import { h } from "./elements.js";
import { keyName, putCaret } from "./keyboard.js";

/** Where the letters lie, the easiest to reach first: the home row, then the rows above and below it. */
const REACH = [..."FJDKSLAGH", ..."RUEIWOTYQP", ..."VMCNXBZ"].map((letter) => `Key${letter}`);
const HOME_ROW = 9;

/** Letters of this keyboard, each with the physical key that bears it; none stands on two keys.
 * @returns {Map<string, string>} */
export function letters() {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const code of REACH) {
    const name = keyName(code);
    if ([...name].length === 1 && /\p{L}/u.test(name) && !found.has(name)) found.set(name, code);
  }
  return found;
}

/** As many pairs as are asked for, as far as there are any: of the home row alone when that is enough.
 * @param {readonly string[]} names letters, the easiest first @param {number} count @returns {string[]} */
export function pairs(names, count) {
  const used = names.slice(0, Math.max(HOME_ROW, Math.ceil(Math.sqrt(count))));
  return used.flatMap((first) => used.map((second) => first + second)).slice(0, count);
}

/** @param {Bench} bench */
export function open({ editor, text, pane, geometry, pointer, layers, status, run, say }) {
  const { tokens, index } = editor.state;
  const { from, to } = geometry.inView();
  // Marks are reached from the word beside them: letters on a comma would hide its neighbours.
  const words = tokens.slice(from, to).filter(({ start, end }) => /[\p{L}\p{N}]/u.test(index.slice(start, end)));
  if (words.length === 0) return say("No word in sight");
  const keys = letters();
  const given = pairs([...keys.keys()], words.length);
  const chips = new Map(given.map((pair, at) => [pair, { word: words[at], chip: chipOf(pair) }]));
  const overlay = h("div", { class: "overlay hints", "aria-hidden": "true" });
  const begun = placeOf(pane);
  let typed = "";

  const frame = text.element.getBoundingClientRect();
  for (const { word, chip } of chips.values()) {
    const [rect] = geometry.rects(word);
    if (!rect) continue;
    chip.style.left = `${rect.left - frame.left}px`;
    chip.style.top = `${rect.top - frame.top}px`;
    overlay.append(chip);
  }
  text.element.append(overlay);
  const forget = layers.opened(close);
  document.addEventListener("keydown", onKeyDown, true);
  for (const name of ["resize", "pointerdown", "blur"]) window.addEventListener(name, leave, true);
  window.addEventListener("scroll", onScroll, true);
  say("Type the two letters on a word; Esc closes", false);

  function close() {
    status.say("");
    overlay.remove();
    document.removeEventListener("keydown", onKeyDown, true);
    for (const name of ["resize", "pointerdown", "blur"]) window.removeEventListener(name, leave, true);
    window.removeEventListener("scroll", onScroll, true);
  }

  /** The cards scroll by themselves, and a scroll of a moment ago is told of now: only a text that moves is another. */
  function onScroll() {
    if (placeOf(pane) !== begun) leave();
  }

  function leave() {
    forget();
    close();
  }

  /** The letter that was pressed: as it is typed, else as it is printed on the key. @param {KeyboardEvent} event */
  function letterOf({ key, code }) {
    const letter = key.toLocaleUpperCase();
    return keys.has(letter) ? letter : ([...keys].find(([, at]) => at === code)?.[0] ?? null);
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (["Shift", "CapsLock", "Escape"].includes(event.key) || event.isComposing) return;
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    const letter = isPlain ? letterOf(event) : null;
    // Any other key means what it always means.
    if (letter === null) return leave();
    event.preventDefault();
    event.stopImmediatePropagation();
    const pair = typed + letter;
    const left = [...chips.keys()].filter((each) => each.startsWith(pair));
    if (left.length === 0) return say(`No word has ${pair}`);
    if (pair.length === 2) return jump(pair);
    typed = pair;
    for (const [each, { chip }] of chips) chip.hidden = !each.startsWith(pair);
  }

  /** @param {string} pair */
  function jump(pair) {
    const { start } = /** @type {{word: {start: number}}} */ (chips.get(pair)).word;
    leave();
    pointer.useKeys();
    run("move_to", { point: start });
    putCaret(text, start);
  }
}

/** @param {string} pair */
const chipOf = (pair) => h("div", { class: "hint", "data-letters": pair });

/** How far the text is scrolled. @param {HTMLElement} pane */
const placeOf = (pane) => `${pane.scrollTop} ${scrollY}`;
