import assert from "node:assert/strict";
import { test } from "node:test";
import { at, makeEditor, mark, run } from "./support/make.js";

const here = ({ state }) => {
  const token = state.tokens[state.cursor];
  return token && state.index.slice(token.start, token.end);
};
const selected = ({ state }) => state.selection && state.index.slice(state.selection.start, state.selection.end);
/** Where a row of moves leads, word by word. */
const walk = (editor, ...moves) =>
  moves.map((args) => {
    run(editor, "move", args);
    return here(editor);
  });

test("the cursor moves by word, sentence, paragraph and to the ends of the text", () => {
  const editor = makeEditor();
  const next = (by) => ({ by, direction: "next" });
  const previous = (by) => ({ by, direction: "previous" });
  assert.deepEqual(walk(editor, next("token"), next("token"), previous("token")), ["hit", "Basra", "hit"]);
  assert.deepEqual(walk(editor, next("sentence"), next("sentence"), previous("sentence")), ["The", "A", "The"]);
  assert.deepEqual(walk(editor, next("token"), previous("sentence")), ["raid", "The"]);
  assert.deepEqual(walk(editor, next("paragraph"), next("paragraph"), previous("paragraph")), ["A", ".", "A"]);
  assert.deepEqual(walk(editor, { by: "document", direction: "start" }, { by: "document", direction: "end" }), [
    "Jets",
    ".",
  ]);
  assert.deepEqual(walk(editor, next("token")), ["."], "the end of the text is the end");
});

test("by line the page says where the next line is; without it a paragraph is a line", () => {
  const editor = makeEditor();
  assert.deepEqual(walk(editor, { by: "line", direction: "down", point: at(editor, "killed").start }), ["killed"]);
  assert.deepEqual(
    walk(
      editor,
      { by: "line", direction: "down" },
      { by: "line", direction: "end" },
      { by: "line", direction: "start" },
    ),
    ["A", ".", "A"],
  );
  assert.deepEqual(walk(editor, { by: "line", direction: "up" }), ["Jets"]);
});

test("left and right follow the eye: in a right-to-left paragraph left goes on", () => {
  const editor = makeEditor({ text: "«قصفت الطائرات بغداد»\nJets hit Basra" });
  assert.deepEqual(walk(editor, { direction: "left" }, { direction: "left" }, { direction: "right" }), [
    "قصفت",
    "الطائرات",
    "قصفت",
  ]);
  run(editor, "move_to", { point: at(editor, "hit").start });
  assert.deepEqual(walk(editor, { direction: "left" }, { direction: "right" }), ["Jets", "hit"]);
});

test("arrows may be logical: then right goes on in every paragraph", () => {
  const editor = makeEditor({ text: "«قصفت الطائرات بغداد»" });
  const logical = (direction) => ({ direction, arrows: "logical" });
  assert.deepEqual(walk(editor, logical("right"), logical("right"), logical("left")), ["قصفت", "الطائرات", "قصفت"]);
});

test("a selection grows and shrinks at the cursor's end, in both directions", () => {
  const editor = makeEditor();
  run(editor, "move_to", { point: at(editor, "Basra").start });
  const extend = (direction, by = "token") => {
    run(editor, "move", { direction, by, extend: true });
    return selected(editor);
  };
  assert.equal(extend("next"), "Basra on");
  assert.equal(extend("next"), "Basra on Monday");
  assert.equal(extend("previous"), "Basra on");
  assert.equal(extend("previous"), "Basra");
  assert.equal(extend("previous"), "hit Basra");
  assert.equal(extend("next", "sentence"), "Basra on Monday. The");
  run(editor, "move", { direction: "next" });
  assert.equal(selected(editor), null);
});

test("the focus follows the cursor into the smallest span around it", () => {
  const editor = makeEditor();
  const outer = mark(editor, "casualty", "over 40 people, Iraq said");
  const inner = mark(editor, "actor", "Iraq");
  run(editor, "move_to", { point: at(editor, "40").start });
  assert.equal(editor.state.focus, outer.id);
  run(editor, "move_to", { point: at(editor, "Iraq").start });
  assert.equal(editor.state.focus, inner.id);
  run(editor, "move_to", { point: at(editor, "Basra").start });
  assert.equal(editor.state.focus, null);
  assert.equal(editor.run("move_to", { point: at(editor, "Basra").end }).ok, false);
});

test("the focus goes from span to span in text order, from the cursor when nothing has it", () => {
  const editor = makeEditor();
  const [hit, toll, iraq] = [
    ["action", "hit"],
    ["casualty", "over 40 people, Iraq said"],
    ["actor", "Iraq"],
  ].map(([label, words]) => mark(editor, label, words));
  run(editor, "move", { by: "document", direction: "start" });
  for (const span of [hit, toll, iraq]) {
    run(editor, "focus_next");
    assert.equal(editor.state.focus, span.id);
  }
  assert.equal(editor.run("focus_next").message, "No span after this");
  for (const span of [toll, hit]) {
    run(editor, "focus_previous");
    assert.equal(editor.state.focus, span.id);
  }
  assert.equal(editor.run("focus_previous").ok, false);
  run(editor, "move_to", { point: at(editor, "strike").start });
  run(editor, "focus_previous");
  assert.equal(editor.state.focus, iraq.id);
});

test("a selection snaps to words, unless it is meant exactly", () => {
  const editor = makeEditor();
  const { start, end } = at(editor, "ets hi");
  run(editor, "select", { start, end });
  assert.equal(selected(editor), "Jets hit");
  run(editor, "select", { start, end, exact: true });
  assert.equal(selected(editor), "ets hi");
  run(editor, "clear_selection");
  assert.equal(selected(editor), null);
  for (const range of [
    { start: 5, end: 5 },
    { start: 9, end: 4 },
    { start: -1, end: 3 },
    { start: 0, end: 9999 },
  ])
    assert.equal(editor.run("select", { ...range, exact: true }).ok, false);
});

test("a span can be given the focus and lose it", () => {
  const editor = makeEditor();
  const { id } = mark(editor, "action", "hit");
  run(editor, "focus", { spanId: null });
  assert.equal(editor.state.focus, null);
  run(editor, "focus", { spanId: id });
  assert.equal(editor.state.focus, id);
  assert.equal(editor.run("focus", { spanId: "nobody" }).rule, "unknown");
});

test("a text without words has no cursor, and nothing breaks", () => {
  const editor = makeEditor({ text: "\n \r\n" });
  assert.equal(editor.state.cursor, -1);
  run(editor, "move", { direction: "next" });
  assert.equal(editor.run("label", { label: "actor" }).ok, false);
  assert.equal(editor.run("focus_next").ok, false);
  assert.equal(editor.run("delete").ok, false);
});

test("moving changes no annotation and makes no act", () => {
  const editor = makeEditor();
  mark(editor, "action", "hit");
  const { annotations, undo } = editor.state;
  for (const command of ["focus_next", "focus_previous", "escape", "done"]) editor.run(command);
  walk(editor, { direction: "next" }, { direction: "next", extend: true });
  assert.equal(editor.state.annotations, annotations);
  assert.equal(editor.state.undo, undo);
});
