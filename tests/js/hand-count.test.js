import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, handsOf, inWords } from "../../annotator/web/static/workbench/view/hand-count.js";

test("a count holds for its own day, and whatever else is stored counts nothing", () => {
  const kept = { day: "2026-02-03", keys: 5, clicks: 2, way: 100 };
  assert.deepEqual(handsOf(kept, "2026-02-03"), kept);
  const nothing = { day: "2026-02-04", keys: 0, clicks: 0, way: 0 };
  for (const other of [kept, null, 7, "x", { day: "2026-02-04", keys: "5", clicks: -1, way: NaN }])
    assert.deepEqual(handsOf(other, "2026-02-04"), nothing);
});

test("a day is the person's own, whatever the clock of the world says", () => {
  assert.equal(dayOf(new Date(2026, 1, 3, 23, 59)), "2026-02-03");
});

test("the way is told in metres, of 96 pixels an inch", () => {
  assert.equal(
    inWords({ day: "", keys: 1204, clicks: 1, way: (96 / 0.0254) * 12.34 }),
    "1,204 keys, 1 click or tap, 12.3 m of pointer",
  );
});
