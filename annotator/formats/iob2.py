"""IOB2: two columns `token TAG`, as most trainers of sequence taggers read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats import columns
from annotator.formats.base import Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.columns import ColumnOptions


@dataclass(frozen=True, slots=True)
class Iob2:
    """Two columns: the token and its tag."""

    options: ColumnOptions = field(default_factory=ColumnOptions)

    id: ClassVar[str] = "iob2"
    title: ClassVar[str] = "IOB2 columns"
    suffix: ClassVar[str] = ".iob2"
    description: ClassVar[str] = "Token and IOB2 tag: flat spans for sequence taggers, in the fewest columns."
    carries: ClassVar[Carries] = columns.CARRIES
    start: ClassVar[str] = f"{columns.START} O"
    row: ClassVar[str] = "{word} {tag}"

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
