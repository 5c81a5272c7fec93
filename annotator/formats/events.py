"""Table of events: a row an event, every cell with the words behind it. Can be written, but not read."""

from dataclasses import dataclass, field
from typing import ClassVar

from annotator.formats.event_tables.table import EventTable, TableOptions


@dataclass(frozen=True, slots=True)
class Events(EventTable):
    """All events, those that did not happen too: their status and claim say so."""

    options: TableOptions = field(default_factory=TableOptions)

    id: ClassVar[str] = "events"
    title: ClassVar[str] = "Table of events"
    suffix: ClassVar[str] = ".events.csv"
    description: ClassVar[str] = "A row an event: parties, place, time and tolls, each with the words behind it."
