// The one line in which a toll is typed: number, sign and letters; what it means is shown while it is typed, Enter sets it.
/** @import { Attribute, CommandArgs, Json, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { eitherOf, isCounted, labelNamed } from "../model/schema.js";
import { spansOver, target } from "../model/targets.js";
import { countIn, lettersOf, readToll, writeToll } from "../model/tolls.js";
import { asking, isRecord, isTyped, tollLine, tollWords, valueWords } from "../model/values.js";
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
  const offered = Object.entries(editor.state.readings?.of(editor.state, span) ?? {});
  /** What was read in the words and the line can say: it holds where nothing else is typed. @type {{[name: string]: Json}} */
  const guessed = Object.fromEntries(offered.filter(([name]) => isInLine(attributes, name)));
  const strip = openStrip(bench, { title, at: span, isThere: stands(bench, span) });
  const meaning = h("output", { class: "toll-meaning" });
  const input = h("input", {
    type: "text",
    class: "toll-line",
    value: typed || writeToll({ ...guessed, ...span.attributes }, attributes),
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
  const count = countIn(attributes);
  const others = (count ? (editor.state.readings?.choices(editor.state, span, count) ?? []) : []).map((value) =>
    button(
      {
        class: "read",
        onclick() {
          input.value = writeToll({ [/** @type {Attribute} */ (count).name]: value }, attributes);
          input.focus({ preventScroll: true });
          preview();
        },
      },
      h("span", null, asking(valueWords(/** @type {Attribute} */ (count), value))),
    ),
  );
  const signs = SIGNS.map(([sign, words]) => h("span", null, h("kbd", null, sign), ` ${words}`));
  const form = h("form", { class: "strip-line", onsubmit: set }, input, meaning);

  const now = () => editor.state.annotations.spans.get(span.id)?.attributes ?? span.attributes;
  /** What is typed is the person's; what is not, and was read, is confirmed with it. */
  function read() {
    const { values, problem } = readToll(input.value, attributes, span.quote, shown);
    const isOpen = (/** @type {string} */ name) => typed !== "" && !(name in values);
    // In a line that came filled in, what was left as it was is what was read.
    const isKept = (/** @type {string} */ name, /** @type {Json} */ value) => !typed && isAsRead(value, guessed[name]);
    const rest = Object.entries(guessed).filter(([name]) => isOpen(name));
    const kept = Object.entries(values).map(([name, value]) => [name, isKept(name, value) ? guessed[name] : value]);
    const said = Object.fromEntries([...rest, ...kept].map(([name, value]) => [name, value]));
    return { values: said, problem, rest: rest.map(([name]) => name) };
  }

  function preview() {
    const { values, problem, rest } = read();
    const all = Object.entries({ ...now(), ...values });
    const only = (/** @type {boolean} */ isRest) =>
      tollWords(attributes, Object.fromEntries(all.filter(([name]) => rest.includes(name) === isRest)));
    const [words, more] = [only(false), only(true)];
    if (problem) meaning.textContent = problem;
    else
      meaning.replaceChildren(
        words.length + more.length > 0 ? tollLine(words) : "nothing set",
        words.length > 0 && more.length > 0 ? (words.length > 1 ? " · " : " ") : "",
        ...(more.length > 0 ? [h("span", { class: "read" }, more.join(" · "))] : []),
      );
    meaning.classList.toggle("wrong", problem !== "");
    input.setAttribute("aria-invalid", String(problem !== ""));
  }

  /** @param {Event} event */
  function set(event) {
    event.preventDefault();
    const { values, problem } = read();
    if (problem) return bench.say(problem);
    strip.close();
    if (input.value !== shown || Object.keys(guessed).length > 0) run("set_attributes", { spanId: span.id, values });
  }

  strip.show(
    [
      h("div", { class: "strip-head" }, title),
      form,
      h("div", { class: "strip-keys" }, ...letters, ...others),
      h("p", { class: "strip-hint" }, ...signs),
    ],
    () => input,
  );
  if (typed) input.setSelectionRange(typed.length, typed.length);
  else input.select();
  preview();
}

/** Can the line say it? @param {readonly Attribute[]} attributes @param {string} name */
const isInLine = (attributes, name) =>
  attributes.some((each) => each.name === name && (each.type === "count" || isTyped(each)));

/** Does a typed number say no more than what was read? Then the words that it was read from are kept.
 * @param {any} value @param {any} guess */
const isAsRead = (value, guess) =>
  isRecord(value) &&
  isRecord(guess) &&
  ["op", "value", "lower", "upper"].every((key) => (value[key] ?? null) === (guess[key] ?? null));
