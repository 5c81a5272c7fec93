"""Some people in a sentence, and what its words may say of what happened to them.

`objects.py` looks before them for what governs them, `predicates.py` behind them, `lists.py` to those that they are
joined to. No parser and no claim: where words leave a doubt, nothing is said.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from annotator.values.clauses import Clauses, clauses_of
from annotator.values.counts import read_count
from annotator.values.grammar import grammar_of
from annotator.values.languages.harm_words import HarmWords
from annotator.values.languages.words import Words
from annotator.values.passages import Passage, passage_around
from annotator.values.phrases import Table, by_meaning, listed
from annotator.values.stories import Story

_QUOTES = frozenset("\"'“”‘’«»`")
_LONGEST_PHRASE = 5


@dataclass(frozen=True, slots=True)
class Governed:
    """What governs some people: harms that it tells together; none where they act, or came free."""

    harms: tuple[str, ...] = ()
    #: Told with a word like "hurt", which under "nobody" covers the dead as well.
    is_broad: bool = False
    is_negated: bool = False
    #: One of them or the other: "captured or killed".
    is_either: bool = False


#: They did it, or it is over: what else the sentence tells did not happen to them.
ACTING = Governed()


class HarmTables:
    """The words of a language about harm, ready to be looked up at a place."""

    def __init__(self, harms: HarmWords) -> None:
        self.words = harms
        self.actives = by_meaning(harms.actives)
        self.participles = by_meaning(harms.participles)
        self.befalls = by_meaning(harms.befalls)
        self.states = by_meaning(harms.states)
        self.nouns = by_meaning(harms.nouns)
        self.ends = listed(harms.ends)
        self.suffers = listed(harms.suffers)
        self.among = listed(harms.among)
        self.victims = by_meaning(harms.victims)
        self.likely = by_meaning(harms.likely)
        self.brackets = {harm: (verbs, listed(ends)) for harm, (verbs, ends) in harms.brackets.items()}


@dataclass(frozen=True)
class People:
    """The people at [first, last) of a passage, and what is asked about the places around them."""

    passage: Passage
    first: int
    last: int
    words: Words
    clauses: Clauses
    tables: HarmTables

    def word(self, place: int) -> str:
        return self.passage.words[place] if 0 <= place < len(self.passage.words) else ""

    @cached_property
    def begin(self) -> int:
        """Where what is said of their number begins: at "over", "between", a quotation mark."""
        place, moved = self.first, True
        while moved:
            before = self._before_prefix(place)
            moved, place = before < place, before
        return place

    def _before_prefix(self, place: int) -> int:
        grammar = grammar_of(self.words)
        if self.word(place - 1) in _QUOTES:
            return place - 1
        tables = (grammar.before, grammar.range_begins) if self._has_two_numbers else (grammar.before,)
        begins = [begin for table in tables if (begin := self.beginning(table, place)) is not None]
        return min(begins, default=place)

    @cached_property
    def _has_two_numbers(self) -> bool:
        number = grammar_of(self.words).number
        return sum(number(self.passage.words, place) is not None for place in range(self.first, self.last)) > 1

    @property
    def is_nobody(self) -> bool:
        """Whether their own words say that there are none."""
        start, end = self.passage.between(self.first, self.last)
        count = read_count(self.passage.text[start:end], self.words)
        return count is not None and count.op == "none"

    @property
    def is_counted(self) -> bool:
        """Whether a number stands among their words."""
        grammar, words = grammar_of(self.words), self.passage.words
        places = range(self.first, self.last)
        return any(grammar.number(words, place) or grammar.vague.at(words, place) for place in places)

    def beginning(self, table: Table[Any], end: int) -> int | None:
        """Where the longest phrase of the table begins that ends before this place."""
        for begin in range(max(end - _LONGEST_PHRASE, 0), end):
            found = table.at(self.passage.words, begin)
            if found is not None and found[1] == end:
                return begin
        return None

    def ending(self, table: Table[str], end: int) -> tuple[str, int] | None:
        """What the longest phrase means that ends before this place, and where it begins."""
        begin = self.beginning(table, end)
        found = None if begin is None else table.at(self.passage.words, begin)
        return (found[0], begin) if found and begin is not None else None

    def before_fillers(self, place: int) -> int:
        while place > 0 and self.is_filler(place - 1):
            place -= 1
        return place

    def past_fillers(self, place: int) -> int:
        while self.is_filler(place) or self.word(place) in _QUOTES:
            place += 1
        return place

    def is_filler(self, place: int) -> bool:
        """Whether this word may stand within a verb: "were also badly hurt"."""
        return self.word(place) in self.tables.words.fillers or self.is_adverb(place)

    def is_adverb(self, place: int) -> bool:
        return len(self.word(place)) > 4 and self.word(place).endswith(self.clauses.words.adverb_ends)

    def is_quote(self, place: int) -> bool:
        return self.word(place) in _QUOTES

    def is_passive(self, begin: int) -> bool:
        """Whether a form of "be" stands before the participle that begins here."""
        return self.word(self.before_fillers(begin) - 1) in self.tables.words.be

    def is_break(self, place: int) -> bool:
        """Whether a clause begins or ends here, as it does at both ends of the sentence."""
        return not 0 <= place < len(self.passage.words) or self.clauses.is_break(self.passage, place)

    def ends_speech(self, place: int) -> bool:
        """Whether a verb of saying ends before this place."""
        begins = range(max(place - _LONGEST_PHRASE, 0), place)
        return any(self.clauses.says_at(self.passage, begin) == place for begin in begins)


def people_at(story: Story, start: int, end: int) -> People | None:
    """The people whom the words [start, end) tell, in their sentence; None without words of their language."""
    words = story.words
    if words is None or words.clauses is None or words.harms is None:
        return None
    passage = passage_around(story.text, start, end)
    first, last = passage.covered(start, end)
    if first == last:
        return None
    return People(passage, first, last, words, clauses_of(words.clauses), tables_of(words.harms))


@lru_cache(maxsize=32)
def tables_of(harms: HarmWords) -> HarmTables:
    """The tables of a language, made once."""
    return HarmTables(harms)
