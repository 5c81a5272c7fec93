// Acts: one in the making, each step completed and checked against what stood after the step before it; and what of
// all acts so far can be undone and redone, a pure reading of them, so that it comes back after a reload.
/** @import { Act, Change, ChangeKind, Command, EditorState, Link, Range, Span } from "./types.js" */
import { complete } from "./cascade.js";
import { commit, Draft, invert } from "./changes.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** A new id of 26 letters (130 random bits): unique without asking anybody, also where crypto.randomUUID is missing. */
export function newId() {
  // The model's compiler has no DOM types; every engine that runs it has this one function.
  const bytes = /** @type {any} */ (globalThis).crypto.getRandomValues(new Uint8Array(26));
  return Array.from(bytes, (byte) => LETTERS[/** @type {number} */ (byte) & 31]).join("");
}

export class ActDraft {
  /** @param {EditorState} state */
  constructor({ annotations, schema, index }) {
    this.schema = schema;
    this.index = index;
    this.draft = new Draft(annotations);
    this.id = newId();
    /** @type {Change[]} */
    this.changes = [];
  }

  /** @param {ChangeKind} kind @param {any} before @param {any} after */
  add(kind, before, after) {
    const change = { id: newId(), act: this.id, kind, before, after };
    for (const step of complete(this.draft, change, this.schema, this.index)) {
      commit(this.draft, step, this.schema, this.index);
      this.changes.push(step);
    }
  }

  /** @param {string} label @param {Range} range @returns {Span} */
  addSpan(label, { start, end }) {
    const quote = this.index.slice(start, end);
    const span = { id: newId(), label, start, end, quote, attributes: {}, origin: "human" };
    this.add("add_span", null, span);
    return span;
  }

  /** @param {Span} span @param {Partial<Span>} fields */
  changeSpan(span, fields) {
    this.add("change_span", span, { ...span, ...fields });
  }

  /** @param {string} role @param {Span} from @param {Span} to @returns {Link} */
  addLink(role, from, to) {
    const link = { id: newId(), role, from: from.id, to: to.id };
    this.add("add_link", null, link);
    return link;
  }

  /** What a command answers: the act, and what stands after it. */
  done() {
    return { changes: this.changes, annotations: this.draft.finish() };
  }
}

/** @typedef {{undo: readonly Act[], redo: readonly Act[]}} Stacks */

/** The stacks after one more act. @param {Stacks} stacks @param {Act} act @returns {Stacks} */
export function record({ undo, redo }, act) {
  if (act.undoes !== null) {
    const undone = undo.find((each) => each.id === act.undoes);
    return undone ? { undo: undo.filter((each) => each !== undone), redo: [...redo, undone] } : { undo, redo };
  }
  if (act.redoes !== null) return { undo: [...undo, act], redo: redo.filter((each) => each.id !== act.redoes) };
  return { undo: [...undo, act], redo: [] };
}

/** The stacks after a whole history. @param {readonly Act[]} acts in order @returns {Stacks} */
export const stacks = (acts) => acts.reduce(record, /** @type {Stacks} */ ({ undo: [], redo: [] }));

/** The same changes under new ids: what is sent again must be told from what was sent before.
 * @param {readonly Change[]} changes @returns {Change[]} */
function renewed(changes) {
  const act = newId();
  return changes.map((change) => ({ ...change, id: newId(), act }));
}

/** The span that an act touched last and that stands after it. @param {readonly Change[]} changes */
const touched = (changes) => changes.findLast(({ kind, after }) => after && kind.endsWith("_span"))?.after.id ?? null;

/** @type {Command} */
export function undo({ undo: acts }) {
  const act = acts.at(-1);
  if (!act) return { refused: "Nothing to undo" };
  const changes = renewed(act.changes.map(invert).reverse());
  return { changes, undoes: act.id, status: `Undone: ${act.status}`, focus: touched(changes), selection: null };
}

/** @type {Command} */
export function redo({ redo: acts }) {
  const act = acts.at(-1);
  if (!act) return { refused: "Nothing to redo" };
  const changes = renewed(act.changes);
  return { changes, redoes: act.id, status: act.status, focus: touched(changes), selection: null };
}
