// Attributes as controls of a form. Defaults are shown grey and never set by themselves.
/** @import { Attribute, CommandArgs, Editor, Json } from "../model/types.js" */
import { asking, valueWords } from "../model/values.js";
import { button, h } from "./elements.js";

/** @typedef {{attribute: Attribute, value: Json, set: (value: Json) => void, edit?: () => void, readOnly: boolean, about: string, isTitled?: boolean,
 *   read?: Json, decline?: () => void}} Field
 *   value: null when not set; read: what the words were read to say, decline: says no to it; edit: opens the line for a value with parts; about: what it is said of, for those who hear it;
 *   isTitled: with its title in sight */

/** Types whose values are one word or number; the others are typed in a line of their own. */
const TYPED = new Set(["text", "number"]);

/** @param {Field} field @returns {HTMLElement | null} null: nothing to show */
export function fieldOf(field) {
  const { attribute } = field;
  if (attribute.type === "choice") return choice(field);
  if (attribute.type === "choices") return choices(field);
  if (TYPED.has(attribute.type)) return typed(field);
  return parted(field);
}

/** A value with parts is shown by its words; a press opens the line that it is typed in. @param {Field} field */
function parted(field) {
  const { attribute, value, edit, readOnly, isTitled } = field;
  if (readOnly || !edit) return value === null ? null : framed(field, h("span", null, valueWords(attribute, value)));
  const shown = value ?? field.read ?? null;
  const told = shown === null ? "" : valueWords(attribute, shown);
  const words = told === "" ? (isTitled ? "—" : `${attribute.title}…`) : shown === value ? told : asking(told);
  return framed(field, button({ class: "plain", onclick: edit }, words), words);
}

/** @param {Field} field @param {HTMLElement} control @param {string} [words] what it shows, where its name must say it too */
function framed({ attribute, value, read = null, decline, isTitled = false, about }, control, words = "") {
  const isMissing = value === null && attribute.required && (attribute.default ?? null) === null;
  const isRead = value === null && read !== null;
  const classes = ["attribute", value === null && "unset", isMissing && "missing", isRead && "read"];
  control.dataset.keep = `attribute:${attribute.name}`;
  if (isRead) {
    control.setAttribute("aria-description", `Read, not confirmed: ${valueWords(attribute, read)}. Delete says no`);
    control.addEventListener("keydown", refusing(decline));
  }
  if (!isTitled) {
    control.setAttribute("aria-label", `${attribute.title}${words && value !== null ? `: ${words}` : ""}, ${about}`);
    control.title = attribute.description ? `${attribute.title}: ${attribute.description}` : attribute.title;
  }
  return h(
    "label",
    { class: classes.filter(Boolean).join(" "), title: isTitled && attribute.description },
    isTitled && attribute.title,
    control,
  );
}

/** Delete says no to what is only offered. @param {(() => void) | undefined} decline @returns {(event: KeyboardEvent) => void} */
export const refusing = (decline) => (event) => {
  if (!["Delete", "Backspace"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  decline?.();
};

/** @param {Field} field */
function choice(field) {
  const { attribute, value, read = null, set, readOnly, isTitled } = field;
  const values = attribute.values ?? [];
  const standard = values.find((each) => each.value === attribute.default)?.title;
  const usual = standard ?? (isTitled ? "—" : `${attribute.title}…`);
  const unset = value === null && read !== null ? asking(valueWords(attribute, read)) : usual;
  const select = h("select", { disabled: readOnly, onchange: () => set(select.value === "" ? null : select.value) });
  select.append(new Option(unset, ""), ...values.map((each) => new Option(each.title, each.value)));
  select.value = typeof value === "string" ? value : "";
  return framed(field, select);
}

/** @param {Field} field */
function choices({ attribute, value, set, readOnly }) {
  const chosen = new Set(Array.isArray(value) ? value : []);
  const boxes = (attribute.values ?? []).map((each) => {
    const box = h("input", {
      type: "checkbox",
      checked: chosen.has(each.value),
      disabled: readOnly,
      "data-keep": `attribute:${attribute.name}:${each.value}`,
      onchange() {
        if (box.checked) chosen.add(each.value);
        else chosen.delete(each.value);
        const kept = (attribute.values ?? []).map((one) => one.value).filter((one) => chosen.has(one));
        set(kept.length > 0 ? kept : null);
      },
    });
    return h("label", null, box, each.title);
  });
  return h("fieldset", { class: "choices" }, h("legend", { title: attribute.description }, attribute.title), ...boxes);
}

/** @param {Field} field */
function typed(field) {
  const { attribute, value, set, readOnly } = field;
  const isNumber = attribute.type === "number";
  const input = h("input", {
    type: isNumber ? "number" : "text",
    step: isNumber && "any",
    value: value === null ? "" : String(value),
    placeholder: field.isTitled ? null : `${attribute.title}…`,
    disabled: readOnly,
    onchange() {
      const words = input.value.trim();
      set(words === "" ? null : isNumber ? Number(words) : words);
    },
  });
  return framed(field, input);
}

/** Keeps the focus where it was while its element is made anew. @param {HTMLElement} root @param {() => void} draw */
export function keepingFocus(root, draw) {
  const active = document.activeElement;
  const kept = active instanceof HTMLElement && root.contains(active) ? active.dataset.keep : undefined;
  draw();
  if (!kept || document.activeElement === active) return;
  const again = /** @type {HTMLElement | null} */ (root.querySelector(`[data-keep="${CSS.escape(kept)}"]`));
  (again ?? /** @type {HTMLElement | null} */ (root.querySelector("button, select")))?.focus({ preventScroll: true });
}

/** What is said of the whole document.
 * @param {HTMLElement} root @param {{editor: Editor, run: (command: string, args: CommandArgs) => void}} options @returns {() => void} */
export function mountDocumentFields(root, { editor, run }) {
  function draw() {
    const { schema, annotations, readOnly } = editor.state;
    const fields = schema.attributes.flatMap((attribute) => {
      const field = fieldOf({
        attribute,
        value: annotations.attributes[attribute.name] ?? null,
        set: (/** @type {Json} */ value) => run("set_document_attribute", { name: attribute.name, value }),
        edit: () => run("values", { of: "document", name: attribute.name }),
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
