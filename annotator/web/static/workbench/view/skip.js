// The question why an article is skipped.
import { dialog } from "./dialog.js";
import { button, h } from "./elements.js";

const REASONS = [
  ["distressing", "It is too distressing"],
  ["not_news", "It is not a news story"],
  ["unreadable", "It is cut off or unreadable"],
  ["language", "I do not know its language well enough"],
];

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
