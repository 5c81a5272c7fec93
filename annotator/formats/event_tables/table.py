"""Events as CSV: columns of others first, then ours, in which each cell out of words has the words beside it.

RFC 4180 in UTF-8. No cell is taken for a formula by a spreadsheet, numbers stay numbers, and a line break in a quote
stays one.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar, Literal

from annotator.domain.annotations import AnnotationSet, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.events import Event, Frame
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import Loss
from annotator.formats.event_tables.cells import Cell, cells, written
from annotator.formats.event_tables.format import EventFormat, no_class
from annotator.formats.event_tables.rows import EventRow
from annotator.formats.options import of_writing
from annotator.formats.sources.spreadsheets import guarded

_BYTE_ORDER_MARK = "\ufeff"
#: Columns that hold words of the text: beside each stand the places and the quotes.
WITH_WORDS = frozenset(
    {
        *("trigger", "time", "agents", "targets", "participants", "sources", "place", "places", "others", "relations"),
        *("killed", "injured", "killed_or_injured", "missing", "captured", "displaced", "unharmed"),
    }
)


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How the file is written."""

    bom: Literal["no", "yes"] = field(
        default="no",
        metadata=of_writing("begin with a byte order mark, without which Excel takes letters for others"),
    )


class EventTable(EventFormat):
    """A row an event. `columns` are those of others, `theirs` what stands in them."""

    options: TableOptions
    columns: ClassVar[tuple[str, ...]] = ()

    def theirs(self, row: EventRow) -> Mapping[str, Json]:
        """What stands in the columns of others, by their names."""
        del row
        return {}

    def head(self) -> str:
        mark = _BYTE_ORDER_MARK if self.options.bom == "yes" else ""
        return mark + line([*self.columns, *our_columns()])

    def body(self, row: EventRow, number: int) -> str:
        del number
        theirs = self.theirs(row)
        ours = flat(cells(row))
        return line([*(theirs.get(name) for name in self.columns), *ours.values()])

    def remarks(self, row: EventRow) -> Iterator[Loss]:
        yield from no_class(row)


def flat(found: Mapping[str, Cell]) -> dict[str, Json]:
    """The cells by the names of columns, with the words beside those that have some."""
    row: dict[str, Json] = {}
    for name, cell in found.items():
        row[name] = cell.value
        if name in WITH_WORDS:
            row[f"{name}_spans"] = " ".join(f"{each.start}-{each.end}" for each in cell.words)
            row[f"{name}_quotes"] = written([each.quote for each in cell.words]) if cell.words else None
    return row


@cache
def our_columns() -> tuple[str, ...]:
    """Our columns, in order: the same for every event under every schema."""
    nothing = Schema("", 1, "", ())
    frame = Frame(Span("", "", 0, 1, "x"), (), ())
    row = EventRow(Document("x", "x"), AnnotationSet("", SchemaRef("", 1)), Event(frame, nothing), ())
    return tuple(flat(cells(row)))


def line(values: Sequence[Json]) -> str:
    """A line of the table."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow([_written(each) for each in values])
    return stream.getvalue()


def _written(value: Json) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return guarded(str(value))
