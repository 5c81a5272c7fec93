import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accept,
  apply,
  applyAll,
  complete,
  invert,
  Refusal,
} from "../../annotator/web/static/workbench/model/changes.js";
import { joins } from "../../annotator/web/static/workbench/model/schema.js";
import { randomCommand, raid } from "./support/acts.js";
import { EVENTS, LAB, makeEditor, mark, spanOn } from "./support/make.js";
import { forSeeds } from "./support/random.js";

/** An editor after some random commands. */
function worn(random, schema, times = 40) {
  const editor = makeEditor({ schema });
  for (let time = 0; time < times; time += 1) randomCommand(editor, random);
  return editor;
}

test("a change and its inverse bring back exactly what stood", () => {
  forSeeds(60, (random) => {
    const { state } = worn(random, random.pick([EVENTS, LAB]));
    for (const act of state.undo) for (const change of act.changes) assert.deepEqual(invert(invert(change)), change);
    let now = state.annotations;
    for (const act of [...state.undo].reverse()) {
      const before = applyAll(now, act.changes.map(invert).reverse(), state.schema, state.index);
      assert.deepEqual(applyAll(before, act.changes, state.schema, state.index), now);
      now = before;
    }
    assert.deepEqual(now, { spans: new Map(), links: new Map(), comments: new Map(), attributes: {} });
  });
});

test("nothing dangles after a completed change, and each step of it stands the rules", () => {
  forSeeds(120, (random) => {
    const { schema, index, annotations } = worn(random, random.pick([EVENTS, LAB])).state;
    for (const span of annotations.spans.values()) {
      const changes = [
        { kind: "remove_span", before: span, after: null },
        ...schema.labels.map(({ name }) => ({ kind: "change_span", before: span, after: { ...span, label: name } })),
      ];
      for (const change of changes) {
        let after = annotations;
        try {
          for (const step of complete(annotations, { id: "c", act: "a", ...change }, schema, index))
            after = apply(after, step, schema, index);
        } catch (error) {
          // A label that stands on these words already, or an event that has no room for a second such link.
          assert.ok(error instanceof Refusal && error.rule === "equal_span", `${error.rule}: ${error.message}`);
          continue;
        }
        for (const { role, from, to } of after.links.values()) {
          const ends = [after.spans.get(from), after.spans.get(to)];
          assert.ok(ends[0] && ends[1], `${role} dangles`);
          assert.ok(
            joins(
              schema.roles.find(({ name }) => name === role),
              ends[0].label,
              ends[1].label,
            ),
          );
        }
      }
    }
  });
});

test("completing what is complete adds nothing", () => {
  forSeeds(60, (random) => {
    const { undo, schema, index } = worn(random, random.pick([EVENTS, LAB])).state;
    let now = { spans: new Map(), links: new Map(), comments: new Map(), attributes: {} };
    for (const act of undo) {
      for (const change of act.changes) {
        assert.deepEqual(complete(now, change, schema, index), [change]);
        now = apply(now, change, schema, index);
      }
    }
  });
});

test("applying changes nothing in what it was given", () => {
  const editor = makeEditor();
  raid(editor);
  const { annotations, schema, index } = editor.state;
  const before = structuredClone(annotations);
  const hit = spanOn(editor, "hit");
  for (const change of complete(
    annotations,
    { id: "c", act: "a", kind: "remove_span", before: hit, after: null },
    schema,
    index,
  ))
    accept(annotations, [change]);
  assert.deepEqual(annotations, before);
});

test("what does not change stays the same object, so that a page can see what did", () => {
  const editor = makeEditor();
  const jets = mark(editor, "actor", "Jets");
  const before = editor.state.annotations;
  mark(editor, "location", "Basra");
  assert.equal(editor.state.annotations.spans.get(jets.id), jets);
  assert.equal(editor.state.annotations.links, before.links);
});

test("an act is refused whole, and names the change that does not fit", () => {
  const editor = makeEditor();
  const jets = mark(editor, "actor", "Jets");
  const { annotations, schema, index } = editor.state;
  const changes = [
    { id: "c1", act: "a", kind: "remove_span", before: jets, after: null },
    { id: "c2", act: "a", kind: "remove_span", before: jets, after: null },
  ];
  assert.throws(() => applyAll(annotations, changes, schema, index), {
    name: "Refusal",
    rule: "unknown",
    change: "c2",
  });
  assert.ok(annotations.spans.has(jets.id));
});

test("a span cannot go while a link hangs on it", () => {
  const editor = makeEditor();
  raid(editor);
  const { annotations, schema, index } = editor.state;
  const change = { id: "c", act: "a", kind: "remove_span", before: spanOn(editor, "Jets"), after: null };
  assert.throws(() => apply(annotations, change, schema, index), { name: "Refusal", rule: "ends" });
});

test("changes that the server made are taken as they are", () => {
  const editor = makeEditor();
  raid(editor);
  const empty = { spans: new Map(), links: new Map(), comments: new Map(), attributes: {} };
  const all = editor.state.undo.flatMap((act) => act.changes);
  assert.deepEqual(accept(empty, all), editor.state.annotations);
  const set = {
    id: "c",
    act: "a",
    kind: "set_attribute",
    before: { name: "note", value: null },
    after: { name: "note", value: "x" },
  };
  assert.deepEqual(accept(empty, [set]).attributes, { note: "x" });
  assert.deepEqual(accept(empty, [set, invert({ ...set })]).attributes, {});
});
