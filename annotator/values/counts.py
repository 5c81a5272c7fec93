"""How many people a phrase says: the number as written, how it is meant, and the closed interval that follows.

The rules are those of docs/values.md: "over 40" is more than 40, so at least 41; "dozens" has no number but a
floor; "three more" adds to what was told before. Nothing is made up: where words give no bound there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.domain.json import Json
from annotator.values.grammar import Grammar, grammar_of
from annotator.values.languages.words import Words
from annotator.values.phrases import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Count:
    """A reading. `lower` and `upper` are closed and null where open; `op` is one of `domain.attributes.COUNT_OPS`."""

    text: str
    value: int | None
    op: str
    lower: int | None
    upper: int | None
    best: int | None
    vague: bool = False
    additional: bool = False

    def as_json(self) -> dict[str, Json]:
        """The value of an attribute of type count, as a rule has read it."""
        return {
            "text": self.text,
            "value": self.value,
            "op": self.op,
            "lower": self.lower,
            "upper": self.upper,
            "best": self.best,
            "vague": self.vague,
            "additional": self.additional,
            "by": "rule",
        }


def meant(op: str, value: int) -> Count:
    """A number that is meant in this way; "nearly" is about, and no more than that."""
    if op == "more_than":
        return Count("", value, op, value + 1, None, value + 1)
    if op == "at_least":
        return Count("", value, op, value, None, value)
    if op == "about":
        return Count("", value, op, None, None, value)
    if op == "nearly":
        return Count("", value, "about", None, value, value)
    if op == "up_to":
        return Count("", value, op, None, value, None)
    if op == "fewer_than":
        return Count("", value, op, None, max(value - 1, 0), None)
    return Count("", value, "exact" if value else "none", value, value, value)


def some(lower: int | None) -> Count:
    """Many or few, with a floor where the words give one."""
    return Count("", None, "vague", lower, None, None, vague=True)


def ranging(lower: int, upper: int) -> Count:
    """From a number to a higher one; the lower is the best guess."""
    return Count("", None, "range", lower, upper, lower)


UNKNOWN = Count("", None, "unknown", None, None, None)
NONE = meant("exact", 0)


def read_count(phrase: str, words: Words) -> Count | None:
    """What the phrase says of how many people; None when it says nothing of people at all."""
    return _Reader(phrase, tokens_of(phrase), grammar_of(words)).read()


class _Reader:
    """Reads one phrase from left to right: the first number that counts people is what the phrase says."""

    def __init__(self, phrase: str, tokens: Sequence[Token], grammar: Grammar) -> None:
        self.phrase = phrase
        self.tokens = tokens
        self.words = tuple(token.text for token in tokens)
        self.grammar = grammar

    def read(self) -> Count | None:
        if (of_several := self._of_several()) is not None:
            return of_several
        for place in range(len(self.words)):
            found = self._said_at(place)
            if found is not None:
                count, end = found
                return self._with_more(self._summed(count, place, end), place, end)
        return self._of_nouns()

    def _of_several(self) -> Count | None:
        """Of a phrase that begins with one of somebody, and goes on with others: "a woman and two children"."""
        single = self._single(0)
        if single is None:
            return None
        summed = self._summed(single[0], 0, single[1])
        return None if summed is single[0] else summed

    # ------------------------------------------------------------ what stands at a place

    def _said_at(self, place: int) -> tuple[Count, int] | None:
        """A count that begins here, and the place behind it."""
        if end := self._behind(self.grammar.unknown.at(self.words, place)):
            return self._worded(UNKNOWN, place, end), end
        quantity, vaguely = self._quantity(place), self._vaguely(place)
        if quantity is not None:
            # "un montón de" is more than "un".
            return vaguely if vaguely is not None and vaguely[1] > quantity[1] else quantity
        if end := self._behind(self.grammar.none.at(self.words, place)):
            return self._worded(NONE, place, end), end
        return vaguely

    def _quantity(self, place: int) -> tuple[Count, int] | None:
        """A number with what stands before and behind it, if it counts people."""
        op, at = self._op_before(place)
        found = self._range(at) or self._fixed(at) or self._number(at)
        if found is None or self.grammar.is_measured(self.words, at, found[1]):
            return None
        count, end = found
        op_behind = self.grammar.after.at(self.words, self._past_hyphen(end))
        if op_behind is not None:
            op, end = op or op_behind[0], op_behind[1]
        if op and count.value is not None:
            count = meant(op, count.value)
        return self._worded(count, place, end), end

    def _op_before(self, place: int) -> tuple[str, int]:
        """What is said before a number: the first bound decides ("at least some 40"), all are passed."""
        op, at = "", place
        while found := self.grammar.before.at(self.words, at):
            op, at = (op if op not in ("", "exact") else found[0]), found[1]
        return op, at

    def _range(self, place: int) -> tuple[Count, int] | None:
        begun = self.grammar.range_begins.at(self.words, place)
        first = self.grammar.number(self.words, begun[1] if begun else place)
        if first is None:
            return None
        joint = self.grammar.between.at(self.words, first[1])
        if joint is None and begun:
            joint = self.grammar.joined.at(self.words, first[1])
        second = self.grammar.number(self.words, joint[1]) if joint else None
        if second is None or second[0] <= first[0]:
            return None
        return ranging(first[0], second[0]), second[1]

    def _fixed(self, place: int) -> tuple[Count, int] | None:
        found = self.grammar.fixed.at(self.words, place)
        if found is None:
            return None
        (value, op), end = found
        return meant(op, value), end

    def _number(self, place: int) -> tuple[Count, int] | None:
        found = self.grammar.number(self.words, place)
        return (meant("exact", found[0]), found[1]) if found else None

    def _vaguely(self, place: int) -> tuple[Count, int] | None:
        """Words like "dozens" and "several hundred", with what bounds them."""
        op, at = self._op_before(place)
        found = self.grammar.vague.at(self.words, at) or (self.grammar.vague.at(self.words, place) if op else None)
        if found is None:
            return None
        lower, end = found
        if (number := self._quantity(end)) is not None:
            return number  # "a group of 30"
        times = self.grammar.multipliers.at(self.words, end)
        if times is not None:
            lower, end = lower * times[0], times[1]
        if self.grammar.is_measured(self.words, at, end):
            return None
        bound = None if op in ("up_to", "fewer_than", "nearly") else lower
        return self._worded(some(bound), place, end), end

    # ------------------------------------------------------------ what goes on behind it

    def _summed(self, count: Count, place: int, end: int) -> Count:
        """With what is joined to it: "two soldiers and a civilian"."""
        if count.op in ("unknown", "none"):
            return count
        while (joint := self._joint(end)) is not None:
            other = self._quantity(joint) or self._vaguely(joint) or self._single(joint)
            if other is None:
                return count
            count, end = self._worded(added(count, other[0]), place, other[1]), other[1]
        return count

    def _joint(self, end: int) -> int | None:
        """The place behind the "and" that ends the noun phrase from here on."""
        for at in range(end, len(self.words)):
            if (joined := self.grammar.joined.at(self.words, at)) is not None:
                return joined[1]
            if self.words[at] == "," and self._goes_on(at + 1):
                return at + 1
            if self.words[at] in self.grammar.breaks or self.grammar.parts.at(self.words, at):
                return None
        return None

    def _goes_on(self, place: int) -> bool:
        """Whether a list goes on here with other people, and not with a part of those before: "12 of them"."""
        following = self._quantity(place)
        return following is not None and not self.grammar.parts.at(self.words, following[1])

    def _single(self, place: int) -> tuple[Count, int] | None:
        """One of somebody: "a civilian", "his wife"."""
        if place >= len(self.words) or self.words[place] not in self.grammar.single:
            return None
        if self.grammar.number(self.words, place) is not None:
            return None  # "a hundred"
        return (meant("exact", 1), place + 1) if self.grammar.says_one(self.words, place + 1) else None

    def _with_more(self, count: Count, place: int, end: int) -> Count:
        """Whether it adds to what was told before: "three more", "another five"."""
        before = place > 0 and self.words[place - 1] in self.grammar.additional
        behind = end < len(self.words) and self.words[end] in self.grammar.additional
        return replace(count, additional=True) if (before or behind) and count.op != "unknown" else count

    def _of_nouns(self) -> Count | None:
        """Without any number: one, some, or nobody says."""
        start = 0
        while start < len(self.words) and not self.words[start][0].isalpha():
            start += 1
        kind = self.grammar.nouns(self.words, start)
        if kind == "" or self.grammar.counts_things(self.words, start):
            return None
        if kind == "unstated":
            return replace(UNKNOWN, text=self.phrase)
        count = some(2) if kind == "many" else meant("exact", 1)
        end = self.grammar.noun_end(self.words, start)
        summed = self._summed(count, 0, end) if kind == "one" else count
        return self._with_more(replace(summed, text=self.phrase), start + 1, end)

    # ------------------------------------------------------------ places and words

    def _past_hyphen(self, place: int) -> int:
        return place + 1 if place < len(self.words) and self.words[place] == "-" else place

    def _worded(self, count: Count, place: int, end: int) -> Count:
        return replace(count, text=self.phrase[self.tokens[place].start : self.tokens[end - 1].end])

    @staticmethod
    def _behind(found: tuple[bool, int] | None) -> int:
        return found[1] if found else 0


def added(one: Count, other: Count) -> Count:
    """Two counts of different people as one. A bound that one of them lacks, the sum lacks too."""
    value, lower, upper, best = (
        None if mine is None or others is None else mine + others
        for mine, others in (
            (one.value, other.value),
            (one.lower, other.lower),
            (one.upper, other.upper),
            (one.best, other.best),
        )
    )
    if one.vague or other.vague:
        return some(lower)
    ops = {one.op, other.op} - {"exact"}
    if not ops:
        return Count("", value, "exact", lower, upper, best)
    if len(ops) == 1 and "range" not in ops:
        return Count("", value, ops.pop(), lower, upper, best)
    if lower is not None and upper is not None:
        return Count("", None, "range", lower, upper, best)
    return Count("", value, "at_least" if lower is not None else "about", lower, upper, best)
