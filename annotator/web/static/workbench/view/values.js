// The values of what a key acts on, as a strip: a letter chooses the attribute, a digit the value. Never opened by itself.
/** @import { Attribute, CommandArgs, Json, Span } from "../model/types.js" @import { Bench } from "../bench.js" @import { Strip } from "./strip.js" */
import { mainTrigger } from "../model/frames.js";
import { labelNamed } from "../model/schema.js";
import { target } from "../model/targets.js";
import { asking, valueWords } from "../model/values.js";
import { h } from "./elements.js";
import { keyName } from "./keyboard.js";
import { choiceButton, codesFor, lettersFor, moveAmong, pressing } from "./strip-keys.js";
import { openStrip, stands } from "./strip.js";
import { typeValue } from "./value-line.js";

/** What values are said of. readOf: what its words were read to say and nobody has said; choices: all that they may say.
 * @typedef {{title: string, about: string, attributes: readonly Attribute[], span: Span | null,
 *   valueOf: (attribute: Attribute) => Json, set: (attribute: Attribute, value: Json) => void,
 *   readOf: (attribute: Attribute) => Json, choices: (attribute: Attribute) => Json[], confirm: (names?: string[]) => void,
 *   decline: (names: string[]) => void}} Subject */

/** @param {Bench} bench @param {CommandArgs} args of: "document", or nothing: of the span at hand; name: that attribute at once */
export function open(bench, { of, spanId, name }) {
  const { editor, say, pointer } = bench;
  if (editor.state.readOnly) return say("This document is open for reading only");
  const span = of ? null : (editor.state.annotations.spans.get(spanId) ?? pointer.span());
  if (!of && !span) return say("Point at a span to set its values");
  const subject = span ? ofSpan(bench, span) : ofDocument(bench);
  if (subject.attributes.length === 0) return say(`${subject.title}: there are no values to set`);
  if (span) bench.run("focus", { spanId: span.id });
  const at = span ?? target(editor.state, pointer.target() ?? {});
  const strip = openStrip(bench, {
    title: `Values of ${subject.title}`,
    at,
    isThere: span ? stands(bench, span) : undefined,
  });
  strip.element.addEventListener("keydown", moveAmong);
  const [only] =
    subject.attributes.length === 1 ? subject.attributes : subject.attributes.filter((each) => each.name === name);
  if (only) showValues(bench, strip, subject, only);
  else showAttributes(bench, strip, subject);
}

/** What is said of an event stands on its main trigger. @param {Bench} bench @param {Span} span @returns {Subject} */
function ofSpan({ editor, looks, run }, span) {
  const { schema, annotations } = editor.state;
  const holder = mainTrigger(annotations, schema, span.id) ?? span;
  const spanId = holder.id;
  const now = () => editor.state.annotations.spans.get(spanId) ?? holder;
  return {
    title: `${looks.title(holder.label)} “${holder.quote}”`,
    about: holder.quote,
    attributes: labelNamed(schema, holder.label)?.attributes ?? [],
    span: holder,
    valueOf: ({ name }) => now().attributes[name] ?? null,
    set: ({ name }, value) => run("set_attribute", { spanId, name, value }),
    readOf: ({ name }) => editor.state.readings?.of(editor.state, now())[name] ?? null,
    choices: (attribute) => editor.state.readings?.choices(editor.state, now(), attribute) ?? [],
    confirm: (names) => void run("confirm", { spanId, ...(names && { names }) }),
    decline: (names) => void run("decline", { spanId, names }),
  };
}

/** @param {Bench} bench @returns {Subject} */
function ofDocument({ editor, run }) {
  return {
    title: "The document",
    about: "",
    attributes: editor.state.schema.attributes,
    span: null,
    valueOf: ({ name }) => editor.state.annotations.attributes[name] ?? null,
    set: ({ name }, value) => run("set_document_attribute", { name, value }),
    readOf: () => null,
    choices: () => [],
    confirm() {},
    decline() {},
  };
}

/** @param {Bench} bench @param {Strip} strip @param {Subject} subject @param {Attribute} [from] where the focus comes back to */
function showAttributes(bench, strip, subject, from) {
  const letters = lettersFor(subject.attributes.map((each) => each.title));
  const buttons = subject.attributes.map((attribute, at) => {
    const value = subject.valueOf(attribute);
    const standard = attribute.default ?? null;
    const read = value === null ? subject.readOf(attribute) : null;
    const isMissing = value === null && standard === null && attribute.required;
    const words = value ?? read ?? standard;
    const shown = words === null ? "–" : valueWords(attribute, words);
    return choiceButton({
      key: letters[at],
      title: attribute.title,
      hint: read === null ? attribute.description : `Read, not confirmed. ${attribute.description ?? ""}`,
      className: value !== null ? "set" : read !== null ? "read" : isMissing ? "missing" : "unset",
      value: read === null ? shown : asking(shown),
      run: () => showValues(bench, strip, subject, attribute),
    });
  });
  const place = from ? subject.attributes.indexOf(from) : 0;
  const isRead = subject.attributes.some((each) => subject.readOf(each) !== null);
  const confirm = () => {
    strip.close();
    subject.confirm();
  };
  const yes = choiceButton({ key: "", title: "Confirm all that was read", className: "read", value: "", run: confirm });
  const all = isRead ? [...buttons, yes] : buttons;
  strip.show(
    [h("div", { class: "strip-head" }, subject.title), h("div", { class: "strip-keys" }, ...all)],
    () => buttons[place],
  );
  strip.element.onkeydown = pressing(letters.map((letter, at) => [letter ? [letter] : [], () => buttons[at].click()]));
  redrawOnReading(bench.editor, subject, buttons, (at) =>
    showAttributes(bench, strip, subject, subject.attributes[at]),
  );
}

/** What is read while the strip is open is shown in it, and the focus stays.
 * @param {Bench["editor"]} editor @param {Subject} subject @param {HTMLElement[]} buttons @param {(at: number) => void} redraw */
function redrawOnReading(editor, subject, buttons, redraw) {
  const told = () => JSON.stringify(subject.attributes.map(subject.readOf));
  const before = told();
  const unsubscribe = editor.subscribe(() => {
    const isShown = buttons[0].isConnected;
    if (isShown && told() === before) return;
    unsubscribe();
    if (isShown) redraw(buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement)));
  });
}

/** @param {Bench} bench @param {Strip} strip @param {Subject} subject @param {Attribute} attribute */
function showValues(bench, strip, subject, attribute) {
  // The one line in which a toll is typed says all of it.
  if (attribute.type === "count" && subject.span) {
    strip.close();
    return bench.run("toll", { spanId: subject.span.id });
  }
  const back = () => (subject.attributes.length > 1 ? showAttributes(bench, strip, subject, attribute) : strip.close());
  const forget = strip.inner(back);
  const leave = () => {
    forget();
    strip.close();
  };
  const head = h("div", { class: "strip-head" }, `${subject.title} · ${attribute.title}`);
  if (attribute.type === "choice" || attribute.type === "choices") choose(strip, subject, attribute, head, leave);
  else typeValue(bench, strip, { subject, attribute, head, leave });
}

/** @param {Strip} strip @param {Subject} subject @param {Attribute} attribute @param {HTMLElement} head @param {() => void} leave @param {number} [focus] */
function choose(strip, subject, attribute, head, leave, focus) {
  const values = attribute.values ?? [];
  const isMany = attribute.type === "choices";
  const standing = subject.valueOf(attribute);
  const read = standing === null ? subject.readOf(attribute) : null;
  const chosen = new Set([standing ?? []].flat());
  const codes = codesFor(values.map((each) => each.key ?? ""));
  /** @param {string} value @param {number} at */
  function pick(value, at) {
    if (!isMany) {
      leave();
      return subject.set(attribute, value);
    }
    if (!chosen.delete(value)) chosen.add(value);
    const kept = values.map((each) => each.value).filter((each) => chosen.has(each));
    subject.set(attribute, kept.length > 0 ? kept : null);
    choose(strip, subject, attribute, head, leave, at);
  }
  const buttons = values.map(({ value, title, key }, at) =>
    choiceButton({
      key: codes[at],
      title,
      isPressed: chosen.has(value),
      className: value === read ? "read" : standing === null && value === attribute.default ? "unset default" : "",
      value: [
        key && key !== codes[at] ? keyName(`Key${key.toUpperCase()}`) : "",
        value === read ? "read?" : "",
        standing === null && value === attribute.default ? "unless set" : "",
      ]
        .filter(Boolean)
        .join(" "),
      run: () => pick(value, at),
    }),
  );
  const clear = choiceButton({
    key: "0",
    title: standing === null ? "Not so" : "Not set",
    className: "unset",
    value: "",
    run: () => {
      leave();
      if (standing === null) subject.decline([attribute.name]);
      else subject.set(attribute, null);
    },
  });
  const all = standing === null && read === null ? buttons : [...buttons, clear];
  strip.show(
    [head, h("div", { class: "strip-keys" }, ...all)],
    () =>
      buttons[
        focus ??
          Math.max(
            0,
            values.findIndex((each) => chosen.has(each.value) || each.value === read),
          )
      ],
  );
  strip.element.onkeydown = pressing([
    ...values.map(
      ({ key }, at) => /** @type {[string[], () => void]} */ ([[codes[at], key ?? ""], () => buttons[at].click()]),
    ),
    [["0"], () => (standing !== null || read !== null) && clear.click()],
  ]);
}
