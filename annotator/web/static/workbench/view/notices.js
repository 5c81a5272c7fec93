// Notices: what is still open at submit, what went wrong, an article that another tab works on.
/** @import { Editor } from "../model/types.js" */
import { button, h } from "./elements.js";

/** @typedef {{rule: string, detail: string, span?: string | null, link?: string | null}} Violation */

/** @param {HTMLElement} root @param {{go: (spanId: string) => void}} options go: to the words of a span */
export function mountNotices(root, { go }) {
  /** @type {HTMLElement | null} */
  let asked = null;

  function close() {
    asked?.remove();
    asked = null;
  }

  /** In sight, where others stand above it that there is no room for. @param {HTMLElement} notice */
  function show(notice) {
    root.append(notice);
    const pile = root.closest(".notices");
    if (pile) pile.scrollTop = notice.offsetTop;
  }

  return {
    /** Lists what is open and lets the person decide. @param {readonly Violation[]} violations @param {() => void} submit */
    ask(violations, submit) {
      close();
      const rows = violations.map(({ detail, rule, span }) =>
        h("li", null, span ? button({ class: "plain", onclick: () => go(span) }, detail || rule) : detail || rule),
      );
      const many = violations.length === 1 ? "One thing is open" : `${violations.length} things are open`;
      const back = button({ onclick: close }, "Back to the text");
      asked = h(
        "section",
        { class: "notice", role: "alert", "aria-label": many },
        h("strong", null, many),
        h("ul", null, ...rows),
        h("div", { class: "choices-row" }, button({ class: "primary", onclick: submit }, "Submit anyway"), back),
      );
      show(asked);
    },
    /** @param {string} message */
    tell(message) {
      close();
      asked = h(
        "section",
        { class: "notice bad", role: "alert" },
        h("p", null, message),
        h("div", { class: "choices-row" }, button({ onclick: close }, "Close")),
      );
      show(asked);
    },
    isAsking: () => asked !== null,
    close,
    unmount: () => root.replaceChildren(),
  };
}

/** One tab writes; the others read along until somebody says "work here instead".
 * @param {HTMLElement} root @param {{editor: Editor, take: () => void}} options @returns {(isHeld: boolean) => void} */
export function mountTakeover(root, { editor, take }) {
  root.append(
    h("p", null, "This article is open in another tab. You can read along here."),
    button({ class: "small", onclick: take }, "Work here instead"),
  );
  return (isHeld) => {
    root.hidden = isHeld;
    editor.setReadOnly(!isHeld);
  };
}
