"""CSV with a column of texts: one row, one document; the other columns are its metadata."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import NOTHING, Carries, Report, skipped
from annotator.formats.options import of_reading
from annotator.formats.sources.stories import ENCODING_HELP, StoryFormat, story

#: A field longer than this is no news story.
LARGEST_FIELD = 20_000_000
#: What others write between fields.
_DELIMITERS = "\t;|,"


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """Which columns hold what, and how the file is written."""

    text: str = field(default="text", metadata=of_reading("the column of the texts"))
    id: str = field(default="id", metadata=of_reading("the column of the ids, if there is one"))
    delimiter: str = field(default=",", metadata=of_reading('between fields; "tab" for a tab'))
    encoding: str = field(default="utf-8", metadata=of_reading(ENCODING_HELP))


@dataclass(frozen=True, slots=True)
class CsvTable(StoryFormat):
    """RFC 4180 with a header line."""

    options: CsvOptions = CsvOptions()

    id: ClassVar[str] = "csv"
    title: ClassVar[str] = "CSV"
    suffix: ClassVar[str] = ".csv"
    description: ClassVar[str] = "A row a document: a column of texts, the others are metadata."
    carries: ClassVar[Carries] = replace(NOTHING, text=True, meta=True)

    def stories(self, text: str, file: str | None, report: Report) -> Iterator[AnnotatedDocument]:
        """A document a row; one that breaks a rule is told with its line, and left out."""
        delimiter = "\t" if self.options.delimiter == "tab" else self.options.delimiter
        if len(delimiter) != 1:
            raise InvalidInput("a delimiter is one character, or tab", rule="option", file=file)
        csv.field_size_limit(LARGEST_FIELD)
        # newline="" keeps the line ends inside quoted fields as they are.
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        line = 1
        try:
            header = next(rows, [])
            self._check_header(header, file)
            for row in rows:
                number, line = line + 1, rows.line_num
                try:
                    document = self._document(header, row, file, number) if row else None
                except InvalidInput as error:
                    skipped(error, report, file, number)
                    continue
                if document is not None:
                    yield document
        except csv.Error as error:
            # Where rows begin behind it nobody can tell.
            skipped(InvalidInput(str(error), rule="csv"), report, file, rows.line_num)

    def _check_header(self, header: list[str], file: str | None) -> None:
        if self.options.text not in header:
            have = ", ".join(header) or "no columns"
            said = f"there is no column {self.options.text!r}; there are: {have}; {_hint(header)}"
            raise InvalidInput(said, rule="column", file=file, line=1)
        if len(set(header)) != len(header):
            raise InvalidInput("two columns have one name", rule="column", file=file, line=1)

    def _document(self, header: list[str], row: list[str], file: str | None, line: int) -> AnnotatedDocument:
        if len(row) != len(header):
            said = f"{len(row)} fields where the header has {len(header)}"
            raise InvalidInput(said, rule="fields", file=file, line=line)
        fields = dict(zip(header, row, strict=True))
        text = fields.pop(self.options.text)
        key = fields.pop(self.options.id, "")
        known: dict[str, Json] = {each: value for each, value in fields.items() if value}
        try:
            return story(text, key, known)
        except InvalidInput as error:
            raise InvalidInput(error.message, rule=error.rule, file=file, line=line, document=error.document) from None


def _hint(header: list[str]) -> str:
    """What to do about a column that is not there."""
    if len(header) == 1 and any(other in header[0] for other in _DELIMITERS):
        return "the option delimiter says what stands between fields"
    return "the option text names the column of the texts"
