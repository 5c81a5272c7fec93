// What words were read to say, until a person says so: offers, kept by the words that they were read in. None of it is
// stored; what is confirmed becomes a value like any other, by the rule that read it.
/** @import { Attribute, CommandArgs, CommandRefusal, CommandResult, EditorState, Json, Span } from "./types.js" @import { Proposal } from "./frames.js" */
import { ActDraft } from "./changes.js";
import { frameAround, frameOf, mainTrigger } from "./frames.js";
import { countryName } from "./map.js";
import { inTextOrder } from "./paragraphs.js";
import { isCounted, labelNamed, labelTitle } from "./schema.js";
import { focusOn, nameOf } from "./span-commands.js";
import { targetSpan } from "./targets.js";
import { isRecord, isTyped, same, shortTitle, tollLine, tollWords, valueProblem, valueWords } from "./values.js";

/** What the server reads in words, by attribute, and what else they may say; learnt: the attributes of which people taught it.
 * @typedef {{label: string, start: number, end: number, values: Values,
 *   others: {readonly [name: string]: readonly Json[]}, learnt?: readonly string[]}} Reading */
/** @typedef {{readonly [name: string]: Json}} Values */
/** @typedef {{label: string, start: number, end: number}} Words */

/** @param {Words} words */
const placeOf = ({ label, start, end }) => `${label} ${start} ${end}`;

export class Readings {
  /** @param {ReadonlyMap<string, Reading>} [known] by their words @param {ReadonlySet<string>} [declined] what was said no to
   * @param {ReadonlySet<string>} [fresh] words whose reading has only just come */
  constructor(known = new Map(), declined = new Set(), fresh = new Set()) {
    this.known = known;
    this.declined = declined;
    this.fresh = fresh;
  }

  /** @param {Words} words */
  knows(words) {
    return this.known.has(placeOf(words));
  }

  /** These and more. @param {readonly Reading[]} readings */
  and(readings) {
    return new Readings(
      new Map([...this.known, ...readings.map((each) => /** @type {const} */ ([placeOf(each), each]))]),
      this.declined,
      this.fresh,
    );
  }

  /** These have just come: they are shown, and a key says no yes to what nobody can have looked at yet.
   * @param {readonly Words[]} words */
  arriving(words) {
    return new Readings(this.known, this.declined, new Set([...this.fresh, ...words.map(placeOf)]));
  }

  /** These stood there long enough to be seen. @param {readonly Words[]} words */
  seen(words) {
    const gone = new Set(words.map(placeOf));
    return new Readings(this.known, this.declined, new Set([...this.fresh].filter((each) => !gone.has(each))));
  }

  /** What the words of a span say and nobody has said, by attribute.
   * @param {Pick<EditorState, "annotations" | "schema" | "index">} state @param {Span} span @returns {Values} */
  of(state, span) {
    const label = labelNamed(state.schema, span.label);
    const told = toldIn(state, span);
    /** @type {{[name: string]: Json}} */
    const found = {};
    for (const attribute of label?.attributes ?? []) {
      if (!attribute.read || (span.attributes[attribute.name] ?? null) !== null) continue;
      const [value] = told.flatMap((each) => this.#open(each, attribute));
      if (value !== undefined && valueProblem(attribute, value, state.index) === null) found[attribute.name] = value;
    }
    return found;
  }

  /** @param {Span} span @param {Attribute} attribute @returns {Json[]} what was read, unless it holds anyway or was declined */
  #open(span, { name, default: usual = null }) {
    const value = this.known.get(placeOf(span))?.values[name] ?? null;
    return value === null || same(value, usual) || this.declined.has(`${placeOf(span)} ${name}`) ? [] : [value];
  }

  /** The same, but for what has only just come: what Enter says yes to. @param {EditorState} state @param {Span} span */
  #seenOf(state, span) {
    return toldIn(state, span).some((each) => this.fresh.has(placeOf(each))) ? {} : this.of(state, span);
  }

  /** All that an attribute may be after the words, the likeliest first. @param {EditorState} state @param {Span} span @param {Attribute} attribute @returns {Json[]} */
  choices(state, span, attribute) {
    const { name } = attribute;
    const all = toldIn(state, span).flatMap((each) => {
      const { values = {}, others = {} } = this.known.get(placeOf(each)) ?? {};
      return [...this.#open(each, attribute), ...(name in values ? (others[name] ?? []) : [])];
    });
    const good = all.filter((value) => valueProblem(attribute, value, state.index) === null);
    return good.filter((value, at) => good.findIndex((each) => same(each, value)) === at);
  }

  /** What is read of a span, in words; "" where nothing waits. @param {EditorState} state @param {Span} span */
  words(state, span) {
    const learnt = toldIn(state, span).flatMap((each) => this.known.get(placeOf(each))?.learnt ?? []);
    return wordsOf(labelNamed(state.schema, span.label)?.attributes ?? [], this.of(state, span), learnt);
  }

  /** How many, or where: what the chip of a span shows on the card of an event. @param {EditorState} state @param {Span} span */
  onChip(state, span) {
    const attributes = labelNamed(state.schema, span.label)?.attributes ?? [];
    const values = this.of(state, span);
    if (isCounted(state.schema, span.label)) return wordsOf(attributes, values);
    const place = attributes.find(({ type, name }) => type === "place" && name in values);
    const { name, country = null } = /** @type {any} */ ((place && values[place.name]) ?? {});
    const nation = country && countryName(country);
    return (
      [name === span.quote && nation ? "" : name, nation === name ? "" : nation].filter(Boolean).join(", ") || name
    );
  }

  /** What the card of what is in hand shows grey: of itself, its fillers, and what is proposed for it.
   * @param {EditorState} state @param {readonly Proposal[]} offers @returns {{span: Span, values: Values}[]} */
  onCard(state, offers) {
    const frame = frameAround(state.annotations, state.schema, state.inHand ?? "");
    if (!frame) return [];
    const fillers = [...frame.roles, ...offers].map(({ span }) => span);
    const shown = new Set([frame.main, ...fillers.filter((span) => this.onChip(state, span))]);
    return [...shown].flatMap((span) => {
      const values = this.#seenOf(state, span);
      return Object.keys(values).length > 0 ? { span, values } : [];
    });
  }

  /** Enter with nothing in hand: yes to what is seen of a span, a first look at what is not; null: nothing is read there.
   * @param {EditorState} state @param {CommandArgs} args @returns {CommandResult | CommandRefusal | null} */
  enter(state, args) {
    const span = holderOf(state, targetSpan(state, args));
    if (!span || state.readOnly || Object.keys(this.#seenOf(state, span)).length === 0) return null;
    if (span.id === state.focus || isCounted(state.schema, span.label)) return this.confirm(state, { spanId: span.id });
    return {
      ...focusOn(state, span),
      status: `Read: ${nameOf(state, span)} ${this.words(state, span)}. Enter confirms`,
    };
  }

  /** @param {EditorState} state @param {CommandArgs} args @returns {CommandResult | CommandRefusal} */
  confirm(state, { names, ...args }) {
    const span = holderOf(state, targetSpan(state, args));
    const all = span ? Object.entries(this.of(state, span)) : [];
    const values = Object.fromEntries(all.filter(([name]) => !names || names.includes(name)));
    if (!span || Object.keys(values).length === 0) return NOTHING;
    const draft = new ActDraft(state);
    const status = `Confirmed: ${this.say(draft, { span, values })}`;
    return { ...draft.done(), status, ...focusOn(state, span) };
  }

  /** No to what was read: it is not offered again while the page is open.
   * @param {EditorState} state @param {CommandArgs} args @returns {CommandResult | CommandRefusal} */
  decline(state, { names, ...args }) {
    const span = holderOf(state, targetSpan(state, args));
    const gone = span ? Object.keys(this.of(state, span)).filter((name) => !names || names.includes(name)) : [];
    if (!span || gone.length === 0) return NOTHING;
    const keys = toldIn(state, span).flatMap((each) => gone.map((name) => `${placeOf(each)} ${name}`));
    const readings = new Readings(this.known, new Set([...this.declined, ...keys]), this.fresh);
    const titles = (labelNamed(state.schema, span.label)?.attributes ?? []).filter(({ name }) => gone.includes(name));
    return { readings, status: `Not so: ${nameOf(state, span)}, ${titles.map(({ title }) => title).join(", ")}` };
  }

  /** Makes what was read values, in an act that is being made. @param {ActDraft} draft
   * @param {{span: Span, values: Values}} read @returns {string} what was confirmed, in words */
  say(draft, { span, values }) {
    const said = Object.entries(values).map(([name, value]) => [name, byRule(value)]);
    draft.changeSpan(span, { attributes: { ...span.attributes, ...Object.fromEntries(said) } });
    return `“${span.quote}” ${wordsOf(labelNamed(draft.schema, span.label)?.attributes ?? [], values)}`;
  }

  /** What waits for a yes or a no. @param {EditorState} state */
  decisions(state) {
    return [...state.annotations.spans.values()].sort(inTextOrder).flatMap((span) => {
      const words = this.words(state, span);
      const said = `Read: ${labelTitle(state.schema, span.label)} “${span.quote}” ${words}`;
      return words ? { start: span.start, spanId: span.id, words: said } : [];
    });
  }
}

/** @type {CommandRefusal} */
const NOTHING = { refused: "Nothing was read there that waits for a yes" };

/** The spans whose words tell what is said of one: of an event all its triggers, the main one first; of a further one none.
 * @param {Pick<EditorState, "annotations" | "schema">} state @param {Span} span @returns {readonly Span[]} */
function toldIn({ annotations, schema }, span) {
  if (!labelNamed(schema, span.label)?.trigger) return [span];
  const frame = frameOf(annotations, schema, span.id);
  return frame?.main.id === span.id ? frame.triggers : [];
}

/** @param {EditorState} state @param {Span | null} span */
const holderOf = ({ annotations, schema }, span) => span && (mainTrigger(annotations, schema, span.id) ?? span);

/** @param {Json} value */
const byRule = (value) => (isRecord(value) ? { ...value, by: "rule" } : value);

/** Values in words: "≥41 killed · fighters", "Baghdad, IQ · 1", "Hashd (learnt)".
 * @param {readonly Attribute[]} attributes @param {Values} values @param {readonly string[]} [learnt] names of attributes */
export function wordsOf(attributes, values, learnt = []) {
  const hasToll = attributes.some(({ type }) => type === "count");
  const toll = hasToll ? tollLine(tollWords(attributes, values)) : "";
  const rest = attributes.filter(
    (each) => each.name in values && !(hasToll && (each.type === "count" || isTyped(each))),
  );
  const told = rest.map((each) => {
    const words = choiceWords(each, values[each.name]);
    return learnt.includes(each.name) ? `${words} (learnt)` : words;
  });
  return [toll, ...told].filter(Boolean).join(" · ");
}

/** A value as it is told from others like it. @param {Attribute} attribute @param {Json} value */
export function choiceWords(attribute, value) {
  const words = valueWords(attribute, value);
  // A number alone says nothing to who has not the list at hand.
  if (attribute.type === "choice") return /^\d*$/.test(shortTitle(words)) ? words.toLowerCase() : shortTitle(words);
  const { admin1 = null, country = null } = /** @type {any} */ (isRecord(value) ? value : {});
  // A province that is called after its town says nothing more.
  const nation = country && countryName(country);
  return [words, admin1?.startsWith(words) ? "" : admin1, nation === words ? "" : nation].filter(Boolean).join(", ");
}
