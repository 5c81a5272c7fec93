// Two devices made the same span; the other's stands. Here ours becomes it, in all acts that name ours.
/** @import { Act, Change, ServerOutcome, Span } from "./types.js" */
import { same } from "./values.js";

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
