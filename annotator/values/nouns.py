"""What a phrase counts: the noun that it is about, whether that is one or many, people or things, or a name."""

from collections.abc import Iterable
from functools import lru_cache

from annotator.values.grammar import Grammar, Phrase, grammar_of, past_hyphen
from annotator.values.languages.words import Words


class Nouns:
    """What is asked about nouns at a place of a phrase. Words are lower case; places count words."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._words = words = grammar.words
        harms, parties, places = words.harms, words.parties, words.places
        people = [*harms.people, *(each for nouns in harms.victims.values() for each in nouns)] if harms else []
        #: Nouns for people of which there is no doubt.
        self.people = frozenset(people) | words.kin | {each[:-1] for each in people if each.endswith("s")}
        self.uncounted = words.measures | words.things
        self._trailing = tuple(words.participle_ends) or ("\0",)
        self.several = self.people | words.plurals | words.groups
        self._first_names = words.first_names | (parties.persons if parties else frozenset())
        self._names = self._first_names | words.last_names
        self._leads = words.single | words.states
        self._passed = self._leads | words.others | (parties.doubtful if parties else frozenset())
        self._titles = parties.titles if parties else frozenset[str]()
        self.months = frozenset(words.dates.tables["month"]) - words.months if words.dates else frozenset[str]()
        self._peoples = frozenset(places.peoples) if places else frozenset[str]()
        deeds = frozenset(each for nouns in harms.nouns.values() for each in nouns) if harms else frozenset[str]()
        # "The bodies of three men" are the men, "prisoners of war" the prisoners.
        self._deeds = deeds - (self.people - harms.groups) if harms else deeds
        self._one_by_one = self.people - words.groups - words.unstated - self._deeds
        self._known = self.uncounted | self.several | words.unstated
        self._no_names = self._known | self._leads | self._titles
        of_people = self.people | _plurals(self.people | self._titles) - self._titles
        #: Nouns for several, behind which each has a name of their own: "judges Lopez and Perez".
        self._named_together = frozenset(noun for noun in of_people if self.is_plural(noun)) - words.groups
        #: Nouns for several groups: nobody knows how many people "two families" are.
        self.several_groups = frozenset(
            noun for noun in words.groups | _plurals(words.groups) if self.is_plural(noun)
        ) - (words.plurals | self.uncounted)

    # ------------------------------------------------------------ noun phrases

    def end(self, words: Phrase, place: int) -> int:
        """The place behind the noun phrase that begins here."""
        at = self.past_leads(words, place)
        while at < len(words) and not self.ends_noun(words, at) and not self._grammar.after.at(words, at):
            at += 1
        return at

    def past_leads(self, words: Phrase, place: int) -> int:
        """Past what may only begin a noun phrase: "wounded soldiers", where "soldiers wounded in" ends before it."""
        while place < len(words) and words[place] in self._leads:
            place += 1
        return place

    def past_after(self, words: Phrase, end: int) -> int:
        """Past what is said behind a number before its noun comes: "40 or more vehicles"."""
        at = past_hyphen(words, end)
        found = self._grammar.after.at(words, at)
        return found[1] if found else at

    def past_deed(self, words: Phrase, place: int) -> int:
        """Where those begin to whom it happened: behind "the murder of"."""
        end = self.end(words, place)
        is_deed = place < end < len(words) and words[end - 1] in self._deeds and words[end] in self._words.of
        return end + 1 if is_deed else place

    def ends_noun(self, words: Phrase, at: int) -> bool:
        if words[at] in self._words.breaks:
            return True
        return (self._grammar.joined.at(words, at) or self._grammar.parts.at(words, at)) is not None

    def head(self, words: Phrase, place: int) -> str:
        """The noun that a phrase from here on is about: its last word; of "the murder of peasants", the peasants."""
        if place < len(words) and words[place] in self._words.of:
            place += 1
        place = self.past_deed(words, place)
        named = [word for word in words[place : self.end(words, place)] if word[0].isalpha()]
        if self._words.head_first:
            bare = [word for word in named if word not in self._passed]
            named = [next((word for word in bare if word in self._known), bare[0])] if bare else named
        named = self._before_participle(named)
        return named[-1] if named and named[-1] not in self._words.single else ""

    def _before_participle(self, named: list[str]) -> list[str]:
        """Without what only goes on about those before: "gunmen hired by", "councilmen elected last year"."""
        for at in range(1, len(named)):
            before, word = named[at - 1], named[at]
            is_noun = before in self.several or self.is_plural(before)
            if is_noun and word.endswith(self._trailing) and word not in self._known | self._words.measured:
                return named[:at]
        return named

    def kind(self, words: Phrase, place: int) -> str:
        """What a phrase without a number says of how many: "one", "many", "unstated", or "" for nothing."""
        head = self.head(words, place)
        if head in self._words.unstated:
            return "unstated"
        if not head or head in self.uncounted or head in self._words.months or self._is_no_noun(head):
            return ""
        if head in self._words.states and head not in self._words.plurals:
            return ""
        if head in self._words.pairs:
            return "pair"
        if head in self._words.groups:
            return "many"
        is_several = self.is_plural(head) or self._shares_noun(words, place)
        is_many = is_several and words[place] not in self._words.indefinite
        is_surely = self._words.head_first and head in self.several  # "los hermanos Vargas"
        return "many" if is_many and (is_surely or not self.is_named(words, place)) else "one"

    def _is_no_noun(self, head: str) -> bool:
        """Of numbers that were no counts: "the 1980s", "$5 million"; and "Highway 5", where things are not counted."""
        is_numbered = head in self._words.measured and not self._words.numbers_things
        is_thing = head.endswith(tuple(self._words.thing_ends)) and head not in self._known | self._titles
        return is_numbered or is_thing or head in self._words.digit_ends or head in self._words.multipliers

    def _shares_noun(self, words: Phrase, place: int) -> bool:
        """Whether a word here is about the noun of those that it is joined to: "the Cuban and Nicaraguan envoys"."""
        begin = place + 1 if words[place] in self._words.single else place
        end = self.end(words, begin)
        is_adjective = end == begin + 1 or words[end - 1] in self._peoples
        joined = self._grammar.joined.at(words, end)
        if joined is None or not is_adjective or self._words.head_first or words[begin] in self.people | self._titles:
            return False
        return self._is_bare_plural(words, joined[1])

    def _is_bare_plural(self, words: Phrase, place: int) -> bool:
        """Whether several nameless people are told here in some words, without a number or an article."""
        end = self.end(words, place)
        begins = words[place] in self._words.single or self._grammar.number(words, place) is not None
        is_several = end > place + 1 and self.is_plural(words[end - 1])
        return is_several and not begins and not self.is_named(words, place)

    def is_plural(self, noun: str) -> bool:
        if noun in self._words.plurals:
            return True
        is_single = noun in self._words.singulars or noun.endswith(tuple(self._words.singular_ends))
        return noun.endswith(tuple(self._words.plural_ends)) and not is_single

    def is_article(self, words: Phrase, place: int, end: int) -> bool:
        """Whether a word for one only stands before a word for several: Spanish "una familia de cinco"."""
        is_word = end == place + 1 and words[place] in self._words.indefinite
        return is_word and self.head(words, end) in self._words.groups

    # ------------------------------------------------------------ people

    def tells_people(self, words: Phrase, place: int) -> bool:
        """Whether the noun phrase that begins here is about a known noun for people one by one, and for no group."""
        return self.head(words, place) in self._one_by_one

    def is_person(self, words: Phrase, place: int) -> bool:
        """Whether the noun phrase that begins here surely tells of people."""
        return self.head(words, place) in self.people | self._words.plurals or self.is_named(words, place)

    def tells_many(self, words: Phrase, place: int) -> bool:
        """Whether the noun phrase that begins here is about a known noun for several, which no name ends with."""
        head = self.head(words, place)
        return head in self.several or head in self._peoples

    def behind_several(self, words: Phrase, place: int) -> int:
        """Where names begin behind a noun for several: "judges Lopez"; 0 where none do."""
        begin, end = place, self.end(words, place)
        for at in range(place, end):
            if words[at] in self._named_together:
                begin = at + 1
        return begin if place < begin < end and self.may_be_name(words, begin) else 0

    def may_be_name(self, words: Phrase, place: int) -> bool:
        """Whether a noun phrase begins here in which no noun is known to be anything but a name."""
        named = words[place : self.end(words, place)]
        # In "los diplomáticos cubanos" the noun is followed by what it agrees with.
        agrees = self._words.head_first and any(self.is_plural(word) for word in named if word not in self._names)
        return bool(named) and self._no_names.isdisjoint(named) and not agrees

    def is_title(self, words: Phrase, place: int) -> bool:
        if place >= len(words) or words[place] not in self._titles:
            return False
        return all(word == "." for word in words[place + 1 : self.end(words, place)])

    def are_apart(self, words: Phrase, place: int, other: int) -> bool:
        """Whether none of the second can be one of the first: "five Chileans, two Canadians"; "two men, a woman"."""
        first, second = self.head(words, place), self.head(words, other)
        if first in self._peoples:
            return second not in self.people
        return any(
            first in sex and any(second in each for each in self._words.sexes - {sex}) for sex in self._words.sexes
        )

    def numbers_groups(self, words: Phrase, end: int) -> bool:
        """Whether groups are what is counted by the number that ends here: "two families"."""
        return self.head(words, self.past_after(words, end)) in self.several_groups

    def is_kin(self, words: Phrase, place: int) -> bool:
        return self.head(words, place) in self._words.kin

    def is_named(self, words: Phrase, place: int) -> bool:
        """Whether a person's name stands here, by its first name, the title before it or what it ends with."""
        named = [word for word in words[place : self.end(words, place)] if word[0].isalpha()]
        if not named or named[-1] in self.people or named[-1] in self._peoples:
            return False
        if named[-1] in self._names:
            return True
        first = next((word for word in named if word not in self._titles and word not in self.people), "")
        return len(named) > 1 and (named[0] in self._titles or first in self._first_names)

    def tells_of_others(self, words: Phrase, place: int) -> bool:
        """Whether a number here is one of others than those before: "and five other priests"."""
        at = place + 1 if place < len(words) and words[place] in self._words.single else place
        found = self._grammar.number(words, at) or self._grammar.vague.at(words, at)
        behind = found[1] if found else at
        return behind < len(words) and words[behind] in self._words.others


def _plurals(nouns: Iterable[str]) -> frozenset[str]:
    """What several of them are called, as English and Spanish spell it, and some words that there are not."""
    ends = {"y": "ies", "z": "ces"}
    changed = (f"{noun[:-1]}{ends[noun[-1]]}" for noun in nouns if noun[-1] in ends)
    men = (f"{noun[:-3]}men" for noun in nouns if noun.endswith("man"))
    return frozenset((*(f"{noun}{end}" for noun in nouns for end in ("s", "es")), *changed, *men))


@lru_cache(maxsize=32)
def nouns_of(words: Words) -> Nouns:
    """The nouns of a language, made once."""
    return Nouns(grammar_of(words))
