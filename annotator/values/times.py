"""When something happened: the date that its own words hold, or else the one of its sentence that governs them.

A date that belongs to somebody's saying so, to another noun or to another clause is not taken; it is left to
choose from, as is the day of the dateline.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.json import Json
from annotator.values.clauses import Clauses, clauses_of
from annotator.values.datelines import dateline_end
from annotator.values.dates import Dated, find_dates
from annotator.values.passages import Passage, passage_around
from annotator.values.stories import NOTHING, Reading, Story

#: A noun phrase is taken to be no longer than this behind a date that stands before its noun.
_NOUN_PHRASE = 5


def read_time(story: Story, start: int, end: int) -> Reading:
    """The date of what the words [start, end) name."""
    words = story.words
    if words is None or words.dates is None or words.clauses is None:
        return NOTHING
    passage = passage_around(story.text, start, end)
    first, last = passage.covered(start, end)
    if first == last:
        return NOTHING
    dates = find_dates(passage, words, story.published)
    line = _dateline_of(story.text, passage)
    told = [each for each in dates if each.start >= line]
    sentence = _Sentence(passage, clauses_of(words.clauses), words.dates.bounds, told)
    best = sentence.own(first, last) or sentence.governing(first, last)
    rest = [each for each in (*told, *(each for each in dates if each.start < line)) if each is not best]
    return Reading(best.as_json(story.text) if best else None, _different(best, rest, story.text))


def _dateline_of(text: str, passage: Passage) -> int:
    """The offset behind the dateline that the passage begins with."""
    return dateline_end(text, passage.tokens[0].start)


def _different(best: Dated | None, rest: Sequence[Dated], text: str) -> tuple[Json, ...]:
    """The others, one for each period."""
    seen = {best.period} if best else set()
    found: list[Json] = []
    for each in rest:
        if each.period not in seen:
            seen.add(each.period)
            found.append(each.as_json(text))
    return tuple(found)


@dataclass(frozen=True)
class _Sentence:
    """A sentence and its dates, and which of them belongs to which words."""

    passage: Passage
    clauses: Clauses
    bounds: frozenset[str]
    dates: Sequence[Dated]

    def own(self, first: int, last: int) -> Dated | None:
        """The date that the words themselves hold."""
        return next((each for each in self.dates if first <= each.first and each.last <= last), None)

    def governing(self, first: int, last: int) -> Dated | None:
        """The nearest date that is told of these words: one before their noun, else behind them, else before."""
        candidates = [each for each in self.dates if not each.is_offset and not self._is_bound(each)]
        offsets = [each for each in self.dates if each.is_offset and len(self.dates) == 1]
        attributes = [each for each in candidates if self._is_attribute(each, first)]
        if attributes:
            return attributes[-1]
        free = [each for each in (*candidates, *offsets) if not self._stands_before_noun(each)]
        behind = next((each for each in free if each.first >= last), None)
        if behind is not None and self._is_told_behind(behind, first, last):
            return behind
        before = [each for each in free if each.last <= first]
        if before and self._is_told_before(before[-1], first, last):
            return before[-1]
        return self._of_when(first)

    # ------------------------------------------------------------ dates before a noun

    def _is_attribute(self, date: Dated, first: int) -> bool:
        """As in "Wednesday's strike", "the Feb. 2 airstrikes"."""
        if not 0 <= first - date.last <= _NOUN_PHRASE or not self._stands_before_noun(date):
            return False
        return self._is_noun_phrase(date.last, first)

    def _stands_before_noun(self, date: Dated) -> bool:
        behind = self._word(date.last)
        if behind == "'s":
            return True
        before = self._word(date.first - 1)
        has_noun = behind[:1].isalpha() and self._is_noun_phrase(date.last, date.last + 1)
        return before in self.clauses.words.determiners and has_noun

    def _is_noun_phrase(self, first: int, last: int) -> bool:
        return not any(
            self._word(place) in self.clauses.words.prepositions
            or self._word(place) in self.clauses.words.joints
            or self._word(place) in (",", '"')
            or self.clauses.is_break(self.passage, place)
            or self.clauses.says_at(self.passage, place) is not None
            for place in range(first, last)
        )

    # ------------------------------------------------------------ dates of a clause

    def _is_told_behind(self, date: Dated, first: int, last: int) -> bool:
        """As in "attacked the post near the river on Monday"."""
        said = self.clauses.said_before(self.passage, date.first)
        if said is not None and not (said < first and self._has_day(said)):
            return False
        begin = self._past_relative(last)
        comma = max((place for place in range(begin, date.first) if self._word(place) == ","), default=None)
        if comma is not None and (self._is_in_relative(first) or not self._goes_on(comma, date.first)):
            return False
        return self._is_one_clause(begin, date.first)

    def _has_day(self, verb: int) -> bool:
        """Whether a date before a verb tells when that was: "On Tuesday he condemned the raid on Sunday"."""
        start = self.clauses.start_of(self.passage, verb)
        return any(start <= each.first and each.last <= verb for each in self.dates)

    def _is_in_relative(self, place: int) -> bool:
        """Whether a clause about some noun holds the words: behind its comma the sentence goes on with another."""
        start = self.clauses.start_of(self.passage, place)
        return self._word(start - 1) in self.clauses.words.relatives

    def _goes_on(self, comma: int, last: int) -> bool:
        """Whether nothing stands behind the comma but names and what leads to a date, or what happened with it."""
        if self._shares_time(comma + 1):
            return True
        return all(self._is_leading(place) or self.passage.is_capital(place) for place in range(comma + 1, last))

    def _is_told_before(self, date: Dated, first: int, last: int) -> bool:
        """As in "on Monday, gunmen attacked", "gunmen on Monday attacked", "attacked on Monday, killing"."""
        if self.clauses.said_before(self.passage, date.first) is not None:
            return False
        if not self._is_one_clause(date.last, first):
            return False
        between = self.passage.words[date.last : first]
        if first - date.last <= 1 and "," not in between:
            return True
        if between[0] == "," and self._shares_time(last - 1):
            return True
        if between[0] in self.clauses.words.joints and first - date.last <= 2:
            return True
        return self._opens_clause(date)

    def _is_one_clause(self, first: int, last: int) -> bool:
        """Whether no other clause begins in between, as far as can be told."""
        for place in range(first, last):
            if self.clauses.is_break(self.passage, place) or self.clauses.says_at(self.passage, place) is not None:
                return False
            if self._word(place) == "," and self._word(place + 1) in self.clauses.words.determiners:
                return place == first and self._opens(place)
            if self._begins_clause(place, last):
                return False
        return True

    def _opens(self, place: int) -> bool:
        """Whether the comma here closes what a sentence opens with, as a date does."""
        return any(each.last == place for each in self.dates)

    def _begins_clause(self, place: int, last: int) -> bool:
        """Whether a joint here is followed by somebody else who did something: "and rebels seized"."""
        if self._word(place) not in self.clauses.words.joints:
            return False
        return any(self.clauses.is_past(self.passage, at) for at in range(place + 2, min(last, place + 8)))

    def _opens_clause(self, date: Dated) -> bool:
        """Whether nothing stands before a date in its clause but what leads to it: "late on", "in the night of"."""
        start = self.clauses.start_of(self.passage, date.first)
        for place in range(date.first - 1, start - 1, -1):
            if self._word(place) == ",":
                return True
            if not self._is_leading(place):
                return self._ends_dateline(place)
        return True

    def _is_leading(self, place: int) -> bool:
        """Whether this word may lead to a date: "late on", "in the night of"."""
        word, words = self._word(place), self.clauses.words
        return any(word in each for each in (words.prepositions, words.determiners, words.hours, words.manners))

    def _ends_dateline(self, place: int) -> bool:
        return self.passage.tokens[place].end <= _dateline_of(self.passage.text, self.passage)

    def _past_relative(self, place: int) -> int:
        """Past "that" or "in which" right behind words, which goes on about them."""
        for at in (place, place + 1, place + 2):
            if self._word(at) in self.clauses.words.relatives:
                return at + 1
            if self._word(at) not in self.clauses.words.prepositions and self._word(at) != ",":
                break
        return place

    def _of_when(self, first: int) -> Dated | None:
        """As in "in November, when gunmen killed": the clause is about the date."""
        for each in self.dates:
            when = each.last + 1 if self._word(each.last) == "," else each.last
            if each.last <= first and self._word(when) in self.clauses.words.whens:
                return each if self._is_one_clause(when + 1, first) else None
        return None

    def _is_bound(self, date: Dated) -> bool:
        """As in "since November", which says when nothing happened, or from when on."""
        return self._word(date.first - 1) in self.bounds

    def _shares_time(self, place: int) -> bool:
        return self._word(place).endswith(tuple(self.clauses.words.shared_ends))

    def _word(self, place: int) -> str:
        return self.passage.words[place] if 0 <= place < len(self.passage.words) else ""
