// One tab writes; the others read along until somebody says "work here instead".
/** @import { Editor } from "../model/types.js" */
import { button, h } from "./elements.js";

/** @param {HTMLElement} root @param {{editor: Editor, take: () => void}} options @returns {(isHeld: boolean) => void} */
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
