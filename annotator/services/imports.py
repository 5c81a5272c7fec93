"""Files come in: which format reads them, with which options, and one file as one transaction.

A file is read first and stored afterwards: who holds the transaction while a slow format is read keeps everybody
else from saving.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session

from annotator import formats
from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Reader, refuse
from annotator.formats.native import NATIVE as NATIVE
from annotator.formats.options import configured
from annotator.services import documents
from annotator.services.documents import ImportReport
from annotator.store.tables import Project

#: Told how many documents there are so far.
Tell = Callable[[int], None]
#: Between two looks at how far it is.
_EVERY = 50


def reader_for(name: str, format_id: str | None = None, settings: Mapping[str, str] | None = None) -> Reader:
    """What reads a file of this name: the format named, else the one whose files end so.

    Raises InvalidInput where there is none, or it lacks an option that was set.
    """
    chosen = format_id or formats.guess(name)
    if chosen is None:
        raise InvalidInput("no format's files end like this; name one", rule="format", file=name)
    return configured(formats.reader(chosen), settings or {})


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what reads it, and what errors call it."""

    reader: Reader
    path: Path
    name: str


@dataclass(slots=True)
class Faults:
    """What did not come in, counted by kind and reason; unless it keeps going, the first fault stops the reading."""

    keep_going: bool = False
    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    write: Callable[[Loss], object] | None = None

    def take(self, loss: Loss) -> None:
        if not self.keep_going:
            refuse(loss)
        self.numbers[(loss.kind, loss.reason)] += 1
        if self.write is not None:
            self.write(loss)

    def as_json(self) -> list[Json]:
        ordered = sorted(self.numbers.items())
        return [{"kind": kind, "reason": reason, "number": number} for (kind, reason), number in ordered]


def spool(source: Source, schema: Schema, faults: Faults, target: Path, tell: Tell) -> int:
    """Read a file into a native one; the number of its documents. Raises InvalidInput."""
    number = 0

    def counted() -> Iterator[AnnotatedDocument]:
        nonlocal number
        for record in source.reader.read(source.path, schema, faults.take, file=source.name):
            number += 1
            if number % _EVERY == 0:
                tell(number)
            yield record

    for _ in NATIVE.write(counted(), target):
        pass
    return number


def store(session: Session, project: Project, source: Source, schema: Schema, tell: Tell) -> ImportReport:
    """Store the documents of a file; raises InvalidInput, and then the transaction is to be thrown away."""
    report = ImportReport()
    records = source.reader.read(source.path, schema, file=source.name)
    for report in documents.import_documents(session, project, records):
        tell(report.documents + report.known)
    return report
