// One hand on the pointer, the other on the keys: a key acts on the word that the pointer is over, or sweeps to another.
import { tokensBetween } from "../../annotator/web/static/workbench/model/tokens.js";
import { keysFor } from "./values.js";

/** Keys that are held and swept; the others act where the pointer is when they are pressed. */
const SWEPT = new Set(["label", "link"]);

export class PointerAndKeys {
  repeating = 0;

  /** @param {import("./work.js").Work} work */
  constructor(work) {
    this.work = work;
  }

  /** The key that takes in hand, whatever is there already; null: there is none. */
  get instead() {
    return this.work.key("pick_up");
  }

  /** Can a key make something of these words that nothing stands on, in one act? @param {any} range @param {any} binding */
  canBegin(range, { command }) {
    return SWEPT.has(command) || this.#tokens(range).length === 1;
  }

  /** A key on words. @param {any} range @param {any} binding @returns {any[]} the acts, which are done */
  onWords(range, { command, args, stroke }) {
    const tokens = this.#tokens(range);
    const { start, end } = range;
    const over = this.work.over(tokens[0], args);
    const isAlone = tokens.length === 1 && (!over || (over.start === start && over.end === end));
    if (isAlone) {
      this.work.run(command, { ...args, ...(over ? { spanId: over.id } : { start, end }) });
      return [{ key: stroke, at: start }];
    }
    if (SWEPT.has(command) && tokens.length > 1) {
      this.work.run(command, { ...args, start, end });
      return [{ key: stroke, at: start, to: tokens.at(-1).start }];
    }
    this.work.run("select", { start, end });
    this.work.run(command, args);
    return [{ drag: true, at: start, to: end - 1 }, { key: stroke }];
  }

  /** A key on a span. @param {any} span @param {any} binding @returns {any[]} */
  onSpan(span, binding) {
    const { command, args, stroke } = binding;
    const token = this.#tokens(span).find((each) => this.work.over(each, args)?.id === span.id);
    if (this.work.isDoubtful(span, args)) throw new Error(`nothing tells which “${span.quote}” is meant`);
    if (!token) return this.onWords(span, binding);
    this.work.run(command, { ...args, spanId: span.id });
    return [{ key: stroke, at: token.start }];
  }

  /** @param {any} span @param {{line: string, values: any, begins: string | undefined}} toll */
  toll(span, toll) {
    return typedToll(this, span, toll);
  }

  /** Yes to what was read of a span, with nothing in hand. @param {any} span */
  confirm(span) {
    return confirmed(this, span);
  }

  /** @param {any} span @param {import("./values.js").Saying} saying */
  values(span, saying) {
    return typedValues(this, span, saying);
  }

  /** A key that is about nothing in the text. @param {any} binding */
  press({ command, args, stroke }) {
    const reads = this.work.readInHand();
    this.work.run(command, args);
    return [{ key: stroke, ...(command === "done" && reads > 0 && { reads }) }];
  }

  #tokens({ start, end }) {
    return tokensBetween(this.work.state.tokens, start, end);
  }
}

/** What was read is confirmed by one key. @param {any} hand @param {any} span */
export function confirmed(hand, span) {
  const { stroke } = hand.work.key("done");
  const acts = hand.onSpan(span, { command: "focus", args: { spanId: span.id }, stroke });
  hand.work.run("confirm", { spanId: span.id });
  return [...acts.slice(0, -1), { ...acts.at(-1), reads: span.quote }];
}

/** Values set by keys: one opens the strip. @param {any} hand @param {any} span @param {import("./values.js").Saying} saying */
export function typedValues(hand, span, saying) {
  const { stroke } = hand.work.key("values");
  const acts = hand.onSpan(span, { command: "focus", args: { spanId: span.id }, stroke });
  return [...acts, ...keysFor(saying)];
}

/** A toll typed by keys: a number or a sign opens the line and is the first thing in it; Enter opens it too.
 * @param {any} hand @param {any} span @param {{line: string, values: any, begins: string | undefined}} toll */
export function typedToll(hand, span, { line, values, begins }) {
  const { work } = hand;
  const acts = hand.onSpan(span, {
    command: "focus",
    args: { spanId: span.id },
    stroke: begins ?? work.key("done").stroke,
  });
  work.run("set_attributes", { spanId: span.id, values });
  return [
    ...acts,
    { type: [...(begins ? line.slice(1) : line)], into: ".toll-line" },
    { key: "Enter", closes: ".toll-line" },
  ];
}
