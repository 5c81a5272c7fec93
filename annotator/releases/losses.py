"""What each format could not carry, counted by kind and reason, each with the first few examples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.domain.json import Json
from annotator.formats.base import Loss

EXAMPLES = 3


@dataclass(slots=True)
class LossTable:
    """Numbers and examples; holds as much as there are kinds of losses, not as many as there are losses."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    examples: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    def take(self, loss: Loss) -> None:
        kind = (loss.kind, loss.reason)
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        shown = self.examples.setdefault(kind, [])
        if len(shown) < EXAMPLES:
            shown.append({"document": loss.document, "id": loss.id, "detail": loss.detail})

    def as_json(self) -> list[Json]:
        return [
            {"kind": kind, "reason": reason, "number": number, "examples": self.examples[kind, reason]}
            for (kind, reason), number in sorted(self.numbers.items())
        ]


def together(tables: Iterable[Sequence[dict[str, Json]]]) -> list[Json]:
    """The tables of several files as one."""
    whole = LossTable()
    for table in tables:
        for row in table:
            kind, number, shown = (str(row["kind"]), str(row["reason"])), row["number"], row["examples"]
            assert isinstance(number, int)
            assert isinstance(shown, list)
            whole.numbers[kind] = whole.numbers.get(kind, 0) + number
            whole.examples[kind] = [*whole.examples.get(kind, []), *shown][:EXAMPLES]
    return whole.as_json()
