// How far hands went today: keys, clicks and the way of the pointer. Kept on this device for one person, told to nobody.
/** @import { Bench } from "../bench.js" */

/** In the local storage, beside the person's name. */
const STORED = "annotator hands";
/** What it saves for later, in milliseconds; what a crash may lose is no loss. */
const EVERY = 15_000;
/** A CSS pixel, in metres. */
const PIXEL = 0.0254 / 96;

/** day: as people write it, so that another begins at their midnight; way: in pixels.
 * @typedef {{day: string, keys: number, clicks: number, way: number}} Hands */

/** @param {Date} [date] @returns {string} */
export const dayOf = (date = new Date()) => date.toLocaleDateString("sv");

/** What was counted on a day; nothing if that was another. @param {unknown} kept @param {string} day @returns {Hands} */
export function handsOf(kept, day) {
  const { day: of, keys, clicks, way } = /** @type {Partial<Hands>} */ (kept ?? {});
  const count = (/** @type {unknown} */ each) => (of === day && typeof each === "number" && each > 0 ? each : 0);
  return { day, keys: count(keys), clicks: count(clicks), way: count(way) };
}

/** @param {Hands} hands */
export function inWords({ keys, clicks, way }) {
  const number = (/** @type {number} */ each) => each.toLocaleString("en");
  const metres = Math.round(way * PIXEL * 10) / 10;
  return `${number(keys)} ${keys === 1 ? "key" : "keys"}, ${number(clicks)} ${clicks === 1 ? "click or tap" : "clicks or taps"}, ${number(metres)} m of pointer`;
}

/** Today's hands of whoever works here. @param {string} user @returns {Hands} */
export function handsToday(user) {
  try {
    return handsOf(JSON.parse(localStorage.getItem(`${STORED} ${user}`) ?? "null"), dayOf());
  } catch {
    return handsOf(null, dayOf());
  }
}

/** Counts while the page is open, unless the person does not want it. @param {() => Bench} bench the one that is open */
export function mountHandCount(bench) {
  let more = handsOf(null, dayOf());
  /** @type {{x: number, y: number} | null} */
  let at = null;
  const isWanted = () => bench().preferences.travel !== "off";

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (!event.repeat) more.keys += 1;
  }

  function onDown() {
    more.clicks += 1;
  }

  /** @param {PointerEvent} event */
  function onMove({ clientX: x, clientY: y, pointerType }) {
    if (at && pointerType === "mouse") more.way += Math.hypot(x - at.x, y - at.y);
    at = { x, y };
  }

  function keep() {
    const { user } = bench();
    const sum = handsToday(user.name);
    const counted = more;
    more = handsOf(null, dayOf());
    if (!isWanted() || counted.day !== sum.day) return;
    const { keys, clicks, way } = counted;
    try {
      const now = { day: sum.day, keys: sum.keys + keys, clicks: sum.clicks + clicks, way: sum.way + way };
      localStorage.setItem(`${STORED} ${user.name}`, JSON.stringify(now));
    } catch {
      // A browser that keeps nothing: then there is no count.
    }
  }

  document.addEventListener("keydown", onKey, { passive: true, capture: true });
  document.addEventListener("pointerdown", onDown, { passive: true, capture: true });
  document.addEventListener("pointermove", /** @type {EventListener} */ (onMove), { passive: true });
  window.addEventListener("pagehide", keep);
  setInterval(keep, EVERY);
  return { keep };
}
