// The table of keys, drawn from the keys themselves.
/** @import { Binding } from "../model/types.js" @import { Bench } from "../bench.js" */
import { dialog } from "./dialog.js";
import { h } from "./elements.js";
import { keyNames } from "./keyboard.js";

/** @param {Bench} bench */
export function open({ map }) {
  const groups = [...new Set(map.bindings.map((binding) => binding.group))];
  dialog("Keys", "help", h("div", { class: "keys" }, ...groups.map((group) => keysOf(group, map.bindings))));
}

/** @param {string} group @param {readonly Binding[]} bindings */
function keysOf(group, bindings) {
  const mine = bindings.filter((binding) => binding.group === group);
  const helps = [...new Set(mine.map((binding) => binding.help))];
  const rows = helps.flatMap((help) => {
    const strokes = mine.filter((binding) => binding.help === help);
    const keys = strokes.flatMap((stroke, at) => [
      at > 0 ? " or " : "",
      ...keyNames(stroke).flatMap((name) => [h("kbd", null, name), " "]),
    ]);
    return [h("dt", null, ...keys), h("dd", null, help)];
  });
  return h("section", null, h("h3", null, group), h("dl", null, ...rows));
}
