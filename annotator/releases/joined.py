"""Documents that belong together: joined one by one, never parted again."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.domain.json import Json


@dataclass(frozen=True, slots=True)
class Tied:
    """Two documents by their numbers, and why they belong together."""

    one: int
    other: int
    why: str


class Joined:
    """Which of so many documents belong together. Remembers what joined them: at most one tie a document."""

    def __init__(self, number: int, ties: Iterable[Tied] = ()) -> None:
        self._above = array("q", range(number))
        self.ties: list[Tied] = []
        for tie in ties:
            self.join(tie.one, tie.other, tie.why)

    def root(self, each: int) -> int:
        """The number that stands for the group."""
        above = self._above
        while above[each] != each:
            above[each] = above[above[each]]
            each = above[each]
        return each

    def are(self, one: int, other: int) -> bool:
        return self.root(one) == self.root(other)

    def join(self, one: int, other: int, why: str) -> None:
        """From now on the two belong together; the first in the corpus stands for both."""
        first, second = sorted((self.root(one), self.root(other)))
        if first != second:
            self._above[second] = first
            self.ties.append(Tied(one, other, why))

    def groups(self) -> dict[int, list[int]]:
        """Every document in its group, by the number of its first; in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for each in range(len(self._above)):
            found[self.root(each)].append(each)
        return dict(found)

    def as_json(self) -> list[Json]:
        return [[tie.one, tie.other, tie.why] for tie in self.ties]
