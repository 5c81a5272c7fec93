// Tokens: the units that a key labels. Words whole with their inner marks, letter abbreviations whole (U.S.), the
// possessive 's by itself, every other mark alone; scripts without spaces by the engine's own word lists.
/** @import { Range, Token } from "./types.js" */
import { TextIndex } from "./offsets.js";

const SPACELESS = ["Thai", "Lao", "Khmer", "Myanmar", "Han", "Hiragana", "Katakana"];
/** @param {"sc" | "scx"} property */
const ofThese = (property) => `[${SPACELESS.map((name) => `\\p{${property}=${name}}`).join("")}]`;
// Scripts share letters such as the long vowel mark of kana, hence extensions; marks such as a tilde they share with Latin.
const UNSPACED = `(?:(?=[\\p{L}\\p{N}])${ofThese("scx")}|(?=\\p{M})${ofThese("sc")})`;
const LETTERS = "[\\p{L}\\p{M}\\p{N}_\\u00ad\\u200c\\u200d]";
const ABBREVIATION = "\\p{L}\\p{M}*(?:\\.\\p{L}\\p{M}*)+(?![\\p{L}\\p{M}\\p{N}_])\\.?";
const FIGURE = "\\p{N}+(?:[.,\\u066b\\u066c]\\p{N}+)+";
const JOINT = "[-\\u2010\\u2011/'\\u2019]";

/** @param {string} letters one or more characters of a plain word */
const wordPattern = (letters) => {
  const part = `(?:${ABBREVIATION}|${FIGURE}(?:${letters})?|${letters})`;
  return `(?=[\\p{L}\\p{M}\\p{N}_])${part}(?:${JOINT}(?=[\\p{L}\\p{M}\\p{N}_])${part})*`;
};
const GAP = "[\\s\\p{Cc}\\p{Cf}]+";
// A text without such scripts, nearly every one, is spared the question at each character.
const SPACED_TEXT = new RegExp(`(${GAP})|(${wordPattern(`${LETTERS}+`)})`, "uy");
const MIXED_TEXT = new RegExp(
  `(${GAP})|(${wordPattern(`(?:(?!${UNSPACED})${LETTERS})+`)})|((?:${UNSPACED}\\p{M}*)+)`,
  "uy",
);
const HAS_UNSPACED = new RegExp(UNSPACED, "u");
const POSSESSIVES = new Set(["'s", "\u2019s", "'S", "\u2019S"]);

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** The units that a key labels: code points, in order, never overlapping, never cutting a grapheme.
 * @param {string} text @param {TextIndex} [index] of that text, when it is there already @returns {Token[]} */
export function tokenize(text, index = new TextIndex(text)) {
  const pattern = HAS_UNSPACED.test(text) ? MIXED_TEXT : SPACED_TEXT;
  /** @type {number[]} */
  const units = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found?.[2]) addWord(units, at, found[2]);
    else if (found?.[3]) addPieces(units, at, found[3]);
    else if (!found) units.push(at, nextCharacter(text, at));
    at = found ? pattern.lastIndex : units[units.length - 1];
  }
  return wholeCharacters(units, index);
}

/** @param {number[]} units @param {number} at @param {string} word */
function addWord(units, at, word) {
  const cut = at + word.length - (POSSESSIVES.has(word.slice(-2)) ? 2 : 0);
  units.push(at, cut);
  if (cut < at + word.length) units.push(cut, at + word.length);
}

/** @param {number[]} units @param {number} at @param {string} unspaced */
function addPieces(units, at, unspaced) {
  for (const { index, segment } of words.segment(unspaced)) units.push(at + index, at + index + segment.length);
}

/** @param {string} text @param {number} unit */
const nextCharacter = (text, unit) => unit + ((text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1);

/** Pieces given in units, as code points, each grown to the whole graphemes it touches.
 * @param {readonly number[]} units start, end, start, end ... @param {TextIndex} index @returns {Token[]} */
function wholeCharacters(units, index) {
  /** @type {Token[]} */
  const tokens = [];
  let done = 0;
  for (let each = 0; each < units.length; each += 2) {
    let start = index.point(units[each]);
    let end = index.point(units[each + 1]);
    if (end <= done) continue;
    if (!index.isBoundary(end)) end = index.step(end, true);
    if (!index.isBoundary(start)) start = wholeStart(index, start);
    start = Math.max(start, done);
    if (end > start) tokens.push({ start, end });
    done = end;
  }
  return tokens;
}

/** Where a token begins whose first grapheme began before it: there, or behind it when that is a space with a mark.
 * @param {TextIndex} index @param {number} start */
function wholeStart(index, start) {
  const whole = index.step(start, false);
  return /\s/.test(index.slice(whole, whole + 1)) ? index.step(start, true) : whole;
}

/** How many tokens begin at or before a code point. @param {readonly Token[]} tokens @param {number} point */
function countBegun(tokens, point) {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tokens[middle].start <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the token that holds this code point, or -1. @param {readonly Token[]} tokens @param {number} point */
export function tokenAt(tokens, point) {
  const last = countBegun(tokens, point) - 1;
  return last >= 0 && point < tokens[last].end ? last : -1;
}

/** Index of the token at or nearest to this code point; -1 without tokens. @param {readonly Token[]} tokens @param {number} point */
export function nearestToken(tokens, point) {
  const last = countBegun(tokens, point) - 1;
  if (last < 0) return tokens.length > 0 ? 0 : -1;
  const next = tokens[last + 1];
  return next && point >= tokens[last].end && next.start - point < point - tokens[last].end + 1 ? last + 1 : last;
}

/** The tokens that a range touches. @param {readonly Token[]} tokens @param {number} start @param {number} end @returns {Token[]} */
export function tokensBetween(tokens, start, end) {
  const last = countBegun(tokens, start) - 1;
  const first = last >= 0 && tokens[last].end > start ? last : last + 1;
  return end > start ? tokens.slice(first, countBegun(tokens, end - 1)) : [];
}

/** The range grown to whole tokens and without outer space; null when it touches no token.
 * @param {readonly Token[]} tokens @param {number} start @param {number} end @returns {Range | null} */
export function snap(tokens, start, end) {
  const touched = tokensBetween(tokens, start, end);
  return touched.length > 0 ? { start: touched[0].start, end: touched[touched.length - 1].end } : null;
}

/** What a sweep from one token to another covers, in either direction. @param {readonly Token[]} tokens @param {number} from index @param {number} to index @returns {Range} */
export function sweep(tokens, from, to) {
  return { start: tokens[Math.min(from, to)].start, end: tokens[Math.max(from, to)].end };
}
