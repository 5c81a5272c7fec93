"""Offsets in UTF-16 units, as programs in Java and JavaScript count, out of ours in code points, and back."""

from bisect import bisect_left
from functools import cached_property


def units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class Utf16:
    """The two ways of counting in one text."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        #: Where each character of two units stands: texts have few of them.
        self._wide = [] if text.isascii() else [at for at, sign in enumerate(text) if sign > "\uffff"]

    def from_points(self, offset: int) -> int:
        """The same place in UTF-16 units."""
        return offset + bisect_left(self._wide, offset)

    def to_points(self, unit: int) -> int | None:
        """The same place in code points; None inside a character of two units, and outside the text."""
        offset = unit - bisect_left(self._wide_units, unit)
        return offset if 0 <= offset <= self._length and self.from_points(offset) == unit else None

    @cached_property
    def _wide_units(self) -> list[int]:
        return [at + number for number, at in enumerate(self._wide)]
