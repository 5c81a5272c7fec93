import assert from "node:assert/strict";
import { test } from "node:test";
import { labelledTogether, MOST, repeats } from "../../annotator/web/static/workbench/model/repeats.js";
import { at, makeEditor, mark, run, spanById, spansIn } from "./support/make.js";

const TEXT = [
  "The U.S. hit Basra. U.S.-led forces left; the u.s. stayed.",
  "“U.S. planes,” the U.S.'s envoy said in Basra. A non-U.S. plane: U.S..",
].join("\n");
const wordsAt = (editor, ranges) => ranges.map(({ start, end }) => editor.state.index.slice(start, end));
const unseen = (editor) => [...editor.state.unseen].filter((id) => spanById(editor, id));

test("repeats are exact, with case, whole words; none is taken out of a longer word", () => {
  const editor = makeEditor({ text: TEXT });
  const found = repeats(editor.state, at(editor, "U.S."));
  assert.deepEqual(wordsAt(editor, found.free), ["U.S.", "U.S.", "U.S."]);
  assert.deepEqual(
    found.free.map(({ start }) => start),
    [2, 3, 5].map((nth) => at(editor, "U.S.", nth).start),
  );
});

test("what any span touches is no free repeat, and is told apart: labelled, or inside another span", () => {
  const editor = makeEditor({ text: "Iraq, Iraq, Iraq and north Iraq, all Iraq too" });
  mark(editor, "location", "Iraq", 1);
  mark(editor, "location", "north Iraq");
  const found = repeats(editor.state, at(editor, "Iraq"));
  assert.deepEqual(
    found.free.map(({ start }) => start),
    [2, 4].map((nth) => at(editor, "Iraq", nth).start),
  );
  assert.deepEqual(
    found.labelled.map((span) => span.quote),
    ["Iraq"],
  );
  assert.equal(found.inside, 1);
});

test("repeats never overlap each other or the words they repeat", () => {
  const editor = makeEditor({ text: "no no no no no no" });
  const first = at(editor, "no no");
  assert.deepEqual(
    repeats(editor.state, first).free.map(({ start, end }) => [start, end]),
    [
      [6, 11],
      [12, 17],
    ],
  );
  assert.deepEqual(repeats(editor.state, { start: 3, end: 3 }).free, []);
});

test("offsets of repeats count code points, and no character is cut", () => {
  const editor = makeEditor({ text: "👩‍👩‍👦 hit 👍🏽 and 👍 hit 👍🏽 again" });
  const [only, ...more] = repeats(editor.state, at(editor, "👍🏽")).free;
  assert.deepEqual(more, []);
  assert.equal(editor.state.index.slice(only.start, only.end), "👍🏽");
  assert.deepEqual(repeats(editor.state, at(editor, "👍", 1)).free, []);
});

test("a label with its repeats is one act: one undo takes all back, one redo brings all again", () => {
  const editor = makeEditor({ text: TEXT });
  const { message } = run(editor, "label", { label: "actor", repeats: true, ...at(editor, "U.S.") });
  assert.equal(message, "Actor “U.S.”: 4 labelled");
  assert.deepEqual(spansIn(editor), Array(4).fill("actor U.S."));
  assert.equal(editor.state.undo.length, 1);
  const target = at(editor, "U.S.");
  assert.equal(spanById(editor, editor.state.focus).start, target.start);
  run(editor, "undo");
  assert.equal(editor.state.annotations.spans.size, 0);
  run(editor, "redo");
  assert.equal(editor.state.annotations.spans.size, 4);
  // Redo leads to the last of them: that one is seen.
  assert.equal(unseen(editor).length, 2);
});

test("what differs elsewhere and what lies inside other spans is told, and left as it is", () => {
  const editor = makeEditor({ text: "Baghdad said. In Baghdad, near Baghdad, Baghdad spoke of greater Baghdad." });
  const kept = [mark(editor, "location", "Baghdad", 1), mark(editor, "location", "greater Baghdad")];
  const { message } = run(editor, "label", { label: "actor", repeats: true, ...at(editor, "Baghdad") });
  assert.equal(message, "Actor “Baghdad”: 3 labelled, 1 differs elsewhere, 1 inside other spans");
  for (const span of kept) assert.deepEqual(spanById(editor, span.id), span);
});

test("the repeats of a span get its label; of one with another label they and it get the new one", () => {
  const editor = makeEditor({ text: "Iraq and Iraq and Iraq" });
  const { id } = mark(editor, "actor", "Iraq");
  assert.match(run(editor, "label", { label: "actor", repeats: true }).message, /2 labelled$/);
  assert.equal(editor.state.focus, id);
  assert.deepEqual(editor.run("label", { label: "actor", repeats: true }), {
    ok: false,
    message: "“Iraq” is Actor already, and stands nowhere else unlabelled",
  });
  const other = makeEditor({ text: "Iraq and Iraq and Iraq" });
  const relabelled = mark(other, "location", "Iraq");
  assert.match(run(other, "label", { label: "actor", repeats: true, spanId: relabelled.id }).message, /3 labelled$/);
  assert.equal(spanById(other, relabelled.id).label, "actor");
  run(other, "undo");
  assert.deepEqual(spansIn(other), ["location Iraq"]);
});

test("a word without repeats is labelled all the same, and a repeat of a trigger heads its own event", () => {
  const editor = makeEditor({ text: "A strike, then a second strike. Nothing else." });
  assert.equal(
    run(editor, "label", { label: "actor", repeats: true, ...at(editor, "Nothing") }).message,
    "Actor “Nothing”: 1 labelled",
  );
  run(editor, "label", { label: "action", repeats: true, ...at(editor, "strike") });
  assert.equal(editor.state.annotations.links.size, 0);
  assert.equal(spansIn(editor).filter((each) => each === "action strike").length, 2);
});

test("one act never grows past what the server takes at once; the rest is offered again", () => {
  const editor = makeEditor({ text: "so ".repeat(MOST + 3) });
  const { message, act } = run(editor, "label", { label: "actor", repeats: true, ...at(editor, "so") });
  assert.equal(act.changes.length, MOST + 1);
  assert.equal(message, `Actor “so”: ${MOST + 1} labelled, 2 left: once more`);
  assert.match(run(editor, "label", { label: "actor", repeats: true }).message, /: 2 labelled$/);
  assert.deepEqual(labelledTogether(editor.state, at(editor, "so"), "actor"), []);
});

test("N walks over the copies that nobody has seen, round the end, and Shift+N goes back", () => {
  const editor = makeEditor({ text: "Iraq one Iraq two Iraq three Iraq" });
  assert.equal(editor.run("decide_next").message, "Nothing waits for a decision");
  run(editor, "label", { label: "actor", repeats: true, ...at(editor, "Iraq", 1) });
  assert.equal(unseen(editor).length, 3);
  const here = () => spanById(editor, editor.state.focus).start;
  assert.equal(run(editor, "decide_next").message, "Copy: Actor “Iraq” (2 more)");
  assert.equal(here(), at(editor, "Iraq", 2).start);
  run(editor, "decide_previous");
  assert.equal(here(), at(editor, "Iraq", 0).start);
  run(editor, "decide_previous");
  assert.equal(here(), at(editor, "Iraq", 3).start);
  assert.equal(unseen(editor).length, 0);
  assert.equal(editor.run("decide_previous").ok, false);
});

test("a copy is seen once it has the focus, whichever way it got it; a copy that is gone waits no more", () => {
  const editor = makeEditor({ text: "Iraq and Iraq and Iraq" });
  run(editor, "label", { label: "actor", repeats: true, ...at(editor, "Iraq") });
  const [first, second] = unseen(editor);
  run(editor, "focus", { spanId: first });
  assert.deepEqual(unseen(editor), [second]);
  run(editor, "delete", { spanId: second });
  assert.equal(editor.run("decide_next").ok, false);
});

test("what another device labels is not ours to look at", () => {
  const editor = makeEditor({ text: "Iraq and Iraq" });
  const after = { id: "s1", label: "location", quote: "and", ...at(editor, "and"), attributes: {}, origin: "human" };
  editor.applyRemote([{ id: "c1", act: "a1", kind: "add_span", before: null, after }]);
  assert.equal(editor.state.annotations.spans.size, 1);
  assert.equal(editor.run("decide_next").ok, false);
});
