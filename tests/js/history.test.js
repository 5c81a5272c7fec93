import assert from "node:assert/strict";
import { test } from "node:test";
import { entries, ownEntries, wayBack, wordsOf } from "../../annotator/web/static/workbench/model/history.js";
import { randomCommand, raid } from "./support/acts.js";
import { at, EVENTS, LAB, makeEditor, mark, run, spanOn } from "./support/make.js";
import { forSeeds } from "./support/random.js";

const AT = "2024-02-08T10:00:00Z";

/** The journal of an editor's acts, as the server would tell it. */
const journalOf = (acts) =>
  acts.flatMap((act) => act.changes).map((change, place) => ({ ...change, revision: place + 1, at: AT }));

function actsOf(editor) {
  const acts = [];
  editor.onAct((act) => acts.push(act));
  return acts;
}

/** The order in which things stand in their maps is nobody's business. */
const plain = ({ spans, links, comments, attributes }) => [
  ...[spans, links, comments].map((items) => [...items.values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
  attributes,
];

test("from any act on everything can be taken back in one act, which can be undone itself", () => {
  forSeeds(40, (random) => {
    const editor = makeEditor({ schema: random.pick([EVENTS, LAB]) });
    const states = [];
    const acts = actsOf(editor);
    editor.onAct(() => states.push(editor.state.annotations));
    for (let time = 0; time < 40; time += 1) {
      if (random.below(6) === 0) editor.run(random.pick(["undo", "redo"]));
      else randomCommand(editor, random);
    }
    const place = random.below(acts.length);
    const last = editor.state.annotations;
    const { changes, left } = wayBack(editor.state, ownEntries(acts, []).slice(place));
    assert.deepEqual(left, []);
    if (changes.length > 0) run(editor, "remake", { changes, status: "back" });
    const withoutComments = (annotations) => plain({ ...annotations, comments: new Map() });
    assert.deepEqual(withoutComments(editor.state.annotations), withoutComments(states[place]));
    if (changes.length > 0) run(editor, "undo");
    assert.deepEqual(plain(editor.state.annotations), plain(last));
  });
});

test("the way back is as short as the difference, however much was done", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  mark(editor, "actor", "Jets");
  for (let time = 0; time < 20; time += 1) run(editor, time % 2 ? "redo" : "undo");
  const { changes } = wayBack(editor.state, ownEntries(acts, []));
  assert.equal(changes.length, 1);
});

test("what others changed since is left alone, and named", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  const jets = mark(editor, "actor", "Jets");
  mark(editor, "location", "Basra");
  for (const [place, act] of acts.entries()) editor.settle({ act: act.id, status: "applied", revision: place + 1 });
  const after = { ...jets, attributes: { kind: "group" } };
  editor.applyRemote([{ id: "c", act: "r", kind: "change_span", before: jets, after, revision: 3 }]);
  const { changes, left } = wayBack(editor.state, ownEntries(acts, []));
  assert.deepEqual(
    changes.map(({ kind, before }) => [kind, before.quote]),
    [["remove_span", "Basra"]],
  );
  assert.deepEqual(left, ["Actor “Jets”"]);
});

test("comments are not taken back", () => {
  const editor = makeEditor();
  const jets = mark(editor, "actor", "Jets");
  const words = { text: "sure?", author: "ann", created: AT, reason: null };
  const comment = { id: "k", ...words, span: jets.id, start: null, end: null };
  const added = { id: "c", act: "r", kind: "add_comment", before: null, after: comment, revision: 2, at: AT };
  editor.settle({ act: editor.state.undo[0].id, status: "applied", revision: 1 });
  editor.applyRemote([added]);
  const told = [...journalOf(editor.state.undo), added];
  const found = entries(told, { past: [], waiting: [], state: editor.state });
  const { changes, left } = wayBack(editor.state, found);
  run(editor, "remake", { changes, status: "back" });
  assert.deepEqual(left, []);
  const { spans, comments } = editor.state.annotations;
  assert.deepEqual([spans.size, comments.get("k").text, comments.get("k").span], [0, "sure?", null]);
  const { act } = run(editor, "undo");
  assert.equal(editor.state.annotations.comments.get("k").span, jets.id);
  const again = wayBack(editor.state, ownEntries([...editor.state.undo, act].slice(-1), []));
  assert.deepEqual(again.left, []);
});

test("acts of this browser are told in their own words, those of others in words made from their changes", () => {
  const editor = makeEditor();
  const acts = actsOf(editor);
  raid(editor);
  const jets = spanOn(editor, "Jets");
  run(editor, "set_attribute", { spanId: jets.id, name: "kind", value: "state" });
  run(editor, "relabel", { spanId: spanOn(editor, "Basra").id, label: "actor" });
  run(editor, "grow", { spanId: jets.id, side: "right" });
  run(editor, "set_document_attribute", { name: "note", value: "seen" });
  run(editor, "delete", { spanId: jets.id });
  const here = { past: acts, waiting: [], state: editor.state };
  assert.deepEqual(
    entries(journalOf(acts), here).map(({ words, isHere }) => [words, isHere]),
    acts.map(({ status }) => [status, true]),
  );
  const others = entries(journalOf(acts), { ...here, past: [] });
  assert.deepEqual(
    others.map(({ words }) => words),
    [
      "Action “hit”",
      "Actor “Jets”",
      "Location “Basra”",
      "Action “raid”",
      "Casualty “over 40 people”",
      "“Jets” Kind: State",
      "“Basra” Location → Actor",
      "“Jets” → “Jets hit”",
      "Note: seen",
      "Deleted Actor “Jets hit”",
    ],
  );
  assert.ok(others.every(({ isHere }) => !isHere));
});

test("a batch is told as one act with its number, links with the words they join", () => {
  const editor = makeEditor();
  const { act } = run(editor, "label", { label: "actor", ...at(editor, "Iraq"), repeats: true });
  const quoteOf = (id) => `“${id}”`;
  assert.equal(wordsOf(act.changes, EVENTS, quoteOf), "Actor “Iraq” ×2");
  const [role] = EVENTS.roles;
  const link = { id: "l", role: role.name, from: "a", to: "b" };
  const words = (kind, before, after) => wordsOf([{ id: "c", act: "a", kind, before, after }], EVENTS, quoteOf);
  assert.equal(words("add_link", null, link), `${role.title}: “a” → “b”`);
  assert.equal(words("remove_link", link, null), `Unlinked ${role.title}: “a” → “b”`);
  const comment = { id: "k", text: "why?", reason: null };
  assert.equal(words("add_comment", null, comment), "Comment “why?”");
  assert.equal(words("remove_comment", { ...comment, reason: "unclear" }, null), "Deleted flag");
  assert.equal(words("change_comment", comment, comment), "Comment changed");
  assert.equal(wordsOf([], EVENTS, quoteOf), "Nothing");
});

test("what waits here comes after what the server has", () => {
  const editor = makeEditor();
  mark(editor, "actor", "Jets");
  mark(editor, "location", "Basra");
  const [sent, waiting] = editor.state.undo;
  const here = { past: [sent, waiting], waiting: [sent, waiting], state: editor.state };
  assert.deepEqual(
    entries(journalOf([sent]), here).map(({ words, isWaiting, revision }) => [words, isWaiting, revision]),
    [
      ["Actor “Jets”", false, 1],
      ["Location “Basra”", true, null],
    ],
  );
});
