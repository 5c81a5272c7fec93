"""Events with tolls in pairs of least and most, as Airwars counts harm, with ours behind. Can be written, but not read.

This is no data of theirs. What is only alleged is counted too, since a grade says how far it is vouched for; a most
that nobody tells stays empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.json import Json
from annotator.domain.meanings import About
from annotator.domain.tolls import ASSERTED, Toll
from annotator.formats.event_tables.codes import added, coded_toll, place_precision, sides
from annotator.formats.event_tables.rows import EventRow, name_of, on_one_line, place_of
from annotator.formats.event_tables.table import EventTable, TableOptions

#: Whom a pair of columns is about, by who the victims were.
GROUPS: Mapping[str, frozenset[str]] = {
    "civilians": frozenset({"civilian"}),
    "militants": frozenset({"combatant"}),
    "belligerents": frozenset({"military", "security"}),
}
HARMS = ("killed", "injured")
PAIRS = tuple(f"{group}_{harm}_{end}" for group in GROUPS for harm in HARMS for end in ("min", "max"))
COLUMNS = (
    *("incident_id", "incident_date", "country", "location", "latitude", "longitude", "geolocation_accuracy"),
    *("belligerent", "belligerent_assessment", "strike_type", "strike_status", "grading", *PAIRS, "notes"),
)


@dataclass(frozen=True, slots=True)
class AirwarsLike(EventTable):
    """Events that happened and of which a toll is told."""

    options: TableOptions = field(default_factory=TableOptions)

    id: ClassVar[str] = "airwars-like"
    title: ClassVar[str] = "Events, Airwars-like"
    suffix: ClassVar[str] = ".airwars.csv"
    description: ClassVar[str] = "A row an event with tolls, in pairs of least and most, with the words behind it."
    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def left_out(self, row: EventRow) -> str:
        return row.event.left_out or ("" if row.tolls else "no_tolls")

    def theirs(self, row: EventRow) -> Mapping[str, Json]:
        acting, _ = sides(row)
        places = row.places
        place = place_of(row.schema, places[0]) if places else {}
        choice = row.event.choice(About.EVENT_CLASS)
        return {
            "incident_id": f"{row.document.id}/{row.event.id}",
            "incident_date": row.time.get("from"),
            "country": place.get("country"),
            "location": name_of(row.schema, places[0]) if places else None,
            "latitude": place.get("lat"),
            "longitude": place.get("lon"),
            "geolocation_accuracy": place_precision(row),
            "belligerent": "; ".join(dict.fromkeys(name_of(row.schema, span) for span in acting)) or None,
            "strike_type": choice.title if choice else None,
            "strike_status": "contested" if row.event.known(About.CLAIM) == "disputed" else None,
            "grading": row.event.said(About.GRADE),
            **_harm(row),
        }


def _harm(row: EventRow) -> dict[str, Json]:
    found: dict[str, Json] = {}
    notes = []
    pairs: dict[str, list[int | None]] = {}
    for toll in row.tolls:
        quote = on_one_line(toll.standing[0].span.quote)
        column = _column(toll)
        if toll not in row.counted:
            notes.append(f"not counted here: {quote}")
        elif column is None:
            notes.append(f"no column for {toll.harm}, {toll.victim}: {quote}")
        else:
            code = coded_toll(row, toll, "airwars-like")
            pairs.setdefault(f"{column}_min", []).append(code["min"] or 0)
            pairs.setdefault(f"{column}_max", []).append(code["max"])
            notes += [f"{toll.claim}: {quote}"] * (toll.claim != ASSERTED)
    found |= {name: added(numbers) for name, numbers in pairs.items()}
    return found | {"notes": "; ".join(notes) or None}


def _column(toll: Toll) -> str | None:
    group = next((name for name, victims in GROUPS.items() if toll.victim in victims), None)
    return f"{group}_{toll.harm}" if group and toll.harm in HARMS else None
