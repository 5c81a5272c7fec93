"""What is said of how many at one place of a phrase: a number with what bounds it, or words like "dozens"."""

from dataclasses import replace

from annotator.values.grammar import grammar_of, past_hyphen
from annotator.values.languages.words import Words
from annotator.values.measures import measures_of
from annotator.values.nouns import nouns_of
from annotator.values.phrases import tokens_of
from annotator.values.quantities import NONE, UNKNOWN, Count, meant, of_groups, ranging, some

#: A count, and the place behind the words that say it.
Said = tuple[Count, int]


class Amounts:
    """A phrase, and the count that begins at a place of it. Places count its words and signs."""

    def __init__(self, phrase: str, words: Words) -> None:
        self.phrase = phrase
        self.tokens = tokens_of(phrase)
        self.words = tuple(token.text for token in self.tokens)
        self.grammar = grammar_of(words)
        self.nouns = nouns_of(words)
        self.measures = measures_of(words)
        self.language = words
        self._tells_groups = not self.nouns.several_groups.isdisjoint(self.words)

    def said_at(self, place: int) -> Said | None:
        """A count that begins here."""
        end = self._behind(self.grammar.unknown.at(self.words, place))
        if end and not self._is_adjective(place, end):
            return self.worded(UNKNOWN, place, end), end
        quantity, vaguely = self.quantity(place), self.vaguely(place)
        if quantity is not None:
            # "un montón de" is more than "un".
            return vaguely if vaguely is not None and vaguely[1] > quantity[1] else quantity
        end = self._behind(self.grammar.none.at(self.words, place))
        if vaguely is None and end and not self._is_rank(end):
            return self.worded(NONE, place, end), end
        return vaguely

    def quantity(self, place: int) -> Said | None:
        """A number with what stands before and behind it, if it counts people; of groups, those in them."""
        found = self._quantity(place)
        return self._in_groups(*found) if found and self._tells_groups else found

    def _in_groups(self, count: Count, end: int) -> Said:
        counted = self.nouns.numbers_groups(self.words, end)
        return (of_groups(count) if counted else count), end

    def _quantity(self, place: int) -> Said | None:
        op, at = self._op_before(place)
        found = self._range(at) or self._fixed(at) or self._number(at) or (self._alone(at) if op else None)
        if found is None or self.measures.is_measured(self.words, at, found[1]):
            return None
        count, end = found
        op_behind = self._op_behind(past_hyphen(self.words, end))
        if op_behind is not None:
            op, end = op or op_behind[0], op_behind[1]
        if op and count.value is not None:
            count = meant(op, count.value)
        elif count.op == "exact" and op_behind is None:
            return self._bounded_behind(count, place, end)
        return self.worded(count, place, end), end

    def _bounded_behind(self, count: Count, place: int, end: int) -> Said:
        """With what stands behind its noun or a comma: "40 people or more", "40, at least"."""
        noun = self.nouns.end(self.words, end)
        behind = noun + 1 if self.word(noun) == "," else noun
        found = self._op_behind(behind) if behind > end else None
        is_aside = behind > noun and found is not None and found[1] == behind + 1  # "six, some of them children"
        if found is None or is_aside or count.value is None or self.grammar.number(self.words, found[1]) is not None:
            return self.worded(count, place, end), end
        return self.worded(meant(found[0], count.value), place, found[1]), found[1]

    def _op_behind(self, place: int) -> tuple[str, int] | None:
        """What is said behind a number, where no other number goes on with it: "27 dead and more than 100 wounded"."""
        found = self.grammar.after.at(self.words, place)
        goes_on = found is not None and found[1] - place > 1 and self.grammar.before.at(self.words, found[1] - 1)
        return None if goes_on else found

    def _op_before(self, place: int) -> tuple[str, int]:
        """What is said before a number: the first bound decides ("at least some 40"), all are passed."""
        op, at = "", place
        while found := self.grammar.before.at(self.words, at):
            op, at = (op if op not in ("", "exact") else found[0]), found[1]
        return op, at

    def _range(self, place: int) -> Said | None:
        found = self.grammar.range(self.words, place)
        return (ranging(found[0], found[1]), found[2]) if found else None

    def _fixed(self, place: int) -> Said | None:
        found = self.grammar.fixed.at(self.words, place)
        if found is None:
            return None
        (value, op), end = found
        return meant(op, value), end

    def _number(self, place: int) -> Said | None:
        found = self.grammar.number(self.words, place)
        if found is None or self.nouns.is_article(self.words, place, found[1]):
            return None
        return meant("exact", found[0]), found[1]

    def _alone(self, place: int) -> Said | None:
        """One of a multiplier, where something is said before it: "some thousand peasants"."""
        found = self.grammar.multipliers.at(self.words, place)
        return (meant("exact", found[0]), found[1]) if found else None

    def _is_rank(self, place: int) -> bool:
        """Whether the "no" before this place is a number's: "the No. 2 commander"."""
        at = place + 1 if self.word(place) == "." else place
        return self.word(at).isdecimal()

    def _is_adjective(self, place: int, end: int) -> bool:
        """Whether a word like "unknown" says something of people, and not of their number: "unknown persons"."""
        return end == place + 1 and self.word(end)[:1].isalpha() and self.nouns.is_person(self.words, end)

    def vaguely(self, place: int) -> Said | None:
        """Words like "dozens" and "several hundred", with what bounds them."""
        op, at = self._op_before(place)
        found = self.grammar.vague.at(self.words, at) or (self.grammar.vague.at(self.words, place) if op else None)
        if found is None:
            return None
        lower, end = found
        if self._is_pair(end):
            return None
        if (number := self.quantity(end)) is not None:
            return number  # "a group of 30"
        times = self.grammar.multipliers.at(self.words, end)
        if times is not None:
            lower, end = lower * times[0], times[1]
        if self.measures.is_measured(self.words, at, end):
            return None
        bound = None if op in ("up_to", "fewer_than", "nearly") else lower
        vague = self.worded(some(bound), place, end)
        return self._in_groups(vague, end) if self._tells_groups else (vague, end)

    def _is_pair(self, end: int) -> bool:
        """Whether these words are a noun for two, about which it goes on: "a couple and their son"."""
        goes_on = end < len(self.words) and self.nouns.ends_noun(self.words, end)
        return self.words[end - 1] in self.language.pairs and goes_on

    def worded(self, count: Count, place: int, end: int) -> Count:
        """The count with the words from `place` to `end`."""
        return replace(count, text=self.phrase[self.tokens[place].start : self.tokens[end - 1].end])

    def only_owns(self, place: int) -> bool:
        """Whether people begin here to whom the first number does not belong: "the mother of two soldiers"."""
        end = self.nouns.end(self.words, place)
        if self.word(end) not in self.language.of or not self.nouns.tells_people(self.words, place):
            return False
        owner = end + 2 if self.word(end + 1) in self.language.single else end + 1
        return self.said_at(owner) is not None and not any(self.said_at(at) for at in range(end))

    def past_number(self, place: int) -> int:
        """Behind a number that counts no people, so that no part of it is taken for one that does."""
        found = self.grammar.range(self.words, place) or self.grammar.number(self.words, place)
        end = found[-1] if found else place + 1
        behind = self.grammar.otherwise.at(self.words, end) if found else None
        return behind[1] if behind else end  # "45 por ciento"

    def word(self, place: int) -> str:
        return self.words[place] if place < len(self.words) else ""

    def joined_at(self, at: int) -> int | None:
        """The place behind an "and" that stands here, or behind a comma and an "and"."""
        found = self.grammar.joined.at(self.words, at + 1 if self.word(at) == "," else at)
        return found[1] if found else None

    def ends_item(self, at: int) -> bool:
        """Whether an item of a list ends here: at a comma or an "and"."""
        return self.word(at) == "," or self.joined_at(at) is not None

    @staticmethod
    def _behind(found: tuple[bool, int] | None) -> int:
        return found[1] if found else 0
