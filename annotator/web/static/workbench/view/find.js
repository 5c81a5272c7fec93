// Finding words in the text: a small field above the bar. The browser's own find stays what it is.
/** @import { Bench } from "../bench.js" @import { EditorState, Range } from "../model/types.js" */
import { nearestToken } from "../model/tokens.js";
import { afterPaint, button, h, part } from "./elements.js";

/** More than these are counted but not painted. */
const PAINTED = 1000;
/** What was looked for last. */
let last = "";

/** Where words stand, whatever their case; any space stands for any other.
 * @param {Pick<EditorState, "text" | "index">} state @param {string} query @returns {Range[]} */
export function matches({ text, index }, query) {
  const words = query.trim().split(/\s+/u);
  if (words[0] === "") return [];
  const pattern = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("\\s+"), "giu");
  return Array.from(text.matchAll(pattern), ({ index: at, 0: found }) => ({
    start: index.point(at),
    end: index.point(at + found.length),
  }));
}

/** @param {Bench} bench */
export function open({ editor, text, geometry, layers, run, say }) {
  const standing = /** @type {HTMLInputElement | null} */ (document.querySelector(".find input"));
  if (standing) return standing.select();
  const field = h("input", { type: "search", value: last, autocomplete: "off", spellcheck: "false" });
  const count = h("output", { class: "count", "aria-live": "polite" });
  const form = h(
    "search",
    { class: "find", "aria-label": "Find in the text" },
    h("label", null, "Find ", field),
    count,
    button({ class: "small", "aria-label": "Match before", onclick: () => walk(-1) }, "↑"),
    button({ class: "small", "aria-label": "Next match", onclick: () => walk(1) }, "↓"),
    button({ class: "small plain", onclick: leave }, "Close"),
  );
  /** @type {Range[]} */
  let found = [];
  let here = -1;

  function look() {
    last = field.value;
    found = matches(editor.state, field.value);
    const { tokens, cursor, selection } = editor.state;
    const from = selection?.start ?? tokens[cursor]?.start ?? 0;
    here = found.findIndex(({ start }) => start >= from);
    if (here < 0 && found.length > 0) here = 0;
    show();
  }

  function show() {
    paint();
    const words = found.length === 0 ? "Not in the text" : `${here + 1} of ${found.length}`;
    count.textContent = field.value.trim() === "" ? "" : words;
    if (found[here]) geometry.reveal(found[here]);
  }

  function paint() {
    if (!CSS.highlights) return;
    // Of very many those around the one that is looked at.
    const from = Math.max(0, here - PAINTED / 2);
    const all = found.slice(from, from + PAINTED).flatMap(text.pieces);
    const current = new Highlight(...(found[here] ? text.pieces(found[here]) : []));
    current.priority = 1;
    CSS.highlights.set("find", new Highlight(...all));
    CSS.highlights.set("find-here", current);
  }

  /** @param {number} by */
  function walk(by) {
    if (found.length === 0) return;
    here = (here + by + found.length) % found.length;
    show();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    walk(event.shiftKey ? -1 : 1);
  }

  /** The words that were found last are what the next key acts on, when one comes from the field. */
  function close() {
    const isHere = form.contains(document.activeElement);
    const match = found[here];
    unsubscribe();
    form.remove();
    for (const name of ["find", "find-here"]) CSS.highlights?.delete(name);
    if (!isHere) return;
    text.element.focus({ preventScroll: true });
    if (!match || nearestToken(editor.state.tokens, match.start) < 0) return;
    run("select", match);
    const { selection, index } = editor.state;
    if (selection) say(`“${index.slice(selection.start, selection.end)}” is selected: a label key labels it`, false);
  }

  function leave() {
    forget();
    close();
  }

  // Where a paragraph is drawn anew, what was painted in it is gone.
  const again = afterPaint(() => form.isConnected && paint());
  const unsubscribe = editor.subscribe((_, changed) => changed.spans && again());
  const forget = layers.opened(close);
  field.addEventListener("input", look);
  field.addEventListener("keydown", onKeyDown);
  part("status").before(form);
  field.focus({ preventScroll: true });
  field.select();
  look();
}
