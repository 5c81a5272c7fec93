"""What a row of a table of events says, cell by cell, each with the words that say it: the same under every schema."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.annotations import Span
from annotator.domain.intervals import Interval, added
from annotator.domain.json import Json
from annotator.domain.meanings import KNOWN, About, Part
from annotator.domain.schema import Meaning, Schema
from annotator.domain.tolls import ASSERTED, Toll
from annotator.formats.event_tables.rows import VAGUEST, EventRow, Words, name_of, place_of, precision_of, words_of

HARMS = KNOWN[About.HARM]
#: The fillers that have columns of their own, by what they are to the event.
PARTIES: Mapping[Part, str] = {
    Part.AGENT: "agents",
    Part.TARGET: "targets",
    Part.PARTICIPANT: "participants",
    Part.SOURCE: "sources",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says, and the words that say it."""

    value: Json = None
    words: tuple[Words, ...] = ()


def cells(row: EventRow) -> dict[str, Cell]:
    """All that a row says, by the name of its column. Always the same names in the same order."""
    return {**_whose(row), **_event(row), **_parties(row), **_where(row), **_tolls(row), **_rest(row)}


def _whose(row: EventRow) -> dict[str, Cell]:
    annotations, meta = row.annotations, row.document.meta
    return {
        "document": Cell(row.document.id),
        "title": Cell(row.document.title),
        "published": Cell(meta.get("published")),
        "annotator": Cell(annotations.annotator),
        "layer": Cell(annotations.layer),
        "state": Cell(annotations.status),
        "schema": Cell(f"{annotations.schema.name} {annotations.schema.version}"),
        "guideline": Cell(annotations.guideline),
        "event": Cell(row.event.id),
    }


def _event(row: EventRow) -> dict[str, Cell]:
    event, choice, time = row.event, row.event.choice(About.EVENT_CLASS), row.time
    return {
        "trigger": Cell(event.frame.main.quote, words_of(event.frame.triggers)),
        "class": Cell(choice.value if choice else None),
        "status": Cell(event.said(About.STATUS)),
        "claim": Cell(event.said(About.CLAIM)),
        "grade": Cell(event.said(About.GRADE)),
        "weapon": Cell(event.said(About.WEAPON)),
        "time": time_of(row),
        "date_from": Cell(time.get("from")),
        "date_to": Cell(time.get("to") or time.get("from")),
        "date_precision": Cell(time.get("precision")),
    }


def time_of(row: EventRow) -> Cell:
    """The words that say when it was."""
    time = row.time
    start, end, quote = time.get("start"), time.get("end"), time.get("text")
    if not isinstance(start, int) or not isinstance(end, int):
        return Cell(quote)
    return Cell(quote, (Words(start, end, str(quote)),))


def _parties(row: EventRow) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for part, name in PARTIES.items():
        found |= _named(name, row.schema, row.event.part(part))
    return found


def _named(name: str, schema: Schema, spans: Sequence[Span]) -> dict[str, Cell]:
    names = "; ".join(name_of(schema, span) for span in spans)
    attributes = written([dict(span.attributes) for span in spans]) if spans else None
    return {name: Cell(names or None, words_of(spans)), f"{name}_said": Cell(attributes)}


def _where(row: EventRow) -> dict[str, Cell]:
    places = row.places
    main = places[0] if places else None
    place = place_of(row.schema, main) if main else {}
    precision = precision_of(row.schema, main) if main else VAGUEST
    return {
        "place": Cell(name_of(row.schema, main) if main else None, words_of(places[:1])),
        "place_country": Cell(place.get("country")),
        "place_admin1": Cell(place.get("admin1")),
        "place_latitude": Cell(place.get("lat")),
        "place_longitude": Cell(place.get("lon")),
        "place_precision": Cell(None if precision == VAGUEST else precision),
        **_named("places", row.schema, row.event.part(Part.PLACE)),
    }


def _tolls(row: EventRow) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for harm in HARMS:
        tolls = [toll for toll in row.tolls if not toll.apart and (toll.harm, toll.claim) == (harm, ASSERTED)]
        total = added(toll.interval for toll in tolls) if tolls else None
        told = words_of(each.span for toll in tolls for each in toll.standing)
        found[harm] = Cell(shown(total) if total else None, told)
        for bound in ("lower", "upper", "best"):
            found[f"{harm}_{bound}"] = Cell(getattr(total, bound) if total else None)
    return found | {"tolls": Cell(written([_told(row, toll) for toll in row.tolls]) if row.tolls else None)}


def shown(interval: Interval) -> str:
    """An interval for people: 3, 41 or more, 20 to 30."""
    if interval.upper is None:
        return f"{interval.lower} or more"
    return f"{interval.lower}" if interval.lower == interval.upper else f"{interval.lower} to {interval.upper}"


def _told(row: EventRow, toll: Toll) -> Json:
    told: list[Json] = []
    for each in toll.tellings:
        links: list[Json] = [
            {"role": role, "start": span.start, "end": span.end, "quote": span.quote}
            for role, span in row.linked.get(each.span.id, ())
        ]
        told.append({**each.as_json(), "said": dict(each.span.attributes), "links": links})
    return toll.as_json() | {"told": told}


def _rest(row: EventRow) -> dict[str, Cell]:
    frame, schema = row.event.frame, row.schema
    others = [each for each in frame.fillers if _is_other(schema, each.role)]
    relations = [each for each in frame.fillers if schema.meaning(each.role) is Meaning.RELATION]
    joined = "; ".join(f"{each.role}: {name_of(schema, each.span)}" for each in others)
    further: dict[str, Json] = {span.id: dict(span.attributes) for span in frame.triggers[1:] if span.attributes}
    return {
        "others": Cell(joined or None, words_of(each.span for each in others)),
        "others_said": Cell(written([dict(each.span.attributes) for each in others]) if others else None),
        "relations": Cell(
            "; ".join(f"{each.role}: {each.span.id}" for each in relations) or None,
            words_of(each.span for each in relations),
        ),
        "said": Cell(written(dict(frame.main.attributes)) if frame.main.attributes else None),
        "said_further": Cell(written(further) if further else None),
    }


def _is_other(schema: Schema, role: str) -> bool:
    part = schema.part(role)
    has_column = part in PARTIES or part in (Part.PLACE, Part.TOLL)
    return schema.meaning(role) is not Meaning.RELATION and not has_column


def written(value: Json) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
