"""Patterns of words for dates, as a language writes them down, and where they stand in a passage.

"[{part}] {month} [{year}]" is a template: literal words, slots in braces, and in brackets what may be missing.
A slot "after_lead" takes no word: it holds where one of the table "lead" stands before.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from annotator.values.grammar import grammar_of
from annotator.values.languages.date_words import DateWords
from annotator.values.languages.words import Words
from annotator.values.passages import Passage
from annotator.values.phrases import Table, tokens_of

_PIECE = re.compile(r"\{(?P<slot>\w+)\}|(?P<bracket>[\[\]])|(?P<word>[^\s\[\]{}]+)")
_YEARS = range(1900, 2101)
_BEHIND = "after_"
#: A slot that is no table reads a number at a place: its value and the place behind it.
Slot: TypeAlias = Callable[[Passage, int], tuple[int, int] | None]
_Template: TypeAlias = tuple["_Element", ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that stands in a passage from `first` up to `last`."""

    meaning: str
    first: int
    last: int
    slots: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Element:
    """A literal word or a slot."""

    kind: str
    name: str


class Patterns:
    """The patterns of a language, ready to be looked for."""

    def __init__(self, words: Words, dates: DateWords) -> None:
        self._dates = dates
        self._grammar = grammar_of(words)
        self._tables = {name: Table(entries) for name, entries in dates.tables.items()}
        sure = {name: each for name, each in dates.tables["month"].items() if name not in dates.doubtful}
        self._tables["sure_month"] = Table(sure)
        self._numbers: Mapping[str, Slot] = {
            "day": lambda passage, place: _digits(passage, place, 2, range(1, 32)),
            "dd": lambda passage, place: _digits(passage, place, 2, range(1, 32)),
            "late_day": lambda passage, place: _digits(passage, place, 2, range(13, 32)),
            "mm": lambda passage, place: _digits(passage, place, 2, range(1, 13)),
            "year": lambda passage, place: _digits(passage, place, 4, _YEARS),
            "lone_year": self._lone_year,
            "number": self._number,
        }
        # By what they begin with: most of them are out of the question at most places.
        self._by_first: dict[_Element, list[tuple[str, _Template]]] = {}
        for meaning, written in dates.patterns.items():
            for template in (made for each in written for made in _templates(each)):
                self._by_first.setdefault(template[0], []).append((meaning, template))

    def at(self, passage: Passage, place: int) -> Match | None:
        """The longest pattern that begins at this place; of equal ones the one that is written down first."""
        best: Match | None = None
        for first, templates in self._by_first.items():
            if self._matched(passage, place, "", (first,)) is None:
                continue
            for meaning, template in templates:
                found = self._matched(passage, place, meaning, template)
                if found is not None and (best is None or found.last > best.last):
                    best = found
        return best

    def _matched(self, passage: Passage, place: int, meaning: str, template: _Template) -> Match | None:
        at, slots = place, dict[str, int]()
        for element in template:
            if element.kind == "word":
                if at >= len(passage.words) or passage.words[at] != element.name:
                    return None
                at += 1
            else:
                found = self._slot(passage, at, element.name)
                if found is None:
                    return None
                slots[_KEYS.get(element.name, element.name)], at = found
        return Match(meaning, place, at, slots)

    def _slot(self, passage: Passage, place: int, name: str) -> tuple[int, int] | None:
        if name.startswith(_BEHIND):
            before = self._tables[name.removeprefix(_BEHIND)].at(passage.words, place - 1) if place else None
            return (0, place) if before is not None else None
        kind = name.rstrip("23456789")
        if kind in self._numbers:
            return self._numbers[kind](passage, place)
        found = self._tables[kind].at(passage.words, place)
        if found is None or not self._is_name(passage, place, kind):
            return None
        return found

    def _is_name(self, passage: Passage, place: int, kind: str) -> bool:
        if kind not in ("month", "sure_month", "weekday") or passage.words[place] not in self._dates.capitals:
            return True
        return passage.is_capital(place)

    def _lone_year(self, passage: Passage, place: int) -> tuple[int, int] | None:
        found = _digits(passage, place, 4, _YEARS)
        behind = passage.words[place + 1] if place + 1 < len(passage.words) else ""
        return found if not behind[:1].isalpha() or behind in self._dates.lone_year else None

    def _number(self, passage: Passage, place: int) -> tuple[int, int] | None:
        one = self._tables["one"].at(passage.words, place)
        return one or self._grammar.number(passage.words, place)


#: Slots that give a number another name than their own.
_KEYS = {
    **{"mm": "month", "dd": "day", "sure_month": "month", "lone_year": "year"},
    **{"past_week": "past", "past_year": "past", "day_side": "side"},
    **{"late_day": "day", "weeks": "number"},
}


def _digits(passage: Passage, place: int, length: int, among: range) -> tuple[int, int] | None:
    """A day or a year in digits; "8:30", "8%" and "1990s" are none."""
    if place >= len(passage.words):
        return None
    word = passage.words[place]
    if not word.isascii() or not word.isdecimal() or not len(word) <= length <= 2 * len(word) or int(word) not in among:
        return None
    behind = passage.words[place + 1] if place + 1 < len(passage.words) else ""
    return None if behind in ("%", "s") or (behind == ":" and length == 2) else (int(word), place + 1)


def _templates(written: str) -> Iterator[_Template]:
    """Every way in which a template may be written out."""
    pieces = list(_PIECE.finditer(written))
    alternatives, end = _written_out(pieces, 0)
    if end != len(pieces):
        raise ValueError(f"brackets do not match in {written!r}")
    yield from dict.fromkeys(alternatives)


def _written_out(pieces: Sequence[re.Match[str]], place: int) -> tuple[list[_Template], int]:
    found: list[_Template] = [()]
    while place < len(pieces) and pieces[place][0] != "]":
        piece = pieces[place]
        if piece[0] == "[":
            inner, place = _written_out(pieces, place + 1)
            found = [one + other for one in found for other in [*inner, ()]]
        else:
            kind = piece.lastgroup or "word"
            names = [token.text for token in tokens_of(piece[0])] if kind == "word" else [piece[kind]]
            found = [one + tuple(_Element(kind, name) for name in names) for one in found]
        place += 1
    return found, place


@lru_cache(maxsize=32)
def patterns_of(words: Words, dates: DateWords) -> Patterns:
    """The patterns of a language, made once."""
    return Patterns(words, dates)
