"""The words of a language, made ready to be looked up at a place in a phrase; numbers and nouns read there."""

from functools import lru_cache

from annotator.values.languages.words import Words
from annotator.values.phrases import Table, by_meaning, listed

Phrase = tuple[str, ...]
#: Years that are no number of people when "in" stands before them.
_YEARS = range(1900, 2101)
_LARGEST = 2**53 - 1


class Grammar:
    """What the reader of counts asks at each place. Words are lower case; places count words."""

    def __init__(self, words: Words) -> None:
        self._words = words
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
        self.additional = frozenset(words.additional)
        self.single = words.single
        self.breaks = words.breaks

    # ------------------------------------------------------------ numbers

    def number(self, words: Phrase, place: int) -> tuple[int, int] | None:
        """The number that begins here, in digits or words, and the place behind it."""
        if place >= len(words):
            return None
        found = self._digits(words, place) if words[place].isdecimal() else self._in_words(words, place)
        return found if found is not None and found[0] <= _LARGEST else None

    def _digits(self, words: Phrase, place: int) -> tuple[int, int] | None:
        """Digits with signs between thousands; "3rd", "10:30" and "3/4" are no numbers."""
        value, end = int(words[place]), place + 1
        if place and words[place - 1] in ":/.$€£#":
            return None
        while (
            end + 1 < len(words)
            and words[end] == self._words.thousands
            and len(words[end + 1]) == 3
            and words[end + 1].isdecimal()
        ):
            value, end = value * 1000 + int(words[end + 1]), end + 2
        following = words[end] if end < len(words) else ""
        if following in {":", "/", "%", "st", "nd", "rd", "th"}:
            return None
        if following in {".", ","} and end + 1 < len(words) and words[end + 1].isdecimal():
            return self._decimal(words, value, end)
        return self._multiplied(words, value, end)

    def _decimal(self, words: Phrase, value: int, end: int) -> tuple[int, int] | None:
        """As in "2.5 million"; no people come in parts otherwise."""
        part = words[end + 1]
        times = self.multipliers.at(words, end + 2)
        if times is None:
            return None if words[end] == "." else (value, end)
        scaled = int(part) * times[0]
        return value * times[0] + scaled // 10 ** len(part), times[1]

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
            elif times is not None and (current or words[at] in self._words.alone):
                total, current = _times(total, current or 1, times[0])
                at = times[1]
            else:
                break
            end = at
        return (total + current, end) if end > place else None

    def _past_joint(self, words: Phrase, at: int, so_far: int) -> int:
        """Past a hyphen or an "and" inside of a number, where a smaller part goes on behind it."""
        part = self.numbers.get(words[at + 1]) if so_far >= 20 and at + 1 < len(words) else None
        if not part or not _fits_behind(0, so_far, part):
            return at
        return at + 1 if words[at] == "-" or words[at] in self._words.joining else at

    # ------------------------------------------------------------ what is counted

    def is_measured(self, words: Phrase, place: int, end: int) -> bool:
        """Whether the number from `place` to `end` counts no people: a date, a sum of money, an age, things."""
        before = words[place - 1] if place else ""
        if before in self._words.measured:
            return True
        if before in {"in", "en", "since", "desde"} and words[place].isdecimal() and int(words[place]) in _YEARS:
            return True
        at = end + 1 if end < len(words) and words[end] == "-" else end
        if at < len(words) and words[at] in self._words.measures:
            behind = words[at + 1] if at + 1 < len(words) else ""
            if not behind or behind in self.breaks or behind in {"-", "old", "."} or self.joined.at(words, at + 1):
                return True
        if self._is_day(words, place, end):
            return True
        return self._head(words, at) in self._words.measures

    def _is_day(self, words: Phrase, place: int, end: int) -> bool:
        """Digits before a month whose name says something else as well: "3 May", but "3 may have died"."""
        if end >= len(words) or words[end] not in self._words.months or not words[place].isdecimal():
            return False
        behind = words[end + 1] if end + 1 < len(words) else ""
        return not behind or not behind[0].isalpha()

    def counts_things(self, words: Phrase, place: int) -> bool:
        """Whether what begins here is a number of things, as "dozens of targets"."""
        found = self.vague.at(words, place) or self.number(words, place)
        return found is not None and self._head(words, found[1]) in self._words.measures

    def noun_end(self, words: Phrase, place: int) -> int:
        """The place behind the noun phrase that begins here."""
        at = place
        while at < len(words) and words[at] not in self.breaks and not self.joined.at(words, at):
            if self.parts.at(words, at):
                break
            at += 1
        return at

    def _head(self, words: Phrase, place: int) -> str:
        """The noun that a phrase from here on is about: its last word."""
        if place < len(words) and words[place] in self._words.of:
            place += 1
        end = self.noun_end(words, place)
        named = [word for word in words[place:end] if word[0].isalpha()]
        return named[-1] if named else ""

    def nouns(self, words: Phrase, place: int) -> str:
        """What a phrase without a number says of how many: "one", "many", "unstated", or "" for nothing."""
        head = self._head(words, place)
        if not head or head in self._words.measures:
            return ""
        if head in self._words.unstated:
            return "unstated"
        if head in self._words.groups or self._is_plural(head):
            return "many"
        return "one"

    def says_one(self, words: Phrase, place: int) -> bool:
        return self.nouns(words, place) == "one"

    def _is_plural(self, noun: str) -> bool:
        if noun in self._words.plurals:
            return True
        is_single = noun in self._words.singulars or noun.endswith(tuple(self._words.singular_ends))
        return noun.endswith(tuple(self._words.plural_ends)) and not is_single


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
