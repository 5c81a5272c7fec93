// Fingers alone: a label or role is armed in the legend and stays so; a tap or a sweep gives it. What else a key would do
// is a button among the details that a long press shows.
import { isTrigger, labelNamed, phraseOf, roleNamed } from "../../annotator/web/static/workbench/model/schema.js";
import { tokensBetween } from "../../annotator/web/static/workbench/model/tokens.js";
import { buttonsFor } from "./values.js";

const LEGEND = "#legend";
const DETAILS = ".details";

export class Fingers {
  /** How many acts it takes to give repeats a label too, once one of them has it. */
  repeating = 2;

  staysArmed = true;

  /** @param {import("./work.js").Work} work */
  constructor(work) {
    this.work = work;
    /** What the next tap gives. @type {any} */
    this.armed = null;
  }

  /** What takes in hand, whatever is there already. */
  get instead() {
    return { command: "pick_up", args: {} };
  }

  /** @param {any} range @param {any} binding */
  canBegin(range, { command }) {
    return command === "link";
  }

  /** @param {any} range @param {any} binding @returns {any[]} */
  onWords(range, { command, args }) {
    if (args.also || args.confirmed) throw new Error("fingers give words one label, and one of a kind");
    const { start, end } = range;
    const tokens = tokensBetween(this.work.state.tokens, start, end);
    const over = this.work.over(tokens[0], args);
    const { repeats, ...rest } = args;
    const acts = this.#arm({ command, args: rest });
    const isAlone = tokens.length === 1;
    if (isAlone && over && (over.start !== start || over.end !== end))
      throw new Error(`no finger finds “${this.work.state.index.slice(start, end)}” in the span around it`);
    acts.push(isAlone ? { tap: start } : { sweep: start, to: tokens.at(-1).start });
    this.work.run(command, { ...rest, ...(isAlone && over ? { spanId: over.id } : { start, end }) });
    const made = this.work.focused();
    return repeats ? [...acts, ...this.#detail(made, "Label all repeats", "label", args)] : acts;
  }

  /** @param {any} span @param {any} binding @returns {any[]} */
  onSpan(span, { command, args }) {
    if (command === "pick_up") return this.#detail(span, "Pick up", command, args);
    if (command === "event") return this.#event(span);
    if (command === "delete") return this.#delete(span);
    if (command !== "link") throw new Error(`fingers cannot ${command}`);
    const token = this.#wordOf(span, args);
    if (!token) return this.onWords(span, { command, args });
    const acts = [...this.#arm({ command, args }), { tap: token.start }];
    this.work.run(command, { ...args, spanId: span.id });
    return acts;
  }

  /** @param {any} binding */
  press({ command }) {
    const reads = command === "done" ? this.work.readInHand() : 0;
    this.work.run(command === "escape" ? "put_down" : command);
    this.#look();
    const button = command === "escape" ? "Done" : reads > 0 ? "read" : "proposed";
    return [{ button, within: LEGEND, ...(reads > 0 && { reads }) }];
  }

  /** The line of a toll is opened whole, and what is typed takes the place of all of it. */
  typesAll = true;

  /** @param {any} span */
  confirm(span) {
    return this.#detail(span, "Confirm", "confirm", {}).map((act) => ({ ...act, reads: span.quote }));
  }

  /** @param {any} span @param {{line: string, values: any}} toll */
  toll(span, { line, values }) {
    const acts = this.#detail(span, "Toll…", "set_attributes", { values });
    return [...acts, { type: [...line], into: ".toll-line" }, { key: "Enter", closes: ".toll-line" }];
  }

  /** @param {any} span @param {import("./values.js").Saying} saying */
  values(span, saying) {
    return [...this.#detail(span, "Values…", "focus", {}), ...buttonsFor(saying)];
  }

  /** A double tap, where the first of the two gives nothing; else its button. */
  #event(span) {
    const { schema, inHand, annotations } = this.work.state;
    const held = annotations.spans.get(inHand ?? "");
    const token = this.#wordOf(span, {});
    const { command, args } = this.armed ?? {};
    const gives =
      command === "link"
        ? args.roles.some((name) => roleNamed(schema, name)?.to.includes(span.label))
        : command === "label" && args.label !== span.label;
    if (!token || gives) {
      const isBoth = held && isTrigger(schema, held.label) && isTrigger(schema, span.label);
      const name = !held ? "Pick up" : isBoth ? "Further trigger" : "Same as in hand";
      return this.#detail(span, name, "event", {});
    }
    this.work.run("event", { spanId: span.id });
    this.#look();
    return [{ twice: token.start }];
  }

  #delete(span) {
    const count = this.work.state.annotations.spans.size;
    const acts = this.#detail(span, "", "delete", {});
    const isGone = this.work.state.annotations.spans.size < count;
    return acts.map((act) => (act.button === "" ? { ...act, button: isGone ? "Delete" : "Not linked" } : act));
  }

  /** A long press, and a button of what it shows. */
  #detail(span, name, command, args) {
    const token = this.#wordOf(span, {});
    if (!token) throw new Error(`no finger finds “${span.quote}”`);
    this.work.run(command, { ...args, spanId: span.id });
    this.#look();
    return [{ hold: token.start }, { button: name, within: DETAILS }];
  }

  /** @param {{command: string, args: any}} gesture */
  #arm(gesture) {
    const nameOf = ({ command, args }) => `${command} ${args.label ?? args.roles}`;
    if (this.armed && nameOf(this.armed) === nameOf(gesture)) return [];
    this.armed = gesture;
    const { schema } = this.work.state;
    const { label, roles } = gesture.args;
    const name = label
      ? labelNamed(schema, label).title
      : this.#open(roles)
          .map((role) => phraseOf(schema, role))
          .join(", ");
    return [{ button: name, within: LEGEND }];
  }

  /** Of roles that share a button those that begin at what is in hand. */
  #open(roles) {
    const { schema, inHand, annotations } = this.work.state;
    const label = annotations.spans.get(inHand ?? "")?.label ?? "";
    return roles.filter((name) => roleNamed(schema, name)?.from.includes(label));
  }

  /** With other roles in the legend, none is armed any more. */
  #look() {
    const { inHand, annotations } = this.work.state;
    const label = annotations.spans.get(inHand ?? "")?.label ?? "";
    if (label !== this.heldLabel && this.armed?.command === "link") this.armed = null;
    this.heldLabel = label;
  }

  #wordOf(span, args) {
    if (this.work.isDoubtful(span, args)) throw new Error(`nothing tells which “${span.quote}” is meant`);
    const tokens = tokensBetween(this.work.state.tokens, span.start, span.end);
    return tokens.find((token) => this.work.over(token, args)?.id === span.id);
  }
}
