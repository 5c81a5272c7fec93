"""Parquet: the rows of `huggingface` in columns of one file, with the names of tags where `datasets` looks for them.

Written in groups of rows, and read in batches, so that memory holds a group and not the corpus. The features stand
in the metadata of the file under `huggingface`, which `datasets.load_dataset("parquet")` makes ClassLabels of.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar, cast

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.columns.row_reader import RowReader
from annotator.formats.columns.tag_names import (
    NUMBERS,
    STRINGS,
    THINGS,
    columns_in_order,
    features,
    names_in_json,
    names_said,
)
from annotator.formats.columns.token_rows import CARRIES, Row, RowOptions, RowWriter
from annotator.formats.records.checking import located
from annotator.formats.records.selection import one_set
from annotator.formats.sources.files import name_of, reading, writing

_KEY = b"huggingface"
#: A group is written when it has so many rows, or characters of text.
GROUP_ROWS, GROUP_TEXT = 2000, 2**21
#: So many rows are packed at once on writing.
PACKED = 100
#: Rows that are read at once.
BATCH = 500


def library() -> tuple[Any, Any]:
    """PyArrow and its Parquet, loaded on first use; raises Unavailable, naming the extra that brings them."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise Unavailable('this format needs PyArrow: pip install "annotator[parquet]"') from None
    return pyarrow, pyarrow.parquet


@dataclass(frozen=True, slots=True)
class Parquet:
    """A .parquet file, as `datasets`, pandas and databases read it."""

    options: RowOptions = field(default_factory=RowOptions)

    id: ClassVar[str] = "parquet"
    title: ClassVar[str] = "Parquet"
    suffix: ClassVar[str] = ".parquet"
    description: ClassVar[str] = "Rows of tokens with named tags and all spans in columns, for datasets and pandas."
    carries: ClassVar[Carries] = CARRIES

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """Group by group; tags are numbered by the schema's labels, others behind these."""
        arrow, parquet = library()
        writer = RowWriter(self.options, schema)
        columns = columns_in_order(writer.names.names())
        kinds = arrow.schema([(column, _kind(arrow, column)) for column in columns])
        # Arrow's own copy of the schema would hide the metadata that is added at the end; the types need none.
        options = {"compression": "zstd", "store_schema": False}
        with writing(destination) as stream, parquet.ParquetWriter(stream, kinds, **options) as file:
            group = _Group(arrow, kinds)
            for annotated in documents:
                rows, losses = writer.rows(annotated)
                group.add(rows)
                if group.is_full:
                    file.write_table(group.taken())
                yield from losses
            if group.number:
                file.write_table(group.taken())
            info = {"info": {"features": features(writer.names.names())}}
            file.add_key_value_metadata({_KEY: json.dumps(info).encode()})

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The one set that is written, whole but for its comments."""
        del schema
        return one_set(annotated, self.carries)[0]

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The rows of one file, numbered in errors as lines are elsewhere; names of tags as the file has them."""
        file = name_of(source, file)
        _, parquet = library()
        with reading(source) as stream:
            try:
                with _guarded():
                    table = parquet.ParquetFile(_seekable(stream), pre_buffer=False)
                    names = _names_in(table.schema_arrow.metadata or {})
                if self.options.labels:
                    names = names_said(self.options.labels)
                reader = RowReader(self.options, names, schema, report, file, set())
                yield from reader.documents(_rows(table))
            except InvalidInput as error:
                raise located(error, file, None) from None


class _Group:
    """Rows that are written together; soon in Arrow's memory, where they take a fraction of the room."""

    def __init__(self, arrow: Any, kinds: Any) -> None:
        self._arrow, self._kinds = arrow, kinds
        self._rows: list[Row] = []
        self._batches: list[Any] = []
        self.number = self._text = 0

    def add(self, rows: Sequence[Row]) -> None:
        self._rows += rows
        self.number += len(rows)
        self._text += sum(len(cast(str, row["text"])) for row in rows)
        if len(self._rows) >= PACKED:
            self._pack()

    def _pack(self) -> None:
        self._batches.append(self._arrow.RecordBatch.from_pylist(self._rows, schema=self._kinds))
        self._rows = []

    @property
    def is_full(self) -> bool:
        return self.number >= GROUP_ROWS or self._text >= GROUP_TEXT

    def taken(self) -> Any:
        self._pack()
        table = self._arrow.Table.from_batches(self._batches, schema=self._kinds)
        self._batches, self.number, self._text = [], 0, 0
        return table


def _kind(arrow: Any, column: str) -> Any:
    if column in THINGS:
        kinds = {"string": arrow.string(), "int64": arrow.int64()}
        return arrow.list_(arrow.struct([(name, kinds[kind]) for name, kind in THINGS[column].items()]))
    kind, depth = (arrow.string(), STRINGS[column]) if column in STRINGS else (arrow.int64(), NUMBERS.get(column, 1))
    for _ in range(depth):
        kind = arrow.list_(kind)
    return kind


def _seekable(stream: BinaryIO) -> BinaryIO:
    return stream if stream.seekable() else io.BytesIO(stream.read())


def _names_in(metadata: dict[bytes, bytes]) -> dict[str, list[str]]:
    """The names of tags in the features that `datasets` or we wrote into the file."""
    said: Json = json.loads(metadata.get(_KEY, b"null"))
    return names_in_json(said.get("info") if isinstance(said, dict) else None)


def _rows(table: Any) -> Iterator[tuple[int, JsonObject]]:
    with _guarded():
        batches = table.iter_batches(batch_size=BATCH)
    number = 0
    while True:
        with _guarded():
            batch = next(batches, None)
            rows = [] if batch is None else batch.to_pylist()
        if batch is None:
            return
        for row in rows:
            number += 1
            yield number, row


@contextmanager
def _guarded() -> Iterator[None]:
    """Whatever goes wrong in here, the file is to blame."""
    try:
        yield
    except InvalidInput:
        raise
    except Exception as error:
        # A damaged file fails wherever Arrow first trips over it.
        raise InvalidInput(f"no Parquet that Arrow can read: {error}", rule="parquet") from None
