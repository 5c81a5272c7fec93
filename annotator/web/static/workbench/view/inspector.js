// The span that has the focus: what is said of it, what it is linked to, and links made without the text.
/** @import { Editor, EditorState, Link, Role, Span } from "../model/types.js" @import { Hands } from "./card.js" */
import { labelNamed, roleNamed } from "../model/schema.js";
import { inTextOrder } from "../model/segments.js";
import { chip, fieldFor } from "./card.js";
import { afterPaint, button, h } from "./elements.js";
import { keepingFocus } from "./fields.js";

/** @param {HTMLElement} root @param {{editor: Editor, hands: Hands}} options */
export function mountInspector(root, { editor, hands }) {
  /** @type {Span | null} */
  let shown = null;
  /** @type {EditorState["annotations"]["links"] | null} */
  let links = null;

  function draw() {
    const { state } = editor;
    const span = state.annotations.spans.get(state.focus ?? "") ?? null;
    if (span === shown && (span === null || links === state.annotations.links)) return;
    shown = span;
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
    const head = h(
      "div",
      { class: "card-head" },
      chip(span, hands, { keep: span.id }),
      relabel(span, state),
      !readOnly && remove,
    );
    const link = readOnly ? "" : linker(span, state);
    // What is said of an event, and what has a part in it, stands on its card.
    if (!label || label.trigger) return [head, link];
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
          h("dt", null, phrase(schema.roles, link, isFrom)),
          h("dd", null, chip(other, hands, { keep: link.id, remove })),
        ];
      }),
    );
  }

  /** @param {readonly Role[]} roles @param {Link} link @param {boolean} isFrom */
  function phrase(roles, link, isFrom) {
    const role = roles.find((each) => each.name === link.role);
    return isFrom ? (role?.phrase ?? link.role) : `${role?.title ?? link.role} of`;
  }

  /** A link by two lists: for those who do not point. @param {Span} span @param {EditorState} state */
  function linker(span, { annotations, schema }) {
    const open = schema.roles.filter((role) => role.from.includes(span.label));
    if (open.length === 0) return "";
    const role = h("select", { "aria-label": `Link “${span.quote}” as`, "data-keep": "link-role", onchange: fill });
    const to = h("select", {
      "aria-label": "To",
      hidden: true,
      onchange: () => to.value && hands.run("link", { role: role.value, from: span.id, spanId: to.value }),
    });
    role.append(new Option("Add a link…", ""), ...open.map((each) => new Option(each.phrase ?? each.title, each.name)));
    function fill() {
      const chosen = roleNamed(schema, role.value);
      const fitting = [...annotations.spans.values()].filter(
        (each) => each !== span && chosen?.to.includes(each.label),
      );
      to.replaceChildren(
        new Option("to…", ""),
        ...fitting.sort(inTextOrder).map((each) => new Option(each.quote, each.id)),
      );
      to.hidden = chosen === null;
    }
    return h("div", { class: "attribute" }, role, to);
  }

  const later = afterPaint(draw);
  const unsubscribe = editor.subscribe(later);
  draw();
  return {
    /** To the first control, for those who set values by keys. */
    focus() {
      draw();
      const first = /** @type {HTMLElement | null} */ (root.querySelector(".fields :is(select, input)"));
      first?.focus();
      return first !== null;
    },
    unmount() {
      unsubscribe();
      root.replaceChildren();
    },
  };
}
