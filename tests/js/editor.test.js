import assert from "node:assert/strict";
import { test } from "node:test";
import { createEditor } from "../../annotator/web/static/workbench/model/editor.js";
import { randomCommand, raid } from "./support/acts.js";
import { at, EVENTS, LAB, linksIn, makeEditor, makeTask, mark, NEWS, run, spanOn, spansIn } from "./support/make.js";
import { forSeeds } from "./support/random.js";

const logged = (act, state = "acknowledged") => ({ act, state, outcome: null });
/** Every act that the editor makes, in order. */
function actsOf(editor) {
  const acts = [];
  editor.onAct((act) => acts.push(act));
  return acts;
}
const refusal = (act, rule = "fence", more = {}) => ({
  act: act.id,
  status: "refused",
  rule,
  detail: "so it is",
  ...more,
});
const applied = (act, effects = []) => ({ act: act.id, status: "applied", effects });
/** The task as the server would give it after these acts. */
function taskAfter(editor, options) {
  const { spans, links, comments, attributes } = editor.state.annotations;
  const [left, right, remarks] = [spans, links, comments].map((items) => [...items.values()]);
  return makeTask({ ...options, spans: left, links: right, comments: remarks, attributes });
}

test("random acts, then undo to the first state and redo to the last", () => {
  forSeeds(60, (random) => {
    const editor = makeEditor({ schema: random.pick([EVENTS, LAB]) });
    const first = editor.state.annotations;
    for (let time = 0; time < 50; time += 1) randomCommand(editor, random);
    const last = editor.state.annotations;
    const count = editor.state.undo.length;
    for (let time = 0; time < count; time += 1) run(editor, "undo");
    assert.deepEqual(editor.state.annotations, first);
    assert.equal(editor.run("undo").message, "Nothing to undo");
    for (let time = 0; time < count; time += 1) run(editor, "redo");
    assert.deepEqual(editor.state.annotations, last);
    assert.equal(editor.run("redo").message, "Nothing to redo");
  });
});

test("undo and redo among random acts always leave a state that undoes to the first", () => {
  forSeeds(60, (random) => {
    const editor = makeEditor();
    const ids = new Set();
    editor.onAct((act) => [act, ...act.changes].forEach(({ id }) => (assert.ok(!ids.has(id)), ids.add(id))));
    for (let time = 0; time < 80; time += 1) {
      const kind = random.below(4);
      if (kind === 0) editor.run("undo");
      else if (kind === 1) editor.run("redo");
      else randomCommand(editor, random);
    }
    while (editor.state.undo.length > 0) run(editor, "undo");
    assert.deepEqual(editor.state.annotations, {
      spans: new Map(),
      links: new Map(),
      comments: new Map(),
      attributes: {},
    });
  });
});

test("a new act forgets what could be redone", () => {
  const editor = makeEditor();
  mark(editor, "actor", "Jets");
  run(editor, "undo");
  mark(editor, "actor", "Iraq");
  assert.equal(editor.state.redo.length, 0);
});

test("undo and redo say what they did and go there", () => {
  const editor = makeEditor();
  const { id } = mark(editor, "actor", "Jets");
  run(editor, "set_attribute", { name: "kind", value: "state" });
  run(editor, "focus", { spanId: null });
  assert.equal(run(editor, "undo").message, "Undone: “Jets” Kind: State");
  assert.equal(editor.state.focus, id);
  assert.equal(run(editor, "undo").message, "Undone: Actor “Jets”");
  assert.equal(editor.state.focus, null);
  assert.equal(run(editor, "redo").message, "Actor “Jets”");
});

test("the undo stack comes back from the log after a reload, and so do acts that were never sent", () => {
  forSeeds(40, (random) => {
    const editor = makeEditor();
    const acts = actsOf(editor);
    let sent = editor.state.annotations;
    const isSentBefore = 10 + random.below(20);
    for (let time = 0; time < 30; time += 1) {
      const kind = random.below(5);
      if (kind === 0) editor.run("undo");
      else if (kind === 1) editor.run("redo");
      else randomCommand(editor, random);
      if (acts.length <= isSentBefore) sent = editor.state.annotations;
    }
    const task = makeTask({
      spans: [...sent.spans.values()],
      links: [...sent.links.values()],
      comments: [...sent.comments.values()],
      attributes: sent.attributes,
    });
    const known = Math.min(isSentBefore, acts.length);
    const history = acts.map((act, place) => logged(structuredClone(act), place < known ? "acknowledged" : "pending"));
    const again = createEditor({ task: structuredClone(task), history });
    assert.deepEqual(again.state.annotations, editor.state.annotations);
    assert.deepEqual(
      again.state.undo.map(({ id }) => id),
      editor.state.undo.map(({ id }) => id),
    );
    assert.deepEqual(
      again.state.redo.map(({ id }) => id),
      editor.state.redo.map(({ id }) => id),
    );
    while (again.state.undo.length > 0) run(again, "undo");
    assert.deepEqual(again.state.annotations, {
      spans: new Map(),
      links: new Map(),
      comments: new Map(),
      attributes: {},
    });
  });
});

test("acts whose answer was lost are known again after a reload, and their late answer changes nothing", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  const jets = mark(editor, "actor", "Jets");
  run(editor, "set_attribute", { name: "kind", value: "state" });
  const again = createEditor({ task: taskAfter(editor), history: acts.map((act) => logged(act, "pending")) });
  assert.deepEqual(again.state.annotations, editor.state.annotations);
  for (const act of acts) again.settle(applied(act));
  assert.deepEqual(again.state.annotations.spans.get(jets.id).attributes, { kind: "state" });
  assert.deepEqual(again.state.problems, []);
});

test("a late answer does not overwrite what another device did since", () => {
  const editor = makeEditor();
  const [act] = [run(editor, "label", { label: "actor", ...at(editor, "Jets") }).act];
  const jets = spanOn(editor, "Jets");
  const task = makeTask({ spans: [{ ...jets, attributes: { kind: "group" } }] });
  const again = createEditor({ task, history: [logged(act, "pending")] });
  again.settle(applied(act));
  run(again, "move", { direction: "next" });
  assert.deepEqual(spanOn(again, "Jets").attributes, { kind: "group" });
  mark(again, "location", "Basra");
  again.applyRemote([]);
  assert.deepEqual(spanOn(again, "Jets").attributes, { kind: "group" });
});

test("acts that the server had refused do not come back after a reload", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  mark(editor, "actor", "Jets");
  mark(editor, "actor", "Iraq");
  const again = createEditor({ task: makeTask(), history: [logged(acts[0], "refused"), logged(acts[1], "pending")] });
  assert.deepEqual(spansIn(again), ["actor Iraq"]);
  assert.equal(again.state.undo.length, 1);
});

test("a refused act is taken out, what was built on other acts stays, and the person is told", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  mark(editor, "action", "hit");
  mark(editor, "actor", "Jets");
  run(editor, "event", { spanId: spanOn(editor, "hit").id });
  run(editor, "link", { role: "agent", spanId: spanOn(editor, "Jets").id });
  mark(editor, "location", "Basra");
  editor.settle(applied(acts[0]));
  editor.settle(refusal(acts[1]));
  assert.deepEqual(spansIn(editor), ["action hit", "location Basra"], "the link had nothing to hang on any more");
  assert.deepEqual(linksIn(editor), []);
  assert.deepEqual(
    editor.state.problems.map(({ act, rule, message }) => [act.id, rule, message]),
    [[acts[1].id, "fence", "Not saved: Actor “Jets”. It was changed elsewhere meanwhile"]],
  );
  editor.settle(refusal(acts[2], "unknown"));
  editor.settle(applied(acts[3]));
  assert.deepEqual(
    editor.state.undo.map(({ status }) => status),
    ["Action “hit”", "Location “Basra”"],
  );
  editor.dismiss(acts[1].id);
  assert.deepEqual(
    editor.state.problems.map(({ act }) => act.id),
    [acts[2].id],
  );
});

test("a refused undo leaves standing what it would have taken back, still to be undone", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  mark(editor, "actor", "Jets");
  editor.settle(applied(acts[0]));
  run(editor, "undo");
  editor.settle(refusal(acts[1]));
  assert.deepEqual(spansIn(editor), ["actor Jets"]);
  assert.deepEqual([editor.state.undo.length, editor.state.redo.length], [1, 0]);
});

test("changes from elsewhere come in under our waiting acts", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  mark(editor, "actor", "Jets");
  const other = makeEditor();
  const others = actsOf(other);
  mark(other, "location", "Basra");
  editor.applyRemote(others[0].changes);
  assert.deepEqual(spansIn(editor), ["actor Jets", "location Basra"]);
  editor.applyRemote(others[0].changes);
  editor.applyRemote(acts[0].changes);
  editor.settle(applied(acts[0]));
  assert.deepEqual(spansIn(editor), ["actor Jets", "location Basra"], "our own acts may come back by that way too");
});

test("what is told late does not undo what the server took from us since", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  const theirs = { ...mark(editor, "actor", "Jets"), id: "theirs" };
  const told = [{ id: "r1", act: "r", kind: "add_span", before: null, after: theirs, revision: 1 }];
  editor.settle(refusal(acts[0], "equal_span", { current: theirs, change: acts[0].changes[0].id }));
  run(editor, "set_attribute", { spanId: "theirs", name: "kind", value: "state" });
  editor.settle({ ...applied(acts[1]), revision: 2, isUnread: true });
  editor.applyRemote(told);
  assert.deepEqual(spanOn(editor, "Jets").attributes, { kind: "state" });
  run(editor, "set_attribute", { spanId: "theirs", name: "kind", value: "group" });
  editor.settle({ ...applied(acts[2]), revision: 3, isUnread: true });
  editor.applyRemote(acts[1].changes.map((change) => ({ ...change, revision: 2 })));
  assert.deepEqual(spanOn(editor, "Jets").attributes, { kind: "group" });
  editor.applyRemote([...told, ...acts[2].changes.map((change) => ({ ...change, revision: 3 }))]);
  assert.deepEqual(spanOn(editor, "Jets").attributes, { kind: "group" }, "what was read before is not read again");
});

test("a remote change under our feet is kept, and undo of what it touched is dropped with a word", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  mark(editor, "actor", "Iraq");
  const jets = mark(editor, "actor", "Jets");
  for (const act of acts) editor.settle(applied(act));
  editor.applyRemote([
    { id: "r1", act: "r", kind: "change_span", before: jets, after: { ...jets, attributes: { kind: "group" } } },
  ]);
  const result = editor.run("undo");
  assert.equal(result.rule, "fence");
  assert.equal(result.message, "Not done: it was changed elsewhere");
  assert.deepEqual(spansIn(editor), ["actor Jets", "actor Iraq"]);
  assert.equal(run(editor, "undo").message, "Undone: Actor “Iraq”", "what lies below can be undone all the same");
});

test("what the server adds to an act is part of it, and undone with it", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  raid(editor);
  for (const act of acts) editor.settle(applied(act));
  const jets = spanOn(editor, "Jets");
  const before = editor.state.annotations;
  run(editor, "set_attribute", { spanId: jets.id, name: "kind", value: "group" });
  const [agent] = [...before.links.values()].filter(({ role }) => role === "agent");
  const act = acts.at(-1);
  editor.settle(applied(act, [{ id: "e1", act: act.id, kind: "remove_link", before: agent, after: null }]));
  assert.ok(!editor.state.annotations.links.has(agent.id));
  run(editor, "undo");
  assert.deepEqual(editor.state.annotations, before);
});

test("when an equal span stands already ours becomes it: links, values, focus and undo follow", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  mark(editor, "action", "hit");
  const ours = mark(editor, "actor", "Jets");
  run(editor, "set_attribute", { name: "kind", value: "state" });
  run(editor, "event", { spanId: spanOn(editor, "hit").id });
  run(editor, "link", { role: "agent", spanId: ours.id });
  const standing = { ...ours, id: "theirs", attributes: { alias: "air force" } };
  editor.settle(applied(acts[0]));
  editor.settle(refusal(acts[1], "equal_span", { current: standing, change: acts[1].changes[0].id }));
  assert.deepEqual(editor.state.problems, []);
  assert.equal(spanOn(editor, "Jets").id, "theirs");
  assert.deepEqual(spanOn(editor, "Jets").attributes, { alias: "air force", kind: "state" });
  assert.deepEqual(linksIn(editor), ["agent hit→Jets"]);
  assert.equal(editor.state.focus, "theirs");
  for (const act of acts.slice(2)) editor.settle(applied(act));
  run(editor, "undo");
  run(editor, "undo");
  assert.deepEqual(editor.state.annotations.spans.get("theirs"), standing);
  assert.equal(run(editor, "undo").message, "Undone: Action “hit”", "the span of the other device is not ours to undo");
});

test("an equal span that came by relabelling is refused, not adopted", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  const iraq = mark(editor, "actor", "Iraq");
  editor.settle(applied(acts[0]));
  run(editor, "relabel", { label: "location" });
  editor.settle(
    refusal(acts[1], "equal_span", {
      current: { ...iraq, id: "theirs", label: "location" },
      change: acts[1].changes[0].id,
    }),
  );
  assert.deepEqual(spansIn(editor), ["actor Iraq"]);
  assert.equal(editor.state.problems.length, 1);
});

test("subscribers hear which paragraphs to draw again, and why", () => {
  const editor = makeEditor();
  const heard = [];
  const stop = editor.subscribe((state, changed) =>
    heard.push([changed.reason, changed.spans, changed.links, changed.paragraphs.join()]),
  );
  mark(editor, "action", "hit");
  run(editor, "move", { direction: "next" });
  run(editor, "event", { spanId: spanOn(editor, "hit").id });
  run(editor, "link", { role: "location", ...at(editor, "north") });
  run(editor, "unlink", { linkId: [...editor.state.annotations.links.keys()][0] });
  run(editor, "set_document_attribute", { name: "note", value: "x" });
  run(editor, "undo");
  stop();
  run(editor, "undo");
  assert.deepEqual(heard, [
    ["label", true, false, "0"],
    ["move", false, false, ""],
    ["event", false, false, ""],
    ["link", true, true, "2"],
    ["unlink", false, true, ""],
    ["set_document_attribute", false, false, ""],
    ["undo", false, false, ""],
  ]);
});

test("each act is told once, before the page is drawn, with its changes in one act", () => {
  const editor = makeEditor();
  const order = [];
  editor.subscribe(() => order.push("drawn"));
  const stop = editor.onAct((act) => order.push(act.command));
  mark(editor, "actor", "Jets");
  editor.run("label", { label: "actor", ...at(editor, "Jets") });
  assert.deepEqual(order, ["label", "drawn", "drawn"]);
  stop();
  const { act } = run(editor, "delete", { spanId: spanOn(editor, "Jets").id });
  assert.deepEqual(
    order.filter((word) => word === "delete"),
    [],
  );
  assert.ok(act.changes.every((change) => change.act === act.id));
});

test("read-only, nothing is changed and the reason is said; moving still works", () => {
  const editor = makeEditor({ readOnly: true });
  const result = editor.run("label", { label: "actor", ...at(editor, "Jets") });
  assert.deepEqual(result, { ok: false, message: "This document is open for reading only", rule: "read_only" });
  run(editor, "move", { direction: "next" });
  editor.setReadOnly(false);
  mark(editor, "actor", "Jets");
  editor.setReadOnly(true);
  assert.equal(editor.run("undo").rule, "read_only");
  assert.equal(editor.state.undo.length, 1, "what may not be undone now can be later");
});

test("a command that only the page can do is handed to it; one that there is not is a fault", () => {
  const editor = makeEditor();
  assert.equal(editor.run("submit").effect, "submit");
  assert.throws(() => editor.run("dance"), /there is no command dance/);
});

test("states are never changed once given out", () => {
  const editor = makeEditor();
  raid(editor);
  const { state } = editor;
  const copy = structuredClone({ ...state, index: null });
  run(editor, "undo");
  mark(editor, "location", "Monday");
  assert.deepEqual({ ...state, index: null }, copy);
});

test("the text is the task's, to the letter", () => {
  const { state } = makeEditor();
  assert.equal(state.text, NEWS);
  assert.equal(state.paragraphs.length, 3);
});
