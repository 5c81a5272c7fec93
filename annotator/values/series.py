"""People who are joined into one count: "a woman and two children", "six priests, their cook, and her daughter"."""

from collections.abc import Mapping

from annotator.values.amounts import Amounts, Said
from annotator.values.languages.names import NAME_PARTICLES
from annotator.values.name_lists import named_together
from annotator.values.quantities import UNKNOWN, Count, added, meant, some

ONE = meant("exact", 1)
_PAIR = meant("exact", 2)
_TOLD: Mapping[str, Count] = {"one": ONE, "pair": _PAIR, "many": some(2), "unstated": UNKNOWN}


class Series:
    """Adds up what a phrase joins, from one place of it on."""

    def __init__(self, amounts: Amounts) -> None:
        self._amounts = amounts
        self._words = amounts.words
        self._grammar = amounts.grammar
        self._nouns = amounts.nouns
        self._language = amounts.language

    def begun(self, start: int) -> Count | None:
        """Of a phrase that begins with somebody and goes on with others; None where it does not."""
        if (named := named_together(self._amounts, start)) is not None:
            return self.summed(named[0], start, named[1])
        end = self._nouns.end(self._words, start)
        joint = self._joint(start, end)
        if joint is None or not (self._is_certain(start) or self._shows_people(start, joint[0])):
            return None
        base = self.told(start)
        if base is None or any(self._amounts.said_at(place) for place in range(start, end)):
            return None
        summed = self.summed(base, start, end)
        return None if summed is base else summed

    def summed(self, count: Count, place: int, end: int) -> Count:
        """The count that stands from `place` to `end`, with what is joined to it."""
        if count.op in ("unknown", "none"):
            return count
        end = self._past_their_names(count, end)
        total, rest, held, end_of_first = count, None, list[Count](), end
        while (joint := self._joint(place, end)) is not None:
            at, is_closing = joint
            other = self._counted(at) or (self._uncounted(at, count, place) if is_closing else self._listed(at, place))
            if other is None:
                break
            end = other[1]
            # One of somebody behind a comma may be the one before again: it counts where an "and" closes the list.
            held.append(other[0])
            if not is_closing and (self._counted(at) is None or self._word(at) in self._language.single):
                continue
            for each in held:
                total, rest = added(total, each), added(rest, each) if rest else each
            total, held = self._amounts.worded(total, place, end), []
        return count if rest is not None and self._is_told_again(count, end_of_first, rest) else total

    def _past_their_names(self, count: Count, end: int) -> int:
        """Behind the names of those who are counted: "two sisters Ana and Eva Lopez"."""
        named = named_together(self._amounts, end)
        return named[1] if named is not None and named[0].value == count.value else end

    def _is_told_again(self, count: Count, end: int, rest: Count) -> bool:
        """Whether what a comma leads to is who those before were: "12 people, 10 men and two women"."""
        is_same = count.op == rest.op == "exact" and count.value == rest.value != 1
        behind = self._nouns.end(self._words, end)
        return is_same and self._word(behind) == "," and not self._nouns.are_apart(self._words, end, behind + 1)

    def told(self, place: int) -> Count | None:
        """What the noun phrase here says without any number; None where it says nothing of people."""
        return _TOLD.get(self.kind(place))

    def kind(self, place: int) -> str:
        """What the noun phrase here says of how many; a name that only looks like many is one."""
        if place >= len(self._words):
            return ""
        kind = self._nouns.kind(self._words, place)
        return "one" if kind == "many" and self._is_written_as_name(place) else kind

    # ------------------------------------------------------------ who is joined

    def _is_certain(self, start: int) -> bool:
        """Whether these are surely people, so that what is joined to them is, too."""
        is_titled = self._nouns.is_title(self._words, start)  # "Mr and Mrs Lopez"
        is_told = self._word(start) in self._language.single | self._grammar.additional
        return is_titled or is_told or self._is_person(start)

    def _shows_people(self, start: int, joined: int) -> bool:
        """Whether what is joined shows that those before are people: "and his wife", "and one of his guards"."""
        others = self._amounts.quantity(joined)
        is_of_theirs = others is not None and self._is_of_theirs(others[1])
        is_owned = self._is_owned(joined) or is_of_theirs
        return is_owned or self._is_deputy(start, joined) or self._nouns.tells_of_others(self._words, joined)

    def _is_deputy(self, first: int, other: int) -> bool:
        """Whether the second is called after the first: "rector and vice rector", "pilot and copilot"."""
        name, longer = self._nouns.head(self._words, first), self._nouns.head(self._words, other)
        is_longer = longer != name or self._nouns.end(self._words, other) - other > 1
        return len(name) > 3 and longer.endswith(name) and is_longer and self.kind(other) == "one"

    def _counted(self, at: int) -> Said | None:
        """A number of people, also behind "her"; of another harm they are no others: "12 bodies and 30 wounded"."""
        found = self._unstated(at) or self._amounts.quantity(at) or self._amounts.vaguely(at)
        if found is None and self._word(at) in self._language.single:
            found = self._amounts.quantity(at + 1)
        if found is None and (crew := self._in_group(at)) is not None:
            return crew
        if found is None or (self._word(found[1]) in self._language.states and not self._is_adjective(found[1])):
            return None
        # A number alone corrects the one before it: "three people and possibly four".
        return found if self._nouns.end(self._words, found[1]) > found[1] or self._is_of_theirs(found[1]) else None

    def _in_group(self, at: int) -> Said | None:
        """As in "and a crew of six"."""
        end = self._nouns.end(self._words, at)
        is_group = self._word(end) in self._language.of and self._nouns.head(self._words, at) in self._language.groups
        return self._amounts.quantity(end + 1) if is_group else None

    def _unstated(self, at: int) -> Said | None:
        """Nobody knows how many: "and an unknown number of civilians"."""
        found = self._grammar.unknown.at(self._words, at)
        return (meant("at_least", 0), found[1]) if found else None

    def _is_of_theirs(self, at: int) -> bool:
        """As in "and six of his aides"."""
        return self._word(at) in self._language.of and self._is_owned(at + 1)

    def _is_owned(self, at: int) -> bool:
        return self._word(at) in self._language.single - self._language.articles

    def _uncounted(self, at: int, count: Count, place: int) -> Said | None:
        """Those behind an "and", without a number: "a civilian", "his wife and children"."""
        if (single := self._single(at)) is not None:
            return single
        if self._is_deputy(place, at):
            return ONE, self._nouns.end(self._words, at)
        if not self._is_person(at):
            return None
        end = self._nouns.end(self._words, at)
        told = self.told(at)
        if told not in (None, ONE):
            # "12 soldiers and policemen" are 12, "two judges and their bodyguards" more.
            return (told, end) if count.value == 1 or self._is_owned(at) else None
        # "A lawyer and activist" may be one and the same, "his driver and bodyguard" are not.
        is_other = count.value != 1 or self._is_owned(place) or self._is_another(at)
        return (ONE, end) if is_other else None

    def _listed(self, at: int, place: int) -> Said | None:
        """One of somebody behind a comma; behind a name it says who that is: "Roberto Lopez, a teacher"."""
        if self._is_another(at):
            # "A general, Igor Kirillov" is one.
            is_whose = self._is_name(at) and self.told(place) is ONE and not self._is_name(place)
            return None if is_whose else (ONE, self._nouns.end(self._words, at))
        return None if self._is_name(place) else self._single(at)

    def _single(self, place: int) -> Said | None:
        """One of somebody: "a civilian", "his wife"."""
        if self._word(place) not in self._language.single:
            return None
        if self._grammar.number(self._words, place) is not None:
            return None  # "a hundred"
        return (ONE, place + 1) if self.kind(place) == "one" else None

    def _is_another(self, at: int) -> bool:
        """Whether nobody who is told before can be meant: "son", "Juan Perez"."""
        return self.kind(at) == "one" and (self._is_name(at) or self._nouns.is_kin(self._words, at))

    def _is_person(self, at: int) -> bool:
        return self._nouns.is_person(self._words, at) or self._is_written_as_name(at)

    def _is_name(self, at: int) -> bool:
        return self._nouns.is_named(self._words, at) or self._is_written_as_name(at)

    # ------------------------------------------------------------ where it goes on

    def _joint(self, first: int, end: int) -> tuple[int, bool] | None:
        """The place where others begin, joined to the noun phrase that goes on from here; whether by an "and"."""
        at = end
        while at < len(self._words):
            if self._words[at] in self._language.adjuncts:
                return self._past_adjunct(at)
            if (joined := self._amounts.joined_at(at)) is not None:
                return joined, True
            if self._grammar.parts.at(self._words, at):
                return None
            if self._words[at] == "," and (self._is_age(at - 2) or self._grammar.number(self._words, at - 1) is None):
                if self._goes_on(at + 1, first):
                    return at + 1, False
                at = self._past_aside(at + 1)
            elif self._words[at] in self._language.breaks and not (at == end and self._is_adjective(at)):
                return None
            else:
                at += 1
        return None

    def _past_adjunct(self, at: int) -> tuple[int, bool] | None:
        """Others behind what goes on about those before: "the mayor of Achi and his driver"."""
        while at < len(self._words) and not self._amounts.ends_item(at):
            at += 1
        if at >= len(self._words):
            return None
        joined = self._amounts.joined_at(at)
        if joined is None and not self._is_owned(at + 1):
            at = self._past_aside(at + 1)
            joined = self._amounts.joined_at(at)
        if joined is None:
            return (at + 1, False) if at < len(self._words) else None
        is_single = self._word(joined) in self._language.single and self.kind(joined) == "one"
        is_other = self._is_owned(joined) or (is_single and self._nouns.is_person(self._words, joined))
        return (joined, True) if is_other or self._counted(joined) else None

    def _is_age(self, at: int) -> bool:
        """Whether it goes on behind an age between commas: "a man, 35, and his wife"."""
        return at >= 0 and self._word(at) == self._word(at + 2) == "," and self._word(at + 1).isdecimal()

    def _goes_on(self, place: int, first: int) -> bool:
        """Whether a list goes on here with other people, and not with a part of those before: "12 of them"."""
        following = self._counted(place)
        if following is None:
            return self._listed(place, first) is not None
        return not any(self._grammar.parts.at(self._words, at) for at in (following[1] - 1, following[1]))

    def _past_aside(self, place: int) -> int:
        """Past what is said between commas of those before ("a man, 35, and"), where an "and" goes on behind it."""
        if self._is_age(place - 1):
            return place + 1
        for at in range(place, len(self._words)):
            if self._grammar.parts.at(self._words, at):
                break
            if self._words[at] == "," and self._amounts.joined_at(at) is not None:
                return at
        return len(self._words)

    def _is_adjective(self, at: int) -> bool:
        """Whether a harm here belongs to a noun that follows: "10 wounded soldiers", but "10 wounded and"."""
        return self._words[at] in self._language.states and self._nouns.end(self._words, at) > at + 1

    # ------------------------------------------------------------ words

    def _is_written_as_name(self, place: int) -> bool:
        """Whether each word has a capital, and small letters behind it: "Hassan Abbas"."""
        if self._nouns.tells_many(self._words, place):
            return False
        tokens = self._amounts.tokens[place : self._nouns.end(self._words, place)]
        words = [token for token in tokens if token.kind == "word" and token.text not in NAME_PARTICLES]
        written = [self._amounts.phrase[token.start : token.end] for token in words]
        return len(written) > 1 and all(word[0].isupper() and word[1:] == word[1:].lower() for word in written)

    def _word(self, place: int) -> str:
        return self._amounts.word(place)
