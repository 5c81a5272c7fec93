// Acts, ours and others': what of them stands, what waits, where two devices met. All of it is a pure reading of the acts
// and of the server's word on them, so that it comes back after a reload.
/** @import { Act, Annotations, Change, Logged, Problem, Saved, SchemaJson, ServerOutcome, Span, Standing, Task, Told } from "./types.js" @import { TextIndex } from "./offsets.js" */
import { accept, applyAll, newId, Refusal } from "./changes.js";
import { merged, rehung } from "./cascade.js";
import { labelTitle } from "./schema.js";
import { same } from "./values.js";

// ---------------------------------------------------------------- what the server has, and ours on top of it

/** The acts of one document: what the server is known to have, and what of ours it has not answered. */
export class Ledger {
  /** @param {{task: Task, history: readonly Logged[], index: TextIndex}} options */
  constructor({ task: { annotations, schema }, history, index }) {
    this.schema = schema;
    this.index = index;
    /** What the server has, as far as we know. */
    this.base = annotationsOf(annotations);
    /** The revision up to which everything was read, and the latest that was heard of. */
    this.known = this.latest = annotations.revision;
    // An act that was rewritten may be left without changes: it is no act any more.
    const kept = history.filter(
      ({ act, state }) => act.changes.length > 0 && state !== "refused" && state !== "decided",
    );
    /** Ours, in order, that the server has not answered, or at a revision that was not read yet. */
    this.pending = kept.filter((each) => each.state === "pending").map((each) => each.act);
    /** All that undo may reach, in order. */
    this.past = kept.map((each) => each.act);
    /** Those among them that do not fit what the server has. @type {Set<string>} */
    this.unfit = new Set();
    /** Those that the server took, with the unread revision that it answered. @type {Map<string, number>} */
    this.unread = new Map();
    /** Those that may have been sent before: who knows which revision they made? */
    this.sent = new Set(this.pending.map((act) => act.id));
    /** Those that were made on this page. @type {Set<string>} */
    this.made = new Set();
  }

  /** What the server has with our waiting acts on top; one that does not fit any more waits for the server's word. */
  standing() {
    this.unfit.clear();
    return this.pending.reduce((standing, act) => {
      try {
        return applyAll(standing, act.changes, this.schema, this.index);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.unfit.add(act.id);
        return standing;
      }
    }, this.base);
  }

  /** @param {Act} act @param {boolean} isHere made on this page, not in another tab */
  add(act, isHere) {
    (isHere ? this.made : this.sent).add(act.id);
    this.pending.push(act);
    this.past.push(act);
  }

  /** @param {Change[]} changes @param {(changes: Change[]) => Promise<Saved>} send @returns {Promise<Saved>} */
  async exchange(changes, send) {
    const counts = new Map();
    for (const { act } of changes) counts.set(act, (counts.get(act) ?? 0) + 1);
    const isDoubtful = [...counts.keys()].some((id) => this.sent.has(id));
    for (const id of counts.keys()) this.sent.add(id);
    const { revision, outcomes } = await send(changes);
    this.latest = Math.max(this.latest, revision);
    let next = this.known;
    const ours = outcomes.map((outcome) => {
      if (outcome.status === "applied") next += counts.get(outcome.act) + (outcome.effects?.length ?? 0);
      return { ...outcome, revision: next };
    });
    // All that was made since what we know are these very acts: nobody else was here.
    if (next === revision && !isDoubtful) return { revision, outcomes: ours };
    return { revision, outcomes: outcomes.map((outcome) => ({ ...outcome, revision, isUnread: true })) };
  }

  /** The server took an act. @param {ServerOutcome} outcome @returns {boolean} whether what stands may be another thing now */
  take({ act: id, effects = [], revision = this.known, isUnread = false }) {
    this.latest = Math.max(this.latest, revision);
    const act = this.pending.find((each) => each.id === id);
    if (isUnread) {
      if (act) this.unread.set(id, revision);
      return false;
    }
    this.known = Math.max(this.known, revision);
    if (!act) return false;
    this.pending = this.pending.filter((each) => each !== act);
    // An act that the server took and that does not fit is in what it sent us already: only its answer had been lost.
    if (this.unfit.delete(id)) return false;
    this.base = accept(this.base, [...act.changes, ...effects]);
    if (effects.length > 0) this.complete(id, [...act.changes, ...effects]);
    return effects.length > 0;
  }

  /** @param {string} actId @param {Change[]} changes all that it did */
  complete(actId, changes) {
    this.past = this.past.map((act) => (act.id === actId ? { ...act, changes } : act));
  }

  /** The server refused an act. @param {string} actId @returns {Act | undefined} */
  drop(actId) {
    const act = this.pending.find((each) => each.id === actId);
    if (act) this.pending = this.pending.filter((each) => each !== act);
    if (act) this.past = this.past.filter((each) => each.id !== actId);
    return act;
  }

  /** @param {string} ours @param {Span} standing */
  adopt(ours, standing) {
    this.base = accept(this.base, [{ id: newId(), act: newId(), kind: "add_span", before: null, after: standing }]);
    const hasChanges = (/** @type {Act} */ act) => act.changes.length > 0;
    this.pending = adoptAll(this.pending, ours, standing).filter(hasChanges);
    this.past = adoptAll(this.past, ours, standing).filter(hasChanges);
  }

  /** What was changed elsewhere, ours perhaps among it. @param {readonly (Change | Told)[]} told @returns {Problem[]} */
  read(told) {
    const news = told.filter((change) => !("revision" in change && change.revision <= this.known));
    const ids = new Set(news.map((change) => change.act));
    const last = news.at(-1);
    if (last && "revision" in last) this.known = last.revision;
    this.latest = Math.max(this.latest, this.known);
    const met = meetings(this.pending, this.past, news, this.schema);
    this.base = accept(this.base, news);
    for (const { id, changes } of this.pending.filter((act) => ids.has(act.id))) {
      const whole = news.filter((change) => change.act === id);
      if (whole.length > changes.length) this.complete(id, whole.map(plain));
    }
    this.pending = this.pending.filter(({ id }) => !ids.has(id) && !((this.unread.get(id) ?? Infinity) <= this.known));
    for (const [id, revision] of this.unread) if (ids.has(id) || revision <= this.known) this.unread.delete(id);
    return met;
  }

  /** @returns {Omit<Standing, "problems">} */
  snapshot() {
    const { known, base, pending, past, unread } = this;
    return { known, base, pending, past, unread: [...unread] };
  }

  /** @param {Standing} standing */
  restore({ known, base, pending, past, unread }) {
    const there = new Set(past.map((act) => act.id));
    const here = this.pending.filter((act) => this.made.has(act.id) && !there.has(act.id));
    this.known = known;
    this.base = base;
    this.pending = [...pending, ...here];
    this.past = [...past, ...here];
    this.unread = new Map(unread);
    for (const act of pending) this.sent.add(act.id);
  }
}

/** @param {Task["annotations"]} task @returns {Annotations} */
const annotationsOf = ({ spans, links, comments, attributes }) => ({
  spans: byId(spans),
  links: byId(links),
  comments: byId(comments),
  attributes,
});

/** @template {{id: string}} Item @param {readonly Item[]} items */
const byId = (items) => new Map(items.map((item) => [item.id, item]));

/** @param {Change} change @returns {Change} */
const plain = ({ id, act, kind, before, after }) => ({ id, act, kind, before, after });

// ---------------------------------------------------------------- ours and others' on the same words

/** @param {string} words */
const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** What it comes to for a person, where the server's words are about changes. @type {{[rule: string]: string}} */
const MEANT = { fence: "It was changed elsewhere meanwhile", unknown: "What it is about is not there any more" };

/** An act that the server refused. @param {Act} act @param {ServerOutcome} outcome @returns {Problem} */
export function refusalOf(act, { change: id, rule = "", detail, current }) {
  const change = act.changes.find((each) => each.id === id) ?? act.changes[0];
  const isSpan = change.kind.endsWith("_span");
  return {
    act,
    rule,
    message: `Not saved: ${act.status}. ${sentence(MEANT[rule] ?? detail ?? rule)}`.trim(),
    ours: isSpan ? change.after : null,
    theirs: isSpan && typeof current?.label === "string" ? current : null,
  };
}

/** Where another device labelled the very words that an act of ours labels, neither knowing of the other.
 * @param {readonly Act[]} ours not read yet @param {readonly Act[]} past all of ours @param {readonly Change[]} told @param {SchemaJson} schema @returns {Problem[]} */
function meetings(ours, past, told, schema) {
  const mine = new Set(past.map((act) => act.id));
  const theirs = told.filter(({ act, kind }) => kind === "add_span" && !mine.has(act)).map(({ after }) => after);
  if (theirs.length === 0) return [];
  const added = ours.flatMap((act) =>
    act.changes.filter(({ kind }) => kind === "add_span").map(({ after }) => ({ act, span: after })),
  );
  return added.flatMap(({ act, span }) =>
    theirs
      .filter((other) => other.start === span.start && other.end === span.end)
      .map((other) => met(act, span, other, schema)),
  );
}

/** @param {Act} act @param {Span} ours @param {Span} theirs @param {SchemaJson} schema @returns {Problem} */
export function met(act, ours, theirs, schema) {
  const words = `“${ours.quote}” is ${labelTitle(schema, ours.label)} here and ${labelTitle(schema, theirs.label)} on another device`;
  return { act, rule: MET, message: words, ours, theirs };
}
export const MET = "met";

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
  const instead = new Map([[ours, standing.id]]);
  /** @param {Change} change @returns {Change[]} */
  const rewrite = (change) => {
    const { kind, before, after } = change;
    if (/_(link|comment)$/.test(kind))
      return [{ ...change, before: rehung(before, instead), after: rehung(after, instead) }];
    if (!kind.endsWith("_span") || (after ?? before).id !== ours) return [change];
    if (kind === "add_span" && now) return [];
    const then = now;
    now = after && (before && then ? merged(then, before, after) : { ...after, id: standing.id });
    return [{ ...change, before: before && (then ?? { ...before, id: standing.id }), after: now }];
  };
  return acts.map((act) => {
    const changes = act.changes.flatMap(rewrite);
    return same(changes, act.changes) ? act : { ...act, changes };
  });
}
