import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { apply, complete, Refusal } from "../../annotator/web/static/workbench/model/changes.js";
import { createEditor } from "../../annotator/web/static/workbench/model/editor.js";
import { frames } from "../../annotator/web/static/workbench/model/frames.js";
import { TextIndex } from "../../annotator/web/static/workbench/model/offsets.js";
import { REASONS } from "../../annotator/web/static/workbench/model/rules.js";
import { contract } from "./support/make.js";

const byId = (items) => new Map(items.map((item) => [item.id, item]));

/** The act of a case, completed and applied: what was added, and what stands or was refused. */
function play({ schema: name, text, before, changes }) {
  const schema = contract.schemas[name];
  const index = new TextIndex(text);
  const { spans, links, comments = [], attributes } = before;
  let standing = { spans: byId(spans), links: byId(links), comments: byId(comments), attributes };
  const effects = [];
  try {
    for (const change of changes) {
      for (const step of complete(standing, change, schema, index)) {
        standing = apply(standing, step, schema, index);
        if (step.id !== change.id) effects.push(step);
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { effects: [], refused: error, after: null };
  }
  return { effects, refused: null, after: standing };
}

for (const example of contract.cases) {
  test(`contract: ${example.name}`, () => {
    const { effects, refused, after } = play(example);
    assert.equal(refused?.rule ?? null, example.refused?.rule ?? null, refused?.detail);
    if (example.refused && "current" in example.refused) assert.deepEqual(refused.current, example.refused.current);
    assert.deepEqual(effects, example.effects);
    if (!example.after) return assert.equal(after, null);
    assert.deepEqual(after.spans, byId(example.after.spans));
    assert.deepEqual(after.links, byId(example.after.links));
    assert.deepEqual(after.comments, byId(example.after.comments ?? []));
    assert.deepEqual(after.attributes, example.after.attributes);
  });
}

test("the contract has a case for each kind of change and each rule", () => {
  const kinds = new Set(
    contract.cases.filter(({ refused }) => !refused).flatMap(({ changes }) => changes.map(({ kind }) => kind)),
  );
  assert.deepEqual(
    [...kinds].sort(),
    (
      "add_comment add_link add_span change_comment change_link change_span " +
      "remove_comment remove_link remove_span set_attribute"
    ).split(" "),
  );
  const rules = new Set(contract.cases.flatMap(({ refused }) => refused?.rule ?? []));
  const all =
    "anchor attribute author change created duplicate_link ends equal_span fence grapheme id label max quote range reason role self_link star unknown value";
  assert.deepEqual([...rules].sort(), all.split(" "));
});

test("page and server know the same reasons", () => assert.deepEqual(REASONS, contract.reasons));

const TASK = new URL("../contract/task.json", import.meta.url);

test(
  "the model reads the task that the server makes",
  { skip: !existsSync(TASK) && "the server has not made it" },
  () => {
    const task = JSON.parse(readFileSync(TASK, "utf8"));
    const { state } = createEditor({ task });
    assert.equal(state.annotations.spans.size, task.annotations.spans.length);
    for (const span of state.annotations.spans.values())
      assert.equal(state.index.slice(span.start, span.end), span.quote);
    const triggers = new Set(task.schema.labels.filter(({ trigger }) => trigger).map(({ name }) => name));
    const headed = frames(state.annotations, task.schema).flatMap((frame) => frame.triggers);
    assert.equal(headed.length, task.annotations.spans.filter(({ label }) => triggers.has(label)).length);
  },
);
