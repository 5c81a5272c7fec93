"""In which units a file counts its offsets: told apart, document by document, by the words it quotes."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from annotator.domain.documents import Document
from annotator.formats.base import Loss, Report, Weight


class Place(NamedTuple):
    """A stretch of a text as a file tells it, with the words that it says stand there."""

    start: int
    end: int
    quote: str


Convert = Callable[[int], int | None]

#: Units by name, with how many of them each character takes up.
_UNITS: dict[str, Callable[[str], Iterable[int]]] = {
    "utf16": lambda text: (2 if char > "\uffff" else 1 for char in text),
    "bytes": lambda text: (len(char.encode()) for char in text),
    # Read as text by a program that makes one line break of two signs.
    "line_breaks": lambda text: (
        0 if char == "\r" and text[at + 1 : at + 2] == "\n" else 1 for at, char in enumerate(text)
    ),
}
_SAID = {
    "utf16": "offsets count UTF-16 units",
    "bytes": "offsets count bytes of UTF-8",
    "line_breaks": "offsets count CR and LF as one sign",
}
#: Quotation marks and primes of all kinds.
_QUOTATION = dict.fromkeys((*b'"`', 0xAB, 0xB4, 0xBB, *range(0x2018, 0x2020), 0x2032, 0x2033, 0x2039, 0x203A), "'")


def squeezed(words: str) -> str:
    """Words with single spaces and one kind of quotation mark: programs write spaces for line breaks, ' for “ and ”."""
    return " ".join(words.translate(_QUOTATION).split())


def stands(text: str, place: Place) -> bool:
    """Whether these words stand there, whatever the white space between them."""
    inside = 0 <= place.start <= place.end <= len(text)
    return inside and squeezed(text[place.start : place.end]) == squeezed(place.quote)


def converter(document: Document, places: Sequence[Place], report: Report) -> Convert:
    """From offsets of the file to code points, which most files count; reported where this one counts otherwise.

    Another unit is only taken for meant when more quotes stand in their places under it. The converter says None
    for an offset that is none, or lies within a character.
    """
    text = document.text
    best, most = "", sum(stands(text, place) for place in places)
    if most == len(places):
        return lambda offset: offset
    found: Convert = lambda offset: offset  # noqa: E731 - the same as above
    for name, width in _UNITS.items():
        offsets: dict[int, int] = {}
        for at, offset in enumerate(accumulate(width(text), initial=0)):
            offsets.setdefault(offset, at)
        there = sum(stands(text, _converted(place, offsets.get)) for place in places)
        if there > most:
            best, most, found = name, there, offsets.get
    if best:
        said = f"{_SAID[best]}: {most} of {len(places)} quotes stand where they say then"
        report(Loss(document.id, "offsets", None, best, said, Weight.CHANGED))
    return found


def _converted(place: Place, convert: Convert) -> Place:
    start, end = convert(place.start), convert(place.end)
    return Place(-1, -1, place.quote) if start is None or end is None else Place(start, end, place.quote)
