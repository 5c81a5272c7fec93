// A modal dialog: Esc, its button and a click beside it close it.
import { button, h } from "./elements.js";

/** @param {string} title @param {string} className @param {...Node} content */
export function dialog(title, className, ...content) {
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
