// The one line in which a toll is typed: number, sign and letters; what it means is shown while it is typed, Enter sets it.
/** @import { Attribute, CommandArgs, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { eitherOf, isCounted, labelNamed } from "../model/schema.js";
import { spansOver, target } from "../model/targets.js";
import { lettersOf, readToll, writeToll } from "../model/tolls.js";
import { tollLine, tollWords } from "../model/values.js";
import { button, h } from "./elements.js";
import { openStrip, stands } from "./strip.js";

const SIGNS = [
  ["40+", "at least"],
  [">40", "more than"],
  ["<40", "fewer than"],
  ["~40", "about"],
  ["40-50", "between"],
  ["?", "unknown"],
];

/** @param {Bench} bench @param {CommandArgs} args typed: the first sign, where it was typed in the text */
export function open(bench, { spanId, typed = "" }) {
  const { editor, say } = bench;
  const { schema, readOnly } = editor.state;
  if (readOnly) return say("This document is open for reading only");
  const span = editor.state.annotations.spans.get(spanId) ?? tollAt(bench);
  if (!span) {
    const counted = schema.labels.filter((each) => isCounted(schema, each.name)).map((each) => each.name);
    return say(
      counted.length > 0 ? `Only ${eitherOf(schema, counted)} has a number` : "This schema has no numbers of people",
    );
  }
  bench.run("focus", { spanId: span.id });
  const attributes = labelNamed(schema, span.label)?.attributes ?? [];
  line(bench, span, attributes, typed);
}

/** The shortest toll at what a key acts on. @param {Bench} bench @returns {Span | null} */
function tollAt({ editor, pointer }) {
  const { state } = editor;
  const aimed = pointer.target();
  const found = aimed && target(state, aimed);
  if (!found) return null;
  return spansOver(state, found).find((each) => isCounted(state.schema, each.label)) ?? null;
}

/** @param {Bench} bench @param {Span} span @param {readonly Attribute[]} attributes @param {string} typed */
function line(bench, span, attributes, typed) {
  const { editor, run, looks } = bench;
  const title = `${looks.title(span.label)} “${span.quote}”`;
  // A line begun with a number adds to what stands; one that is opened to be read over says all of it.
  const shown = typed ? "" : writeToll(span.attributes, attributes);
  const strip = openStrip(bench, { title, at: span, isThere: stands(bench, span) });
  const meaning = h("output", { class: "toll-meaning" });
  const input = h("input", {
    type: "text",
    class: "toll-line",
    value: typed || shown,
    "aria-label": `Toll of ${title}`,
    autocomplete: "off",
    spellcheck: "false",
    oninput: preview,
  });
  const letters = lettersOf(attributes).map(({ letter, title: words }) =>
    button(
      {
        onclick() {
          input.value = `${input.value.trimEnd()} ${letter}`.trimStart();
          input.focus({ preventScroll: true });
          preview();
        },
      },
      h("kbd", null, letter),
      h("span", null, words),
    ),
  );
  const signs = SIGNS.map(([sign, words]) => h("span", null, h("kbd", null, sign), ` ${words}`));
  const form = h("form", { class: "strip-line", onsubmit: set }, input, meaning);

  const now = () => editor.state.annotations.spans.get(span.id)?.attributes ?? span.attributes;
  const read = () => readToll(input.value, attributes, span.quote, shown);

  function preview() {
    const { values, problem } = read();
    const words = tollLine(tollWords(attributes, { ...now(), ...values }));
    meaning.textContent = problem || words || "nothing set";
    meaning.classList.toggle("wrong", problem !== "");
    input.setAttribute("aria-invalid", String(problem !== ""));
  }

  /** @param {Event} event */
  function set(event) {
    event.preventDefault();
    const { values, problem } = read();
    if (problem) return bench.say(problem);
    strip.close();
    if (input.value !== shown) run("set_attributes", { spanId: span.id, values });
  }

  strip.show(
    [
      h("div", { class: "strip-head" }, title),
      form,
      h("div", { class: "strip-keys" }, ...letters),
      h("p", { class: "strip-hint" }, ...signs),
    ],
    () => input,
  );
  if (typed) input.setSelectionRange(typed.length, typed.length);
  else input.select();
  preview();
}
