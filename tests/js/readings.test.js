import assert from "node:assert/strict";
import { test } from "node:test";
import { createReader, lookUp } from "../../annotator/web/static/workbench/io/readings.js";
import { Readings } from "../../annotator/web/static/workbench/model/readings.js";
import { at, EVENTS, linksIn, makeEditor, mark, run, spanById, spanOn } from "./support/make.js";

const TEXT =
  "A strike killed over 40 men in Basra. On Monday Iraq spoke.\nThe raid in Basra and a second strike killed nine.";
const MAN = { type: "choice", default: "unknown", read: true };

/** The schema of the tests, with what is read in the words of each label. */
const SCHEMA = {
  ...EVENTS,
  labels: EVENTS.labels.map((label) => ({
    ...label,
    attributes: {
      casualty: [
        { ...MAN, name: "harm", title: "Harm", default: null, values: [value("killed", "k"), value("injured", "i")] },
        { ...MAN, name: "victim", title: "Victims", values: [value("civilian", "v"), value("unknown", "u")] },
        { name: "count", title: "Count", type: "count", read: true },
        { name: "note", title: "Note", type: "text" },
      ],
      location: [{ name: "place", title: "Place", type: "place", read: true }],
      action: [{ name: "time", title: "Time", type: "date", read: true }],
      actor: [{ ...MAN, name: "kind", title: "Kind", values: [value("state"), value("rebels")] }],
    }[label.name],
  })),
};

function value(name, key) {
  return { value: name, title: name, key };
}

const OVER_40 = { op: "more_than", value: 40, lower: 41, upper: null, by: "rule" };
const BASRA = { name: "Basra", country: "IQ", by: "rule" };
const MONDAY = { text: "Monday", start: 41, end: 47, from: "2024-02-05", to: "2024-02-05", precision: 1, by: "rule" };

/** What a server would read. */
function read({ label, start, end }, text = TEXT) {
  const quote = text.slice(start, end);
  const values = {
    "casualty over 40 men": { count: OVER_40, harm: "killed", victim: "unknown" },
    "casualty nine": { count: { ...OVER_40, op: "exact", value: 9, lower: 9, upper: 9 }, harm: "killed" },
    "location Basra": { place: BASRA },
    "action spoke": { time: MONDAY },
    "actor Iraq": { kind: "state" },
  }[`${label} ${quote}`];
  const others = quote === "Basra" ? { place: [{ name: "Basrah Province", country: "IQ", by: "rule" }] } : {};
  return { label, start, end, values: values ?? {}, others };
}

function story(...marked) {
  const editor = makeEditor({ text: TEXT, schema: SCHEMA });
  for (const [label, words, nth] of marked) mark(editor, label, words, nth);
  offer(editor);
  return editor;
}

function offer(editor) {
  const readings = [...editor.state.annotations.spans.values()].map((span) => read(span));
  run(editor, "read", { readings: (editor.state.readings ?? new Readings()).and(readings) });
}

const offeredOn = (editor, words) => editor.state.readings.of(editor.state, spanOn(editor, words));
const enter = (editor, words) => editor.run("done", words ? { aim: { spanId: spanOn(editor, words).id } } : {});

test("what words say is offered and stored nowhere; what holds anyway is not offered", () => {
  const editor = story(["casualty", "over 40 men"], ["actor", "Iraq"]);
  assert.deepEqual(offeredOn(editor, "over 40 men"), { harm: "killed", count: OVER_40 });
  assert.deepEqual(spanOn(editor, "over 40 men").attributes, {});
  assert.equal(editor.state.readings.words(editor.state, spanOn(editor, "over 40 men")), "≥41 killed");
});

test("what has only just come is shown, and Enter says no yes to what nobody can have seen", () => {
  const editor = story(["casualty", "over 40 men"]);
  const toll = spanOn(editor, "over 40 men");
  const { readings } = editor.state;
  run(editor, "read", { readings: readings.arriving([toll]) });
  assert.equal(editor.state.readings.words(editor.state, toll), "≥41 killed");
  assert.equal(enter(editor, "over 40 men").effect, "toll");
  assert.deepEqual(spanOn(editor, "over 40 men").attributes, {});
  run(editor, "read", { readings: editor.state.readings.seen([toll]) });
  enter(editor, "over 40 men");
  assert.equal(spanOn(editor, "over 40 men").attributes.harm, "killed");
});

test("Enter on a toll confirms all that was read of it in one act, by the rule, and one undo takes it back", () => {
  const editor = story(["casualty", "over 40 men"]);
  const { act, message } = enter(editor, "over 40 men");
  assert.equal(act.changes.length, 1);
  assert.deepEqual(spanOn(editor, "over 40 men").attributes, { harm: "killed", count: { ...OVER_40, by: "rule" } });
  assert.equal(message, "Confirmed: “over 40 men” ≥41 killed");
  assert.equal(enter(editor, "over 40 men").effect, "toll", "where nothing waits, Enter opens the line");
  run(editor, "undo");
  assert.deepEqual(Object.keys(offeredOn(editor, "over 40 men")), ["harm", "count"], "it waits again");
});

test("what stands in no chip is shown before Enter confirms it", () => {
  const editor = story(["location", "Basra"], ["actor", "Iraq"]);
  const look = enter(editor, "Basra");
  assert.equal(look.act, undefined);
  assert.equal(look.message, "Read: Location “Basra” Basra, Iraq. Enter confirms");
  assert.ok(enter(editor, "Basra").act);
  assert.deepEqual(spanOn(editor, "Basra").attributes, { place: BASRA });
});

test("with an event in hand Enter links what is proposed and confirms what its card shows, in one act", () => {
  const editor = story(["action", "killed"], ["casualty", "over 40 men"], ["location", "Basra"], ["actor", "Iraq"]);
  run(editor, "event", at(editor, "killed"));
  assert.match(editor.state.status, /2 proposed: Enter links\. 2 read: Enter confirms/);
  const { act, message } = enter(editor);
  assert.equal(act.changes.length, 4);
  assert.match(message, /^Linked: .*Basra.*\. Confirmed: .*≥41 killed/);
  assert.deepEqual(linksIn(editor), ["casualty killed→over 40 men", "location killed→Basra"]);
  assert.deepEqual(spanOn(editor, "Basra").attributes, { place: BASRA });
  assert.equal(enter(editor).act, undefined);
  assert.equal(editor.state.inHand, null, "when nothing waits any more, the event is put down");
  run(editor, "undo");
  assert.deepEqual(linksIn(editor), []);
  assert.deepEqual(spanOn(editor, "over 40 men").attributes, {});
});

test("what was linked by hand is confirmed with its event; actors, whose kind the card does not show, are not", () => {
  const editor = story(["action", "raid"], ["casualty", "over 40 men"], ["actor", "Iraq"]);
  run(editor, "event", at(editor, "raid"));
  run(editor, "link", { role: "casualty", ...at(editor, "over 40 men") });
  run(editor, "link", { role: "agent", ...at(editor, "Iraq") });
  assert.equal(enter(editor).act.changes.length, 1);
  assert.deepEqual(spanOn(editor, "Iraq").attributes, {});
});

test("when an event happened may be told by any of its words, and is said on the main one", () => {
  const editor = story(["action", "strike"], ["action", "spoke"]);
  run(editor, "event", at(editor, "strike"));
  run(editor, "event", at(editor, "spoke"));
  offer(editor);
  assert.deepEqual(offeredOn(editor, "strike"), { time: MONDAY });
  assert.deepEqual(offeredOn(editor, "spoke"), {});
  run(editor, "confirm", { spanId: spanOn(editor, "spoke").id });
  assert.deepEqual(spanOn(editor, "strike").attributes, { time: MONDAY });
});

test("what a person says wins: it is not offered over, and not changed by Enter", () => {
  const editor = story(["casualty", "over 40 men"]);
  const { id } = spanOn(editor, "over 40 men");
  const typed = { op: "exact", value: 40, lower: 40, upper: 40, by: "human" };
  run(editor, "set_attributes", { spanId: id, values: { count: typed } });
  assert.deepEqual(offeredOn(editor, "over 40 men"), { harm: "killed" });
  enter(editor, "over 40 men");
  assert.deepEqual(spanById(editor, id).attributes, { count: typed, harm: "killed" });
});

test("a no is remembered while the page is open, of one attribute or of all", () => {
  const editor = story(["casualty", "over 40 men"]);
  const { id } = spanOn(editor, "over 40 men");
  assert.equal(run(editor, "decline", { spanId: id, names: ["harm"] }).message, "Not so: Casualty “over 40 men”, Harm");
  assert.deepEqual(Object.keys(offeredOn(editor, "over 40 men")), ["count"]);
  run(editor, "decline", { spanId: id });
  assert.deepEqual(offeredOn(editor, "over 40 men"), {});
  assert.equal(editor.run("decline", { spanId: id }).ok, false);
  assert.equal(editor.state.undo.length, 1, "and it is no act");
});

test("a value that the schema does not allow, or other words, is not offered", () => {
  const editor = makeEditor({ text: TEXT, schema: SCHEMA });
  const span = mark(editor, "casualty", "over 40 men");
  const strange = { ...read(span), values: { harm: "burnt", count: { op: "more", by: "rule" } } };
  run(editor, "read", { readings: new Readings().and([strange]) });
  assert.deepEqual(offeredOn(editor, "over 40 men"), {});
  offer(editor);
  run(editor, "shrink", { side: "right", spanId: span.id });
  assert.deepEqual(offeredOn(editor, "over 40"), {}, "it was read in other words");
});

test("what waits for a yes is among what N leads to", () => {
  const editor = story(["casualty", "over 40 men"], ["action", "killed"], ["actor", "Iraq"]);
  run(editor, "move", { by: "document", direction: "start" });
  assert.equal(run(editor, "decide_next").message, "Read: Casualty “over 40 men” ≥41 killed (1 more)");
  run(editor, "done");
  assert.equal(run(editor, "decide_next").message, "Read: Actor “Iraq” state");
});

test("all that words may say is told to choose from, the likeliest first", () => {
  const editor = story(["location", "Basra"]);
  const [place] = SCHEMA.labels.find(({ name }) => name === "location").attributes;
  const names = () =>
    editor.state.readings.choices(editor.state, spanOn(editor, "Basra"), place).map(({ name }) => name);
  assert.deepEqual(names(), ["Basra", "Basrah Province"]);
  run(editor, "decline", { spanId: spanOn(editor, "Basra").id });
  assert.deepEqual(names(), ["Basrah Province"], "what was declined is no choice, the rest is");
});

// ---------------------------------------------------------------- asking

/** A server that answers when it is told to. */
function server() {
  const asked = [];
  const ask = (places) =>
    new Promise((resolve, reject) =>
      asked.push({ places, answer: () => resolve({ readings: places.map((each) => read(each)) }), reject }),
    );
  return { asked, ask };
}

const later = (ms = 15) => new Promise((go) => setTimeout(go, ms));
const wordsIn = ({ places }) => places.map(({ start, end }) => TEXT.slice(start, end));

test("what is marked in one go is asked in one go, and nothing twice", async () => {
  const editor = makeEditor({ text: TEXT, schema: SCHEMA });
  mark(editor, "casualty", "over 40 men");
  const { asked, ask } = server();
  const reader = createReader({ editor, ask, pause: 1 });
  mark(editor, "location", "Basra");
  await later();
  assert.deepEqual(asked.map(wordsIn), [["over 40 men", "Basra"]]);
  mark(editor, "actor", "Iraq");
  await later();
  assert.equal(asked.length, 1, "one call at a time");
  asked[0].answer();
  await later();
  assert.deepEqual(wordsIn(asked[1]), ["Iraq"]);
  asked[1].answer();
  run(editor, "grow", { side: "left", spanId: spanOn(editor, "Iraq").id });
  await later();
  assert.deepEqual(wordsIn(asked[2]), ["Monday Iraq"], "other words are read anew");
  reader.close();
});

test("without an answer nothing is offered, and the next mark asks again", async () => {
  const editor = makeEditor({ text: TEXT, schema: SCHEMA });
  mark(editor, "location", "Basra");
  const { asked, ask } = server();
  const reader = createReader({ editor, ask, pause: 1 });
  await later();
  asked[0].reject(new Error("offline"));
  await later();
  assert.equal(editor.state.readings, null);
  assert.equal(asked.length, 1);
  mark(editor, "location", "Basra", 1);
  await later();
  assert.equal(asked[1].places.length, 2);
  reader.close();
});

test("who wants to see none is offered none, and who only reads asks for none", async () => {
  const editor = makeEditor({ text: TEXT, schema: SCHEMA });
  mark(editor, "location", "Basra");
  const { asked, ask } = server();
  let isOn = true;
  const reader = createReader({ editor, ask, isOn: () => isOn, pause: 1 });
  await later();
  asked[0].answer();
  await later();
  assert.deepEqual(offeredOn(editor, "Basra"), { place: BASRA });
  isOn = false;
  reader.look();
  await later();
  assert.equal(editor.state.readings, null);
  isOn = true;
  editor.setReadOnly(true);
  await later();
  assert.equal(asked.length, 1);
  reader.close();
});

test("a typed name is looked up where its type has a list", async () => {
  const urls = { places: "/p", actors: "/a" };
  const get = async (url) => ({ places: [url], actors: [{ id: "guard", name: "Guard", aliases: [] }] });
  assert.deepEqual(await lookUp({ get }, urls, "7", "place", "Kirkuk & Erbil"), ["/p?query=Kirkuk+%26+Erbil&task=7"]);
  assert.deepEqual(await lookUp({ get }, urls, "7", "actor", "gu"), [{ id: "guard", name: "Guard", by: "human" }]);
});
