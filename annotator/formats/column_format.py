"""A format of columns: what `conll2003` and `iob2` are, but for the look of a line.

How tokens, tags and sentences become rows, and come back, is in `columns`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats import columns
from annotator.formats.base import Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.columns import ColumnOptions


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """Whoever derives from it says what it is called, and how a line looks."""

    options: ColumnOptions = field(default_factory=ColumnOptions)

    carries: ClassVar[Carries] = columns.CARRIES
    #: The line before a document.
    start: ClassVar[str]
    #: The line of a token, with places for {word} and {tag}.
    row: ClassVar[str]

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """Rows with single spaces between columns; `schema` is not needed."""
        del schema
        return columns.write_documents(documents, destination, self.options, self.start, self.row)

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The words and the flat spans of the one set that is written."""
        return columns.kept(annotated, schema, self.options)

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """Any number of columns from two, the tag last; labels that the schema lacks are reported."""
        return columns.read_documents(source, schema, self.options, report, file)
