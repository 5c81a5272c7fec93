"""What a language says around the names of places: tables of phrases, in small letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: What phrases like "city of" and "province" say of the place that they stand by.
TOWN, DISTRICT, PROVINCE, REGION, COUNTRY, SEA = "town", "district", "province", "region", "country", "sea"


@dataclass(frozen=True, eq=False)
class PlaceWords:
    """One language's words for places."""

    #: What stands before a name and is no part of it: "the".
    articles: Sequence[str]
    #: By kind: phrases that stand before the name ("city of").
    kinds_before: Mapping[str, Sequence[str]]
    #: By kind: phrases that stand behind it ("province").
    kinds_behind: Mapping[str, Sequence[str]]
    #: Before a name: at some distance from the place ("near", "outside").
    near: Sequence[str]
    #: Before a name: in some part of it ("northern").
    parts: Sequence[str]
    #: Before a name: in the waters or the air by it ("off the coast of").
    off: Sequence[str]
    #: Behind a name: in its waters or its air ("airspace").
    waters: Sequence[str]
    #: Between a place and the larger one that it lies in: "Mosul in Iraq".
    inside: Sequence[str]
    #: Behind the name of what a place lies in: "Iraq's Anbar province".
    possessive: Sequence[str]
    origin: Sequence[str]
    destination: Sequence[str]
    #: Words that say that somebody or something moves.
    motion: frozenset[str]
    #: Words that say that something is fired: it has an origin, and no journey.
    shooting: frozenset[str]
    #: Nouns that make distances of what stands before "from": "40 km from Mosul" is no way.
    distances: frozenset[str]
    #: A people or its adjective: the country it is of, by ISO 3166-1 alpha-2.
    peoples: Mapping[str, str]


def by_people(table: str) -> dict[str, str]:
    """From lines of a country's code and its words: each word with its country."""
    rows = (line.split() for line in table.strip().splitlines())
    return {word.replace("_", " ").lower(): row[0] for row in rows for word in row[1:]}


def directions(words: str, between: str = "") -> tuple[str, ...]:
    """Directions and what is made of two of them: "north", "western" and "north-western"."""
    found = tuple(words.split())
    return (*found, *(f"{one}{sign}{other}" for one in found for other in found for sign in between.split("|")))
