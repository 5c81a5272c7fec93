import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog, memoryLog, memoryShelf } from "../../annotator/web/static/workbench/io/log.js";

const act = (id, changes = []) => ({ id, changes, command: "label", status: id, undoes: null, redoes: null, at: 0 });
const ids = (acts) => acts.map(({ id }) => id).join();

test("acts are kept in order, each task by itself, until the server has settled them", async () => {
  const log = memoryLog();
  for (const id of ["b", "a", "c"]) await log.append("t1", act(id));
  await log.append("t2", act("a"));
  assert.equal(ids(await log.pending("t1")), "b,a,c");
  await log.acknowledge("t1", "b");
  await log.refuse("t1", "a", { act: "a", status: "refused", rule: "fence" });
  assert.equal(ids(await log.pending("t1")), "c");
  assert.equal(ids(await log.pending("t2")), "a");
  const history = await log.history("t1");
  assert.deepEqual(
    history.map(({ act: { id }, state, outcome }) => [id, state, outcome?.rule]),
    [
      ["b", "acknowledged", undefined],
      ["a", "refused", "fence"],
      ["c", "pending", undefined],
    ],
  );
});

test("what the server added is kept with the act, so that undo after a reload reaches it", async () => {
  const log = memoryLog();
  await log.append("t1", act("a", ["mine"]));
  await log.acknowledge("t1", "a", ["theirs"]);
  assert.deepEqual((await log.history("t1"))[0].act.changes, ["mine", "theirs"]);
});

test("a rewritten act takes the place of the one with its id", async () => {
  const log = memoryLog();
  for (const id of ["a", "b"]) await log.append("t1", act(id, ["old"]));
  await log.replace("t1", act("a", ["new"]));
  assert.deepEqual(
    (await log.pending("t1")).map(({ id, changes }) => [id, ...changes]),
    [
      ["a", "new"],
      ["b", "old"],
    ],
  );
});

test("an act is kept once", async () => {
  const log = memoryLog();
  await log.append("t1", act("a"));
  await assert.rejects(log.append("t1", act("a")));
});

test("clearing and pruning never touch what is not settled", async () => {
  let now = 1000;
  const log = createLog(memoryShelf(), () => now);
  for (const task of ["t1", "t2"]) for (const id of ["a", "b"]) await log.append(task, act(id));
  for (const task of ["t1", "t2"]) await log.acknowledge(task, "a");
  await log.clear("t1");
  assert.equal(ids((await log.history("t1")).map((each) => each.act)), "b");
  assert.equal(ids((await log.history("t2")).map((each) => each.act)), "a,b");
  now = 2000;
  await log.acknowledge("t2", "b");
  await log.prune(2000);
  assert.equal(ids((await log.history("t2")).map((each) => each.act)), "b");
  assert.equal(ids(await log.pending("t1")), "b");
});

test("what is given to the log or taken from it can be changed without changing the log", async () => {
  const log = memoryLog();
  const mine = act("a", ["x"]);
  await log.append("t1", mine);
  mine.changes.push("y");
  (await log.pending("t1"))[0].changes.push("z");
  assert.deepEqual((await log.pending("t1"))[0].changes, ["x"]);
});

test("how a document was left is kept until it is forgotten, and found among what is not sent", async () => {
  const log = memoryLog();
  const leaving = { kind: "submit", title: "Basra", at: 1 };
  await log.leave("t2", leaving);
  await log.append("t1", act("a"));
  await log.append("t3", act("a"));
  await log.acknowledge("t3", "a");
  assert.deepEqual((await log.unsent()).sort(), ["t1", "t2"]);
  assert.deepEqual(await log.leaving("t2"), leaving);
  assert.equal(await log.leaving("t1"), null);
  await log.leave("t2", { ...leaving, kind: "skip" });
  assert.equal((await log.leaving("t2")).kind, "skip");
  await log.forget("t2");
  assert.deepEqual(await log.unsent(), ["t1"]);
});

test("a refused act is kept until a person has decided, and is not asked again after that", async () => {
  let now = 1000;
  const log = createLog(memoryShelf(), () => now);
  const outcome = { act: "a", status: "refused", rule: "fence" };
  await log.append("t1", act("a"));
  await log.refuse("t1", "a", outcome);
  now = 9000;
  await log.prune(9000);
  await log.clear("t1");
  const [kept] = await log.history("t1");
  assert.deepEqual([kept.state, kept.outcome], ["refused", outcome]);
  await log.decide("t1", "a");
  const [decided] = await log.history("t1");
  assert.deepEqual([decided.state, decided.outcome], ["decided", null]);
  await log.clear("t1");
  assert.deepEqual(await log.history("t1"), []);
});

test("a question about an act that was taken is kept beside it until it is decided", async () => {
  const log = memoryLog();
  await log.append("t1", act("a"));
  await log.acknowledge("t1", "a");
  await log.question("t1", "a", { act: "a", status: "applied", rule: "met" });
  assert.deepEqual(
    (await log.history("t1")).map(({ state, outcome }) => [state, outcome.rule]),
    [["acknowledged", "met"]],
  );
  await log.decide("t1", "a");
  assert.deepEqual(
    (await log.history("t1")).map(({ state, outcome }) => [state, outcome]),
    [["acknowledged", null]],
  );
});

test("of places that change faster than they are written the last is kept", async () => {
  const shelf = memoryShelf();
  const written = [];
  const { keepPlace } = shelf;
  shelf.keepPlace = async (task, place) => (written.push(place.point), await keepPlace(task, place));
  const log = createLog(shelf);
  const place = (point) => ({ point, focus: null, top: 0 });
  await Promise.all([1, 2, 3, 4].map((point) => log.keepPlace("t1", place(point))));
  assert.deepEqual(await log.place("t1"), place(4));
  assert.deepEqual(written, [1, 4]);
  assert.equal(await log.place("t2"), null);
});
