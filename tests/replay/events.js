// How the events of a gold are linked: each taken in hand once, what is proposed confirmed where it is right, the rest by
// the keys of roles.
import { proposals } from "../../annotator/web/static/workbench/model/frames.js";
import { isTrigger } from "../../annotator/web/static/workbench/model/schema.js";

export class Events {
  /** label: makes a span of the gold; say: tells what is said of one that was made
   * @param {import("./story.js").Story} story @param {{label: (span: any) => void, say: (span: any) => void}} ways */
  constructor(story, { label, say }) {
    Object.assign(this, { story, label, say });
    this.work = story.work;
    this.hand = story.hand;
  }

  /** @param {any} head of the gold */
  make(head) {
    const { story, work } = this;
    const links = work.gold.links.filter((link) => story.headOf(link) === head.id && !work.isLinked(link));
    if (links.length === 0) return;
    if (!work.spanOf(head.id)) this.label(head);
    this.#takeInHand(
      work.spanOf(head.id),
      work.partOf(links.find((link) => work.partOf(link) === "links") ?? links[0]),
    );
    const places = new Map(links.map((link) => [link, this.#placeOf(link)]));
    links.sort((a, b) => compared(places.get(a), places.get(b)));
    const ties = links.filter((link) => story.isTie(link.role));
    const [now, later] = [this.#gain(links), this.#gain(links, ties)];
    if (now >= Math.max(0, later)) this.#confirm(links);
    // Each further word of an event brings what stands in its own sentence.
    else if (later > 0) for (const link of ties) if (!work.isLinked(link)) this.#link(link);
    for (const link of links) if (!work.isLinked(link) && !(later > now && this.#isProposed(link))) this.#link(link);
    if (this.#isWorthAYes(links)) this.#confirm(links);
    for (const link of links) if (!work.isLinked(link)) this.#link(link);
  }

  /** What is in hand is put down first where the key would join the two. */
  #takeInHand(span, part) {
    const { hand, work } = this;
    const { annotations, inHand, schema } = work.state;
    const held = annotations.spans.get(inHand ?? "");
    const joins = held && isTrigger(schema, held.label) === isTrigger(schema, span.label);
    const acts = joins && !hand.instead ? hand.press(work.key("escape")) : [];
    acts.push(...hand.onSpan(span, (joins && hand.instead) || work.key("event")));
    work.tell(part, `take “${span.quote}” in hand`, acts);
    if (work.state.inHand !== span.id) throw new Error(`“${span.quote}” is not in hand`);
  }

  /** When a link's turn is: events that are led to last; where a role stays armed, all of it together, beginning with the
   * one that is armed; then as the text goes. */
  #placeOf(link) {
    const { hand, story } = this;
    const end = story.endOf(link);
    const isLast = story.isTwin(end) && story.heads.includes(end);
    const isArmed = hand.armed?.args.roles?.includes(link.role);
    const turn = isArmed ? -1 : story.schema.roles.findIndex(({ name }) => name === link.role);
    return [Number(isLast), hand.staysArmed ? turn : 0, end.start];
  }

  /** How many acts less it is to say yes to all that is proposed and no to what is wrong of it, than to link what is right;
   * with what is proposed once some ties are made. */
  #gain(links, ties = []) {
    const { state } = this.work;
    const [from, to] = [(link) => this.work.spanOf(link.from), (link) => this.work.spanOf(link.to)];
    const made = ties.filter((link) => from(link) && to(link));
    const tied = made.map((link) => [link.id, { ...link, from: from(link).id, to: to(link).id }]);
    const all = new Map([...state.annotations.links, ...tied]);
    const open = proposals({ ...state, annotations: { ...state.annotations, links: all } });
    const right = open.filter((each) => this.#isWanted(each, links)).length;
    return open.length === 0 ? -1 : 2 * right - open.length - 1;
  }

  /** Is it less to confirm what was read of all tolls of an event, than of one after the other? */
  #isWorthAYes(links) {
    const open = proposals(this.work.state);
    const wrong = open.filter((each) => !this.#isWanted(each, links)).length;
    const tolls = new Set(links.map((link) => this.story.endOf(link)).filter((span) => this.work.isReadRight(span)));
    return open.length - wrong + tolls.size > wrong;
  }

  #isWanted({ role, span, trigger }, links) {
    const { work } = this;
    const isSame = (link) => link.role === role.name && work.spanOf(link.to)?.id === span.id;
    return links.some((link) => isSame(link) && work.spanOf(link.from)?.id === trigger.id);
  }

  #isProposed(link) {
    return proposals(this.work.state).some((each) => this.#isWanted(each, [link]));
  }

  /** Says no to what is wrong of it, and yes to the rest. */
  #confirm(links) {
    const { hand, work } = this;
    for (const wrong of proposals(work.state).filter((each) => !this.#isWanted(each, links)))
      work.tell("links", `not “${wrong.span.quote}”`, hand.onSpan(wrong.span, work.key("delete")));
    if (proposals(work.state).length + work.readInHand() > 0)
      work.tell("links", "link what is proposed, confirm what was read", hand.press(work.key("done")));
  }

  #link(link) {
    const { hand, story, work } = this;
    const span = story.endOf(link);
    if (!work.spanOf(span.id) && !story.isBorn(link)) this.label(span);
    const made = work.spanOf(span.id);
    const acts = made ? hand.onSpan(made, story.keyOf(link)) : hand.onWords(span, story.keyOf(link));
    work.tell(work.partOf(link), `${link.role} “${span.quote}”`, acts);
    if (!work.isLinked(link)) throw new Error(`${link.role} “${span.quote}” was not linked`);
    this.say(span);
  }
}

/** The first difference counts. @param {readonly number[]} a @param {readonly number[]} b */
const compared = (a, b) => a.map((each, at) => each - b[at]).find((difference) => difference !== 0) ?? 0;
