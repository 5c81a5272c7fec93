// All that a key does to a span or to a bare word, as buttons at the thumb: what a long press shows.
/** @import { CommandArgs, EditorState, Range, Role, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { heldBy, proposals } from "../model/frames.js";
import { beginsLinks, isCounted, isTrigger, labelNamed, phraseOf } from "../model/schema.js";
import { target } from "../model/targets.js";
import { button, h } from "./elements.js";
import { openStrip, stands } from "./strip.js";

/** Between the words and the strip, in pixels. */
const GAP = 16;

/** A command as a button. stays: the strip stays open, to go on. @typedef {{words: string, command: string, args?: CommandArgs,
 *   className?: string, isPressed?: boolean, stays?: boolean}} Deed */

/** @param {Bench} bench @param {CommandArgs} args the target: see commands.js */
export function open(bench, args) {
  const { editor, looks, say } = bench;
  const { state } = editor;
  if (state.readOnly) return say("This document is open for reading only");
  const found = target(state, args);
  if (!found) return say("No word there");
  const { span, start, end } = found;
  if (span) bench.run("focus", { spanId: span.id });
  else bench.run("move_to", { point: start });
  const aimed = span ? { spanId: span.id } : { start, end, exact: true };
  const words = state.index.slice(start, end);
  const title = span ? `${looks.title(span.label)} “${words}”` : `“${words}”`;
  const strip = openStrip(bench, { title, at: null, isThere: span ? stands(bench, span) : undefined });
  strip.element.classList.add("details");

  /** @param {Deed} deed */
  function does({ words: name, command, args: more, className, isPressed, stays }) {
    const press = () => {
      // What the command opens takes the place of this.
      if (!stays) strip.close();
      bench.run(command, { ...more, ...aimed });
      if (stays) uncover(bench, editor.state.annotations.spans.get(span?.id ?? "") ?? { start, end }, strip.element);
    };
    const isChosen = isPressed === undefined ? null : String(isPressed);
    return button({ class: className, "aria-pressed": isChosen, onclick: press }, name);
  }
  /** @param {string} name @param {readonly Deed[]} deeds */
  const row = (name, deeds) =>
    deeds.length > 0 ? h("div", { class: "strip-keys", role: "group", "aria-label": name }, ...deeds.map(does)) : "";
  const head = h("div", { class: "strip-head" }, title);
  const close = button({ class: "plain", "aria-label": "Close", onclick: () => strip.close() }, "×");
  const rows = [
    row("Label", labels(state, span, looks)),
    row("Role", roles(state, span)),
    ...(span ? [row("Words", EDGES), row("Event", eventOf(state, span))] : []),
    row("More", [...(span ? said(state, span) : []), FLAG, GUIDELINE, ...(span ? ends(span) : [])]),
  ];
  const draw = () =>
    strip.show([h("div", { class: "details-head" }, head, close), ...rows.filter((each) => each !== "")]);
  draw();
  // The strip is placed anew where the text had to make room.
  if (uncover(bench, found, strip.element)) draw();
}

/** @param {EditorState} state @param {Span | null} span @param {Bench["looks"]} looks @returns {Deed[]} */
const labels = ({ schema }, span, looks) =>
  schema.labels.map(({ name, title }) => ({
    words: title,
    command: "label",
    args: { label: name },
    className: `tone-${looks.tone(name)} labelled`,
    isPressed: span ? span.label === name : undefined,
    // Once more makes a second event in the same words.
    stays: span?.label === name,
  }));

/** With an event in hand: what this could be in it. @param {EditorState} state @param {Span | null} span @returns {Deed[]} */
function roles({ schema, inHand, annotations }, span) {
  const from = annotations.spans.get(inHand ?? "");
  const isOpen = (/** @type {Role} */ role) =>
    from && from !== span && role.meaning !== "same_event" && role.from.includes(from.label);
  const open = schema.roles.filter((role) => isOpen(role) && (!span || role.to.includes(span.label)));
  return open.map((role) => ({ words: phraseOf(schema, role.name), command: "link", args: { roles: [role.name] } }));
}

/** The words of the list (list-span.js). @type {readonly Deed[]} */
const EDGES = [
  { words: "Begin earlier", command: "grow", args: { side: "left" }, stays: true },
  { words: "Begin later", command: "shrink", args: { side: "left" }, stays: true },
  { words: "End earlier", command: "shrink", args: { side: "right" }, stays: true },
  { words: "End later", command: "grow", args: { side: "right" }, stays: true },
];

/** @type {Deed} */
const FLAG = { words: "Flag…", command: "flag" };
/** @type {Deed} */
const GUIDELINE = { words: "Guideline", command: "guideline" };

/** @param {EditorState} state @param {Span} span @returns {Deed[]} */
function eventOf(state, span) {
  const { schema, annotations, inHand } = state;
  if (!isTrigger(schema, span.label) && !beginsLinks(schema, span.label)) return proposed(state, span);
  const held = inHand === null ? null : heldBy(annotations, schema, inHand);
  if (!held) return [{ words: "Pick up", command: "pick_up" }];
  if (heldBy(annotations, schema, span.id) === held) return [{ words: "Put down", command: "put_down" }];
  const isBoth = isTrigger(schema, held.label) && isTrigger(schema, span.label);
  return [
    { words: isBoth ? "Further trigger" : "Same as in hand", command: "event" },
    { words: "Pick up", command: "pick_up" },
    ...proposed(state, span),
  ];
}

/** @param {EditorState} state @param {Span} span @returns {Deed[]} */
const proposed = (state, span) =>
  state.inHand !== null && proposals(state).some((each) => each.span.id === span.id)
    ? [{ words: "Not linked", command: "reject" }]
    : [];

/** What is said of it. @param {EditorState} state @param {Span} span @returns {Deed[]} */
function said(state, span) {
  const { schema } = state;
  const hasValues = (labelNamed(schema, span.label)?.attributes.length ?? 0) > 0;
  const read = state.readings?.words(state, span);
  return [
    ...(read ? [{ words: `Confirm ${read}`, command: "confirm", className: "read" }] : []),
    ...(read ? [{ words: "Not so", command: "decline" }] : []),
    ...(isCounted(schema, span.label) ? [{ words: "Toll…", command: "toll" }] : []),
    ...(hasValues ? [{ words: "Values…", command: "values" }] : []),
  ];
}

/** @param {Span} span @returns {Deed[]} */
const ends = (span) => [
  { words: "Label all repeats", command: "label", args: { label: span.label, repeats: true } },
  { words: "Delete", command: "delete", args: { anyway: true }, className: "danger" },
];

/** Brings words from below the strip into sight; was that needed? @param {Bench} bench @param {Range} range @param {HTMLElement} strip */
function uncover({ geometry, pane }, range, strip) {
  const lowest = geometry.rects(range).at(-1)?.bottom ?? 0;
  const covered = lowest + GAP - strip.getBoundingClientRect().top;
  if (covered <= 0) return false;
  const scroller = pane.scrollHeight > pane.clientHeight + 1 ? pane : window;
  scroller.scrollBy({ top: covered, behavior: "instant" });
  return true;
}
