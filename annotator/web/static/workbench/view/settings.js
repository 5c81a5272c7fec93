// What a person wants otherwise than it comes: each holds as soon as it is chosen.
/** @import { Bench, Preferences } from "../bench.js" */
import { dialog } from "./dialog.js";
import { button, h, part } from "./elements.js";
import { handsToday, inWords } from "./hand-count.js";

/** A setting as the server's table has it (web/preferences.py).
 * @typedef {{name: string, title: string, group: string, hint: string, usual: string, choices: {value: string, title: string}[]}} Setting */

/** Settings that style sheets read from the page's root. */
const LOOKS = ["theme", "size", "font", "width", "spoken"];

/** @param {Preferences} preferences */
export function showLooks(preferences) {
  for (const name of LOOKS)
    if (typeof preferences[name] === "string") document.documentElement.dataset[name] = preferences[name];
}

/** @param {Bench} bench */
export function open(bench) {
  /** @type {Setting[]} */
  const settings = JSON.parse(part("page-data").textContent ?? "").settings;
  const groups = [...new Set(settings.map(({ group }) => group))];
  const element = dialog(
    "Settings",
    "settings",
    ...groups.map((group) =>
      h(
        "fieldset",
        null,
        h("legend", null, group),
        ...settings.filter((each) => each.group === group).map((each) => field(each, bench)),
      ),
    ),
    ...(bench.preferences.travel === "off" ? [] : [handsOf(bench)]),
    h(
      "p",
      { class: "hint" },
      "All of these are kept with your account and hold on every device. ",
      button({ class: "small", onclick: () => goTo("help") }, "Change keys…"),
      " ",
      button({ class: "small", onclick: () => goTo("colours") }, "Change label colours…"),
    ),
  );
  const close = bench.layers.opened(() => element.close());
  element.addEventListener("close", close);

  /** @param {string} command */
  function goTo(command) {
    element.close();
    bench.run(command, {});
  }
}

/** @param {Bench} bench */
const handsOf = ({ user }) =>
  h(
    "p",
    { class: "hint" },
    `Your hands today: ${inWords(handsToday(user.name))}. Counted on this device, for you alone.`,
  );

/** @param {Setting} setting @param {Bench} bench */
function field({ name, title, hint, usual, choices }, bench) {
  const kept = bench.preferences[name];
  const chosen = choices.some(({ value }) => value === kept) ? kept : usual;
  const id = `setting-${name}`;
  const options = choices.map((each) =>
    h("option", { value: each.value, selected: each.value === chosen }, each.title),
  );
  const select = h("select", { id, "aria-describedby": hint && `${id}-hint` }, ...options);
  select.addEventListener("change", () => set(name, select.value, bench));
  return h(
    "p",
    { class: "field" },
    h("label", { for: id }, title),
    select,
    hint && h("span", { class: "hint", id: `${id}-hint` }, hint),
  );
}

/** @param {string} name @param {string} value @param {Bench} bench */
function set(name, value, bench) {
  const changed = { [name]: value };
  bench.prefer(changed);
  showLooks(changed);
}
