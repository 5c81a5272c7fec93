import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  LEAST,
  frameOf,
  isSeen,
  landPath,
  namesIn,
  placed,
  ringsOf,
  spotsOf,
} from "../../annotator/web/static/workbench/model/map.js";
import { random } from "./support/random.js";

const FILE = new URL("../../annotator/web/static/map/outlines.json", import.meta.url);
const WORLD = JSON.parse(readFileSync(FILE, "utf-8"));
const BAGHDAD = { name: "Baghdad", lat: 33.34, lon: 44.4, country: "IQ", feature: "PPLC" };
const SANAA = { name: "Sanaa", lat: 15.35, lon: 44.2, country: "YE", feature: "PPLC" };
const [WIDTH, HEIGHT] = [320, 200];
const framed = (...spots) => frameOf(spots, WORLD, WIDTH, HEIGHT);

/** Whether a point is on land: inside of an odd number of rings. */
function isLand(lon, lat) {
  let inside = false;
  for (const { points } of ringsOf(WORLD))
    for (let at = 0; at < points.length; at += 2) {
      const [ax, ay] = [points[at], points[at + 1]];
      const [bx, by] = [points[(at + 2) % points.length], points[(at + 3) % points.length]];
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
    }
  return inside;
}

test("the outlines are land where there is land and sea where there is sea", () => {
  for (const { lon, lat } of [BAGHDAD, SANAA, { lon: -74.1, lat: 4.6 }, { lon: 37.6, lat: 55.75 }])
    assert.equal(isLand(lon, lat), true, `${lon} ${lat}`);
  for (const [lon, lat] of [
    [38.3, 20.5],
    [-30, 10],
    [34.5, 43.2],
  ])
    assert.equal(isLand(lon, lat), false, `${lon} ${lat}`);
});

test("one place stands in the middle, with at least six degrees around it", () => {
  const frame = framed(BAGHDAD);
  assert.deepEqual(placed(frame, BAGHDAD.lon, BAGHDAD.lat), [WIDTH / 2, HEIGHT / 2]);
  assert.equal(frame.high, LEAST);
  assert.ok(frame.wide > LEAST);
});

test("several places are all seen, with a margin, wherever they are", () => {
  const { next: number } = random(7);
  for (let round = 0; round < 200; round++) {
    const spots = Array.from({ length: 1 + Math.floor(number() * 4) }, (_, at) => ({
      name: `${at}`,
      lat: 20 + number() * 40,
      lon: 160 + number() * 40,
    })).map((spot) => ({ ...spot, lon: spot.lon > 180 ? spot.lon - 360 : spot.lon }));
    const frame = framed(...spots);
    for (const { lon, lat } of spots) assert.ok(isSeen(frame, placed(frame, lon, lat), 10), JSON.stringify(spots));
  }
});

test("north is up and east is right, and a degree of latitude is as long everywhere", () => {
  const frame = framed(BAGHDAD, SANAA);
  const [, north] = placed(frame, 44, 34);
  const [, south] = placed(frame, 44, 33);
  const [west] = placed(frame, 44, 34);
  const [east] = placed(frame, 45, 34);
  assert.ok(north < south && west < east);
  assert.ok(Math.abs(south - north - HEIGHT / frame.high) < 0.2);
});

test("a country is shown whole, not a piece in its middle", () => {
  const [name, lon, lat, size] = WORLD.names.find(([each]) => each === "Sudan");
  assert.ok(framed({ name, lon, lat, feature: "PCLI" }).high > size);
});

test("the neighbours have their names, none upon another or upon the place", () => {
  const frame = framed(BAGHDAD, SANAA);
  const taken = [BAGHDAD, SANAA].map(({ lon, lat }) => placed(frame, lon, lat));
  const names = namesIn(frame, WORLD, taken);
  assert.ok(names.some(({ name }) => name === "Saudi Arabia"));
  for (const one of names)
    for (const other of names)
      assert.ok(one === other || Math.abs(one.y - other.y) > 14 || Math.abs(one.x - other.x) > 2.9 * one.name.length);
});

test("land is drawn across the line where longitudes begin anew", () => {
  const frame = framed({ name: "Anadyr", lat: 64.7, lon: 177.5 });
  const drawn = landPath(frame, WORLD)
    .match(/-?\d+(?:\.\d+)? /g)
    .map(Number);
  assert.ok(drawn.some((x) => x < WIDTH / 2 && x > 0) && drawn.some((x) => x > WIDTH / 2 && x < WIDTH));
});

test("no line goes around the world, also of a country on both sides of where longitudes begin anew", () => {
  for (const { points } of ringsOf(WORLD))
    for (let at = 2; at < points.length; at += 2) assert.ok(Math.abs(points[at] - points[at - 2]) < 90);
  assert.ok(ringsOf(WORLD).every(({ points }) => Math.abs(points[0] - points[points.length - 2]) < 90));
});

test("what has no point is not drawn, and what is told twice is drawn once", () => {
  assert.deepEqual(spotsOf([{ name: "somewhere" }, { name: "nowhere", lat: null, lon: null }]), []);
  assert.deepEqual(spotsOf([BAGHDAD, { ...BAGHDAD }, SANAA]), [BAGHDAD, SANAA]);
});
