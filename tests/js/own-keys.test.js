import assert from "node:assert/strict";
import { test } from "node:test";
import { allKeys, bindingId, keymap, lookup, strokeOf } from "../../annotator/web/static/workbench/model/keymap.js";
import {
  asItComes,
  isModifier,
  keyRows,
  usualMeanings,
  whyKept,
  withoutStroke,
  withStroke,
} from "../../annotator/web/static/workbench/model/own-keys.js";
import { EVENTS, LAB } from "./support/make.js";

/** Strokes that browsers (Chrome, Edge, Firefox, Safari), systems and screen readers (JAWS, NVDA, Narrator, Orca,
 * VoiceOver) have for themselves, as their own manuals list them. */
const TAKEN = [
  ..."Tab Shift+Tab Ctrl+Tab Ctrl+Shift+Tab CapsLock Insert Shift+Insert ContextMenu".split(" "),
  ..."F1 F3 Shift+F3 F4 Alt+F4 Ctrl+F4 F5 Shift+F5 Ctrl+F5 F6 F7 F9 F10 Shift+F10 F11 F12".split(" "),
  ...[..."ACDEFGHIJKLMNOPRSTUVWXY"].map((letter) => `Ctrl+Key${letter}`),
  ...[..."ABCDEIJKMNOPRSTWY"].map((letter) => `Ctrl+Shift+Key${letter}`),
  ...[..."0123456789"].flatMap((digit) => [`Ctrl+Digit${digit}`, `Alt+Digit${digit}`]),
  ..."Ctrl+Minus Ctrl+Equal PageUp PageDown Ctrl+PageUp Ctrl+PageDown".split(" "),
  ...[..."BDEFHSTV"].map((letter) => `Alt+Key${letter}`),
  ...[..."ABINT"].map((letter) => `Alt+Shift+Key${letter}`),
  ..."Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown Alt+Home Alt+Space Alt+Enter".split(" "),
  ..."Ctrl+Alt+ArrowUp Ctrl+Alt+ArrowLeft Ctrl+Alt+KeyN Ctrl+Alt+Space Numpad5 NumpadAdd".split(" "),
];
/** A schema with a label on every letter that schemas may use. */
const ALL_LETTERS = {
  ...EVENTS,
  labels: [..."abcdhiklmopqrstwxyz0123456789", "space"].map((key) => ({ ...EVENTS.labels[0], name: `is_${key}`, key })),
  roles: [],
};
const press = (stroke) => ({
  code: stroke.split("+").at(-1),
  shift: stroke.includes("Shift+"),
  ctrl: stroke.includes("Ctrl+"),
  alt: stroke.includes("Alt+"),
});
const idOf = (map, stroke) => {
  const found = lookup(map, press(stroke), "text");
  return found && bindingId(found);
};

for (const hand of ["right", "left"])
  for (const schema of [EVENTS, LAB, ALL_LETTERS])
    test(`no key that comes with the page is a browser's or a screen reader's: ${schema.name}, mouse in the ${hand} hand`, () => {
      const { bindings, conflicts } = keymap(schema, {}, { hand });
      assert.deepEqual(
        bindings.filter(({ stroke }) => TAKEN.includes(stroke)).map(({ stroke }) => stroke),
        [],
      );
      if (schema !== ALL_LETTERS) assert.deepEqual(conflicts, []);
      assert.equal(new Set(bindings.map(({ stroke }) => stroke)).size, bindings.length);
    });

test("strokes of browsers and screen readers cannot be chosen, and each says why", () => {
  for (const stroke of TAKEN) assert.ok(whyKept(stroke).length > 10, stroke);
  for (const stroke of ["KeyB", "Shift+KeyB", "Alt+KeyQ", "Ctrl+BracketLeft", "Digit7", "Ctrl+Shift+KeyZ", "F2"])
    assert.equal(whyKept(stroke), "", stroke);
});

test("whatever comes with the page can be chosen again, Esc aside", () => {
  for (const { stroke, command } of [...allKeys(EVENTS), ...allKeys(EVENTS, "left")])
    if (command !== "escape") assert.equal(whyKept(stroke), "", stroke);
  assert.notEqual(whyKept("Escape"), "");
});

test("with the mouse in the left hand the halves of the keyboard change places", () => {
  const map = keymap(EVENTS, {}, { hand: "left" });
  assert.equal(idOf(map, "Semicolon"), "label:actor");
  assert.equal(idOf(map, "Slash"), "label:location");
  assert.equal(idOf(map, "Shift+Slash"), "label:location:repeats");
  assert.equal(idOf(map, "KeyZ"), "find");
  assert.equal(idOf(map, "KeyP"), "link:agent");
  assert.equal(idOf(map, "KeyI"), "event");
  assert.equal(idOf(map, "Ctrl+KeyZ"), "undo");
  assert.equal(idOf(map, "Shift+KeyZ"), "help");
  const ids = (hand) => keymap(EVENTS, {}, { hand }).bindings.map(bindingId).sort();
  assert.deepEqual(ids("left"), ids("right"));
});

test("switched off, no letter or sign does anything by itself, and chords go on", () => {
  const own = { KeyB: "undo", "Alt+KeyQ": "link:agent" };
  const map = keymap(EVENTS, own, { single_keys: "off" });
  for (const stroke of "KeyA Shift+KeyA Space BracketLeft Shift+Slash KeyB KeyU Comma Digit4".split(" "))
    assert.equal(idOf(map, stroke), null, stroke);
  for (const stroke of "ArrowLeft Delete Enter Escape Home Alt+KeyA Alt+KeyQ Ctrl+KeyZ Ctrl+BracketLeft".split(" "))
    assert.notEqual(idOf(map, stroke), null, stroke);
});

test("a key is moved, its old stroke is free, and nothing has two meanings", () => {
  const usual = usualMeanings(EVENTS);
  const own = withStroke({}, usual, "label:actor", "KeyB", "KeyA");
  const map = keymap(EVENTS, own);
  assert.equal(idOf(map, "KeyB"), "label:actor");
  assert.equal(idOf(map, "KeyA"), null);
  assert.deepEqual(withStroke(own, usual, "label:actor", "KeyA", "KeyB"), {});
});

test("a stroke taken from something else comes back to it when it is free again", () => {
  const usual = usualMeanings(EVENTS);
  const own = withStroke({}, usual, "label:actor", "KeyU", "KeyA");
  assert.equal(idOf(keymap(EVENTS, own), "KeyU"), "label:actor");
  assert.deepEqual(keyRows(EVENTS, { keys: own }).find(({ id }) => id === "undo").strokes, ["Ctrl+KeyZ"]);
  const moved = withStroke(own, usual, "label:actor", "KeyB", "KeyU");
  assert.equal(idOf(keymap(EVENTS, moved), "KeyU"), "undo");
  assert.equal(idOf(keymap(EVENTS, moved), "KeyB"), "label:actor");
});

test("a key is switched off for one thing only: another schema keeps its own on that stroke", () => {
  const own = withoutStroke({}, usualMeanings(EVENTS), "label:actor", "KeyA");
  assert.equal(idOf(keymap(EVENTS, own), "KeyA"), null);
  const other = { ...EVENTS, labels: [{ ...EVENTS.labels[0], name: "person" }], roles: [] };
  assert.equal(idOf(keymap(other, own), "KeyA"), "label:person");
  const extra = withStroke({}, usualMeanings(EVENTS), "label:actor", "KeyB");
  assert.deepEqual(withoutStroke(extra, usualMeanings(EVENTS), "label:actor", "KeyB"), {});
});

test("as it comes: a row has its usual strokes again, and who had taken one loses it", () => {
  const usual = usualMeanings(EVENTS);
  const taken = withStroke(withStroke({}, usual, "label:actor", "KeyU", "KeyA"), usual, "undo", "KeyB");
  const undo = keyRows(EVENTS, { keys: taken }).find(({ id }) => id === "undo");
  assert.deepEqual(
    [undo.strokes, undo.usual],
    [
      ["KeyB", "Ctrl+KeyZ"],
      ["KeyU", "Ctrl+KeyZ"],
    ],
  );
  const own = asItComes(taken, undo);
  assert.equal(idOf(keymap(EVENTS, own), "KeyU"), "undo");
  assert.equal(idOf(keymap(EVENTS, own), "KeyB"), null);
  assert.equal(idOf(keymap(EVENTS, own), "KeyA"), null);
});

test("every row stands in the table once, those without a key too", () => {
  const rows = keyRows(ALL_LETTERS, {});
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  assert.deepEqual(rows.find(({ id }) => id === "label:is_b:also").strokes, []);
  assert.deepEqual(rows.find(({ id }) => id === "label:is_d:also").strokes, ["Alt+Shift+KeyD"]);
});

test("what a program has put in the place of keys breaks nothing", () => {
  for (const keys of [null, 3, "abc", [], { KeyA: 5 }, { KeyA: {} }, { "": "undo" }])
    assert.equal(idOf(keymap(EVENTS, /** @type {any} */ (keys)), "KeyX"), "label:action", JSON.stringify(keys));
});

test("a stroke is named by its place and what is held", () => {
  assert.equal(strokeOf({ code: "KeyA", shift: true, ctrl: true, alt: false }), "Ctrl+Shift+KeyA");
  assert.ok(isModifier("ShiftLeft") && isModifier("ControlRight") && isModifier("AltLeft") && !isModifier("KeyA"));
});
