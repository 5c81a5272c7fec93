"""Dumps of GeoNames, read line by line: https://download.geonames.org/export/dump/readme.txt tells their columns."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.domain.errors import InvalidInput
from annotator.values.gazetteer import GEONAMES, Entry
from annotator.values.languages.words import each, in_order

#: The columns of a dump, in their order.
COLUMNS = in_order(
    "geonameid name asciiname alternatenames latitude longitude feature_class feature_code country_code cc2 "
    "admin1_code admin2_code admin3_code admin4_code population elevation dem timezone modification_date"
)
#: What news of conflict may name: divisions and countries, waters, regions, towns, mountains, what is under the sea.
_CLASSES = frozenset("AHLPTU")
#: Of what people built: where aircraft, ships, armies, prisoners and those who fled are, and what crosses borders.
_BUILT = each("AIRB AIRF AIRP BDG CMP CMPRF DAM FT INSM NVB OILR PRN PRT PS PSN")
#: What is no more: former countries and divisions.
_FORMER = each("PCLH ADM1H ADM2H ADM3H ADM4H ADM5H ADMDH")


def read_dump(lines: Iterable[str], file: str) -> Iterator[tuple[Entry, Sequence[str]]]:
    """Each place with its further names. Raises InvalidInput naming the file, the line and the rule it breaks."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != len(COLUMNS):
            raise _wrong(f"{len(cells)} columns instead of {len(COLUMNS)}", "columns", file, number)
        row = dict(zip(COLUMNS, cells, strict=True))
        if _is_taken(row["feature_class"], row["feature_code"]):
            yield _entry(row, file, number), _names(row)


def _is_taken(kind: str, code: str) -> bool:
    return (kind in _CLASSES or code in _BUILT) and code not in _FORMER


def _entry(row: dict[str, str], file: str, number: int) -> Entry:
    if not row["name"]:
        raise _wrong("a place without a name", "name", file, number)
    country = row["country_code"]
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise _wrong(f"{country!r} is no country code of two capital letters", "country", file, number)
    return Entry(
        GEONAMES,
        f"{_whole(row['geonameid'], 'geonameid', file, number)}",
        row["name"],
        _degrees(row["latitude"], 90, "latitude", file, number),
        _degrees(row["longitude"], 180, "longitude", file, number),
        country,
        "",
        row["feature_code"],
        _whole(row["population"] or "0", "population", file, number),
        _division(row),
    )


def _division(row: dict[str, str]) -> str:
    """The code of the division; "00" stands for none, and a country lies in none."""
    return "" if row["admin1_code"] == "00" or row["feature_code"].startswith("PCL") else row["admin1_code"]


def _names(row: dict[str, str]) -> list[str]:
    """The other names as people write them: codes and what a machine transliterated are left out."""
    others = [row["asciiname"], *row["alternatenames"].split(",")]
    return [name for name in others if name and not _is_code(name) and not (name.isascii() and name[0].islower())]


def _is_code(name: str) -> bool:
    return len(name) <= 4 and name.isascii() and name.isalpha() and name.isupper()


def _whole(written: str, column: str, file: str, number: int) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= 15):
        raise _wrong(f"{column} {written!r} is no whole number", column, file, number)
    return int(written)


def _degrees(written: str, limit: int, column: str, file: str, number: int) -> float:
    try:
        found = float(written)
    except ValueError:
        raise _wrong(f"{column} {written!r} is no number", column, file, number) from None
    if not -limit <= found <= limit:
        raise _wrong(f"{column} {written} is not between -{limit} and {limit}", column, file, number)
    return found


def _wrong(message: str, rule: str, file: str, line: int) -> InvalidInput:
    return InvalidInput(message, rule=rule, file=file, line=line)
