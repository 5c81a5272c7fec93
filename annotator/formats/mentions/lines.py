"""Formats of events that are lines of JSON: one a document, or several that follow each other.

What comes back of a document is by definition what is read of its own lines.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import ClassVar, TypeAlias

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Destination, Loss, Report, Source, placing, refuse, skipped
from annotator.formats.maps.description import QUIET, Description
from annotator.formats.mentions.view import needed
from annotator.formats.records.checking import located
from annotator.formats.records.corner import CORNER
from annotator.formats.records.selection import chosen, no_set
from annotator.formats.sources.files import name_of, writing
from annotator.formats.sources.json_lines import listed_or_by_line
from annotator.formats.sources.json_text import written
from annotator.formats.sources.unread import Known, Unread

#: An object of the file, with the line that it stands on.
Numbered: TypeAlias = tuple[int, JsonObject]
#: Under which keys lines of events say what their document is called.
_IDS = ("doc_key", "doc_id", "docid", "document_id", "id")


class WrittenLines(ABC):
    """Whoever derives from it says what the lines of a document are."""

    @abstractmethod
    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        """The lines of the document with this set, and all that they leave behind; none for one that is left out."""

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One document after the other. Raises InvalidInput without a schema: only it says what heads events."""
        with writing(destination) as stream:
            for annotated in documents:
                annotations = chosen(annotated)
                if annotations is None:
                    yield no_set(annotated.document)
                    continue
                lines, losses = self.lines(annotated, annotations, needed(schema, annotated.document))
                stream.write(b"".join(written(line, annotated.document.id) + b"\n" for line in lines))
                yield from losses


class EventLines(WrittenLines):
    """It says, too, what document lines are of."""

    #: The keys of lines that are read, or say nothing beside those; what stands under others is told.
    known: ClassVar[Known]

    @abstractmethod
    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The document of these lines; raises InvalidInput where they are of another shape."""

    @abstractmethod
    def declare(self, line: JsonObject, description: Description) -> None:
        """Add what the form of a line says of labels and roles; what is of another shape says nothing."""

    def is_intact(self, lines: Sequence[JsonObject]) -> bool:
        """Whether lines are ours as we wrote them: what they leave behind was told then."""
        del lines
        return False

    def key(self, line: JsonObject) -> Json:
        """What lines of one document share; None for a line that is a document."""
        del line
        return None

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """What is read of the lines of the document."""
        annotations = chosen(annotated)
        if annotations is None:
            return None
        lines, _ = self.lines(annotated, annotations, needed(schema, annotated.document))
        return self.document(lines, schema, refuse) if lines else None

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """One document after the other; one that cannot be read is told, and left out."""
        file = name_of(source, file)
        with Unread({**self.known, CORNER: None}, report, file) as unread:
            for numbered in self._grouped(listed_or_by_line(source, report, file)):
                at, lines = numbered[0][0], [line for _, line in numbered]
                try:
                    if not self.is_intact(lines):
                        for number, line in numbered:
                            unread.tell(line, number)
                    annotated = self.document(lines, schema, placing(report, file, at))
                except InvalidInput as error:
                    skipped(located(error, file, at, _named(lines[0])), report)
                    continue
                yield annotated

    def describe(self, source: Source, file: str | None = None) -> Description:
        """Which labels head events and which roles fill them: the form of the lines says it."""
        description = Description()
        for _, line in listed_or_by_line(source, QUIET, file):
            self.declare(line, description)
        return description

    def _grouped(self, lines: Iterable[Numbered]) -> Iterator[list[Numbered]]:
        for key, group in groupby(lines, key=lambda numbered: self.key(numbered[1])):
            if key is None:
                yield from ([each] for each in group)
            else:
                yield list(group)


def _named(line: JsonObject) -> str | None:
    """The id that a line says its document has, under one of the keys that such lines have for it."""
    return next((said for key in _IDS if isinstance(said := line.get(key), str)), None)


def heads_events(description: Description, names: Iterable[Json]) -> None:
    """Say that spans of these names head events."""
    for name in names:
        if isinstance(name, str) and name:
            description.label(name).is_trigger = True


def means(description: Description, meaning: Meaning, names: Iterable[Iterable[Json]]) -> None:
    """Say what links of these names say; what was said first holds."""
    for name in chain.from_iterable(names):
        if isinstance(name, str) and name:
            role = description.role(name)
            role.meaning = role.meaning or meaning
