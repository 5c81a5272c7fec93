// One event as a small form: its triggers, its class, its fillers by role, what else is said of it.
/** @import { Attribute, CommandArgs, EditorState, Frame, Role, Span } from "../model/types.js" @import { MapPlace } from "../model/map.js" @import { Proposal } from "../model/frames.js" @import { Looks } from "./label-style.js" */
import { frameAround, placesOf } from "../model/frames.js";
import { isTrigger, labelNamed, phraseOf, roleNamed } from "../model/schema.js";
import { inTextOrder } from "../model/paragraphs.js";
import { asking, readOf, tollOf } from "../model/values.js";
import { button, h } from "./elements.js";
import { fieldOf } from "./fields.js";

/** @typedef {{looks: Looks, run: (command: string, args: CommandArgs) => void, go: (span: Span) => void,
 *   drawMap?: (places: readonly MapPlace[]) => Element | null}} Hands what cards can do; go: to the words of a span; drawMap: once it has been fetched */

/** A span as it looks in the text. @param {Span} span @param {Hands} hands @param {{keep: string, isMain?: boolean, link?: string, toll?: string, read?: string, remove?: {words: string, run: () => void} | null}} options link: id of the link that makes it a filler; toll: what is said of it; read: what waits for a yes */
export function chip(span, { looks, go }, { keep, isMain = false, link, toll = "", read = "", remove = null }) {
  const title = looks.title(span.label);
  const asked = read && `Read, not confirmed: ${read}`;
  return h(
    "span",
    { class: `chip tone-${looks.tone(span.label)}`, "data-span": span.id },
    button(
      {
        class: isMain ? "chip-go main" : "chip-go",
        dir: "auto",
        title: [`${title}: ${span.quote}`, toll, asked].filter(Boolean).join(", "),
        "data-keep": `go:${keep}`,
        "data-link": link,
        onclick: () => go(span),
      },
      span.quote,
      toll && " ",
      toll && h("bdi", { class: "chip-toll" }, toll),
      ...guess(read),
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

/** What was read, told from what is set by more than its grey. @param {string} read */
const guess = (read) =>
  read
    ? [
        " ",
        h("bdi", { class: "chip-toll read" }, h("span", { class: "unseen" }, "read, not confirmed: "), asking(read)),
      ]
    : [];

/** @param {Frame} frame @param {EditorState} state @param {Hands} hands @param {"held" | "open" | "shut"} mode open: it has the focus
 * @param {readonly Proposal[]} offers what is proposed @returns {(Element | "")[]} what stands on the card */
export function cardParts(frame, state, hands, mode, offers) {
  const { main } = frame;
  const { schema, readOnly } = state;
  const read = (!readOnly && state.readings?.of(state, main)) || {};
  // What is rarely said is offered on the card at work only.
  const attributes = (labelNamed(schema, main.label)?.attributes ?? []).filter(
    (attribute) =>
      mode !== "shut" ||
      attribute.required ||
      attribute.name in main.attributes ||
      attribute.name in read ||
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
    roles(frame, state, hands, mode === "shut"),
    proposed(offers, frame, state, hands, mode),
    (mode !== "shut" && hands.drawMap?.(placesOf(frame, state, offers))) || "",
    mode !== "shut" && !readOnly ? linker(main, state, hands) : "",
  ];
}

/** What probably belongs here: a press links it, Delete or Esc on it says no; and what says yes to it and to all that was read.
 * @param {readonly Proposal[]} offers @param {Frame} frame @param {EditorState} state @param {Hands} hands @param {"held" | "open" | "shut"} mode */
function proposed(offers, { main }, state, { looks, run }, mode) {
  const { schema, readings, readOnly } = state;
  const read = readOnly ? 0 : mode === "held" ? (readings?.onCard(state, offers).length ?? 0) : 0;
  const own = mode === "open" && !readOnly && readings?.words(state, main);
  if (offers.length === 0 && read === 0 && !own) return "";
  const chips = offers.map(({ role, span }) => {
    const reject = () => run("reject", { spanId: span.id });
    const phrase = phraseOf(schema, role.name);
    const words = `${phrase} ${span.quote}`;
    return h(
      "span",
      { class: `chip proposal tone-${looks.tone(span.label)}`, "data-span": span.id },
      button(
        {
          class: "chip-go",
          "aria-label": `Link ${words}?`,
          title: `Link ${words}? Delete says no`,
          "data-keep": `proposal:${span.id}`,
          onclick: () => run("link", { role: role.name, spanId: span.id }),
          onkeydown(/** @type {KeyboardEvent} */ event) {
            if (!["Delete", "Backspace", "Escape"].includes(event.key)) return;
            event.preventDefault();
            event.stopPropagation();
            reject();
          },
        },
        h("span", { class: "phrase" }, `${phrase} `),
        span.quote,
        ...guess(readOf(state, span)),
      ),
      button({ class: "chip-x", "aria-label": `Do not link ${words}`, title: "Not this", onclick: reject }, "×"),
    );
  });
  const confirms = read > 0 || own;
  const words = offers.length === 0 ? "Confirm" : confirms ? "Link and confirm" : "Link";
  const yes = () => (own ? run("confirm", { spanId: main.id }) : run("done", {}));
  const all = button({ class: "plain", "data-keep": "proposals", onclick: yes }, `${words} `, h("kbd", null, "⏎"));
  return h("div", { class: "card-proposals", role: "group", "aria-label": "Proposed" }, ...chips, all);
}

/** Says yes to all that was read of a span; "" where nothing waits. @param {Span} span @param {EditorState} state @param {Hands} hands */
export function confirmButton(span, state, { run }) {
  const words = !state.readOnly && state.readings?.words(state, span);
  if (!words) return "";
  const props = { class: "plain confirm", "data-keep": "confirm", title: `Confirm: ${words}` };
  return button(
    { ...props, "aria-label": `Confirm ${words}`, onclick: () => run("confirm", { spanId: span.id }) },
    "Confirm ",
    h("kbd", null, "⏎"),
  );
}

/** @param {Attribute} attribute @param {Span} span @param {EditorState} state @param {Hands} hands @param {boolean} [isTitled] */
export function fieldFor(attribute, span, state, { run }, isTitled = false) {
  const { readOnly, readings } = state;
  return fieldOf({
    attribute,
    value: span.attributes[attribute.name] ?? null,
    read: (!readOnly && readings?.of(state, span)[attribute.name]) || null,
    decline: () => run("decline", { spanId: span.id, names: [attribute.name] }),
    set: (value) => run("set_attribute", { spanId: span.id, name: attribute.name, value }),
    edit: () => run(attribute.type === "count" ? "toll" : "values", { spanId: span.id, name: attribute.name }),
    readOnly,
    about: `“${span.quote}”`,
    isTitled,
  });
}

/** @param {Span} main @param {Hands} hands @param {boolean} isHeld */
export function handButton(main, { run }, isHeld) {
  const props = { class: "plain", "data-keep": "hand", "aria-pressed": String(isHeld) };
  return isHeld
    ? button({ ...props, onclick: () => run("put_down", {}) }, "Put down")
    : button(
        {
          ...props,
          "aria-label": `Pick up “${main.quote}”`,
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

/** @param {Frame} frame @param {EditorState} state @param {Hands} hands @param {boolean} isLine in one line, as a sentence is read */
function roles({ roles }, state, hands, isLine) {
  const { schema, readOnly } = state;
  const names = [...new Set(roles.map((filler) => filler.role))];
  return h(
    "dl",
    { class: isLine ? "card-roles in-line" : "card-roles" },
    ...names.flatMap((name) => {
      const role = /** @type {Role | null} */ (roleNamed(schema, name));
      const chips = roles
        .filter((filler) => filler.role === name)
        .map(({ span, link }) => {
          const words = `Remove ${role?.title ?? name} “${span.quote}”`;
          const remove = readOnly ? null : { words, run: () => hands.run("unlink", { linkId: link.id }) };
          const told = { toll: tollOf(schema, span), read: readOf(state, span) };
          const options = { keep: link.id, link: link.id, ...told, remove };
          return [chip(span, hands, options), ...(isTrigger(schema, span.label) ? [] : said(span, state, hands))];
        });
      return [h("dt", { title: role?.title }, phraseOf(schema, name)), h("dd", null, ...chips.flat())];
    }),
  );
}

/** What a filler is linked to itself: who says a toll, what it is part of. In brackets: what follows is of the event again.
 * @param {Span} span @param {EditorState} state @param {Hands} hands */
function said(span, { annotations, schema }, hands) {
  const found = frameAround(annotations, schema, span.id)?.roles ?? [];
  return found.flatMap(({ role, span: other, link }, at) => [
    h("span", { class: "phrase" }, `${at === 0 ? "(" : ""}${phraseOf(schema, role)}`),
    h(
      "span",
      { class: "phrase beside" },
      chip(other, hands, { keep: link.id, link: link.id, toll: tollOf(schema, other) }),
      at === found.length - 1 ? ")" : ",",
    ),
  ]);
}

/** A link by two lists: for those who do not point. @param {Span} span @param {EditorState} state @param {Hands} hands */
export function linker(span, { annotations, schema }, { run }) {
  const open = schema.roles.filter((role) => role.from.includes(span.label));
  if (open.length === 0) return "";
  const role = h("select", { "aria-label": `Link “${span.quote}” as`, "data-keep": "link-role", onchange: fill });
  const to = h("select", {
    "aria-label": "To",
    hidden: true,
    onchange: () => to.value && run("link", { role: role.value, from: span.id, spanId: to.value }),
  });
  role.append(new Option("Add a link…", ""));
  // What can be chosen is no part of what the card says until somebody comes to choose.
  const offer = () => role.append(...open.map((each) => new Option(phraseOf(schema, each.name), each.name)));
  role.addEventListener("focus", offer, { once: true });
  function fill() {
    const chosen = roleNamed(schema, role.value);
    const fitting = [...annotations.spans.values()].filter((each) => each !== span && chosen?.to.includes(each.label));
    to.replaceChildren(
      new Option("to…", ""),
      ...fitting.sort(inTextOrder).map((each) => new Option(each.quote, each.id)),
    );
    to.hidden = chosen === null;
  }
  return h("div", { class: "attribute linker" }, role, to);
}
