"""PLOVER's event records: an event a line, as the manual's chapter “JSON Data Fields” has them (openeventdata/PLOVER).

`id`, `date`, `actor` and `event` are always there. A document without an event of its own has one line whose `event`
is null, so that it is not lost. Of records of others those are read that bring their text: what it was coded from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.documents import checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.events import said
from annotator.domain.json import Json, JsonObject
from annotator.domain.meanings import About
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Report, Weight
from annotator.formats.description import Description
from annotator.formats.event_codes import class_code, sides, type_of
from annotator.formats.event_lines import heads_events, means
from annotator.formats.event_reading import EventReading, document_of
from annotator.formats.event_rows import EventRow, on_one_line, place_of
from annotator.formats.event_types import TYPES_HELP, Types
from annotator.formats.json_lines import a_text
from annotator.formats.muc_json import sentence_at
from annotator.formats.options import UNSAID_ANNOTATOR, UNSAID_LAYER, Layer
from annotator.formats.placing import place_of as quote_at
from annotator.formats.told_events import Told, ToldEvents

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
#: What harm a number is of.
SIZES: Mapping[str, str] = {"killed": "dead", "injured": "injured", "captured": "arrested"}
#: Who and where, with what each is called in the two versions of the manual.
_WORDS = ("actor_text", "actorText", "entity_text", "entityText")
FILLERS: Mapping[str, Sequence[str]] = {"actor": _WORDS, "recipient": _WORDS}


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
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"id", "date", "actor", "event"}),)

    def left_out(self, row: EventRow) -> str:
        return row.event.left_out or ("" if class_code(row, "plover") else "no_code")

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
        named, text = line.get("document"), line.get("text")
        return named if isinstance(named, str) else checksum(text) if isinstance(text, str) else None

    def foreign(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        text = lines[0].get("text")
        if not isinstance(text, str):
            raise InvalidInput("a record without its text tells of no words", rule="text")
        citation = lines[0].get("citation")
        cited = citation if isinstance(citation, dict) else {}
        meta = {ours: cited[theirs] for ours, theirs in CITED.items() if isinstance(cited.get(theirs), str)}
        document = document_of(f"text-{checksum(text)[:16]}", text, report, meta)
        gathered = EventReading(document, schema, self.options, report)
        for line in lines:
            _read(line, gathered)
        return gathered.annotated()

    def declare(self, line: JsonObject, description: Description) -> None:
        heads_events(description, [_type(line)])
        means(description, Meaning.FILLER, [[*FILLERS, "event_loc"]])


def _record(row: EventRow) -> dict[str, Json]:
    document, main = row.document, row.event.frame.main
    category, _, mode = class_code(row, "plover").partition(" ")
    actors, recipients = sides(row)
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
    for span in row.places[:1]:
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


def _read(line: JsonObject, gathered: EventReading) -> None:
    type_ = _type(line)
    if not type_:
        return
    place = _trigger(line, type_, gathered)
    if place is None:
        gathered.tell("event", None, "dangling", f"{type_}: there are no words that it could stand on")
        return
    head = gathered.trigger(type_, place)
    for role, words in _fillers(line):
        start = quote_at(gathered.document.text, words, place[0]) if words else None
        if not words:
            gathered.tell("span", None, "quote", f"{role}: it does not say by which words it is told of")
        elif start is None:
            gathered.tell("span", None, "quote", f"{role} {words!r} stands nowhere, or nobody can say where")
        else:
            gathered.link(role, head, gathered.entity(gathered.label_of(role), (start, start + len(words))))


def _type(line: JsonObject) -> str:
    mode = line.get("mode")
    modes = [each for each in (mode if isinstance(mode, list) else [mode]) if isinstance(each, str) and each]
    category = "" if line.get("event") is None else a_text(line.get("event"), "event")
    return f"{category} {modes[0]}" if category and len(modes) == 1 else category


def _trigger(line: JsonObject, type_: str, gathered: EventReading) -> tuple[int, int] | None:
    """The words of the event; else, which is told, the stretch that was coded, or the first sentence."""
    text = gathered.document.text
    info = line.get("text_info", line.get("textInfo"))
    told = info if isinstance(info, dict) else {}
    start, end = told.get("start"), told.get("end")
    words = line.get("event_text", line.get("eventText"))
    if isinstance(words, str) and words:
        found = quote_at(text, words, start if type(start) is int else 0)
        if found is not None:
            return found, found + len(words)
        said = f"{type_}: {words!r} stands nowhere, or nobody can say where; it is on what was coded, or a sentence"
        gathered.tell("event", None, "quote", said, Weight.CHANGED)
    if type(start) is int and type(end) is int and 0 <= start < end <= len(text):
        return start, end
    return sentence_at(text, 0)


def _fillers(line: JsonObject) -> Iterator[tuple[str, str]]:
    """The role of each, and the words that it says for itself; no words where it says none."""
    for role, names in FILLERS.items():
        actors = line.get(role)
        for actor in actors if isinstance(actors, list) else [actors] if actors else []:
            said = actor if isinstance(actor, dict) else {names[0]: actor}
            words = next((said[name] for name in names if isinstance(said.get(name), str)), "")
            yield role, words if isinstance(words, str) else ""
    place = line.get("event_loc", line.get("eventLoc"))
    if isinstance(place, dict):
        words = place.get("location_text", place.get("name"))
        if isinstance(words, str) and words:
            yield "event_loc", words
