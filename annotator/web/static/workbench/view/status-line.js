// The state of the work in words, seen and said: what is saved, what the last act did, what the next key will do.
/** @import { Editor, Keymap, SaveState } from "../model/types.js" @import { Pointer } from "./pointer.js" */
import { isTrigger } from "../model/schema.js";
import { button, h, onceAFrame } from "./elements.js";
import { keyNames } from "./keyboard.js";

/** How bad a state is; getting worse is said aloud. */
const WORSE = { saved: 0, local: 1, offline: 2, sign_in: 3, problem: 4 };

/** @param {SaveState} save */
export function savedWords({ state, waiting, detail }) {
  if (state === "saved") return "Saved";
  // One act on its way is no news; one that does not get there is.
  if (state === "local")
    return waiting > 1 || detail ? `Saved on this device, ${waiting} waiting` : "Saved on this device";
  if (state === "offline") return `Offline, ${waiting} waiting`;
  if (state === "sign_in") return "Sign in to sync";
  return `Problem: ${detail || "not saved"} (${waiting} waiting)`;
}

/** Several states as one: what is worst, and all that waits. @param {readonly SaveState[]} states @returns {SaveState} */
export function together(states) {
  /** @type {SaveState} */
  const none = { state: "saved", waiting: 0, detail: "" };
  const worst = states.reduce((bad, each) => (WORSE[each.state] > WORSE[bad.state] ? each : bad), none);
  return { ...worst, waiting: states.reduce((sum, { waiting }) => sum + waiting, 0) };
}

/** @param {HTMLElement} chip @param {{announce: (words: string) => void, signIn: string}} options signIn: where one signs in */
export function mountSaved(chip, { announce, signIn }) {
  let worst = 0;
  return (/** @type {SaveState} */ save) => {
    const words = savedWords(save);
    chip.dataset.state = save.state;
    chip.title = words;
    // An act on its way is no news yet: what follows the first word comes into sight only when it stays.
    const late = save.state === "local" && h("span", { class: "late" }, words.slice(5));
    const link = save.state === "sign_in" && h("a", { href: signIn, target: "_blank", rel: "noopener" }, words);
    chip.replaceChildren(...(late ? [words.slice(0, 5), late] : [link || words]));
    if (WORSE[save.state] > Math.max(1, worst)) announce(words);
    worst = WORSE[save.state];
  };
}

/** @param {HTMLElement} root @param {HTMLElement} finish @param {{editor: Editor, map: Keymap, pointer: Pointer, onUndo: () => void, onSubmit: () => void}} options */
export function mountStatusLine(root, finish, { editor, map, pointer, onUndo, onSubmit }) {
  const said = h("span", { class: "said" });
  const next = h("span", { class: "next" });
  const undone = h("span", null);
  const undo = button({ class: "plain undo", onclick: onUndo });
  const submit = button({ class: "primary", onclick: onSubmit });
  root.append(said, next);
  finish.append(undo, submit);

  /** @param {string} command */
  function keyOf(command) {
    const mine = map.bindings.filter((each) => each.command === command);
    const binding = mine.find((each) => !each.spare) ?? mine[0];
    return binding ? [h("kbd", null, keyNames(binding).join(" "))] : [];
  }

  /** @param {string} command */
  function nameOf(command) {
    const binding = map.bindings.find((each) => each.command === command);
    return binding ? keyNames(binding).join(" ") : "";
  }

  /** What the next key will do. */
  function hint() {
    const { readOnly, inHand, schema, selection } = editor.state;
    if (readOnly) return "For reading only";
    const span = pointer.span();
    const read = inHand === null && span ? editor.state.readings?.words(editor.state, span) : "";
    const labels = map.bindings
      .filter((each) => each.command === "label" && !each.spare)
      .map((each) => keyNames(each).join(" "));
    if (inHand !== null) return `${nameOf("event")} adds a trigger · ${nameOf("done")} done`;
    if (read) return `${nameOf("done")} confirms ${read} · ${nameOf("values")} values · ${nameOf("delete")} deletes`;
    if (span && isTrigger(schema, span.label))
      return `${nameOf("event")} picks up the event · ${nameOf("values")} values · ${nameOf("delete")} deletes`;
    if (span) return `${nameOf("values")} values · ${nameOf("delete")} deletes · ${labels.join(" ")} another label`;
    if (pointer.isPointing() && pointer.token() < 0 && !selection) return "Point at a word, then press a label key";
    return `${labels.join(" ")} labels ${selection ? "the selection" : "this word; hold and sweep for more"}`;
  }

  /** The pointer crosses many words. */
  const draw = onceAFrame(() => {
    const { undo: acts, readOnly } = editor.state;
    const words = hint();
    if (next.textContent !== words) next.textContent = words;
    undone.textContent = acts.length > 0 ? `undo ${acts[acts.length - 1].status}` : "";
    undo.title = undone.textContent;
    undo.disabled = acts.length === 0 || readOnly;
    submit.hidden = readOnly;
  });

  function drawKeys() {
    undo.replaceChildren(...keyOf("undo"), undone);
    submit.replaceChildren("Submit, next", ...keyOf("submit"));
    draw();
  }

  const unsubscribe = editor.subscribe(draw);
  drawKeys();
  return {
    draw,
    drawKeys,
    submit,
    /** @param {string} message @param {boolean} [isRefused] */
    say(message, isRefused = false) {
      said.textContent = message;
      said.title = message;
      said.classList.toggle("refused", isRefused);
    },
    unmount() {
      unsubscribe();
      root.replaceChildren();
      finish.replaceChildren();
    },
  };
}

/** @typedef {ReturnType<typeof createAnnouncer>} Announcer */

/** Says in one polite live region what happened; several things at once are said together.
 * @param {HTMLElement} region @param {number} [wait] milliseconds in which sayings are gathered */
export function createAnnouncer(region, wait = 120) {
  /** @type {string[]} */
  let sayings = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isOdd = false;

  function speak() {
    timer = undefined;
    isOdd = !isOdd;
    // A space that differs makes the same words news again.
    region.textContent = `${sayings.join(". ")}${isOdd ? "\u00a0" : ""}`;
    sayings = [];
  }

  return {
    /** @param {string} saying */
    say(saying) {
      if (!saying || sayings.at(-1) === saying) return;
      sayings.push(saying);
      timer ??= setTimeout(speak, wait);
    },
    unmount() {
      clearTimeout(timer);
      region.textContent = "";
    },
  };
}
