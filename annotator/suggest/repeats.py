"""Words that were marked before, found again in other texts.

Knows no database and no page. Words are compared token by token and without regard to case, so that offsets are
those of the text at hand; a suggestion never begins or ends inside a grapheme.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.annotations import Span
from annotator.domain.tokens import tokenize

Phrase: TypeAlias = tuple[str, ...]
#: Longer stretches are sentences, not names: they do not stand twice.
LONGEST = 12
#: In how many of the places where the words stand they must have been marked so.
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Settled:
    """A text with the spans that one or several people settled on, each with its own ones."""

    key: Hashable
    text: str
    sets: Sequence[Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Words that are likely to be marked so; `score` is between 0 and 1, and higher the more often they were."""

    label: str
    start: int
    end: int
    score: float


class Repeats:
    """What was marked in settled texts, by its words, with how often the same words stand there unmarked."""

    def __init__(self, settled: Iterable[Settled]) -> None:
        texts = [(each, _Tokens(each.text)) for each in settled]
        self._marked: dict[Phrase, dict[str, Counter[Hashable]]] = defaultdict(lambda: defaultdict(Counter))
        for each, tokens in texts:
            self._mark(each, tokens)
        lengths: dict[str, set[int]] = defaultdict(set)
        for phrase in self._marked:
            lengths[phrase[0]].add(len(phrase))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._stands: dict[Phrase, Counter[Hashable]] = defaultdict(Counter)
        for each, tokens in texts:
            for phrase, _, _ in self._known_in(tokens):
                self._stands[phrase][each.key] += 1

    def __len__(self) -> int:
        return len(self._marked)

    def find(self, text: str, besides: Hashable = None) -> list[Repeat]:
        """The repeats in a text, in order, none over another; of two that overlap the earlier, then the longer.

        What is known from the text with the key `besides` alone does not count: whoever reads that one would be
        shown what somebody else has said of it.
        """
        found: list[Repeat] = []
        done = 0
        for phrase, start, end in self._known_in(_Tokens(text)):
            if start < done:
                continue
            best = self._best(phrase, besides)
            if best is not None:
                found.append(Repeat(best[0], start, end, best[1]))
                done = end
        return found

    def _mark(self, settled: Settled, tokens: "_Tokens") -> None:
        places = Counter(
            place for spans in settled.sets for place in {(each.start, each.end, each.label) for each in spans}
        )
        for (start, end, label), number in places.items():
            phrase = tokens.phrase(start, end)
            # Of several people at least half have marked it.
            if phrase and 2 * number >= len(settled.sets):
                self._marked[phrase][label][settled.key] += 1

    def _known_in(self, tokens: "_Tokens") -> Iterator[tuple[Phrase, int, int]]:
        """Every place where known words stand, by its beginning, the longer first."""
        words = tokens.words
        for at, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                phrase = tuple(words[at : at + length])
                if len(phrase) == length and phrase in self._marked:
                    yield phrase, tokens.starts[at], tokens.ends[at + length - 1]

    def _best(self, phrase: Phrase, besides: Hashable) -> tuple[str, float] | None:
        """The label that the words most often have, if they have it often enough and no other as often."""
        numbers = [
            (_without(places, besides), label) for label, places in self._marked[phrase].items() if len(places) > 0
        ]
        number, label = max(numbers)
        stands = _without(self._stands[phrase], besides)
        is_tie = sum(other == number for other, _ in numbers) > 1
        if number == 0 or is_tie or number < SHARE * stands:
            return None
        return label, round(number / (stands + 1), 4)


def _without(places: Counter[Hashable], key: Hashable) -> int:
    return places.total() - places[key]


class _Tokens:
    """A text as its tokens: where each stands, and its word as it is compared."""

    def __init__(self, text: str) -> None:
        tokens = tokenize(text)
        self.starts = [token.start for token in tokens]
        self.ends = [token.end for token in tokens]
        self.words = [text[token.start : token.end].casefold() for token in tokens]
        self._at = {start: index for index, start in enumerate(self.starts)}
        self._before = {end: index + 1 for index, end in enumerate(self.ends)}

    def phrase(self, start: int, end: int) -> Phrase:
        """The words from one offset to another; none where these cut a token, or are too many."""
        first, last = self._at.get(start), self._before.get(end)
        if first is None or last is None or not 0 < last - first <= LONGEST:
            return ()
        return tuple(self.words[first:last])
