/** @import { Act, Change, Command } from "./types.js" */
import * as comments from "./comment-commands.js";
import * as events from "./event-commands.js";
import { invert, newId } from "./changes.js";
import * as moves from "./move-commands.js";
import * as spans from "./span-commands.js";

export { target, targetSpan } from "./targets.js";

/** Something that only the page can do. @param {string} effect @returns {Command} */
const page = (effect) => () => ({ effect });

/**
 * Everything that can be done, by id: plain functions (state, args) -> what is to change, or why not.
 *
 * A target is given by args as {spanId} or as {start, end} (snapped to tokens unless exact: true);
 * without them it is the selection, else the focused span, else the token at the cursor.
 *
 *   label                {label, ...target, also?, repeats?, confirmed?}  a span at the target is relabelled; also: a second one
 *                        is put there; repeats: the same words elsewhere get the label too, where no span touches them
 *   relabel              {label, ...target, confirmed?}
 *   delete               {...target, anyway?}  on what is proposed for the event in hand: reject, unless it is to go anyway
 *   grow | shrink        {side: "left" | "right", by?: "token" | "grapheme", ...target}
 *   resize               {spanId, start, end, exact?}
 *   event                {...target}    pick_up, or add_trigger while an event is in hand; with a toll in hand: the same people as
 *   pick_up              {...target}    a trigger with its event, or a span that links begin at
 *   add_trigger          {...target}    a bare token is labelled in the same act; another event is joined with this one
 *   put_down             {}
 *   link                 {role | roles, ...target, from?}  from: else the event in hand; a bare token is labelled in the same act
 *   unlink               {linkId}
 *   change_role          {linkId, role}
 *   set_attribute        {spanId?, name, value}   value null takes it off; without spanId an event's main trigger gets it
 *   set_attributes       {spanId?, values: {name: value}}   several in one act
 *   set_document_attribute  {name, value}
 *   comment              {author, created, text?, reason?, document?: true | answers: commentId | ...target}  reason: see rules.js; on
 *                        the span at the target, else on its words
 *   change_comment       {commentId, author, text, reason}
 *   delete_comment       {commentId, author}
 *   undo | redo          {}
 *   remake               {changes, status, settles?}  changes that the page has worked out; settles: ids of acts of ours whose
 *                        refusal is decided by them
 *   move                 {by, direction, extend?, point?, arrows?}  by: token | line | sentence | paragraph | document;
 *                        direction: left | right | up | down | next | previous | start | end;
 *                        point: where the page found the line above or below, or the end of the line;
 *                        arrows: "logical" makes right mean on, whichever way the paragraph runs
 *   move_to              {point}        the cursor to the token there
 *   select               {start, end, exact?}
 *   clear_selection      {}
 *   remember             {unseen}       ids of copies that were not looked at when the page was left
 *   focus                {spanId | null}
 *   focus_next | focus_previous  {}
 *   decide_next | decide_previous  {}   to the nearest thing that waits for a decision, round the end of the text
 *   done                 {aim?: target} links what is proposed for the event in hand and confirms what its card shows as read;
 *                        where nothing is, puts it down. Nothing in hand: confirm at aim; nothing read there: the line of a toll
 *   read                 {readings}     what words were read to say (readings.js), null: nothing
 *   confirm | decline    {...target, names?}  yes, or no, to what was read of a span, or to these attributes of it
 *   reject               {...target}    says no to what is proposed
 *   escape               {}             closes the innermost: selection, event in hand, focus
 *   submit | help | history | list | guideline | settings | colours | values {of?: "document"} | toll {spanId?, typed?} | find | hints |
 *   flag {...target, commentId?, answers?} | details {...target}  {}   only result.effect: the page does them
 * @type {{readonly [id: string]: Command}}
 */
export const COMMANDS = Object.freeze({
  label: spans.label,
  relabel: spans.relabel,
  delete: events.remove,
  grow: spans.grow,
  shrink: spans.shrink,
  resize: spans.resize,
  set_attribute: spans.set_attribute,
  set_attributes: spans.set_attributes,
  set_document_attribute: spans.set_document_attribute,
  event: events.event,
  pick_up: events.pick_up,
  add_trigger: events.add_trigger,
  put_down: events.put_down,
  link: events.link,
  unlink: spans.unlink,
  change_role: spans.change_role,
  comment: comments.comment,
  change_comment: comments.change_comment,
  delete_comment: comments.delete_comment,
  undo,
  redo,
  remake,
  move: moves.move,
  move_to: moves.move_to,
  select: moves.select,
  clear_selection: moves.clear_selection,
  remember: moves.remember,
  focus: moves.focus,
  focus_next: moves.focus_next,
  focus_previous: moves.focus_previous,
  decide_next: moves.decide_next,
  decide_previous: moves.decide_previous,
  done: events.done,
  reject: events.reject,
  read: (_, { readings }) => ({ readings }),
  confirm: (state, args) => state.readings?.confirm(state, args) ?? { refused: "Nothing was read there" },
  decline: (state, args) => state.readings?.decline(state, args) ?? { refused: "Nothing was read there" },
  escape: moves.escape,
  submit: page("submit"),
  help: page("help"),
  history: page("history"),
  list: page("list"),
  guideline: page("guideline"),
  settings: page("settings"),
  colours: page("colours"),
  values: page("values"),
  toll: page("toll"),
  find: page("find"),
  hints: page("hints"),
  flag: page("flag"),
  details: page("details"),
});

// ---------------------------------------------------------------- what can be undone and redone

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
function undo({ undo: acts }) {
  const act = acts.at(-1);
  if (!act) return { refused: "Nothing to undo" };
  const changes = renewed(act.changes.map(invert).reverse());
  return { changes, undoes: act.id, status: `Undone: ${act.status}`, focus: touched(changes), selection: null };
}

/** @type {Command} */
function redo({ redo: acts }) {
  const act = acts.at(-1);
  if (!act) return { refused: "Nothing to redo" };
  const changes = renewed(act.changes);
  return { changes, redoes: act.id, status: act.status, focus: touched(changes), selection: null };
}

/** The same or other changes once more, as the page has worked them out (model/conflicts.js, model/history.js).
 * @type {Command} */
function remake(_, { changes, status, settles }) {
  const focus = touched(changes);
  return { changes, status, settles, ...(focus !== null && { focus }), selection: null };
}
