"""Losses as they come: counted by weight, kind and reason, the first few of each kept as examples."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import Loss, Weight
from annotator.formats.sources.json_text import written

#: Of each cause, so many are shown.
EXAMPLES = 3

_BECOMES = {Weight.LOST: "lost", Weight.CHANGED: "changed", Weight.UNWANTED: "left out as asked"}

#: Weight, kind and reason.
Cause = tuple[Weight, str, str]


@dataclass(slots=True)
class Losses:
    """Holds as much as there are causes of losses, not as many as there are losses. `also` is told of each."""

    also: Callable[[Loss], object] | None = None
    numbers: Counter[Cause] = field(default_factory=Counter)
    examples: dict[Cause, list[Json]] = field(default_factory=dict)
    first: Loss | None = None

    def take(self, loss: Loss) -> None:
        cause = (loss.weight, loss.kind, loss.reason)
        self.first = self.first or loss
        self.numbers[cause] += 1
        if self.numbers[cause] <= EXAMPLES:
            example = {
                name: value for name, value in loss.as_json().items() if name not in ("kind", "reason", "weight")
            }
            self.examples.setdefault(cause, []).append(example)
        if self.also is not None:
            self.also(loss)

    def check_none(self, file: str | None = None) -> None:
        """Raises InvalidInput with the first when there were any; `file` is what was read."""
        if self.first is not None:
            lost, number = self.first, self.numbers.total()
            said = f"{number} loss(es), nothing is written; the first: {lost.kind} {lost.id or ''}: {lost.detail}"
            raise InvalidInput(said, rule=lost.reason, file=file, document=lost.document)

    def as_json(self) -> list[Json]:
        return _table(self.numbers, self.examples)


def listed(stream: BinaryIO) -> Callable[[Loss], object]:
    """Writes each loss that it is told of into the stream, a JSON object a line."""
    return lambda loss: stream.write(written(loss.as_json(), loss.document) + b"\n")


def together(tables: Iterable[Sequence[Mapping[str, Json]]]) -> list[Json]:
    """The tables of several files as one."""
    numbers: Counter[Cause] = Counter()
    examples: dict[Cause, list[Json]] = {}
    for row in (row for table in tables for row in table):
        cause = (Weight(str(row.get("weight", Weight.LOST))), str(row["kind"]), str(row["reason"]))
        number, shown = row["number"], row["examples"]
        assert isinstance(number, int)
        assert isinstance(shown, list)
        numbers[cause] += number
        examples[cause] = [*examples.get(cause, []), *shown][:EXAMPLES]
    return _table(numbers, examples)


def becomes(row: Mapping[str, Json]) -> str:
    """What becomes of that which a row of a table tells of, in words."""
    return _BECOMES[Weight(str(row.get("weight", Weight.LOST)))]


def place_told(example: Mapping[str, Json]) -> str:
    """Of an example in a row the document, or the place in the file of what belongs to none."""
    place = [example.get("file"), f"line {example['line']}" if example.get("line") else None]
    return str(example["document"] or ", ".join(str(each) for each in place if each) or example["id"] or "all")


def _table(numbers: Mapping[Cause, int], examples: Mapping[Cause, Sequence[Json]]) -> list[Json]:
    return [_row(cause, number, examples[cause]) for cause, number in sorted(numbers.items(), key=_by_kind)]


def _by_kind(counted: tuple[Cause, int]) -> tuple[str, str, Weight]:
    (weight, kind, reason), _ = counted
    return kind, reason, weight


def _row(cause: Cause, number: int, examples: Sequence[Json]) -> dict[str, Json]:
    weight, kind, reason = cause
    said: dict[str, Json] = {"kind": kind, "reason": reason, "number": number, "examples": list(examples)}
    return said if weight is Weight.LOST else {**said, "weight": str(weight)}
