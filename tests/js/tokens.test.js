import assert from "node:assert/strict";
import { test } from "node:test";
import { TextIndex } from "../../annotator/web/static/workbench/model/offsets.js";
import {
  nearestToken,
  snap,
  sweep,
  tokenAt,
  tokenize,
  tokensBetween,
} from "../../annotator/web/static/workbench/model/tokens.js";
import { forSeeds, wildText } from "./support/random.js";

const words = (text) => {
  const index = new TextIndex(text);
  return tokenize(text).map(({ start, end }) => index.slice(start, end));
};

const EXAMPLES = {
  "letter abbreviations are whole": ["the U.S. and U.S.A said a.m.", "the|U.S.|and|U.S.A|said|a.m."],
  "words keep their inner hyphens, an abbreviation's too": [
    "U.S.-led Iran-backed al-Saadi",
    "U.S.-led|Iran-backed|al-Saadi",
  ],
  "words keep inner apostrophes and slashes": ["don't l’État Daesh/terrorist", "don't|l’État|Daesh/terrorist"],
  "a possessive is by itself": ["US's Iraq’s U.S.'s WEDNESDAY'S", "US|'s|Iraq|’s|U.S.|'s|WEDNESDAY|'S"],
  "a plural possessive is a word and a mark": ["militants' cars", "militants|'|cars"],
  "dots and commas stay between digits only": ["3,000.50 in 2024, Feb. 8,x", "3,000.50|in|2024|,|Feb|.|8|,|x"],
  "every other mark is alone": ['("over 40.") -- $5 AT&T', '(|"|over|40|.|"|)|-|-|$|5|AT|&|T'],
  "a mark between two words with quotes": ['at least one" civilian', 'at|least|one|"|civilian'],
  "a family of emoji, a tinted thumb and a flag are one token each": ["👩‍👩‍👦👍🏽🇮🇶", "👩‍👩‍👦|👍🏽|🇮🇶"],
  "accents belong to their letters": ["e\u0301te\u0301 n\u0303o", "e\u0301te\u0301|n\u0303o"],
  "Arabic with its comma and digits": ["قصفت بغداد، ١٬٢٣٤ مرة", "قصفت|بغداد|،|١٬٢٣٤|مرة"],
  "a joiner inside a Persian word is no gap": ["می‌خواهم بروم", "می‌خواهم|بروم"],
  "a line break of any kind is a gap": ["a\r\nb\rc\nd", "a|b|c|d"],
};
for (const [promise, [text, expected]] of Object.entries(EXAMPLES))
  test(`tokens: ${promise}`, () => assert.deepEqual(words(text), expected.split("|")));

test("tokens: scripts without spaces are cut into words by the engine", () => {
  for (const [text, longest] of [
    ["ประเทศไทยเป็นประเทศในเอเชีย", "ประเทศ"],
    ["我们在北京开会", "北京"],
    ["東京へ行きました", "東京"],
    ["ພາສາລາວ", "ພາສາ"],
  ]) {
    const found = words(text);
    assert.ok(found.includes(longest), `${longest} in ${found.join("|")}`);
    assert.ok(found.length > 1);
    assert.equal(found.join(""), text);
  }
  assert.deepEqual(words("共40人。"), ["共", "40", "人", "。"]);
});

test("tokens are in order, never overlap, cut no grapheme and leave out only gaps", () => {
  forSeeds(400, (random) => {
    const text = wildText(random);
    const index = new TextIndex(text);
    let done = 0;
    for (const { start, end } of [...tokenize(text), { start: index.length, end: index.length }]) {
      assert.ok(start >= done && end >= start);
      // A mark that sits on a gap belongs to the gap.
      assert.match(index.slice(done, start), /^(?:[\s\p{Cc}\p{Cf}]\p{M}*)*$/u, JSON.stringify(text));
      assert.ok(index.isBoundary(start) && index.isBoundary(end), JSON.stringify(text));
      done = end;
    }
  });
});

test("the token at a place is the one that holds it", () => {
  forSeeds(100, (random) => {
    const text = wildText(random);
    const tokens = tokenize(text);
    for (let point = 0; point < new TextIndex(text).length; point += 1)
      assert.equal(
        tokenAt(tokens, point),
        tokens.findIndex(({ start, end }) => start <= point && point < end),
      );
  });
});

test("over a gap there is no token, but there is a nearest one", () => {
  const tokens = tokenize("one   two");
  assert.equal(tokenAt(tokens, 4), -1);
  assert.equal(nearestToken(tokens, 3), 0);
  assert.equal(nearestToken(tokens, 5), 1);
  assert.equal(nearestToken(tokens, 99), 1);
  assert.equal(nearestToken([], 0), -1);
});

test("a range snaps to the tokens that it touches, and to nothing over a gap", () => {
  const text = 'that "at least one" civilian was';
  const tokens = tokenize(text);
  const cut = (range) => range && text.slice(range.start, range.end);
  assert.equal(cut(snap(tokens, 8, 23)), 'least one" civilian');
  assert.equal(cut(snap(tokens, 4, 11)), '"at least');
  assert.equal(snap(tokens, 4, 5), null);
  assert.equal(snap(tokens, 7, 7), null);
  assert.deepEqual(tokensBetween(tokens, 5, 8).length, 2);
});

test("a sweep covers the same words in either direction", () => {
  const tokens = tokenize("one two three four");
  assert.deepEqual(sweep(tokens, 1, 2), { start: 4, end: 13 });
  assert.deepEqual(sweep(tokens, 2, 1), { start: 4, end: 13 });
  assert.deepEqual(sweep(tokens, 3, 3), { start: 14, end: 18 });
});

test("snapping a range of whole tokens changes nothing", () => {
  forSeeds(100, (random) => {
    const tokens = tokenize(wildText(random));
    if (tokens.length === 0) return;
    const range = sweep(tokens, random.below(tokens.length), random.below(tokens.length));
    assert.deepEqual(snap(tokens, range.start, range.end), range);
  });
});

test("a figure and the unit that is written on to it are one word", () => {
  const wordsOf = (text) => tokenize(text).map(({ start, end }) => [...text].slice(start, end).join(""));
  assert.deepEqual(wordsOf("a 3.5m-strong force 5,000km off, in 2.5 hours."), [
    "a",
    "3.5m-strong",
    "force",
    "5,000km",
    "off",
    ",",
    "in",
    "2.5",
    "hours",
    ".",
  ]);
});
