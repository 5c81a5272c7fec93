"""What reading a corpus tells, kept apart: faults, for which nothing of a file is taken, and what was only changed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.domain.json import Json
from annotator.formats.base import Loss, Weight

#: So many faults are kept whole, for people to read; all are counted.
KEPT = 20


@dataclass(slots=True)
class Faults:
    """Takes losses as they come. `also` is told of each, be it a fault or not."""

    also: Callable[[Loss], object] | None = None
    #: The first faults, whole.
    first: list[Loss] = field(default_factory=list)
    #: How many there are, by weight, kind and reason.
    numbers: Counter[tuple[Weight, str, str]] = field(default_factory=Counter)

    def take(self, loss: Loss) -> None:
        self.numbers[loss.weight, loss.kind, loss.reason] += 1
        if loss.weight is Weight.LOST and len(self.first) < KEPT:
            self.first.append(loss)
        if self.also is not None:
            self.also(loss)

    @property
    def number(self) -> int:
        """How many faults there are."""
        return sum(number for (weight, _, _), number in self.numbers.items() if weight is Weight.LOST)

    def as_json(self) -> list[Json]:
        return [
            {"weight": str(weight), "kind": kind, "reason": reason, "number": number}
            for (weight, kind, reason), number in sorted(self.numbers.items())
        ]


def told(loss: Loss) -> str:
    """A loss as one line for people: where, what and why."""
    place = [loss.file or "", f"line {loss.line}" if loss.line else ""]
    place.append(f"document {loss.document}" if loss.document else "")
    where = ", ".join(each for each in place if each)
    what = loss.detail if loss.kind == "record" else f"{loss.kind} {loss.id or ''}".strip() + f": {loss.detail}"
    return f"{where}: {what} [{loss.reason}]" if where else f"{what} [{loss.reason}]"
