"""Spans laid flat, for formats in which a word belongs to one span at most."""

from bisect import bisect
from collections.abc import Iterable
from typing import Literal, TypeAlias

from annotator.domain.annotations import Span
from annotator.domain.errors import InvalidInput

#: Which of two overlapping spans stays: the longer, the one that begins first, or neither and no file.
Overlap: TypeAlias = Literal["longest", "first", "refuse"]

OVERLAP_HELP = "of overlapping spans keep the longest or the first in the text, or refuse to write"


def flatten(spans: Iterable[Span], policy: Overlap) -> tuple[list[Span], list[tuple[Span, Span]]]:
    """The spans that stay, in text order, and those that do not, each with the one it had to yield to.

    Ties fall to the earlier, the longer, then by label and id, so that the outcome never depends
    on storage. Raises InvalidInput under `refuse`.
    """
    kept: list[Span] = []
    dropped: list[tuple[Span, Span]] = []
    for span in sorted(spans, key=_longest if policy == "longest" else _first):
        index = bisect(kept, span.start, key=_start)
        other = next((each for each in kept[max(index - 1, 0) : index + 1] if _overlap(each, span)), None)
        if other is None:
            kept.insert(index, span)
        elif policy == "refuse":
            raise InvalidInput(f"“{span.quote}” ({span.id}) overlaps “{other.quote}” ({other.id})", rule="overlap")
        else:
            dropped.append((span, other))
    return kept, sorted(dropped, key=lambda pair: pair[0].place)


def _start(span: Span) -> int:
    return span.start


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _longest(span: Span) -> tuple[int, int, str, str]:
    return (span.start - span.end, span.start, span.label, span.id)


def _first(span: Span) -> tuple[int, int, str, str]:
    return (span.start, -span.end, span.label, span.id)
