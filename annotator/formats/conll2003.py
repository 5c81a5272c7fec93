"""CoNLL-2003: four columns `token -X- _ TAG`, as spaCy, Flair and the CoNLL scorers read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats import columns
from annotator.formats.base import Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.columns import ColumnOptions


@dataclass(frozen=True, slots=True)
class Conll2003:
    """Four columns, of which the first and the last say something."""

    options: ColumnOptions = field(default_factory=ColumnOptions)

    id: ClassVar[str] = "conll2003"
    title: ClassVar[str] = "CoNLL-2003"
    suffix: ClassVar[str] = ".conll"
    description: ClassVar[str] = "Token, two empty columns and an IOB2 tag: flat spans for sequence taggers."
    carries: ClassVar[Carries] = columns.CARRIES
    #: This very line is what spaCy takes for the beginning of a document.
    start: ClassVar[str] = f"{columns.START} -X- O O"
    row: ClassVar[str] = "{word} -X- _ {tag}"

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
