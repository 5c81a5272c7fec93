"""Where a region stands in the text.

Label Studio counts code points, as we do. Exports from before its fix counted UTF-16 units, so
where the quoted words stand only under that reading, that is the one that was meant.
"""

from collections.abc import Mapping
from typing import NamedTuple

from annotator.domain.json import Json


class Place(NamedTuple):
    """A half-open interval of code points, and whether it was told in UTF-16 units."""

    start: int
    end: int
    utf16: bool = False


def place(text: str, value: Mapping[str, Json]) -> Place | None:
    """The place that a region's value names; None when it is no part of the text."""
    start, end = _offset(value.get("start")), _offset(value.get("end"))
    if start is None or end is None:
        return None
    if not _quotes(text[start:end], value.get("text")):
        units = _from_units(text, start, end)
        if units and _quotes(text[units.start : units.end], value.get("text")):
            return units
    return Place(start, end) if start < end <= len(text) else None


def _offset(value: Json) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _quotes(words: str, quoted: Json) -> bool:
    # The editor writes line breaks as a backslash and an n, each of CR and LF as one.
    shown = words.replace("\r", "\n")
    return bool(words) and quoted in (words, shown, shown.replace("\n", "\\n"))


def _from_units(text: str, start: int, end: int) -> Place | None:
    units = text.encode("utf-16-le")
    try:
        before, within = units[: start * 2].decode("utf-16-le"), units[start * 2 : end * 2].decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    found = Place(len(before), len(before) + len(within), utf16=True)
    return found if within and end * 2 <= len(units) else None
