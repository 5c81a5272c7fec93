import assert from "node:assert/strict";
import { test } from "node:test";
import { lettersOf, readToll, writeToll } from "../../annotator/web/static/workbench/model/tolls.js";
import { readWritten, written } from "../../annotator/web/static/workbench/model/written.js";
import { countWords, tollLine, tollWords, valueProblem } from "../../annotator/web/static/workbench/model/values.js";
import { random } from "./support/random.js";

/** Names that no shipped schema has: nothing in the code may know one. */
const LOSS = { name: "loss", title: "Loss", type: "choice", values: value("dead k", "hurt i", "gone m", "other") };
const WHO = { name: "who", title: "Who", type: "choice", values: value("villagers v", "troops s (regular)") };
const ALSO = { name: "also", title: "Also", type: "choices", values: value("child c", "guard g") };
const HEADS = { name: "heads", title: "Heads", type: "count" };
const ATTRIBUTES = [LOSS, WHO, HEADS, ALSO, { name: "note", title: "Note", type: "text" }];
const QUOTE = "over 40 people";

function value(...lines) {
  return lines.map((line) => {
    const [name, key = null, ...more] = line.split(" ");
    return { value: name, title: [name[0].toUpperCase() + name.slice(1), ...more].join(" "), key };
  });
}

const heads = (typed, quote = QUOTE) => readToll(typed, ATTRIBUTES, quote).values.heads;
const bounds = (typed) => {
  const { op, value: number, lower, upper, best } = heads(typed);
  return [op, number, lower, upper, best];
};

test("more than 40 killed is what somebody types in four keys", () => {
  assert.deepEqual(readToll(">40 k", ATTRIBUTES, QUOTE), {
    values: {
      heads: {
        text: "over 40",
        value: 40,
        op: "more_than",
        lower: 41,
        upper: null,
        best: 41,
        vague: false,
        by: "human",
      },
      loss: "dead",
    },
    problem: "",
  });
});

test("each sign gives the interval that it stands for", () => {
  for (const [typed, expected] of [
    ["40", ["exact", 40, 40, 40, 40]],
    ["0", ["none", 0, 0, 0, 0]],
    ["40+", ["at_least", 40, 40, null, 40]],
    [">=40", ["at_least", 40, 40, null, 40]],
    ["≥ 40", ["at_least", 40, 40, null, 40]],
    [">40", ["more_than", 40, 41, null, 41]],
    ["<40", ["fewer_than", 40, null, 39, null]],
    ["<=40", ["up_to", 40, null, 40, null]],
    ["~40", ["about", 40, null, null, 40]],
    ["~<=40", ["about", 40, null, 40, 40]],
    ["40-50", ["range", null, 40, 50, 40]],
    ["40 – 50", ["range", null, 40, 50, 40]],
    ["~24+", ["vague", null, 24, null, null]],
    ["~", ["vague", null, null, null, null]],
    ["?", ["unknown", null, null, null, null]],
    ["1,200", ["exact", 1200, 1200, 1200, 1200]],
    ["٤٠+", ["at_least", 40, 40, null, 40]],
  ])
    assert.deepEqual(bounds(typed), expected, typed);
  assert.equal(heads("+3").additional, true);
  assert.equal("additional" in heads("3"), false);
  assert.equal(heads("~24+").vague, true);
});

test("letters are those of the schema, in any order and case", () => {
  assert.deepEqual(
    lettersOf(ATTRIBUTES).map(({ letter, title }) => `${letter} ${title}`),
    ["k dead", "i hurt", "m gone", "v villagers", "s troops", "c child", "g guard"],
  );
  const { values } = readToll("S K 40 gc", ATTRIBUTES, QUOTE);
  assert.deepEqual([values.loss, values.who, values.also], ["dead", "troops", ["child", "guard"]]);
});

test("an unknown sign is named and nothing is set", () => {
  for (const [typed, sign] of [
    ["40 z", "“z”"],
    ["40!", "“!”"],
    ["+", "“+”"],
    ["k 40 50", "“50”"],
    ["50-40", "“50-40”"],
    [">40+", "“>40+”"],
    ["~40-50", "“~40-50”"],
    ["~>40", "“~>40”"],
    ["9007199254740993", "“9007199254740993”"],
    ["<0", "below 0"],
    ["k i", "hurt"],
  ]) {
    const { values, problem } = readToll(typed, ATTRIBUTES, QUOTE);
    assert.deepEqual(values, {}, typed);
    assert.ok(problem.includes(sign), `${typed}: ${problem}`);
  }
  assert.ok(readToll("40", [LOSS], QUOTE).problem.includes("“4”"), "a label without a count takes no number");
});

test("what the line said before and says no more is taken off, and only that", () => {
  assert.deepEqual(readToll("12", ATTRIBUTES, QUOTE).values.loss, undefined);
  const { values } = readToll("12 v", ATTRIBUTES, QUOTE, ">40 k");
  assert.deepEqual([values.heads.value, values.loss, values.who], [12, null, "villagers"]);
  assert.deepEqual(readToll("", ATTRIBUTES, QUOTE, ">40 k").values, { heads: null, loss: null });
  assert.deepEqual(readToll("x", ATTRIBUTES, QUOTE).values, { heads: null });
});

test("the words are those that hold the number, else the whole quote", () => {
  for (const [typed, quote, words] of [
    [">40", "over 40 Iranian-backed militants", "over 40"],
    ["40-50", "between 40 and 50 people", "between 40 and 50"],
    ["1200", "some 1,200 people", "some 1,200"],
    ["3", "three", "three"],
    ["12", "112 people", "112 people"],
    ["2", "a crowd of more than ten, among them 2 children", "ten, among them 2"],
  ])
    assert.equal(heads(typed, quote).text, words);
});

test("what is typed, written out and typed again is the same", () => {
  const { below, pick } = random(7);
  const number = () => pick([below(10), below(100), below(100_000)]);
  const counts = [
    () => `${number()}`,
    () => `${number()}+`,
    () => `>${number()}`,
    () => `<${1 + number()}`,
    () => `<=${number()}`,
    () => `~${number()}`,
    () => `~<=${number()}`,
    () => `~${number()}+`,
    () => {
      const low = number();
      return `${low}-${low + number()}`;
    },
    () => pick(["?", "~", ""]),
  ];
  for (let time = 0; time < 1000; time += 1) {
    const more = pick(["", "", "+"]);
    const count = pick(counts)();
    const letters = [pick(["k", "i", "m", ""]), pick(["v", "s", ""]), pick(["c", "g", "cg", ""])].join("");
    const first = readToll(`${count && more}${count} ${letters}`, ATTRIBUTES, QUOTE);
    assert.equal(first.problem, "");
    const line = writeToll(first.values, ATTRIBUTES);
    assert.deepEqual(readToll(line, ATTRIBUTES, QUOTE), first, line);
    if (first.values.heads) assert.equal(valueProblem(HEADS, first.values.heads, /** @type {any} */ (null)), null);
  }
});

test("what is said of a toll is one line, the number first, nothing that is not set", () => {
  const line = (typed) => tollLine(tollWords(ATTRIBUTES, readToll(typed, ATTRIBUTES, QUOTE).values));
  assert.equal(line(">40 ks"), "≥41 dead · troops");
  assert.equal(line("40 s"), "40 troops");
  assert.equal(line("k"), "dead");
  assert.equal(line("~<=40"), "~≤40");
  assert.equal(line("~24+ i"), "~≥24 hurt");
  assert.equal(line("20-30"), "20–30");
  assert.equal(line("+3 k"), "3 more dead");
  assert.equal(line(""), "");
  assert.equal(line("? k"), "? dead");
  assert.deepEqual(tollWords([LOSS, WHO], { loss: "dead" }), [], "what is not counted has no toll");
  assert.equal(countWords({ op: "at_least", by: "rule", lower: 5 }), "≥5", "an import need not fill all keys");
});

test("dates are typed as days, months, years and from one to another", () => {
  const when = { name: "when", title: "When", type: "date" };
  const date = (typed, standing = null) => readWritten(when, typed, standing).value;
  assert.deepEqual(date("2024-02-08"), { from: "2024-02-08", to: "2024-02-08", precision: 1, by: "human" });
  assert.deepEqual(date("2024-02"), { from: "2024-02-01", to: "2024-02-29", precision: 4, by: "human" });
  assert.deepEqual(date("2023"), { from: "2023-01-01", to: "2023-12-31", precision: 5, by: "human" });
  assert.deepEqual(date("2024-02-08 to 2024-02-10"), {
    from: "2024-02-08",
    to: "2024-02-10",
    precision: 2,
    by: "human",
  });
  assert.deepEqual(date("2024-2-8..2024-2-14").precision, 3);
  for (const wrong of ["2024-02-30", "2024-13", "yesterday", "2024-02-10 to 2024-02-08", "0000-01-01"])
    assert.match(readWritten(when, wrong, null).problem, /is no date/, wrong);
  const found = { text: "Wednesday", start: 3, end: 12, from: "2024-02-07", to: "2024-02-07", by: "rule" };
  assert.equal(readWritten(when, written(when, found), found).value, found, "looking at it changes nothing");
  assert.equal(date("2024-02-08", found).text, "Wednesday");
  assert.equal(date("2024-02-08", found).by, "human");
  assert.equal(date("", found), null);
});

test("places, actors, numbers and texts are what was typed, and nothing takes them off", () => {
  const place = { name: "where", title: "Where", type: "place" };
  assert.deepEqual(readWritten(place, " Mosul ", null).value, { name: "Mosul", by: "human" });
  const known = { source: "geonames", id: "99072", name: "Mosul", by: "rule" };
  assert.equal(readWritten(place, "Mosul", known).value, known);
  assert.deepEqual(readWritten({ name: "n", title: "N", type: "number" }, "2,5", null).value, 2.5);
  assert.match(readWritten({ name: "n", title: "N", type: "number" }, "two", null).problem, /no number/);
  assert.equal(readWritten({ name: "t", title: "T", type: "text" }, "", "drone").value, null);
});
