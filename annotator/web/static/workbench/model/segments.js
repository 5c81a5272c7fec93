// Spans as a page draws them: pieces of text that one fixed set of spans covers, and a lane for each underline.
/** @import { Segment, Span } from "./types.js" */

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
