import assert from "node:assert/strict";
import { test } from "node:test";
import { adoptable, adoptAll } from "../../annotator/web/static/workbench/model/acts.js";

const ours = { id: "ours", label: "x", start: 0, end: 3, quote: "abc", attributes: {}, origin: "human" };
const standing = { ...ours, id: "theirs", attributes: { b: 1 } };
const change = (kind, before, after, id = "c") => ({ id, act: "a", kind, before, after });
const act = (...changes) => ({ id: "a", changes, command: "", status: "", undoes: null, redoes: null, at: 0 });
const link = (from, to) => ({ id: "l", role: "r", from, to });
const refused = { act: "a", status: "refused", rule: "equal_span", change: "c", current: standing };

test("only an added span that stands already is adopted", () => {
  assert.equal(adoptable(act(change("add_span", null, ours)), refused), "ours");
  assert.equal(adoptable(act(change("change_span", ours, ours)), refused), null);
  assert.equal(adoptable(act(change("add_span", null, ours)), { ...refused, rule: "fence" }), null);
  assert.equal(adoptable(act(change("add_span", null, ours)), { ...refused, status: "applied" }), null);
  assert.equal(adoptable(act(change("add_span", null, ours)), { ...refused, current: null }), null);
  assert.equal(adoptable(act(change("add_span", null, ours)), { ...refused, change: "other" }), null);
  assert.equal(adoptable(undefined, refused), null);
});

test("the adding goes, links follow, and acts that do not name our span stay as they are", () => {
  const other = act(change("add_link", null, link("p", "q")));
  const [first, second, third] = adoptAll(
    [
      act(change("add_span", null, ours), change("add_link", null, link("p", "ours"))),
      act(change("remove_link", link("ours", "q"), null)),
      other,
    ],
    "ours",
    standing,
  );
  assert.deepEqual(first.changes, [change("add_link", null, link("p", "theirs"))]);
  assert.deepEqual(second.changes, [change("remove_link", link("theirs", "q"), null)]);
  assert.equal(third, other);
});

test("what was done to our span is done to the standing one, step by step, with fences that fit", () => {
  const said = { ...ours, attributes: { a: 1, b: 2 } };
  const moved = { ...said, end: 4, quote: "abcd", attributes: { b: 2 } };
  const [added, first, second, last] = adoptAll(
    [
      act(change("add_span", null, ours)),
      act(change("change_span", ours, said)),
      act(change("change_span", said, moved)),
      act(change("remove_span", moved, null)),
    ],
    "ours",
    standing,
  );
  assert.deepEqual(added.changes, []);
  assert.deepEqual(first.changes, [change("change_span", standing, { ...standing, attributes: { a: 1, b: 2 } })]);
  const end = { ...standing, end: 4, quote: "abcd", attributes: { b: 2 } };
  assert.deepEqual(second.changes, [change("change_span", first.changes[0].after, end)]);
  assert.deepEqual(last.changes, [change("remove_span", end, null)]);
});

test("removed and made again, our span comes back as the standing one", () => {
  const [, removed, again] = adoptAll(
    [act(change("add_span", null, ours)), act(change("remove_span", ours, null)), act(change("add_span", null, ours))],
    "ours",
    standing,
  );
  assert.deepEqual(removed.changes, [change("remove_span", standing, null)]);
  assert.deepEqual(again.changes, [change("add_span", null, { ...ours, id: "theirs" })]);
});
