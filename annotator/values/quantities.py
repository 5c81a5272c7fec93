"""Counts as values: the number as written, how it is meant, and the closed interval that follows.

Nothing is made up: where words give no bound there is none.
"""

from dataclasses import dataclass, replace

from annotator.domain.json import Json


@dataclass(frozen=True, slots=True)
class Count:
    """A reading. `lower` and `upper` are closed and null where open; `op` is one of `domain.attributes.COUNT_OPS`."""

    text: str
    value: int | None
    op: str
    lower: int | None
    upper: int | None
    best: int | None
    vague: bool = False
    additional: bool = False

    def as_json(self) -> dict[str, Json]:
        """The value of an attribute of type count, as a rule has read it."""
        return {
            "text": self.text,
            "value": self.value,
            "op": self.op,
            "lower": self.lower,
            "upper": self.upper,
            "best": self.best,
            "vague": self.vague,
            "additional": self.additional,
            "by": "rule",
        }


def meant(op: str, value: int) -> Count:
    """A number that is meant in this way; "nearly" is about, and no more than that."""
    if op == "more_than":
        return Count("", value, op, value + 1, None, value + 1)
    if op == "at_least":
        return Count("", value, op, value, None, value)
    if op == "about":
        return Count("", value, op, None, None, value)
    if op == "nearly":
        return Count("", value, "about", None, value, value)
    if op == "up_to":
        return Count("", value, op, None, value, None)
    if op == "fewer_than":
        return Count("", value, op, None, max(value - 1, 0), None)
    return Count("", value, "exact" if value else "none", value, value, value)


def some(lower: int | None) -> Count:
    """Many or few, with a floor where the words give one."""
    return Count("", None, "vague", lower, None, None, vague=True)


def ranging(lower: int, upper: int) -> Count:
    """From a number to a higher one; the lower is the best guess."""
    return Count("", None, "range", lower, upper, lower)


def of_groups(count: Count) -> Count:
    """The people in so many groups of two or more: 600 families are at least 1,200 people, and nobody says more."""
    if count.op in ("none", "unknown"):
        return count
    op = count.op if count.op in ("at_least", "more_than", "about") else "vague"
    lower = None if count.lower is None else 2 * count.lower
    return replace(count, op=op, lower=lower, upper=None, best=None, vague=True)


UNKNOWN = Count("", None, "unknown", None, None, None)
NONE = meant("exact", 0)


def added(one: Count, other: Count) -> Count:
    """Two counts of different people as one. A bound that one of them lacks, the sum lacks too."""
    value, lower, upper, best = (
        None if mine is None or others is None else mine + others
        for mine, others in (
            (one.value, other.value),
            (one.lower, other.lower),
            (one.upper, other.upper),
            (one.best, other.best),
        )
    )
    if one.vague or other.vague:
        return some(lower)
    ops = {one.op, other.op} - {"exact"}
    if not ops:
        return Count("", value, "exact", lower, upper, best)
    if len(ops) == 1 and "range" not in ops:
        return Count("", value, ops.pop(), lower, upper, best)
    if lower is not None and upper is not None:
        return Count("", None, "range", lower, upper, best)
    return Count("", value, "at_least" if lower is not None else "about", lower, upper, best)
