// How an annotated article is made again in the fewest acts: which key on which words, in which order. What a key does is
// asked of the workbench's own model, act by act; what comes out must be the gold.
import { labelledTogether, repeats } from "../../annotator/web/static/workbench/model/repeats.js";
import { labelNamed } from "../../annotator/web/static/workbench/model/schema.js";
import { snap } from "../../annotator/web/static/workbench/model/tokens.js";
import { countIn, readToll, writeToll } from "../../annotator/web/static/workbench/model/tolls.js";
import { Events } from "./events.js";
import { KeysAlone } from "./keys.js";
import { PointerAndKeys } from "./pointer.js";
import { byPlace, isInside, Story, touches } from "./story.js";
import { Fingers } from "./touch.js";
import { sayings, valueOf } from "./values.js";
import { costOf, Work } from "./work.js";

export const HANDS = { pointer: PointerAndKeys, keys: KeysAlone, touch: Fingers };

/** The cheapest of the ways that are tried. repeats: a label may be given to all free repeats at once; parts: "spans" alone,
 * or "links", "tolls" and "values" too; boxes: see KeysAlone.
 * @param {any} task @param {{spans: any[], links: any[]}} gold
 * @param {{hands?: "pointer" | "keys" | "touch", withRepeats?: boolean, parts?: readonly string[], boxes?: (number[] | null)[],
 *   tokens?: any[]}} [options] tokens: the page's own, where its word lists may be others than those here */
export function plan(
  task,
  gold,
  { hands = "pointer", withRepeats = true, parts = ["spans", "links", "tolls"], boxes, tokens } = {},
) {
  const wanted = { spans: [...gold.spans].sort(byPlace), links: parts.includes("links") ? gold.links : [] };
  const ways = [true, false].map((isLate) => {
    const work = new Work(task, wanted, tokens);
    const hand = new HANDS[hands](work, boxes);
    new Way(new Story(work, hand, isLate), { withRepeats, parts }).go();
    const differences = work.differences();
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
    /** Spans whose toll is typed. @type {Set<any>} */
    this.tolled = new Set();
    /** Spans whose values are set. @type {Set<any>} */
    this.valued = new Set();
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
    // The line of some tolls opens only while no event is in hand.
    if (work.state.inHand !== null && spans.some((span) => this.#tollOf(span)))
      work.tell("links", "put down", hand.press(work.key("escape")));
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
    this.#toll(span);
    if (!this.parts.includes("values") || this.valued.has(span)) return;
    this.valued.add(span);
    for (const saying of sayings(this.schema, span)) {
      const made = this.work.spanOf(span.id);
      const acts = this.hand.values(made, saying);
      this.work.run("set_attribute", { spanId: made.id, name: saying.attribute.name, value: valueOf(saying) });
      this.work.tell("values", `“${span.quote}”: ${saying.attribute.title}`, acts);
    }
  }

  /** The line that a toll is still to be typed with. */
  #tollOf(span) {
    const attributes = labelNamed(this.schema, span.label)?.attributes ?? [];
    const count = countIn(attributes);
    if (!this.parts.includes("tolls") || this.tolled.has(span) || !count || !span.attributes?.[count.name]) return null;
    const line = writeToll(span.attributes, attributes).replace(" ", "");
    const { values, problem } = readToll(line, attributes, span.quote);
    if (problem) throw new Error(`the toll of “${span.quote}” is not “${line}”: ${problem}`);
    const sign = this.work.map.bindings.find(({ command, args }) => command === "toll" && args.typed === line[0]);
    return { line, values, begins: /\d/.test(line[0]) ? `Digit${line[0]}` : sign?.stroke };
  }

  /** A number or a sign opens the line of a toll and is the first thing in it; Enter opens it too, with nothing in hand. */
  #toll(span) {
    const toll = this.#tollOf(span);
    if (!toll || (!toll.begins && this.work.state.inHand !== null)) return;
    this.tolled.add(span);
    this.work.tell("tolls", `“${span.quote}” is ${toll.line}`, this.hand.toll(this.work.spanOf(span.id), toll));
  }
}
