"""Spans laid flat, for formats in which a word belongs to one span at most."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from annotator.domain.annotations import Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.base import Loss, Weight

#: Which of two overlapping spans stays: the longer, the one that begins first, or neither and no file.
Overlap: TypeAlias = Literal["longest", "first", "refuse"]

#: The same, or a column for each label, in which only spans of that label can be in each other's way.
LayeredOverlap: TypeAlias = Literal["longest", "first", "refuse", "layers"]

#: What a loss says without anything being lost: how many spans each policy for overlaps would leave out.
COST = "cost"

OVERLAP_HELP = "of overlapping spans keep the longest or the first in the text, or refuse to write"
LAYERED_HELP = OVERLAP_HELP + "; or a column of tags for each label of the schema (layers)"


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


def layered(spans: Sequence[Span]) -> tuple[dict[str, list[Span]], list[tuple[Span, Span]]]:
    """As `flatten`, for each label by itself: the spans that stay by label, and those of all labels that do not."""
    by_label: dict[str, list[Span]] = {}
    for span in spans:
        by_label.setdefault(span.label, []).append(span)
    kept, dropped = {}, []
    for label, own in by_label.items():
        kept[label], left_out = flatten(own, "longest")
        dropped += left_out
    return kept, sorted(dropped, key=lambda pair: pair[0].place)


def costs(spans: Sequence[Span]) -> dict[str, int]:
    """How many spans each policy would leave out; `refuse` leaves out none, and writes nothing if there were any."""
    return {
        "longest": len(flatten(spans, "longest")[1]),
        "first": len(flatten(spans, "first")[1]),
        "layers": len(layered(spans)[1]),
    }


def cost_of(
    document: Document, spans: Sequence[Span], dropped: Sequence[tuple[Span, Span]], policy: LayeredOverlap
) -> list[Loss]:
    """What must be said of the policy that was chosen, where spans overlap: what each would have cost."""
    # Where nothing had to yield there is no overlap, unless it had a column of its own.
    cost = costs(spans) if policy == "layers" or dropped else {}
    if not any(cost.values()):
        return []
    said = ", ".join(f"{number} by {name}" for name, number in cost.items())
    said = f"of {len(spans)} spans some overlap: left out would be {said}; refuse would write nothing"
    return [Loss(document.id, "policy", None, COST, said, Weight.CHANGED)]


def _start(span: Span) -> int:
    return span.start


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _longest(span: Span) -> tuple[int, int, str, str]:
    return (span.start - span.end, span.start, span.label, span.id)


def _first(span: Span) -> tuple[int, int, str, str]:
    return (span.start, -span.end, span.label, span.id)
