"""How far a cut is."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """The step that is at work, how much of it is done, and of how much where that is known."""

    step: str
    done: int
    total: int | None = None


def result_of(steps: Generator[Progress, None, Result], show: Callable[[Progress], object] = lambda _: None) -> Result:
    """Take all steps, telling of each; what they come to."""
    while True:
        try:
            show(next(steps))
        except StopIteration as end:
            found: Result = end.value
            return found
