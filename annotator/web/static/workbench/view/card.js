// One event as a small form: its triggers, its class, its fillers by role, what else is said of it.
/** @import { Attribute, CommandArgs, EditorState, Frame, Role, Span } from "../model/types.js" @import { Looks } from "./label-style.js" */
import { labelNamed, roleNamed } from "../model/schema.js";
import { button, h } from "./elements.js";
import { fieldOf } from "./fields.js";

/** @typedef {{looks: Looks, run: (command: string, args: CommandArgs) => void, go: (span: Span) => void}} Hands what cards can do; go: to the words of a span */

/** A span as it looks in the text. @param {Span} span @param {Hands} hands @param {{keep: string, isMain?: boolean, link?: string, remove?: {words: string, run: () => void} | null}} options link: id of the link that makes it a filler */
export function chip(span, { looks, go }, { keep, isMain = false, link, remove = null }) {
  const title = looks.title(span.label);
  return h(
    "span",
    { class: `chip tone-${looks.tone(span.label)}`, "data-span": span.id },
    button(
      {
        class: isMain ? "chip-go main" : "chip-go",
        dir: "auto",
        title: `${title}: ${span.quote}`,
        "data-keep": `go:${keep}`,
        "data-link": link,
        onclick: () => go(span),
      },
      span.quote,
    ),
    remove &&
      button(
        {
          class: "chip-x",
          "aria-label": remove.words,
          title: remove.words,
          "data-keep": `x:${keep}`,
          onclick: remove.run,
        },
        "×",
      ),
  );
}

/** @param {Frame} frame @param {EditorState} state @param {Hands} hands @param {"held" | "open" | "shut"} mode open: it has the focus @returns {HTMLElement[]} what stands on the card */
export function cardParts(frame, state, hands, mode) {
  const { main } = frame;
  const { schema, readOnly } = state;
  // What is rarely said is offered on the card at work only.
  const attributes = (labelNamed(schema, main.label)?.attributes ?? []).filter(
    (attribute) =>
      mode !== "shut" ||
      attribute.required ||
      attribute.name in main.attributes ||
      (attribute.default ?? null) !== null,
  );
  const fields = attributes.map((attribute) => fieldFor(attribute, main, state, hands));
  return [
    h(
      "div",
      { class: "card-head" },
      h("span", { class: "chips" }, ...triggers(frame, state, hands)),
      !readOnly && handButton(main, hands, mode === "held"),
    ),
    h("div", { class: "card-values" }, ...fields),
    roles(frame, state, hands),
  ];
}

/** @param {Attribute} attribute @param {Span} span @param {EditorState} state @param {Hands} hands @param {boolean} [isTitled] */
export function fieldFor(attribute, span, { readOnly }, { run }, isTitled = false) {
  return fieldOf({
    attribute,
    value: span.attributes[attribute.name] ?? null,
    set: (value) => run("set_attribute", { spanId: span.id, name: attribute.name, value }),
    readOnly,
    about: `“${span.quote}”`,
    isTitled,
  });
}

/** @param {Span} main @param {Hands} hands @param {boolean} isHeld */
function handButton(main, { run }, isHeld) {
  const props = { class: "plain", "data-keep": "hand", "aria-pressed": String(isHeld) };
  return isHeld
    ? button({ ...props, onclick: () => run("put_down", {}) }, "Put down")
    : button(
        {
          ...props,
          "aria-label": `Pick up the event “${main.quote}”`,
          onclick: () => run("pick_up", { spanId: main.id }),
        },
        "Pick up",
      );
}

/** @param {Frame} frame @param {EditorState} state @param {Hands} hands */
function triggers({ main, triggers }, { annotations, readOnly, schema }, hands) {
  return triggers.map((span) => {
    const tie = [...annotations.links.values()].find(
      (link) => link.from === span.id && link.to === main.id && roleNamed(schema, link.role)?.meaning === "same_event",
    );
    const remove =
      tie && !readOnly
        ? { words: `Take “${span.quote}” out of this event`, run: () => hands.run("unlink", { linkId: tie.id }) }
        : null;
    return chip(span, hands, { keep: span.id, isMain: span === main, remove });
  });
}

/** @param {Frame} frame @param {EditorState} state @param {Hands} hands */
function roles({ roles }, { schema, readOnly }, hands) {
  const names = [...new Set(roles.map((filler) => filler.role))];
  return h(
    "dl",
    { class: "card-roles" },
    ...names.flatMap((name) => {
      const role = /** @type {Role | null} */ (roleNamed(schema, name));
      const chips = roles
        .filter((filler) => filler.role === name)
        .map(({ span, link }) => {
          const words = `Remove ${role?.title ?? name} “${span.quote}”`;
          const remove = readOnly ? null : { words, run: () => hands.run("unlink", { linkId: link.id }) };
          return chip(span, hands, { keep: link.id, link: link.id, remove });
        });
      return [h("dt", { title: role?.title }, role?.phrase ?? role?.title ?? name), h("dd", null, ...chips)];
    }),
  );
}
