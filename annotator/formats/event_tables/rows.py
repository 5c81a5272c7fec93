"""Events as rows of tables: one an event, with its parties, places and tolls by what they are to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.annotations import AnnotationSet, Span
from annotator.domain.documents import Document
from annotator.domain.events import Event, attribute_of, said
from annotator.domain.json import JsonObject
from annotator.domain.meanings import KNOWN, About, Part
from annotator.domain.schema import Meaning, Schema
from annotator.domain.tolls import Toll
from annotator.domain.totals import account_of

#: Precision of a place of which nobody says how closely words tell it.
VAGUEST = 9


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text with what stands there."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of a set with its tolls, those that are added to nothing too."""

    document: Document
    annotations: AnnotationSet
    event: Event
    tolls: tuple[Toll, ...]
    #: What tolls are linked to, by the id of the span that tells of them.
    linked: Mapping[str, Sequence[tuple[str, Span]]] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        return self.event.schema

    @property
    def counted(self) -> list[Toll]:
        """The tolls that are added in this row: one that two events share is added in that of the first."""
        return [toll for toll in self.tolls if not toll.apart and toll.events[0] == self.event.id]

    def parties(self, part: Part) -> list[Span]:
        """Who is this to the event, without places."""
        return [span for span in self.event.part(part) if not is_place(self.schema, span)]

    @property
    def places(self) -> list[Span]:
        """Where it happened, the most closely told first."""
        return sorted(self.event.part(Part.PLACE), key=lambda span: (precision_of(self.schema, span), span.place))

    @property
    def time(self) -> JsonObject:
        value = self.event.said(About.TIME)
        return value if isinstance(value, Mapping) else {}

    @property
    def spans(self) -> Iterator[Span]:
        """All spans that the row says something of."""
        yield from self.event.frame.triggers
        yield from (filler.span for filler in self.event.frame.fillers)
        for toll in self.tolls:
            for telling in toll.tellings:
                yield telling.span
                yield from (span for _, span in self.linked.get(telling.span.id, ()))


def event_rows(document: Document, annotations: AnnotationSet, schema: Schema) -> list[EventRow]:
    """A row for each event of a set, in text order."""
    account = account_of(annotations, schema)
    told = {each.span.id for toll in account.tolls for each in toll.tellings}
    by_id = {span.id: span for span in annotations.spans}
    linked: dict[str, list[tuple[str, Span]]] = {}
    for link in annotations.links:
        if link.from_id in told and schema.meaning(link.role) is Meaning.FILLER and link.to_id in by_id:
            linked.setdefault(link.from_id, []).append((link.role, by_id[link.to_id]))
    return [EventRow(document, annotations, event, tuple(account.tolls_of(event)), linked) for event in account.events]


def is_place(schema: Schema, span: Span) -> bool:
    """Whether a span's label is one of places."""
    return attribute_of(schema, span, About.PLACE) is not None


def place_of(schema: Schema, span: Span) -> JsonObject:
    """The entry of the gazetteer; empty where nobody named it."""
    value = said(schema, span, About.PLACE)
    return value if isinstance(value, Mapping) else {}


def precision_of(schema: Schema, span: Span) -> int:
    """From 1 (a spot) to 7, `VAGUEST` where nobody says."""
    value = said(schema, span, About.PRECISION)
    return int(value) if isinstance(value, str) and value in KNOWN[About.PRECISION] else VAGUEST


def name_of(schema: Schema, span: Span) -> str:
    """What a filler is called: by its entry in the list of actors or the gazetteer, else by its words."""
    for about in (About.IDENTITY, About.PLACE):
        value = said(schema, span, about)
        if isinstance(value, Mapping) and isinstance(value.get("name"), str):
            return str(value["name"])
    return on_one_line(span.quote)


def on_one_line(words: str) -> str:
    """Words without the line breaks that they may have in the text."""
    return " ".join(words.split())


def words_of(spans: Iterable[Span]) -> tuple[Words, ...]:
    """Where these spans stand, and what they quote."""
    return tuple(Words(span.start, span.end, span.quote) for span in spans)
