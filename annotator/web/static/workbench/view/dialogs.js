// The table of keys, drawn from the keys themselves, and the question why an article is skipped.
/** @import { Binding, Keymap } from "../model/types.js" */
import { button, h } from "./elements.js";
import { keyNames } from "./keyboard.js";

const REASONS = [
  ["distressing", "It is too distressing"],
  ["not_news", "It is not a news story"],
  ["unreadable", "It is cut off or unreadable"],
  ["language", "I do not know its language well enough"],
];

/** @param {string} title @param {string} className @param {...Node} content */
function dialog(title, className, ...content) {
  const heading = h("h2", { id: `${className}-title` }, title);
  const close = button({ class: "plain", "aria-label": "Close", onclick: () => element.close() }, "Esc");
  const element = h(
    "dialog",
    { class: className, "aria-labelledby": heading.id },
    h("div", { class: "dialog-head" }, heading, close),
    ...content,
  );
  element.addEventListener("close", () => element.remove());
  // A click beside the dialog is on the dialog element itself.
  element.addEventListener("click", (event) => event.target === element && element.close());
  document.body.append(element);
  element.showModal();
  return element;
}

/** @param {Keymap} map */
export function showKeys(map) {
  const groups = [...new Set(map.bindings.map((binding) => binding.group))];
  dialog("Keys", "help", h("div", { class: "keys" }, ...groups.map((group) => keysOf(group, map.bindings))));
}

/** @param {string} group @param {readonly Binding[]} bindings */
function keysOf(group, bindings) {
  const mine = bindings.filter((binding) => binding.group === group);
  const helps = [...new Set(mine.map((binding) => binding.help))];
  const rows = helps.flatMap((help) => {
    const strokes = mine.filter((binding) => binding.help === help);
    const keys = strokes.flatMap((stroke, at) => [
      at > 0 ? " or " : "",
      ...keyNames(stroke).flatMap((name) => [h("kbd", null, name), " "]),
    ]);
    return [h("dt", null, ...keys), h("dd", null, help)];
  });
  return h("section", null, h("h3", null, group), h("dl", null, ...rows));
}

/** @param {(reason: string) => void} skip */
export function askSkip(skip) {
  const radios = REASONS.map(([value, words], at) =>
    h("label", null, h("input", { type: "radio", name: "reason", value, required: true, checked: at === 0 }), words),
  );
  const other = h("input", { type: "text", name: "words", maxlength: "300", "aria-labelledby": "skip-words" });
  const form = h(
    "form",
    { method: "dialog" },
    h("fieldset", { class: "reasons" }, h("legend", null, "Skipping costs you nothing. Why?"), ...radios),
    h("p", { class: "field" }, h("label", { id: "skip-words" }, "More, if you like"), other),
    h(
      "div",
      { class: "dialog-foot" },
      button({ onclick: () => asked.close() }, "Keep working"),
      h("button", { class: "primary" }, "Skip"),
    ),
  );
  form.addEventListener("submit", () => {
    const data = new FormData(form);
    skip([data.get("reason"), String(data.get("words") ?? "").trim()].filter(Boolean).join(": "));
  });
  const asked = dialog("Skip this article", "slim", form);
}
