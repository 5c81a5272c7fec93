// What differs between two states: what a page has to draw again.
/** @import { Annotations, Changed, Paragraph } from "./types.js" */
import { paragraphsBetween } from "./paragraphs.js";

/** @param {Annotations} before @param {Annotations} after @param {readonly Paragraph[]} paragraphs @returns {Omit<Changed, "reason">} */
export function difference(before, after, paragraphs) {
  const spans = differing(before.spans, after.spans);
  const links = before.links !== after.links && differing(before.links, after.links).length > 0;
  const touched = new Set(spans.flatMap(({ start, end }) => paragraphsBetween(paragraphs, start, end)));
  return {
    spans: spans.length > 0,
    links,
    attributes: before.attributes !== after.attributes,
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
