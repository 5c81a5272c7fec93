// One sentence of the list: its words with their marks, its spans, and what labels more of its words.
/** @import { Sentence, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { rangeAt } from "../model/paragraphs.js";
import { joins } from "../model/schema.js";
import { tokensBetween } from "../model/tokens.js";
import { button, h } from "./elements.js";
import { keepingFocus } from "./fields.js";
import { mountListSpan } from "./list-span.js";
import { drawParagraph } from "./paragraph.js";

/** @param {number} at @param {Sentence} sentence @param {Bench} bench @param {(spanId: string) => void} goTo */
export function mountSentence(at, sentence, bench, goTo) {
  const { editor, looks } = bench;
  const heading = h("h3", { tabindex: "-1" }, h("span", { class: "unseen" }, "Sentence "), String(at + 1));
  const words = h("p", { class: "text words", dir: "auto" });
  const items = h("ul", { class: "list-spans", role: "list" });
  const maker = mountMaker();
  const element = h("li", { class: "sentence" }, heading, words, items, maker.toggle);
  /** @type {Map<string, ReturnType<typeof mountListSpan>>} */
  let spans = new Map();
  /** What the words show. @type {readonly Span[] | null} */
  let drawn = null;

  /** Something to label more words with: made when it is first wanted. */
  function mountMaker() {
    const form = h("div", { class: "maker", role: "group", "aria-label": `Label words of sentence ${at + 1}` });
    const toggle = button(
      { class: "plain", "aria-expanded": "false", "data-keep": "maker", onclick: turn },
      "Label words",
    );
    const tokens = tokensBetween(editor.state.tokens, sentence.start, sentence.end);
    const first = h("select", { onchange: follow });
    const last = h("select");
    const roles = h("span", { class: "row-of" });
    let hand = "";

    function turn() {
      const isOpen = toggle.getAttribute("aria-expanded") === "false";
      toggle.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) return form.remove();
      if (first.options.length === 0) fill();
      draw(editor.state);
      toggle.after(form);
      first.focus();
    }

    function fill() {
      const seen = new Map();
      const names = tokens.map(({ start, end }) => {
        const token = editor.state.index.slice(start, end);
        seen.set(token, (seen.get(token) ?? 0) + 1);
        return seen.get(token) > 1 ? `${token} (${seen.get(token)})` : token;
      });
      // A quotation mark or a bracket is hardly ever what one begins with.
      const begin = Math.max(
        0,
        names.findIndex((name) => /[\p{L}\p{N}]/u.test(name)),
      );
      for (const select of [first, last]) select.append(...names.map((name, place) => new Option(name, String(place))));
      first.selectedIndex = begin;
      follow();
      const labels = editor.state.schema.labels.map(({ name, title }) =>
        button(
          { class: `small tone-${looks.tone(name)}`, onclick: () => make("label", { label: name, also: true }) },
          title,
        ),
      );
      form.append(
        h("label", null, "First word ", first),
        h("label", null, "Last word ", last),
        h("span", { class: "row-of", role: "group", "aria-label": "Label them" }, ...labels),
        roles,
      );
    }

    /** Words run on: the last is never before the first. */
    function follow() {
      const from = first.selectedIndex;
      for (const option of last.options) option.disabled = option.index < from;
      last.selectedIndex = from;
    }

    /** @param {string} command @param {{[name: string]: any}} args */
    function make(command, args) {
      const { start } = tokens[first.selectedIndex];
      const { end } = tokens[last.selectedIndex];
      bench.run(command, { ...args, start, end });
      first.focus();
    }

    /** With an event in hand, words are labelled and linked in one act. @param {typeof editor.state} state */
    function draw({ inHand, annotations, schema }) {
      if (!toggle.matches("[aria-expanded=true]")) return;
      const span = annotations.spans.get(inHand ?? "");
      const mark = span ? `${span.label} ${span.quote}` : "";
      if (mark === hand) return;
      hand = mark;
      const open = span ? schema.roles.filter((role) => role.to.some((label) => joins(role, span.label, label))) : [];
      keepingFocus(roles, () =>
        roles.replaceChildren(
          ...open.map(({ name, title }) =>
            button(
              { class: "small", "data-keep": name, onclick: () => make("link", { role: name }) },
              `${title} of “${span?.quote}”`,
            ),
          ),
        ),
      );
    }

    return { toggle, form, draw };
  }

  /** @param {readonly Span[]} here */
  function drawWords(here) {
    if (drawn && drawn.length === here.length && drawn.every((span, place) => span === here[place])) return;
    drawn = here;
    words.replaceChildren(...drawParagraph(editor.state.index, sentence, here, looks).nodes);
  }

  /** Puts the spans in order and touches none that is in its place. @param {readonly Span[]} here @param {ReadonlyMap<string, string[]>} parts */
  function drawItems(here, parts) {
    const before = spans;
    const active = document.activeElement;
    const lost = [...before.values()].find((item) => item.element.contains(active));
    const place = lost ? [...items.children].indexOf(lost.element) : -1;
    spans = new Map(here.map((span) => [span.id, before.get(span.id) ?? mountListSpan(span.id, bench, goTo)]));
    for (const [id, item] of before) if (!spans.has(id)) item.element.remove();
    let next = items.firstElementChild;
    for (const span of here) {
      const item = /** @type {ReturnType<typeof mountListSpan>} */ (spans.get(span.id));
      item.draw(span, parts.get(span.id) ?? []);
      if (item.element === next) next = next.nextElementSibling;
      else items.insertBefore(item.element, next);
    }
    // What had the focus is gone: its neighbour takes it, so that nobody has to begin at the top again.
    if (lost && !lost.element.isConnected)
      (items.children[Math.min(place, items.children.length - 1)]?.querySelector("button") ?? maker.toggle).focus();
  }

  return {
    element,
    heading,
    /** @param {readonly Span[]} here those that touch it @param {ReadonlyMap<string, string[]>} parts */
    draw(here, parts) {
      drawWords(here);
      // A span that runs over several sentences is told in the first.
      drawItems(
        here.filter((span) => rangeAt(editor.state.sentences, span.start) === at),
        parts,
      );
      maker.toggle.hidden = editor.state.readOnly;
      if (editor.state.readOnly) maker.form.remove();
      maker.draw(editor.state);
    },
    /** @param {string} spanId */
    holds: (spanId) => spans.has(spanId),
    /** Closes what is open around an element; false when nothing is. @param {Element} inner */
    shut(inner) {
      const item = [...spans.values()].find((each) => each.element.contains(inner));
      if (maker.form.contains(inner)) maker.toggle.click();
      else return item?.shut() ?? false;
      maker.toggle.focus();
      return true;
    },
    /** To the first value of a span. @param {string} spanId */
    values: (spanId) => spans.get(spanId)?.values(),
  };
}
