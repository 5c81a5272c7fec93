"""The native format: one document a line as JSON, lossless, byte-stable, versioned.

The only full copy: every annotation set with its comments, skips, links, attributes, and the
origin of each span. The schema travels beside the file. native.schema.json describes a line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import EVERYTHING, Carries, Destination, Loss, Report, Source, refuse, skipped
from annotator.formats.native.record import read_record, record
from annotator.formats.options import of_reading
from annotator.formats.sources.files import name_of, reading, writing
from annotator.formats.sources.json_text import parsed, written

#: The published description of a line, as a JSON Schema.
SCHEMA_FILE = Path(__file__).with_name("native.schema.json")


@dataclass(frozen=True, slots=True)
class NativeOptions:
    """How to take a span that does not match its quote."""

    misplaced: Literal["refuse", "move"] = field(
        default="refuse",
        metadata=of_reading(
            "a span that does not match its quote: an error, or moved to where it does, if that is certain"
        ),
    )


@dataclass(frozen=True, slots=True)
class Native:
    """JSON Lines in the record of this program."""

    options: NativeOptions = field(default_factory=NativeOptions)

    id: ClassVar[str] = "native"
    title: ClassVar[str] = "Native JSON Lines"
    suffix: ClassVar[str] = ".jsonl"
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"format", "id", "text"}),)
    description: ClassVar[str] = "One document a line with all its annotation sets: the only full copy."
    carries: ClassVar[Carries] = EVERYTHING

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One line a document; there are no losses. `schema` is not needed."""
        del schema
        with writing(destination) as stream:
            for annotated in documents:
                stream.write(line(annotated))
        yield from ()

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument:
        """All of it."""
        del schema
        return annotated

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """One document after the other; blank lines are passed over."""
        file = name_of(source, file)
        mover = report if self.options.misplaced == "move" else None
        with reading(source) as stream:
            # By line feeds alone: U+2028 and its like stand inside strings.
            for number, raw in enumerate(stream, start=1):
                if raw.isspace():
                    continue
                try:
                    annotated = read_record(parsed(raw), schema, mover)
                except InvalidInput as error:
                    skipped(error, report, file, number)
                else:
                    yield annotated


def line(annotated: AnnotatedDocument) -> bytes:
    """The line of a document; raises InvalidInput for metadata or values that JSON cannot hold."""
    return written(record(annotated), annotated.document.id) + b"\n"


NATIVE = Native()
