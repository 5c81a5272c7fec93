"""What formats of events have in common: a document's events are written one by one, and what is not is a loss."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.events import DENIED
from annotator.domain.meanings import About
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Destination, Loss
from annotator.formats.event_tables.rows import EventRow, event_rows
from annotator.formats.records.selection import chosen, left_behind, no_set, reduced
from annotator.formats.sources.files import writing

#: Metadata that have a column.
KEPT_META = frozenset({"title", "published"})
#: Why an event has no row, in words for people.
REASONS: Mapping[str, str] = {
    "recurring": "it happens again and again, and is not one event",
    "planned": "it has not happened",
    "attempted": "it was attempted only",
    "threatened": "it was threatened only",
    "hypothetical": "it is only spoken of",
    DENIED: "it is denied",
    "no_deaths": "nobody is told to have been killed",
    "no_tolls": "no toll of it is told",
    "no_code": "its class has no code there",
}


class EventFormat(ABC):
    """A format that is written event by event. What comes back is nothing: it is for reading, not for going on."""

    carries: ClassVar[Carries] = replace(NOTHING, ids=True, provenance=True, overlap=True, links=True, attributes=True)
    #: Metadata of documents that are written.
    meta: ClassVar[frozenset[str]] = KEPT_META

    def head(self) -> str:
        """What stands before the first event."""
        return ""

    @abstractmethod
    def body(self, row: EventRow, number: int) -> str:
        """An event as it is written; `number` counts those of its document."""

    def left_out(self, row: EventRow) -> str:
        """Why an event is not written: a key of `REASONS`; empty for one that is."""
        del row
        return ""

    @abstractmethod
    def remarks(self, row: EventRow) -> Iterator[Loss]:
        """What of an event that is written does not come through."""

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One document after the other, so that memory does not grow with the corpus.

        Raises InvalidInput without a schema: only it says what labels and roles mean.
        """
        with writing(destination) as stream:
            stream.write(self.head().encode())
            for annotated in documents:
                annotations = chosen(annotated)
                if annotations is None:
                    yield no_set(annotated.document)
                    continue
                kept, left = self._sorted(annotated.document, annotations, schema)
                yield from self._losses(annotated, annotations, kept, left)
                for number, row in enumerate(kept, start=1):
                    yield from self.remarks(row)
                    stream.write(self.body(row, number).encode())

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The document with what its rows tell of."""
        annotations = chosen(annotated)
        if annotations is None:
            return None
        kept, _ = self._sorted(annotated.document, annotations, schema)
        told = {span.id for row in kept for span in row.spans}
        left = replace(
            annotations,
            spans=tuple(span for span in annotations.spans if span.id in told),
            links=tuple(link for link in annotations.links if {link.from_id, link.to_id} <= told),
        )
        return reduced(annotated, left, self.carries)

    def _sorted(
        self, document: Document, annotations: AnnotationSet, schema: Schema | None
    ) -> tuple[list[EventRow], list[EventRow]]:
        """The rows that are written, and those that are not."""
        if schema is None:
            said = "events are read by what a schema says that labels and roles mean: give it with --schema"
            raise InvalidInput(said, rule="schema", document=document.id)
        rows = event_rows(document, annotations, schema)
        kept = [row for row in rows if not self.left_out(row)]
        return kept, [row for row in rows if self.left_out(row)]

    def _losses(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, kept: list[EventRow], left: list[EventRow]
    ) -> Iterator[Loss]:
        document = annotated.document
        yield Loss(document.id, "text", None, "not_carried", "only the words of events are written")
        for loss in left_behind(annotated, annotations, self.carries):
            if loss.kind != "meta" or loss.id not in self.meta:
                yield loss
        for row in left:
            reason, main = self.left_out(row), row.event.frame.main
            yield Loss(document.id, "event", row.event.id, reason, f"“{main.quote}”: {REASONS[reason]}")
        told = {span.id for row in kept for span in row.spans}
        unwritten = {span.id for row in left for span in row.spans}
        for span in annotations.spans:
            if span.id not in told:
                reason = "event" if span.id in unwritten else "no_event"
                yield Loss(document.id, "span", span.id, reason, f"{span.label} “{span.quote}” is in no row")
        for link in annotations.links:
            if not {link.from_id, link.to_id} <= told:
                said = f"{link.role} from {link.from_id} to {link.to_id} is in no row"
                is_of_event = {link.from_id, link.to_id} <= told | unwritten
                yield Loss(document.id, "link", link.id, "event" if is_of_event else "no_event", said)


def no_class(row: EventRow) -> Iterator[Loss]:
    """The loss of an event whose class nobody set."""
    if row.event.choice(About.EVENT_CLASS) is None:
        said = f"“{row.event.frame.main.quote}” has no class"
        yield Loss(row.document.id, "event", row.event.id, "no_class", said)
