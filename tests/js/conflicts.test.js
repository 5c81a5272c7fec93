import assert from "node:assert/strict";
import { test } from "node:test";
import { inTheWay, remade, variants, without } from "../../annotator/web/static/workbench/model/conflicts.js";
import { createEditor } from "../../annotator/web/static/workbench/model/editor.js";
import { linksIn, makeEditor, makeTask, mark, run, spanOn, spansIn } from "./support/make.js";

/** An editor whose act on a span was refused, because another device had made `theirs` of it; null: had deleted it. */
function refused(command, args, theirs) {
  const editor = makeEditor();
  const span = mark(editor, "actor", "Jets");
  editor.settle({ act: editor.state.undo[0].id, status: "applied", revision: 1 });
  const { act } = run(editor, command, { spanId: span.id, ...args });
  const after = theirs && { ...span, ...theirs };
  const kind = theirs ? "change_span" : "remove_span";
  const rule = theirs ? "fence" : "unknown";
  editor.settle({ act: act.id, status: "refused", rule, change: act.changes[0].id, current: after });
  editor.applyRemote([{ id: "c", act: "r", kind, before: span, after, revision: 2 }]);
  const [problem] = editor.state.problems;
  return { editor, act, problem };
}

function again(editor, acts) {
  const { changes, left } = remade(editor.state, acts);
  if (changes.length > 0) run(editor, "remake", { changes, status: "again", settles: acts.map(({ id }) => id) });
  return left;
}

/** An editor with an event whose every act was refused. */
function allRefused() {
  const editor = makeEditor();
  const acts = [];
  editor.onAct((act) => acts.push(act));
  mark(editor, "action", "hit");
  const jets = mark(editor, "actor", "Jets");
  run(editor, "event", { spanId: spanOn(editor, "hit").id });
  run(editor, "link", { role: "agent", spanId: jets.id });
  for (const act of acts)
    editor.settle({ act: act.id, status: "refused", rule: "max", detail: "no", change: act.changes[0].id });
  assert.deepEqual(spansIn(editor), []);
  return { editor, acts, jets };
}

test("of a span labelled differently on two devices both variants are there to be seen", () => {
  const { editor, problem } = refused("relabel", { label: "location" }, { label: "casualty" });
  assert.deepEqual(spansIn(editor), ["casualty Jets"]);
  const both = variants(editor.state, problem);
  assert.deepEqual([both.yours, both.there], ["yours: Location", "there now: Casualty"]);
  assert.equal(inTheWay(editor.state, problem).label, "casualty");
});

test("made again, ours stands on top of theirs, in one act that can be undone, and is decided", () => {
  const { editor, act } = refused("relabel", { label: "location" }, { label: "casualty" });
  assert.deepEqual(again(editor, [act]), []);
  assert.deepEqual([spansIn(editor), editor.state.problems], [["location Jets"], []]);
  run(editor, "undo");
  assert.deepEqual(spansIn(editor), ["casualty Jets"]);
});

test("only what ours changed is changed: the rest of theirs stays", () => {
  const theirs = { start: 0, end: 8, quote: "Jets hit" };
  const { editor, act } = refused("set_attribute", { name: "kind", value: "state" }, theirs);
  again(editor, [act]);
  const [span] = editor.state.annotations.spans.values();
  assert.deepEqual([span.quote, span.attributes], ["Jets hit", { kind: "state" }]);
});

test("variants with the same label are told by their words", () => {
  const { editor, problem } = refused("grow", { side: "right" }, { attributes: { kind: "state" } });
  const both = variants(editor.state, problem);
  assert.deepEqual([both.yours, both.there], ["yours: Actor “Jets hit”", "there now: Actor “Jets”"]);
});

test("a span that is gone comes back with what was done to it", () => {
  const { editor, act, problem } = refused("set_attribute", { name: "kind", value: "state" }, null);
  assert.equal(variants(editor.state, problem), null, "there are no two variants");
  again(editor, [act]);
  assert.deepEqual(spanOn(editor, "Jets").attributes, { kind: "state" });
});

test("a delete that was refused deletes what stands now, with its links", () => {
  const { editor, act } = refused("delete", {}, { label: "location" });
  mark(editor, "action", "hit");
  run(editor, "event", {});
  run(editor, "link", { role: "location", spanId: spanOn(editor, "Jets").id });
  assert.deepEqual(linksIn(editor), ["location hit→Jets"]);
  again(editor, [act]);
  assert.deepEqual([spansIn(editor), linksIn(editor)], [["action hit"], []]);
});

test("acts that hang on each other are made again together, and links find the span that stands instead", () => {
  const { editor, acts, jets } = allRefused();
  const standing = { ...jets, id: "theirs" };
  editor.applyRemote([{ id: "c", act: "r", kind: "add_span", before: null, after: standing, revision: 1 }]);
  assert.deepEqual(again(editor, acts), []);
  assert.deepEqual([spansIn(editor), linksIn(editor)], [["actor Jets", "action hit"], ["agent hit→Jets"]]);
  assert.equal(spanOn(editor, "Jets").id, "theirs");
  assert.deepEqual(editor.state.problems, []);
});

test("what cannot be made is named, and the rest is made", () => {
  const { editor, acts } = allRefused();
  const left = again(editor, [acts[1], acts[2]]);
  assert.deepEqual(spansIn(editor), ["actor Jets"]);
  assert.equal(left.length, 1);
});

test("what stands already needs not be made again", () => {
  const { editor, act } = refused("relabel", { label: "location" }, { label: "location" });
  assert.deepEqual(remade(editor.state, [act]), { changes: [], left: [] });
});

test("a document attribute is set on top of what another device made of it", () => {
  const editor = makeEditor();
  const { act } = run(editor, "set_document_attribute", { name: "note", value: "ours" });
  const [before, after] = [null, "theirs"].map((value) => ({ name: "note", value }));
  editor.settle({ act: act.id, status: "refused", rule: "fence", change: act.changes[0].id, current: after });
  editor.applyRemote([{ id: "c", act: "r", kind: "set_attribute", before, after, revision: 1 }]);
  assert.equal(editor.state.annotations.attributes.note, "theirs");
  again(editor, [act]);
  assert.equal(editor.state.annotations.attributes.note, "ours");
});

// ---------------------------------------------------------------- two that both stand

/** Ours and another device's label on the same words, neither knowing of the other. */
function met() {
  const editor = makeEditor();
  const ours = mark(editor, "actor", "Jets");
  const [act] = editor.state.undo;
  const theirs = { ...ours, id: "theirs", label: "location" };
  editor.settle({ act: act.id, status: "applied", revision: 2, isUnread: true });
  editor.applyRemote([
    { id: "c", act: "r", kind: "add_span", before: null, after: theirs, revision: 1 },
    { ...act.changes[0], revision: 2 },
  ]);
  return { editor, act, ours, theirs };
}

test("two devices that label the same words differently are told so; nothing is dropped", () => {
  const { editor, ours, theirs } = met();
  assert.deepEqual(spansIn(editor).sort(), ["actor Jets", "location Jets"]);
  const [problem] = editor.state.problems;
  assert.deepEqual([problem.ours.id, problem.theirs.id], [ours.id, theirs.id]);
  assert.equal(problem.message, "“Jets” is Actor here and Location on another device");
});

test("of two that met one can be taken away, and when either is gone nothing is left to decide", () => {
  const { editor, theirs } = met();
  run(editor, "remake", { changes: without(editor.state, theirs), status: "only ours", settles: [] });
  assert.deepEqual([spansIn(editor), editor.state.problems], [["actor Jets"], []]);
});

test("what was labelled knowingly on words that bear a label already is no conflict", () => {
  const editor = makeEditor();
  const ours = mark(editor, "actor", "Jets");
  editor.settle({ act: editor.state.undo[0].id, status: "applied", revision: 1 });
  const theirs = { ...ours, id: "theirs", label: "location" };
  editor.applyRemote([{ id: "c", act: "r", kind: "add_span", before: null, after: theirs, revision: 2 }]);
  assert.deepEqual([spansIn(editor).length, editor.state.problems], [2, []]);
});

// ---------------------------------------------------------------- after a reload

test("a refused act is asked again after a reload, until it is decided", () => {
  const { act } = refused("relabel", { label: "location" }, { label: "casualty" });
  const [change] = act.changes;
  const current = { ...change.before, label: "casualty" };
  const outcome = { act: act.id, status: "refused", rule: "fence", change: change.id, current };
  const task = makeTask({ spans: [current] });
  const open = createEditor({ task, history: [{ act, state: "refused", outcome }] });
  assert.equal(variants(open.state, open.state.problems[0]).there, "there now: Casualty");
  assert.deepEqual(createEditor({ task, history: [{ act, state: "decided", outcome: null }] }).state.problems, []);
});

test("two that met are asked again after a reload as long as both stand", () => {
  const { act, ours, theirs } = met();
  const outcome = { act: act.id, status: "applied", rule: "met", change: act.changes[0].id, current: theirs };
  const history = [{ act, state: "acknowledged", outcome }];
  assert.equal(createEditor({ task: makeTask({ spans: [ours, theirs] }), history }).state.problems.length, 1);
  assert.equal(createEditor({ task: makeTask({ spans: [ours] }), history }).state.problems.length, 0);
});
