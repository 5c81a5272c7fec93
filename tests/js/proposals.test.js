import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { frames, proposals, sentence } from "../../annotator/web/static/workbench/model/frames.js";
import { at, EVENTS, linksIn, makeEditor, mark, run, spanOn } from "./support/make.js";

const TEXT =
  "A strike killed 12 in Basra. In Kirkuk a bomb wounded nine near Tuz.\n" +
  "Talks went on. Over Mosul a jet fell, and a raid on Tikrit killed two.";
const proposed = (editor) => proposals(editor.state).map(({ role, span }) => `${role.name} ${span.quote}`);

function story() {
  const editor = makeEditor({ text: TEXT });
  for (const words of ["killed", "wounded", "Talks", "raid"]) mark(editor, "action", words);
  for (const words of ["Basra", "Kirkuk", "Tuz", "Mosul", "Tikrit"]) mark(editor, "location", words);
  mark(editor, "casualty", "12");
  mark(editor, "casualty", "nine");
  mark(editor, "actor", "bomb");
  return editor;
}

test("with an event in hand, what can have but one role and stands nearest to it in its sentence is proposed", () => {
  const editor = story();
  assert.deepEqual(proposed(editor), [], "nothing is proposed of what nobody has in hand");
  run(editor, "event", at(editor, "wounded"));
  assert.deepEqual(proposed(editor), ["location Kirkuk", "casualty nine", "location Tuz"]);
  assert.deepEqual(linksIn(editor), [], "and nothing of it is stored");
  assert.match(editor.state.status, /3 proposed/);
});

test("Enter links all that is proposed in one act, and puts the event down when there is nothing left", () => {
  const editor = story();
  run(editor, "event", at(editor, "killed"));
  const { act } = run(editor, "done");
  assert.equal(act.changes.length, 2);
  assert.deepEqual(linksIn(editor), ["casualty killed→12", "location killed→Basra"]);
  assert.notEqual(editor.state.inHand, null);
  assert.deepEqual(proposed(editor), []);
  assert.equal(run(editor, "done").act, undefined);
  assert.equal(editor.state.inHand, null);
  run(editor, "undo");
  assert.deepEqual(linksIn(editor), []);
});

test("what a person says no to is not linked, not proposed again and not deleted", () => {
  const editor = story();
  run(editor, "event", at(editor, "wounded"));
  const spans = editor.state.annotations.spans.size;
  assert.equal(run(editor, "delete", { spanId: spanOn(editor, "Tuz").id }).act, undefined);
  assert.equal(editor.state.annotations.spans.size, spans);
  run(editor, "reject", { spanId: spanOn(editor, "Kirkuk").id });
  assert.deepEqual(proposed(editor), ["casualty nine"]);
  assert.equal(editor.run("reject", { spanId: spanOn(editor, "Kirkuk").id }).message, "Nothing is proposed there");
  run(editor, "put_down");
  run(editor, "event", at(editor, "wounded"));
  assert.deepEqual(proposed(editor), ["casualty nine"]);
  run(editor, "delete", { spanId: spanOn(editor, "Tuz").id });
  assert.equal(editor.state.annotations.spans.size, spans - 1, "the next Delete is one");
});

test("what belongs to an event already is not proposed, neither to it nor to another", () => {
  const editor = story();
  run(editor, "event", at(editor, "raid"));
  assert.deepEqual(proposed(editor), ["location Mosul", "location Tikrit"]);
  run(editor, "link", { role: "target", ...at(editor, "Tikrit") });
  assert.deepEqual(proposed(editor), ["location Mosul"]);
  run(editor, "put_down");
  run(editor, "event", at(editor, "Talks"));
  run(editor, "link", { role: "location", ...at(editor, "Mosul") });
  run(editor, "put_down");
  run(editor, "event", at(editor, "raid"));
  assert.deepEqual(proposed(editor), []);
});

test("each trigger of an event brings what stands in its own sentence, and the link begins at it", () => {
  const editor = story();
  run(editor, "event", at(editor, "wounded"));
  run(editor, "event", at(editor, "raid"));
  assert.deepEqual(proposed(editor), [
    "location Kirkuk",
    "casualty nine",
    "location Tuz",
    "location Mosul",
    "location Tikrit",
  ]);
  run(editor, "done");
  assert.ok(linksIn(editor).includes("location raid→Mosul"));
});

test("a label that could have two of these roles is not guessed at", () => {
  const { roles } = EVENTS;
  const twice = { ...roles.find((role) => role.name === "location"), name: "origin", title: "Origin" };
  const editor = makeEditor({ text: TEXT, schema: { ...EVENTS, roles: [...roles, twice] } });
  for (const [label, words] of Object.entries({ action: "killed", location: "Basra", casualty: "12" }))
    mark(editor, label, words);
  run(editor, "event", at(editor, "killed"));
  assert.deepEqual(proposed(editor), ["casualty 12"]);
});

test("of mentions in the same words the nearest to the main trigger is proposed, and none when one is linked", () => {
  const editor = makeEditor({
    text: "Raids hit Basra, said the police. A raid killed two in Basra and two in Kirkuk.",
  });
  for (const [label, words, nth] of [
    ["action", "Raids"],
    ["action", "raid"],
    ["location", "Basra"],
    ["location", "Basra", 1],
    ["location", "Kirkuk"],
    ["casualty", "two"],
    ["casualty", "two", 1],
  ])
    mark(editor, label, words, nth);
  run(editor, "event", at(editor, "raid"));
  run(editor, "event", at(editor, "Raids"));
  const offered = () => proposals(editor.state).map(({ span }) => `${span.quote} ${span.start}`);
  assert.deepEqual(offered(), ["two 48", "Basra 55", "two 65", "Kirkuk 72"]);
  run(editor, "link", { role: "location", spanId: proposals(editor.state)[1].span.id });
  assert.deepEqual(offered(), ["two 48", "two 65", "Kirkuk 72"]);
});

test("in a news story that experts have linked, each place and toll that is proposed is right", () => {
  const [line] = readFileSync(new URL("../../seeds/iraq-us-talks.jsonl", import.meta.url), "utf8").split("\n");
  const { text, annotation_sets: sets } = JSON.parse(line);
  const spans = sets[0].spans.map((span) => ({ attributes: {}, origin: "import", ...span }));
  const editor = makeEditor({
    text,
    spans: spans.map((span) => ({ ...span, attributes: {} })),
    links: sets[0].links.filter(({ role }) => role === "same_event"),
  });
  const gold = new Set();
  const mainOf = new Map(sets[0].links.filter(({ role }) => role === "same_event").map((link) => [link.from, link.to]));
  for (const { role, from, to } of sets[0].links) gold.add(`${role} ${mainOf.get(from) ?? from} ${to}`);
  const made = frames(editor.state.annotations, EVENTS).flatMap(({ main }) =>
    proposals({ ...editor.state, inHand: main.id }).map(({ role, span }) => `${role.name} ${main.id} ${span.id}`),
  );
  assert.deepEqual(
    made.filter((each) => !gold.has(each)),
    [],
  );
  assert.equal(made.length, 10);
});

test("a toll is taken in hand like an event: E on another says the same people, a role key links it", () => {
  const editor = story();
  run(editor, "event", at(editor, "12"));
  assert.equal(editor.state.inHand, spanOn(editor, "12").id);
  run(editor, "event", at(editor, "nine"));
  assert.deepEqual(linksIn(editor), ["same_toll 12→nine"]);
  assert.equal(editor.run("event", at(editor, "bomb")).ok, false);
  assert.equal(editor.state.inHand, spanOn(editor, "12").id);
  run(editor, "event", at(editor, "killed"));
  assert.equal(editor.state.inHand, spanOn(editor, "killed").id, "what cannot be joined is taken in hand instead");
  run(editor, "event", at(editor, "nine"));
  assert.equal(editor.state.inHand, spanOn(editor, "nine").id);
  run(editor, "delete", { spanId: spanOn(editor, "nine").id });
  assert.equal(editor.state.inHand, null, "what is gone is in nobody's hand");
});

test("an event reads as a sentence made of the schema's own phrases", () => {
  const editor = story();
  run(editor, "event", at(editor, "wounded"));
  run(editor, "done");
  run(editor, "link", { role: "agent", ...at(editor, "bomb") });
  const frame = frames(editor.state.annotations, EVENTS).find(({ main }) => main.quote === "wounded");
  const phrase = (name) => EVENTS.roles.find((role) => role.name === name).phrase;
  assert.equal(
    sentence(frame, EVENTS),
    `wounded · ${phrase("agent")} bomb · ${phrase("casualty")} nine · ${phrase("location")} Kirkuk, Tuz`,
  );
});

test("several values are set in one act, and an act that would say nothing new is none", () => {
  const editor = story();
  const { id } = spanOn(editor, "12");
  const { act } = run(editor, "set_attributes", { spanId: id, values: { kind: "killed", number: 12 } });
  assert.equal(act.changes.length, 1);
  assert.deepEqual(editor.state.annotations.spans.get(id).attributes, { kind: "killed", number: 12 });
  assert.equal(run(editor, "set_attributes", { spanId: id, values: { number: 12 } }).act, undefined);
  assert.equal(editor.run("set_attributes", { spanId: id, values: { kind: null, no: 1 } }).rule, "attribute");
  assert.equal(editor.state.annotations.spans.get(id).attributes.kind, "killed", "all or nothing");
});
