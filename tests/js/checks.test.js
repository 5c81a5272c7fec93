import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { softViolations } from "../../annotator/web/static/workbench/model/checks.js";
import { TextIndex } from "../../annotator/web/static/workbench/model/offsets.js";

const contract = JSON.parse(readFileSync(new URL("../contract/checks.json", import.meta.url), "utf8"));
const byId = (items) => new Map(items.map((item) => [item.id, item]));

for (const { name, spans, links, attributes, violations } of contract.cases) {
  test(`what is open: ${name}`, () => {
    const annotations = { spans: byId(spans), links: byId(links), comments: new Map(), attributes };
    assert.deepEqual(softViolations(annotations, contract.schema, new TextIndex(contract.text)), violations);
  });
}
