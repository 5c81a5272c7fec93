import assert from "node:assert/strict";
import { test } from "node:test";
import { TextIndex } from "../../annotator/web/static/workbench/model/offsets.js";
import {
  paragraphAt,
  paragraphs,
  paragraphsBetween,
  sentences,
} from "../../annotator/web/static/workbench/model/paragraphs.js";
import { forSeeds, wildText } from "./support/random.js";

const cut = (text, ranges) => {
  const index = new TextIndex(text);
  return ranges.map(({ start, end }) => index.slice(start, end));
};

test("paragraphs end at LF, CR LF and lone CR, and empty lines are paragraphs too", () => {
  const text = "a👍\nb\r\nc\rd\n\ne\n";
  assert.deepEqual(cut(text, paragraphs(text)), ["a👍", "b", "c", "d", "", "e", ""]);
  assert.deepEqual(paragraphs(""), [{ start: 0, end: 0 }]);
});

test("paragraphs hold everything but line breaks", () => {
  forSeeds(200, (random) => {
    const text = wildText(random);
    assert.deepEqual(cut(text, paragraphs(text)), text.split(/\r\n|\n|\r/));
  });
});

test("every place belongs to one paragraph, a line break to the one it ends", () => {
  const all = paragraphs("ab\r\n\r\ncd");
  assert.deepEqual(
    [0, 2, 3, 4, 5, 6, 8].map((point) => paragraphAt(all, point)),
    [0, 0, 0, 1, 1, 2, 2],
  );
  assert.deepEqual(paragraphsBetween(all, 1, 7), [0, 1, 2]);
  assert.deepEqual(paragraphsBetween(all, 0, 2), [0]);
});

test("sentences stay inside paragraphs and do not end at a short title or a month", () => {
  const text =
    "Jets hit Basra on Feb. 2, said Maj. Gen. Patrick Ryder. He denied it.\nA title without a stop\n\nThe end.";
  assert.deepEqual(cut(text, sentences(new TextIndex(text), paragraphs(text))), [
    "Jets hit Basra on Feb. 2, said Maj. Gen. Patrick Ryder.",
    "He denied it.",
    "A title without a stop",
    "The end.",
  ]);
});
