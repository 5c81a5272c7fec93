// Acts: one in the making, each step completed and checked against what stood after the step before it; and what of
// all acts so far can be undone and redone, a pure reading of them, so that it comes back after a reload.
/** @import { Act, Change, ChangeKind, Command, EditorState, Link, Range, ServerOutcome, Span } from "./types.js" */
import { complete } from "./cascade.js";
import { commit, Draft, invert } from "./changes.js";
import { same } from "./values.js";

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

// ---------------------------------------------------------------- two devices made the same span; the other's stands

/** The id of our span that should become the standing one; null when the refusal is another matter.
 * @param {Act | undefined} act @param {ServerOutcome} outcome @returns {string | null} */
export function adoptable(act, outcome) {
  if (outcome.status !== "refused" || outcome.rule !== "equal_span" || !outcome.current) return null;
  const change = act?.changes.find((each) => each.id === outcome.change);
  return change?.kind === "add_span" && change.after.id !== outcome.current.id ? change.after.id : null;
}

/** The acts with the standing span in the place of ours. The span is not added again; what was said of ours is said of it.
 * @param {readonly Act[]} acts in order @param {string} ours @param {Span} standing @returns {Act[]} an act may be left without changes */
export function adoptAll(acts, ours, standing) {
  /** @type {Span | null} as it stands before the next change */
  let now = standing;
  /** @param {Change} change @returns {Change[]} */
  const rewrite = (change) => {
    const { kind, before, after } = change;
    if (kind.endsWith("_link")) return [{ ...change, before: repointed(before), after: repointed(after) }];
    if (!kind.endsWith("_span") || (after ?? before).id !== ours) return [change];
    if (kind === "add_span" && now) return [];
    const then = now;
    now = after && (before && then ? merged(then, before, after) : { ...after, id: standing.id });
    return [{ ...change, before: before && (then ?? { ...before, id: standing.id }), after: now }];
  };
  /** @param {any} link */
  const repointed = (link) =>
    link && (link.from === ours || link.to === ours)
      ? { ...link, from: link.from === ours ? standing.id : link.from, to: link.to === ours ? standing.id : link.to }
      : link;
  return acts.map((act) => {
    const changes = act.changes.flatMap(rewrite);
    return same(changes, act.changes) ? act : { ...act, changes };
  });
}

/** What one change did to our span, done to the one that stands. @param {Span} standing @param {Span} before @param {Span} after @returns {Span} */
function merged(standing, before, after) {
  const attributes = { ...standing.attributes };
  for (const name of Object.keys(before.attributes)) if (!(name in after.attributes)) delete attributes[name];
  for (const [name, value] of Object.entries(after.attributes))
    if (!same(before.attributes[name], value)) attributes[name] = value;
  const { label, start, end, quote } = after;
  return { ...standing, label, start, end, quote, attributes };
}
