"""Losses as pages show them, before and after: a row for each cause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.formats.losses import becomes, place_told


@dataclass(frozen=True, slots=True)
class LossEntry:
    """What did not come through, or not as it was, of one kind and for one reason."""

    kind: str
    becomes: str
    reason: str
    number: int
    examples: Sequence[str]


def loss_entries(rows: Iterable[Mapping[str, Any]]) -> list[LossEntry]:
    """The rows of a table of losses as `formats/losses.py` makes them; of those without examples, the numbers."""
    return [
        LossEntry(
            kind=row["kind"].replace("_", " "),
            becomes=becomes(row),
            reason=row["reason"].replace("_", " "),
            number=row["number"],
            examples=[f"{place_told(example)}: {example['detail']}" for example in row.get("examples", [])],
        )
        for row in rows
    ]
