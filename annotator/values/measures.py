"""Numbers that count no people: dates, times, money, ages, lengths, and numbers of things."""

from functools import lru_cache

from annotator.values.grammar import Phrase, grammar_of, past_hyphen
from annotator.values.languages.words import Words
from annotator.values.nouns import Nouns, nouns_of

#: Years that are no number of people when "in" stands before them.
_YEARS = range(1900, 2101)
_DAYS = range(1, 32)
_BOUNDS_OF_AGES = ("more_than", "fewer_than")
_MONEY = frozenset("$€£")


class Measures:
    """What is asked about a number at a place of a phrase. Words are lower case; places count words."""

    def __init__(self, words: Words, nouns: Nouns) -> None:
        self._words = words
        self._nouns = nouns
        self._grammar = grammar_of(words)

    def is_measured(self, words: Phrase, place: int, end: int) -> bool:
        """Whether the number from `place` to `end` counts no people: a date, a sum of money, an age, things."""
        return (
            self._grammar.otherwise.at(words, end) is not None
            or self._is_led_to(words, place)
            or self._is_year(words, place)
            or self._is_clock(words, place)
            or self._is_day(words, place, end)
            or self._is_length(words, end)
            or self._is_limit_of_age(words, place, end)
            or self._nouns.head(words, self._nouns.past_after(words, end)) in self._nouns.uncounted
            or ("'" in words and self._is_of_owner(words, end))
        )

    def _is_of_owner(self, words: Phrase, end: int) -> bool:
        """Whether those that are counted only own what the phrase is about: "the two priests' housekeeper"."""
        noun = words[end : self._nouns.end(words, end)]
        return "'" in noun[:-1] and not self._nouns.is_plural(noun[-1])

    def _is_limit_of_age(self, words: Phrase, place: int, end: int) -> bool:
        """Whether a bound and a number behind a noun are an age: "children under 12"."""
        if place < 2 or words[place - 2] not in self._nouns.several:
            return False
        bound = self._grammar.before.at(words, place - 1)
        is_bound = bound is not None and bound[0] in _BOUNDS_OF_AGES and bound[1] == place
        return is_bound and self._ends(words, end)

    def _ends(self, words: Phrase, place: int) -> bool:
        """Whether no noun begins here."""
        return place >= len(words) or self._nouns.ends_noun(words, place)

    def _is_led_to(self, words: Phrase, place: int) -> bool:
        """As in "aged 12", also in "aged 12 and 14"; and as in "a boy of 12"."""
        before = words[place - 1] if place else ""
        if before in self._words.measured or (before == "," and self._is_aside(words, place)):
            return True
        if before == "." and words[place].isdecimal():
            return True  # the 8 of "Feb. 8, 2024"
        if place > 1 and (before in (",", "-") or self._grammar.joined.at(words, place - 1) == (True, place)):
            return words[place - 2][0].isdecimal() and self._is_led_to(words, place - 2)
        if place < 2 or before not in self._words.of or words[place - 2] not in self._words.kin:
            return False
        return self._ends(words, place + 1)

    def _is_aside(self, words: Phrase, place: int) -> bool:
        """Digits between commas behind a noun are an age: "a man, 35, and his wife"."""
        if place < 2:
            return False
        noun, behind = words[place - 2], words[place + 1] if place + 1 < len(words) else ","
        is_noun = noun[0].isalpha() and noun not in self._words.states and noun not in self._words.unstated
        return is_noun and behind == "," and words[place].isdecimal()

    def _is_year(self, words: Phrase, place: int) -> bool:
        """As in "in 1989", and Spanish "abril de 1989"."""
        before = words[place - 1] if place else ""
        is_of_month = place > 1 and before in self._words.of and words[place - 2] in self._nouns.months
        if not words[place].isdecimal() or int(words[place]) not in _YEARS:
            return False
        if before in self._words.dated or is_of_month:
            return True
        head = self._nouns.head(words, place + 1)  # "the 1989 massacre", but "the 2000 dead"
        return before in self._words.articles and head != "" and not self._nouns.is_plural(head)

    def _is_clock(self, words: Phrase, place: int) -> bool:
        """As in "at 2030"; but "put the toll at 2,030", and "at 1500 people"."""
        is_timed = place > 0 and words[place - 1] in self._words.timed and self._ends(words, place + 1)
        return is_timed and len(words[place]) == len("2030") and words[place].isdecimal()

    def _is_day(self, words: Phrase, place: int, end: int) -> bool:
        """Digits before a month: "the 16 January attack"; "3 May", but "3 may have died"."""
        if end < len(words) - 1 and words[end] in self._words.of and words[place].isdecimal():
            return words[end + 1] in self._nouns.uncounted | self._words.months  # "3 de mayo"
        if end >= len(words) or not words[place].isdecimal():
            return False
        if words[end] in self._nouns.months:
            return end == place + 1 and int(words[place]) in _DAYS
        if words[end] not in self._words.months:
            return False
        behind = words[end + 1] if end + 1 < len(words) else ""
        return not behind or not behind[0].isalpha()

    def _is_length(self, words: Phrase, end: int) -> bool:
        """As in "40 km", "12-year-old" and "four-star general"; but "15-man patrol" and "five-member family"."""
        at = past_hyphen(words, end)
        if at >= len(words):
            return False
        behind = words[at + 1] if at + 1 < len(words) else ""
        if words[at] in self._words.units:
            return True
        if words[at] in self._nouns.uncounted:
            is_age = behind in self._words.aged or behind == "."
            ends = not behind or behind == "-" or self._nouns.ends_noun(words, at + 1)
            return at > end or is_age or ends or self._is_of_things(words, at)
        if at == end or not words[at][0].isalpha() or words[at] in self._nouns.people | self._words.strengths:
            return False
        # What is joined to a number by a hyphen says what kind of noun follows, unless a number goes on there.
        goes_on = (self._grammar.after, self._grammar.between, self._grammar.multipliers, self._grammar.joined)
        return bool(behind) and behind[0].isalpha() and not any(table.at(words, at) for table in goes_on)

    def _is_of_things(self, words: Phrase, at: int) -> bool:
        """Whether the things here are what is counted: "six trucks loaded", but "two weapons inspectors"."""
        return self._nouns.is_plural(words[at]) and not self._nouns.is_plural(self._nouns.head(words, at + 1))

    def counts_things(self, words: Phrase, place: int) -> bool:
        """Whether what begins here is a number of things, as "dozens of targets"."""
        while bound := self._grammar.before.at(words, place):
            place = bound[1]
        found = self._grammar.vague.at(words, place) or self._grammar.number(words, place)
        return found is not None and self._nouns.head(words, found[1]) in self._nouns.uncounted

    def begins(self, words: Phrase, place: int) -> bool:
        """Whether it begins with a number of something else: "the three-day siege", "four months ago"."""
        if self._nouns.head(words, place) in self._nouns.people:
            return False
        place = self._nouns.past_leads(words, place)
        found = self._grammar.number(words, place)
        at = found[1] if found else place
        is_numbered = found is not None or (0 < at < len(words) and words[at - 1].isdecimal())
        return self._is_money(words, at) or (at < len(words) and self._is_unit(words, at, is_numbered))

    def _is_money(self, words: Phrase, at: int) -> bool:
        """Whether a sign of money stands before the number that ends here, or behind a country's: "US$ 20"."""
        return not _MONEY.isdisjoint((*words[max(at - 2, 0) : at - 1], *words[at : at + 2]))

    def _is_unit(self, words: Phrase, at: int, is_numbered: bool) -> bool:
        if not is_numbered:
            says_kind = self._words.numbers_things and words[max(at - 1, 0)] == "-"
            return words[at] in self._words.units and not says_kind
        if words[at] == "-" and not self._words.aged & set(words[at + 2 : at + 4]):
            is_length = words[at + 1 : at + 2] != () and words[at + 1] in self._words.measures
            return is_length and not self._words.numbers_things  # Things are told by it: "a 10-kg bomb".
        is_things = words[at] in self._nouns.uncounted and self._is_of_things(words, at)
        return words[at] in self._words.units or is_things or self._grammar.otherwise.at(words, at) is not None


@lru_cache(maxsize=32)
def measures_of(words: Words) -> Measures:
    """The measures of a language, made once."""
    return Measures(words, nouns_of(words))
