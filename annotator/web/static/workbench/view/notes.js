// What is written between the lines: what was said of each toll, the roles that words have in the event at hand and thin
// lines to them. It floats: no word moves, and none of it is found or copied with the text.
/** @import { Editor, Frame, Span } from "../model/types.js" @import { Proposal } from "../model/frames.js" @import { Geometry } from "./geometry.js" @import { TextView } from "./text-view.js" */
import { isCounted, labelNamed, phraseOf } from "../model/schema.js";
import { asking, tollLine, tollWords } from "../model/values.js";
import { h, onceAFrame } from "./elements.js";

/** @typedef {ReturnType<typeof mountNotes>} Notes */
/** read: what was read besides, and nobody has said yes to yet. @typedef {{span: Span, words: string[], read: string}} Toll */
/** isOffer: proposed. @typedef {{span: Span, words: string, isOffer: boolean, from: Span}} Tag */

/** Room for a label's letter, and above the words for the letters, in heights of the type. */
const LETTER = 0.62;
const GAP = 3;
/** How far in the margin the lines go up and down, in pixels. */
const RAIL = 11;
const SVG = "http://www.w3.org/2000/svg";

/** @param {{editor: Editor, text: TextView, geometry: Geometry}} options */
export function mountNotes({ editor, text, geometry }) {
  const lines = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  lines.append(path);
  const root = h("div", { class: "overlay notes", "aria-hidden": "true" });
  text.element.append(root);
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  /** @type {Tag[]} */
  let tags = [];
  /** @type {Toll[]} */
  let tolls = [];
  /** @type {Set<Span>} those whose marks say what is said of them */
  let told = new Set();

  /** Of tolls always; of other spans what was read, while they have the focus. @param {Span} span @returns {Toll | []} */
  function tollOf(span) {
    const { state } = editor;
    const { schema, focus, readOnly } = state;
    const isToll = isCounted(schema, span.label);
    if (!isToll && span.id !== focus) return [];
    const words = isToll ? tollWords(labelNamed(schema, span.label)?.attributes ?? [], span.attributes) : [];
    const read = (!readOnly && state.readings?.words(state, span)) || "";
    return words.length > 0 || read ? { span, words, read } : [];
  }

  /** Those who hear the page are told on the mark, those who print it read it there. */
  function tell() {
    const now = new Set(tolls.map(({ span }) => span));
    for (const { id } of told) if (!tolls.some(({ span }) => span.id === id)) describe(id, "", "");
    for (const { span, words, read } of tolls) describe(span.id, tollLine(words), read);
    told = now;
  }

  /** What was only read is not printed. @param {string} spanId @param {string} words @param {string} read */
  function describe(spanId, words, read) {
    const mark = text.marksOf(spanId)[0];
    if (!mark) return;
    if (words) mark.dataset.toll = words;
    else delete mark.dataset.toll;
    const all = [words, read && `read, not confirmed: ${read}`].filter(Boolean).join("; ");
    if (all) mark.setAttribute("aria-description", all);
    else mark.removeAttribute("aria-description");
  }

  function draw() {
    const frame = text.element.getBoundingClientRect();
    const style = getComputedStyle(root);
    const type = parseFloat(getComputedStyle(text.element).fontSize);
    pen.font = `600 ${style.fontSize} ${style.fontFamily}`;
    const wide = (/** @type {string} */ words) => pen.measureText(words).width + 2 * GAP;
    const right = frame.right;
    /** Where the last note on each span ends. @type {Map<string, number>} */
    const ends = new Map();

    const drawnTags = tags.flatMap(({ span, words, isOffer }) => {
      const place = placeOf(span);
      if (!place) return [];
      const width = Math.min(wide(words), right - frame.left);
      const from = Math.min(place.isRtl ? place.rect.right - width + 1 : place.rect.left - 1, right - width);
      ends.set(span.id, place.isRtl ? from - GAP : from + width + GAP);
      return note(isOffer ? "tag offer" : "tag", words, from - frame.left, place.rect.top - frame.top);
    });
    const drawnTolls = tolls.flatMap(({ span, words, read }) => {
      const place = placeOf(span);
      if (!place) return [];
      const { rect, isRtl, mark } = place;
      const letters = LETTER * type * Math.min(2, mark.dataset.letter?.length ?? 1) + GAP;
      const from = ends.get(span.id) ?? (isRtl ? rect.right - letters : rect.left + letters);
      const edge = nextLetter(mark, rect, isRtl);
      const room = isRtl ? from - Math.max(frame.left, edge ?? frame.left) : Math.min(right, edge ?? right) - from;
      const isFitting = (/** @type {string} */ line) => wide(line) <= room;
      const asked =
        read && asking(fitting(read.split(" · "), (line) => isFitting(`${tollLine(words)} ${line}?`), joined));
      const said = words.length > 0 ? fitting(words, (line) => isFitting(`${line} ${asked}`)) : "";
      const width = wide([said, asked].filter(Boolean).join(" ")) + (asked ? 2 * GAP : 0);
      const left = isRtl ? Math.max(frame.left, from - width) : Math.min(from, right - width);
      const element = note(said ? "toll" : "toll guessed", said || asked, left - frame.left, rect.top - frame.top);
      if (said && asked) element.dataset.read = asked;
      return element;
    });
    path.setAttribute("d", tags.map((tag) => pathOf(tag, frame, type)).join(""));
    root.replaceChildren(lines, ...drawnTags, ...drawnTolls);
  }

  /** The words are drawn by the style, so that they are neither found nor copied with the text.
   * @param {string} kind @param {string} words @param {number} left @param {number} top */
  function note(kind, words, left, top) {
    const element = h("div", { class: `note ${kind}`, "data-words": words });
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    return element;
  }

  /** @param {Span} span */
  function placeOf(span) {
    const mark = text.marksOf(span.id)[0];
    const boxes = mark ? geometry.rects(span) : [];
    // Words of two directions lie in several boxes on one line.
    const line = boxes.filter((box) => Math.abs(box.top - boxes[0].top) < box.height / 2);
    if (!mark || line.length === 0) return null;
    const left = Math.min(...line.map((box) => box.left));
    const right = Math.max(...line.map((box) => box.right));
    const rect = new DOMRect(left, line[0].top, right - left, line[0].height);
    return { mark, rect, isRtl: getComputedStyle(mark).direction === "rtl" };
  }

  /** A thin line from the trigger to the words: between the lines of the text, and in the margin from line to line.
   * @param {Tag} tag @param {DOMRect} frame @param {number} type */
  function pathOf({ span, from }, frame, type) {
    const [a, b] = [from, span].map((each) => {
      const place = placeOf(each);
      if (!place) return null;
      const { rect, isRtl } = place;
      const top = rect.top - frame.top;
      return {
        x: Math.round(isRtl ? rect.right - frame.left + 1 : rect.left - frame.left - 2) + 0.5,
        top,
        y: Math.round(top - LETTER * type) - 0.5,
      };
    });
    if (!a || !b) return "";
    const between = Math.abs(a.y - b.y) < type ? `V${Math.min(a.y, b.y)}` : `V${a.y}H${-RAIL + 0.5}V${b.y}`;
    return `M${a.x} ${a.top}${between}H${b.x}V${b.top}`;
  }

  const later = onceAFrame(draw);

  // Lines break anew when the column, the type or the zoom changes.
  const observer = new ResizeObserver(later);
  observer.observe(text.element);

  return {
    /** The event in hand or with the focus; null: none. @param {Frame | null} frame @param {readonly Proposal[]} offers */
    showEvent(frame, offers) {
      const { annotations, schema } = editor.state;
      const had = tags.length;
      tags = [];
      for (const { role, span, link } of frame?.roles ?? []) {
        const words = phraseOf(schema, role);
        const known = tags.find((each) => each.span === span);
        if (known) known.words += `, ${words}`;
        else tags.push({ span, words, isOffer: false, from: annotations.spans.get(link.from) ?? span });
      }
      for (const { role, span, trigger } of offers)
        tags.push({ span, words: `${phraseOf(schema, role.name)}?`, isOffer: true, from: trigger });
      if (had + tags.length > 0) later();
    },
    /** Reads anew what is said of tolls. */
    showTolls() {
      const had = tolls.length;
      tolls = [...editor.state.annotations.spans.values()].flatMap(tollOf);
      tell();
      if (had + tolls.length > 0) later();
    },
    unmount() {
      observer.disconnect();
      root.remove();
    },
  };
}

/** As much of what is said as there is room for; the first of it always. @param {readonly string[]} words
 * @param {(line: string) => boolean} fits @param {(words: readonly string[]) => string} [lineOf] */
function fitting(words, fits, lineOf = tollLine) {
  for (let count = words.length; count > 1; count -= 1) {
    const line = lineOf(words.slice(0, count));
    if (fits(line)) return line;
  }
  return words[0];
}

/** @param {readonly string[]} words */
const joined = (words) => words.join(" · ");

/** Where the next mark on the same line bears its letter; null: nowhere. @param {HTMLElement} mark @param {DOMRect} rect @param {boolean} isRtl */
function nextLetter(mark, rect, isRtl) {
  for (let next = mark.nextElementSibling; next; next = next.nextElementSibling) {
    const [box] = next.getClientRects();
    if (!box || box.top > rect.bottom) return null;
    if (next instanceof HTMLElement && next.dataset.letter) return isRtl ? box.right + GAP : box.left - GAP;
  }
  return null;
}
