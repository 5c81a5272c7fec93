// The table of keys, drawn from the keys themselves; each can be given another stroke, switched off, and taken back.
/** @import { Bench } from "../bench.js" @import { OwnKeys, Row } from "../model/own-keys.js" */
import { partsOf, strokeOf } from "../model/keymap.js";
import {
  asItComes,
  isModifier,
  keyRows,
  sleepsAlone,
  usualMeanings,
  whyKept,
  withoutStroke,
  withStroke,
} from "../model/own-keys.js";
import { dialog } from "./dialog.js";
import { button, h } from "./elements.js";
import { keyNames } from "./keyboard.js";

/** @param {string} stroke */
const named = (stroke) => keyNames(partsOf(stroke)).join("+");

/** @param {Bench} bench */
export function open(bench) {
  const { schema } = bench.editor.state;
  const { preferences } = bench;
  const usual = usualMeanings(schema, preferences.hand);
  const table = h("div", { class: "keys" });
  const said = h("p", { class: "keys-said", role: "status" });
  const single = h("input", { type: "checkbox", checked: preferences.single_keys !== "off" });
  const back = button(
    { class: "small", onclick: () => change({}, "All keys are as they come") },
    "All keys as they come",
  );
  single.addEventListener("change", () => {
    bench.prefer({ single_keys: single.checked ? "on" : "off" });
    draw();
  });
  const element = dialog(
    "Keys",
    "help",
    h(
      "div",
      { class: "keys-head" },
      h("label", { class: "check" }, single, "Single keys: letters and signs without Ctrl or Alt"),
      h("p", { class: "hint" }, "Click a key to change it."),
      back,
    ),
    said,
    table,
  );
  element.addEventListener(
    "close",
    bench.layers.opened(() => element.close()),
  );
  draw();

  /** @returns {OwnKeys} */
  function own() {
    return preferences.keys ?? {};
  }

  /** @param {OwnKeys} keys @param {string} words what was done @param {string} [row] id of the row that gets the focus */
  function change(keys, words, row) {
    bench.prefer({ keys });
    said.textContent = words;
    draw();
    const rowKey = [...table.querySelectorAll("li")].find((each) => each.dataset.row === row);
    rowKey?.querySelector("button")?.focus();
  }

  function draw() {
    const rows = keyRows(schema, preferences);
    back.hidden = Object.keys(own()).length === 0;
    const groups = [...new Set(rows.map((row) => row.group))];
    table.replaceChildren(
      ...groups.map((group) => {
        const mine = rows.filter((row) => row.group === group);
        return h("section", null, h("h3", null, group), h("ul", null, ...mine.map((row) => drawRow(row, rows))));
      }),
    );
  }

  /** @param {Row} row @param {Row[]} rows */
  function drawRow(row, rows) {
    const item = h("li", { "data-row": row.id });
    const keys = (row.strokes.length > 0 ? row.strokes : [""]).map((stroke) => {
      const asleep = preferences.single_keys === "off" && sleepsAlone(stroke);
      const words = stroke ? `${named(stroke)}${asleep ? ", switched off" : ""}` : "no key";
      return button(
        {
          class: `plain key${asleep ? " asleep" : ""}`,
          "aria-label": `${row.help}: ${words}. Change`,
          "aria-expanded": "false",
          onclick: (/** @type {Event} */ event) => edit(item, row, stroke, rows, event),
        },
        ...(stroke ? keyNames(partsOf(stroke)).map((name) => h("kbd", null, name)) : ["none"]),
      );
    });
    const isChanged = row.strokes.join() !== row.usual.join();
    item.append(
      h("span", { class: "key-strokes" }, ...keys),
      h("span", { class: "key-help" }, row.help, isChanged && h("span", { class: "quiet" }, " (changed)")),
    );
    return item;
  }

  /** The row opens: a new stroke, none, or the usual ones. @param {HTMLElement} item @param {Row} row @param {string} stroke @param {Row[]} rows @param {Event} event */
  function edit(item, row, stroke, rows, event) {
    const opener = /** @type {HTMLElement} */ (event.currentTarget);
    const wasOpen = opener.getAttribute("aria-expanded") === "true";
    for (const other of table.querySelectorAll(".key-edit")) other.remove();
    for (const other of table.querySelectorAll("[aria-expanded=true]")) other.setAttribute("aria-expanded", "false");
    if (wasOpen) return;
    opener.setAttribute("aria-expanded", "true");
    const words = h("p", { class: "hint", role: "status" });
    // A field: screen readers hand their own letters over to it.
    const field = h("input", { readonly: true, value: "Press the new key", "aria-label": `New key for ${row.help}` });
    const give = button({ class: "small primary", hidden: true });
    const off = stroke !== "" && button({ class: "small", onclick: () => switchOff() }, "Switch off");
    const isChanged = row.strokes.join() !== row.usual.join();
    const reset = isChanged && button({ class: "small", onclick: () => takeBack() }, "As it comes");
    const panel = h(
      "div",
      { class: "key-edit" },
      field,
      give,
      off,
      reset,
      button({ class: "small", onclick: close }, "Cancel"),
      words,
    );
    item.append(panel);
    field.addEventListener("keydown", onKey);
    panel.addEventListener("keydown", (press) => {
      if (press.code !== "Escape") return;
      // Esc closes the innermost: this row, not the whole table.
      press.preventDefault();
      press.stopPropagation();
      close();
    });
    field.focus();

    function close() {
      panel.remove();
      opener.setAttribute("aria-expanded", "false");
      opener.focus();
    }

    /** @param {KeyboardEvent} press */
    function onKey(press) {
      if (press.code === "Tab" || press.code === "Escape" || isModifier(press.code)) return;
      press.preventDefault();
      press.stopPropagation();
      const { code, shiftKey: shift, ctrlKey: ctrl, altKey: alt, metaKey } = press;
      const wanted = strokeOf({ code, shift, ctrl, alt });
      const why = metaKey ? "The system keeps this key" : whyKept(wanted);
      give.hidden = true;
      if (!code) words.textContent = "This key has no place that the browser tells";
      else if (why) words.textContent = `Not ${named(wanted)}: ${why}`;
      else offer(wanted);
    }

    /** @param {string} wanted */
    function offer(wanted) {
      const holder = rows.find((other) => other !== row && other.strokes.includes(wanted));
      if (!holder) return assign(wanted);
      const left = holder.strokes.filter((other) => other !== wanted).map(named);
      const rest = left.length > 0 ? `keeps ${left.join(" and ")}` : "would have no key";
      words.textContent = `${named(wanted)} is “${holder.help}”, which ${rest}`;
      give.textContent = `Take ${named(wanted)}`;
      give.hidden = false;
      give.onclick = () => assign(wanted);
    }

    /** @param {string} wanted */
    function assign(wanted) {
      const asleep = preferences.single_keys === "off" && sleepsAlone(wanted) ? "; single keys are switched off" : "";
      change(withStroke(own(), usual, row.id, wanted, stroke), `${row.help}: ${named(wanted)}${asleep}`, row.id);
    }

    function switchOff() {
      change(withoutStroke(own(), usual, row.id, stroke), `${row.help}: ${named(stroke)} is switched off`, row.id);
    }

    function takeBack() {
      const losing = rows.filter((other) => other !== row && other.strokes.some((each) => row.usual.includes(each)));
      const others = losing.length > 0 ? `; it is no longer “${losing.map(({ help }) => help).join("”, “")}”` : "";
      const keys = row.usual.map(named).join(" or ") || "no key";
      change(asItComes(own(), row), `${row.help}: ${keys}, as it comes${others}`, row.id);
    }
  }
}
