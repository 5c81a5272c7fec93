// A small seeded generator (mulberry32), so that a failing example comes back with its seed.

/** @param {number} seed */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from 0 up to, not including, `end`. */
  const below = (end) => Math.floor(next() * end);
  const pick = (items) => items[below(items.length)];
  return { next, below, pick };
}

/** Run a property for many seeds; the seed is named when it fails. */
export function forSeeds(count, property) {
  for (let seed = 1; seed <= count; seed += 1) {
    try {
      property(random(seed), seed);
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}

const PIECES = [
  "Jets ",
  "hit ",
  "U.S.-led ",
  "Iraq's ",
  "don't ",
  "3,000.50 ",
  "al-Saadi, ",
  "“over 40” ",
  "👩‍👩‍👦 ",
  "👍🏽",
  "🇮🇶🇸🇾 ",
  "e\u0301te\u0301 ",
  "n\u0303",
  "\u0301",
  "قصفت الطائرات بغداد، ",
  "می‌خواهم ",
  "١٬٢٣٤ ",
  "نُ",
  "ประเทศไทยเป็นประเทศ",
  "กำ",
  "我们在北京开会。",
  "東京タワーへ",
  "한국어 ",
  "\u1112\u1161\u11ab",
  "क्षत्रिय ",
  "\r\n",
  "\n",
  "\r",
  "\u2028",
  "\u200b",
  "\u0600",
  "𝒳 ",
  "©\ufe0f ",
  "a🏻b ",
  "--",
  "\t",
];

/** A text made of everything that ever went wrong. */
export const wildText = ({ below, pick }) => Array.from({ length: 1 + below(30) }, () => pick(PIECES)).join("");
