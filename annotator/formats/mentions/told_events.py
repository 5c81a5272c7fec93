"""Lines of JSON that tell of events, with what they have no place for in a corner under our name.

Only the events that a format has a place for are written, and what belongs to them; the rest is a loss. Of these the
corner holds everything as it is, and a sum over the lines: as long as nobody changed them, they come back as they
were. Lines of others, and ours once they were changed, are read by what stands in them.
"""

import hashlib
import json
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import EVERYTHING, Carries, Loss, Report, Weight
from annotator.formats.event_tables.format import REASONS
from annotator.formats.event_tables.rows import EventRow, event_rows
from annotator.formats.mentions.clusters import ties
from annotator.formats.mentions.lines import EventLines
from annotator.formats.native.record import read_record, record
from annotator.formats.records.checking import check_document
from annotator.formats.records.corner import CORNER
from annotator.formats.records.fitting import fitted
from annotator.formats.records.selection import left_behind, reduced

#: All of the events that are written, of one set; not its comments.
CARRIES = replace(EVERYTHING, every_set=False, comments=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What of a document is written: the document with that alone, and its events."""

    annotated: AnnotatedDocument
    rows: Sequence[EventRow]
    schema: Schema
    #: Spans that tell of the same, for each that does.
    ties: Mapping[str, frozenset[str]]

    @property
    def spans(self) -> Sequence[Span]:
        """All spans that are written."""
        return self.annotated.sets[0].spans

    def mentions(self, span: Span) -> list[Span]:
        """The span and those that tell of the same, in text order."""
        tied = self.ties.get(span.id, frozenset())
        return [each for each in self.spans if each.id == span.id or each.id in tied]


class ToldEvents(EventLines):
    """Whoever derives from it says what lines tell of events, and how lines of others are read."""

    carries: ClassVar[Carries] = CARRIES

    def left_out(self, row: EventRow) -> str:
        """Why an event is not written, as in `REASONS`; empty for one that is."""
        del row
        return ""

    def is_told(self, span: Span, schema: Schema) -> bool:
        """Whether a span has a place there even where no event is told of it."""
        del span, schema
        return False

    @abstractmethod
    def tell(self, told: Told) -> list[dict[str, Json]]:
        """The lines of a document, one at least."""

    @abstractmethod
    def foreign(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The document of lines that bring no corner; raises InvalidInput where they are of another shape."""

    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        rows = event_rows(annotated.document, annotations, schema)
        kept = [row for row in rows if not self.left_out(row)]
        tied = ties(annotations.links, schema, Meaning.SAME_VALUE)
        there = {span.id for row in kept for span in row.spans}
        there |= {span.id for span in annotations.spans if self.is_told(span, schema)}
        there |= {each for span in there for each in tied.get(span, ())}
        left = replace(
            annotations,
            spans=tuple(span for span in annotations.spans if span.id in there),
            links=tuple(link for link in annotations.links if {link.from_id, link.to_id} <= there),
        )
        losses = list(left_behind(annotated, annotations, self.carries))
        losses += self._events_left(annotated, annotations, [row for row in rows if self.left_out(row)], there)
        told = Told(reduced(annotated, left, self.carries), kept, schema, tied)
        lines = self.tell(told)
        lines[0] = {**lines[0], CORNER: {"lines": _sum(lines), **record(told.annotated)}}
        return lines, losses

    def is_intact(self, lines: Sequence[JsonObject]) -> bool:
        corner = lines[0].get(CORNER)
        return isinstance(corner, dict) and corner.get("lines") == _sum(_bare(lines))

    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        bare, corner = _bare(lines), lines[0].get(CORNER)
        if isinstance(corner, dict):
            if corner.get("lines") == _sum(bare):
                told = read_record({name: value for name, value in corner.items() if name != "lines"})
                annotated = fitted(told, schema, report)
                check_document(annotated, schema)
                return annotated
            said = "the lines are not those that were written: they are read by what stands in them"
            annotated = self.foreign(bare, schema, report)
            report(Loss(annotated.document.id, "corner", None, "changed", said, Weight.CHANGED))
            return annotated
        return self.foreign(bare, schema, report)

    def _events_left(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, rows: Sequence[EventRow], there: set[str]
    ) -> Iterator[Loss]:
        document = annotated.document.id
        of_them = {span.id for row in rows for span in row.spans}
        for row in rows:
            reason = self.left_out(row)
            said = f"“{row.event.frame.main.quote}”: {REASONS[reason]}"
            yield Loss(document, "event", row.event.id, reason, said)
        for span in annotations.spans:
            if span.id not in there:
                reason = "event" if span.id in of_them else "no_event"
                yield Loss(document, "span", span.id, reason, f"{span.label} “{span.quote}” is in no event written")
        for link in annotations.links:
            if not {link.from_id, link.to_id} <= there:
                reason = "event" if {link.from_id, link.to_id} <= there | of_them else "no_event"
                said = f"{link.role} from {link.from_id} to {link.to_id} is in no event written"
                yield Loss(document, "link", link.id, reason, said)


def _bare(lines: Sequence[JsonObject]) -> list[JsonObject]:
    """The lines without our corner, which is in the first."""
    first, *rest = lines
    return [{name: value for name, value in first.items() if name != CORNER}, *rest]


def _sum(lines: Sequence[JsonObject]) -> str:
    try:
        said = json.dumps(lines, ensure_ascii=False, sort_keys=True, allow_nan=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"no lines that JSON can hold: {error}", rule="json") from None
