import assert from "node:assert/strict";
import { test } from "node:test";
import { createLease } from "../../annotator/web/static/workbench/io/tabs.js";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let tasks = 0;

/** Tabs of one browser on one task. */
function makeTabs(t, ...names) {
  const taskId = `task-${(tasks += 1)}`;
  return names.map((tabId) => {
    const heard = [];
    const tab = { heard, changes: [], yielded: 0 };
    tab.lease = createLease({
      taskId,
      tabId,
      wait: 60,
      onChange: (held) => tab.changes.push(held),
      onShared: (message) => heard.push(message),
      yielding: async () => {
        tab.yielded += 1;
        await tab.finish?.();
      },
    });
    t.after(() => tab.lease.close());
    return tab;
  });
}

test("the first tab may write, the second only reads and hears what the first shares", async (t) => {
  const [first, second] = makeTabs(t, "a", "b");
  assert.equal(await first.lease.open(), true);
  assert.equal(await second.lease.open(), false);
  first.lease.share({ act: "x" });
  await pause(30);
  assert.deepEqual(second.heard, [{ act: "x" }]);
  assert.deepEqual([first.changes, second.changes], [[true], []]);
});

test("the second tab takes over, after the first has finished what it was doing", async (t) => {
  const [first, second] = makeTabs(t, "a", "b");
  await first.lease.open();
  await second.lease.open();
  assert.equal(await second.lease.takeOver(), true);
  assert.deepEqual([first.lease.held(), second.lease.held()], [false, true]);
  assert.equal(first.yielded, 1);
  assert.deepEqual(first.changes, [true, false]);
  assert.equal(await first.lease.takeOver(), true);
  await pause(30);
  assert.deepEqual([first.lease.held(), second.lease.held()], [true, false]);
});

test("of two tabs that open at once just one may write", async (t) => {
  const tabs = makeTabs(t, "b", "a", "c");
  await Promise.all(tabs.map(({ lease }) => lease.open()));
  await pause(30);
  assert.deepEqual(
    tabs.map(({ lease }) => lease.held()),
    [false, true, false],
  );
});

test("when the writing tab closes the waiting one may write", async (t) => {
  const [first, second] = makeTabs(t, "a", "b");
  await first.lease.open();
  await second.lease.open();
  first.lease.close();
  await pause(150);
  assert.equal(second.lease.held(), true);
});

test("a tab that does not answer in time is overruled, and gives way when it hears of it", async (t) => {
  const [first, second] = makeTabs(t, "a", "b");
  first.finish = () => new Promise(() => {});
  await first.lease.open();
  await second.lease.open();
  assert.equal(await second.lease.takeOver(), true);
  await pause(30);
  assert.deepEqual([first.lease.held(), second.lease.held()], [false, true]);
  assert.deepEqual(first.changes, [true, false]);
});

test("a closed tab says and hears nothing more", async (t) => {
  const [first, second] = makeTabs(t, "a", "b");
  await first.lease.open();
  const opening = second.lease.open();
  second.lease.close();
  assert.equal(await opening, false);
  second.lease.share("nothing");
  first.lease.share("nothing");
  await pause(30);
  assert.deepEqual([first.heard, second.heard, second.changes], [[], [], []]);
});

test("a tab that begins to read along is told all that is known, and so is one that takes over", async (t) => {
  const standing = (name) => ({ known: 3, pending: [], past: [name], unread: [], problems: [], base: {} });
  const heard = { a: [], b: [] };
  const make = (tabId) => {
    const lease = createLease({
      taskId: "standing",
      tabId,
      wait: 60,
      onChange: () => {},
      onShared: (news) => heard[tabId].push(news.standing?.past[0] ?? "nothing"),
      all: () => ({ standing: standing(tabId) }),
    });
    t.after(() => lease.close());
    return lease;
  };
  const [first, second] = [make("a"), make("b")];
  await first.open();
  await second.open();
  await pause(30);
  assert.deepEqual(heard, { a: [], b: ["a"] });
  await second.takeOver();
  assert.deepEqual(heard, { a: [], b: ["a", "a"] });
  await first.takeOver();
  assert.deepEqual(heard, { a: ["b"], b: ["a", "a"] });
});

test("a tab that needs longer to finish than to answer is waited for", async (t) => {
  const [first, second] = makeTabs(t, "a", "b");
  let isFinished = false;
  first.finish = () => pause(150).then(() => (isFinished = true));
  await first.lease.open();
  await second.lease.open();
  await second.lease.takeOver();
  assert.ok(isFinished, "although other tabs are given 60 ms to answer");
  assert.deepEqual([first.lease.held(), second.lease.held()], [false, true]);
});
