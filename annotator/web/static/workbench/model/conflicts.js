// An act that was refused, made once more on top of what stands now.
/** @import { Act, Change, ChangeKind, EditorState, Problem, Span } from "./types.js" */
import { MET } from "./acts.js";
import { merged, rehung } from "./cascade.js";
import { ActDraft, Draft, itemsOf, Refusal } from "./changes.js";
import { labelTitle } from "./schema.js";
import { same } from "./values.js";

/** What can be made of some refused acts now: `changes`, in one act, and in words what cannot be.
 * @typedef {{changes: Change[], left: string[]}} Remade */

/** @param {EditorState} state @param {readonly Act[]} acts in the order they were made @returns {Remade} */
export function remade(state, acts) {
  const draft = new ActDraft(state);
  /** Equal spans that stand already, in the place of ours. @type {Map<string, string>} */
  const instead = new Map();
  /** @type {string[]} */
  const left = [];
  for (const change of acts.flatMap((act) => act.changes)) {
    const refusal = remake(draft, change, instead);
    if (refusal) left.push(refusal.detail);
  }
  return { changes: draft.changes, left: [...new Set(left)] };
}

/** @param {ActDraft} draft @param {Change} change @param {Map<string, string>} instead @returns {Refusal | null} */
function remake(draft, change, instead) {
  const { kind, before, after } = change;
  if (kind === "set_attribute") {
    const { name, value = null } = after;
    const standing = draft.draft.attributes[name] ?? null;
    return same(standing, value) ? null : attempt(draft, kind, { name, value: standing }, { name, value });
  }
  const [, noun] = kind.split("_");
  const items = itemsOf(draft.draft, kind);
  const { id } = after ?? before;
  const standing = items.get(instead.get(id) ?? id) ?? null;
  if (!after) return standing && attempt(draft, kind, standing, null);
  const wanted = noun === "span" ? wantedSpan(standing, before, after) : rehung(after, instead);
  if (same(wanted, standing)) return null;
  const twin = standing ? null : twinOf(items, wanted, noun);
  if (twin) instead.set(after.id, twin.id);
  else return attempt(draft, /** @type {ChangeKind} */ (`${standing ? "change" : "add"}_${noun}`), standing, wanted);
  return null;
}

/** What stands with what was done to it; a span that is gone comes back. @param {Span | null} standing @param {Span | null} before @param {Span} after */
function wantedSpan(standing, before, after) {
  if (!standing) return after;
  return before ? merged(standing, before, after) : standing;
}

/** One step of an act in the making, or nothing of it where it does not fit.
 * @param {ActDraft} act @param {ChangeKind} kind @param {any} before @param {any} after @returns {Refusal | null} */
export function attempt(act, kind, before, after) {
  const standing = act.draft.finish();
  const count = act.changes.length;
  act.draft = new Draft(standing);
  try {
    act.add(kind, before, after);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    act.draft = new Draft(standing);
    act.changes.length = count;
    return error;
  }
}

/** What says the same as this, under another id. @param {ReadonlyMap<string, any>} items @param {any} wanted @param {string} noun */
function twinOf(items, wanted, noun) {
  const said = noun === "span" ? ["label", "start", "end"] : noun === "link" ? ["role", "from", "to"] : null;
  return said && [...items.values()].find((item) => said.every((key) => item[key] === wanted[key]));
}

/** The changes by which only one of two spans that met is left. @param {EditorState} state @param {Span} gone @returns {Change[]} */
export function without(state, gone) {
  const draft = new ActDraft(state);
  const standing = state.annotations.spans.get(gone.id);
  if (standing) draft.add("remove_span", standing, null);
  return draft.changes;
}

/** What stands in the way now: it may have changed since the act was refused.
 * @param {EditorState} state @param {Problem} problem @returns {Span | null} */
export function inTheWay({ annotations }, { rule, ours, theirs }) {
  const spans = annotations.spans;
  if (rule === MET) return spans.get(theirs?.id ?? "") ?? null;
  return spans.get(theirs?.id ?? ours?.id ?? "") ?? null;
}

/** Both variants in words, for the ghosts on the text; null where there are not two. @param {EditorState} state @param {Problem} problem */
export function variants(state, problem) {
  const theirs = inTheWay(state, problem);
  const { ours } = problem;
  if (!ours || !theirs) return null;
  const { schema } = state;
  const isSameLabel = ours.label === theirs.label;
  const words = (/** @type {Span} */ span) =>
    labelTitle(schema, span.label) + (isSameLabel && ours.quote !== theirs.quote ? ` “${span.quote}”` : "");
  return { ours, theirs, yours: `yours: ${words(ours)}`, there: `there now: ${words(theirs)}` };
}
