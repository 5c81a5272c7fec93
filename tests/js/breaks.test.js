import assert from "node:assert/strict";
import { test } from "node:test";
import { due, touched } from "../../annotator/web/static/workbench/view/breaks.js";

const MINUTE = 60_000;
/** Work with a touch each minute from the first to the last. */
function worked(minutes, from = null, start = 0) {
  let work = from;
  for (let at = 0; at <= minutes; at += 1) work = touched(work, (start + at) * MINUTE);
  return work;
}

test("a break is offered after 25 minutes of work, and once more after 90", () => {
  assert.equal(due(worked(24), 24 * MINUTE), null);
  const work = worked(25);
  assert.equal(due(work, 25 * MINUTE), "soft");
  const told = { ...work, told: 25 * MINUTE };
  assert.equal(due(worked(60, told, 26), 86 * MINUTE), null);
  assert.equal(due(worked(64, told, 26), 90 * MINUTE), "hard");
  assert.equal(due({ ...worked(64, told, 26), told: 90 * MINUTE }, 90 * MINUTE), null);
});

test("five minutes without a touch are a break: counting begins anew", () => {
  const work = worked(24);
  assert.equal(touched(work, 28 * MINUTE).since, 0);
  const rested = touched({ ...work, told: 25 * MINUTE }, 29 * MINUTE);
  assert.deepEqual(rested, { since: 29 * MINUTE, last: 29 * MINUTE, told: 0 });
});

test("nobody is told to rest who has gone to rest, and time does not run back", () => {
  assert.equal(due(worked(25), 31 * MINUTE), null);
  assert.equal(touched(worked(25), 3 * MINUTE).since, 3 * MINUTE);
});
