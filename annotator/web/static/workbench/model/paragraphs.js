// How a text is divided: into paragraphs, as its line breaks say; into sentences, a guess only for moving about; into the
// pieces that one fixed set of spans covers, as a page draws them.
/** @import { Annotations, Changed, Paragraph, Segment, Sentence, Span } from "./types.js" */
import { TextIndex } from "./offsets.js";

const sentence = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** Paragraphs in code points, without their line breaks (\n, \r\n, lone \r); an empty line is one too.
 * @param {string} text @param {TextIndex} [index] of that text, when it is there already @returns {Paragraph[]} */
export function paragraphs(text, index = new TextIndex(text)) {
  /** @type {Paragraph[]} */
  const found = [];
  let start = 0;
  for (const { index: at, 0: mark } of text.matchAll(/\r\n|\n|\r/g)) {
    found.push({ start: index.point(start), end: index.point(at) });
    start = at + mark.length;
  }
  found.push({ start: index.point(start), end: index.length });
  return found;
}

/** Sentences with something in them, never reaching beyond a paragraph.
 * @param {TextIndex} index @param {readonly Paragraph[]} all @returns {Sentence[]} */
export function sentences(index, all) {
  /** @type {Sentence[]} */
  const found = [];
  for (const paragraph of all) {
    const base = index.units(paragraph.start);
    let isOpen = false;
    for (const { index: at, segment } of sentence.segment(index.slice(paragraph.start, paragraph.end))) {
      const end = index.point(base + at + segment.trimEnd().length);
      const start = index.point(base + at + segment.length - segment.trimStart().length);
      if (isOpen) found[found.length - 1].end = end;
      else if (end > start) found.push({ start, end });
      // "Feb." and "Maj." end no sentence when a short word with a full stop is all that speaks for it.
      isOpen = /(?:^|\s)\p{Lu}\p{L}{1,3}\.\s+$/u.test(segment) && !/\b\p{Lu}{2,}\.\s+$/u.test(segment);
    }
  }
  return found;
}

/** The last of sorted ranges that begins at or before a code point; 0 when none does.
 * @param {readonly {start: number}[]} ranges @param {number} point */
export function rangeAt(ranges, point) {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle].start <= point) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Index of the paragraph that holds this code point; its line break counts to it.
 * @param {readonly Paragraph[]} all @param {number} point */
export const paragraphAt = (all, point) => rangeAt(all, point);

/** Indices of the paragraphs that a range touches. @param {readonly Paragraph[]} all @param {number} start @param {number} end */
export function paragraphsBetween(all, start, end) {
  const first = paragraphAt(all, start);
  const last = Math.max(first, paragraphAt(all, Math.max(start, end - 1)));
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}

/** What a page has to draw again: what differs between two states. @param {Annotations} before @param {Annotations} after @param {readonly Paragraph[]} paragraphs @returns {Omit<Changed, "reason">} */
export function difference(before, after, paragraphs) {
  const spans = differing(before.spans, after.spans);
  const links = before.links !== after.links && differing(before.links, after.links).length > 0;
  const touched = new Set(spans.flatMap(({ start, end }) => paragraphsBetween(paragraphs, start, end)));
  return {
    spans: spans.length > 0,
    links,
    attributes: before.attributes !== after.attributes,
    comments: before.comments !== after.comments,
    paragraphs: [...touched].sort((a, b) => a - b),
  };
}

/** Everything that is in only one of two maps, both forms of what changed. @template Item
 * @param {ReadonlyMap<string, Item>} before @param {ReadonlyMap<string, Item>} after @returns {Item[]} */
function differing(before, after) {
  if (before === after) return [];
  /** @type {Item[]} */
  const found = [];
  for (const [id, item] of before) if (after.get(id) !== item) found.push(item);
  for (const [id, item] of after) if (before.get(id) !== item) found.push(item);
  return found;
}

// ---------------------------------------------------------------- spans

/** Reading order: by start, the longer first, then by id. @param {Span} a @param {Span} b */
export const inTextOrder = (a, b) => a.start - b.start || b.end - a.end || byId(a, b);

/** @param {{id: string}} a @param {{id: string}} b */
const byId = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The longer outermost. @param {Span} a @param {Span} b */
const outermostFirst = (a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start || byId(a, b);

/**
 * Cut start..end wherever a span begins or ends, so that each piece is covered by one fixed set of spans.
 * Crossing spans need no case of their own: they share a piece.
 * @param {number} start @param {number} end @param {Iterable<Span>} spans those outside the range are ignored @returns {Segment[]}
 */
export function segments(start, end, spans) {
  const touching = [...spans].filter((span) => span.start < end && span.end > start).sort(inTextOrder);
  const cuts = new Set([start, end]);
  for (const span of touching) {
    if (span.start > start) cuts.add(span.start);
    if (span.end < end) cuts.add(span.end);
  }
  const points = [...cuts].sort((a, b) => a - b);
  /** @type {Segment[]} */
  const pieces = [];
  /** @type {Span[]} */
  let open = [];
  let next = 0;
  for (let at = 0; at + 1 < points.length; at += 1) {
    const point = points[at];
    open = open.filter((span) => span.end > point);
    while (next < touching.length && touching[next].start <= point) open.push(touching[next++]);
    pieces.push({ start: point, end: points[at + 1], spans: [...open].sort(outermostFirst) });
  }
  return pieces;
}

/** The underline lane of each span: 0 next to the text; of spans that overlap the longer lies further out.
 * @param {Iterable<Span>} spans @returns {Map<string, number>} */
export function lanes(spans) {
  /** @type {Map<string, number>} */
  const lane = new Map();
  /** @type {Span[]} */
  let cluster = [];
  let reach = -1;
  for (const span of [...spans].sort(inTextOrder)) {
    if (span.start >= reach) {
      stack(cluster, lane);
      cluster = [];
    }
    cluster.push(span);
    reach = Math.max(reach, span.end);
  }
  stack(cluster, lane);
  return lane;
}

/** @param {Span[]} cluster spans that hang together by overlaps @param {Map<string, number>} lane */
function stack(cluster, lane) {
  const inward = cluster.sort(outermostFirst).reverse();
  inward.forEach((span, at) => {
    let free = 0;
    for (const inner of inward.slice(0, at))
      if (inner.start < span.end && span.start < inner.end)
        free = Math.max(free, /** @type {number} */ (lane.get(inner.id)) + 1);
    lane.set(span.id, free);
  });
}
