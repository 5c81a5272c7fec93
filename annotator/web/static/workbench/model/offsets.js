// The only place that knows UTF-16: everything else counts code points.

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

const PLAIN = 1;
const MARK = 2;
const OTHER = 3;
/** What each UTF-16 unit is to its neighbours, found out when first asked: 0 is "not asked yet". */
const kinds = new Uint8Array(0x10000);

/** PLAIN units never join with one another, but for CR LF. @param {number} code of a UTF-16 unit */
function kindOf(code) {
  return (kinds[code] ||= classify(code));
}

/** @param {number} code */
function classify(code) {
  if (code < 0x300) return PLAIN;
  const character = String.fromCharCode(code);
  if (/\p{M}/u.test(character)) return MARK;
  // Letters that join all the same: Hangul jamo, Thai and Lao am, half-width sound marks, a Malayalam prefix.
  if (/[\u0d4e\u0e33\u0eb3\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uff9e\uff9f]/.test(character)) return OTHER;
  return /[\p{L}\p{N}\p{P}\p{S}\p{Zs}]/u.test(character) ? PLAIN : OTHER;
}

/** Is this unit the first half of a whole surrogate pair? A lone half counts as one code point, as in Python.
 * @param {string} text @param {number} unit */
const beginsPair = (text, unit) =>
  (text.charCodeAt(unit) & 0xfc00) === 0xd800 && (text.charCodeAt(unit + 1) & 0xfc00) === 0xdc00;

/** How many of the sorted numbers are smaller than the limit. @param {Uint32Array} sorted @param {number} limit */
function countBelow(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Code points of one text and their places in JavaScript's own string. Immutable; made once per document. */
export class TextIndex {
  /** @param {string} text */
  constructor(text) {
    const points = [];
    const units = [];
    for (let unit = 0; unit < text.length; unit += 1) {
      if (!beginsPair(text, unit)) continue;
      points.push(unit - units.length);
      units.push(unit);
      unit += 1;
    }
    this.text = text;
    this.length = text.length - units.length;
    /** @private code points of the characters that take two units */
    this.widePoints = Uint32Array.from(points);
    /** @private and their first units */
    this.wideUnits = Uint32Array.from(units);
  }

  /** Code point to UTF-16 unit. @param {number} point */
  units(point) {
    if (!Number.isInteger(point) || point < 0 || point > this.length)
      throw new RangeError(`code point ${point} is outside the text (0 to ${this.length})`);
    return point + countBelow(this.widePoints, point);
  }

  /** UTF-16 unit to code point; raises RangeError inside a surrogate pair. @param {number} unit */
  point(unit) {
    if (!Number.isInteger(unit) || unit < 0 || unit > this.text.length)
      throw new RangeError(`unit ${unit} is outside the text (0 to ${this.text.length})`);
    const wide = countBelow(this.wideUnits, unit);
    if (wide > 0 && this.wideUnits[wide - 1] === unit - 1)
      throw new RangeError(`unit ${unit} is inside a surrogate pair`);
    return unit - wide;
  }

  /** The words from start to end, in code points. @param {number} start @param {number} end */
  slice(start, end) {
    return this.text.slice(this.units(start), this.units(end));
  }

  /** Would a span that begins or ends here leave every character that people see whole? @param {number} point */
  isBoundary(point) {
    return this.isCut(this.units(point));
  }

  /** The nearest place after (or before) this one that cuts no grapheme; the text's ends when there is none.
   * @param {number} point @param {boolean} forward */
  step(point, forward) {
    const last = forward ? this.text.length : 0;
    let unit = this.units(point);
    if (unit === last) return point;
    do unit += forward ? 1 : -1;
    while (unit !== last && !this.isCut(unit));
    return this.point(unit);
  }

  /** Is there a grapheme boundary before this unit? @private @param {number} unit */
  isCut(unit) {
    const { text } = this;
    if (unit === 0 || unit === text.length) return true;
    if (isPlainCut(text, unit)) return true;
    const here = text.charCodeAt(unit);
    const isSpaced = here < 0x300 && here !== 0x0a;
    if (isSpaced && kindOf(text.charCodeAt(unit - 1)) !== OTHER) return true;
    // The rest is for the engine's tables, in a window that ends where no grapheme can go on.
    let start = unit - 1;
    while (start > 0 && !isPlainCut(text, start)) start -= 1;
    let end = unit + 1;
    while (end < text.length && !isPlainCut(text, end)) end += 1;
    return graphemes.segment(text.slice(start, end)).containing(unit - start)?.index === unit - start;
  }
}

/** Is there a boundary here that needs no tables: between two plain units? @param {string} text @param {number} unit */
function isPlainCut(text, unit) {
  const here = text.charCodeAt(unit);
  const before = text.charCodeAt(unit - 1);
  return kindOf(here) === PLAIN && kindOf(before) === PLAIN && !(here === 0x0a && before === 0x0d);
}
