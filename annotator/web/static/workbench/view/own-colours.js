// Colours of labels to one's own liking, for the scheme that the page has now, light or dark; what would be hard to read is said.
/** @import { Bench } from "../bench.js" @import { Label } from "../model/types.js" @import { OwnColours } from "./label-style.js" */
import { contrast } from "../model/contrast.js";
import { dialog } from "./dialog.js";
import { button, h } from "./elements.js";
import { markOf } from "./label-style.js";

/** The bounds that the labels of shipped schemas keep. @type {readonly {of: string, on: string, least: number, words: string}[]} */
const BOUNDS = [
  { of: "ink", on: "fill", least: 7, words: "words on this fill are hard to read" },
  { of: "line", on: "page", least: 4.5, words: "this line is faint on the page" },
  { of: "line", on: "fill", least: 3, words: "this line is faint on the fill" },
];
const PARTS = /** @type {const} */ (["fill", "line"]);

/** @returns {"light" | "dark"} as the style sheets decide it */
function scheme() {
  const { theme = "system" } = document.documentElement.dataset;
  if (theme !== "system") return theme === "dark" ? "dark" : "light";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** @param {Bench} bench */
export function open(bench) {
  const { schema } = bench.editor.state;
  const { preferences, looks } = bench;
  const theme = scheme();
  const rows = schema.labels.map(row);
  const all = button({ class: "small", onclick: () => change({}) }, "All colours as they come");
  const element = dialog(
    "Colours of labels",
    "colours",
    h("p", { class: "hint" }, `For the ${theme} theme. Patterns and letters tell labels apart as well.`),
    h("ul", null, ...rows.map(({ item }) => item)),
    all,
  );
  element.addEventListener(
    "close",
    bench.layers.opened(() => element.close()),
  );
  draw();

  /** @returns {OwnColours} */
  function own() {
    return preferences.colours ?? {};
  }

  /** @param {OwnColours} colours */
  function change(colours) {
    bench.prefer({ colours });
    draw();
  }

  /** @param {Label} label */
  function row(label) {
    const sample = h("span", { class: `colour-sample tone-${looks.tone(label.name)}` }, label.title);
    const said = h("p", { class: "warning", role: "status" });
    const reset = button({ class: "small", onclick: () => choose(label, undefined) }, "As it comes");
    const inputs = PARTS.map((part, at) => {
      const input = h("input", { type: "color", "aria-label": `${label.title}: ${part}` });
      // While the chooser is open the text shows each colour; the last of them is kept.
      input.addEventListener("input", () => {
        const chosen = [...markOf(label, own())[theme]];
        chosen[at] = input.value;
        choose(label, chosen);
      });
      return h("label", null, part === "fill" ? "Fill" : "Line", input);
    });
    return { label, sample, said, reset, inputs, item: h("li", null, sample, ...inputs, reset, said) };
  }

  /** @param {Label} label @param {readonly string[] | undefined} colours undefined: as they come */
  function choose({ name }, colours) {
    const { [name]: mine = {}, ...others } = own();
    const { [theme]: _, ...other } = mine;
    const chosen = colours ? { ...other, [theme]: colours } : other;
    change(Object.keys(chosen).length > 0 ? { ...others, [name]: chosen } : others);
  }

  function draw() {
    all.hidden = Object.keys(own()).length === 0;
    for (const { label, sample, said, reset, inputs } of rows) {
      const colours = markOf(label, own())[theme];
      inputs.forEach((each, at) => {
        const input = /** @type {HTMLInputElement} */ (each.querySelector("input"));
        input.value = colours[at].toLowerCase();
      });
      reset.hidden = !own()[label.name]?.[theme];
      said.textContent = warnings(sample).join("; ");
    }
  }
}

/** What is hard to see, of the colours as they come out on this page. @param {HTMLElement} sample */
function warnings(sample) {
  const style = getComputedStyle(sample);
  /** @type {{[name: string]: string}} */
  const named = {
    ink: style.color,
    fill: style.backgroundColor,
    line: style.borderBlockEndColor,
    page: getComputedStyle(/** @type {Element} */ (sample.parentElement)).backgroundColor,
  };
  const painted = Object.fromEntries(Object.entries(named).map(([name, color]) => [name, rgb(color)]));
  const low = BOUNDS.filter(({ of, on, least }) => contrast(painted[of], painted[on]) < least);
  return low.map(({ of, on, words }) => `${words} (${contrast(painted[of], painted[on]).toFixed(1)}:1)`);
}

/** A colour as the screen shows it, whichever way it is written. @param {string} color @returns {[number, number, number]} */
function rgb(color) {
  const canvas = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
