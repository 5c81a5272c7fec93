"""Clauses of a sentence, as far as words alone tell them apart: where one begins, what somebody only said."""

from functools import lru_cache

from annotator.values.languages.clause_words import ClauseWords
from annotator.values.passages import Passage
from annotator.values.phrases import listed

_SIGNS = frozenset(";:()[]–—")
#: A verb of saying is looked for so many words before a day.
_REACH = 10


class Clauses:
    """What is asked about the places of a passage. Words are those of one language."""

    def __init__(self, words: ClauseWords) -> None:
        self.words = words
        self._says = listed(words.says)
        self._judges = listed(words.judges)
        self._ahead = listed(words.ahead)

    def is_break(self, passage: Passage, place: int) -> bool:
        """Whether a clause begins or ends here."""
        word = passage.words[place]
        if word in _SIGNS or (word == "-" and _is_apart(passage, place)):
            return True
        if word not in self.words.breaks:
            return False
        return not self._leads_to_an_hour(passage, place)

    def _leads_to_an_hour(self, passage: Passage, place: int) -> bool:
        """As "before dawn" and "after 9" do, where no clause follows."""
        behind = passage.words[place + 1] if place + 1 < len(passage.words) else ""
        return behind in self.words.hours or behind.isdecimal()

    def says_at(self, passage: Passage, place: int) -> int | None:
        """The place behind a verb of saying that stands here."""
        found = self._says.at(passage.words, place) or self._judges.at(passage.words, place)
        return found[1] if found else None

    def is_past(self, passage: Passage, place: int) -> bool:
        """Whether this looks like a verb that tells what happened."""
        word = passage.words[place]
        return word in self.words.pasts or (len(word) > 4 and word.endswith(tuple(self.words.past_ends)))

    def start_of(self, passage: Passage, place: int) -> int:
        """Where the clause begins that this place stands in: behind a break or a verb of saying."""
        at = place
        while at > 0 and not self.is_break(passage, at - 1) and not self._ends_speech(passage, at):
            at -= 1
        return at

    def end_of(self, passage: Passage, place: int) -> int:
        at = place
        while at < len(passage.words) and not self.is_break(passage, at) and self.says_at(passage, at) is None:
            at += 1
        return at

    def _ends_speech(self, passage: Passage, place: int) -> bool:
        return any(self.says_at(passage, begin) == place for begin in range(max(place - 4, 0), place))

    def said_before(self, passage: Passage, place: int) -> int | None:
        """The place of the verb of saying whose day stands here: "said on", "told reporters in Baghdad on"."""
        for begin in range(place - 1, max(place - _REACH, 0) - 1, -1):
            if passage.words[begin] == "," or self.is_break(passage, begin):
                return None
            judged = self._judges.at(passage.words, begin)
            if judged is not None and judged[1] <= place:
                return begin
            said = self._says.at(passage.words, begin)
            if said is not None and said[1] <= place:
                return begin if said[1] == place or self._is_manner(passage, said[1]) else None
            if self.is_past(passage, begin) or self._ahead.at(passage.words, begin):
                return None
        return None

    def _is_manner(self, passage: Passage, place: int) -> bool:
        """Whether what stands behind a verb of saying is how it was said, and not yet what."""
        word = passage.words[place]
        return word in self.words.prepositions or word in self.words.manners or word.endswith("ly")

    def is_ahead(self, passage: Passage, first: int, last: int) -> bool:
        """Whether the day that stands from `first` to `last` belongs to what is still to come."""
        said = self.said_before(passage, first)
        if said is not None:
            return self._tells_ahead(passage, max(said - 2, 0), said)
        start = self.start_of(passage, first)
        if self._tells_ahead(passage, start, first):
            return True
        if any(self.is_past(passage, place) for place in range(start, first)):
            return False
        return self._tells_ahead(passage, last, self.end_of(passage, last))

    def _tells_ahead(self, passage: Passage, first: int, last: int) -> bool:
        ends = tuple(self.words.ahead_ends)
        return any(
            self._ahead.at(passage.words, place)
            or (ends and passage.words[place].endswith(ends) and not passage.is_capital(place))
            for place in range(first, last)
        )


def _is_apart(passage: Passage, place: int) -> bool:
    """A hyphen between spaces is a dash."""
    token = passage.tokens[place]
    around = passage.text[max(token.start - 1, 0) : token.start] + passage.text[token.end : token.end + 1]
    return around.isspace() and len(around) == 2


@lru_cache(maxsize=32)
def clauses_of(words: ClauseWords) -> Clauses:
    """The clauses of a language, made once."""
    return Clauses(words)
