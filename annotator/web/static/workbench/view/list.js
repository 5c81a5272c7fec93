// The article as a list: sentence, spans, roles, in plain HTML. The whole task can be done here without the text.
/** @import { EditorState, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { proposals } from "../model/frames.js";
import { lookup } from "../model/keymap.js";
import { inTextOrder, rangeAt } from "../model/paragraphs.js";
import { phraseOf } from "../model/schema.js";
import { afterPaint, button, h, part } from "./elements.js";
import { keepingFocus } from "./fields.js";
import { isEditable } from "./keyboard.js";
import { mountSentence } from "./list-sentence.js";
import { partsIn } from "./list-words.js";

/** @type {WeakMap<Bench, ReturnType<typeof mountList>>} */
const shown = new WeakMap();

/** Shows the article as a list, or as text again. @param {Bench} bench @param {{again?: boolean}} args again: it was one before, so it is one now */
export function open(bench, { again = false } = {}) {
  const list = shown.get(bench);
  if (again && list) return;
  if (list) list.close();
  else {
    const made = mountList(bench, () => shown.delete(bench));
    shown.set(bench, made);
    made.enter();
    if (!again) bench.say("The article is a list now", false);
  }
  try {
    sessionStorage.setItem("view", list ? "text" : "list");
  } catch {
    // It is not kept then, and that is all.
  }
}

/** Commands that act on the span whose button has the focus. */
const AIMED = new Set(["label", "link", "delete", "event", "grow", "shrink"]);
/** Keys that belong to the text alone, or to the button itself. */
const OTHERS = new Set(["move", "find", "hints", "focus_next", "focus_previous", "done", "escape"]);
/** What a key does wherever in the list it is pressed. */
const ANYWHERE = new Set(["list", "undo", "redo"]);

/** @param {Bench} bench @param {() => void} onClose */
function mountList(bench, onClose) {
  const { editor, pane, text } = bench;
  const { sentences } = editor.state;
  const hand = h("span", { class: "list-hand" });
  const root = h(
    "section",
    { id: "list", class: "list", "aria-labelledby": "list-title" },
    h("h2", { id: "list-title", class: "unseen", tabindex: "-1" }, "The article as a list"),
    h("div", { class: "list-head" }, hand, ...headButtons()),
  );
  const rows = sentences.map((sentence, at) => mountSentence(at, sentence, bench, goTo));
  root.append(h("ol", { class: "sentences", role: "list" }, ...rows.map((row) => row.element)));
  if (rows.length === 0) root.append(h("p", { class: "quiet" }, "There are no words in this article."));

  function headButtons() {
    const does = (/** @type {string} */ command) => ({ class: "plain", onclick: () => bench.run(command, {}) });
    return [
      button(does("undo"), "Undo"),
      button(does("redo"), "Redo"),
      button({ class: "plain", onclick: () => open(bench) }, "Back to the text"),
    ];
  }

  /** @param {EditorState} state */
  function drawHand(state) {
    const span = state.annotations.spans.get(state.inHand ?? "");
    const proposed = span
      ? proposals(state).map((each) => `${phraseOf(state.schema, each.role.name)} “${each.span.quote}”`)
      : [];
    const read = (!state.readOnly && state.readings?.onCard(state, span ? proposals(state) : [])) || [];
    const asked = read.map((each) => `“${each.span.quote}” ${state.readings?.words(state, each.span)}`);
    const words = span ? `In hand: ${bench.looks.title(span.label)} “${span.quote}” ` : "No event in hand";
    const mark = [words, ...proposed, ...asked].join();
    if (hand.dataset.mark === mark) return;
    hand.dataset.mark = mark;
    const does = (/** @type {string} */ command, /** @type {string} */ name) =>
      button({ class: "plain", "data-keep": command, onclick: () => bench.run(command, {}) }, name);
    const yes = [
      proposed.length > 0 && `Link what is proposed: ${proposed.join(", ")}`,
      asked.length > 0 && `Confirm what was read: ${asked.join(", ")}`,
    ].filter((each) => each !== false);
    const more = yes.length > 0 ? does("done", yes.join(". ")) : "";
    keepingFocus(hand, () => hand.replaceChildren(words, ...(span ? [does("put_down", "Put down"), " ", more] : [])));
  }

  function draw() {
    const { state } = editor;
    /** @type {Span[][]} */
    const here = sentences.map(() => []);
    const spans = [...state.annotations.spans.values()].sort(inTextOrder);
    if (here.length > 0)
      for (const span of spans) {
        const last = rangeAt(sentences, span.end - 1);
        for (let at = rangeAt(sentences, span.start); at <= last; at += 1) here[at].push(span);
      }
    const parts = partsIn(state);
    rows.forEach((row, at) => row.draw(here[at], parts));
    drawHand(state);
  }

  /** To a span, as one goes to its words in the text. @param {string} spanId @param {boolean} [isFocused] */
  function goTo(spanId, isFocused = true) {
    draw();
    const element = document.getElementById(`list-span-${spanId}`);
    element?.scrollIntoView({ block: "nearest" });
    if (isFocused) element?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const { code, shiftKey: shift, ctrlKey: ctrl, altKey: alt, metaKey: meta } = event;
    const press = { code, shift, ctrl, alt, meta };
    const target = /** @type {HTMLElement} */ (event.target);
    if (code === "Escape" && escape(target)) return event.preventDefault();
    const everywhere = lookup(bench.map, press, "page");
    // Lists of choices have no undo of their own; fields that are typed into have.
    const isTyping = isEditable(target) && !target.matches("select");
    if (everywhere && (everywhere.command === "list" || (ANYWHERE.has(everywhere.command) && !isTyping)))
      return done(event, everywhere.command, everywhere.args);
    const { span } = target.dataset;
    const binding = span && code !== "Enter" && code !== "Space" ? lookup(bench.map, press, "text") : null;
    if (!binding || binding.mode === "page" || OTHERS.has(binding.command)) return;
    bench.pointer.useKeys();
    if (binding.command === "values") {
      event.preventDefault();
      rows.find((row) => row.holds(span ?? ""))?.values(span ?? "");
    } else done(event, binding.command, AIMED.has(binding.command) ? { ...binding.args, spanId: span } : binding.args);
  }

  /** Closes the innermost: what lies above, what is open here, the event in hand. @param {HTMLElement} target */
  function escape(target) {
    if (bench.layers.close() || rows.some((row) => row.shut(target))) return true;
    return editor.state.inHand !== null && bench.run("put_down", {}).ok;
  }

  /** @param {KeyboardEvent} event @param {string} command @param {{[name: string]: any}} args */
  function done(event, command, args) {
    event.preventDefault();
    if (!event.repeat) bench.run(command, args);
  }

  /** Whoever comes back to the text, or asks for the guideline, is where they were here. @param {FocusEvent} event */
  function onFocusIn(event) {
    const spanId = /** @type {HTMLElement} */ (event.target).closest("[data-item]")?.getAttribute("data-item");
    if (spanId && spanId !== editor.state.focus) editor.run("focus", { spanId });
  }

  root.addEventListener("keydown", onKeyDown);
  root.addEventListener("focusin", onFocusIn);
  const later = afterPaint(draw);
  const unsubscribe = editor.subscribe((state, { reason }) => {
    later();
    const isElsewhere = !root.contains(document.activeElement);
    if (state.focus && (reason === "undo" || reason === "redo")) goTo(state.focus, false);
    else if (state.focus && reason === "focus" && isElsewhere) goTo(state.focus);
  });
  bench.whenUnmounted(close);

  let isOpen = true;
  const toggle = part("show-list");
  document.body.dataset.view = "list";
  toggle.setAttribute("aria-pressed", "true");
  pane.append(root);
  draw();

  function close() {
    if (!isOpen) return;
    isOpen = false;
    unsubscribe();
    const hadFocus = root.contains(document.activeElement);
    root.remove();
    delete document.body.dataset.view;
    toggle.setAttribute("aria-pressed", "false");
    if (hadFocus) text.element.focus({ preventScroll: true });
    const span = editor.state.annotations.spans.get(editor.state.focus ?? "");
    if (span) bench.geometry.reveal(span);
    onClose();
  }

  return {
    close,
    /** To the sentence where the person is in the text; who is in a field or on a button stays there. */
    enter() {
      const { activeElement } = document;
      const isFree = activeElement === null || activeElement === document.body || activeElement === toggle;
      const { cursor, tokens } = editor.state;
      const row = rows[rangeAt(sentences, tokens[cursor]?.start ?? 0)];
      row?.element.scrollIntoView({ block: "nearest" });
      if (isFree || text.element.contains(activeElement)) (row?.heading ?? toggle).focus({ preventScroll: true });
    },
  };
}
