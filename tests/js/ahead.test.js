import assert from "node:assert/strict";
import { test } from "node:test";
import { createAhead } from "../../annotator/web/static/workbench/ahead.js";

const taskOf = (id) => ({ task: { id }, document: { id, text: "One. Two.", paragraphs: [] } });
const rounds = async () => {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
};

test("what is still being opened when somebody goes on is shown to them, and nothing is fetched in its stead", async () => {
  const shown = [];
  const left = [taskOf("second"), taskOf("third")];
  /** @type {(() => void)[]} */
  const openings = [];
  let isEmpty = false;
  const desk = {
    folders: new Map(),
    isResting: () => isEmpty,
    state: () => ({ state: "saved" }),
    opened: (task) => new Promise((done) => openings.push(() => done({ task }))),
  };
  const show = ({ task }) => {
    shown.push(task.task.id);
    isEmpty = false;
  };
  const fetchNext = async () => left.shift() ?? null;
  const ahead = createAhead({ desk, fetchNext, show, rest: () => {}, myTasks: "/" });
  ahead.look();
  await rounds();
  assert.equal(openings.length, 1, "the second has come and is not open yet");
  assert.equal(ahead.take(), null);
  isEmpty = true;
  ahead.look();
  openings.shift()();
  await rounds();
  assert.deepEqual(shown, ["second"]);
});
