"""PLOVER's event records: an event a line, as the manual's chapter “JSON Data Fields” has them (openeventdata/PLOVER).

`id`, `date`, `actor` and `event` are always there. A document without an event of its own has one line whose `event`
is null, so that it is not lost. Of records of others those are read that bring their text: what it was coded from.
Among them are those of NGEC, which codes POLECAT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.documents import checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.events import said
from annotator.domain.json import Json, JsonObject
from annotator.domain.meanings import About
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Report
from annotator.formats.event_tables.codes import class_code, sides, type_of
from annotator.formats.event_tables.rows import EventRow, on_one_line, place_of
from annotator.formats.maps.called import called, names_of
from annotator.formats.maps.description import Description
from annotator.formats.mentions.lines import heads_events, means
from annotator.formats.mentions.reading import EventReading, document_of
from annotator.formats.mentions.told_events import Told, ToldEvents
from annotator.formats.mentions.types import TYPES_HELP, Types
from annotator.formats.options import UNSAID_ANNOTATOR, UNSAID_LAYER, Layer
from annotator.formats.plover.reading import (
    CODED,
    KNOWN,
    PARTIES,
    ROLES,
    STRETCH,
    meta_of,
    read_event,
    roles_of,
    text_of,
    types_of,
)
from annotator.formats.sources.unread import Known, keys

#: Whether a party is of the state or not, in PLOVER's codes of sectors.
SECTORS: Mapping[str, str] = {
    "state_military": "MIL",
    "state_security": "COP",
    "government": "GOV",
    "pro_state_militia": "PRM",
    "non_state_armed": "REB",
    "civilian": "CVL",
}
#: What is known of a document, by what citations call it.
CITED: Mapping[str, str] = {
    "title": "title",
    "language": "language",
    "url": "url",
    "source": "publication",
    "license": "license",
}
#: The categories of the manual, and those that its first version had besides.
CATEGORIES = frozenset(
    {
        *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "YIELD", "INVESTIGATE", "DEMAND"),
        *("REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
        *("DISAPPROVE", "REDUCE", "CRIME"),
    }
)
#: What harm a number is of.
SIZES: Mapping[str, str] = {"killed": "dead", "injured": "injured", "captured": "arrested"}


@dataclass(frozen=True, slots=True)
class PloverOptions:
    """Whose the sets are that do not say it, and how events are read under a schema."""

    types: Types = field(default="plover", metadata={"help": TYPES_HELP})
    annotator: str = field(default="import", metadata=UNSAID_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)


@dataclass(frozen=True, slots=True)
class Plover(ToldEvents):
    """Events that happened, of a class that has a code there."""

    options: PloverOptions = field(default_factory=PloverOptions)

    id: ClassVar[str] = "plover"
    title: ClassVar[str] = "PLOVER event records"
    suffix: ClassVar[str] = ".plover.jsonl"
    description: ClassVar[str] = "An event a line with its date, actors, recipients, place and numbers of people."
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        *(frozenset({"id", "date", actor, "event"}) for actor in PARTIES["actor"]),
        CODED,
    )
    known: ClassVar[Known] = {**keys(*KNOWN), "citation": keys(*CITED.values()), **STRETCH}

    def left_out(self, row: EventRow) -> str:
        return row.event.left_out or ("" if _code(row) else "no_code")

    def tell(self, told: Told) -> list[dict[str, Json]]:
        lines = [_record(row) for row in told.rows]
        if lines:
            return lines
        document = told.annotated.document
        whole = {"text": document.text, "citation": _citation(document.meta)}
        return [
            {
                "id": document.id,
                "document": document.id,
                "date": _day(document.meta),
                "actor": [],
                "event": None,
                **whole,
            }
        ]

    def key(self, line: JsonObject) -> Json:
        # Ours say which document they are of; records of others that follow each other and have one text are of one.
        named, text = line.get("document"), text_of(line)
        return named if isinstance(named, str) else checksum(text) if isinstance(text, str) else None

    def foreign(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        text = text_of(lines[0])
        if not isinstance(text, str):
            raise InvalidInput("a record without its text tells of no words", rule="text")
        document = document_of(f"text-{checksum(text)[:16]}", text, report, meta_of(lines[0], CITED))
        gathered = EventReading(document, schema, self.options, report)
        for line in lines:
            read_event(line, gathered)
        return gathered.annotated()

    def declare(self, line: JsonObject, description: Description) -> None:
        heads_events(description, types_of(line))
        means(description, Meaning.FILLER, [roles_of(line)])


def _code(row: EventRow) -> str:
    """The category, with the mode behind it: by the code of the class, or as the label is called there."""
    names = names_of(row.schema.label(row.event.frame.main.label))
    return class_code(row, "plover") or next((name for name in names if name.split(" ")[0] in CATEGORIES), "")


def _named(row: EventRow, role: str) -> list[Span]:
    """Who fills roles that are called as those of records are."""
    fillers = row.event.frame.fillers
    return [each.span for each in fillers if called(row.schema.role(each.role), ROLES[role])]


def _record(row: EventRow) -> dict[str, Json]:
    document, main = row.document, row.event.frame.main
    category, _, mode = _code(row).partition(" ")
    actors, recipients = sides(row)
    actors, recipients = actors + _named(row, "actor"), recipients + _named(row, "recipient")
    date, end = row.time.get("from") or _day(document.meta), row.time.get("to")
    return {
        "id": f"{document.id}-{row.event.id}",
        "document": document.id,
        "date": date,
        **({"enddate": end} if end else {}),
        "actor": [_actor(row, span) for span in actors],
        "recipient": [_actor(row, span) for span in recipients],
        "event": category,
        **({"mode": [mode]} if mode else {}),
        "event_text": main.quote,
        **_location(row),
        **_size(row),
        "text": document.text,
        "text_info": {"start": main.start, "end": main.end},
        "citation": _citation(document.meta),
    }


def _actor(row: EventRow, span: Span) -> Json:
    told: dict[str, Json] = {"actor_text": on_one_line(span.quote)}
    sector = SECTORS.get(type_of(row, span))
    identity = said(row.schema, span, About.IDENTITY)
    if sector:
        told["sector"] = sector
    if isinstance(identity, Mapping):
        names = {"identifier_id": identity.get("id"), "identifier_text": identity.get("name")}
        told |= {name: value for name, value in names.items() if isinstance(value, str) and value}
    return told


def _location(row: EventRow) -> dict[str, Json]:
    for span in (*row.places, *_named(row, "event_loc"))[:1]:
        place = place_of(row.schema, span)
        told: dict[str, Json] = {
            "geonameid": place.get("id") if place.get("source") == "geonames" else None,
            "name": place.get("name") or on_one_line(span.quote),
            "latitude": place.get("lat"),
            "longitude": place.get("lon"),
            "country code": place.get("country"),
            "location_text": on_one_line(span.quote),
        }
        return {"event_loc": {name: value for name, value in told.items() if value is not None}}
    return {}


def _size(row: EventRow) -> dict[str, Json]:
    """Numbers of people where each toll has one: the number that the text shows, or the least."""
    found: dict[str, Json] = {}
    for harm, name in SIZES.items():
        numbers = [toll.interval.best for toll in row.counted if toll.harm == harm and toll.claim == "asserted"]
        known = [number for number in numbers if number is not None]
        if known and len(known) == len(numbers):
            found[name] = sum(known)
    return {"size": found} if found else {}


def _citation(meta: JsonObject) -> Json:
    return {theirs: meta[ours] for ours, theirs in CITED.items() if isinstance(meta.get(ours), str)}


def _day(meta: JsonObject) -> Json:
    published = meta.get("published")
    return published[:10] if isinstance(published, str) and published else None
