import assert from "node:assert/strict";
import { test } from "node:test";
import { lanes, segments } from "../../annotator/web/static/workbench/model/paragraphs.js";
import { forSeeds } from "./support/random.js";

const span = (id, start, end) => ({ id, label: "x", start, end, quote: "", attributes: {}, origin: "human" });
const some = ({ below }, length) =>
  Array.from({ length: below(12) }, (_, at) => {
    const start = below(length);
    return span(`s${at}`, start, start + 1 + below(length - start));
  });

test("a text without spans is one piece, an empty one none", () => {
  assert.deepEqual(segments(3, 9, []), [{ start: 3, end: 9, spans: [] }]);
  assert.deepEqual(segments(3, 3, [span("a", 0, 9)]), []);
});

test("crossing spans share a piece, the longer one outermost", () => {
  const [long, short] = [span("long", 0, 6), span("short", 4, 8)];
  const pieces = segments(0, 10, [short, long]).map(({ start, end, spans }) => [
    start,
    end,
    spans.map(({ id }) => id).join(),
  ]);
  assert.deepEqual(pieces, [
    [0, 4, "long"],
    [4, 6, "long,short"],
    [6, 8, "short"],
    [8, 10, ""],
  ]);
});

test("pieces cover the range exactly, and each holds just the spans that cover it", () => {
  forSeeds(300, (random) => {
    const length = 1 + random.below(40);
    const spans = some(random, length);
    const start = random.below(length);
    const end = start + random.below(length - start + 1);
    let done = start;
    for (const piece of segments(start, end, spans)) {
      assert.equal(piece.start, done);
      assert.ok(piece.end > piece.start);
      const covering = spans.filter((each) => each.start <= piece.start && each.end >= piece.end);
      const touching = spans.filter((each) => each.start < piece.end && each.end > piece.start);
      assert.deepEqual(new Set(piece.spans), new Set(covering));
      assert.deepEqual(new Set(piece.spans), new Set(touching));
      for (let at = 1; at < piece.spans.length; at += 1) {
        const [outer, inner] = [piece.spans[at - 1], piece.spans[at]];
        assert.ok(outer.end - outer.start >= inner.end - inner.start);
      }
      done = piece.end;
    }
    assert.equal(done, end);
  });
});

test("spans that overlap never share a lane, and the longer lies further out", () => {
  forSeeds(300, (random) => {
    const spans = some(random, 30);
    const lane = lanes(spans);
    for (const a of spans)
      for (const b of spans) {
        if (a === b || a.start >= b.end || b.start >= a.end) continue;
        assert.notEqual(lane.get(a.id), lane.get(b.id));
        if (a.end - a.start > b.end - b.start) assert.ok(lane.get(a.id) > lane.get(b.id));
      }
  });
});

test("a span by itself lies next to the text", () => {
  assert.deepEqual([...lanes([span("a", 0, 3), span("b", 3, 5), span("c", 9, 12)]).values()], [0, 0, 0]);
});
