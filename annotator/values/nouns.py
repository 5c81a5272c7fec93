"""What a phrase counts: the noun that it is about, whether that is one or many, people or things, or a name."""

from functools import lru_cache

from annotator.values.grammar import Grammar, Phrase, grammar_of, past_hyphen
from annotator.values.languages.words import Words

#: Years that are no number of people when "in" stands before them.
_YEARS = range(1900, 2101)


class Nouns:
    """What is asked about nouns at a place of a phrase. Words are lower case; places count words."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._words = words = grammar.words
        harms, parties, places = words.harms, words.parties, words.places
        people = [*harms.people, *(each for nouns in harms.victims.values() for each in nouns)] if harms else []
        #: Nouns for people of which there is no doubt.
        self.people = frozenset(people) | words.kin
        self._uncounted = words.measures | words.things
        self._several = self.people | words.plurals | words.groups
        self._names = words.first_names | words.last_names
        self._leads = words.single | words.states
        self._titles = parties.titles if parties else frozenset[str]()
        self._peoples = frozenset(places.peoples) if places else frozenset[str]()
        self._deeds = frozenset(each for nouns in harms.nouns.values() for each in nouns) if harms else frozenset[str]()

    # ------------------------------------------------------------ numbers that count no people

    def is_measured(self, words: Phrase, place: int, end: int) -> bool:
        """Whether the number from `place` to `end` counts no people: a date, a sum of money, an age, things."""
        return (
            self._is_led_to(words, place)
            or self._is_year(words, place)
            or self._is_day(words, place, end)
            or self._is_length(words, end)
            or self._head(words, self._past_after(words, end)) in self._uncounted
        )

    def _is_led_to(self, words: Phrase, place: int) -> bool:
        """As in "aged 12", also in "aged 12 and 14"; and as in "a boy of 12"."""
        before = words[place - 1] if place else ""
        if before in self._words.measured or (place > 1 and before == "," and self._is_aside(words, place)):
            return True
        if place > 1 and (before in (",", "-") or self._grammar.joined.at(words, place - 1) == (True, place)):
            return words[place - 2][0].isdecimal() and self._is_led_to(words, place - 2)
        if place < 2 or before not in self._words.of or words[place - 2] not in self._words.kin:
            return False
        behind = place + 1
        return behind >= len(words) or self._ends_noun(words, behind)

    def _is_aside(self, words: Phrase, place: int) -> bool:
        """Digits between commas behind a noun are an age: "a man, 35, and his wife"."""
        noun, behind = words[place - 2], words[place + 1] if place + 1 < len(words) else ","
        is_noun = noun[0].isalpha() and noun not in self._words.states and noun not in self._words.unstated
        return is_noun and behind == "," and words[place].isdecimal()

    def _is_year(self, words: Phrase, place: int) -> bool:
        is_dated = place > 0 and words[place - 1] in self._words.dated
        return is_dated and words[place].isdecimal() and int(words[place]) in _YEARS

    def _is_day(self, words: Phrase, place: int, end: int) -> bool:
        """Digits before a month whose name says something else as well: "3 May", but "3 may have died"."""
        if end < len(words) - 1 and words[end] in self._words.of and words[place].isdecimal():
            return words[end + 1] in self._uncounted | self._words.months  # "3 de mayo"
        if end >= len(words) or words[end] not in self._words.months or not words[place].isdecimal():
            return False
        behind = words[end + 1] if end + 1 < len(words) else ""
        return not behind or not behind[0].isalpha()

    def _is_length(self, words: Phrase, end: int) -> bool:
        """As in "40 km", "12-year-old" and "four-star general"; but "15-man patrol" and "five-member family"."""
        at = past_hyphen(words, end)
        if at >= len(words):
            return False
        behind = words[at + 1] if at + 1 < len(words) else ""
        if words[at] in self._uncounted:
            is_age = behind in self._words.aged or behind == "."
            return at > end or not behind or is_age or self._ends_noun(words, at + 1) or behind == "-"
        if at == end or not words[at][0].isalpha() or words[at] in self.people | self._words.strengths:
            return False
        # What is joined to a number by a hyphen says what kind of noun follows, unless a number goes on there.
        goes_on = (self._grammar.after, self._grammar.between, self._grammar.multipliers, self._grammar.joined)
        return bool(behind) and behind[0].isalpha() and not any(table.at(words, at) for table in goes_on)

    def _past_after(self, words: Phrase, end: int) -> int:
        """Past what is said behind a number before its noun comes: "40 or more vehicles"."""
        at = past_hyphen(words, end)
        found = self._grammar.after.at(words, at)
        return found[1] if found else at

    def counts_things(self, words: Phrase, place: int) -> bool:
        """Whether what begins here is a number of things, as "dozens of targets"."""
        found = self._grammar.vague.at(words, place) or self._grammar.number(words, place)
        return found is not None and self._head(words, found[1]) in self._uncounted

    # ------------------------------------------------------------ noun phrases

    def end(self, words: Phrase, place: int) -> int:
        """The place behind the noun phrase that begins here."""
        at = place
        # "wounded soldiers" begins with what ends "soldiers wounded in".
        while at < len(words) and words[at] in self._leads:
            at += 1
        while at < len(words) and not self._ends_noun(words, at) and not self._grammar.after.at(words, at):
            at += 1
        return at

    def past_deed(self, words: Phrase, place: int) -> int:
        """Where those begin to whom it happened: behind "the murder of"."""
        end = self.end(words, place)
        is_deed = place < end < len(words) and words[end - 1] in self._deeds and words[end] in self._words.of
        return end + 1 if is_deed else place

    def _ends_noun(self, words: Phrase, at: int) -> bool:
        if words[at] in self._words.breaks:
            return True
        return (self._grammar.joined.at(words, at) or self._grammar.parts.at(words, at)) is not None

    def _head(self, words: Phrase, place: int) -> str:
        """The noun that a phrase from here on is about: its last word; of "the murder of peasants", the peasants."""
        if place < len(words) and words[place] in self._words.of:
            place += 1
        place = self.past_deed(words, place)
        named = [word for word in words[place : self.end(words, place)] if word[0].isalpha()]
        return named[-1] if named and named[-1] not in self._words.single else ""

    def kind(self, words: Phrase, place: int) -> str:
        """What a phrase without a number says of how many: "one", "many", "unstated", or "" for nothing."""
        head = self._head(words, place)
        if not head or head in self._uncounted or head in self._words.months:
            return ""
        if head in self._words.unstated:
            return "unstated"
        if head in self._words.states and head not in self._words.plurals:
            return ""
        if head in self._words.groups:
            return "many"
        is_many = self._is_plural(head) and words[place] not in self._words.indefinite
        return "many" if is_many and not self.is_named(words, place) else "one"

    def says_one(self, words: Phrase, place: int) -> bool:
        return self.kind(words, place) == "one"

    def _is_plural(self, noun: str) -> bool:
        if noun in self._words.plurals:
            return True
        is_single = noun in self._words.singulars or noun.endswith(tuple(self._words.singular_ends))
        return noun.endswith(tuple(self._words.plural_ends)) and not is_single

    def is_article(self, words: Phrase, place: int, end: int) -> bool:
        """Whether a word for one only stands before a word for several: Spanish "una familia de cinco"."""
        is_word = end == place + 1 and words[place] in self._words.indefinite
        return is_word and self._head(words, end) in self._words.groups

    # ------------------------------------------------------------ people

    def is_person(self, words: Phrase, place: int) -> bool:
        """Whether the noun phrase that begins here surely tells of people."""
        return self._head(words, place) in self.people | self._words.plurals or self.is_named(words, place)

    def tells_many(self, words: Phrase, place: int) -> bool:
        """Whether the noun phrase that begins here is about a known noun for several, which no name ends with."""
        head = self._head(words, place)
        return head in self._several or head in self._peoples

    def is_kin(self, words: Phrase, place: int) -> bool:
        return self._head(words, place) in self._words.kin

    def is_named(self, words: Phrase, place: int) -> bool:
        """Whether a person's name stands here, by its first name, the title before it or what it ends with."""
        named = [word for word in words[place : self.end(words, place)] if word[0].isalpha()]
        if not named or named[-1] in self.people or named[-1] in self._peoples:
            return False
        if named[-1] in self._names:
            return True
        first = next((word for word in named if word not in self._titles and word not in self.people), "")
        return len(named) > 1 and (named[0] in self._titles or first in self._words.first_names)

    def tells_of_others(self, words: Phrase, place: int) -> bool:
        """Whether a number here is one of others than those before: "and five other priests"."""
        at = place + 1 if place < len(words) and words[place] in self._words.single else place
        found = self._grammar.number(words, at) or self._grammar.vague.at(words, at)
        behind = found[1] if found else at
        return behind < len(words) and words[behind] in self._words.others


@lru_cache(maxsize=32)
def nouns_of(words: Words) -> Nouns:
    """The nouns of a language, made once."""
    return Nouns(grammar_of(words))
