// How an annotated article is made again in the fewest acts: which key on which words, in which order. What a key does is
// asked of the workbench's own model, act by act; what comes out must be the gold.
import { labelledTogether, repeats } from "../../annotator/web/static/workbench/model/repeats.js";
import { snap } from "../../annotator/web/static/workbench/model/tokens.js";
import { Events } from "./events.js";
import { KeysAlone } from "./keys.js";
import { PointerAndKeys } from "./pointer.js";
import { byPlace, isInside, Story, touches } from "./story.js";
import { gap, letterFor, lineOf } from "./tolls.js";
import { Fingers } from "./touch.js";
import { missing, sayings, valueOf } from "./values.js";
import { costOf, Work } from "./work.js";

export const HANDS = { pointer: PointerAndKeys, keys: KeysAlone, touch: Fingers };

/** The cheapest of the ways that are tried. repeats: a label may be given to all free repeats at once; parts: "spans" alone,
 * or "links", "tolls" and "values" too; boxes: see KeysAlone.
 * @param {any} task @param {{spans: any[], links: any[]}} gold
 * @param {{hands?: "pointer" | "keys" | "touch", withRepeats?: boolean, parts?: readonly string[], boxes?: (number[] | null)[],
 *   tokens?: any[], readings?: any[]}} [options] tokens: the page's own, where its word lists may be others than those here;
 *   readings: what the server reads in the words of the gold */
export function plan(
  task,
  gold,
  { hands = "pointer", withRepeats = true, parts = ["spans", "links", "tolls"], boxes, tokens, readings = [] } = {},
) {
  const wanted = { spans: [...gold.spans].sort(byPlace), links: parts.includes("links") ? gold.links : [] };
  const ways = [true, false].map((isLate) => {
    const work = new Work(task, wanted, { tokens, readings });
    const hand = new HANDS[hands](work, boxes);
    new Way(new Story(work, hand, isLate), { withRepeats, parts }).go();
    const tolls = parts.includes("tolls") ? work.openTolls() : [];
    const differences = [...work.differences(), ...tolls.map(({ quote }) => `another toll: “${quote}”`)];
    if (differences.length > 0) throw new Error(`not the gold:\n${differences.join("\n")}`);
    return work.steps;
  });
  const cost = (steps) => steps.reduce((sum, { acts }) => sum + costOf(acts), 0);
  return ways.sort((a, b) => cost(a) - cost(b))[0];
}

/** One way through an article: first what stands by itself, word after word, then event after event. */
class Way {
  /** @param {Story} story @param {{withRepeats: boolean, parts: readonly string[]}} options */
  constructor(story, { withRepeats, parts }) {
    Object.assign(this, { story, withRepeats, parts });
    this.work = story.work;
    this.hand = story.hand;
    this.schema = story.schema;
    /** Is all made, and what is not said yet to be said now? */
    this.isLast = false;
  }

  go() {
    const { hand, story, work } = this;
    const { spans } = work.gold;
    const groups = this.withRepeats ? this.#groups() : new Map();
    // What stays armed is given to all that want it, before another is.
    const order = hand.staysArmed ? [...spans].sort((a, b) => a.label.localeCompare(b.label)) : spans;
    for (const span of order) if (!story.inPassing.has(span)) this.#span(span, groups);
    for (const span of groups.keys()) if (!work.spanOf(span.id)) this.#label(span, true);
    const events = new Events(story, { label: (span) => this.#label(span), say: (span) => this.#say(span) });
    for (const head of story.inOrder()) events.make(head);
    // Enter means a toll only while no event is in hand.
    if (work.state.inHand !== null && this.parts.includes("tolls") && work.openTolls().length > 0)
      work.tell("links", "put down", hand.press(work.key("escape")));
    this.isLast = true;
    for (const span of spans) this.#say(span);
  }

  // -------------------------------------------------------------- spans

  /** With it what lies in it, first: over a word in a span a key means the span. */
  #span(span, groups) {
    if (this.work.spanOf(span.id)) return;
    for (const inner of this.work.gold.spans)
      if (isInside(inner, span) && !this.story.inPassing.has(inner)) this.#span(inner, groups);
    if (!groups.has(span)) return this.#label(span);
    const wrong = labelledTogether(this.work.state, span, span.label).filter(
      (range) => !this.#isGold(range, span.label),
    );
    if (wrong.length <= groups.get(span)) this.#label(span, true);
  }

  /** @param {any} span of the gold @param {boolean} [isRepeated] */
  #label(span, isRepeated = false) {
    const there = [...this.work.state.annotations.spans.values()].filter(
      (each) => each.start === span.start && each.end === span.end,
    );
    const hasTwin = there.some(({ label }) => label === span.label);
    const args = {
      label: span.label,
      ...(isRepeated && { repeats: true }),
      ...(there.length > 0 && !hasTwin && { also: true }),
    };
    const binding = this.work.key("label", args);
    const whole = snap(this.work.state.tokens, span.start, span.end);
    const acts = this.hand.onWords(whole, binding);
    if (hasTwin) acts.push(...this.hand.onWords(whole, { ...binding, args: { ...binding.args, confirmed: true } }));
    for (const cut of this.#cuts(whole, span)) acts.push(...this.hand.onSpan(this.work.focused(), cut));
    this.work.tell("spans", `${span.label} “${span.quote}”${isRepeated ? " and its repeats" : ""}`, acts);
    for (const stranger of this.work.strangers()) this.#delete(stranger);
    for (const each of this.work.gold.spans)
      if (isRepeated ? this.work.spanOf(each.id) : each === span) this.#say(each);
  }

  /** The keys that take from whole words, character by character, what is too much. */
  #cuts(whole, span) {
    const { index } = this.work.state;
    const steps = (from, to) => {
      let count = 0;
      for (let at = from; at < to; at = index.step(at, true)) count += 1;
      return count;
    };
    const cut = (side) => this.work.key("shrink", { side, by: "grapheme" });
    return [
      ...Array(steps(whole.start, span.start)).fill(cut("left")),
      ...Array(steps(span.end, whole.end)).fill(cut("right")),
    ];
  }

  #delete(span) {
    this.work.tell("spans", `not ${span.label} “${span.quote}”`, this.hand.onSpan(span, this.work.key("delete")));
  }

  /** The words that stand more than once and are cheaper labelled together, each with how many of the copies are wrong.
   * @returns {Map<any, number>} */
  #groups() {
    const { spans } = this.work.gold;
    const found = new Map();
    for (const span of spans) {
      const equal = spans.filter((each) => each.label === span.label && each.quote === span.quote);
      if (equal[0] !== span || spans.some((each) => equal.some((one) => one !== each && touches(one, each)))) continue;
      const others = spans.filter((each) => !equal.includes(each));
      const annotations = { ...this.work.state.annotations, spans: new Map(others.map((each) => [each.id, each])) };
      const wrong = repeats({ ...this.work.state, annotations }, span).free.length - (equal.length - 1);
      const needed = equal.filter((each) => !this.story.inPassing.has(each));
      if (needed.length - 1 - this.hand.repeating > wrong) for (const each of needed) found.set(each, wrong);
    }
    return found;
  }

  #isGold({ start, end }, label) {
    return this.work.gold.spans.some((span) => span.label === label && span.start === start && span.end === end);
  }

  // -------------------------------------------------------------- tolls and values

  /** What is said of a span, while the hands are there. */
  #say(span) {
    if (this.parts.includes("tolls")) this.#toll(span);
    if (!this.parts.includes("values") || !this.isLast) return;
    const made = this.work.spanOf(span.id);
    for (const saying of sayings(this.schema, span, made.attributes)) this.#value(span, saying, "values");
  }

  /** @param {any} span of the gold @param {any} saying @param {"values" | "tolls"} part @param {boolean} [isRead] something was read */
  #value(span, saying, part, isRead = false) {
    const made = this.work.spanOf(span.id);
    const { name } = saying.attribute;
    const isSet = name in made.attributes;
    const acts = this.hand.values(made, { ...saying, isSet });
    // What was only read is no value yet: it is said no to.
    if (saying.value === null && !isSet) this.work.run("decline", { spanId: made.id, names: [name] });
    else this.work.run("set_attribute", { spanId: made.id, name, value: valueOf(saying) });
    this.work.tell(part, `“${span.quote}”: ${saying.attribute.title}`, isRead ? onceRead(span, acts) : acts);
  }

  /** What was read rightly is confirmed by one key: with its event, where it has one. Else a number or a sign opens the line and
   * is the first thing in it; or its parts are set one by one, where that is less. */
  #toll(span) {
    const { hand, schema, work } = this;
    const made = work.spanOf(span.id);
    const wrong = gap(schema, span, made.attributes);
    if (wrong.length === 0) return;
    const withRead = { ...work.readOf(made), ...made.attributes };
    const unread = gap(schema, span, withRead);
    const isRead = Object.keys(work.readOf(made)).length > 0;
    if (unread.length === 0) {
      if (!this.isLast && this.parts.includes("links") && this.#isLinkedYet(span)) return;
      if (work.state.inHand === null) work.tell("tolls", `“${span.quote}” is as read`, hand.confirm(made));
      return;
    }
    const parts = unread.map((name) => missing(schema, span, withRead, name));
    // What has no letter is set in the strip.
    const unlettered = parts.filter((each) => each && !letterFor(schema, span, each.attribute.name));
    const whole = lineOf(schema, span);
    const begins = work.begins(whole.line);
    const { line, values } = begins && !hand.typesAll && isRead ? lineOf(schema, span, unread) : whole;
    const isShort = parts.every((each) => each) && parts.length * PARTED < line.length + 1;
    const apart = isShort ? parts : unlettered;
    for (const saying of apart) this.#value(span, saying, "tolls", isRead);
    if (apart.length > 0) return this.#toll(span);
    // Where Enter opens the line, it confirms first what was read.
    if (!begins && work.state.inHand !== null) return;
    const acts = !begins && isRead && !hand.typesAll ? hand.confirm(made) : [];
    const rest = hand.typesAll ? {} : work.readOf(work.spanOf(span.id));
    const typed = hand.toll(work.spanOf(span.id), { line, values: { ...rest, ...values }, begins });
    const isShown = Object.keys(rest).length > 0;
    work.tell("tolls", `“${span.quote}” is ${line}`, [...acts, ...(isShown ? onceRead(span, typed) : typed)]);
  }

  /** Is it still to be linked to an event, which confirms what was read of it? */
  #isLinkedYet({ id }) {
    return this.work.gold.links.some((link) => link.to === id && !this.work.isLinked(link));
  }
}

/** Not before the page shows what was read. @param {any} span @param {any[]} acts */
const onceRead = ({ quote }, [first, ...rest]) => [{ ...first, reads: quote }, ...rest];

/** How many keys set one value in the strip. */
const PARTED = 3;
