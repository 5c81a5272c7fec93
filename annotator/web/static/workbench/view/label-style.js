// What a label looks like, from the schema: a style sheet of custom properties. No label's name is known here.
/** @import { Label, Mark, SchemaJson } from "../model/types.js" */

export const LANES = 4;
const UNKNOWN = { letter: "?", pattern: "double", light: ["#E4E6EA", "#4A4F57"], dark: ["#2C3037", "#B6BCC6"] };
/** How thick a line of text is, in heights of the words, where lines are not drawn by tiles. @type {{[pattern: string]: number}} */
const WEIGHT_OF = { wavy: 0.1, dashes: 0.17, dots: 0.12 };
const LINE_OF = { wavy: "wavy", dashes: "dashed", dots: "dotted", double: "double" };

/** Width, height and drawing of one tile of an underline. @type {{[pattern: string]: [number, number, string]}} */
const TILES = {
  solid: [8, 2, '<path d="M0 1h8" stroke-width="2"/>'],
  wavy: [8, 4, '<path d="M-1 2.6C.3 3.4 1.300 3.400 2.200 2.300S4.600.4 6 2.300 8 3 9 2.600" stroke-width="1.500"/>'],
  dashes: [9, 2.5, '<path d="M0 1.250h6" stroke-width="2.500"/>'],
  dots: [4, 2.5, '<path d="M1.250 1.250h.01" stroke-width="2.300" stroke-linecap="round"/>'],
  double: [8, 3, '<path d="M0 .5h8M0 2.500h8" stroke-width="1"/>'],
};

/** @param {number} width @param {number} height @param {string} body */
const image = (width, height, body) =>
  `url("data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`)}")`;

/** @param {string} pattern @param {string} color */
function tile(pattern, color) {
  const [width, height, drawing] = TILES[pattern] ?? TILES.solid;
  return image(width, height, `<g fill="none" stroke="${color}">${drawing}</g>`);
}

/** @param {string} letter @param {string} color */
function glyph(letter, color) {
  const width = 10 * Math.max(1, [...letter].length);
  const text = letter.replace(/[<&]/g, "");
  return image(
    width,
    10,
    `<text y="9" font-family="sans-serif" font-weight="700" font-size="11" fill="${color}">${text}</text>`,
  );
}

/** Fill and line that a person has chosen, by label and scheme: preferences.colours.
 * @typedef {{readonly [label: string]: {light?: readonly string[], dark?: readonly string[]} | undefined}} OwnColours */

/** How spans of each label are told apart. @typedef {ReturnType<typeof looks>} Looks @param {SchemaJson} schema */
export function looks(schema) {
  const places = new Map(schema.labels.map((label, place) => [label.name, place]));
  return {
    /** The number in the class names of a label; labels that the schema does not have share one. @param {string} label */
    tone: (label) => places.get(label) ?? schema.labels.length,
    /** @param {string} label */
    title: (label) => schema.labels[places.get(label) ?? -1]?.title ?? label,
    /** @param {string} label */
    letter: (label) => markOf(schema.labels[places.get(label) ?? -1]).letter,
  };
}

/** @param {Label | undefined} label @param {OwnColours} [own] @returns {Mark} */
export function markOf(label, own = {}) {
  const mark = /** @type {Mark} */ (label?.mark ?? { ...UNKNOWN, letter: label?.title[0] ?? "?" });
  const { light, dark } = own[label?.name ?? ""] ?? {};
  return { ...mark, light: pair(light, mark.light ?? UNKNOWN.light), dark: pair(dark, mark.dark ?? UNKNOWN.dark) };
}

/** Preferences may hold anything. @param {unknown} own @param {readonly [string, string]} usual @returns {[string, string]} */
function pair(own, usual) {
  const [fill, line] = Array.isArray(own) ? own : [];
  const chosen = (/** @type {unknown} */ color, /** @type {string} */ other) =>
    typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color) ? color : other;
  return [chosen(fill, usual[0]), chosen(line, usual[1])];
}

/** Colours come from a file that people write: only what is a colour goes into the sheet. @param {string} color */
const safe = (color) => (/^#[0-9a-f]{3,8}$/i.test(color) ? color : "#888888");

/** @param {SchemaJson} schema @param {OwnColours} [own] */
function labelStyle(schema, own) {
  const marks = [...schema.labels.map((label) => markOf(label, own)), markOf(undefined)];
  /** @param {"light" | "dark"} theme */
  const drawn = (theme) =>
    marks.map(({ pattern, letter, [theme]: colors }, at) => {
      const line = safe(colors[1]);
      return `--tile-${at}:${tile(pattern, line)};--glyph-${at}:${glyph(letter, line)};`;
    });
  /** @param {string} color */
  const counts = (color) => Array.from({ length: 9 }, (_, n) => `--more-${n + 1}:${glyph(`+${n + 1}`, color)};`);
  const light = [...drawn("light"), ...counts("#565b63")].join("");
  const dark = [...drawn("dark"), ...counts("#a7adb7")].join("");
  const colors = marks.map(
    ({ light: [fill, line], dark: [darkFill, darkLine] }, at) =>
      `--line-${at}:light-dark(${safe(line)},${safe(darkLine)});` +
      `--fill-${at}:color-mix(in oklab,light-dark(${safe(fill)},${safe(darkFill)}) var(--fill-strength),var(--page));`,
  );
  return `@layer components{:root{${colors.join("")}${light}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light],[data-theme=sepia]){${dark}}}
:root[data-theme=dark]{${dark}}
${marks.map(rules).join("\n")}
${Array.from({ length: 9 }, (_, n) => `.more-${n + 1}{--letter-1:var(--more-${n + 1})}`).join("")}}`;
}

/** @param {Mark} mark @param {number} at */
function rules({ pattern }, at) {
  const plain = LINE_OF[/** @type {keyof typeof LINE_OF} */ (pattern)] ?? "solid";
  // Highlights look like those of the element around them, so that no mark need be asked; in Firefox each is.
  const painted = CSS.supports("-moz-appearance", "none") ? ".text *" : ".text";
  const lanes = Array.from({ length: LANES }, (_, lane) => `.lane${lane}-${at}{--lane-${lane}:var(--tile-${at})}`);
  return `.tone-${at}{--fill:var(--fill-${at});--line:var(--line-${at});--tile:var(--tile-${at});--plain-line:${plain};--plain-weight:${WEIGHT_OF[pattern] ?? 0.08}em}
${lanes.join("")}.glyph0-${at}{--letter-0:var(--glyph-${at})}.glyph1-${at}{--letter-1:var(--glyph-${at})}
.text.lift-${at} mark.tone-${at}{--fill:var(--fill-${at});color:var(--ink)}
.text.lift-${at} mark.tone-${at}:not(.held,.linked,.focused)>span{outline:1px dashed color-mix(in srgb,var(--line) 65%,var(--page))}
${painted}::highlight(sweep-${at}){background-color:var(--fill-${at});color:var(--ink);text-decoration:underline 2px var(--line-${at})}`;
}

/** A constructed sheet, because no style may stand in the page itself.
 * @param {SchemaJson} schema @param {OwnColours} [own] @returns {{redraw: (own?: OwnColours) => void, drop: () => void}} */
export function adoptLabelStyle(schema, own) {
  const sheet = new CSSStyleSheet();
  const redraw = (/** @type {OwnColours | undefined} */ colours) => sheet.replaceSync(labelStyle(schema, colours));
  redraw(own);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return {
    redraw,
    drop() {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    },
  };
}
