// All events as cards in reading order. A card is made anew only when its own event, or its part in the work, has changed.
/** @import { Editor, EditorState, Frame } from "../model/types.js" @import { Hands } from "./card.js" @import { TextView } from "./text-view.js" */
import { frames, linksFrom, mainTrigger, proposals } from "../model/frames.js";
import { cardParts } from "./card.js";
import { afterPaint, h } from "./elements.js";
import { keepingFocus } from "./fields.js";

/** @typedef {{frame: Frame, element: HTMLElement, mode: "held" | "open" | "shut", beside: string}} Card open: it has the focus; beside: what it shows of other links */

/** Where the eye reads, as a share of the height. */
const READING_LINE = 0.3;

/** @param {HTMLElement} root @param {HTMLElement} count @param {{editor: Editor, text: TextView, pane: HTMLElement, hands: Hands}} options pane: what scrolls the text */
export function mountEventCards(root, count, { editor, text, pane, hands }) {
  /** By main trigger, in reading order. @type {Map<string, Card>} */
  let cards = new Map();
  /** The cards that each span is on. @type {Map<string, Card[]>} */
  let cardsOf = new Map();
  /** Elements of cards that are shown to be in hand, to have the focus or to tell of what has. @type {HTMLElement[]} */
  let lit = [];
  /** What was drawn last. @type {{held: string | null, open: string | null, readOnly: boolean, focus: string | null, rejected: EditorState["rejected"], readings: EditorState["readings"]}} */
  let drawn = {
    ...{ held: null, open: null, focus: null, rejected: undefined, readings: null },
    readOnly: editor.state.readOnly,
  };

  /** @param {EditorState} state */
  const wantedOf = ({ inHand, readOnly, focus, rejected, readings, annotations, schema }) => ({
    held: inHand,
    open: mainTrigger(annotations, schema, focus ?? "")?.id ?? null,
    readOnly,
    focus,
    rejected,
    readings,
  });

  function draw() {
    const { state } = editor;
    const wanted = wantedOf(state);
    const found = frames(state.annotations, state.schema);
    if (wanted.readOnly !== drawn.readOnly) cards = new Map();
    const before = cards;
    cards = new Map(found.map((frame) => [frame.main.id, cardOf(frame, state, wanted)]));
    arrange([...cards.values()]);
    count.textContent = found.length > 0 ? String(found.length) : "";
    cardsOf = new Map();
    for (const card of cards.values())
      for (const id of spansOf(card.frame)) {
        const shared = cardsOf.get(id);
        if (shared) shared.push(card);
        else cardsOf.set(id, [card]);
      }
    const old = [...before.values()].filter((card) => cards.get(card.frame.main.id) !== card);
    const fresh = [...cards.values()].filter((card) => before.get(card.frame.main.id) !== card);
    text.describe(detailsOf, new Set([...old, ...fresh].flatMap((card) => spansOf(card.frame))));
    mark(wanted);
  }

  /** Id of the card that tells most of a span: its own event's, else the first one's. @param {string} spanId */
  function detailsOf(spanId) {
    const some = cardsOf.get(spanId);
    return (some?.find((card) => card.frame.main.id === spanId) ?? some?.[0])?.element.id ?? null;
  }

  /** @param {Frame} frame @param {EditorState} state @param {typeof drawn} wanted @returns {Card} */
  function cardOf(frame, state, { held, open }) {
    const { id } = frame.main;
    /** @type {Card["mode"]} */
    const mode = id === held ? "held" : id === open ? "open" : "shut";
    const known = cards.get(id);
    const proposed = mode === "held" && !state.readOnly ? proposals(state) : [];
    const beside = [
      ...proposed.map(({ span }) => `${span.id} ${span.quote}`),
      ...frame.roles.flatMap(({ span }) => linksFrom(state.annotations, span.id).map((link) => link.id)),
      ...(state.readings ? [frame.main, ...[...frame.roles, ...proposed].map(({ span }) => span)] : []).map(
        (span) => `${state.readings?.words(state, span)}`,
      ),
    ].join();
    if (known && known.mode === mode && known.beside === beside && isSame(known.frame, frame)) return known;
    const element = known?.element ?? newCard(id);
    element.classList.toggle("shut", mode === "shut");
    keepingFocus(element, () => element.replaceChildren(...cardParts(frame, state, hands, mode, proposed)));
    return { frame, element, mode, beside };
  }

  /** @param {string} mainId */
  function newCard(mainId) {
    const element = h("li", { id: `event-${mainId}`, tabindex: "-1" });
    element.addEventListener("pointerenter", () => text.paint("hinted", spansOf(cards.get(mainId)?.frame)));
    element.addEventListener("pointerleave", () => text.paint("hinted", []));
    return element;
  }

  /** Puts the cards in order and touches none that is in its place. @param {Card[]} wanted */
  function arrange(wanted) {
    const keep = new Set(wanted.map((card) => card.element));
    for (const child of [...root.children]) if (!keep.has(/** @type {HTMLElement} */ (child))) child.remove();
    let place = root.firstElementChild;
    for (const { element } of wanted) {
      if (element === place) place = place.nextElementSibling;
      else root.insertBefore(element, place);
    }
    if (wanted.length === 0)
      root.append(h("li", { class: "empty" }, "No events yet. An event begins with a word that says what happened."));
  }

  /** Shows which card is in hand, which has the focus, which tell of the span that has it. @param {typeof drawn} wanted */
  function mark(wanted) {
    for (const element of lit) element.classList.remove("held", "focused", "hinted");
    lit = [];
    /** @param {Card | undefined} card @param {string} name */
    const light = (card, name) => {
      if (!card) return;
      card.element.classList.add(name);
      lit.push(card.element);
    };
    for (const card of cardsOf.get(wanted.focus ?? "") ?? []) light(card, "hinted");
    light(cards.get(wanted.open ?? ""), "focused");
    light(cards.get(wanted.held ?? ""), "held");
    const isNew = wanted.held !== drawn.held || wanted.open !== drawn.open;
    if (isNew) show(cards.get(wanted.held ?? wanted.open ?? ""));
    drawn = wanted;
  }

  /** Brings a card into sight where the list scrolls by itself; the page stays where it is. @param {Card | undefined} card */
  function show(card) {
    if (!card || root.scrollHeight <= root.clientHeight) return;
    const { top, bottom } = card.element.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    const end = frame.bottom - parseFloat(getComputedStyle(root).scrollPaddingBlockEnd);
    if (top < frame.top) root.scrollTop -= frame.top - top;
    else if (bottom > end) root.scrollTop += Math.min(bottom - end, top - frame.top);
  }

  /** Keeps the cards beside the words they are about: what lies at a line across the text lies at it in the list too. */
  function follow() {
    if (cards.size === 0 || drawn.held !== null || root.matches(":hover, :focus-within")) return;
    const { top, height } = root.getBoundingClientRect();
    const line = top + height * READING_LINE;
    const list = [...cards.values()];
    /** @param {number} at */
    const wordsAt = (at) => text.marksOf(list[at]?.frame.main.id)[0]?.getBoundingClientRect().top;
    let low = 0;
    for (let high = list.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((wordsAt(middle) ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    const above = wordsAt(low - 1) ?? text.element.getBoundingClientRect().top;
    const below = wordsAt(low) ?? text.element.getBoundingClientRect().bottom;
    const from = list[low - 1]?.element.offsetTop ?? 0;
    const to = list[low]?.element.offsetTop ?? root.scrollHeight;
    const share = Math.min(1, Math.max(0, (line - above) / Math.max(1, below - above)));
    root.scrollTop = from + share * (to - from) - root.offsetTop - height * READING_LINE;
  }
  const followLater = afterPaint(follow);
  pane.addEventListener("scroll", followLater, { passive: true });

  const later = afterPaint(draw);
  const markLater = afterPaint(() => mark(wantedOf(editor.state)));
  const unsubscribe = editor.subscribe((state, changed) => {
    const { held, open, readOnly, focus } = wantedOf(state);
    const isOther = held !== drawn.held || open !== drawn.open || readOnly !== drawn.readOnly;
    const isOffered = state.rejected !== drawn.rejected || state.readings !== drawn.readings;
    if (changed.spans || isOffered || changed.links || isOther) later();
    else if (focus !== drawn.focus) markLater();
  });
  draw();

  return {
    /** What cards can do is more than it was. */
    redraw() {
      cards = new Map([...cards].map(([id, card]) => [id, { ...card, beside: "" }]));
      later();
    },
    unmount() {
      unsubscribe();
      pane.removeEventListener("scroll", followLater);
      root.replaceChildren();
    },
  };
}

/** Ids of all that belongs to an event. @param {Frame} [frame] */
const spansOf = (frame) =>
  frame ? [...frame.triggers.map((span) => span.id), ...frame.roles.map((filler) => filler.span.id)] : [];

/** Spans and links stay the same things while nothing is said of them. @param {Frame} a @param {Frame} b */
function isSame(a, b) {
  return (
    a.triggers.length === b.triggers.length &&
    a.roles.length === b.roles.length &&
    a.triggers.every((span, at) => span === b.triggers[at]) &&
    a.roles.every((filler, at) => filler.link === b.roles[at].link && filler.span === b.roles[at].span)
  );
}
