"""Events in the columns of ACLED, with ours behind them. Can be written, but not read.

The names of the columns are ACLED's; this is no data of theirs, and what is written is our reading of their codebook.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.json import Json
from annotator.domain.meanings import About
from annotator.domain.tolls import ASSERTED, UNKNOWN, VAGUE_HARM, Toll
from annotator.formats.base import Loss
from annotator.formats.event_tables.codes import (
    ARMED,
    CIVILIAN,
    GEO_PRECISION,
    TIME_PRECISION,
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
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
INTER: Mapping[str, int] = {
    "state_military": 1,
    "state_security": 1,
    "government": 1,
    "non_state_armed": 2,
    "pro_state_militia": 3,
    CIVILIAN: 7,
    "intl_org": 8,
    "other": 8,
}
CLASH, ATTACK = "Battles: Armed clash", "Violence against civilians: Attack"
DISORDER: Mapping[str, str] = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}


@dataclass(frozen=True, slots=True)
class AcledLike(EventTable):
    """Events that happened."""

    options: TableOptions = field(default_factory=TableOptions)

    id: ClassVar[str] = "acled-like"
    title: ClassVar[str] = "Events, ACLED-like"
    suffix: ClassVar[str] = ".acled.csv"
    description: ClassVar[str] = "A row an event that happened, in columns like ACLED's, with the words behind it."
    columns: ClassVar[tuple[str, ...]] = COLUMNS
    meta: ClassVar[frozenset[str]] = frozenset({"title", "published", "source"})

    def left_out(self, row: EventRow) -> str:
        return row.event.left_out

    def remarks(self, row: EventRow) -> Iterator[Loss]:
        yield from EventTable.remarks(self, row)
        if row.event.choice(About.EVENT_CLASS) and not _type(row):
            said = f"“{row.event.frame.main.quote}”: its class has no code there, and its actors tell none"
            yield Loss(row.document.id, "event_class", row.event.id, "no_code", said)

    def theirs(self, row: EventRow) -> Mapping[str, Json]:
        kind, _, detail = _type(row).partition(": ")
        return {
            "event_id_cnty": f"{row.document.id}/{row.event.id}",
            "event_date": row.time.get("from"),
            "year": year_of(row),
            "time_precision": TIME_PRECISION.get(time_precision(row) or 0),
            "disorder_type": DISORDER.get(kind),
            "event_type": kind,
            "sub_event_type": detail,
            **_actors(row),
            **_where(row),
            "source": row.document.meta.get("source"),
            "notes": "; ".join(_notes(row)) or None,
            "fatalities": _fatalities(row),
        }


def _type(row: EventRow) -> str:
    """The code that the schema gives; where it leaves an attack open, what its actors tell."""
    code = class_code(row, "acled")
    if code or class_code(row, "muc") != "ATTACK":
        return code
    acting, hit = sides(row)
    victims = {toll.victim for toll in row.tolls if not toll.apart} - {UNKNOWN}
    if types_of(row, hit) == {CIVILIAN} or (not types_of(row, hit) and victims == {CIVILIAN}):
        return ATTACK
    is_clash = types_of(row, acting) and types_of(row, hit) and types_of(row, acting) | types_of(row, hit) <= ARMED
    return CLASH if is_clash else ""


def _actors(row: EventRow) -> dict[str, Json]:
    found: dict[str, Json] = {}
    codes = []
    for number, spans in enumerate(sides(row), start=1):
        names = [name_of(row.schema, span) for span in spans]
        code = INTER.get(type_of(row, spans[0])) if spans else None
        found[f"actor{number}"] = names[0] if names else None
        found[f"assoc_actor_{number}"] = "; ".join(names[1:]) or None
        found[f"inter{number}"] = code
        codes.append(code)
    first, second = codes
    if first:
        found["interaction"] = int("".join(map(str, sorted([first, second] if second else [first, 0], key=_last))))
    found["civilian_targeting"] = "Civilian targeting" if second == INTER[CIVILIAN] else None
    return found


def _quote(toll: Toll) -> str:
    return on_one_line(toll.standing[0].span.quote)


def _last(code: int) -> int:
    """Codes of two parties stand the smaller first; where there is one party, a 0 stands last."""
    return code or 9


def _where(row: EventRow) -> dict[str, Json]:
    places = row.places
    if not places:
        return {}
    place = place_of(row.schema, places[0])
    return {
        "country": place.get("country"),
        "admin1": place.get("admin1"),
        "location": name_of(row.schema, places[0]),
        "latitude": place.get("lat"),
        "longitude": place.get("lon"),
        "geo_precision": GEO_PRECISION.get(place_precision(row) or 0),
    }


def _fatalities(row: EventRow) -> int | None:
    """Only those killed, each once, as far as numbers are told."""
    killed = [toll for toll in row.counted if (toll.harm, toll.claim) == ("killed", ASSERTED)]
    numbers = [coded_toll(row, toll, "acled-like")["fatalities"] for toll in killed]
    return added([each for each in numbers if each is not None])


def _notes(row: EventRow) -> Iterator[str]:
    """What the columns cannot say."""
    if row.event.choice(About.EVENT_CLASS) is None:
        yield "the event has no class"
    elif not _type(row):
        yield "the class of the event has no code here"
    for toll in row.tolls:
        if note := _note(row, toll):
            yield f"{note}: {_quote(toll)}"


def _note(row: EventRow, toll: Toll) -> str:
    """Why a toll is not in the number, or is there with a doubt."""
    if toll.apart:
        return f"{toll.apart}, not counted"
    if toll.harm == VAGUE_HARM:
        return "killed or injured, not counted"
    if toll.harm != "killed":
        return ""
    if toll.claim != ASSERTED:
        return f"{toll.claim}, not counted"
    if toll not in row.counted:
        return f"counted with the event {toll.events[0]}"
    if coded_toll(row, toll, "acled-like")["fatalities"] is None:
        return "no number"
    return "reports contradict each other, the lowest is taken" if toll.is_conflict else ""
