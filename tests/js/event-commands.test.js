import assert from "node:assert/strict";
import { test } from "node:test";
import { frames } from "../../annotator/web/static/workbench/model/frames.js";
import { raid } from "./support/acts.js";
import { at, EVENTS, LAB, linksIn, makeEditor, mark, run, spanOn, spansIn } from "./support/make.js";

const events = (editor) =>
  frames(editor.state.annotations, editor.state.schema).map(({ triggers }) =>
    triggers.map(({ quote }) => quote).join("+"),
  );

test("only a trigger can be picked up, and a further one picks up its event", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "put_down");
  assert.equal(editor.run("event", at(editor, "Jets")).message, "Only Action heads an event");
  assert.equal(editor.run("event", at(editor, "Monday")).ok, false);
  assert.equal(editor.state.inHand, null);
  run(editor, "event", { spanId: spanOn(editor, "raid").id });
  assert.equal(editor.state.inHand, spanOn(editor, "hit").id);
});

test("a role key links the span there to the event in hand, anywhere in the text", () => {
  const editor = makeEditor();
  mark(editor, "actor", "Iraq", 1);
  mark(editor, "action", "hit");
  run(editor, "event");
  const { message } = run(editor, "link", { role: "target", ...at(editor, "Iraq", 1) });
  assert.equal(message, "Target: Actor “Iraq” of “hit”");
  assert.deepEqual(linksIn(editor), ["target hit→Iraq"]);
});

test("a role key on a bare word labels and links it in one act, and one undo takes both back", () => {
  const editor = makeEditor();
  mark(editor, "action", "hit");
  run(editor, "event");
  run(editor, "link", { roles: ["agent"], ...at(editor, "Jets") });
  assert.deepEqual(spansIn(editor), ["actor Jets", "action hit"]);
  assert.deepEqual(linksIn(editor), ["agent hit→Jets"]);
  run(editor, "undo");
  assert.deepEqual(spansIn(editor), ["action hit"]);
  run(editor, "redo");
  assert.deepEqual(linksIn(editor), ["agent hit→Jets"]);
});

test("of a role with several labels a bare word gets the first", () => {
  const editor = makeEditor();
  mark(editor, "action", "hit");
  run(editor, "event");
  run(editor, "link", { role: "target", ...at(editor, "Basra") });
  assert.deepEqual(spansIn(editor), ["action hit", "actor Basra"]);
});

test("roles that share a key are told apart by the target's label, and a bare word must be labelled first", () => {
  const editor = makeEditor();
  const roles = ["casualty", "location"];
  mark(editor, "location", "Basra");
  mark(editor, "casualty", "over 40 people");
  mark(editor, "action", "hit");
  run(editor, "event");
  run(editor, "link", { roles, ...at(editor, "Basra") });
  run(editor, "link", { roles, ...at(editor, "over 40 people") });
  assert.deepEqual(linksIn(editor), ["casualty hit→over 40 people", "location hit→Basra"]);
  assert.equal(editor.run("link", { roles, ...at(editor, "Monday") }).message, "Label it first: Casualty or Location");
});

test("of spans around the pointer the smallest that the role may have is linked", () => {
  const editor = makeEditor();
  mark(editor, "casualty", "over 40 people, Iraq said");
  mark(editor, "actor", "Iraq");
  mark(editor, "action", "killed");
  run(editor, "event");
  run(editor, "link", { role: "casualty", ...at(editor, "Iraq") });
  run(editor, "link", { role: "agent", ...at(editor, "Iraq") });
  assert.deepEqual(linksIn(editor), ["agent killed→Iraq", "casualty killed→over 40 people, Iraq said"]);
});

test("a span that a role may not have is refused with what it takes", () => {
  const editor = makeEditor();
  raid(editor);
  const { id } = spanOn(editor, "Basra");
  const result = editor.run("link", { role: "agent", spanId: id });
  assert.deepEqual(result, { ok: false, message: "Agent takes Actor, not Location", rule: "ends" });
  assert.equal(editor.run("link", { role: "same_toll", spanId: id }).message, "Same toll does not begin at Action");
});

test("a second filler of one role is kept, and the same one twice is refused wherever it hangs", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "link", { role: "agent", ...at(editor, "Iraq") });
  assert.deepEqual(
    linksIn(editor).filter((link) => link.startsWith("agent")),
    ["agent hit→Iraq", "agent hit→Jets"],
  );
  const again = editor.run("link", { role: "agent", from: spanOn(editor, "raid").id, ...at(editor, "Jets") });
  assert.deepEqual(again, { ok: false, message: "“Jets” is Agent already", rule: "duplicate_link" });
});

test("one span may fill two roles", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "link", { role: "target", ...at(editor, "Basra") });
  assert.deepEqual(
    linksIn(editor).filter((link) => link.endsWith("Basra")),
    ["location hit→Basra", "target hit→Basra"],
  );
});

test("without an event in hand a role key says what to do; a span can be named as the beginning instead", () => {
  const editor = makeEditor();
  const toll = mark(editor, "casualty", "over 40 people");
  mark(editor, "casualty", "one more");
  assert.equal(editor.run("link", { role: "agent", ...at(editor, "Jets") }).message, "Pick up an event first");
  run(editor, "link", { role: "same_toll", from: toll.id, ...at(editor, "one more") });
  assert.deepEqual(linksIn(editor), ["same_toll over 40 people→one more"]);
});

test("E on another trigger, or on a bare word, adds it to the event in hand", () => {
  const editor = makeEditor();
  mark(editor, "action", "killed");
  mark(editor, "action", "hit");
  run(editor, "event");
  run(editor, "event", at(editor, "killed"));
  run(editor, "event", at(editor, "raid"));
  assert.deepEqual(events(editor), ["hit+raid+killed"]);
  assert.deepEqual(linksIn(editor), ["same_event killed→hit", "same_event raid→hit"]);
  assert.equal(editor.run("event", at(editor, "raid")).message, "“raid” is a trigger of this event already");
  assert.equal(editor.run("event", at(editor, "hit")).ok, false);
  mark(editor, "actor", "Iraq");
  assert.equal(
    editor.run("add_trigger", { spanId: spanOn(editor, "Iraq").id }).message,
    "Only Action can be a further trigger",
  );
});

test("E on a trigger of another event joins the two, fillers and all, in one act", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "put_down");
  mark(editor, "action", "protest");
  run(editor, "event");
  run(editor, "event", at(editor, "raid", 1));
  run(editor, "link", { role: "location", ...at(editor, "north") });
  const before = editor.state.annotations;
  run(editor, "event", { spanId: spanOn(editor, "hit").id });
  assert.deepEqual(events(editor), ["protest+hit+raid+raid"]);
  const [frame] = frames(editor.state.annotations, EVENTS);
  assert.deepEqual(frame.roles.map(({ role }) => role).join(" "), "agent casualty location location");
  run(editor, "undo");
  assert.deepEqual(editor.state.annotations, before);
  run(editor, "event", { spanId: [...before.spans.values()].find(({ quote }) => quote === "raid").id });
  assert.deepEqual(events(editor), ["protest+hit+raid+raid"], "any of its triggers brings the whole event");
});

test("the role for further triggers works by its own key too", () => {
  const editor = makeEditor({ schema: LAB, text: "Pour it. Heat it. Then read." });
  mark(editor, "step", "Pour");
  run(editor, "event");
  run(editor, "link", { role: "retold", ...at(editor, "Heat") });
  mark(editor, "reading", "read");
  run(editor, "event");
  assert.deepEqual(events(editor), ["Pour+Heat+read"]);
  assert.deepEqual(spansIn(editor), ["step Pour", "step Heat", "reading read"]);
});

test("an event cannot be joined where the roles do not allow it", () => {
  const editor = makeEditor({ schema: LAB, text: "Pour it. Heat it. Then read." });
  mark(editor, "step", "Pour");
  mark(editor, "reading", "read");
  run(editor, "event");
  const result = editor.run("event", at(editor, "Pour"));
  assert.equal(result.ok, false);
  assert.deepEqual(events(editor), ["Pour", "read"]);
});

test("a link is taken away, and changes its role", () => {
  const editor = makeEditor();
  raid(editor);
  const link = () =>
    [...editor.state.annotations.links.values()].find(({ role }) => role === "agent" || role === "target");
  run(editor, "change_role", { linkId: link().id, role: "target" });
  assert.ok(linksIn(editor).includes("target hit→Jets"));
  assert.equal(editor.run("change_role", { linkId: link().id, role: "location" }).rule, "ends");
  assert.equal(editor.run("change_role", { linkId: link().id, role: "into" }).rule, "role");
  const { id } = link();
  assert.equal(run(editor, "unlink", { linkId: id }).message, "Unlinked Target “Jets”");
  assert.equal(editor.run("unlink", { linkId: id }).rule, "unknown");
  assert.equal(editor.run("change_role", { linkId: id, role: "agent" }).rule, "unknown");
});

test("Enter and Escape put the event down; Escape closes the innermost first", () => {
  const editor = makeEditor();
  raid(editor);
  run(editor, "select", at(editor, "Monday"));
  run(editor, "escape");
  assert.equal(editor.state.selection, null);
  assert.notEqual(editor.state.inHand, null);
  run(editor, "escape");
  assert.equal(editor.state.inHand, null);
  run(editor, "event", { spanId: spanOn(editor, "hit").id });
  run(editor, "done");
  assert.equal(editor.state.inHand, null);
  assert.equal(editor.run("put_down").ok, false);
  run(editor, "escape");
  assert.equal(editor.state.focus, null);
});

test("a schema without events says so", () => {
  const schema = { ...EVENTS, labels: EVENTS.labels.filter(({ trigger }) => !trigger), roles: [] };
  const editor = makeEditor({ schema });
  mark(editor, "actor", "Jets");
  assert.equal(editor.run("event").message, "This schema has no events");
});
