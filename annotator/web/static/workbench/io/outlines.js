// The outlines of countries, fetched when the first map is drawn.
/** @import { Outlines } from "../model/map.js" */

/** @type {Promise<Outlines> | null} */
let asked = null;

/** The outlines; asked for once, and again only where that failed. @returns {Promise<Outlines>} */
export function loadOutlines() {
  asked ??= fetched().catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function fetched() {
  const answer = await fetch(new URL("../../map/outlines.json", import.meta.url));
  if (!answer.ok) throw new Error(`the map cannot be had (${answer.status})`);
  return /** @type {Outlines} */ (await answer.json());
}
