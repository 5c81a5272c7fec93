"""Dates in words, read against the day on which they were written.

The rules are those of docs/values.md: a day without a year is the latest that is not after that day, or the first
that is not before it when something is planned. Without such a day only what names its year is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from annotator.domain.json import Json
from annotator.values.calendar import Period, spanning
from annotator.values.clauses import clauses_of
from annotator.values.languages.date_words import DateWords
from annotator.values.languages.words import Words
from annotator.values.passages import Passage, passage_of
from annotator.values.patterns import Match, patterns_of
from annotator.values.periods import Anchor, period_of

#: What is told against another day of the text rather than against that of the story.
_OFFSET = "offset"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a passage: the places of its tokens, half-open, and the days that it means."""

    first: int
    last: int
    start: int
    end: int
    period: Period
    is_offset: bool = False

    def as_json(self, text: str) -> dict[str, Json]:
        """The value of an attribute of type date, as a rule has read it."""
        return {
            "text": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "precision": self.period.precision,
            "by": "rule",
        }


def read_date(phrase: str, words: Words, day: date | None, ahead: bool | None = None) -> dict[str, Json] | None:
    """The first date that the phrase tells, None when it tells none.

    `ahead` says that it is still to come; where it is None the words decide.
    """
    found = find_dates(passage_of(phrase), words, day, ahead)
    return found[0].as_json(phrase) if found else None


def find_dates(passage: Passage, words: Words, day: date | None, ahead: bool | None = None) -> list[Dated]:
    """Every date in the passage, in order, read against the day."""
    if words.dates is None:
        return []
    reader = _Reader(passage, words, words.dates, day, ahead)
    return list(reader.read())


class _Reader:
    """Reads one passage: patterns first, then ranges of two of them, then the days that they mean."""

    def __init__(self, passage: Passage, words: Words, dates: DateWords, day: date | None, ahead: bool | None) -> None:
        self.passage = passage
        self.dates = dates
        self.patterns = patterns_of(words, dates)
        self.clauses = clauses_of(words.clauses) if words.clauses else None
        self.day = day
        self.ahead = ahead

    def read(self) -> Iterator[Dated]:
        matches = list(self._matches())
        told = [each for each in matches if each.meaning != _OFFSET]
        fixed = list(self._dated(told))
        offsets = [self._offset(each, fixed) for each in matches if each.meaning == _OFFSET]
        yield from sorted([*fixed, *(each for each in offsets if each)], key=lambda each: each.first)

    def _matches(self) -> Iterator[Match]:
        place = 0
        while place < len(self.passage.words):
            found = self.patterns.at(self.passage, place)
            if found is not None:
                yield found
            place = found.last if found else place + 1

    def _dated(self, matches: Sequence[Match]) -> Iterator[Dated]:
        index = 0
        while index < len(matches):
            pair = matches[index : index + 2]
            ranging = self._range(*pair) if len(pair) == 2 else None
            found = ranging or self._single(pair[0])
            if found is not None:
                yield found
            index += 2 if ranging else 1

    def _single(self, match: Match) -> Dated | None:
        period = period_of(match.meaning, match.slots, self._anchor(match.first, match.last))
        return self._placed(match.first, match.last, period) if period else None

    def _anchor(self, first: int, last: int) -> Anchor:
        ahead = self.ahead
        if ahead is None:
            ahead = self.clauses is not None and self.clauses.is_ahead(self.passage, first, last)
        return Anchor(self.day, ahead)

    def _range(self, one: Match, other: Match) -> Dated | None:
        """As in "between Jan. 3 and Jan. 7", "from Monday to Wednesday": the one without a year goes by the other.

        Two days that are only joined ("Monday and Tuesday") are a range where nothing lies between.
        """
        words, between = self.passage.words, self.passage.words[one.last : other.first]
        has_begin = one.first > 0 and words[one.first - 1] in self.dates.begins
        joints = (*self.dates.dashes, *(self.dates.joints if has_begin else ()))
        is_pair = not has_begin and " ".join(between) in self.dates.joints and not self._is_owner(other)
        if " ".join(between) not in joints and not is_pair:
            return None
        anchor = self._anchor(one.first, other.last)
        first, last = self._ends(one, other, anchor)
        if first is None or last is None or first.first >= last.last:
            return None
        if is_pair and last.last - first.first != timedelta(1):
            return None
        begin = one.first - 1 if has_begin else one.first
        return self._placed(begin, other.last, spanning(first.first, last.last))

    def _is_owner(self, match: Match) -> bool:
        """As in "Tuesday's talks"."""
        return self.passage.words[match.last : match.last + 1] == ("'s",)

    @staticmethod
    def _ends(one: Match, other: Match, anchor: Anchor) -> tuple[Period | None, Period | None]:
        """What is known best is read first: the end of what was, the beginning of what is to come."""
        if anchor.ahead and "year" not in other.slots:
            first = period_of(one.meaning, one.slots, anchor)
            return first, first and period_of(other.meaning, other.slots, Anchor(first.last, ahead=True))
        last = period_of(other.meaning, other.slots, anchor)
        return last and period_of(one.meaning, one.slots, Anchor(last.last)), last

    def _offset(self, match: Match, others: Sequence[Dated]) -> Dated | None:
        """As in "a day earlier": than the one other day of the sentence, else than that of the story."""
        single = others[0].period.first if len(others) == 1 else None
        if len(others) > 1 or (single is None and match.slots["side"] > 0):
            return None
        day = single or self.day
        period = period_of(match.meaning, match.slots, Anchor(day, ahead=True))
        if period is None or (self.day is not None and period.first > self.day):
            return None
        return self._placed(match.first, match.last, period, is_offset=single is None)

    def _placed(self, first: int, last: int, period: Period, is_offset: bool = False) -> Dated:
        start, end = self.passage.between(first, last)
        return Dated(first, last, start, end, period, is_offset)
