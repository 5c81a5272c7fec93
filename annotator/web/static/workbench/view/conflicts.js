// Acts of ours that met another's: both variants as ghosts on the words, and the decision what becomes of them.
/** @import { EditorState, Problem } from "../model/types.js" @import { Bench } from "../bench.js" */
import { MET } from "../model/acts.js";
import { inTheWay, remade, variants, without } from "../model/conflicts.js";
import { button, h, onceAFrame } from "./elements.js";
import { boxesAround } from "./overlay.js";

/** @param {HTMLElement} root where notices stand @param {Bench} bench @returns {() => void} */
export function mountConflicts(root, bench) {
  const { editor, text, geometry } = bench;
  const ghosts = h("div", { class: "overlay", "aria-hidden": "true" });
  const list = h("ul", null);
  const all = h("div", { class: "choices-row" });
  const notice = h("section", { class: "notice bad conflicts", role: "alert", "aria-label": "To decide" }, list, all);
  let shown = "";

  function draw() {
    const { state } = editor;
    const { problems, readOnly } = state;
    const rows = problems.map((problem) => rowOf(state, problem));
    // Said and drawn again only when it reads otherwise: who is about to press a button must find it in its place.
    const reads = rows.map((row) => row.textContent).join("\n");
    if (reads !== shown) {
      shown = reads;
      const hadFocus = notice.contains(document.activeElement);
      list.replaceChildren(...rows);
      const refused = problems.filter(({ rule }) => rule !== MET);
      const many = !readOnly && refused.length > 1;
      all.replaceChildren(
        ...(many
          ? [
              button({ class: "small", onclick: () => again(refused) }, `Make all ${refused.length} mine`),
              button({ class: "small", onclick: () => refused.forEach(leave) }, "Keep all of theirs"),
            ]
          : []),
      );
      if (rows.length === 0) notice.remove();
      else if (!notice.isConnected) root.prepend(notice);
      if (hadFocus) (notice.querySelector("button") ?? text.element).focus({ preventScroll: true });
    }
    drawGhosts();
  }

  /** Where the words lie when it is drawn. */
  const drawGhosts = onceAFrame(() => {
    const { state } = editor;
    const found = state.problems.flatMap((problem) => variants(state, problem) ?? []);
    ghosts.replaceChildren(
      ...found.flatMap(({ ours, theirs, yours, there }) => [
        ...ghostOf("ours", ours, yours),
        ...ghostOf("theirs", theirs, there),
      ]),
    );
    if (found.length > 0 && !ghosts.isConnected) text.element.append(ghosts);
  });

  /** @param {"ours" | "theirs"} whose @param {import("../model/types.js").Range} range @param {string} words */
  function ghostOf(whose, range, words) {
    const room = whose === "ours" ? 2 : 6;
    const boxes = boxesAround(text, geometry, range, `ghost ${whose}`, { around: room, below: room });
    // The words are drawn by the style, so that they are neither found nor copied with the text.
    if (boxes[0]) boxes[0].dataset.words = words;
    return boxes;
  }

  /** @param {EditorState} state @param {Problem} problem */
  function rowOf(state, problem) {
    const both = variants(state, problem);
    const words = both ? `“${both.ours.quote}” — ${both.yours} · ${both.there}.` : "";
    const about = both && h("button", { type: "button", class: "plain", onclick: () => bench.go(both.theirs) }, words);
    const message = problem.rule === MET && both ? "Two devices labelled the same words." : problem.message;
    const choices = state.readOnly ? [] : choicesOf(state, problem);
    return h("li", null, h("span", null, message), about, h("div", { class: "choices-row" }, ...choices));
  }

  /** @param {EditorState} state @param {Problem} problem */
  function choicesOf(state, problem) {
    const { ours, theirs, rule } = problem;
    const small = (/** @type {string} */ words, /** @type {() => void} */ onclick) =>
      button({ class: "small", onclick }, words);
    if (rule === MET && ours && theirs)
      return [
        small("Keep both", () => leave(problem)),
        small("Only mine", () => only(problem, theirs)),
        small("Only theirs", () => only(problem, ours)),
      ];
    const canBeMade = remade(state, [problem.act]).changes.length > 0;
    // What the rules do not let through has nobody else's in its way.
    const isMet = rule === "fence" && inTheWay(state, problem) !== null;
    return [
      canBeMade && small(isMet ? "Make mine" : "Try again", () => again([problem])),
      small(isMet ? "Keep theirs" : canBeMade ? "Leave it" : "Understood", () => leave(problem)),
    ].filter((choice) => choice !== false);
  }

  /** @param {readonly Problem[]} problems */
  function again(problems) {
    const acts = problems.map(({ act }) => act);
    const { changes, left } = remade(editor.state, acts);
    const partly = left.length > 0 ? ` (not all of it: ${left.join("; ")})` : "";
    const status = `${acts.length > 1 ? `${acts.length} acts` : acts[0].status}, made again${partly}`;
    bench.run("remake", { changes, status, settles: acts.map(({ id }) => id) });
  }

  /** @param {Problem} problem @param {import("../model/types.js").Span} gone */
  function only(problem, gone) {
    const kept = gone === problem.ours ? problem.theirs : problem.ours;
    const status = `“${gone.quote}” is ${bench.looks.title(kept?.label ?? "")} only`;
    bench.run("remake", { changes: without(editor.state, gone), status, settles: [problem.act.id] });
  }

  /** @param {Problem} problem */
  function leave(problem) {
    editor.dismiss(problem.act.id);
    bench.say(`Left as it is: ${problem.act.status}`, false);
  }

  const observer = new ResizeObserver(drawGhosts);
  observer.observe(text.element);
  const unsubscribe = editor.subscribe((state) => {
    if (state.problems.length > 0 || shown) draw();
  });
  draw();
  return () => {
    unsubscribe();
    observer.disconnect();
    ghosts.remove();
    notice.remove();
  };
}
