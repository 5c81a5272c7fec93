// Commands on events and links. See commands.js for what each takes.
/** @import { Command, CommandArgs, EditorState, Role, Span, Target } from "./types.js" */
import { ActDraft } from "./changes.js";
import { frameOf, heldBy, linksTo, mainTrigger, proposals, rejection } from "./frames.js";
import {
  beginsLinks,
  eitherOf,
  isTrigger,
  joins,
  labelTitle,
  phraseOf,
  roleNamed,
  sameEventRoles,
  saysSameEvent,
} from "./schema.js";
import { focusOn, nameOf, remove as removeSpan } from "./span-commands.js";
import { spansOver, target } from "./targets.js";

/** Takes in hand, or joins with what is in hand already: a trigger with an event, a toll with a toll of the same people.
 * What cannot be joined is taken in hand instead. @type {Command} */
export function event(state, args) {
  const held = state.inHand === null ? null : heldBy(state.annotations, state.schema, state.inHand);
  if (!held) return pick_up(state, args);
  const { schema } = state;
  const isEvent = isTrigger(schema, held.label);
  const same = schema.roles.filter((role) => role.meaning === "same_value" && joins(role, held.label, held.label));
  const joined = isEvent ? add_trigger(state, args) : tied(state, args, held, same);
  const other = joined.refused === undefined || joined.confirm ? null : pickable(state, args);
  const isOther =
    other && heldBy(state.annotations, schema, other.id) !== held && isTrigger(schema, other.label) !== isEvent;
  return isOther ? pick_up(state, args) : joined;
}

/** @param {EditorState} state @param {CommandArgs} args @param {Span} held @param {readonly Role[]} roles */
function tied(state, args, held, roles) {
  const found = target(state, args);
  const span = found && spanOf(state, found, args, (each) => each !== held && each.label === held.label);
  if (span && roles.length > 0) return link(state, { roles: roles.map((role) => role.name), spanId: span.id });
  return { refused: `${nameOf(state, held)} is in hand: E on another of its kind, or a role key` };
}

/** @param {EditorState} state @param {CommandArgs} args @returns {Span | null} */
function pickable(state, args) {
  const found = target(state, args);
  const ofKind = (/** @type {(schema: EditorState["schema"], label: string) => boolean} */ will) =>
    found && spanOf(state, found, args, (span) => will(state.schema, span.label));
  return ofKind(isTrigger) ?? ofKind(beginsLinks);
}

/** @type {Command} */
export function pick_up(state, args) {
  const span = pickable(state, args);
  const main = span && heldBy(state.annotations, state.schema, span.id);
  if (!span || !main) {
    const triggers = state.schema.labels.filter((each) => each.trigger).map((each) => each.name);
    return {
      refused:
        triggers.length > 0 ? `Only ${eitherOf(state.schema, triggers)} heads an event` : "This schema has no events",
    };
  }
  return {
    inHand: main.id,
    status: `In hand: ${nameOf(state, main)}${offered(state, main.id)}`,
    ...focusOn(state, span),
  };
}

/** What Enter would do. @param {EditorState} state @param {string} inHand */
export function offered(state, inHand) {
  const open = proposals({ ...state, inHand });
  const read = state.readings?.onCard({ ...state, inHand }, open).length ?? 0;
  const words = [open.length > 0 && `${open.length} proposed: Enter links`, read > 0 && `${read} read: Enter confirms`];
  return words
    .filter(Boolean)
    .map((each) => `. ${each}`)
    .join("");
}

/** @type {Command} */
export function put_down(state) {
  const held = state.inHand === null ? null : state.annotations.spans.get(state.inHand);
  if (!held) return { refused: "No event is in hand" };
  return {
    inHand: null,
    status: isTrigger(state.schema, held.label) ? "Event put down" : `Put down: ${nameOf(state, held)}`,
  };
}

/** Links all that is proposed and confirms what its card shows as read; with nothing in hand what was read at `aim`, and where
 * that is nothing it is the page's to say what Enter does. @type {Command} */
export function done(state, { aim = {} }) {
  const { readings } = state;
  if (state.inHand === null) return readings?.enter(state, aim) ?? { effect: "toll" };
  const open = proposals(state);
  const read = readings?.onCard(state, open) ?? [];
  if (open.length + read.length === 0 || state.readOnly) return put_down(state, {});
  const draft = new ActDraft(state);
  for (const { role, span, trigger } of open) draft.addLink(role.name, trigger, span);
  const linked = open.map(({ role, span }) => `${phraseOf(state.schema, role.name)} “${span.quote}”`).join(", ");
  const said = read.map((each) => readings?.say(draft, each)).join(", ");
  return {
    ...draft.done(),
    status: [linked && `Linked: ${linked}`, said && `Confirmed: ${said}`].filter(Boolean).join(". "),
  };
}

/** Says no to a proposal: it is not made again while the page is open. @type {Command} */
export function reject(state, args) {
  const found = target(state, args);
  const held = state.inHand;
  const open = held === null ? [] : proposals(state);
  const span = found && spanOf(state, found, args, (each) => open.some((proposal) => proposal.span === each));
  if (!span || held === null) return { refused: "Nothing is proposed there" };
  const rejected = new Set([...(state.rejected ?? []), rejection(held, span.id)]);
  return { rejected, status: `Not linked: ${nameOf(state, span)}` };
}

/** On what is proposed it says no to that; else, or anyway, it deletes the span. @type {Command} */
export function remove(state, args) {
  const said = state.inHand === null || args.anyway ? null : reject(state, args);
  return said && said.refused === undefined ? said : removeSpan(state, args);
}

/** The span that is meant: one named outright, else the shortest around the target that will do.
 * @param {EditorState} state @param {Target} found @param {CommandArgs} args @param {(span: Span) => boolean} will @returns {Span | null} */
function spanOf(state, found, args, will) {
  const isNamed =
    args.spanId !== undefined || (found.span !== null && found.span.id === state.focus && args.start === undefined);
  if (isNamed && found.span) return will(found.span) ? found.span : null;
  return (found.span && will(found.span) ? found.span : spansOver(state, found).find(will)) ?? null;
}

/** The words at the target, when no span is meant by it and so a new one may be made there.
 * @param {Target} found @param {CommandArgs} args */
const isBare = (found, args) => found.span === null && args.spanId === undefined;

/** @type {Command} */
export function add_trigger(state, args) {
  const { annotations, schema } = state;
  const main = state.inHand === null ? null : mainTrigger(annotations, schema, state.inHand);
  if (!main) return { refused: "Pick up an event first" };
  const roles = sameEventRoles(schema).filter((role) => role.to.includes(main.label));
  const found = target(state, args);
  if (!found) return { refused: "No word there to add" };
  const fits = (/** @type {Span} */ span) => roles.find((role) => role.from.includes(span.label));
  const standing = spanOf(state, found, args, (span) => fits(span) !== undefined);
  const draft = new ActDraft(state);
  if (standing) return joined(state, draft, main, standing, /** @type {Role} */ (fits(standing)));
  if (!isBare(found, args) || roles.length === 0) {
    const labels = roles.flatMap((role) => role.from);
    return {
      refused:
        roles.length > 0
          ? `Only ${eitherOf(schema, labels)} can be a further trigger`
          : "This schema has no further triggers",
    };
  }
  const role = roles.find((each) => each.from.includes(main.label)) ?? roles[0];
  const label = role.from.includes(main.label) ? main.label : role.from[0];
  const span = draft.addSpan(label, found);
  draft.addLink(role.name, span, main);
  return {
    ...draft.done(),
    status: `Further trigger: ${nameOf(state, span)} of “${main.quote}”`,
    ...focusOn(state, span),
  };
}

/** The event of `span` becomes part of the event of `main`.
 * @param {EditorState} state @param {ActDraft} draft @param {Span} main @param {Span} span @param {Role} role */
function joined(state, draft, main, span, role) {
  const { annotations, schema } = state;
  const other = /** @type {Span} */ (mainTrigger(annotations, schema, span.id));
  if (other === main) return { refused: `“${span.quote}” is a trigger of this event already` };
  const further = linksTo(annotations, other.id).filter((link) => saysSameEvent(schema, link.role));
  for (const link of further) draft.add("change_link", link, { ...link, to: main.id });
  draft.addLink(role.name, other, main);
  const status =
    further.length > 0
      ? `Events joined: “${main.quote}” and “${other.quote}”`
      : `Further trigger: ${nameOf(state, other)} of “${main.quote}”`;
  return { ...draft.done(), status, ...focusOn(state, span) };
}

/** @type {Command} */
export function link(state, args) {
  const { annotations, schema } = state;
  const names = /** @type {string[]} */ (args.roles ?? [args.role]);
  const from = annotations.spans.get(args.from ?? state.inHand ?? "");
  if (!from) return { refused: "Pick up an event first" };
  const known = names.flatMap((name) => roleNamed(schema, name) ?? []);
  const roles = known.filter((role) => role.from.includes(from.label));
  if (roles.length === 0)
    return { refused: `${titles(known)} does not begin at ${labelTitle(schema, from.label)}`, rule: "ends" };
  if (roles[0].meaning === "same_event") return add_trigger({ ...state, inHand: from.id }, args);
  const found = target(state, args);
  if (!found) return { refused: "No word there to link" };
  const fits = (/** @type {Span} */ span) => roles.find((role) => joins(role, from.label, span.label));
  const standing = spanOf(state, found, args, (span) => span !== from && fits(span) !== undefined);
  if (standing) return linked(state, new ActDraft(state), from, standing, /** @type {Role} */ (fits(standing)));
  if (!isBare(found, args)) {
    const there = found.span === from ? "the event itself" : labelTitle(schema, found.span?.label ?? "");
    return {
      refused: `${titles(roles)} takes ${eitherOf(
        schema,
        roles.flatMap((role) => role.to),
      )}, not ${there}`,
      rule: "ends",
    };
  }
  if (roles.length > 1)
    return {
      refused: `Label it first: ${eitherOf(
        schema,
        roles.flatMap((role) => role.to),
      )}`,
    };
  const draft = new ActDraft(state);
  return linked(state, draft, from, draft.addSpan(roles[0].to[0], found), roles[0]);
}

/** @param {readonly Role[]} roles */
const titles = (roles) => roles.map((role) => role.title).join(" or ") || "That role";

/** @param {EditorState} state @param {ActDraft} draft @param {Span} from @param {Span} to @param {Role} role */
function linked(state, draft, from, to, role) {
  const standing = frameOf(state.annotations, state.schema, from.id)?.roles ?? [];
  // Fillers hang on any trigger: one that another trigger of the event has in this role is there already.
  if (standing.some((filler) => filler.role === role.name && filler.span.id === to.id))
    return { refused: `“${to.quote}” is ${role.title} already`, rule: "duplicate_link" };
  draft.addLink(role.name, from, to);
  return {
    ...draft.done(),
    status: `${role.title}: ${nameOf(state, to)} of “${from.quote}”`,
    ...focusOn(state, to),
  };
}
