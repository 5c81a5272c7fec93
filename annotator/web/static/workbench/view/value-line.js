// The line in which a value is typed; with it, to be chosen: what the words were read to say, and what a typed name may mean.
/** @import { Attribute, Json } from "../model/types.js" @import { Bench } from "../bench.js" @import { Strip } from "./strip.js" @import { Subject } from "./values.js" */
import { choiceWords } from "../model/readings.js";
import { isRecord, same } from "../model/values.js";
import { readWritten, SHAPES, written } from "../model/written.js";
import { h } from "./elements.js";
import { choiceButton, pressing } from "./strip-keys.js";

/** Types whose names can be looked up. */
const LISTED = new Set(["place", "actor"]);
/** How long nothing may have been typed before a name is looked up, in milliseconds, and how much of what is found is shown. */
const PAUSE = 120;
const MOST = 6;

/** @param {Bench} bench @param {Strip} strip @param {{subject: Subject, attribute: Attribute, head: HTMLElement, leave: () => void}} options */
export function typeValue(bench, strip, { subject, attribute, head, leave }) {
  const standing = subject.valueOf(attribute);
  const read = standing === null ? subject.readOf(attribute) : null;
  const problem = h("p", { class: "strip-problem", role: "alert" });
  const found = h("div", { class: "strip-keys", role: "group", "aria-label": "Found" });
  const input = h("input", {
    type: "text",
    value: written(attribute, standing),
    "aria-label": `${attribute.title}, ${subject.title}`,
    autocomplete: "off",
    oninput: look,
  });
  const form = h(
    "form",
    { class: "strip-line", onsubmit: send },
    input,
    h("button", { type: "submit" }, "Set ", h("kbd", null, "⏎")),
  );
  const hint = h("p", { class: "strip-hint" }, SHAPES[attribute.type] ?? attribute.description ?? "");
  /** What the typed name may mean, the likeliest first, and which name that was. @type {{query: string, values: Json[]}} */
  let matches = { query: "", values: [] };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Dates begin with a digit: there letters choose. */
  const codes = attribute.type === "date" ? "abcdefghi" : "123456789";
  const choices = subject.choices(attribute).filter((each) => !same(each, standing));
  const buttons = choices.slice(0, codes.length).map((value, at) => {
    const isRead = read !== null && same(value, read);
    return choiceButton({
      key: codes[at],
      title: choiceWords(attribute, value),
      className: isRead ? "read" : "",
      value: isRead ? "read?" : "",
      run: () => (isRead ? confirm() : choose(value)),
    });
  });
  const no = choiceButton({ key: "0", title: "Not so", className: "unset", value: "", run: decline });
  const offered = [...buttons, ...(read === null ? [] : [no])];

  function confirm() {
    leave();
    subject.confirm([attribute.name]);
  }

  function decline() {
    leave();
    subject.decline([attribute.name]);
  }

  /** A person picked it, whoever found it. @param {Json} value */
  function choose(value) {
    leave();
    subject.set(attribute, isRecord(value) ? { .../** @type {any} */ (value), by: "human" } : value);
  }

  function look() {
    clearTimeout(timer);
    const query = input.value.trim();
    if (query !== matches.query) show({ query, values: [] });
    if (!LISTED.has(attribute.type) || query.length < 2 || query === written(attribute, standing)) return;
    timer = setTimeout(() => {
      bench.lookUp(attribute.type, query).then(
        (values) => input.value.trim() === query && show({ query, values: values.slice(0, MOST) }),
        () => {}, // Without the server the name stays as it is typed.
      );
    }, PAUSE);
  }

  /** @param {typeof matches} now */
  function show(now) {
    matches = now;
    const words = now.values.map((value) => choiceWords(attribute, value));
    found.replaceChildren(
      ...now.values.map((value, at) =>
        choiceButton({
          key: "",
          title: words[at],
          className: "",
          value: at === 0 ? "⏎" : "",
          run: () => choose(value),
        }),
      ),
    );
    if (words.length > 0) bench.announcer.say(`${words.length} found, Enter takes ${words[0]}`);
  }

  /** @param {Event} event */
  function send(event) {
    event.preventDefault();
    clearTimeout(timer);
    const words = input.value.trim();
    if (matches.values.length > 0 && matches.query === words) return choose(matches.values[0]);
    const typed = readWritten(attribute, words, standing);
    if (typed.problem) {
      problem.textContent = typed.problem;
      input.setAttribute("aria-invalid", "true");
      return;
    }
    leave();
    if (!same(typed.value, standing)) subject.set(attribute, typed.value);
  }

  const press = pressing([
    ...buttons.map((each, at) => /** @type {[string[], () => void]} */ ([[codes[at]], () => each.click()])),
    [["0"], () => read !== null && no.click()],
  ]);
  /** @param {KeyboardEvent} event */
  strip.element.onkeydown = (event) => {
    const isSign =
      [...event.key].length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.target === input) {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      /** @type {HTMLElement | null} */ (strip.element.querySelector(".strip-keys button"))?.focus();
      return;
    }
    press(event);
    // Whoever begins to type means the line.
    if (isSign && !event.defaultPrevented) input.focus({ preventScroll: true });
  };
  const choice = offered.length > 0 ? [h("div", { class: "strip-keys" }, ...offered)] : [];
  const isOffered = buttons.length > 0 && standing === null;
  strip.show([head, ...choice, form, found, hint, problem], () => (isOffered ? buttons[0] : input));
  if (!isOffered) input.select();
}
