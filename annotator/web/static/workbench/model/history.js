// What happened to a document, act by act, in words; and the way back to what stood before one of them.
/** @import { Act, Annotations, Change, EditorState, Link, SchemaJson, Span, Told } from "./types.js" */
import { accept, ActDraft, invert, itemsOf } from "./changes.js";
import { attempt } from "./conflicts.js";
import { attributeOf, labelNamed, labelTitle, roleNamed } from "./schema.js";
import { same, valueWords } from "./values.js";

/** One act. isHere: made in this browser; isWaiting: the server does not have it yet.
 * @typedef {{id: string, changes: readonly Change[], words: string, at: number, revision: number | null, isHere: boolean, isWaiting: boolean}} Entry */

/** The acts of a stretch of the journal and those that wait here, oldest first.
 * @param {readonly Told[]} told @param {{past: readonly Act[], waiting: readonly Act[], state: EditorState}} here @returns {Entry[]} */
export function entries(told, { past, waiting, state }) {
  const own = new Map(past.map((act) => [act.id, act]));
  /** @type {Map<string, Told[]>} */
  const acts = new Map();
  for (const change of told) acts.set(change.act, [...(acts.get(change.act) ?? []), change]);
  const quoteOf = quotes([...told, ...waiting.flatMap((act) => act.changes)], state.annotations);
  const made = [...acts].map(([id, changes]) => ({
    id,
    changes,
    words: own.get(id)?.status || wordsOf(changes, state.schema, quoteOf),
    at: Date.parse(changes[0].at),
    revision: changes[0].revision,
    isHere: own.has(id),
    isWaiting: false,
  }));
  const unsent = waiting.filter(({ id }) => !acts.has(id));
  return [...made, ...unsent.map((act) => ofAct(act, true))];
}

/** What this browser knows by itself. @param {readonly Act[]} past @param {readonly Act[]} waiting @returns {Entry[]} oldest first */
export const ownEntries = (past, waiting) => past.map((act) => ofAct(act, waiting.includes(act)));

/** @param {Act} act @param {boolean} isWaiting @returns {Entry} */
const ofAct = ({ id, changes, status, at }, isWaiting) => ({
  id,
  changes,
  words: status,
  at,
  revision: null,
  isHere: true,
  isWaiting,
});

// ---------------------------------------------------------------- in words

/** The words of a span by its id, also of one that is gone. @param {readonly Change[]} changes @param {Annotations} annotations */
function quotes(changes, { spans }) {
  const found = new Map([...spans.values()].map((span) => [span.id, span.quote]));
  for (const { before, after } of changes)
    for (const item of [before, after]) if (item?.quote && !found.has(item.id)) found.set(item.id, item.quote);
  return (/** @type {string} */ id) => `“${found.get(id) ?? "…"}”`;
}

/** @param {readonly Change[]} changes of one act @param {SchemaJson} schema @param {(spanId: string) => string} quoteOf */
export function wordsOf(changes, schema, quoteOf) {
  // What a gesture was about comes before what went with it.
  const about = (/** @type {string} */ kind) => changes.filter((change) => change.kind.endsWith(kind));
  const [main] = [about("_span"), about("_link"), about("_attribute"), about("_comment")].filter(
    (some) => some.length > 0,
  );
  if (!main) return "Nothing";
  const said = main.map((change) => phrase(change, schema, quoteOf));
  const more = said.length - 1;
  if (more > 0 && said.every((words) => words === said[0])) return `${said[0]} ×${said.length}`;
  return more > 0 ? `${said[0]} and ${more} more` : said[0];
}

/** @param {Change} change @param {SchemaJson} schema @param {(spanId: string) => string} quoteOf */
function phrase({ kind, before, after }, schema, quoteOf) {
  if (kind === "set_attribute") {
    const attribute = schema.attributes.find(({ name }) => name === after.name);
    return `${attribute?.title ?? after.name}: ${attribute ? valueWords(attribute, after.value ?? null) : "set"}`;
  }
  if (kind.endsWith("_comment")) return commentWords(before, after);
  if (kind.endsWith("_link")) {
    const link = after ?? before;
    const words = `${roleNamed(schema, link.role)?.title ?? link.role}: ${quoteOf(link.from)} → ${quoteOf(link.to)}`;
    return kind === "remove_link" ? `Unlinked ${words}` : words;
  }
  if (before && after) return changeWords(before, after, schema);
  const named = `${labelTitle(schema, (after ?? before).label)} “${(after ?? before).quote}”`;
  return after ? named : `Deleted ${named}`;
}

/** @param {any} before @param {any} after */
function commentWords(before, after) {
  const what = (after ?? before).reason ? "Flag" : "Comment";
  if (!after) return `Deleted ${what.toLowerCase()}`;
  return before ? `${what} changed` : `${what}${after.text ? ` “${after.text}”` : ""}`;
}

/** @param {Span} before @param {Span} after @param {SchemaJson} schema */
function changeWords(before, after, schema) {
  if (before.label !== after.label)
    return `“${after.quote}” ${labelTitle(schema, before.label)} → ${labelTitle(schema, after.label)}`;
  if (before.quote !== after.quote || before.start !== after.start) return `“${before.quote}” → “${after.quote}”`;
  const label = labelNamed(schema, after.label);
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const said = [...names]
    .filter((name) => !same(before.attributes[name] ?? null, after.attributes[name] ?? null))
    .map((name) => {
      const attribute = label && attributeOf(label, name);
      return attribute ? `${attribute.title}: ${valueWords(attribute, after.attributes[name] ?? null)}` : name;
    });
  return `“${after.quote}” ${said.join(", ") || "changed"}`;
}

// ---------------------------------------------------------------- the way back

/** What is to be done so that all stands as it did before the first of these entries, and in words what of it cannot be.
 * Comments stay as they are, since they say what people thought; they only go back to their spans.
 * @param {EditorState} state @param {readonly Entry[]} later oldest first: the entry and all that came after it
 * @returns {{changes: Change[], left: string[]}} */
export function wayBack(state, later) {
  const done = later.flatMap(({ changes }) => changes);
  const quoteOf = quotes(done, state.annotations);
  /** @type {Change[]} */
  const misfits = [];
  const target = done.reduceRight((standing, change) => {
    if (change.kind.endsWith("_comment")) return hungBack(standing, change);
    if (same(standingOf(standing, change), change.after)) return accept(standing, [invert(change)]);
    misfits.push(change);
    return standing;
  }, state.annotations);
  const draft = new ActDraft(state);
  let waiting = steps(state.annotations, target);
  // What stands in its own way may fit once the rest is done.
  for (let count = 0; count !== waiting.length;) {
    count = waiting.length;
    waiting = waiting.filter((step) => !isDone(draft, step));
  }
  const left = [...misfits, ...waiting].map((change) => phrase(change, state.schema, quoteOf));
  return { changes: draft.changes, left: [...new Set(left)] };
}

/** @param {Annotations} standing @param {Change} change of a comment */
function hungBack(standing, { kind, before, after }) {
  const comment = kind === "change_comment" && standing.comments.get(after.id);
  if (!comment || !before.span || comment.span === before.span || comment.span !== after.span) return standing;
  const { span, start, end } = before;
  const back = { ...comment, span, start, end };
  return accept(standing, [{ id: "", act: "", kind, before: comment, after: back }]);
}

/** What stands where a change was made. @param {Annotations} annotations @param {Pick<Change, "kind" | "before" | "after">} change */
function standingOf(annotations, { kind, before, after }) {
  if (kind === "set_attribute") return setting(annotations, after.name);
  return itemsOf(annotations, kind).get((after ?? before).id) ?? null;
}

/** @param {ActDraft} draft @param {Change} step */
function isDone(draft, { kind, before, after }) {
  // A step before it may have done it already, or have changed what it is about.
  const standing = standingOf(draft.draft, { kind, before, after });
  return same(standing, after) || attempt(draft, kind, kind.startsWith("add_") ? null : standing, after) === null;
}

/** The steps from what stands to what stood, in an order in which each can be made: links let go first and come last.
 * @param {Annotations} now @param {Annotations} then @returns {Change[]} */
function steps(now, then) {
  const moved = new Set(
    [...now.spans.values()].filter(({ id, label }) => then.spans.get(id)?.label !== label).map(({ id }) => id),
  );
  const stays = (/** @type {Link} */ link) =>
    same(link, then.links.get(link.id) ?? null) && !moved.has(link.from) && !moved.has(link.to);
  const links = [...now.links.values()].filter((link) => !stays(link));
  const released = new Set(links.map(({ id }) => id));
  const linked = [...then.links.values()].filter(({ id }) => released.has(id) || !now.links.has(id));
  const names = new Set([...Object.keys(now.attributes), ...Object.keys(then.attributes)]);
  return [
    ...links.map((link) => step("remove_link", link, null)),
    ...gone(now.spans, then.spans).map((span) => step("remove_span", span, null)),
    ...changed(now.spans, then.spans).map(([before, after]) => step("change_span", before, after)),
    ...gone(then.spans, now.spans).map((span) => step("add_span", null, span)),
    ...linked.map((link) => step("add_link", null, link)),
    ...changed(now.comments, then.comments)
      .filter(([, after]) => after.span === null || then.spans.has(after.span))
      .map(([before, after]) => step("change_comment", before, after)),
    ...[...names]
      .filter((name) => !same(now.attributes[name] ?? null, then.attributes[name] ?? null))
      .map((name) => step("set_attribute", setting(now, name), setting(then, name))),
  ];
}

/** @param {Change["kind"]} kind @param {any} before @param {any} after @returns {Change} */
const step = (kind, before, after) => ({ id: "", act: "", kind, before, after });

/** @param {Annotations} annotations @param {string} name */
const setting = ({ attributes }, name) => ({ name, value: attributes[name] ?? null });

/** What the one has and the other has not. @template {{id: string}} Item @param {ReadonlyMap<string, Item>} some @param {ReadonlyMap<string, Item>} others */
const gone = (some, others) => [...some.values()].filter(({ id }) => !others.has(id));

/** @template {{id: string}} Item @param {ReadonlyMap<string, Item>} now @param {ReadonlyMap<string, Item>} then @returns {[Item, Item][]} */
const changed = (now, then) =>
  [...now.values()].flatMap((item) => {
    const other = then.get(item.id);
    return other && !same(item, other) ? [/** @type {[Item, Item]} */ ([item, other])] : [];
  });
