// Flags and comments: the line in which one is written, at its words; it floats, so that nothing moves.
/** @import { CommandArgs, Comment } from "../model/types.js" @import { Bench } from "../bench.js" */
import { anchor, anchorOf, reasonWords } from "../model/comment-commands.js";
import { LONGEST, REASONS } from "../model/rules.js";
import { button, h } from "./elements.js";
import { openStrip } from "./strip.js";

/** @param {Bench} bench @param {CommandArgs} args commentId: one to change; answers: id of one to answer; else a target, see commands.js */
export function open(bench, args) {
  const { state } = bench.editor;
  if (state.readOnly) return bench.say("This document is open for reading only");
  const changed = state.annotations.comments.get(args.commentId) ?? null;
  const on = changed ?? anchor(state, args);
  if (!on) return bench.say("Point at a word to flag it");
  line(bench, { changed, on, isAnswer: args.answers !== undefined });
}

/** @typedef {Pick<Comment, "span" | "start" | "end">} Anchor */

/** @param {Bench} bench @param {{changed: Comment | null, on: Anchor, isAnswer: boolean}} options changed: null for a new one */
function line(bench, { changed, on, isAnswer }) {
  const { editor, run, user } = bench;
  const { annotations, index } = editor.state;
  const range = anchorOf(annotations, on);
  const words = range ? `“${index.slice(range.start, range.end)}”` : "the article";
  const deed = changed ? "Change what is said of" : isAnswer ? "Answer on" : "Flag or comment on";
  const isThere = () => {
    const { spans, comments } = editor.state.annotations;
    return (on.span === null || spans.has(on.span)) && (!changed || comments.has(changed.id));
  };
  const strip = openStrip(bench, { title: `${deed} ${words}`, at: range, isThere });
  const about = h("span", { class: "about" }, `${deed} ${words}`);
  let isOnArticle = range === null;
  const widen = button(
    {
      class: "small plain",
      "aria-pressed": "false",
      onclick() {
        isOnArticle = !isOnArticle;
        about.textContent = `${deed} ${isOnArticle ? "the article" : words}`;
        widen.setAttribute("aria-pressed", String(isOnArticle));
      },
    },
    "The whole article",
  );
  const radios = [null, ...REASONS].map((reason, at) => {
    const checked = (changed?.reason ?? null) === reason;
    return h("input", { type: "radio", name: "reason", value: reason ?? "", checked, "data-digit": at });
  });
  const labels = radios.map((radio, at) =>
    h("label", null, radio, h("kbd", null, at), at === 0 ? "no flag, a comment" : reasonWords(REASONS[at - 1])),
  );
  const input = h("input", {
    type: "text",
    value: changed?.text,
    maxlength: LONGEST,
    placeholder: "Say more, if you like",
    "aria-label": "What is to be said",
    autocomplete: "off",
  });
  const form = h(
    "form",
    { class: "strip-line", onsubmit: set },
    input,
    h("button", { class: "small primary" }, changed ? "Change" : "Done", " ", h("kbd", null, "⏎")),
  );

  /** @param {Event} event */
  function set(event) {
    event.preventDefault();
    const chosen = radios.find((radio) => radio.checked)?.value;
    // A reason that an import brought is none of the list: it stays unless another is chosen.
    const kept = changed && chosen === undefined ? changed.reason : null;
    const said = { author: user.name, text: input.value, reason: chosen || kept };
    const where = isOnArticle && range ? { document: true } : targetOf(on);
    const created = new Date().toISOString();
    const result = changed
      ? run("change_comment", { commentId: changed.id, ...said })
      : run("comment", { created, ...said, ...where });
    if (result.ok) strip.close();
    else radios[0].focus();
  }

  /** Digits choose, Enter ends, and whoever begins to write writes. @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.target === input) return;
    const digit = /^(?:Digit|Numpad)([0-5])$/.exec(event.code)?.[1] ?? (/^[0-5]$/.test(event.key) ? event.key : null);
    if (digit && !event.shiftKey) {
      radios[Number(digit)].checked = true;
      radios[Number(digit)].focus();
    } else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) form.requestSubmit();
    else {
      if ([...event.key].length === 1 && event.key !== " ") input.focus();
      return;
    }
    event.preventDefault();
  }
  strip.element.addEventListener("keydown", onKeyDown);

  const head = h("div", { class: "strip-head comment-head" }, about, !changed && range && widen);
  const reasons = h("fieldset", { class: "strip-keys comment-reasons" }, h("legend", { class: "unseen" }, "Why"));
  reasons.append(...labels);
  const first = radios.find((radio) => radio.checked) ?? radios[0];
  // Who changes what they wrote goes on behind it; a key pressed before the line was there cannot move the caret.
  input.setSelectionRange(input.value.length, input.value.length);
  strip.show([head, reasons, form], () => (changed?.text ? input : first));
}

/** @param {Anchor} on @returns {CommandArgs} */
function targetOf({ span, start, end }) {
  if (span !== null) return { spanId: span };
  return start === null ? { document: true } : { start, end, exact: true };
}
