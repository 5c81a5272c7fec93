// What is said of the whole document.
/** @import { Editor, CommandArgs, Json } from "../model/types.js" */
import { fieldOf, keepingFocus } from "./fields.js";

/** @param {HTMLElement} root @param {{editor: Editor, run: (command: string, args: CommandArgs) => void}} options @returns {() => void} */
export function mountDocumentFields(root, { editor, run }) {
  function draw() {
    const { schema, annotations, readOnly } = editor.state;
    const fields = schema.attributes.flatMap((attribute) => {
      const field = fieldOf({
        attribute,
        value: annotations.attributes[attribute.name] ?? null,
        set: (/** @type {Json} */ value) => run("set_document_attribute", { name: attribute.name, value }),
        readOnly,
        about: "this article",
        isTitled: true,
      });
      return field ?? [];
    });
    keepingFocus(root, () => root.replaceChildren(...fields));
  }

  let { readOnly } = editor.state;
  draw();
  const unsubscribe = editor.subscribe((state, changed) => {
    if (changed.attributes || state.readOnly !== readOnly) draw();
    readOnly = state.readOnly;
  });
  return () => {
    unsubscribe();
    root.replaceChildren();
  };
}
