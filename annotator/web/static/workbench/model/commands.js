/** @import { Command } from "./types.js" */
import * as events from "./event-commands.js";
import * as acts from "./acts.js";
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
 *   label                {label, ...target, also?, confirmed?}  a span at the target is relabelled; also: a second one is put there
 *   relabel              {label, ...target, confirmed?}
 *   delete               {...target}
 *   grow | shrink        {side: "left" | "right", by?: "token" | "grapheme", ...target}
 *   resize               {spanId, start, end, exact?}
 *   event                {...target}    pick_up, or add_trigger while an event is in hand
 *   pick_up              {...target}
 *   add_trigger          {...target}    a bare token is labelled in the same act; another event is joined with this one
 *   put_down             {}
 *   link                 {role | roles, ...target, from?}  from: else the event in hand; a bare token is labelled in the same act
 *   unlink               {linkId}
 *   change_role          {linkId, role}
 *   set_attribute        {spanId?, name, value}   value null takes it off; without spanId an event's main trigger gets it
 *   set_document_attribute  {name, value}
 *   undo | redo          {}
 *   move                 {by, direction, extend?, point?}  by: token | line | sentence | paragraph | document;
 *                        direction: left | right | up | down | next | previous | start | end;
 *                        point: where the page found the line above or below, or the end of the line
 *   move_to              {point}        the cursor to the token there
 *   select               {start, end, exact?}
 *   clear_selection      {}
 *   focus                {spanId | null}
 *   focus_next | focus_previous  {}
 *   done                 {}             puts the event down
 *   escape               {}             closes the innermost: selection, event in hand, focus
 *   submit | help | values  {}          only result.effect: the page does them
 * @type {{readonly [id: string]: Command}}
 */
export const COMMANDS = Object.freeze({
  label: spans.label,
  relabel: spans.relabel,
  delete: spans.remove,
  grow: spans.grow,
  shrink: spans.shrink,
  resize: spans.resize,
  set_attribute: spans.set_attribute,
  set_document_attribute: spans.set_document_attribute,
  event: events.event,
  pick_up: events.pick_up,
  add_trigger: events.add_trigger,
  put_down: events.put_down,
  link: events.link,
  unlink: events.unlink,
  change_role: events.change_role,
  undo: acts.undo,
  redo: acts.redo,
  move: moves.move,
  move_to: moves.move_to,
  select: moves.select,
  clear_selection: moves.clear_selection,
  focus: moves.focus,
  focus_next: moves.focus_next,
  focus_previous: moves.focus_previous,
  done: moves.done,
  escape: moves.escape,
  submit: page("submit"),
  help: page("help"),
  values: page("values"),
});
