import assert from "node:assert/strict";
import { test } from "node:test";
import { TextIndex } from "../../annotator/web/static/workbench/model/offsets.js";
import { valueProblem } from "../../annotator/web/static/workbench/model/values.js";

const index = new TextIndex("On Feb. 2 it rained.");
const attribute = (type, values = []) => ({
  name: "n",
  title: "N",
  type,
  values: values.map((value) => ({ value, title: value })),
});
const count = {
  text: "over 40",
  value: 40,
  op: "more_than",
  lower: 41,
  upper: null,
  best: 41,
  vague: false,
  additional: false,
  by: "human",
};
const date = { text: "Feb. 2", start: 3, end: 9, from: "2024-02-02", to: "2024-02-02", precision: 1, by: "rule" };
const place = {
  source: "geonames",
  id: "98182",
  name: "Baghdad",
  lat: 33.3,
  lon: 44.4,
  country: "IQ",
  admin1: null,
  feature: "PPLC",
  by: "human",
};

const TABLE = {
  choice: { values: ["a", "b"], good: ["a", "b"], bad: ["c", null, ["a"], 1] },
  choices: { values: ["a", "b"], good: [[], ["b", "a"]], bad: [["a", "a"], ["c"], "a", [["a"]]] },
  text: { good: ["", "x".repeat(10_000), "👍".repeat(10_000)], bad: ["x".repeat(10_001), 1, null, ["x"]] },
  number: { good: [0, -1.5, 2 ** 53 - 1], bad: ["1", true, 2 ** 53, NaN, null] },
  count: {
    good: [count, { op: "unknown", by: "rule" }, { ...count, lower: null, upper: 40 }],
    bad: [
      { ...count, op: "over" },
      { ...count, by: "machine" },
      { ...count, value: -1 },
      { ...count, value: 1.5 },
      { ...count, lower: 41, upper: 40 },
      { ...count, vague: null },
      { ...count, colour: "red" },
      { op: "exact" },
      40,
      null,
      [count],
    ],
  },
  date: {
    good: [date, { by: "human" }, { ...date, start: null, end: null }, { ...date, from: "2024-02-29", to: null }],
    bad: [
      { ...date, text: "Feb. 3" },
      { ...date, start: 4 },
      { ...date, end: 99 },
      { ...date, from: "2023-02-29" },
      { ...date, from: "2024-2-2" },
      { ...date, precision: 6 },
      { text: "Feb. 2" },
    ],
  },
  place: {
    good: [place, { name: "x", by: "human" }],
    bad: [{ ...place, lat: 91 }, { ...place, lon: "44" }, { name: "x" }, { by: "human" }],
  },
  actor: { good: [{ id: "IRQ", name: "Iraq", by: "human" }], bad: [{ name: "Iraq" }, "Iraq"] },
  colour: { good: [], bad: ["red"] },
};

for (const [type, { values, good, bad }] of Object.entries(TABLE))
  test(`values of type ${type} are taken or refused in words`, () => {
    for (const value of good)
      assert.equal(valueProblem(attribute(type, values), value, index), null, JSON.stringify(value));
    for (const value of bad)
      assert.match(valueProblem(attribute(type, values), value, index) ?? "", /^N[: ]/, JSON.stringify(value));
  });
