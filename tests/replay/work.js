// A set of annotations made anew, on the workbench's own model: what is there already, and the steps that made it.
import { createEditor } from "../../annotator/web/static/workbench/model/editor.js";
import { proposals } from "../../annotator/web/static/workbench/model/frames.js";
import { keymap } from "../../annotator/web/static/workbench/model/keymap.js";
import { Readings } from "../../annotator/web/static/workbench/model/readings.js";
import { roleNamed } from "../../annotator/web/static/workbench/model/schema.js";
import { spansOver } from "../../annotator/web/static/workbench/model/targets.js";
import { gap } from "./tolls.js";

/** How many acts something is: a key, a chord, a click, a tap or a drag is one, whatever the pointer does on its way. */
export const costOf = (acts) =>
  acts.reduce(
    (sum, { type, jump, twice }) => sum + (type?.length ?? (jump !== undefined ? 3 : twice !== undefined ? 2 : 1)),
    0,
  );

export class Work {
  /** @param {any} task as the server tells it, without annotations @param {{spans: any[], links: any[]}} gold
   * @param {{tokens?: any[], readings?: readonly any[]}} [seen] tokens of the text; readings: what the server reads in it */
  constructor(task, gold, { tokens, readings = [] } = {}) {
    this.editor = createEditor({ task, ...(tokens && { tokens }) });
    this.editor.run("read", { readings: new Readings().and(readings) });
    this.map = keymap(task.schema);
    this.gold = gold;
    /** What was made of each span of the gold. @type {Map<string, string>} */
    this.made = new Map();
    this.steps = [];
    this.byId = new Map(gold.spans.map((span) => [span.id, span]));
  }

  get state() {
    return this.editor.state;
  }

  /** @param {string} goldId the span that was made of it, if it was */
  spanOf(goldId) {
    return this.state.annotations.spans.get(this.made.get(goldId) ?? "") ?? null;
  }

  /** The span that has the focus. */
  focused() {
    return this.state.annotations.spans.get(this.state.focus ?? "");
  }

  /** Other spans on the same words. @param {any} span */
  besides(span) {
    const { spans } = this.state.annotations;
    return [...spans.values()].filter((each) => each !== span && each.start === span.start && each.end === span.end);
  }

  /** Could a command mean another span on the same words as well? Then it means the one that has the focus.
   * @param {any} span @param {{[name: string]: any}} args */
  isDoubtful(span, args) {
    if (this.state.focus === span.id) return false;
    return this.besides(span).some((each) => this.#fits(each, args) === this.#fits(span, args));
  }

  /** Is a span what the roles of a command lead to? */
  #fits({ label }, { role, roles = role === undefined ? [] : [role] }) {
    return roles.some((name) => roleNamed(this.state.schema, name)?.to.includes(label));
  }

  /** The span that pointer or finger means over a word: the innermost that the command takes, else the innermost; of those on
   * the same words the one that has the focus. @param {any} token @param {{[name: string]: any}} args of the command */
  over(token, args) {
    const there = spansOver(this.state, { start: token.start, end: token.start + 1 });
    const fits = (span) => this.#fits(span, args);
    const first = there.find(fits) ?? there[0] ?? null;
    const isEqual = (span) => span.start === first.start && span.end === first.end && fits(span) === fits(first);
    return there.find((span) => span.id === this.state.focus && isEqual(span)) ?? first;
  }

  /** The key of a command. @param {string} command @param {{[name: string]: any}} [args] those that it must have */
  key(command, args = {}) {
    const fits = (binding) =>
      binding.command === command &&
      ["label", "role", "repeats", "also", "side", "by"].every((name) =>
        name === "role"
          ? args.role === undefined || binding.args.roles?.includes(args.role)
          : binding.args[name] === args[name],
      );
    return this.map.bindings.find(fits) ?? null;
  }

  /** @param {string} command @param {{[name: string]: any}} [args] */
  run(command, args) {
    const result = this.editor.run(command, args);
    if (!result.ok && !result.confirm) throw new Error(`${command} ${JSON.stringify(args)}: ${result.message}`);
    this.#match();
    return result;
  }

  /** @param {"spans" | "links" | "relations" | "tolls" | "values"} part @param {string} does @param {any[]} acts */
  tell(part, does, acts) {
    this.steps.push({ part, does, acts });
  }

  /** Spans that were made and stand for none of the gold. */
  strangers() {
    const known = new Set(this.made.values());
    return [...this.state.annotations.spans.values()].filter((span) => !known.has(span.id));
  }

  /** What is read of a span that was made, and nobody has said yet. @param {any} span @returns {{[name: string]: any}} */
  readOf(span) {
    return this.state.readings?.of(this.state, span) ?? {};
  }

  /** Of how many spans Enter confirms what was read, with what is in hand. */
  readInHand() {
    const { state } = this;
    return state.inHand === null ? 0 : (state.readings?.onCard(state, proposals(state)).length ?? 0);
  }

  /** Is a toll of the gold right once what was read of it is confirmed? @param {any} span of the gold */
  isReadRight(span) {
    const made = this.spanOf(span.id);
    if (!made || gap(this.state.schema, span, made.attributes).length === 0) return false;
    return gap(this.state.schema, span, { ...this.readOf(made), ...made.attributes }).length === 0;
  }

  /** Spans of the gold whose toll is another yet. */
  openTolls() {
    const said = (span) => this.spanOf(span.id)?.attributes ?? {};
    return this.gold.spans.filter((span) => gap(this.state.schema, span, said(span)).length > 0);
  }

  /** The key that opens the line of a toll and is the first thing in it. @param {string} line @returns {string | undefined} */
  begins(line) {
    if (/\d/.test(line[0])) return `Digit${line[0]}`;
    return this.map.bindings.find(({ command, args }) => command === "toll" && args.typed === line[0])?.stroke;
  }

  /** Is a link of the gold there, with the same ends and the same role? @param {any} link */
  isLinked({ role, from, to }) {
    const [begins, ends] = [this.made.get(from), this.made.get(to)];
    return [...this.state.annotations.links.values()].some(
      (each) => each.role === role && each.from === begins && each.to === ends,
    );
  }

  /** What role a link has for the event: what fills it, or what stands beside it. @param {any} link */
  partOf({ role }) {
    return ["filler", "same_event"].includes(roleNamed(this.state.schema, role)?.meaning ?? "") ? "links" : "relations";
  }

  /** What is not as in the gold. */
  differences() {
    const words = ({ label, start, end, quote }) => `${label} ${start}-${end} “${quote}”`;
    const links = this.gold.links.filter((link) => !this.isLinked(link));
    return [
      ...this.gold.spans.filter(({ id }) => !this.spanOf(id)).map((span) => `missing: ${words(span)}`),
      ...this.strangers().map((span) => `too much: ${words(span)}`),
      ...links.map(
        ({ role, from, to }) => `missing: ${role} ${this.byId.get(from).quote} → ${this.byId.get(to).quote}`,
      ),
      ...(this.state.annotations.links.size > this.gold.links.length - links.length ? ["too many links"] : []),
    ];
  }

  /** Says of each span that was made which of the gold it is: of equal ones the first that is not there yet. */
  #match() {
    const { spans } = this.state.annotations;
    for (const [goldId, id] of this.made) {
      const [wanted, span] = [this.byId.get(goldId), spans.get(id)];
      if (!span || !isEqual(wanted, span)) this.made.delete(goldId);
    }
    for (const span of this.strangers()) {
      const wanted = this.gold.spans.find((each) => !this.made.has(each.id) && isEqual(each, span));
      if (wanted) this.made.set(wanted.id, span.id);
    }
  }
}

const isEqual = (a, b) => a.label === b.label && a.start === b.start && a.end === b.end;
