// The span that has the focus: what is said of it, what it is linked to, and links made without the text.
/** @import { Bench } from "../bench.js" @import { EditorState, Span } from "../model/types.js" */
import { beginsLinks, labelNamed, phraseOf, roleNamed } from "../model/schema.js";
import { tollOf } from "../model/values.js";
import { chip, confirmButton, fieldFor, handButton, linker } from "./card.js";
import { afterPaint, button, h, part } from "./elements.js";
import { keepingFocus } from "./fields.js";

/** @param {Bench} bench @returns {() => void} takes it away */
export function mountInspector({ editor, hands }) {
  const root = part("inspector");
  /** @type {Span | null} */
  let shown = null;
  /** @type {EditorState["annotations"]["links"] | null} */
  let links = null;
  /** @type {EditorState["readings"]} */
  let readings = null;
  let isHeld = false;

  function draw() {
    const { state } = editor;
    const span = state.annotations.spans.get(state.focus ?? "") ?? null;
    const isInHand = span !== null && span.id === state.inHand;
    const isSame = span === shown && isInHand === isHeld && readings === state.readings;
    if (isSame && (span === null || links === state.annotations.links)) return;
    shown = span;
    readings = state.readings;
    isHeld = isInHand;
    links = state.annotations.links;
    keepingFocus(root, () => root.replaceChildren(...(span ? partsOf(span, state) : [])));
  }

  /** @param {Span} span @param {EditorState} state */
  function partsOf(span, state) {
    const { schema, readOnly } = state;
    const label = labelNamed(schema, span.label);
    const remove = button(
      { class: "plain danger", "data-keep": "delete", onclick: () => hands.run("delete", { spanId: span.id }) },
      "Delete",
    );
    const flag = button(
      { class: "plain", "data-keep": "flag", onclick: () => hands.run("flag", { spanId: span.id }) },
      "Flag…",
    );
    const head = h(
      "div",
      { class: "card-head" },
      chip(span, hands, { keep: span.id, toll: tollOf(schema, span) }),
      relabel(span, state),
      !readOnly &&
        !label?.trigger &&
        beginsLinks(schema, span.label) &&
        handButton(span, hands, state.inHand === span.id),
      confirmButton(span, state, hands),
      !readOnly && flag,
      !readOnly && remove,
    );
    // What is said of an event, and what has a part in it, stands on its card.
    if (!label || label.trigger) return [head];
    const link = readOnly ? "" : linker(span, state, hands);
    const fields = label.attributes.flatMap((attribute) => fieldFor(attribute, span, state, hands, true) ?? []);
    return [head, fields.length > 0 ? h("div", { class: "fields" }, ...fields) : "", linksOf(span, state), link];
  }

  /** @param {Span} span @param {EditorState} state */
  function relabel(span, { schema, readOnly }) {
    const select = h("select", {
      "aria-label": "Label",
      disabled: readOnly,
      "data-keep": "label",
      onchange: () => hands.run("relabel", { spanId: span.id, label: select.value }),
    });
    select.append(...schema.labels.map((label) => new Option(label.title, label.name)));
    select.value = span.label;
    return h("span", { class: "attribute" }, select);
  }

  /** @param {Span} span @param {EditorState} state */
  function linksOf(span, { annotations, schema, readOnly }) {
    const mine = [...annotations.links.values()].filter((link) => link.from === span.id || link.to === span.id);
    return h(
      "dl",
      { class: "card-roles" },
      ...mine.flatMap((link) => {
        const isFrom = link.from === span.id;
        const other = annotations.spans.get(isFrom ? link.to : link.from);
        if (!other) return [];
        const remove = readOnly
          ? null
          : { words: `Remove the link to “${other.quote}”`, run: () => hands.run("unlink", { linkId: link.id }) };
        return [
          h(
            "dt",
            null,
            isFrom ? phraseOf(schema, link.role) : `${roleNamed(schema, link.role)?.title ?? link.role} of`,
          ),
          h("dd", null, chip(other, hands, { keep: link.id, toll: tollOf(schema, other), remove })),
        ];
      }),
    );
  }

  const later = afterPaint(draw);
  const unsubscribe = editor.subscribe(later);
  draw();
  return () => {
    unsubscribe();
    root.replaceChildren();
  };
}
