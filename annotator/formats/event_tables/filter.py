"""Which events of a table are wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from annotator.domain.annotations import Span
from annotator.domain.json import Json
from annotator.domain.meanings import About, Part
from annotator.formats.event_tables.rows import EventRow, name_of, place_of


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is empty asks nothing. Words and places are looked for inside of words, whatever their case."""

    words: str = ""
    event_class: str = ""
    harm: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None

    def takes(self, row: EventRow) -> bool:
        """Whether the event is all that is asked for. One whose day nobody tells is of no span of days."""
        return (
            (not self.event_class or row.event.said(About.EVENT_CLASS) == self.event_class)
            and (not self.harm or any(toll.harm == self.harm for toll in row.tolls))
            and _holds(self.place, _places(row))
            and _holds(self.words, _words(row))
            and self._is_in_time(row)
        )

    def _is_in_time(self, row: EventRow) -> bool:
        if self.since is None and self.until is None:
            return True
        first, last = row.time.get("from"), row.time.get("to") or row.time.get("from")
        if not isinstance(first, str) or not isinstance(last, str):
            return False
        return (self.since is None or last >= self.since.isoformat()) and (
            self.until is None or first <= self.until.isoformat()
        )


def _holds(wanted: str, texts: Iterable[str]) -> bool:
    sought = wanted.strip().casefold()
    return not sought or any(sought in text.casefold() for text in texts)


def _places(row: EventRow) -> Iterable[str]:
    spans: list[Span] = [*row.event.part(Part.PLACE)]
    for span in spans:
        place: Mapping[str, Json] = place_of(row.schema, span)
        yield span.quote
        yield name_of(row.schema, span)
        yield from (value for key in ("country", "admin1") if isinstance(value := place.get(key), str))


def _words(row: EventRow) -> Iterable[str]:
    yield row.document.title
    for span in row.spans:
        yield span.quote
        yield name_of(row.schema, span)
