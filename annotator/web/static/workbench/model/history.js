// What can be undone and redone: a pure reading of the acts so far, so that it comes back after a reload.
/** @import { Act, Change, Command } from "./types.js" */
import { invert } from "./changes.js";
import { newId } from "./ids.js";

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
