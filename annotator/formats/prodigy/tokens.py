"""The tokens of a Prodigy task: every sign of the text is in one, but for a space behind it, which `ws` tells."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from annotator.domain.annotations import Span
from annotator.domain.json import Json
from annotator.formats.places.tokens import Token, cut, tokenize


def tiled(text: str, spans: Sequence[Span]) -> list[Token]:
    """Tokens cut at the ends of spans; white space is a token, too, where it is more than one space between two."""
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    edges = sorted(starts | ends)
    found: list[Token] = []
    at = 0
    for token in [*cut(tokenize(text), spans), Token(len(text), len(text))]:
        if found and text[at : at + 1] == " " and at not in starts and at + 1 not in ends and at < token.start:
            at += 1
        within = edges[bisect_right(edges, at) : bisect_left(edges, token.start)]
        found += (Token(one, other) for one, other in pairwise([at, *within, token.start]) if one < other)
        if token.start < token.end:
            found.append(token)
        at = token.end
    return found


def token_list(text: str, tokens: Sequence[Token]) -> list[Json]:
    """The tokens as Prodigy has them."""
    return [
        {
            "text": text[token.start : token.end],
            "start": token.start,
            "end": token.end,
            "id": number,
            "ws": text[token.end : token.end + 1] == " " and _next(tokens, number, len(text)) > token.end,
        }
        for number, token in enumerate(tokens)
    ]


def _next(tokens: Sequence[Token], number: int, length: int) -> int:
    return tokens[number + 1].start if number + 1 < len(tokens) else length


def token_spans(tokens: Sequence[Token], spans: Iterable[Span]) -> Iterator[tuple[Span, int, int]]:
    """Each span with its first and its last token."""
    starts = [token.start for token in tokens]
    for span in spans:
        yield span, bisect_left(starts, span.start), bisect_left(starts, span.end) - 1
