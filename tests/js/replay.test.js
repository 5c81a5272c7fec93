import assert from "node:assert/strict";
import { test } from "node:test";
import { plan } from "../replay/plan.js";
import { costOf } from "../replay/work.js";
import { at, makeEditor, makeTask, mark, run } from "./support/make.js";

const TEXT =
  "A strike killed 12 in Basra on Monday. Iraq said so.\n" +
  "The raid on Basra was the work of Iraq, the paper said. The strike killed nobody in Iraqi hands.";

/** What somebody made by hand is the gold. */
function goldOf(make, text = TEXT) {
  const editor = makeEditor({ text });
  make(editor);
  const { spans, links } = editor.state.annotations;
  return { task: makeTask({ text }), gold: { spans: [...spans.values()], links: [...links.values()] } };
}

const told = (steps) => steps.map(({ does }) => does);
const strokes = (steps) => steps.flatMap(({ acts }) => acts.map(({ key }) => key));

test("each span is one act: a key over a word, or held and swept over several", () => {
  const { task, gold } = goldOf((editor) => {
    mark(editor, "action", "strike");
    mark(editor, "actor", "the paper");
  });
  const steps = plan(task, gold, { parts: ["spans"] });
  assert.deepEqual(
    steps.map(({ acts }) => acts),
    [[{ key: "KeyX", at: 2 }], [{ key: "KeyA", at: TEXT.indexOf("the paper"), to: TEXT.indexOf("paper") }]],
  );
});

test("repeats are labelled together where that is cheaper, and what is too much is deleted", () => {
  const both = goldOf((editor) => {
    mark(editor, "location", "Basra");
    mark(editor, "location", "Basra", 1);
  });
  assert.deepEqual(strokes(plan(both.task, both.gold)), ["Shift+KeyZ"]);
  assert.deepEqual(strokes(plan(both.task, both.gold, { withRepeats: false })), ["KeyZ", "KeyZ"]);
  const text = "Iraq, Iraq, Iraq and Iraq";
  const three = goldOf((editor) => [0, 1, 2].map((nth) => mark(editor, "actor", "Iraq", nth)), text);
  assert.deepEqual(strokes(plan(three.task, three.gold)), ["Shift+KeyA", "Delete"]);
  const one = goldOf((editor) => mark(editor, "actor", "Iraq"), text);
  assert.deepEqual(strokes(plan(one.task, one.gold)), ["KeyA"]);
});

test("what lies in a longer span is labelled before it, so that the key does not mean the longer one", () => {
  const { task, gold } = goldOf((editor) => {
    mark(editor, "location", "Basra");
    mark(editor, "action", "killed 12 in Basra");
  });
  assert.deepEqual(told(plan(task, gold)), ["location “Basra”", "action “killed 12 in Basra”"]);
});

test("a key of a role labels and links in one act, and what is proposed rightly is linked by one key", () => {
  const { task, gold } = goldOf((editor) => {
    mark(editor, "action", "killed");
    mark(editor, "location", "Basra");
    mark(editor, "casualty", "12");
    run(editor, "event", at(editor, "killed"));
    run(editor, "done");
    run(editor, "link", { role: "agent", ...at(editor, "Iraq") });
    run(editor, "event", at(editor, "strike"));
  });
  const steps = plan(task, gold);
  assert.deepEqual(strokes(steps).sort(), ["Enter", "KeyC", "KeyE", "KeyE", "KeyQ", "KeyX", "KeyZ"]);
  assert.equal(steps.find(({ does }) => does.startsWith("agent")).part, "links");
});

test("the second event is taken in hand instead of the first, which it would else be joined with", () => {
  const { task, gold } = goldOf((editor) => {
    for (const [trigger, agent] of [
      ["killed", "Monday"],
      ["raid", "work"],
    ]) {
      mark(editor, "action", trigger);
      run(editor, "event", at(editor, trigger));
      run(editor, "link", { role: "agent", ...at(editor, agent) });
      run(editor, "put_down");
    }
  });
  const keys = strokes(plan(task, gold));
  assert.equal(keys.filter((key) => key === "Shift+KeyE").length, 1);
  assert.equal(keys.filter((key) => key === "Escape").length, 0);
});

test("keys alone go the shortest way, or jump where that takes fewer", () => {
  const { task, gold } = goldOf((editor) => {
    mark(editor, "action", "strike");
    mark(editor, "actor", "the paper");
  });
  const [first, second] = plan(task, gold, { hands: "keys" });
  assert.deepEqual(first.acts, [{ key: "ArrowRight" }, { key: "KeyX" }]);
  const [jump, ...rest] = second.acts;
  assert.equal(jump.jump, TEXT.indexOf("the paper"));
  assert.ok(jump.otherwise.length > 3);
  assert.deepEqual(rest, [{ key: "Shift+ArrowRight" }, { key: "KeyA" }]);
  assert.equal(costOf(second.acts), 5);
});

test("fingers give all words of a label after one tap on it, and take events in hand by a double tap", () => {
  const { task, gold } = goldOf((editor) => {
    mark(editor, "action", "strike");
    mark(editor, "action", "raid");
    mark(editor, "actor", "the paper");
    run(editor, "event", at(editor, "raid"));
    run(editor, "link", { role: "agent", ...at(editor, "the paper") });
  });
  const acts = plan(task, gold, { hands: "touch" }).flatMap((step) => step.acts);
  const kinds = acts.map((act) => Object.keys(act)[0]);
  assert.deepEqual(kinds, ["button", "tap", "tap", "twice", "button", "sweep"]);
});

test("what hands cannot make is said, not passed over", () => {
  const { task, gold } = goldOf((editor) => {
    mark(editor, "actor", "Iraq");
    run(editor, "label", { label: "location", also: true, ...at(editor, "Iraq") });
  });
  assert.equal(plan(task, gold).length, 2);
  assert.throws(() => plan(task, gold, { hands: "touch" }), /one label/);
  const { schema } = task;
  const keyless = { ...task, schema: { ...schema, roles: schema.roles.map(({ key, ...role }) => role) } };
  const linked = goldOf((editor) => {
    mark(editor, "action", "strike");
    run(editor, "event", at(editor, "strike"));
    run(editor, "link", { role: "agent", ...at(editor, "Iraq") });
  });
  assert.throws(() => plan(keyless, linked.gold), /no key makes a link/);
});
