"""Dumps of GeoNames: what is taken, and how a line that is none is told."""

import pytest

from annotator.domain.errors import InvalidInput
from annotator.values.geonames import COLUMNS, read_dump

LINE = {
    "geonameid": "98182",
    "name": "Baghdad",
    "asciiname": "Baghdad",
    "alternatenames": "BGW,Bagdad,ba ge da,بغداد",
    "latitude": "33.34058",
    "longitude": "44.40088",
    "feature_class": "P",
    "feature_code": "PPLC",
    "country_code": "IQ",
    "admin1_code": "07",
    "population": "7216000",
}


def line(**changed):
    return "\t".join({**LINE, **changed}.get(column, "") for column in COLUMNS) + "\n"


def read(*lines):
    return list(read_dump(lines, "dump.txt"))


def test_a_line_becomes_an_entry_and_its_other_names_without_codes_and_transliterations():
    ((entry, names),) = read(line())
    assert (entry.source, entry.id, entry.name, entry.country, entry.code) == (
        "geonames",
        "98182",
        "Baghdad",
        "IQ",
        "07",
    )
    assert (entry.lat, entry.lon, entry.feature, entry.population) == (33.34058, 44.40088, "PPLC", 7_216_000)
    assert names == ["Baghdad", "Bagdad", "بغداد"]


@pytest.mark.parametrize(
    ("kind", "code", "is_taken"),
    [
        ("P", "PPL", True),
        ("A", "ADM1", True),
        ("H", "SEA", True),
        ("S", "AIRB", True),
        ("S", "HTL", False),
        ("A", "PCLH", False),
        ("A", "ADM1H", False),
        ("R", "RD", False),
    ],
)
def test_hotels_roads_and_what_is_no_more_are_left_out(kind, code, is_taken):
    assert bool(read(line(feature_class=kind, feature_code=code))) is is_taken


def test_a_country_lies_in_no_division():
    ((entry, _),) = read(line(feature_class="A", feature_code="PCLI", admin1_code="00"))
    assert entry.code == ""


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"geonameid": "x"}, "geonameid"),
        ({"latitude": "91"}, "latitude"),
        ({"longitude": "east"}, "longitude"),
        ({"latitude": "nan"}, "latitude"),
        ({"population": "-3"}, "population"),
        ({"country_code": "Iraq"}, "country"),
        ({"name": ""}, "name"),
        ({"name": "Bagh\tdad"}, "columns"),
    ],
)
def test_a_line_that_breaks_a_rule_is_an_error_that_names_file_line_and_rule(changed, rule):
    with pytest.raises(InvalidInput) as raised:
        read(line(), "\n", line(**changed))
    assert (raised.value.file, raised.value.line, raised.value.rule) == ("dump.txt", 3, rule)
