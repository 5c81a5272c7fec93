"""The sentence around some words of a text, as the words that readers compare."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from annotator.domain.sentences import sentences
from annotator.domain.tokens import tokenize
from annotator.values.phrases import Token, tokens_of

_POSSESSIVE = "'s"
#: Further from the words nothing is looked at: what has no full stop for so long is no sentence.
_FURTHEST = 2000


@dataclass(frozen=True)
class Passage:
    """A stretch of a text in tokens, whose offsets count code points of the whole text."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens)

    def covered(self, start: int, end: int) -> tuple[int, int]:
        """The places of the tokens that lie in [start, end) at least in part, half-open."""
        inside = [place for place, token in enumerate(self.tokens) if token.start < end and token.end > start]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def between(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of the tokens from `first` up to but not including `last`."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def is_capital(self, place: int) -> bool:
        return self.text[self.tokens[place].start].isupper()


def passage_of(text: str, start: int = 0, end: int | None = None) -> Passage:
    """The words from `start` to `end`; a possessive 's is a token of its own."""
    tokens = tokens_of(text[start:end])
    placed = (replace(token, start=token.start + start, end=token.end + start) for token in tokens)
    return Passage(text, tuple(piece for token in placed for piece in _parted(token)))


def passage_around(text: str, start: int, end: int) -> Passage:
    """The sentence that the words [start, end) stand in; all of them, where they reach over several."""
    first, last = start, end
    for begin, stop in _sentences(text):
        if begin < end and stop > start:
            first, last = min(first, begin), max(last, stop)
    return passage_of(text, max(first, start - _FURTHEST), min(last, end + _FURTHEST))


@lru_cache(maxsize=8)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for sentence in sentences(text, tokenize(text)):
        begin, stop = sentence[0].start, sentence[-1].end
        if found and _goes_on(text, found[-1][1], begin):
            begin = found.pop()[0]
        found.append((begin, stop))
    return tuple(found)


def _goes_on(text: str, end: int, begin: int) -> bool:
    """Whether a line was only broken here, as telegrams and old collections do in the middle of a sentence."""
    return text[end:begin].strip(" \t") in ("\n", "\r\n", "\r") and text[begin].islower()


def _parted(token: Token) -> Iterator[Token]:
    if not token.text.endswith(_POSSESSIVE) or token.text == _POSSESSIVE:
        yield token
        return
    cut = token.end - len(_POSSESSIVE)
    yield replace(token, text=token.text.removesuffix(_POSSESSIVE), end=cut)
    yield Token(_POSSESSIVE, token.kind, cut, token.end)
