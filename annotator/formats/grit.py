"""GRIT's entities of MUC-4: a document a line, `docid`, `doctext`, `extracts`: who fills which slot in any template.

What `xinyadu/grit_doc_event_entity` trains on. Keys that it does not know it passes over, so all that a template has
no slot for stands under our name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import Report
from annotator.formats.event_tables.rows import EventRow
from annotator.formats.maps.description import Description
from annotator.formats.mentions.told_events import Told, ToldEvents
from annotator.formats.muc import slots as muc_slots
from annotator.formats.muc.json import MucReading, declare_entities, lowered, written_entities
from annotator.formats.options import UnsaidOptions
from annotator.formats.sources.json_lines import an_object
from annotator.formats.sources.unread import ANY, Known, keys


@dataclass(frozen=True, slots=True)
class Grit(ToldEvents):
    """Who fills the slots of the events that GTT has a template for."""

    options: UnsaidOptions = field(default_factory=UnsaidOptions)

    id: ClassVar[str] = "grit"
    title: ClassVar[str] = "GRIT entities of MUC-4"
    suffix: ClassVar[str] = ".grit.jsonl"
    description: ClassVar[str] = "A document a line with the entities of each slot: for GRIT."
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"docid", "doctext", "extracts"}),)
    known: ClassVar[Known] = keys(*signs[0], extracts={ANY: 2})

    def left_out(self, row: EventRow) -> str:
        return muc_slots.left_out(row)

    def is_told(self, span: Span, schema: Schema) -> bool:
        return bool(muc_slots.slot_of(span, schema))

    def tell(self, told: Told) -> list[dict[str, Json]]:
        document = told.annotated.document
        text = lowered(document.text)
        extracts = written_entities(muc_slots.extracts(told), text)
        return [{"docid": document.id, "doctext": text, "extracts": extracts}]

    def foreign(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        reading = MucReading(lines[0], schema, self.options, report)
        reading.slots(an_object(lines[0].get("extracts"), "extracts"))
        return reading.annotated()

    def declare(self, line: JsonObject, description: Description) -> None:
        """Of events these lines say no more than who fills a slot, and by which mentions."""
        declare_entities(description, line.get("extracts"))
