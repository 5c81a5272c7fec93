"""The same event, as several documents tell of it.

Two documents tell of the same event when each has an event of

- the same class, and
- the same day: its own, else the day on which the document was published, and
- the same place: by gazetteer entry, or by the words, and
- the same actors: they share one that acts, is hit or takes part; or they tell of the same toll (the same harm, and
  numbers above one that can both be true); or one of them tells of neither.

Events that did not happen, or not this once, are not looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.domain.annotations import AnnotatedDocument, SchemaRef
from annotator.domain.intervals import Interval, met
from annotator.domain.meanings import About, Part
from annotator.domain.names import fold
from annotator.domain.schema import Schema
from annotator.formats.event_tables.rows import EventRow, event_rows, name_of, place_of
from annotator.releases.joined import Joined
from annotator.releases.plan import Tie

_ACTING = (Part.AGENT, Part.TARGET, Part.PARTICIPANT)
#: A number from which two of them are worth comparing: one is anybody's.
_TELLING = 2


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as it is compared; `places` are all that it may be known by."""

    kind: str
    day: str
    places: frozenset[str]
    actors: frozenset[str]
    tolls: tuple[tuple[str, Interval], ...]

    def may_be(self, other: "Happening") -> bool:
        """Whether two of the same class, day and place may be one."""
        if not (self.actors or self.tolls) or not (other.actors or other.tolls):
            return True
        return bool(self.actors & other.actors) or any(
            harm == other_harm and met([told, other_told]) is not None
            for harm, told in self.tolls
            for other_harm, other_told in other.tolls
        )


def happenings(annotated: AnnotatedDocument, schemas: Mapping[SchemaRef, Schema]) -> Iterator[Happening]:
    """What all sets of a document tell of, each read under its own schema."""
    published = annotated.document.meta.get("published")
    told_on = published[:10] if isinstance(published, str) else ""
    for annotations in annotated.sets:
        schema = schemas.get(annotations.schema)
        for row in event_rows(annotated.document, annotations, schema) if schema else ():
            found = _happening(row, told_on)
            if found is not None:
                yield found


def _happening(row: EventRow, told_on: str) -> Happening | None:
    event = row.event
    kind, day, places = event.said(About.EVENT_CLASS), _day(row) or told_on, _places(row)
    if event.left_out or not isinstance(kind, str) or not day or not places:
        return None
    actors = frozenset(fold(name_of(row.schema, span)) for part in _ACTING for span in row.parties(part))
    tolls = tuple(
        (toll.harm, toll.interval)
        for toll in row.tolls
        if not toll.apart and not toll.is_derived and toll.interval.lower >= _TELLING
    )
    return Happening(kind, day, places, actors - {""}, tolls)


def _day(row: EventRow) -> str:
    first, last = row.time.get("from"), row.time.get("to")
    if not isinstance(first, str):
        return ""
    return f"{first}/{last}" if isinstance(last, str) and last != first else first


def _places(row: EventRow) -> frozenset[str]:
    """What the most closely told place is known by: where it is on the map, its entry's name, its words."""
    found: set[str] = set()
    for span in row.places[:1]:
        entry = place_of(row.schema, span)
        lat, lon = entry.get("lat"), entry.get("lon")
        if isinstance(lat, int | float) and isinstance(lon, int | float):
            found.add(f"{lat:.2f} {lon:.2f}")
        found |= {fold(name_of(row.schema, span)), fold(span.quote)}
    return frozenset(found - {""})


class Happenings:
    """Events as they come; documents that tell of the same are joined."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], list[tuple[int, Happening]]] = defaultdict(list)

    def join(self, joined: Joined, number: int, told: Iterable[Happening]) -> None:
        for happening in dict.fromkeys(told):
            for place in sorted(happening.places):
                others = self._known[happening.kind, happening.day, place]
                for other, standing in others:
                    if not joined.are(other, number) and standing.may_be(happening):
                        joined.join(other, number, Tie.EVENT)
                others.append((number, happening))
