"""Label Studio's CSV: a row for each annotated text, with a column for each control. Written only.

After the converter of Label Studio's SDK: columns sorted by name, every text in quotation marks, lists as JSON.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats.base import Carries, Destination, Loss
from annotator.formats.label_studio.rows import CARRIES, columns, kept, row
from annotator.formats.options import NoOptions
from annotator.formats.sources.files import writing
from annotator.formats.sources.json_text import written


@dataclass(frozen=True, slots=True)
class LabelStudioCsv:
    """A table with a row a text."""

    options: NoOptions = field(default_factory=NoOptions)

    id: ClassVar[str] = "label_studio_csv"
    title: ClassVar[str] = "Label Studio CSV"
    suffix: ClassVar[str] = ".label_studio.csv"
    description: ClassVar[str] = "A row a text, with a column for each control, as Label Studio's CSV."
    carries: ClassVar[Carries] = CARRIES

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """A row for the one set of each document; the schema tells which columns there are."""
        names = columns(schema)
        with writing(destination) as stream:
            stream.write(_line(dict(zip(names, names, strict=True)), names))
            for annotated in documents:
                made, losses = row(annotated, schema)
                if made is not None:
                    cells = {name: _cell(made.get(name), annotated.document.id) for name in names}
                    stream.write(_line(cells, names))
                yield from losses

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """What its row says of a document."""
        return kept(annotated, schema)


def _cell(value: object, document: str) -> str | int | float:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) else written(value, document).decode()  # type: ignore[arg-type]


def _line(cells: Mapping[str, str | int | float], names: list[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.DictWriter(line, names, quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return line.getvalue().encode()
