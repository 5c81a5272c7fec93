"""Tokens of a text against the spans on it: formats of columns need ends of spans between two tokens."""

from bisect import bisect
from collections.abc import Iterable, Sequence

from annotator.domain.annotations import Span
from annotator.domain.tokens import Token, tokenize

__all__ = ["Token", "cut", "inside", "tokenize"]


def cut(tokens: Sequence[Token], spans: Iterable[Span]) -> list[Token]:
    """The tokens, cut wherever a span begins or ends inside one, so that no span is misaligned."""
    pieces = list(tokens)
    for offset in sorted({offset for span in spans for offset in (span.start, span.end)}, reverse=True):
        index = _split_by(tokens, offset)
        if index is not None:
            # From the last offset to the first: what stands before is still where it was.
            pieces[index : index + 1] = [Token(pieces[index].start, offset), Token(offset, pieces[index].end)]
    return pieces


def inside(tokens: Sequence[Token], spans: Iterable[Span]) -> list[Span]:
    """The spans that begin or end inside a token."""
    return [
        span for span in spans if _split_by(tokens, span.start) is not None or _split_by(tokens, span.end) is not None
    ]


def _split_by(tokens: Sequence[Token], offset: int) -> int | None:
    """Index of the token that `offset` would cut."""
    index = bisect(tokens, offset, key=_start) - 1
    return index if index >= 0 and tokens[index].start < offset < tokens[index].end else None


def _start(token: Token) -> int:
    return token.start
