"""What a corpus format is: it writes and reads annotated documents, and tells what it cannot carry.

A format is stateless and knows no project, database or page. It works on streams of documents,
one after the other, so that memory does not grow with the corpus.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias, runtime_checkable

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema

#: A stream, or the path of a file; of a folder for a format of several files.
Source: TypeAlias = BinaryIO | Path
Destination: TypeAlias = BinaryIO | Path


class Weight(StrEnum):
    """How much a loss weighs for whoever reads a corpus: what is `LOST` is a fault of the file."""

    LOST = "lost"
    #: It is there, but not as it was: moved, joined, trimmed, renamed.
    CHANGED = "changed"
    #: Left out because whoever asked for the reading said so.
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that did not come through, or not as it was, and why.

    `kind` says what it was (a span, a link, an attribute ...), `id` which one, `reason` is a
    stable word for programs, `detail` a sentence for people. A loss of reading tells its place
    in the file, as far as it is known.
    """

    document: str
    kind: str
    id: str | None
    reason: str
    detail: str
    weight: Weight = Weight.LOST
    file: str | None = None
    line: int | None = None

    def as_json(self) -> dict[str, Json]:
        said: dict[str, Json] = {
            "document": self.document,
            "kind": self.kind,
            "id": self.id,
            "reason": self.reason,
            "detail": self.detail,
        }
        if self.weight is not Weight.LOST:
            said["weight"] = str(self.weight)
        return said | {name: value for name, value in (("file", self.file), ("line", self.line)) if value}


Report: TypeAlias = Callable[[Loss], object]

#: The kind of a loss that is a whole record of a file, which could not be read.
RECORD = "record"


def refuse(loss: Loss) -> None:
    """The report of whoever takes no losses: reading stops at the first that is a fault."""
    if loss.weight is Weight.LOST:
        said = loss.detail if loss.kind == RECORD else f"{loss.kind} {loss.id or ''}: {loss.detail}"
        raise InvalidInput(said, rule=loss.reason, file=loss.file, line=loss.line, document=loss.document or None)


def placing(report: Report, file: str | None, line: int | None = None) -> Report:
    """The report, told in which file and line a loss is that does not say it itself."""

    def told(loss: Loss) -> object:
        return report(replace(loss, file=loss.file or file, line=loss.line or line))

    return told


def skipped(error: InvalidInput, report: Report, file: str | None = None, line: int | None = None) -> None:
    """Report a record that cannot be read, and is left out; with `refuse` the error is raised as it is.

    Readers whose records stand by themselves (lines, objects, files) go on behind it.
    """
    file, line = error.file or file, error.line or line
    report(Loss(error.document or "", RECORD, None, error.rule, error.message, Weight.LOST, file, line))


@dataclass(frozen=True, slots=True)
class Carries:
    """What a format can hold. Whatever it cannot is a reported loss."""

    #: The text, character for character; else only its words.
    text: bool
    #: Ids of documents, spans and links.
    ids: bool
    #: What is known of the document: title, source, date, language.
    meta: bool
    #: Every annotation set of a document; else one, the settled or the submitted.
    every_set: bool
    #: Whose the set is, its layer and status, schema and guideline.
    provenance: bool
    #: Who made each span.
    origin: bool
    #: Spans that nest, cross or stand on the same words.
    overlap: bool
    #: Links, and so events with their roles.
    links: bool
    #: Attributes of spans.
    attributes: bool
    #: Attributes of the document.
    document_attributes: bool
    #: Comments, flags and the reason of a skip.
    comments: bool

    def as_json(self) -> dict[str, Json]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


#: What a format holds or cannot hold, in words, by the names of the fields of `Carries`.
PARTS: Mapping[str, str] = {
    "text": "the text as it is",
    "ids": "ids",
    "meta": "metadata",
    "every_set": "more than one annotation set a document",
    "provenance": "whose a set is",
    "origin": "who made a span",
    "overlap": "spans that overlap",
    "links": "links (and with them events)",
    "attributes": "attributes of spans",
    "document_attributes": "attributes of documents",
    "comments": "comments",
}

EVERYTHING = Carries(**dict.fromkeys((field.name for field in fields(Carries)), True))
NOTHING = Carries(**dict.fromkeys((field.name for field in fields(Carries)), False))


class CorpusFormat(Protocol):
    """What every format says of itself. `options` is a frozen dataclass, shown as a form."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def carries(self) -> Carries: ...
    @property
    def options(self) -> object: ...


@runtime_checkable
class Bundled(Protocol):
    """A format of which several files may be one corpus: read from an archive, a folder or one of its files."""

    @property
    def members(self) -> tuple[str, ...]:
        """How names of files end that show a folder or an archive to be of this format."""
        ...


@runtime_checkable
class Writer(CorpusFormat, Protocol):
    """A format that can be written."""

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """Write the documents, one by one, as the losses are taken: nothing is written by the call alone.

        Raises InvalidInput, naming the document, for what must not be written at all.
        """
        ...

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """What reading brings back of a document that was written; None when it is left out."""
        ...


@runtime_checkable
class Reader(CorpusFormat, Protocol):
    """A format that can be read."""

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The documents of the source, one by one, checked against the schema when there is one.

        What cannot be placed is reported; by default the first loss stops the reading. Raises
        InvalidInput with file, line, document and rule. `file` names the source in errors.
        """
        ...


def is_annotated(reader: Reader) -> bool:
    """Whether what it reads brings annotations: formats of mere texts say `annotated = False`."""
    return getattr(reader, "annotated", True)
