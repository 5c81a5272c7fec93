// What of a gold hangs together: which spans are taken in hand and in which order, and what comes into being by a link.
import { isTrigger, roleNamed } from "../../annotator/web/static/workbench/model/schema.js";
import { snap } from "../../annotator/web/static/workbench/model/tokens.js";

export const byPlace = (a, b) => a.start - b.start || a.end - b.end;
export const isInside = (a, b) => a.start >= b.start && a.end <= b.end && a.end - a.start < b.end - b.start;
export const touches = (a, b) => a.start < b.end && a.end > b.start;

export class Story {
  /** isLate: the words that events begin with are labelled when their event is
   * @param {import("./work.js").Work} work @param {any} hand @param {boolean} isLate */
  constructor(work, hand, isLate) {
    this.work = work;
    this.hand = hand;
    this.schema = work.state.schema;
    const { spans, links } = work.gold;
    /** What is taken in hand: where links begin, and the main triggers of events that are told more than once. */
    this.heads = spans.filter(({ id }) => links.some((link) => this.headOf(link) === id));
    const isLater = (span) => this.isTwin(span) || (isLate && isTrigger(this.schema, span.label));
    const further = links.filter(({ role }) => this.isTie(role)).map(({ from }) => work.byId.get(from));
    /** Labelled by a key that links them too, or not before their event is made. */
    this.inPassing = new Set([
      ...links.filter((link) => this.isBorn(link)).map((link) => this.endOf(link)),
      ...this.heads.filter(isLater),
      ...further.filter((span) => this.isTwin(span)),
      ...links.filter((link) => this.isDoubtful(link)).map((link) => this.endOf(link)),
    ]);
  }

  /** Does a role tie a further trigger to an event? @param {string} role */
  isTie(role) {
    return roleNamed(this.schema, role)?.meaning === "same_event";
  }

  /** The span that is in hand while a link is made. @param {any} link */
  headOf({ from, to, role }) {
    return this.isTie(role) ? to : from;
  }

  /** The span that a key makes the link to. @param {any} link */
  endOf({ from, to, role }) {
    return this.work.byId.get(this.isTie(role) ? from : to);
  }

  /** Does another of its label stand on its words? @param {any} span */
  isTwin(span) {
    const isEqual = (each) => each.label === span.label && each.start === span.start && each.end === span.end;
    return this.work.gold.spans.some((each) => each !== span && isEqual(each));
  }

  /** Would the key of a link do for another span on the same words as well? Then the right one has to have the focus, as
   * what was just labelled does. @param {any} link */
  isDoubtful(link) {
    const span = this.endOf(link);
    const { roles = [] } = this.keyOf(link).args;
    const fits = ({ label }) => roles.some((name) => roleNamed(this.schema, name)?.to.includes(label));
    const isBeside = (each) => each !== span && each.start === span.start && each.end === span.end;
    return this.work.gold.spans.some((each) => isBeside(each) && fits(each));
  }

  /** Heads as they are taken in hand. One that is a further trigger of another event comes before it; between two events
   * stands a toll where there is one, which need not be put down. What leads to one of two events in the same words comes
   * right before that one. */
  inOrder() {
    const { byId, gold } = this.work;
    const isFurther = ({ id }) => gold.links.some(({ from, role }) => from === id && this.isTie(role));
    const events = this.heads.filter(({ label }) => isTrigger(this.schema, label));
    const tolls = this.heads.filter((span) => !events.includes(span));
    const ordered = [...events.filter(isFurther), ...events.filter((span) => !isFurther(span))];
    const leading = gold.links.filter(({ role, to }) => !this.isTie(role) && events.includes(byId.get(to)));
    const leads = new Map(
      leading.filter(({ to }) => this.isTwin(byId.get(to))).map(({ from, to }) => [byId.get(from), byId.get(to)]),
    );
    const leadsTo = (event) => [...leads].filter(([, to]) => to === event).map(([from]) => from);
    const led = ordered.flatMap((event) => (leads.has(event) ? [] : [...leadsTo(event), event]));
    return [...led.flatMap((event) => (leads.has(event) ? [event] : [event, ...tolls.splice(0, 1)])), ...tolls];
  }

  /** Can the key that makes a link make what it leads to as well? @param {any} link */
  isBorn(link) {
    const { byId, gold, state } = this.work;
    const span = this.endOf(link);
    const { command, args } = this.keyOf(link);
    const whole = snap(state.tokens, span.start, span.end);
    const isWhole = whole?.start === span.start && whole.end === span.end;
    const isAlone = !this.heads.includes(span) && !gold.spans.some((each) => each !== span && touches(each, span));
    if (!isWhole || !isAlone || !this.hand.canBegin(span, { command })) return false;
    if (this.isTie(link.role)) return span.label === byId.get(link.to).label;
    if (command !== "link") return false;
    const { label } = byId.get(link.from);
    const roles = args.roles.map((name) => roleNamed(this.schema, name)).filter(({ from }) => from.includes(label));
    return roles.length === 1 && roles[0].to[0] === span.label;
  }

  /** The key that makes a link. @param {any} link */
  keyOf({ role }) {
    const binding = this.work.key("link", { role });
    if (binding) return binding;
    if (["same_event", "same_value"].includes(roleNamed(this.schema, role)?.meaning)) return this.work.key("event");
    throw new Error(`no key makes a link “${role}”`);
  }
}
