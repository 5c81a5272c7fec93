"""GTT's templates of MUC-4: a document a line, `docid`, `doctext`, `templates`.

What `xinyadu/gtt` trains on and evaluates with; IterX and TANL read the same. Keys that it does not know it passes
over, so all that a template has no slot for stands under our name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import Report
from annotator.formats.event_tables.rows import EventRow
from annotator.formats.maps.description import Description
from annotator.formats.mentions.told_events import Told, ToldEvents
from annotator.formats.muc import slots as muc_slots
from annotator.formats.muc.json import TYPE, MucReading, declare, lowered, written_entities
from annotator.formats.options import UnsaidOptions
from annotator.formats.sources.json_lines import a_list, an_object
from annotator.formats.sources.unread import ANY, Known, keys


@dataclass(frozen=True, slots=True)
class Gtt(ToldEvents):
    """Events of a class that has a type there, and that happened, were attempted or threatened."""

    options: UnsaidOptions = field(default_factory=UnsaidOptions)

    id: ClassVar[str] = "gtt"
    title: ClassVar[str] = "GTT templates of MUC-4"
    suffix: ClassVar[str] = ".gtt.jsonl"
    description: ClassVar[str] = "A document a line with its templates: for GTT, IterX and TANL."
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"docid", "doctext", "templates"}),)
    known: ClassVar[Known] = keys(*signs[0], templates={TYPE: None, ANY: 2})

    def left_out(self, row: EventRow) -> str:
        return muc_slots.left_out(row)

    def tell(self, told: Told) -> list[dict[str, Json]]:
        document = told.annotated.document
        text = lowered(document.text)
        templates: list[Json] = [
            {TYPE: muc_slots.type_of(row), **written_entities(muc_slots.entities(row, told), text)} for row in told.rows
        ]
        return [{"docid": document.id, "doctext": text, "templates": templates}]

    def foreign(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        reading = MucReading(lines[0], schema, self.options, report)
        for template in a_list(lines[0].get("templates"), "templates"):
            reading.template(an_object(template, "a template"))
        return reading.annotated()

    def declare(self, line: JsonObject, description: Description) -> None:
        declare(description, line.get("templates"))
