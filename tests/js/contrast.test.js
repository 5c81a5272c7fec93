import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast } from "../../annotator/web/static/workbench/model/contrast.js";

/** Ratios that WebAIM's checker and WCAG's own examples give. */
const PUBLISHED = [
  [[0, 0, 0], [255, 255, 255], 21],
  [[255, 255, 255], [255, 255, 255], 1],
  [[118, 118, 118], [255, 255, 255], 4.54],
  [[255, 0, 0], [255, 255, 255], 4],
  [[0, 0, 255], [255, 255, 255], 8.59],
];

test("contrast is that of WCAG, whichever colour comes first", () => {
  for (const [one, other, ratio] of PUBLISHED) {
    assert.equal(Math.round(contrast(one, other) * 100) / 100, ratio);
    assert.equal(contrast(one, other), contrast(other, one));
  }
});
