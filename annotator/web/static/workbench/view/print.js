// What goes on paper: the article with its marks and numbered sentences, its events as a numbered list, and under which
// schema and guideline it was labelled. Made when the page is printed, gone afterwards.
/** @import { EditorState, Frame, Json, Paragraph, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { frames } from "../model/frames.js";
import { rangeAt } from "../model/paragraphs.js";
import { labelNamed } from "../model/schema.js";
import { valueWords } from "../model/values.js";
import { h } from "./elements.js";
import { titleOf, valuesOf } from "./list-words.js";
import { drawParagraph } from "./paragraph.js";

/** @param {Bench} bench */
export function open(bench) {
  lay(bench);
  window.print();
}

/** From now on what is printed is made for paper. @param {Bench} bench */
export function prepare(bench) {
  const media = matchMedia("print");
  const before = () => lay(bench);
  const turned = () => (media.matches ? lay(bench) : remove());
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", remove);
  media.addEventListener("change", turned);
  if (media.matches) lay(bench);
  bench.whenUnmounted(() => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", remove);
    media.removeEventListener("change", turned);
    remove();
  });
}

const remove = () => document.getElementById("paper")?.remove();

/** @param {Bench} bench */
function lay({ task, editor, looks }) {
  remove();
  const { state } = editor;
  const { schema } = state;
  const key = schema.labels.map(({ name, title }) =>
    h("li", null, h("b", null, looks.letter(name)), " ", sample(name, title.toLowerCase(), looks)),
  );
  const found = frames(state.annotations, schema);
  const events = found.map((frame) => h("li", null, ...eventOf(frame, state)));
  /** The number of the event that each trigger tells of. */
  const numbers = new Map(found.flatMap(({ triggers }, at) => triggers.map((span) => [span.id, at + 1])));
  document.body.append(
    h(
      "article",
      { id: "paper", class: "paper" },
      h("h1", { dir: "auto" }, task.task.document.title),
      h("dl", { class: "paper-facts" }, ...facts(task, state)),
      h("ul", { class: "paper-key" }, ...key),
      h(
        "div",
        { class: "paper-text" },
        ...state.paragraphs.flatMap((paragraph) => printed(paragraph, state, looks, numbers)),
      ),
      h("h2", null, "Events"),
      events.length > 0 ? h("ol", { class: "paper-events" }, ...events) : h("p", null, "None."),
    ),
  );
}

/** @param {string} label @param {string} words @param {Bench["looks"]} looks */
const sample = (label, words, looks) => h("mark", null, underlined(h("span", null, words), [[0, looks.tone(label)]]));

/** Lines below some words, one for each span over them: drawn as lines of text, which are sharp on paper.
 * @param {HTMLElement} words @param {[lane: number, tone: number][]} lanes */
const underlined = (words, lanes) =>
  lanes.reduce((inner, [lane, tone]) => h("span", { class: `paper-line under-${lane} tone-${tone}` }, inner), words);

/** A mark as it is on paper. @param {HTMLElement} mark */
function onPaper(mark) {
  const lanes = [...mark.className.matchAll(/\blane(\d)-(\d+)/g)].map(
    ([, lane, tone]) => /** @type {[number, number]} */ ([Number(lane), Number(tone)]),
  );
  const { letter } = mark.dataset;
  mark.replaceChildren(underlined(/** @type {HTMLElement} */ (mark.firstElementChild), lanes));
  // One for each span that begins here, and no line may end between them and their word.
  if (letter) mark.prepend(...[...letter].map((each) => h("span", { class: "paper-letter" }, each)), "\u2060");
  mark.className = "";
}

/** Whose words these are, and by which rules they were labelled. @param {Bench["task"]} task @param {EditorState} state */
function facts({ task, document: { id, meta } }, { schema, annotations }) {
  const version = /** @type {{guideline_version?: number}} */ (schema).guideline_version;
  const said = schema.attributes.filter(({ name }) => (annotations.attributes[name] ?? null) !== null);
  /** @type {[string, Json | undefined][]} */
  const rows = [
    ["Document", id],
    ["Source", meta.source],
    ["Published", meta.published],
    ["Project", task.project.title],
    ["Schema", `${schema.name}, version ${schema.version}`],
    ["Guideline", version && `version ${version}`],
    ...said.map(
      (attribute) =>
        /** @type {[string, Json]} */ ([
          attribute.title,
          valueWords(attribute, annotations.attributes[attribute.name]),
        ]),
    ),
  ];
  return rows.flatMap(([name, value]) =>
    typeof value === "string" && value ? [h("div", null, h("dt", null, name), h("dd", { dir: "auto" }, value))] : [],
  );
}

/** A paragraph with a number before each of its sentences, and that of its event behind each trigger.
 * @param {Paragraph} paragraph @param {EditorState} state @param {Bench["looks"]} looks @param {ReadonlyMap<string, number>} numbers */
function printed({ start, end }, { index, sentences, annotations }, looks, numbers) {
  if (start === end) return [];
  const spans = [...annotations.spans.values()].filter((span) => span.start < end && span.end > start);
  /** @type {(Node | string)[]} */
  const nodes = [];
  /** @type {Map<string, HTMLElement>} */
  const last = new Map();
  let at = start;
  for (let place = rangeAt(sentences, start); place < sentences.length && sentences[place].start < end; place += 1) {
    const sentence = sentences[place];
    if (sentence.start < start) continue;
    nodes.push(index.slice(at, sentence.start), h("span", { class: "verse" }, String(place + 1)));
    const drawn = drawParagraph(index, sentence, spans, looks);
    nodes.push(...drawn.nodes);
    for (const node of drawn.nodes) if (node instanceof HTMLElement) onPaper(node);
    for (const [id, marks] of drawn.marks) if (numbers.has(id)) last.set(id, marks[marks.length - 1]);
    at = sentence.end;
  }
  const paragraph = h("p", { dir: "auto" }, ...nodes, index.slice(at, end));
  for (const [id, mark] of last) mark.after(h("span", { class: "event-number" }, String(numbers.get(id))));
  return [paragraph];
}

/** @param {Frame} frame @param {EditorState} state @returns {HTMLElement[]} */
function eventOf({ main, triggers, roles }, state) {
  const names = [...new Set(roles.map((filler) => filler.role))];
  const parts = names.map((name) => {
    const some = roles.filter((filler) => filler.role === name).map((filler) => told(filler.span, state));
    return h("li", null, h("span", { class: "paper-role" }, `${titleOf(state.schema, name)}: `), ...joined(some));
  });
  const further = triggers.slice(1).map((span) => placed(span, state));
  const more =
    further.length > 0 ? [h("li", null, h("span", { class: "paper-role" }, "Told again: "), ...joined(further))] : [];
  return [
    h("strong", null, placed(main, state)),
    h("span", null, ...valuesIn(main, state)),
    h("ul", null, ...parts, ...more),
  ];
}

/** @param {HTMLElement[]} some */
const joined = (some) => some.flatMap((each, at) => (at > 0 ? ["; ", each] : [each]));

/** The words of a span and the sentence they stand in. @param {Span} span @param {EditorState} state */
const placed = (span, { sentences }) =>
  h("span", null, h("bdi", null, span.quote), ` (sentence ${rangeAt(sentences, span.start) + 1})`);

/** @param {Span} span @param {EditorState} state */
function told(span, state) {
  const values = labelNamed(state.schema, span.label)?.trigger ? [] : valuesIn(span, state);
  return h("span", null, placed(span, state), ...values);
}

/** What is said of a span, behind a colon. @param {Span} span @param {EditorState} state @returns {string[]} */
function valuesIn(span, { schema }) {
  const words = valuesOf(schema, span);
  return words ? [`: ${words}`] : [];
}
