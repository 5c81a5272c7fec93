import assert from "node:assert/strict";
import { test } from "node:test";
import { matches } from "../../annotator/web/static/workbench/view/find.js";
import { dragged } from "../../annotator/web/static/workbench/view/handles.js";
import { letters, pairs } from "../../annotator/web/static/workbench/view/hints.js";
import { at, makeEditor } from "./support/make.js";

const wordsOf = ({ state }, ranges) => ranges.map(({ start, end }) => state.index.slice(start, end));

test("hints are two letters each, all different, of the home row alone as long as that is enough", () => {
  const names = [...letters().keys()];
  assert.equal(names.length, 26);
  for (const count of [0, 1, 81, 82, 300, 676]) {
    const given = pairs(names, count);
    assert.equal(given.length, count);
    assert.equal(new Set(given).size, count);
    assert.ok(given.every((pair) => pair.length === 2));
    if (count <= 81) assert.ok([...given.join("")].every((letter) => "ASDFGHJKL".includes(letter)));
  }
  assert.equal(pairs(names, 2000).length, 676, "there are no more pairs than letters make");
});

test("what is looked for is found whatever its case and its spaces, in code points, and nothing in it is a pattern", () => {
  const editor = makeEditor({ text: "👍🏽 The U.S.\nArmy; the u.s. army. UxSx army (1+1)?" });
  const found = matches(editor.state, " u.s.  army ");
  assert.deepEqual(wordsOf(editor, found), ["U.S.\nArmy", "u.s. army"]);
  assert.deepEqual(wordsOf(editor, matches(editor.state, "(1+1)?")), ["(1+1)?"]);
  assert.deepEqual(wordsOf(editor, matches(editor.state, "🏽 the")), ["🏽 The"]);
  assert.deepEqual(matches(editor.state, "  "), []);
  assert.deepEqual(matches(editor.state, "[a-z]"), []);
});

test("a dragged boundary goes to the edge of a word and leaves the span one word at least", () => {
  const editor = makeEditor({ text: "Jets of the Guard hit Basra" });
  const span = at(editor, "the Guard");
  const to = (side, words, exact = false) => dragged(editor.state, span, side, at(editor, words).start + 1, exact);
  assert.deepEqual(wordsOf(editor, [to("start", "of"), to("end", "Basra"), to("end", "the"), to("start", "Guard")]), [
    "of the Guard",
    "the Guard hit Basra",
    "the",
    "Guard",
  ]);
  assert.deepEqual(wordsOf(editor, [to("start", "Basra"), to("end", "Jets")]), ["Guard", "the"]);
});

test("dragged by characters a boundary never cuts one, and leaves the span one at least", () => {
  const editor = makeEditor({ text: "hit 👩‍👩‍👦 and 👍🏽 town" });
  const span = at(editor, "and");
  const right = at(editor, "👍🏽");
  const left = at(editor, "👩‍👩‍👦");
  const to = (side, point) => dragged(editor.state, span, side, point, true);
  assert.deepEqual(to("end", right.start + 1), { start: span.start, end: right.end });
  assert.deepEqual(to("start", left.start + 2), { start: left.end, end: span.end });
  assert.deepEqual(wordsOf(editor, [to("end", span.start + 2), to("end", 0), to("start", editor.state.index.length)]), [
    "an",
    "a",
    "d",
  ]);
});
