import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryLog } from "../../annotator/web/static/workbench/io/log.js";
import { createOutbox } from "../../annotator/web/static/workbench/io/outbox.js";
import { createEditor } from "../../annotator/web/static/workbench/model/editor.js";
import { randomCommand, raid } from "./support/acts.js";
import { at, linksIn, makeEditor, makeTask, mark, run, spanOn, spansIn } from "./support/make.js";
import { random } from "./support/random.js";
import { FakeClock, FakeServer, lost, offline, problem, quiet } from "./support/server.js";

/** A page with its editor, log and outbox, before a server. */
function makePage({
  server = new FakeServer(),
  log = memoryLog(),
  editor = makeEditor(),
  isStarted = true,
  ...more
} = {}) {
  const page = {
    server,
    log,
    editor,
    clock: new FakeClock(),
    network: new EventTarget(),
    states: [],
    outcomes: [],
    acts: [],
  };
  page.outbox = createOutbox({
    ...more,
    log,
    taskId: "t1",
    send: server.send,
    clock: page.clock,
    network: page.network,
    onState: ({ state, waiting }) => page.states.push(`${state} ${waiting}`),
    onOutcome: (outcome) => {
      page.outcomes.push(outcome);
      editor.settle(outcome);
    },
  });
  editor.onAct((act) => {
    page.acts.push(act);
    void page.outbox.put(act);
  });
  page.started = isStarted ? page.outbox.start() : null;
  return page;
}

const stateOf = async (log) => (await log.history("t1")).map(({ state }) => state).join(" ");

test("an act is on the disk before it is sent, and is saved when the server says so", async () => {
  const page = makePage();
  const order = [];
  const { append } = page.log;
  page.log.append = async (...args) => (await append(...args), order.push("kept"));
  const { send } = page.server;
  page.server.faults.push(() => (order.push("sent"), null));
  mark(page.editor, "actor", "Jets");
  await page.outbox.drained();
  assert.deepEqual(order, ["kept", "sent"]);
  assert.deepEqual(page.states, ["local 1", "saved 0"]);
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
  assert.equal(await stateOf(page.log), "acknowledged");
  assert.ok(send);
});

test("an act that is not on the disk yet does not go along with one that is", async () => {
  const page = makePage();
  await page.started;
  const { append } = page.log;
  let write;
  page.log.append = async (...args) => {
    if (page.acts.length > 1) await new Promise((done) => (write = done));
    return append(...args);
  };
  mark(page.editor, "actor", "Jets");
  mark(page.editor, "location", "Basra");
  await quiet();
  const ids = page.acts.map(({ id }) => id);
  assert.deepEqual(page.server.requests, [ids.slice(0, 1)]);
  write();
  await page.outbox.drained();
  assert.deepEqual(page.server.requests, [ids.slice(0, 1), ids.slice(1)]);
});

test("while one request is under way the rest gathers, and goes as one in order", async () => {
  const page = makePage();
  await page.started;
  raid(page.editor);
  await page.outbox.drained();
  const ids = page.acts.map(({ id }) => id);
  assert.deepEqual(page.server.requests, [ids.slice(0, 1), ids.slice(1)]);
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
});

test("a request holds at most 500 changes, and never half an act", async () => {
  const page = makePage();
  await page.started;
  page.server.faults.push(offline);
  const changes = (count, name) =>
    Array.from({ length: count }, (_, place) => ({
      id: `${name}${place}`,
      act: name,
      kind: "move_span",
      before: null,
      after: null,
    }));
  for (const [name, count] of [
    ["a", 300],
    ["b", 200],
    ["c", 1],
    ["d", 600],
  ])
    void page.outbox.put({
      id: name,
      changes: changes(count, name),
      command: "",
      status: "",
      undoes: null,
      redoes: null,
      at: 0,
    });
  await quiet();
  await page.clock.ring();
  assert.deepEqual(page.server.requests, [["a"], ["a", "b"], ["c"], ["d"]]);
});

test("without a network work goes on, and goes out in order once it is back, each act once", async () => {
  const page = makePage();
  page.server.faults.push(offline, offline, offline);
  raid(page.editor);
  await quiet();
  assert.equal(page.outbox.state().state, "offline");
  assert.equal(page.outbox.state().waiting, 5);
  await page.clock.ring();
  await page.clock.ring();
  assert.deepEqual(page.clock.pauses, [750, 1500, 3000], "pauses double");
  page.network.dispatchEvent(new Event("online"));
  await page.outbox.drained();
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
  assert.equal(page.states.at(-1), "saved 0");
  assert.deepEqual(
    page.server.journal.map(({ id }) => id),
    page.acts.flatMap(({ changes }) => changes.map(({ id }) => id)),
  );
});

test("pauses have a longest, and begin short again after an answer", async () => {
  const page = makePage();
  page.server.faults.push(...Array(12).fill(offline), null, offline);
  mark(page.editor, "actor", "Jets");
  await quiet();
  for (let time = 0; time < 12; time += 1) await page.clock.ring();
  assert.equal(Math.max(...page.clock.pauses), 45_000);
  mark(page.editor, "location", "Basra");
  await quiet();
  assert.equal(page.clock.pauses.at(-1), 750);
});

test("an act whose answer was lost is sent again and applied once", async () => {
  const page = makePage();
  page.server.faults.push(lost);
  mark(page.editor, "actor", "Jets");
  await quiet();
  assert.equal(page.server.journal.length, 1);
  await page.clock.ring();
  await page.outbox.drained();
  assert.equal(page.server.requests.length, 2);
  assert.equal(page.server.journal.length, 1);
  assert.deepEqual(
    page.outcomes.map(({ status }) => status),
    ["applied"],
  );
});

test("one refused act does not stop the others", async () => {
  const page = makePage();
  page.server.act("other", [
    {
      id: "o1",
      act: "other",
      kind: "set_attribute",
      before: { name: "note", value: null },
      after: { name: "note", value: "x" },
    },
  ]);
  run(page.editor, "set_document_attribute", { name: "note", value: "y" });
  mark(page.editor, "actor", "Jets");
  await page.outbox.drained();
  assert.deepEqual(
    page.outcomes.map(({ status, rule }) => rule ?? status),
    ["fence", "applied"],
  );
  assert.deepEqual(spansIn(page.editor), ["actor Jets"]);
  assert.equal(page.editor.state.problems.length, 1);
  assert.equal(await stateOf(page.log), "refused acknowledged");
});

test("a session that ends keeps the work, asks to sign in, and goes on after it", async () => {
  const page = makePage();
  page.server.faults.push(problem(401, "sign_in"));
  mark(page.editor, "actor", "Jets");
  await quiet();
  mark(page.editor, "location", "Basra");
  await quiet();
  assert.equal(page.server.requests.length, 1, "nothing is sent meanwhile");
  assert.deepEqual(page.outbox.state(), { state: "sign_in", waiting: 2, detail: "so it is" });
  page.network.dispatchEvent(new Event("online"));
  await quiet();
  assert.equal(page.server.requests.length, 1);
  page.outbox.resume();
  await page.outbox.drained();
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
});

test("a form token that has run out is a matter of signing in, not of the act", async () => {
  const page = makePage();
  page.server.faults.push(problem(400, "csrf"));
  mark(page.editor, "actor", "Jets");
  await quiet();
  assert.equal(page.outbox.state().state, "sign_in");
});

test("a task that is closed to us is a problem in words; the work is kept and can go later", async () => {
  for (const [status, rule] of [
    [403, "task_state"],
    [409, "task_state"],
    [404, null],
    [400, "surprise"],
  ]) {
    const page = makePage();
    page.server.faults.push(problem(status, rule, "this task was submitted"));
    mark(page.editor, "actor", "Jets");
    await quiet();
    assert.deepEqual(page.outbox.state(), { state: "problem", waiting: 1, detail: "this task was submitted" });
    assert.equal(await stateOf(page.log), "pending");
    page.outbox.resume();
    await page.outbox.drained();
    assert.deepEqual(page.server.annotations, page.editor.state.annotations);
  }
});

test("a server in trouble is asked again later, as late as it wishes, and the trouble is named", async () => {
  const page = makePage();
  page.server.faults.push(problem(500, null, "out of order"), () => Object.assign(problem(503)(), { retryAfter: 120 }));
  mark(page.editor, "actor", "Jets");
  await quiet();
  assert.deepEqual(page.outbox.state(), { state: "local", waiting: 1, detail: "out of order" });
  await page.clock.ring();
  assert.deepEqual(page.clock.pauses, [750, 120_000]);
  await page.clock.ring();
  assert.equal(page.states.at(-1), "saved 0");
});

test("after trouble acts go one by one, so that one that breaks the server does not hide behind others", async () => {
  const page = makePage();
  page.server.faults.push(offline);
  raid(page.editor);
  await quiet();
  const poison = page.acts[2].id;
  const breaks = (changes) => (changes.some(({ act }) => act === poison) ? problem(500, null, "out of order")() : null);
  page.server.faults.push(...Array(20).fill(breaks));
  for (let time = 0; time < 8; time += 1) await page.clock.ring();
  assert.deepEqual(await stateOf(page.log), "acknowledged acknowledged pending pending pending");
});

test("a request that is wrong as a whole is taken apart, and only the act that is wrong is refused", async () => {
  const page = makePage();
  page.server.faults.push(offline);
  for (const words of ["Jets", "Iraq", "Monday"]) mark(page.editor, "actor", words);
  await quiet();
  const wrong = page.acts[1].id;
  const check = (changes) => (changes.some(({ act }) => act === wrong) ? problem(422, "change", "malformed")() : null);
  page.server.faults.push(...Array(10).fill(check));
  await page.clock.ring();
  await page.outbox.drained();
  assert.equal(await stateOf(page.log), "acknowledged refused acknowledged");
  assert.deepEqual(spansIn(page.editor), ["actor Jets", "actor Monday"]);
});

test("an answer that leaves an act out is asked for again", async () => {
  const page = makePage();
  const { send } = page.server;
  mark(page.editor, "actor", "Jets");
  page.server.take = () => ({ revision: 0, outcomes: [] });
  await quiet();
  assert.equal(page.outbox.state().detail, "The server left an act unanswered");
  delete page.server.take;
  await page.clock.ring();
  assert.equal(page.states.at(-1), "saved 0");
  assert.ok(send);
});

/** Another device has marked the same words already. */
function otherDevice(server, words = "Jets") {
  const other = makeEditor();
  const theirs = mark(other, "actor", words);
  server.act(
    "other",
    other.state.undo[0].changes.map((change) => ({ ...change, act: "other" })),
  );
  return theirs;
}

test("of two equal spans of two devices one stands, with all that was said and linked on both", async () => {
  const page = makePage();
  const theirs = otherDevice(page.server);
  raid(page.editor);
  const ours = spanOn(page.editor, "Jets");
  run(page.editor, "set_attribute", { spanId: ours.id, name: "kind", value: "state" });
  await page.outbox.drained();
  assert.deepEqual(page.editor.state.problems, []);
  assert.equal(spanOn(page.editor, "Jets").id, theirs.id);
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
  assert.ok(linksIn(page.editor).includes("agent hit→Jets"));
  assert.deepEqual(page.server.annotations.spans.get(theirs.id).attributes, { kind: "state" });
  assert.ok(!page.server.journal.some(({ after }) => after?.id === ours.id));
  const again = createEditor({ task: makeTask(), history: await page.log.history("t1") });
  assert.deepEqual(
    again.state.undo.map(({ id }) => id),
    page.editor.state.undo.map(({ id }) => id),
  );
});

test("an act that only made an equal span is done, and leaves nothing to send or to undo", async () => {
  const page = makePage();
  otherDevice(page.server);
  mark(page.editor, "actor", "Jets");
  await page.outbox.drained();
  assert.equal(page.editor.state.undo.length, 0);
  assert.equal(page.server.requests.length, 1);
  assert.deepEqual(await page.log.pending("t1"), []);
  const again = createEditor({ task: makeTask(), history: await page.log.history("t1") });
  assert.equal(again.state.undo.length, 0);
});

test("what an earlier page left in the log goes first", async () => {
  const log = memoryLog();
  const first = makePage({ log });
  first.server.faults.push(offline);
  mark(first.editor, "actor", "Jets");
  await quiet();
  first.outbox.stop();
  const editor = createEditor({ task: makeTask(), history: await log.history("t1") });
  const page = makePage({ log, editor, isStarted: false });
  mark(page.editor, "location", "Basra");
  await quiet();
  assert.equal(page.server.requests.length, 0, "nothing goes before it is known that this page may send");
  await page.outbox.start();
  await page.outbox.drained();
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
  assert.deepEqual(page.server.requests.flat().filter((id) => id === first.acts[0].id).length, 1);
});

test("a page that may only read sends what was done on it, and leaves the rest to the page that may write", async () => {
  const log = memoryLog();
  const first = makePage({ log });
  first.server.faults.push(offline);
  mark(first.editor, "actor", "Jets");
  await quiet();
  const second = makePage({ log, isStarted: false });
  mark(second.editor, "location", "Basra");
  await second.outbox.start({ isOwner: false });
  await second.outbox.drained();
  assert.deepEqual(second.server.requests, [[second.acts[0].id]]);
});

test("what waits is left to the page that may write now, and taken up again from the log", async () => {
  const page = makePage();
  await page.started;
  page.server.faults.push(offline);
  mark(page.editor, "actor", "Jets");
  await quiet();
  page.outbox.release();
  assert.equal(page.states.at(-1), "saved 0");
  await page.clock.ring();
  assert.equal(page.server.requests.length, 1);
  await page.outbox.start();
  await page.outbox.drained();
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
});

// ---------------------------------------------------------------- leaving a document

const DONE = { kind: "submit", title: "Basra", despite: false, at: 0 };

/** A page that tells a server how it was left; faults: what happens to the next times. */
function makeLeaver(options) {
  const told = [];
  const left = [];
  const faults = [];
  const page = makePage({
    ...options,
    onLeft: (leaving, refused) => left.push(refused?.detail ?? leaving.kind),
    async sendLeaving(leaving) {
      told.push(leaving.kind);
      const fault = faults.shift()?.();
      if (fault) throw fault;
    },
  });
  return Object.assign(page, { told, left, faults });
}

test("that a document is done is told after all acts on it, once", async () => {
  const page = makeLeaver();
  page.server.faults.push(offline);
  raid(page.editor);
  await page.outbox.leave(DONE);
  await quiet();
  assert.equal(page.outbox.state().waiting, 6);
  assert.deepEqual(page.told, []);
  await page.clock.ring();
  await page.outbox.drained();
  assert.deepEqual([page.told, page.left], [["submit"], ["submit"]]);
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
  assert.deepEqual(await page.log.unsent(), []);
});

test("that a document is done is kept: a later page tells it", async () => {
  const log = memoryLog();
  const first = makeLeaver({ log });
  first.server.faults.push(offline);
  mark(first.editor, "actor", "Jets");
  await first.outbox.leave({ ...DONE, kind: "skip", reason: "not_news" });
  await quiet();
  first.outbox.stop();
  assert.deepEqual(await log.unsent(), ["t1"]);
  const page = makeLeaver({ log, server: first.server });
  await page.started;
  await page.outbox.drained();
  assert.deepEqual([first.told, page.told], [[], ["skip"]]);
  assert.deepEqual(await log.unsent(), []);
});

test("a server that does not answer, or is in trouble, is told again; so it is after signing in", async () => {
  const page = makeLeaver();
  page.faults.push(offline, problem(500), problem(401, "sign_in"));
  await page.outbox.leave(DONE);
  await quiet();
  assert.equal(page.outbox.state().state, "offline");
  await page.clock.ring();
  assert.equal(page.outbox.state().state, "local");
  await page.clock.ring();
  assert.equal(page.outbox.state().state, "sign_in");
  page.outbox.resume();
  await page.outbox.drained();
  assert.deepEqual(page.told, Array(4).fill("submit"));
  assert.deepEqual(page.left, ["submit"]);
});

test("what can never be done so comes back, and is kept until the person knows", async () => {
  const page = makeLeaver();
  page.faults.push(problem(409, "task_state", "the task is skipped"));
  await page.outbox.leave(DONE);
  await page.outbox.drained();
  assert.deepEqual(page.left, ["the task is skipped"]);
  const kept = await page.log.leaving("t1");
  assert.deepEqual(kept.refused, { rule: "task_state", detail: "the task is skipped", violations: [] });
  const later = makeLeaver({ log: page.log });
  await later.started;
  await later.outbox.drained();
  assert.deepEqual(later.told, [], "it is not tried again by itself");
});

test("a document is not submitted over an act that was refused meanwhile, but it is skipped", async () => {
  for (const [kind, told] of [
    ["submit", []],
    ["skip", ["skip"]],
  ]) {
    const page = makeLeaver();
    page.server.faults.push(offline, problem(422, "change", "malformed"));
    mark(page.editor, "actor", "Jets");
    await page.outbox.leave({ ...DONE, kind });
    await quiet();
    await page.clock.ring();
    await page.outbox.drained();
    assert.deepEqual(page.told, told);
    assert.deepEqual(page.left, [kind === "submit" ? "malformed" : "skip"]);
  }
});

test("a browser that keeps nothing still sends, and the person is told", async () => {
  const page = makePage();
  page.log.append = async () => {
    throw new Error("the disk is full");
  };
  page.server.faults.push(offline);
  mark(page.editor, "actor", "Jets");
  await quiet();
  assert.deepEqual(page.outbox.state().state, "problem");
  assert.match(page.outbox.state().detail, /keeps no copy.*the disk is full/);
  await page.clock.ring();
  assert.equal(page.states.at(-1), "saved 0");
  assert.deepEqual(page.server.annotations, page.editor.state.annotations);
});

test("a stopped outbox sends nothing more", async () => {
  const page = makePage();
  page.server.faults.push(offline);
  mark(page.editor, "actor", "Jets");
  await quiet();
  page.outbox.stop();
  page.network.dispatchEvent(new Event("online"));
  await page.clock.ring();
  assert.equal(page.server.requests.length, 1);
});

test("whatever the network does, server and page end equal and each change is applied once", async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const chance = random(seed);
    const page = makePage();
    if (seed % 2) otherDevice(page.server, "Jets");
    const faults = [offline, lost, problem(500), problem(503), () => null, () => null, () => null];
    for (let time = 0; time < 60; time += 1) {
      page.server.faults.push(chance.pick(faults));
      const kind = chance.below(6);
      if (kind === 0) page.editor.run("undo");
      else if (kind === 1) page.editor.run("redo");
      else if (kind === 2) page.editor.run("label", { label: "actor", ...at(page.editor, "Jets") });
      else randomCommand(page.editor, chance);
      if (chance.below(4) === 0) await page.clock.ring();
    }
    page.server.faults = [];
    for (let time = 0; time < 5; time += 1) await page.clock.ring();
    await page.outbox.drained();
    if (seed % 2) page.editor.applyRemote(page.server.journal);
    else assert.deepEqual(page.editor.state.problems, [], `seed ${seed}`);
    assert.deepEqual(page.editor.state.annotations, page.server.annotations, `seed ${seed}`);
    const ids = page.server.journal.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, `seed ${seed}: applied twice`);
    const sent = new Set(page.acts.flatMap(({ changes }) => changes.map(({ id }) => id)));
    for (const { id, act } of page.server.journal) assert.ok(act === "other" || sent.has(id));
  }
});
