// Bounds are some ten times what was measured, so that only a change of kind (a scan in a scan) fails here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOf } from "../../annotator/web/static/workbench/model/frames.js";
import { tokenize } from "../../annotator/web/static/workbench/model/tokens.js";
import { EVENTS, makeEditor } from "./support/make.js";

const WORDS = 20_000;
const text = (paragraph) => `${paragraph}\n`.repeat(Math.ceil(WORDS / paragraph.split(" ").length));
const NEWS = text(
  "Jets hit Basra on Feb. 2, the U.S. said; “over 40” Iran-backed militants were killed in Iraq's raid 👍🏽 there.",
);

/** Middle of several runs, in ms. */
function median(times, work) {
  const taken = Array.from({ length: times }, (_, time) => {
    const start = performance.now();
    work(time);
    return performance.now() - start;
  });
  return taken.sort((a, b) => a - b)[times >> 1];
}

test("20,000 words are cut into tokens at once, in any script", () => {
  for (const paragraph of [
    NEWS,
    text("e\u0301te\u0301 नमस्ते दुनिया कैसे हो قصفت الطائرات بغداد"),
    "我们在北京开会。".repeat(WORDS / 4),
  ])
    assert.ok(median(3, () => tokenize(paragraph)) < 1000);
});

test("an act costs little among 2,000 spans and 1,000 links, and the fivehundredth no more than the first", () => {
  const editor = makeEditor({ text: NEWS, ...crowd() });
  const { tokens } = editor.state;
  const free = tokens.slice(6000);
  const label = (time) => editor.run("label", { label: "location", ...free[time] });
  assert.ok(median(100, label) < 50);
  for (let time = 100; time < 400; time += 1) label(time);
  assert.ok(median(100, (time) => label(400 + time)) < 50);
  assert.equal(editor.state.undo.length, 500);
  assert.ok(median(100, () => editor.run("undo")) < 50);
  assert.ok(median(100, (time) => frameOf(editor.state.annotations, EVENTS, `s${time * 2}`)) < 5);
});

/** 2,000 spans on the first tokens, every other one a trigger with a link to the next. */
function crowd() {
  const { tokens, index } = makeEditor({ text: NEWS }).state;
  const spans = tokens.slice(0, 2000).map(({ start, end }, at) => ({
    id: `s${at}`,
    label: at % 2 === 0 ? "action" : "actor",
    start,
    end,
    quote: index.slice(start, end),
    attributes: {},
    origin: "human",
  }));
  const links = Array.from({ length: 1000 }, (_, at) => ({
    id: `l${at}`,
    role: "agent",
    from: `s${at * 2}`,
    to: `s${at * 2 + 1}`,
  }));
  return { spans, links };
}
