// The geometry of the small map: which piece of the world it shows, and where on it things are.

/** What tools/outlines.py writes. @typedef {{unit: number, arcs: number[][], lands: number[][], names: [string, number, number, number][]}} Outlines */

/** A value of an attribute of type place; only one with a point is drawn.
 * @typedef {{name: string, lat?: number | null, lon?: number | null, country?: string | null, feature?: string | null}} MapPlace */

/** @typedef {MapPlace & {lat: number, lon: number}} Spot */

/** A closed line in degrees, longitude and latitude in turn, and the box around it. @typedef {{points: number[], west: number, east: number, south: number, north: number}} Ring */

/** The piece of the world that is shown: its middle, its size in degrees of latitude, and its size on the page.
 * @typedef {{lon: number, lat: number, wide: number, high: number, width: number, height: number}} Frame */

/** How many degrees are seen at least. */
export const LEAST = 6;
const MARGIN = 1.5;
/** What is no spot needs more room: degrees by how its feature code begins. @type {readonly [string, number][]} */
const ROOM = [
  ["PCL", 12],
  ["ADM1", 9],
  ["RGN", 16],
  ["SEA", 20],
  ["OCN", 60],
  ["GULF", 14],
  ["CONT", 60],
];

/** @param {readonly MapPlace[]} places @returns {Spot[]} those that have a point, each once */
export function spotsOf(places) {
  const found = new Map();
  for (const place of places)
    if (typeof place.lat === "number" && typeof place.lon === "number")
      found.set(`${place.lat} ${place.lon} ${place.name}`, place);
  return [...found.values()];
}

/** What a country is called, by its code. @param {string} code */
export function countryName(code) {
  try {
    return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Whether a place is larger than a spot on the map: a country, a division, a region, a sea. @param {MapPlace} place */
export const isArea = ({ feature }) =>
  /^(PCL|ADM|RGN|SEA|OCN|GULF|CONT|DSRT|PEN|MTS|VAL|ISLS|STRT|BAY|LK|DLTA)/.test(feature ?? "");

/** The piece of the world around some spots; they may lie on both sides of the line where longitudes begin anew.
 * @param {readonly Spot[]} spots at least one @param {Outlines} outlines @param {number} width @param {number} height @returns {Frame} */
export function frameOf(spots, outlines, width, height) {
  const lons = spots.map(({ lon }) => near(lon, spots[0].lon));
  const lats = spots.map(({ lat }) => lat);
  const lat = middle(lats);
  const narrow = Math.cos((lat * Math.PI) / 180);
  const room = Math.max(LEAST, ...spots.map((spot) => roomOf(spot, outlines)));
  const high = Math.max(room, extent(lats) * MARGIN, (extent(lons) * narrow * MARGIN * height) / width);
  return { lon: middle(lons), lat, wide: (high * width) / height, high, width, height };
}

/** @param {Spot} spot @param {Outlines} outlines */
function roomOf(spot, outlines) {
  const room = ROOM.find(([code]) => spot.feature?.startsWith(code))?.[1] ?? 0;
  if (!spot.feature?.startsWith("PCL")) return room;
  const country = outlines.names.find(([, lon, lat]) => Math.hypot(lon - spot.lon, lat - spot.lat) < 0.5);
  return country ? country[3] * MARGIN : room;
}

/** Where a point of the world is on the page. @param {Frame} frame @param {number} lon @param {number} lat @returns {[number, number]} */
export function placed(frame, lon, lat) {
  const scale = frame.height / frame.high;
  const narrow = Math.cos((frame.lat * Math.PI) / 180);
  const x = frame.width / 2 + (near(lon, frame.lon) - frame.lon) * narrow * scale;
  return [rounded(x), rounded(frame.height / 2 + (frame.lat - lat) * scale)];
}

/** Whether a point on the page is seen. @param {Frame} frame @param {[number, number]} point @param {number} [margin] */
export const isSeen = ({ width, height }, [x, y], margin = 0) =>
  x >= margin && y >= margin && x <= width - margin && y <= height - margin;

/** The land in a frame as the `d` of a path. @param {Frame} frame @param {Outlines} outlines @returns {string} */
export function landPath(frame, outlines) {
  const narrow = Math.cos((frame.lat * Math.PI) / 180);
  const half = frame.wide / narrow / 2;
  const scale = frame.height / frame.high;
  const parts = [];
  for (const { points, west, east, south, north } of ringsOf(outlines)) {
    if (north < frame.lat - frame.high / 2 || south > frame.lat + frame.high / 2) continue;
    for (const turn of [-360, 0, 360]) {
      if (east + turn < frame.lon - half || west + turn > frame.lon + half) continue;
      const drawn = [];
      for (let at = 0; at < points.length; at += 2) {
        const x = frame.width / 2 + (points[at] + turn - frame.lon) * narrow * scale;
        const y = frame.height / 2 + (frame.lat - points[at + 1]) * scale;
        drawn.push(`${rounded(x)} ${rounded(y)}`);
      }
      parts.push(`M${drawn.join("L")}Z`);
    }
  }
  return parts.join("");
}

/** The countries that are named in a frame, the largest first, where a name has room and hides no other.
 * @param {Frame} frame @param {Outlines} outlines @param {readonly [number, number][]} taken points that are to stay free
 * @returns {{name: string, x: number, y: number}[]} */
export function namesIn(frame, outlines, taken) {
  const scale = frame.height / frame.high;
  /** @type {{name: string, x: number, y: number}[]} */
  const found = [];
  for (const [name, lon, lat, size] of [...outlines.names].sort((one, other) => other[3] - one[3])) {
    const [x, y] = placed(frame, lon, lat);
    const half = name.length * 2.9;
    if (!isSeen(frame, [x, y], 6) || x < half || x > frame.width - half || size * scale < half) continue;
    const isFree = (/** @type {number} */ otherX, /** @type {number} */ otherY, /** @type {number} */ room) =>
      Math.abs(otherX - x) > half + room || Math.abs(otherY - y) > 14;
    if (
      taken.every(([spotX, spotY]) => isFree(spotX, spotY, 10)) &&
      found.every((other) => isFree(other.x, other.y, other.name.length * 2.9))
    )
      found.push({ name, x, y });
  }
  return found;
}

/** @type {WeakMap<Outlines, Ring[]>} */
const unpacked = new WeakMap();

/** The outlines as closed lines; worked out once. @param {Outlines} outlines @returns {Ring[]} */
export function ringsOf(outlines) {
  let rings = unpacked.get(outlines);
  if (!rings) {
    const lines = outlines.arcs.map((arc) => walked(arc, outlines.unit));
    rings = outlines.lands.map((arcs) => joined(arcs, lines));
    unpacked.set(outlines, rings);
  }
  return rings;
}

/** @param {number[]} steps @param {number} unit @returns {number[]} */
function walked(steps, unit) {
  const points = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < steps.length; at += 2) {
    x += steps[at];
    y += steps[at + 1];
    points.push(x * unit, y * unit);
  }
  return points;
}

/** @param {number[]} arcs @param {number[][]} lines @returns {Ring} */
function joined(arcs, lines) {
  /** @type {number[]} */
  const points = [];
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const arc of arcs) {
    const line = lines[arc < 0 ? ~arc : arc];
    for (let at = 0; at < line.length; at += 2) {
      const place = arc < 0 ? line.length - 2 - at : at;
      // A country on both sides of where longitudes begin anew is one piece.
      const lon = points.length ? near(line[place], points[points.length - 2]) : line[place];
      const lat = line[place + 1];
      points.push(lon, lat);
      [west, east] = [Math.min(west, lon), Math.max(east, lon)];
      [south, north] = [Math.min(south, lat), Math.max(north, lat)];
    }
  }
  return { points, west, east, south, north };
}

/** The same longitude, not more than half around the world from another. @param {number} lon @param {number} other */
const near = (lon, other) => lon - 360 * Math.round((lon - other) / 360);

/** @param {number[]} numbers */
const middle = (numbers) => (Math.min(...numbers) + Math.max(...numbers)) / 2;

/** @param {number[]} numbers */
const extent = (numbers) => Math.max(...numbers) - Math.min(...numbers);

/** @param {number} length on the page; a tenth of it is not seen */
const rounded = (length) => Math.round(length * 10) / 10;
