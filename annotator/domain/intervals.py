"""How many people, as closed intervals of whole numbers: an open upper bound stays open, whatever is added to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from annotator.domain.json import Json


@dataclass(frozen=True, slots=True)
class Interval:
    """At least `lower`, at most `upper` (None: nobody says), and the one number to take where there is one."""

    lower: int = 0
    upper: int | None = None
    best: int | None = None

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.lower + other.lower, _sum(self.upper, other.upper), _sum(self.best, other.best))

    def holds(self, number: int | None) -> bool:
        return number is not None and self.lower <= number and (self.upper is None or number <= self.upper)

    @property
    def vagueness(self) -> tuple[bool, int, int]:
        """Sorts the most informative first: the closed before the open, the narrow before the wide."""
        return (self.upper is None, 0 if self.upper is None else self.upper - self.lower, -self.lower)

    def as_json(self) -> dict[str, Json]:
        return {"lower": self.lower, "upper": self.upper, "best": self.best}


NOBODY = Interval(0, 0, 0)
ONE = Interval(1, 1, 1)


def added(intervals: Iterable[Interval]) -> Interval:
    """The sum; it has no best number as soon as one of them has none."""
    return reduce(Interval.__add__, intervals, NOBODY)


def met(intervals: Sequence[Interval]) -> Interval | None:
    """What all of them allow, when they tell of the same people; None where they contradict each other."""
    lower = max(each.lower for each in intervals)
    uppers = [each.upper for each in intervals if each.upper is not None]
    upper = min(uppers, default=None)
    if upper is not None and upper < lower:
        return None
    both = Interval(lower, upper)
    ranked = sorted(intervals, key=lambda each: (each.vagueness, each.best is None, each.best or 0))
    best = next((each.best for each in ranked if both.holds(each.best)), lower if lower == upper else None)
    return Interval(lower, upper, best)


def hull(intervals: Sequence[Interval]) -> Interval:
    """From the least that any of them says to the most; nobody says which number to take."""
    uppers = [each.upper for each in intervals]
    upper = None if None in uppers else max(each for each in uppers if each is not None)
    return Interval(min(each.lower for each in intervals), upper)


def interval_of(count: Json) -> Interval:
    """The interval of a count; bounds that it leaves out are those that its sign means with its value."""
    if not isinstance(count, Mapping):
        return Interval()
    op, value = count.get("op"), _amount(count.get("value"))
    lower, upper = _amount(count.get("lower")), _amount(count.get("upper"))
    if value is not None:
        least = {"exact": value, "none": value, "at_least": value, "more_than": value + 1}
        most = {"exact": value, "none": value, "up_to": value, "fewer_than": value - 1}
        lower = least.get(str(op)) if lower is None else lower
        upper = most.get(str(op)) if upper is None else upper
    if op == "none":
        lower, upper = lower or 0, upper or 0
    lower = lower or 0
    if upper is not None and upper < lower:
        upper = None
    best = _amount(count.get("best"))
    if best is None:
        best = value if op in ("exact", "about", "none") else None
    found = Interval(lower, upper, best)
    if not found.holds(best):
        best = lower if lower == upper else None
    return Interval(lower, upper, best)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _amount(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
