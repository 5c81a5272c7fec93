import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOf, frames, mainTrigger } from "../../annotator/web/static/workbench/model/frames.js";
import { randomCommand, raid } from "./support/acts.js";
import { at, EVENTS, LAB, makeEditor, mark, run, spanOn } from "./support/make.js";
import { forSeeds } from "./support/random.js";

const inShort = ({ main, triggers, roles }) => ({
  main: main.quote,
  triggers: triggers.map(({ quote }) => quote),
  roles: roles.map(({ role, span }) => `${role} ${span.quote}`),
});

test("a frame unites the fillers of all its triggers, by role in the schema's order", () => {
  const editor = makeEditor();
  raid(editor);
  const raided = spanOn(editor, "raid");
  run(editor, "link", { role: "target", from: raided.id, ...at(editor, "Iraq") });
  const [frame, ...others] = frames(editor.state.annotations, EVENTS);
  assert.deepEqual(others, []);
  assert.deepEqual(inShort(frame), {
    main: "hit",
    triggers: ["hit", "raid"],
    roles: ["agent Jets", "target Iraq", "casualty over 40 people", "location Basra"],
  });
  assert.equal(frame.roles[1].link.from, raided.id);
});

test("a filler that hangs on two triggers of one event is one filler, by the main trigger's link", () => {
  const editor = makeEditor();
  for (const words of ["killed", "hit"]) {
    mark(editor, "action", words);
    run(editor, "event");
    run(editor, "link", { role: "agent", ...at(editor, "Jets") });
    run(editor, "put_down");
  }
  run(editor, "event", at(editor, "hit"));
  run(editor, "event", at(editor, "killed"));
  assert.equal(editor.state.annotations.links.size, 3);
  const [{ main, roles }] = frames(editor.state.annotations, EVENTS);
  assert.deepEqual(
    roles.map(({ role, span }) => `${role} ${span.quote}`),
    ["agent Jets"],
  );
  assert.equal(roles[0].link.from, main.id);
});

test("events come in text order, and a trigger without links is one", () => {
  const editor = makeEditor();
  for (const words of ["protest", "killed", "hit"]) mark(editor, "action", words);
  mark(editor, "actor", "Jets");
  assert.deepEqual(frames(editor.state.annotations, EVENTS).map(inShort), [
    { main: "hit", triggers: ["hit"], roles: [] },
    { main: "killed", triggers: ["killed"], roles: [] },
    { main: "protest", triggers: ["protest"], roles: [] },
  ]);
});

test("the main trigger of any trigger of an event is the same; other spans have none", () => {
  const editor = makeEditor();
  raid(editor);
  const { annotations } = editor.state;
  const hit = spanOn(editor, "hit");
  assert.equal(mainTrigger(annotations, EVENTS, spanOn(editor, "raid").id), hit);
  assert.equal(mainTrigger(annotations, EVENTS, hit.id), hit);
  assert.equal(mainTrigger(annotations, EVENTS, spanOn(editor, "Jets").id), null);
  assert.equal(mainTrigger(annotations, EVENTS, "nobody"), null);
  assert.equal(frameOf(annotations, EVENTS, spanOn(editor, "Jets").id), null);
});

test("every trigger is in just one event, and one event can be read without the others", () => {
  forSeeds(80, (random) => {
    const schema = random.pick([EVENTS, LAB]);
    const editor = makeEditor({ schema });
    for (let time = 0; time < 60; time += 1) randomCommand(editor, random);
    const { annotations } = editor.state;
    const all = frames(annotations, schema);
    const heads = new Set(schema.labels.filter(({ trigger }) => trigger).map(({ name }) => name));
    const triggers = [...annotations.spans.values()].filter(({ label }) => heads.has(label));
    assert.deepEqual(
      all
        .flatMap((frame) => frame.triggers)
        .map(({ id }) => id)
        .sort(),
      triggers.map(({ id }) => id).sort(),
    );
    for (const frame of all)
      for (const { id } of frame.triggers) assert.deepEqual(frameOf(annotations, schema, id), frame);
  });
});
