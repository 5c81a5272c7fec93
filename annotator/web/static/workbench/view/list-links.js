// The links of a span in the list: those that it has, what it can be in the event in hand, and new ones by lists.
/** @import { CommandArgs, EditorState, Link, Span } from "../model/types.js" @import { Looks } from "./label-style.js" */
import { frameOf, linksFrom, linksTo, proposals } from "../model/frames.js";
import { inTextOrder, rangeAt } from "../model/paragraphs.js";
import { joins, phraseOf, roleNamed, saysSameEvent } from "../model/schema.js";
import { button, h } from "./elements.js";
import { backOf, titleOf } from "./list-words.js";

/** What the controls of one span work with; wanted: the role chosen for its next link.
 * @typedef {{looks: Looks, run: (command: string, args: CommandArgs) => void, goTo: (spanId: string) => void, wanted: string}} Tools */

/** @param {string} words @param {string} keep @param {() => void} does */
export const small = (words, keep, does) => button({ class: "small", "data-keep": keep, onclick: does }, words);

/** @param {string} name @param {...HTMLElement} content */
export const group = (name, ...content) =>
  h("div", { class: "row-of", role: "group", "aria-label": name }, h("span", { class: "row-name" }, name), ...content);

/** What a span is linked to, both ways; of an event, all of it. @param {Span} span @param {EditorState} state @param {Tools} tools */
export function linksOf({ id }, { annotations, schema, readOnly }, { looks, run, goTo }) {
  // What belongs to an event stands with its main trigger, whichever of them it hangs on.
  const whole = frameOf(annotations, schema, id);
  const frame = whole?.main.id === id ? whole : null;
  const outgoing = new Set([...linksFrom(annotations, id), ...(frame?.roles.map((filler) => filler.link) ?? [])]);
  const incoming = linksTo(annotations, id).filter((link) => !outgoing.has(link));
  const rows = [
    ...[...outgoing].map((link) => row(link, link.to, phraseOf(schema, link.role))),
    ...incoming.map((link) => row(link, link.from, backOf(schema, link.role))),
  ];
  /** @param {Link} link @param {string} otherId @param {string} phrase */
  function row(link, otherId, phrase) {
    const other = annotations.spans.get(otherId);
    if (!other) return "";
    const go = button(
      {
        class: `list-end tone-${looks.tone(other.label)}`,
        dir: "auto",
        "data-link": link.id,
        "data-keep": `go:${link.id}`,
        onclick: () => goTo(other.id),
      },
      other.quote,
    );
    const remove = small("Remove", `x:${link.id}`, () => run("unlink", { linkId: link.id }));
    remove.setAttribute("aria-label", `Remove: ${phrase} “${other.quote}”`);
    return h("li", null, `${phrase} `, go, " ", ...(readOnly ? [] : [...otherRole(link), remove]));
  }
  /** Another role for the same two, where the schema has one. @param {Link} link */
  function otherRole(link) {
    const ends = [link.from, link.to].map((end) => annotations.spans.get(end)?.label ?? "");
    const open = schema.roles.filter((role) => role.name !== link.role && joins(role, ends[0], ends[1]));
    if (open.length === 0 || saysSameEvent(schema, link.role)) return [];
    const choice = h("select", {
      "aria-label": `Instead of ${titleOf(schema, link.role)}`,
      "data-keep": `role:${link.id}`,
    });
    choice.append(...open.map((role) => new Option(role.title, role.name)));
    const change = () => run("change_role", { linkId: link.id, role: choice.value });
    return [choice, small("Change", `change:${link.id}`, change)];
  }
  if (rows.length === 0) return "";
  return h("ul", { class: "list-links", role: "list", "aria-label": "Links" }, ...rows);
}

/** What a span can be in the event in hand. @param {Span} span @param {EditorState} state @param {Tools} tools */
export function inHandOf(span, state, { run }) {
  const { annotations, schema, inHand } = state;
  const { id } = span;
  const isFrom = schema.roles.some((role) => role.from.includes(span.label));
  const main = annotations.spans.get(inHand ?? "");
  const mine = frameOf(annotations, schema, id)?.main ?? span;
  const take =
    main === mine
      ? [small("Put down", "hand", () => run("put_down", {}))]
      : isFrom
        ? [small("Pick up", "hand", () => run("pick_up", { spanId: id }))]
        : [];
  const open = main && main !== mine ? schema.roles.filter((role) => joins(role, main.label, span.label)) : [];
  const joined = open.map((role) =>
    small(`${role.title} of “${main?.quote}”`, `held:${role.name}`, () => run("link", { role: role.name, spanId: id })),
  );
  const asked = main ? proposals(state).filter((proposal) => proposal.span.id === id) : [];
  const no = asked.map(({ role }) =>
    small(`Not ${role.title} of “${main?.quote}”`, `no:${role.name}`, () => run("reject", { spanId: id })),
  );
  return take.length + joined.length > 0 ? group("Event", ...take, ...joined, ...no) : "";
}

/** A link to any span of the article, by lists. @param {Span} span @param {EditorState} state @param {Tools} tools */
export function linkerOf(span, { annotations, schema, sentences }, tools) {
  const all = [...annotations.spans.values()].sort(inTextOrder);
  const fits = (/** @type {string} */ role) =>
    all.filter((each) => each !== span && (roleNamed(schema, role)?.to.includes(each.label) ?? false));
  const open = schema.roles.filter((role) => role.from.includes(span.label) && fits(role.name).length > 0);
  if (open.length === 0) return "";
  const role = h("select", { "aria-label": "Role", "data-keep": "link-role", onchange: fill });
  const to = h("select", { "aria-label": "Of the span", "data-keep": "link-to" });
  role.append(...open.map((each) => new Option(each.title, each.name)));
  if (open.some((each) => each.name === tools.wanted)) role.value = tools.wanted;
  function fill() {
    tools.wanted = role.value;
    const here = rangeAt(sentences, span.start);
    /** @type {Map<number, HTMLOptGroupElement>} */
    const groups = new Map();
    for (const each of fits(role.value)) {
      const at = rangeAt(sentences, each.start);
      const some = groups.get(at) ?? h("optgroup", { label: `Sentence ${at + 1}` });
      groups.set(at, some);
      some.append(new Option(each.quote, each.id));
    }
    to.replaceChildren(...groups.values());
    // Most parts of an event stand near it.
    const near = [...groups.keys()].sort((a, b) => Math.abs(a - here) - Math.abs(b - here))[0];
    to.value = /** @type {HTMLOptionElement | undefined} */ (groups.get(near)?.firstElementChild)?.value ?? "";
  }
  fill();
  const link = small("Link", "link", () => tools.run("link", { role: role.value, from: span.id, spanId: to.value }));
  return group("Add a link", role, to, link);
}
