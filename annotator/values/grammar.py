"""The words of a language, made ready to be looked up at a place in a phrase; numbers are read there."""

import re
from functools import lru_cache

from annotator.values.languages.words import Words
from annotator.values.phrases import Table, by_meaning, listed

Phrase = tuple[str, ...]
_LARGEST = 2**53 - 1
_SIGNS = re.compile(r"[.,]")
#: Before and behind digits that are a time, a fraction, a score, a share or a sum of money.
_BEFORE_NO_NUMBER, _BEHIND_NO_NUMBER = frozenset(":/.$€£#"), frozenset(":/%")


class Grammar:
    """What the reader of counts asks at each place. Words are lower case; places count words."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.numbers = words.numbers
        self.multipliers = Table(words.multipliers)
        self.fixed = Table(words.fixed)
        self.vague = Table(words.vague)
        self.before = by_meaning(words.before)
        self.after = by_meaning(words.after)
        self.between = listed(words.between)
        self.range_begins = listed(words.range_begins)
        self.joined = listed(words.joined)
        self.none = listed(words.none)
        self.unknown = listed(words.unknown)
        self.parts = listed(words.parts)
        self.otherwise = listed(words.otherwise)
        self.additional = frozenset(words.additional)
        self.single = words.single

    def number(self, words: Phrase, place: int) -> tuple[int, int] | None:
        """The number that begins here, in digits or words, and the place behind it."""
        if place >= len(words):
            return None
        is_digits = words[place][0].isdecimal()
        found = self._digits(words, place) if is_digits else self._in_words(words, place)
        return found if found is not None and found[0] <= _LARGEST else None

    def range(self, words: Phrase, place: int) -> tuple[int, int, int] | None:
        """A number, a higher one behind it, and the place behind both: "between 20 and 30", "two or three hundred"."""
        begun = self.range_begins.at(words, place)
        first = self.number(words, begun[1] if begun else place)
        joint = self._joint(words, first[1], is_begun=begun is not None) if first else None
        second = self.number(words, joint) if joint is not None else None
        if first is None or joint is None or second is None:
            return None
        lower = first[0] * self._shared_scale(words, (place, first[1]), (joint, second[1]), first[0], second[0])
        return (lower, second[0], second[1]) if lower < second[0] else None

    def _joint(self, words: Phrase, place: int, *, is_begun: bool) -> int | None:
        """The place behind what stands between the two numbers of a range: "to", "-", "-to-"."""
        for at in (place, past_hyphen(words, place)):
            found = self.between.at(words, at) or (self.joined.at(words, at) if is_begun else None)
            if found is not None and self.number(words, behind := past_hyphen(words, found[1])) is not None:
                return behind
        return None

    def _shared_scale(
        self, words: Phrase, first: tuple[int, int], second: tuple[int, int], lower: int, upper: int
    ) -> int:
        """What the first number is multiplied by because the second is: "two or three hundred"."""
        scale = self._scale(words, *second)
        is_shared = scale > 1 and self._scale(words, *first) == 1 and lower < upper // scale
        return scale if is_shared else 1

    def _scale(self, words: Phrase, begin: int, end: int) -> int:
        """The multipliers that a number ends with, as one."""
        scale, at = 1, end
        while at - 1 > begin and (times := self.multipliers.at(words, at - 1)) and times[1] == at:
            scale, at = scale * times[0], at - 1
        return scale

    def _digits(self, words: Phrase, place: int) -> tuple[int, int] | None:
        """Digits with signs between thousands; "3rd", "10:30", "0730", "1980s" and "3/4" are none."""
        end = place + 1
        is_clock = words[place][0] == "0" and len(words[place]) > 2
        if is_clock or (place and words[place - 1] in _BEFORE_NO_NUMBER):
            return None
        following = words[end] if end < len(words) else ""
        if following in _BEHIND_NO_NUMBER or following in self.words.digit_ends:
            return None
        times = self.multipliers.at(words, end)
        whole, *parts = _SIGNS.split(words[place])
        if len(parts) == 1 and times is not None and self.words.thousands not in words[place]:
            return _scaled(int(whole), parts[0], times)  # "1.250 million"
        value = int(whole + "".join(parts))
        if following in {".", ","} and end + 1 < len(words) and words[end + 1].isdecimal():
            return self._decimal(words, value, end)
        return self._multiplied(words, value, end)

    def _decimal(self, words: Phrase, value: int, end: int) -> tuple[int, int] | None:
        """As in "2.5 million"; no people come in parts otherwise."""
        times = self.multipliers.at(words, end + 2)
        if times is None:
            return None if words[end] == "." else (value, end)
        return _scaled(value, words[end + 1], times)

    def _multiplied(self, words: Phrase, value: int, end: int) -> tuple[int, int]:
        while times := self.multipliers.at(words, end):
            value, end = value * times[0], times[1]
        return value, end

    def _in_words(self, words: Phrase, place: int) -> tuple[int, int] | None:
        """As in "two hundred and forty-one", "a hundred", "dos mil": parts of falling size, added and multiplied."""
        total, current, end, at = 0, 0, place, place
        if words[place] in self.single and self.multipliers.at(words, place + 1):
            current, at = 1, place + 1
        while at < len(words):
            at = self._past_joint(words, at, total + current)
            part, times = self.numbers.get(words[at]), self.multipliers.at(words, at)
            if part is not None and _fits_behind(total, current, part):
                current, at = current + part, at + 1
            elif times is not None and (current or words[at] in self.words.alone):
                total, current = _times(total, current or 1, times[0])
                at = times[1]
            else:
                break
            end = at
        return (total + current, end) if end > place else None

    def _past_joint(self, words: Phrase, at: int, so_far: int) -> int:
        """Past a hyphen or an "and" inside of a number, where a smaller part goes on behind it or a multiplier."""
        if so_far and words[at] == "-" and self.multipliers.at(words, at + 1):
            return at + 1
        part = self.numbers.get(words[at + 1]) if so_far >= 20 and at + 1 < len(words) else None
        if not part or not _fits_behind(0, so_far, part):
            return at
        return at + 1 if words[at] == "-" or words[at] in self.words.joining else at


def past_hyphen(words: Phrase, place: int) -> int:
    """The place, or the one behind the hyphen that stands there."""
    return place + 1 if place < len(words) and words[place] == "-" else place


def _scaled(value: int, part: str, times: tuple[int, int]) -> tuple[int, int]:
    """A number with decimals, multiplied: 2, "5" and a million are 2,500,000."""
    return value * times[0] + int(part) * times[0] // 10 ** len(part), times[1]


def _fits_behind(total: int, current: int, part: int) -> bool:
    """Whether a number word can go on with what was read: "forty" with "two", "hundred" with "forty"."""
    if not current:
        return not total or 0 < part < 1000
    if part >= 10:
        return current % 100 == 0 and part < 100
    return current >= 20 and current % 10 == 0 and part > 0


def _times(total: int, current: int, times: int) -> tuple[int, int]:
    """Sum so far and part in hand, once the part in hand is multiplied: thousands and more are put aside."""
    return (total + current * times, 0) if times >= 1000 else (total, current * times)


@lru_cache(maxsize=32)
def grammar_of(words: Words) -> Grammar:
    """The grammar of these words, made once."""
    return Grammar(words)
