// Commands on events and links. See commands.js for what each takes.
/** @import { Command, CommandArgs, EditorState, Role, Span, Target } from "./types.js" */
import { ActDraft } from "./acts.js";
import { frameOf, linksTo, mainTrigger } from "./frames.js";
import { eitherOf, isTrigger, joins, labelTitle, roleNamed, sameEventRoles, saysSameEvent } from "./schema.js";
import { focusOn, nameOf } from "./span-commands.js";
import { spansOver, target } from "./targets.js";

/** @type {Command} */
export const event = (state, args) => (state.inHand === null ? pick_up(state, args) : add_trigger(state, args));

/** @type {Command} */
export function pick_up(state, args) {
  const found = target(state, args);
  const span = found && spanOf(state, found, args, (each) => isTrigger(state.schema, each.label));
  const main = span && mainTrigger(state.annotations, state.schema, span.id);
  if (!span || !main) {
    const triggers = state.schema.labels.filter((each) => each.trigger).map((each) => each.name);
    return {
      refused:
        triggers.length > 0 ? `Only ${eitherOf(state.schema, triggers)} heads an event` : "This schema has no events",
    };
  }
  return { inHand: main.id, status: `In hand: ${nameOf(state, main)}`, ...focusOn(state, span) };
}

/** @type {Command} */
export const put_down = (state) =>
  state.inHand === null ? { refused: "No event is in hand" } : { inHand: null, status: "Event put down" };

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

/** @type {Command} */
export function unlink(state, { linkId }) {
  const standing = state.annotations.links.get(linkId);
  if (!standing) return { refused: "That link is not there any more", rule: "unknown" };
  const draft = new ActDraft(state);
  draft.add("remove_link", standing, null);
  const quote = state.annotations.spans.get(standing.to)?.quote ?? "";
  return {
    ...draft.done(),
    status: `Unlinked ${roleNamed(state.schema, standing.role)?.title ?? standing.role} “${quote}”`,
  };
}

/** @type {Command} */
export function change_role(state, { linkId, role }) {
  const standing = state.annotations.links.get(linkId);
  const chosen = roleNamed(state.schema, role);
  if (!standing) return { refused: "That link is not there any more", rule: "unknown" };
  if (!chosen) return { refused: `The schema has no role “${role}”`, rule: "role" };
  if (standing.role === role) return {};
  const draft = new ActDraft(state);
  draft.add("change_link", standing, { ...standing, role });
  return {
    ...draft.done(),
    status: `${chosen.title}: “${state.annotations.spans.get(standing.to)?.quote ?? ""}”`,
  };
}
