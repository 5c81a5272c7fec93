"""A phrase as tokens, and the places in it at which phrases of a table stand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

_TOKEN = re.compile(
    # Thousands are one number only where nothing stands between: "1,200", but "in 1989, 400 people".
    r"(?P<digits>\d{1,3}(?:[.,]\d{3})+(?![\d])|\d+)"
    # The digits of "M-19" and "AK-47s" belong to the name; those of "mid-2003" and "M-19-20" do not.
    r"|(?P<word>[^\W\d_]{1,4}-\d{1,3}(?![\d,.]*[-–]?\d)[^\W\d_]*|[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>>=|<=|--+|\S)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, digits or a sign, lower case; `start` and `end` count code points of the phrase."""

    text: str
    kind: str
    start: int
    end: int


def tokens_of(phrase: str) -> list[Token]:
    """Words, digits and signs in order. A typographic apostrophe is a plain one."""
    return [
        Token(found[0].lower().replace("’", "'"), found.lastgroup or "sign", found.start(), found.end())
        for found in _TOKEN.finditer(phrase)
    ]


T = TypeVar("T")


class Table(Generic[T]):
    """Phrases and what each means; the longest that stands at a place is found first."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._entries: dict[tuple[str, ...], T] = {
            tuple(token.text for token in tokens_of(phrase)): meaning for phrase, meaning in entries.items()
        }
        lengths: dict[str, set[int]] = {}
        for words in self._entries:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def at(self, words: tuple[str, ...], place: int) -> tuple[T, int] | None:
        """What the phrase at this place means, and the place behind it."""
        if place >= len(words):
            return None
        lengths = self._lengths.get(words[place])
        if lengths is None:
            return None
        for length in lengths:
            said = words[place : place + length]
            if len(said) == length and said in self._entries:
                return self._entries[said], place + length
        return self._past_hyphens(words, place, lengths) if "-" in words else None

    def _past_hyphens(self, words: tuple[str, ...], place: int, lengths: Iterable[int]) -> tuple[T, int] | None:
        """What is found where hyphens join the words of a phrase: "half-a-dozen"."""
        for length in lengths:
            at, said = place, list[str]()
            while at < len(words) and len(said) < length:
                if words[at] != "-":
                    said.append(words[at])
                at += 1
            if (key := tuple(said)) in self._entries:
                return self._entries[key], at
        return None


def listed(phrases: Iterable[str]) -> Table[bool]:
    """A table of phrases that mean nothing but themselves."""
    return Table(dict.fromkeys(phrases, True))


def by_meaning(entries: Mapping[str, Iterable[str]]) -> Table[str]:
    """A table from phrases to the name that they are listed under."""
    return Table({phrase: meaning for meaning, phrases in entries.items() for phrase in phrases})
