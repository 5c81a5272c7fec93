"""Table of events: a row an event, every cell with the words behind it. Can be written, but not read."""

from dataclasses import dataclass, field
from typing import ClassVar

from annotator.formats.event_table import EventTable
from annotator.formats.options import NoOptions


@dataclass(frozen=True, slots=True)
class Events(EventTable):
    """All events, those that did not happen too: their status and claim say so."""

    options: NoOptions = field(default_factory=NoOptions)

    id: ClassVar[str] = "events"
    title: ClassVar[str] = "Table of events"
    suffix: ClassVar[str] = ".events.csv"
    description: ClassVar[str] = "A row an event: parties, place, time and tolls, each with the words behind it."
