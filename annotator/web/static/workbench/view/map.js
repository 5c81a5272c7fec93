// A small map: the outlines of countries around one or more places. Nothing is fetched for it but the outlines.
/** @import { MapPlace, Outlines, Spot } from "../model/map.js" */
import { countryName, frameOf, isArea, landPath, namesIn, placed, spotsOf } from "../model/map.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [320, 200];

/** The map of some places, null where none of them has a point. Its look is css/map.css.
 * @param {readonly MapPlace[]} places @param {Outlines} outlines @returns {SVGSVGElement | null} */
export function drawMap(places, outlines) {
  const spots = spotsOf(places);
  if (!spots.length) return null;
  const frame = frameOf(spots, outlines, WIDTH, HEIGHT);
  const points = spots.map(({ lon, lat }) => placed(frame, lon, lat));
  const names = namesIn(frame, outlines, points);
  return s(
    "svg",
    {
      class: "map",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": `Map: ${spots.map(named).join("; ")}`,
    },
    s("path", { class: "map-land", d: landPath(frame, outlines) }),
    ...names.map(({ name, x, y }) => text("map-country", x, y, name, "middle")),
    ...spots.flatMap((spot, at) => mark(spot, points[at])),
  );
}

/** "Baghdad, Iraq" by what the browser calls the country. @param {Spot} spot */
function named({ name, country }) {
  const known = country ? countryName(country) : "";
  return known && known !== name ? `${name}, ${known}` : name;
}

/** A spot is a dot in a ring; what is larger, a ring of dashes. The name stands where there is room.
 * @param {Spot} spot @param {[number, number]} point @returns {SVGElement[]} */
function mark(spot, [x, y]) {
  const isLeft = x > WIDTH * 0.6;
  const name = text("map-name", isLeft ? x - 10 : x + 10, y + 4, spot.name, isLeft ? "end" : "start");
  if (isArea(spot)) return [s("circle", { class: "map-area", cx: x, cy: y, r: 7 }), name];
  return [
    s("circle", { class: "map-ring", cx: x, cy: y, r: 6 }),
    s("circle", { class: "map-dot", cx: x, cy: y, r: 2.5 }),
    name,
  ];
}

/** @param {string} kind @param {number} x @param {number} y @param {string} words @param {"start" | "middle" | "end"} anchor */
function text(kind, x, y, words, anchor) {
  const element = s("text", { class: kind, x, y, "text-anchor": anchor });
  element.textContent = words;
  return element;
}

/** @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag @param {{[name: string]: string | number}} attributes @param {...SVGElement} children @returns {SVGElementTagNameMap[Tag]} */
function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
