import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMANDS } from "../../annotator/web/static/workbench/model/commands.js";
import { bindingFor, bindingId, keymap, KEYS, lookup } from "../../annotator/web/static/workbench/model/keymap.js";
import { EVENTS, LAB } from "./support/make.js";

const press = (code, ...held) => ({
  code,
  shift: held.includes("shift"),
  ctrl: held.includes("ctrl"),
  alt: held.includes("alt"),
  meta: held.includes("meta"),
});
/** Keys that browsers and screen readers keep for themselves. */
const TAKEN = [
  "Tab",
  "Shift+Tab",
  "Ctrl+KeyW",
  "Ctrl+KeyT",
  "Ctrl+KeyN",
  "Ctrl+KeyR",
  "Ctrl+KeyL",
  "Ctrl+KeyF",
  "Ctrl+KeyP",
  "Ctrl+KeyS",
  "Ctrl+KeyC",
  "Ctrl+KeyV",
  "F1",
  "F3",
  "F5",
  "F6",
  "F7",
  "F11",
  "F12",
  "Insert",
  "CapsLock",
];

for (const schema of [EVENTS, LAB])
  test(`no key has two meanings, and all lead to a command: ${schema.name}`, () => {
    const { bindings, conflicts } = keymap(schema);
    assert.deepEqual(conflicts, []);
    assert.equal(new Set(bindings.map(({ stroke }) => stroke)).size, bindings.length);
    for (const { stroke, command, help, group } of bindings) {
      assert.ok(command in COMMANDS, command);
      assert.ok(help && group);
      assert.ok(!TAKEN.includes(stroke), stroke);
    }
    // A label's key stands three times: alone, with Shift for all repeats, with Alt for a second label on the same words.
    // With Alt browsers open menus by B and T, and with Alt and Shift their bars: there the second label has no key.
    const barred = schema.labels.filter(({ key }) => key === "b" || key === "t").length;
    const letters = 3 * schema.labels.length - barred + new Set(schema.roles.flatMap(({ key }) => key ?? [])).size;
    assert.equal(bindings.length, KEYS.length + letters);
  });

test("letters of the workbench are only those that no schema may use", () => {
  const letters = KEYS.flatMap(({ code }) => /^Key(.)$/.exec(code)?.[1].toLowerCase() ?? []);
  for (const letter of letters) assert.ok(letter === "z" || "uevfgjn".includes(letter), letter);
  assert.ok(KEYS.filter(({ code }) => code === "KeyZ").every(({ chord }) => chord?.startsWith("Ctrl")));
});

test("labels and roles have the keys of their schema, and roles that share one come together", () => {
  const map = keymap(EVENTS);
  assert.deepEqual(lookup(map, press("KeyA"), "text").args, { label: "actor" });
  assert.deepEqual(lookup(map, press("KeyQ"), "text").args, { roles: ["agent"] });
  assert.deepEqual(lookup(map, press("Space"), "text").args, { roles: ["casualty", "location"] });
  assert.equal(bindingFor(map, "link", "location").code, "Space");
  assert.equal(bindingFor(map, "label", "location").code, "KeyZ");
  assert.equal(bindingFor(map, "link", "same_event"), null);
  const digit = keymap({ ...EVENTS, labels: [{ ...EVENTS.labels[0], key: "5" }], roles: [] });
  assert.equal(bindingFor(digit, "label", "actor").code, "Digit5");
});

test("outside the text single keys do nothing; undo and submit work all over the page", () => {
  const map = keymap(EVENTS);
  assert.equal(lookup(map, press("KeyA"), "page"), null);
  assert.equal(lookup(map, press("Delete"), "page"), null);
  assert.equal(lookup(map, press("KeyZ", "ctrl"), "page").command, "undo");
  assert.equal(lookup(map, press("KeyZ", "ctrl", "shift"), "page").command, "redo");
  assert.equal(lookup(map, press("Enter", "ctrl"), "page").command, "submit");
});

test("a key with other modifiers is another key", () => {
  const map = keymap(EVENTS);
  assert.equal(lookup(map, press("KeyA", "ctrl"), "text"), null);
  assert.deepEqual(lookup(map, press("KeyA", "alt"), "text").args, { label: "actor", also: true });
  assert.deepEqual(lookup(map, press("KeyA", "shift"), "text").args, { label: "actor", repeats: true });
  assert.equal(lookup(map, press("KeyQ", "alt"), "text"), null);
  assert.equal(lookup(map, press("KeyZ"), "text").command, "label");
  assert.deepEqual(lookup(map, press("BracketLeft", "shift"), "text").args, { side: "left", by: "token" });
  assert.equal(lookup(map, press("BracketLeft", "shift", "ctrl"), "text").args.by, "grapheme");
});

test("the Command key undoes like Ctrl, but keeps the browser's own meanings in the text", () => {
  const map = keymap(EVENTS);
  assert.equal(lookup(map, press("KeyZ", "meta"), "text").command, "undo");
  assert.equal(lookup(map, press("BracketLeft", "meta"), "text"), null);
  assert.equal(lookup(map, press("BracketLeft", "ctrl"), "text").command, "grow");
});

test("a person's own keys win, are told apart from what they push out, and can be switched off", () => {
  const map = keymap(EVENTS, { KeyB: "label:actor", KeyA: null, KeyX: "link:agent", KeyU: "no such thing" });
  assert.deepEqual(lookup(map, press("KeyB"), "text").args, { label: "actor" });
  assert.equal(lookup(map, press("KeyA"), "text"), null);
  assert.equal(lookup(map, press("KeyX"), "text").command, "link");
  assert.equal(lookup(map, press("KeyU"), "text").command, "undo");
  assert.deepEqual(map.conflicts, [{ stroke: "KeyX", kept: "link:agent", dropped: "label:action" }]);
  const moved = keymap(EVENTS, { "Alt+KeyZ": "undo" });
  assert.equal(lookup(moved, press("KeyZ", "alt"), "page"), null);
  assert.equal(lookup(moved, press("KeyZ", "alt"), "text").command, "undo");
});

test("every binding has a name of its own for a person's settings", () => {
  const { bindings } = keymap(EVENTS);
  const names = bindings.filter(({ spare }) => !spare).map(bindingId);
  assert.equal(new Set(names).size, names.length);
  assert.ok(
    names.includes("link:casualty+location") && names.includes("grow:left") && names.includes("move:token:left"),
  );
});
