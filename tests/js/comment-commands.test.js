import assert from "node:assert/strict";
import { test } from "node:test";
import { adoptAll } from "../../annotator/web/static/workbench/model/acts.js";
import { commentWords, reasonWords, threads } from "../../annotator/web/static/workbench/model/comment-commands.js";
import { accept, apply, Refusal } from "../../annotator/web/static/workbench/model/changes.js";
import { keymap } from "../../annotator/web/static/workbench/model/keymap.js";
import { LONGEST, REASONS } from "../../annotator/web/static/workbench/model/rules.js";
import { at, EVENTS, makeEditor, mark, run } from "./support/make.js";

const ANN = { author: "ann", created: "2024-02-08T10:00:00.000Z" };
const only = (editor) => [...editor.state.annotations.comments.values()];

test("a flag is on the span that is meant, else on the words, else on the article", () => {
  const editor = makeEditor();
  const span = mark(editor, "actor", "Jets");
  run(editor, "comment", { ...ANN, reason: "other", spanId: span.id });
  run(editor, "comment", { ...ANN, text: "Where?", ...at(editor, "Basra") });
  run(editor, "comment", { ...ANN, text: "Short.", document: true });
  const basra = at(editor, "Basra");
  assert.deepEqual(
    only(editor).map(({ span: id, start, end }) => [id, start, end]),
    [
      [span.id, null, null],
      [null, basra.start, basra.end],
      [null, null, null],
    ],
  );
});

test("without arguments it is on the selection, else on what has the focus, else on the word at the cursor", () => {
  const editor = makeEditor();
  const { start } = at(editor, "hit");
  run(editor, "move_to", { point: start });
  run(editor, "comment", { ...ANN, reason: "other" });
  const span = mark(editor, "action", "hit");
  run(editor, "comment", { ...ANN, reason: "other" });
  run(editor, "select", at(editor, "killed over"));
  run(editor, "comment", { ...ANN, reason: "other" });
  const [word, onSpan, words] = only(editor);
  assert.deepEqual([word.span, word.start, onSpan.span], [null, start, span.id]);
  assert.equal(editor.state.index.slice(words.start, words.end), "killed over");
});

test("a comment that says nothing is not made", () => {
  const editor = makeEditor();
  const result = editor.run("comment", { ...ANN, text: "  ", ...at(editor, "Jets") });
  assert.deepEqual([result.ok, result.message], [false, "Choose a reason, or write something"]);
  assert.equal(only(editor).length, 0);
});

test("each reason has words, and what was done says them", () => {
  for (const reason of REASONS) assert.notEqual(reasonWords(reason), reason);
  assert.equal(reasonWords("unsure"), "unsure");
  const editor = makeEditor();
  const { message } = run(editor, "comment", { ...ANN, reason: "unclear_text", ...at(editor, "over 40 people") });
  assert.equal(message, "Flagged “over 40 people”: unclear text");
  assert.equal(
    run(editor, "delete_comment", { commentId: only(editor)[0].id, author: "ann" }).message,
    "Deleted the flag on “over 40 people”",
  );
  const about = { ...ANN, id: "k", text: "?", reason: null, span: null, start: null, end: null };
  assert.equal(commentWords(editor.state, "add", about), "Commented on the article");
});

test("an answer is on what it answers, and stands behind it", () => {
  const editor = makeEditor();
  run(editor, "comment", { ...ANN, text: "Later.", ...at(editor, "Iraq") });
  run(editor, "comment", { ...ANN, text: "Who?", ...at(editor, "Jets") });
  const [, asked] = only(editor);
  run(editor, "comment", { ...ANN, created: "2024-02-09T10:00:00Z", text: "They.", answers: asked.id });
  run(editor, "comment", { ...ANN, text: "All of it.", document: true });
  assert.deepEqual(
    threads(editor.state.annotations).map(({ comments }) => comments.map(({ text }) => text)),
    [["All of it."], ["Who?", "They."], ["Later."]],
  );
});

test("what is said is changed and taken back by who said it, and by nobody else", () => {
  const editor = makeEditor();
  run(editor, "comment", { ...ANN, reason: "other", ...at(editor, "Jets") });
  const [{ id }] = only(editor);
  run(editor, "change_comment", { commentId: id, author: "ann", text: "Militia?", reason: null });
  assert.deepEqual(
    only(editor).map(({ text, reason, created }) => [text, reason, created]),
    [["Militia?", null, ANN.created]],
  );
  assert.equal(editor.run("change_comment", { commentId: id, author: "ben", text: "Army." }).rule, "author");
  assert.equal(editor.run("delete_comment", { commentId: id, author: "ben" }).rule, "author");
  run(editor, "delete_comment", { commentId: id, author: "ann" });
  assert.equal(editor.run("change_comment", { commentId: id, author: "ann", text: "?" }).rule, "unknown");
  for (let time = 0; time < 3; time += 1) run(editor, "undo");
  assert.equal(only(editor).length, 0);
});

test("a span that goes leaves its comments on its words, in one act; undo puts them back onto it", () => {
  const editor = makeEditor();
  const span = mark(editor, "actor", "Jets");
  run(editor, "comment", { ...ANN, reason: "other", spanId: span.id });
  const [before] = only(editor);
  const { act } = run(editor, "delete", { spanId: span.id });
  assert.deepEqual(
    act.changes.map(({ kind }) => kind),
    ["change_comment", "remove_span"],
  );
  assert.deepEqual(only(editor), [{ ...before, span: null, start: 0, end: 4 }]);
  run(editor, "undo");
  assert.deepEqual(only(editor), [before]);
  assert.deepEqual(editor.state.annotations.spans.get(span.id), span);
});

test("a comment on our span is on the one that stands where two devices made the same", () => {
  const editor = makeEditor();
  const acts = [];
  editor.onAct((act) => acts.push(act));
  const ours = mark(editor, "actor", "Jets");
  run(editor, "comment", { ...ANN, reason: "other", spanId: ours.id });
  run(editor, "delete", { spanId: ours.id });
  const standing = { ...ours, id: "theirs" };
  const base = { spans: new Map([["theirs", standing]]), links: new Map(), comments: new Map(), attributes: {} };
  const [, flagged, deleted] = adoptAll(acts, ours.id, standing);
  const after = accept(base, flagged.changes);
  assert.deepEqual(
    [...after.comments.values()].map((comment) => comment.span),
    ["theirs"],
  );
  assert.deepEqual(
    [...accept(after, deleted.changes).comments.values()].map(({ span, start }) => [span, start]),
    [[null, 0]],
  );
});

test("the length of a comment is counted in code points", () => {
  const editor = makeEditor();
  const { annotations, schema, index } = editor.state;
  const comment = { ...ANN, id: "k", reason: null, span: null, start: null, end: null };
  const add = (text) =>
    apply(
      annotations,
      { id: "c", act: "a", kind: "add_comment", before: null, after: { ...comment, text } },
      schema,
      index,
    );
  assert.equal(add("👩".repeat(LONGEST)).comments.size, 1);
  assert.throws(
    () => add("👩".repeat(LONGEST + 1)),
    (error) => error instanceof Refusal && error.rule === "text",
  );
});

test("a subscriber hears that a comment changed, and of no span", () => {
  const editor = makeEditor();
  const heard = [];
  editor.subscribe((_, changed) => heard.push(changed));
  run(editor, "comment", { ...ANN, reason: "other", ...at(editor, "Jets") });
  assert.deepEqual(heard.at(-1), {
    spans: false,
    links: false,
    attributes: false,
    comments: true,
    paragraphs: [],
    reason: "comment",
  });
});

test("F flags", () => {
  const binding = keymap(EVENTS).bindings.find(({ command }) => command === "flag");
  assert.equal(binding.stroke, "KeyF");
});
