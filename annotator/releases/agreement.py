"""How far two people who did the same documents marked the same spans: F1, exact and by overlap, with its numbers.

No chance is taken out of it: where there is no fixed list of things to mark there is none to take out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.domain.annotations import AnnotationSet, Span
from annotator.domain.json import Json
from annotator.domain.workflow import TaskState

NOBODY_TWICE = "no document was submitted by two annotators under one version of the schema"


@dataclass(slots=True)
class Count:
    """What two people, or all pairs of them, have marked; `exact` and `overlap` are pairs of spans."""

    documents: int = 0
    spans: int = 0
    exact: int = 0
    overlap: int = 0

    def add(self, other: "Count") -> None:
        self.documents += other.documents
        self.spans += other.spans
        self.exact += other.exact
        self.overlap += other.overlap

    def as_json(self) -> dict[str, Json]:
        return {
            "documents": self.documents,
            "spans": self.spans,
            "f1_exact": _f1(self.exact, self.spans),
            "f1_overlap": _f1(self.overlap, self.spans),
        }


def _f1(pairs: int, spans: int) -> float | None:
    """None where nobody marked anything: that is no agreement."""
    return round(2 * pairs / spans, 4) if spans else None


class Agreement:
    """Counts pair by pair, document by document; holds numbers only."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], Count] = defaultdict(Count)
        self._labels: dict[str, Count] = defaultdict(Count)

    def add(self, sets: Sequence[AnnotationSet]) -> None:
        """The sets of one document: of submitted ones each pair under one schema counts."""
        done = [each for each in sets if each.layer == "annotator" and each.status == TaskState.SUBMITTED]
        for one, other in combinations(sorted(done, key=lambda each: each.annotator), 2):
            if one.schema != other.schema or one.annotator == other.annotator:
                continue
            by_label = _counted(one, other)
            pair = self._pairs[one.annotator, other.annotator]
            pair.documents += 1
            for label, count in by_label.items():
                self._labels[label].documents += 1
                for total in (pair, self._labels[label]):
                    total.spans += count.spans
                    total.exact += count.exact
                    total.overlap += count.overlap

    def as_json(self, called: Callable[[str], str]) -> dict[str, Json]:
        """All pairs together, each pair, and each label; `called` gives people the names that they have there."""
        if not self._pairs:
            return {"undefined": NOBODY_TWICE}
        whole = Count()
        pairs: list[tuple[list[str], Count]] = []
        for (one, other), count in self._pairs.items():
            whole.add(count)
            pairs.append((sorted((called(one), called(other))), count))
        told: list[Json] = [
            {"annotators": [*names], **count.as_json()} for names, count in sorted(pairs, key=lambda each: each[0])
        ]
        labels: dict[str, Json] = {label: count.as_json() for label, count in sorted(self._labels.items())}
        return {**whole.as_json(), "pairs": told, "labels": labels}


def _counted(one: AnnotationSet, other: AnnotationSet) -> dict[str, Count]:
    found: dict[str, Count] = {}
    for label in sorted({span.label for each in (one, other) for span in each.spans}):
        mine = [span for span in one.spans if span.label == label]
        theirs = [span for span in other.spans if span.label == label]
        exact = Counter(map(_place, mine)) & Counter(map(_place, theirs))
        found[label] = Count(0, len(mine) + len(theirs), exact.total(), _overlapping(mine, theirs))
    return found


def _place(span: Span) -> tuple[int, int]:
    return (span.start, span.end)


def _overlapping(mine: Sequence[Span], theirs: Sequence[Span]) -> int:
    """How many spans overlap one of the other's, each taken once.

    In the order of their ends, each with the one that ends first: that is as many as there can be among spans of
    which none holds another, and about as many among others.
    """
    free = sorted(theirs, key=lambda span: (span.end, span.start))
    pairs = 0
    for span in sorted(mine, key=lambda span: (span.end, span.start)):
        fitting = [each for each in free if each.start < span.end and span.start < each.end]
        if fitting:
            free.remove(next((each for each in fitting if _place(each) == _place(span)), fitting[0]))
            pairs += 1
    return pairs
