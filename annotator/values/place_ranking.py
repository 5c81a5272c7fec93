"""Which of the places of a name is meant: the larger, the one of the kind that is told, the one where the story is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log10

from annotator.values.gazetteer import Entry
from annotator.values.languages.place_words import COUNTRY, DISTRICT, PROVINCE, REGION, SEA, TOWN
from annotator.values.languages.words import each
from annotator.values.place_names import folded, loosened

#: Feature codes of waters; of what is larger than a town and no division; of countries by how they begin.
WATERS = each("SEA OCN GULF STRT CHN BAY BAYS FRTH SD")
REGIONS = each("RGN RGNE RGNH AREA CONT PEN DSRT VAL VALS MTS ISLS DLTA RGNL TRB LCTY PLN")
#: An island with so many people is a part of its country, and no spot.
_PEOPLED = 100_000

#: How much better the best must be than the next, for it to be taken. Sizes are powers of ten of people.
MARGIN = 1.0
#: What the country of the story is worth, and the least share in it of a country that the story names at all.
_AT_HOME, _NAMED = 3.0, 0.35
#: What it is worth that this is its own name, and not only what others call it.
_OWN_NAME = 0.5
#: What it is worth that news means this one, and that it is of the kind that the words tell.
_MEANT, _OF_KIND = 2.0, 4.0
#: A place of another country than those of the story is only taken when it is as large as this.
_WELL_KNOWN = 500_000
#: The same where no other place is called so.
_KNOWN = 100_000
#: A town is meant, and not the division that is called like it, when this share of its people lives in the town.
_MAIN_TOWN = 0.1
_CAPITAL = 1.0
#: Towns so many degrees from each other lie side by side.
_BESIDE = 0.15


@dataclass(frozen=True, slots=True)
class Context:
    """The countries of a story, by how much it is about them: the one it is about most has 1."""

    countries: Mapping[str, float] = field(default_factory=dict)
    #: Divisions that the phrase itself names, each as the codes of its country and its own.
    divisions: frozenset[tuple[str, str]] = frozenset()
    #: The countries that the phrase itself says the place lies in; empty where it says none.
    only: frozenset[str] = frozenset()
    #: Towns that stand before the name with a comma between, which lie in what the name tells: "Macon, Georgia".
    inside: Sequence[Entry] = ()

    def within(self, larger: Sequence[Entry], every: Iterable[Entry]) -> "Context":
        """The context of a phrase that names what the place lies in: the likeliest, and all that it may be."""
        if not larger:
            return self
        others = {code: share / 2 for code, share in self.countries.items()}
        divisions = frozenset((entry.country, entry.code) for entry in larger if entry.feature.startswith("ADM"))
        only = frozenset(entry.country for entry in (*larger, *every))
        return replace(
            self,
            countries={**others, **dict.fromkeys((entry.country for entry in larger), 1.0)},
            divisions=divisions,
            only=only,
        )

    def holds(self, entry: Entry) -> bool:
        """Whether the place may lie in what the phrase says that it lies in."""
        return not self.only or not entry.country or entry.country in self.only


def is_country(entry: Entry) -> bool:
    """Whether it is a country or a territory."""
    return entry.feature.startswith("PCL")


def is_town(entry: Entry) -> bool:
    """Whether people live in it as in one place, however large."""
    return entry.feature.startswith("PPL")


def kind_of(entry: Entry) -> str:
    """The kind of the place, in the words of `languages/place_words.py`; empty for a spot that is no town."""
    if is_country(entry):
        return COUNTRY
    if entry.feature == "ADM1":
        return PROVINCE
    if entry.feature.startswith("ADM"):
        return DISTRICT
    if entry.feature in WATERS:
        return SEA
    if entry.feature in REGIONS or (entry.feature == "ISL" and entry.population >= _PEOPLED):
        return REGION
    return TOWN if is_town(entry) else ""


def is_of(kind: str, entry: Entry) -> bool:
    """Whether the place is of the kind that words tell; what they call a region may be a province."""
    own = kind_of(entry)
    return bool(kind) and (own == kind or (kind == REGION and own == PROVINCE))


def ranked(entries: Sequence[Entry], context: Context, kind: str = "", name: str = "") -> list[tuple[float, Entry]]:
    """The places with their worth, the best first; the same order whenever it is asked for."""
    has_country = any(is_country(entry) for entry in entries)
    key = "" if any(entry.is_meant for entry in entries) else loosened(folded(name))
    scored = [
        (
            _worth(entry, context, kind)
            + (_OWN_NAME if key and loosened(folded(entry.name)) == key else 0.0)
            + (_OF_KIND if has_country and _holds_one(entry, context.inside) else 0.0),
            entry,
        )
        for entry in entries
    ]
    return sorted(scored, key=lambda pair: (-pair[0], -pair[1].population, pair[1].source, pair[1].id))


def _holds_one(larger: Entry, towns: Sequence[Entry]) -> bool:
    """Whether one of the towns lies in this country or division."""
    if is_country(larger):
        return any(town.country == larger.country for town in towns)
    return kind_of(larger) == PROVINCE and any((t.country, t.code) == (larger.country, larger.code) for t in towns)


def best_of(scored: Sequence[tuple[float, Entry]], context: Context, kind: str = "") -> Entry | None:
    """The one that is meant; None where another may be meant as well, or where it is far from the story."""
    scored = [pair for pair in scored if context.holds(pair[1])]
    if not scored:
        return None
    score, best = _main_town(scored) if kind in ("", TOWN) else scored[0]
    for other_score, other in scored:
        is_rival = other != best and not _is_division_of(other, best) and not _is_beside(other, best)
        if is_rival and score - other_score < MARGIN:
            return None
    if kind in (TOWN, DISTRICT, PROVINCE, REGION, SEA) and not is_of(kind, best) and not is_country(best):
        return None  # "Mosul district" is not the city
    return best if _is_likely(best, context, _WELL_KNOWN if len(scored) > 1 else _KNOWN) else None


def _main_town(scored: Sequence[tuple[float, Entry]]) -> tuple[float, Entry]:
    """The best, or the town that gave the best its name."""
    score, best = scored[0]
    for other in scored[1:]:
        if not best.is_meant and _is_division_of(best, other[1]):
            return other
    return score, best


def _is_division_of(division: Entry, town: Entry) -> bool:
    """Whether most of what a division of that name is, is this town."""
    return (
        division.feature.startswith("ADM")
        and not division.is_meant
        and is_town(town)
        and (division.country, division.code) == (town.country, town.code)
        and town.population >= _MAIN_TOWN * division.population
    )


def _is_beside(one: Entry, other: Entry) -> bool:
    """Whether two towns of one name lie side by side, as an old town or a fort does by its city."""
    if not (is_town(one) and is_town(other)) or one.country != other.country:
        return False
    if one.code and other.code and one.code != other.code:
        return False
    return max(abs(one.lat - other.lat), abs(one.lon - other.lon)) < _BESIDE


def _is_likely(entry: Entry, context: Context, people: int) -> bool:
    if not context.countries or not entry.country or kind_of(entry) in (COUNTRY, SEA, REGION):
        return True
    return entry.country in context.countries or entry.population >= people or entry.is_meant


def _worth(entry: Entry, context: Context, kind: str) -> float:
    own = kind_of(entry)
    worth = _size(entry, own)
    if entry.is_meant:
        worth += _MEANT
    if is_of(kind, entry):
        worth += _OF_KIND
    if (entry.country, entry.code) in context.divisions and not is_country(entry):
        worth += _MEANT
    if context.countries:
        share = context.countries.get(entry.country, 0.0)
        share = max(share, _NAMED) if share else share
        # A country, or what belongs to none, needs no other to be told before it.
        worth += _AT_HOME * (max(share, 0.5) if own in (COUNTRY, SEA) or not entry.country else share)
    return worth


def _size(entry: Entry, kind: str) -> float:
    """How large it is, in powers of ten: that of two places of one kind decides, and a town comes before a division."""
    if kind in _FIXED:
        return _FIXED[kind]
    people = log10(max(entry.population, 1000)) + (_CAPITAL if entry.feature == "PPLC" else 0.0)
    return people - _BEHIND_TOWNS.get(kind, 0.0)


_FIXED = {COUNTRY: 9.0, SEA: 6.0, "": 2.0}
_BEHIND_TOWNS = {REGION: 0.5, PROVINCE: 1.0, DISTRICT: 2.0}
