import assert from "node:assert/strict";
import { test } from "node:test";
import { raid } from "./support/acts.js";
import { at, LAB, linksIn, makeEditor, mark, run, spanById, spanOn, spansIn } from "./support/make.js";

test("a label key labels the token there, the words of a sweep, or the selection", () => {
  const editor = makeEditor();
  const { start } = at(editor, "Jets");
  run(editor, "label", { label: "actor", start: start + 1, end: start + 2 });
  assert.deepEqual(spansIn(editor), ["actor Jets"]);
  run(editor, "label", { label: "casualty", ...at(editor, "ver 40 peo") });
  run(editor, "select", at(editor, "n Mond"));
  assert.equal(run(editor, "label", { label: "location" }).message, "Location “on Monday”");
  assert.deepEqual(spansIn(editor), ["actor Jets", "location on Monday", "casualty over 40 people"]);
  assert.equal(editor.state.selection, null);
});

test("over a gap nothing is labelled, and it is said", () => {
  const editor = makeEditor();
  const { end } = at(editor, "Jets");
  assert.deepEqual(editor.run("label", { label: "actor", start: end, end: end + 1 }), {
    ok: false,
    message: "No word there to label",
  });
  assert.equal(editor.state.annotations.spans.size, 0);
  assert.equal(editor.state.status, "No word there to label");
});

test("without a target the word at the cursor is labelled, and the cursor stays", () => {
  const editor = makeEditor();
  run(editor, "move", { direction: "next" });
  run(editor, "label", { label: "action" });
  assert.deepEqual(spansIn(editor), ["action hit"]);
  assert.equal(editor.state.cursor, 1);
});

test("another label key on a span relabels it: it keeps its id and the links it may keep", () => {
  const editor = makeEditor();
  raid(editor);
  const basra = spanOn(editor, "Basra");
  run(editor, "link", { role: "target", spanId: basra.id });
  const { message } = run(editor, "label", { label: "actor", spanId: basra.id });
  assert.equal(message, "Location → Actor “Basra”, 1 link removed");
  assert.equal(spanById(editor, basra.id).label, "actor");
  assert.ok(linksIn(editor).includes("target hit→Basra"));
  assert.ok(!linksIn(editor).includes("location hit→Basra"));
  run(editor, "undo");
  assert.ok(linksIn(editor).includes("location hit→Basra"));
});

test("the same label on the same words does nothing and says so", () => {
  const editor = makeEditor();
  mark(editor, "actor", "Jets");
  const result = editor.run("label", { label: "actor", ...at(editor, "Jets") });
  assert.deepEqual(result, { ok: false, message: "“Jets” is Actor already", rule: "equal_span" });
  assert.equal(editor.state.undo.length, 1);
});

test("a second event in the same words is asked for first", () => {
  const editor = makeEditor();
  mark(editor, "action", "raid");
  const asked = editor.run("label", { label: "action", ...at(editor, "raid") });
  assert.equal(asked.ok, false);
  assert.equal(asked.confirm, true);
  run(editor, "label", { label: "action", ...at(editor, "raid"), confirmed: true });
  assert.deepEqual(spansIn(editor), ["action raid", "action raid"]);
});

test("a second label on the same words is put there when asked for", () => {
  const editor = makeEditor();
  mark(editor, "actor", "Iraq");
  run(editor, "label", { label: "location", ...at(editor, "Iraq"), also: true });
  assert.deepEqual(spansIn(editor).sort(), ["actor Iraq", "location Iraq"]);
  const clash = editor.run("relabel", { label: "actor", spanId: spanOn(editor, "Iraq", "location").id });
  assert.equal(clash.message, "“Iraq” is Actor already");
});

test("boundaries grow and shrink by words, and the span keeps its id and links", () => {
  const editor = makeEditor();
  raid(editor);
  const { id } = spanOn(editor, "over 40 people");
  const links = linksIn(editor).length;
  const quotes = [
    ["grow", "left", "killed over 40 people"],
    ["shrink", "right", "killed over 40"],
    ["shrink", "left", "over 40"],
    ["grow", "right", "over 40 people"],
    ["grow", "right", "over 40 people,"],
    ["grow", "right", "over 40 people, Iraq"],
  ];
  for (const [command, side, quote] of quotes) {
    run(editor, command, { side, spanId: id });
    assert.equal(spanById(editor, id).quote, quote);
  }
  assert.equal(linksIn(editor).length, links);
});

test("a span grows over a line break, but not over the ends of the text", () => {
  const editor = makeEditor({ text: "one\ntwo" });
  mark(editor, "actor", "two");
  run(editor, "grow", { side: "left" });
  assert.deepEqual(spansIn(editor), ["actor one\ntwo"]);
  assert.equal(editor.run("grow", { side: "left" }).message, "There is nothing more on that side");
  assert.equal(editor.run("grow", { side: "right" }).ok, false);
});

test("a span keeps at least one word", () => {
  const editor = makeEditor();
  mark(editor, "actor", "Jets");
  for (const side of ["left", "right"]) assert.equal(editor.run("shrink", { side }).ok, false);
  assert.deepEqual(spansIn(editor), ["actor Jets"]);
});

test("by character a boundary steps a whole grapheme, and then by word to the word's end", () => {
  const editor = makeEditor({ text: "ab👩‍👩‍👦cde\u0301 f" });
  const { id } = mark(editor, "actor", "👩‍👩‍👦");
  const quote = () => spanById(editor, id).quote;
  run(editor, "grow", { side: "left", by: "grapheme" });
  assert.equal(quote(), "b👩‍👩‍👦");
  run(editor, "grow", { side: "right", by: "grapheme" });
  assert.equal(quote(), "b👩‍👩‍👦c");
  run(editor, "shrink", { side: "right", by: "grapheme" });
  run(editor, "shrink", { side: "left", by: "grapheme" });
  assert.equal(quote(), "👩‍👩‍👦");
  assert.equal(editor.run("shrink", { side: "left", by: "grapheme" }).ok, false);
  run(editor, "grow", { side: "right", by: "grapheme" });
  run(editor, "grow", { side: "right" });
  assert.equal(quote(), "👩‍👩‍👦cde\u0301");
});

test("a handle takes a boundary to whole words, or where it is exactly", () => {
  const editor = makeEditor();
  const { id, start, end } = mark(editor, "actor", "Jets");
  run(editor, "resize", { spanId: id, start, end: end + 2 });
  assert.equal(spanById(editor, id).quote, "Jets hit");
  run(editor, "resize", { spanId: id, start, end: end + 2, exact: true });
  assert.equal(spanById(editor, id).quote, "Jets h");
  assert.equal(editor.run("resize", { spanId: id, start, end: start }).ok, false);
  assert.equal(editor.run("resize", { spanId: "nobody", start, end }).rule, "unknown");
  const acts = editor.state.undo.length;
  run(editor, "resize", { spanId: id, start, end: end + 2, exact: true });
  assert.equal(editor.state.undo.length, acts);
});

test("growing onto an equal span is refused and changes nothing", () => {
  const editor = makeEditor();
  const jets = mark(editor, "actor", "Jets");
  run(editor, "select", at(editor, "Jets hit"));
  run(editor, "label", { label: "actor" });
  const result = editor.run("grow", { spanId: jets.id, side: "right" });
  assert.equal(result.rule, "equal_span");
  assert.equal(spanById(editor, jets.id), jets);
});

test("deleting a span takes its links with it, and one undo brings all back", () => {
  const editor = makeEditor();
  raid(editor);
  const before = editor.state.annotations;
  const { message } = run(editor, "delete", { spanId: spanOn(editor, "Jets").id });
  assert.equal(message, "Deleted Actor “Jets”, 1 link removed");
  assert.ok(!linksIn(editor).some((link) => link.startsWith("agent")));
  assert.equal(editor.state.focus, null);
  run(editor, "undo");
  assert.deepEqual(editor.state.annotations, before);
});

test("deleting the main trigger of the event in hand leaves the event in hand", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "delete", { spanId: editor.state.inHand });
  assert.equal(editor.state.inHand, spanOn(editor, "raid").id);
  assert.deepEqual(linksIn(editor), ["agent raid→Jets", "casualty raid→over 40 people", "location raid→Basra"]);
});

test("relabelling the event in hand as something else puts it down, or passes it on", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "relabel", { spanId: editor.state.inHand, label: "actor" });
  assert.equal(editor.state.inHand, spanOn(editor, "raid").id);
  run(editor, "relabel", { spanId: editor.state.inHand, label: "actor" });
  assert.equal(editor.state.inHand, null);
});

test("values of a span are set, changed and taken off, and wrong ones refused in words", () => {
  const editor = makeEditor();
  const { id } = mark(editor, "casualty", "over 40 people");
  assert.equal(
    run(editor, "set_attribute", { name: "kind", value: "killed" }).message,
    "“over 40 people” Kind: Killed",
  );
  run(editor, "set_attribute", { name: "also", value: ["child", "medic"] });
  assert.deepEqual(spanById(editor, id).attributes, { kind: "killed", also: ["child", "medic"] });
  run(editor, "set_attribute", { name: "also", value: null });
  assert.deepEqual(spanById(editor, id).attributes, { kind: "killed" });
  assert.equal(editor.run("set_attribute", { name: "kind", value: "state" }).rule, "value");
  assert.equal(editor.run("set_attribute", { name: "class", value: "attack" }).rule, "attribute");
  const acts = editor.state.undo.length;
  run(editor, "set_attribute", { name: "kind", value: "killed" });
  assert.equal(editor.state.undo.length, acts, "saying it again is no act");
});

test("what is said of an event by its focused trigger stands on the main one", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "focus", { spanId: spanOn(editor, "raid").id });
  run(editor, "set_attribute", { name: "class", value: "attack" });
  assert.deepEqual(spanOn(editor, "hit").attributes, { class: "attack" });
  assert.deepEqual(spanOn(editor, "raid").attributes, {});
});

test("document attributes are set and taken off", () => {
  const editor = makeEditor();
  run(editor, "set_document_attribute", { name: "relevance", value: "no" });
  run(editor, "set_document_attribute", { name: "relevance", value: "yes" });
  assert.deepEqual(editor.state.annotations.attributes, { relevance: "yes" });
  assert.equal(editor.run("set_document_attribute", { name: "relevance", value: "perhaps" }).rule, "value");
  assert.equal(editor.run("set_document_attribute", { name: "colour", value: "red" }).rule, "attribute");
  run(editor, "set_document_attribute", { name: "relevance", value: null });
  assert.deepEqual(editor.state.annotations.attributes, {});
});

test("commands know no name of a schema: another one works the same", () => {
  const editor = makeEditor({ schema: LAB, text: "Pour the acid into the flask." });
  mark(editor, "step", "Pour");
  run(editor, "event");
  run(editor, "link", { role: "uses", ...at(editor, "acid") });
  run(editor, "link", { role: "into", ...at(editor, "flask") });
  assert.deepEqual(linksIn(editor), ["into Pour→flask", "uses Pour→acid"]);
  assert.deepEqual(spansIn(editor), ["step Pour", "reagent acid", "vessel flask"]);
  assert.equal(editor.run("link", { role: "into", ...at(editor, "the", 1) }).rule, "max");
  assert.deepEqual(spansIn(editor).length, 3, "what was refused left no span behind");
  assert.equal(editor.run("label", { label: "actor", ...at(editor, "acid") }).rule, "label");
});

test("an act that adds something wrong is refused as a whole", () => {
  const editor = makeEditor({ text: "e\u0301a b" });
  const result = editor.run("label", { label: "actor", start: 1, end: 3, exact: true });
  assert.equal(result.rule, "grapheme");
  assert.match(result.message, /^Not done: /);
});
