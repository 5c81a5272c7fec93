"""Hugging Face: a data set of rows of tokens, as `datasets.load_dataset` reads it, with the names of the tags.

One archive: rows as JSON Lines in `data/train.jsonl`, the features in the head of `README.md`, where
`load_dataset` finds them by itself once the archive is unpacked into a folder, and the names of the tags once
more in `labels.json`, for whoever reads the rows alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import PurePosixPath
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import Carries, Destination, Loss, Report, Source, refuse, skipped
from annotator.formats.columns.row_reader import TAGS, TOKENS, RowReader
from annotator.formats.columns.tag_names import (
    front_matter,
    names_in_front_matter,
    names_in_json,
    names_said,
    parsed_json,
)
from annotator.formats.columns.token_rows import CARRIES, RowOptions, RowWriter
from annotator.formats.records.selection import one_set
from annotator.formats.sources.archives import Files, opened, writing_files
from annotator.formats.sources.json_lines import listed_or_by_line
from annotator.formats.sources.json_text import written
from annotator.formats.sources.recognition import all_of

_ROWS = "data/train.jsonl"
_LABELS = "labels.json"
#: Files that say the names of tags, the first that does is taken.
_BESIDE = ("dataset_infos.json", "dataset_info.json", "features.json", _LABELS)
_README = """
# Annotated documents

A row is a sentence: `tokens` and `ner_tags`, its `text` with the place of each token in it (`offsets`), and its
`spans`, overlapping or not, in the same offsets (code points, the end exclusive). `document_id` and `start` say of
which document it is a part; a document's rows belong into one split. `attributes`, `meta` and `set` are JSON.
"""


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """A zip archive that unpacked is a data set."""

    options: RowOptions = field(default_factory=RowOptions)

    id: ClassVar[str] = "huggingface"
    title: ClassVar[str] = "Hugging Face data set"
    suffix: ClassVar[str] = ".hf.zip"
    members: ClassVar[tuple[str, ...]] = ()
    signs: ClassVar[tuple[frozenset[str], ...]] = tuple(map(frozenset, product(TOKENS, TAGS)))
    description: ClassVar[str] = "Rows of tokens with named tags and all spans, for datasets.load_dataset and run_ner."
    carries: ClassVar[Carries] = CARRIES

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """Rows first, their features last; tags are numbered by the schema's labels, others behind these."""
        writer = RowWriter(self.options, schema)
        with writing_files(destination) as files:
            with files.stream(_ROWS) as stream:
                for annotated in documents:
                    rows, losses = writer.rows(annotated)
                    for row in rows:
                        stream.write(written(row, annotated.document.id) + b"\n")
                    yield from losses
            names = writer.names.names()
            files.write("README.md", (front_matter(names, _ROWS) + _README).encode())
            plain = names if writer.names.layers else next(iter(names.values()))
            files.write(_LABELS, (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode())

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The one set that is written, whole but for its comments."""
        del schema
        return one_set(annotated, self.carries)[0]

    def holds(self, files: Files) -> bool:
        """Whether its JSON Lines are rows of tokens, and beside them is a file that may name the tags."""
        beside = {PurePosixPath(name).name for name in files.names} & {"README.md", *_BESIDE}
        return bool(beside) and all_of(self, files, ".jsonl")

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The rows of every file of JSON Lines in a folder or an archive, else of every list, or of the one file."""
        with opened(source, file) as files:
            rows = _named(files, ".jsonl", ".ndjson") or _named(files, ".json")
            rows = rows or (list(files.names) if len(files.names) == 1 else [])
            if not rows:
                raise InvalidInput("there is no file of rows (.jsonl, .json) in it", rule="file", file=file)
            names = names_said(self.options.labels) if self.options.labels else _names_in(files)
            taken: set[str] = set()
            for name in rows:
                place = files.place(name)
                prefix = f"{PurePosixPath(name).stem}-" if len(rows) > 1 else ""
                reader = RowReader(self.options, names, schema, report, place, taken, prefix)
                try:
                    with files.stream(name) as stream:
                        yield from reader.documents(listed_or_by_line(stream, report, place))
                except InvalidInput as error:
                    skipped(error, report, place)


def _named(files: Files, *endings: str) -> list[str]:
    """The files with such an ending that say no names of tags."""
    paths = map(PurePosixPath, files.names)
    return [str(each) for each in paths if each.suffix in endings and each.name not in _BESIDE]


def _names_in(files: Files) -> Mapping[str, list[str]]:
    """The names of the tags as some file beside the rows says them."""
    by_name = {PurePosixPath(name).name: name for name in files.names}
    found: Mapping[str, list[str]] = {}
    if "README.md" in by_name:
        found = names_in_front_matter(files.read(by_name["README.md"]).decode("utf-8", "replace"))
    for beside in _BESIDE:
        if not found and beside in by_name:
            place = files.place(by_name[beside])
            found = names_in_json(parsed_json(files.read(by_name[beside]), place))
    return found
