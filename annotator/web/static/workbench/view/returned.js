// Documents that came back: what could not be done about them, and the way to open them. Stays from document to document.
import { button, h } from "./elements.js";

/** @param {HTMLElement} root @param {{title: string, words: string, violations: readonly {rule: string, detail: string}[],
 *   href: string, onClose: () => void}} options onClose: the person knows */
export function showReturned(root, { title, words, violations, href, onClose }) {
  for (const old of root.querySelectorAll(".returned"))
    if (old.getAttribute("data-href") === href && old.getAttribute("data-words") === words) old.remove();
  const close = button(
    {
      onclick() {
        element.remove();
        onClose();
      },
    },
    "Understood",
  );
  const list = h("ul", null, ...violations.map(({ detail, rule }) => h("li", null, detail || rule)));
  const element = h(
    "section",
    { class: "notice bad returned", role: "alert", "aria-label": title, "data-href": href, "data-words": words },
    h("p", null, h("strong", null, `“${title}”`), " ", words),
    violations.length > 0 && list,
    h("div", { class: "choices-row" }, h("a", { class: "button", href }, "Open it"), close),
  );
  root.append(element);
}
