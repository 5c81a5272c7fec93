import assert from "node:assert/strict";
import { test } from "node:test";
import { TextIndex } from "../../annotator/web/static/workbench/model/offsets.js";
import { forSeeds, wildText } from "./support/random.js";

/** Boundaries as the engine's own tables have them, over the whole text. */
function boundaries(text) {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));
}

test("offsets count code points: each slice is what Array.from would give", () => {
  forSeeds(300, (random) => {
    const text = wildText(random);
    const points = Array.from(text);
    const index = new TextIndex(text);
    assert.equal(index.length, points.length);
    for (let time = 0; time < 20; time += 1) {
      const start = random.below(points.length + 1);
      const end = start + random.below(points.length + 1 - start);
      assert.equal(index.slice(start, end), points.slice(start, end).join(""));
      assert.equal(index.point(index.units(start)), start);
    }
  });
});

test("an offset inside a surrogate pair is refused", () => {
  const index = new TextIndex("a👍b");
  assert.equal(index.point(1), 1);
  assert.throws(() => index.point(2), { name: "RangeError", message: /inside a surrogate pair/ });
  assert.equal(index.point(3), 2);
});

test("an offset outside the text is refused", () => {
  const index = new TextIndex("a👍");
  for (const point of [-1, 3, 0.5, NaN]) assert.throws(() => index.units(point), RangeError);
  for (const unit of [-1, 4, 1.5]) assert.throws(() => index.point(unit), RangeError);
});

test("a lone half of a pair counts as one code point", () => {
  const index = new TextIndex("a\ud83db\udc4d");
  assert.equal(index.length, 4);
  assert.equal(index.slice(1, 2), "\ud83d");
});

test("grapheme boundaries are those of the engine's tables", () => {
  forSeeds(400, (random) => {
    const text = wildText(random);
    const index = new TextIndex(text);
    const expected = boundaries(text);
    for (let point = 0; point <= index.length; point += 1)
      assert.equal(index.isBoundary(point), expected.has(index.units(point)), `${JSON.stringify(text)} at ${point}`);
  });
});

test("a step leads from one grapheme to the next and back, and stops at the ends", () => {
  const index = new TextIndex("a👩‍👩‍👦\r\ne\u0301");
  const forward = [0, 1, 6, 8, 10];
  for (let at = 0; at + 1 < forward.length; at += 1) {
    assert.equal(index.step(forward[at], true), forward[at + 1]);
    assert.equal(index.step(forward[at + 1], false), forward[at]);
  }
  assert.equal(index.step(10, true), 10);
  assert.equal(index.step(0, false), 0);
});

test("an empty text has one place", () => {
  const index = new TextIndex("");
  assert.equal(index.length, 0);
  assert.equal(index.slice(0, 0), "");
  assert.equal(index.isBoundary(0), true);
});
