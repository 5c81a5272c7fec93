"""Events with deaths in the columns of UCDP GED, with ours behind them. Can be written, but not read.

The names of the columns are UCDP's; this is no data of theirs. Whose dead they were, a link to a side says, else the
victim where only one side is of that kind; otherwise nobody, and then they are unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import Span
from annotator.domain.json import Json
from annotator.domain.meanings import Part
from annotator.domain.tolls import ASSERTED, Toll
from annotator.domain.victims import VICTIMS
from annotator.formats.event_tables.codes import (
    ARMED,
    CIVILIAN,
    STATE,
    added,
    class_code,
    coded_toll,
    place_precision,
    sides,
    time_precision,
    type_of,
    types_of,
    year_of,
)
from annotator.formats.event_tables.rows import EventRow, name_of, on_one_line, place_of
from annotator.formats.event_tables.table import EventTable, TableOptions

COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name"),
    *("side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original"),
    *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
GROUPS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


@dataclass(frozen=True, slots=True)
class UcdpLike(EventTable):
    """Events that happened and killed somebody."""

    options: TableOptions = field(default_factory=TableOptions)

    id: ClassVar[str] = "ucdp-like"
    title: ClassVar[str] = "Events, UCDP-like"
    suffix: ClassVar[str] = ".ucdp.csv"
    description: ClassVar[str] = (
        "A row an event with deaths, in columns like those of UCDP GED, with the words behind it."
    )
    columns: ClassVar[tuple[str, ...]] = COLUMNS
    meta: ClassVar[frozenset[str]] = frozenset({"title", "published", "source"})

    def left_out(self, row: EventRow) -> str:
        has_dead = any(toll.interval.upper != 0 for toll in _dead(row))
        return row.event.left_out or ("" if has_dead else "no_deaths")

    def theirs(self, row: EventRow) -> Mapping[str, Json]:
        acting, hit = sides(row)
        first, second = _name(row, acting), _name(row, hit)
        return {
            "id": f"{row.document.id}/{row.event.id}",
            "year": year_of(row),
            "type_of_violence": class_code(row, "ucdp") or _type(row, acting, hit),
            "dyad_name": f"{first} - {second}" if first and second else None,
            "side_a": first,
            "side_b": second,
            "source_office": row.document.meta.get("source"),
            "source_date": row.document.meta.get("published"),
            "source_headline": row.document.title,
            **_where(row),
            "date_prec": time_precision(row),
            "date_start": row.time.get("from"),
            "date_end": row.time.get("to") or row.time.get("from"),
            **_deaths(row, acting, hit),
        }


def _dead(row: EventRow) -> Iterator[Toll]:
    return (toll for toll in row.counted if (toll.harm, toll.claim) == ("killed", ASSERTED))


def _name(row: EventRow, spans: list[Span]) -> str | None:
    return "; ".join(dict.fromkeys(name_of(row.schema, span) for span in spans)) or None


def _type(row: EventRow, acting: list[Span], hit: list[Span]) -> int | None:
    """State-based 1, non-state 2, one-sided 3; None where the parties do not tell."""
    first, second = types_of(row, acting), types_of(row, hit)
    if first and first <= ARMED | STATE and second == {CIVILIAN}:
        return 3
    if not first or not second or not first | second <= ARMED | STATE:
        return None
    return 1 if (first | second) & STATE else 2


def _where(row: EventRow) -> dict[str, Json]:
    places = row.places
    if not places:
        return {}
    place = place_of(row.schema, places[0])
    lat, lon = place.get("lat"), place.get("lon")
    is_known = lat is not None and lon is not None
    return {
        "where_prec": place_precision(row),
        "where_coordinates": name_of(row.schema, places[0]),
        "where_description": "; ".join(on_one_line(span.quote) for span in places),
        "adm_1": place.get("admin1"),
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})" if is_known else None,
        "country": place.get("country"),
    }


def _deaths(row: EventRow, acting: list[Span], hit: list[Span]) -> dict[str, Json]:
    groups: dict[str, list[int | None]] = {name: [] for name in GROUPS}
    low: list[int | None] = []
    high: list[int | None] = []
    for toll in _dead(row):
        code = coded_toll(row, toll, "ucdp-like")
        groups[_group(row, toll, acting, hit)].append(code["best"])
        low.append(code["low"] or 0)
        high.append(code["high"])
    deaths: dict[str, Json] = {name: added(numbers) if numbers else 0 for name, numbers in groups.items()}
    best = added([each for numbers in groups.values() for each in numbers])
    return deaths | {"best": best, "high": added(high), "low": added(low)}


def _group(row: EventRow, toll: Toll, acting: list[Span], hit: list[Span]) -> str:
    if toll.victim == CIVILIAN:
        return "deaths_civilians"
    theirs = {
        name_of(row.schema, span)
        for each in toll.tellings
        for role, span in row.linked.get(each.span.id, ())
        if row.schema.part(role) is Part.SIDE
    }
    if toll.is_derived:
        theirs = {name_of(row.schema, each.span) for each in toll.tellings}
    names = [{name_of(row.schema, span) for span in side} for side in (acting, hit)]
    fitting = [side for side, name in zip(GROUPS, names, strict=False) if theirs & name]
    if not fitting and not theirs:
        kinds = [{VICTIMS.get(type_of(row, span)) for span in side} for side in (acting, hit)]
        fitting = [side for side, kind in zip(GROUPS, kinds, strict=False) if toll.victim in kind]
    return fitting[0] if len(fitting) == 1 else "deaths_unknown"
