import assert from "node:assert/strict";
import { test } from "node:test";
import { followJournal } from "../../annotator/web/static/workbench/io/journal.js";
import { memoryLog } from "../../annotator/web/static/workbench/io/log.js";
import { createOutbox } from "../../annotator/web/static/workbench/io/outbox.js";
import { hear } from "../../annotator/web/static/workbench/io/tabs.js";
import { createEditor } from "../../annotator/web/static/workbench/model/editor.js";
import { randomCommand } from "./support/acts.js";
import { makeEditor, makeTask, mark, run, spanOn, spansIn } from "./support/make.js";
import { forSeeds, random } from "./support/random.js";
import { FakeClock, FakeServer, quiet } from "./support/server.js";

/** The server's journal, as it answers a question for what lies behind a revision. */
const journalOf = (server, after) =>
  server.journal.slice(after).map((change, place) => ({ ...change, revision: after + place + 1, at: "2024-02-08" }));

/** The task as it stands on the server. */
function taskOn({ annotations, journal }) {
  const { spans, links, comments, attributes } = annotations;
  const task = makeTask({ spans: [...spans.values()], links: [...links.values()], comments: [...comments.values()] });
  return { ...task, annotations: { ...task.annotations, attributes, revision: journal.length } };
}

/** A device: an editor, its log, its outbox. What the server says of its journal it reads when told to. */
function makeDevice(server, log = memoryLog(), history = []) {
  const editor = createEditor({ task: structuredClone(taskOn(server)), history });
  const device = { editor, log, clock: new FakeClock(), problems: [] };
  device.outbox = createOutbox({
    log,
    taskId: "t1",
    send: (changes) => editor.exchange(changes, server.send),
    clock: device.clock,
    network: new EventTarget(),
    onOutcome: editor.settle,
  });
  editor.onAct((act) => void device.outbox.put(act));
  device.read = () => editor.applyRemote(structuredClone(journalOf(server, editor.standing().known)));
  return device;
}

async function settled(devices) {
  for (let time = 0; time < 4; time += 1) {
    await quiet();
    for (const device of devices) await device.clock.ring();
  }
}

const isSame = (editor, server, message) =>
  assert.deepEqual(sorted(editor.state.annotations), sorted(server.annotations), message);
const sorted = ({ spans, links, comments, attributes }) => [
  ...[spans, links, comments].map((items) => [...items.values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
  attributes,
];

test("while nobody else is there nothing needs to be read", async () => {
  const server = new FakeServer();
  const device = makeDevice(server);
  await device.outbox.start();
  for (const words of ["Jets", "Basra", "Iraq"]) {
    mark(device.editor, "actor", words);
    await device.outbox.drained();
    assert.deepEqual(
      [device.editor.standing().isBehind, device.editor.standing().known],
      [false, server.journal.length],
    );
  }
});

test("an answer at a further revision than our own acts explain says that there is something to read", async () => {
  const server = new FakeServer();
  const [one, other] = [makeDevice(server), makeDevice(server)];
  await Promise.all([one.outbox.start(), other.outbox.start()]);
  mark(one.editor, "actor", "Jets");
  await one.outbox.drained();
  mark(other.editor, "location", "Basra");
  await other.outbox.drained();
  assert.deepEqual(spansIn(other.editor), ["location Basra"], "ours stays in sight until the rest is read");
  assert.ok(other.editor.standing().isBehind);
  other.read();
  assert.deepEqual(spansIn(other.editor), ["actor Jets", "location Basra"]);
  assert.deepEqual(
    [other.editor.standing().isBehind, other.editor.standing().known, other.editor.standing().waiting],
    [false, 2, []],
  );
});

test("an act that may have been sent before does not undo what came after it", async () => {
  const server = new FakeServer();
  const log = memoryLog();
  const first = makeDevice(server, log);
  await first.outbox.start();
  mark(first.editor, "actor", "Jets");
  await first.outbox.drained();
  server.faults.push(() => "lost");
  run(first.editor, "set_attribute", { name: "kind", value: "state" });
  await quiet();
  first.outbox.stop();
  // Another device takes it back before this browser is opened again: what waits there would fit once more.
  const other = makeDevice(server);
  await other.outbox.start();
  run(other.editor, "set_attribute", { spanId: spanOn(other.editor, "Jets").id, name: "kind", value: null });
  await other.outbox.drained();
  const again = makeDevice(server, log, await log.history("t1"));
  await again.outbox.start();
  await again.outbox.drained();
  again.read();
  assert.deepEqual(spanOn(again.editor, "Jets").attributes, {});
  isSame(again.editor, server);
});

test("whatever devices do at the same time, with answers lost, they end equal with the server", async () => {
  for (let seed = 1; seed <= 25; seed += 1) await meeting(seed);
});

/** @param {number} seed */
async function meeting(seed) {
  const dice = random(seed);
  const server = new FakeServer();
  const devices = [makeDevice(server), makeDevice(server), makeDevice(server)];
  for (const device of devices) await device.outbox.start();
  for (let time = 0; time < 60; time += 1) {
    const device = dice.pick(devices);
    const kind = dice.below(8);
    if (kind === 0) device.read();
    else if (kind === 1) server.faults.push(() => "lost");
    else if (kind === 2) await quiet();
    else if (kind === 3) device.editor.run(dice.pick(["undo", "redo"]));
    else randomCommand(device.editor, dice);
  }
  server.faults = [];
  await settled(devices);
  for (const { editor, read } of devices) {
    read();
    isSame(editor, server, `seed ${seed}`);
    assert.deepEqual(editor.standing().waiting, []);
  }
}

// ---------------------------------------------------------------- tabs

/** Two tabs of one browser: what one does the other hears. */
function makeTabs() {
  const [writer, reader] = [makeEditor(), makeEditor()];
  writer.onAct((act) => hear(reader, { act: structuredClone(act) }));
  return { writer, reader };
}

test("a tab that reads along has everything that the writing one has: acts, undo, refusals, what other devices did", () => {
  forSeeds(30, (dice) => {
    const { writer, reader } = makeTabs();
    const acts = [];
    writer.onAct((act) => acts.push(act));
    let revision = 0;
    /** An undo in whose way something stands is forgotten: the reader finds that out when it tries. */
    let isForgetful = false;
    for (let time = 0; time < 40; time += 1) {
      const kind = dice.below(6);
      if (kind === 0) isForgetful ||= !writer.run(dice.pick(["undo", "redo"])).ok;
      else if (kind === 1 && acts.length > 0) {
        const act = acts.shift();
        revision += act.changes.length;
        const outcome = dice.below(4)
          ? { act: act.id, status: "applied", effects: [], revision }
          : { act: act.id, status: "refused", rule: "fence", detail: "no", change: act.changes[0].id, current: null };
        writer.settle(outcome);
        hear(reader, { outcome: structuredClone(outcome) });
      } else if (kind === 2) {
        const told = [
          {
            id: `c${time}`,
            act: `a${time}`,
            kind: "set_attribute",
            revision: (revision += 1),
            before: { name: "note", value: null },
            after: { name: "note", value: `${time}` },
          },
        ];
        writer.applyRemote(told);
        hear(reader, { told: structuredClone(told) });
      } else randomCommand(writer, dice);
      assert.deepEqual(reader.state.annotations, writer.state.annotations);
      if (isForgetful) continue;
      const ids = (stack) => stack.map(({ id }) => id);
      assert.deepEqual(ids(reader.state.undo), ids(writer.state.undo));
      assert.deepEqual(ids(reader.state.redo), ids(writer.state.redo));
      assert.deepEqual(reader.state.problems, writer.state.problems);
    }
    if (!isForgetful) assert.deepEqual(reader.snapshot(), writer.snapshot());
  });
});

test("a tab that begins to read along gets all that is known, and keeps what was made in it", () => {
  const writer = makeEditor();
  mark(writer, "actor", "Jets");
  mark(writer, "location", "Basra");
  run(writer, "undo");
  const reader = makeEditor();
  mark(reader, "actor", "Iraq");
  hear(reader, { standing: structuredClone(writer.snapshot()) });
  assert.deepEqual(spansIn(reader), ["actor Jets", "actor Iraq"]);
  run(reader, "undo");
  run(reader, "undo");
  assert.deepEqual(spansIn(reader), []);
});

test("a problem that is decided in one tab is decided in the other", () => {
  const { writer, reader } = makeTabs();
  mark(writer, "actor", "Jets");
  const [act] = writer.state.undo;
  const outcome = {
    act: act.id,
    status: "refused",
    rule: "max",
    detail: "no",
    change: act.changes[0].id,
    current: null,
  };
  for (const editor of [writer, reader]) editor.settle(outcome);
  assert.equal(reader.state.problems.length, 1);
  hear(reader, { decided: act.id });
  assert.deepEqual(reader.state.problems, []);
});

// ---------------------------------------------------------------- the journal

function makeJournal(read, isWanted = () => true) {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const network = new EventTarget();
  const editor = makeEditor();
  const told = [];
  const errors = [];
  const journal = followJournal({
    editor,
    read,
    isWanted,
    onTold: (changes) => told.push(...changes),
    onError: (error) => errors.push(error.message),
    page,
    network,
  });
  return { journal, page, network, editor, told, errors };
}
const setting = (revision, value) => ({
  id: `c${revision}`,
  act: `a${revision}`,
  kind: "set_attribute",
  revision,
  at: "",
  before: { name: "note", value: null },
  after: { name: "note", value },
});

test("the journal is read to its end before any of it is shown", async (t) => {
  const asked = [];
  const stretches = [
    { changes: [setting(1, "a"), setting(2, "b")], next: 2 },
    { changes: [setting(3, "c")], next: null },
  ];
  const { journal, editor, told } = makeJournal(async (after) => (asked.push(after), stretches.shift()));
  t.after(journal.close);
  await journal.look();
  assert.deepEqual(asked, [0, 2]);
  assert.deepEqual([editor.state.annotations.attributes.note, told.length, editor.standing().known], ["c", 3, 3]);
});

test("who asks while the journal is being read is answered by one more reading, not by two", async (t) => {
  let count = 0;
  const { journal } = makeJournal(async () => ((count += 1), { changes: [], next: null }));
  t.after(journal.close);
  await Promise.all([journal.look(), journal.look(), journal.look()]);
  assert.equal(count, 2);
});

test("the journal is looked into when the page is seen again, by the tab that may write, until it is closed", async () => {
  let count = 0;
  let isHeld = true;
  const { journal, page, network } = makeJournal(
    async () => ((count += 1), { changes: [], next: null }),
    () => isHeld,
  );
  const seen = async (expected) => (await quiet(), assert.equal(count, expected));
  network.dispatchEvent(new Event("focus"));
  await seen(1);
  page.dispatchEvent(new Event("visibilitychange"));
  await seen(2);
  page.visibilityState = "hidden";
  network.dispatchEvent(new Event("online"));
  await seen(2);
  page.visibilityState = "visible";
  isHeld = false;
  network.dispatchEvent(new Event("online"));
  await seen(2);
  isHeld = true;
  journal.close();
  network.dispatchEvent(new Event("focus"));
  await seen(2);
});

test("a journal that cannot be read is told of, and read the next time", async (t) => {
  const answers = [
    Promise.reject(new Error("no network")),
    Promise.resolve({ changes: [setting(1, "a")], next: null }),
  ];
  answers[0].catch(() => {});
  const { journal, errors, editor } = makeJournal(() => answers.shift());
  t.after(journal.close);
  await journal.look();
  assert.deepEqual(errors, ["no network"]);
  await journal.look();
  assert.equal(editor.state.annotations.attributes.note, "a");
});
