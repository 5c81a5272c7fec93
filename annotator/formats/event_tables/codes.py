"""What the columns of other schemes hold: codes of classes, of parties, of places and times, and numbers of people.

The columns are named after those of ACLED, UCDP GED and Airwars; what is written into them is our convention.
"""

from collections.abc import Mapping
from typing import Any

from annotator.domain.annotations import Span
from annotator.domain.events import attribute_of, known
from annotator.domain.intervals import interval_of
from annotator.domain.json import JsonObject
from annotator.domain.meanings import About, Part
from annotator.domain.tolls import Toll
from annotator.formats.event_tables.rows import VAGUEST, EventRow, precision_of
from annotator.values.profiles import coded

STATE = frozenset({"state_military", "state_security", "government"})
ARMED = frozenset({"state_military", "state_security", "pro_state_militia", "non_state_armed"})
CIVILIAN = "civilian"
#: Precision of places, from UCDP's seven to ACLED's three.
GEO_PRECISION: Mapping[int, int] = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 3}
#: Precision of dates, from UCDP's five to ACLED's three: the day, the week, the month.
TIME_PRECISION: Mapping[int, int] = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}


def class_code(row: EventRow, scheme: str) -> str:
    """What the schema says that another scheme calls the class of this event."""
    choice = row.event.choice(About.EVENT_CLASS)
    return choice.codes.get(scheme, "") if choice else ""


def sides(row: EventRow) -> tuple[list[Span], list[Span]]:
    """Who acts and who is hit; of talks and clashes without an agent the first party and the others."""
    agents, targets = row.parties(Part.AGENT), row.parties(Part.TARGET)
    if agents or targets:
        return agents, targets
    parties = row.parties(Part.PARTICIPANT)
    return parties[:1], parties[1:]


def type_of(row: EventRow, span: Span) -> str:
    """What kind of party this is, as code knows it."""
    return known(row.schema, span, About.ACTOR_TYPE) or "unknown"


def types_of(row: EventRow, spans: list[Span]) -> set[str]:
    """The kinds of these parties, as far as they are told."""
    return {type_of(row, span) for span in spans} - {"unknown"}


def place_precision(row: EventRow) -> int | None:
    """Of the main place, as UCDP counts it."""
    places = row.places
    found = precision_of(row.schema, places[0]) if places else VAGUEST
    return None if found == VAGUEST else found


def time_precision(row: EventRow) -> int | None:
    """From 1 (the day) to 5 (the year), as UCDP counts it."""
    found = row.time.get("precision")
    return found if isinstance(found, int) else None


def year_of(row: EventRow) -> int | None:
    """The year in which it began."""
    day = row.time.get("from")
    return int(day[:4]) if isinstance(day, str) else None


def count_of(row: EventRow, toll: Toll) -> JsonObject:
    """A toll as one count: as the article shows it where one telling stands, else as its interval."""
    lead, interval = toll.standing[0].span, toll.interval
    attribute = attribute_of(row.schema, lead, About.COUNT)
    shown = lead.attributes.get(attribute.name) if attribute else None
    if isinstance(shown, Mapping) and interval_of(shown) == interval:
        return shown
    lower, upper = interval.lower, interval.upper
    # A named person who may be one of the counted is not added.
    best = 0 if toll.is_derived and not lower else interval.best
    bounds = {"lower": lower, "upper": upper, "best": best, "text": lead.quote}
    if upper is None:
        return bounds | ({"op": "at_least", "value": lower} if lower else {"op": "unknown", "lower": None})
    return bounds | ({"op": "exact", "value": lower} if lower == upper else {"op": "range", "value": None})


def coded_toll(row: EventRow, toll: Toll, profile: str) -> Any:
    """A toll in the codes of a profile (`values/profiles.py`)."""
    return coded(count_of(row, toll), profile)


def added(numbers: list[int | None]) -> int | None:
    """The sum; None where there is nothing, or where one of them is not known."""
    known_ = [each for each in numbers if each is not None]
    return sum(known_) if numbers and len(known_) == len(numbers) else None
