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
    this.#confirm(links);
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

  /** Links what is proposed where it costs less than to link what of it is right. */
  #confirm(links) {
    const { hand, work } = this;
    const open = proposals(work.state);
    const isWanted = ({ role, span, trigger }) =>
      links.some(
        (link) =>
          link.role === role.name && work.spanOf(link.to)?.id === span.id && work.spanOf(link.from)?.id === trigger.id,
      );
    const wrong = open.filter((each) => !isWanted(each));
    if (open.length - wrong.length <= wrong.length) return;
    for (const { span } of wrong) work.tell("links", `not “${span.quote}”`, hand.onSpan(span, work.key("delete")));
    work.tell("links", "link what is proposed", hand.press(work.key("done")));
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
