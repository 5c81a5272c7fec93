"""Words and single spaces that together are the text, character for character: what spaCy needs."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from annotator.domain.annotations import Span
from annotator.formats.places.tokens import Token


def words_and_spaces(text: str, tokens: Iterable[Token], spans: Iterable[Span]) -> tuple[list[str], list[bool]]:
    """The tokens of the text as words in order, and whether a space follows each.

    A word begins and ends wherever a span does. White space other than one such space is a word
    by itself.
    """
    ends, starts = {span.end for span in spans}, {span.start for span in spans}
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in _pieces(text, tokens, starts | ends):
        # A space that a span begins or ends with must be a word, to be in the span.
        follows = bool(words) and not spaces[-1] and text[start] == " " and start not in starts
        if follows and not (end == start + 1 and end in ends):
            spaces[-1] = True
            start += 1
        if start < end:
            words.append(text[start:end])
            spaces.append(False)
    return words, spaces


def _pieces(text: str, tokens: Iterable[Token], cuts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The tokens and what stands between them, cut further at the offsets `cuts`."""
    offsets = {offset for token in tokens for offset in token} | {0, len(text), *cuts}
    ordered = sorted(offset for offset in offsets if 0 <= offset <= len(text))
    yield from pairwise(ordered)
