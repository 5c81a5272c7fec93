"""A format of columns: what `conll2003`, `iob2`, `ioe2` and `bioes` are, but for the look of a line.

How tokens, tags and sentences become rows, and come back, is in `columns`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats.base import Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.columns import corpus as columns
from annotator.formats.columns.corpus import ColumnOptions, Look
from annotator.formats.columns.layout import DOCUMENT


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """Token and tag; whoever derives from it says what it is called, and how a line looks if not so."""

    options: ColumnOptions = field(default_factory=ColumnOptions)

    @property
    def look(self) -> Look:
        """How it is written."""
        return Look(start=f"{DOCUMENT} O", row="{word} {tag}", scheme="iob2", names="FORM")

    @property
    def carries(self) -> Carries:
        """The words and the flat spans of one set; with comments the text, with layers more."""
        return columns.carried(self.options)

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """Rows with single spaces between columns; `schema` is needed for `overlap=layers` alone."""
        return columns.write_documents(documents, destination, self.options, self.look, schema)

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The words and the flat spans of the one set that is written."""
        return columns.kept(annotated, schema, self.options, self.look.scheme)

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """Columns in any layout and scheme; labels that the schema lacks are reported, and so is a scheme not ours."""
        return columns.read_documents(source, schema, self.options, self.look.scheme, report, file)
