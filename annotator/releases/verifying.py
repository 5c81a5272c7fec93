"""A release checked again, from its own files alone: nothing is believed that can be counted."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.domain.annotations import AnnotatedDocument, SchemaRef
from annotator.domain.errors import AnnotatorError, InvalidInput
from annotator.domain.json import Json
from annotator.domain.rules import first_violation
from annotator.domain.schema import Schema
from annotator.domain.schema_reader import read_schema
from annotator.formats.sources.spreadsheets import unguarded
from annotator.releases import manifest
from annotator.releases.corpus import Corpus, read_file
from annotator.releases.grouping import joined_documents
from annotator.releases.plan import Ties
from annotator.releases.statistics import Counts, Statistics
from annotator.releases.steps import result_of


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which file."""

    file: str
    what: str

    def as_json(self) -> dict[str, Json]:
        return {"file": self.file, "what": self.what}


def faults(folder: Path) -> Iterator[Fault]:
    """Everything that is wrong with the release; nothing for one that is whole. Raises NotFound where none is.

    Raises Unavailable when near-duplicates cannot be looked for here.
    """
    try:
        said = manifest.read(folder)
        listed = manifest.entries(said)
    except InvalidInput as error:
        yield Fault(manifest.FILE, error.message)
        return
    yield from _files(folder, said, listed)
    yield from _Check(folder, said).faults()


def _files(folder: Path, said: Mapping[str, Any], listed: list[manifest.FileEntry]) -> Iterator[Fault]:
    """Each file that is listed is there, byte for byte, and no other."""
    there = {path.relative_to(folder).as_posix(): path for path in manifest.files_in(folder)}
    for each in listed:
        path = there.pop(each.path, None)
        if path is None:
            yield Fault(each.path, "is missing")
        elif path.is_symlink():
            yield Fault(each.path, "is a link, and no file")
        elif (now := manifest.entry(folder, path)).size != each.size:
            yield Fault(each.path, f"has {now.size} bytes, not {each.size}")
        elif now.sha256 != each.sha256:
            yield Fault(each.path, f"has the checksum {now.sha256}, not {each.sha256}")
    there.pop(manifest.FILE, None)
    for name in sorted(there):
        yield Fault(name, "is not in the manifest")
    if said.get("digest") != manifest.digest_of(listed):
        yield Fault(manifest.FILE, "its digest is not that of its list of files")


class _Check:
    """What is read of a release as it is checked."""

    def __init__(self, folder: Path, said: Mapping[str, Any]) -> None:
        self.folder = folder
        self.said = said
        self.listed = {each.path for each in manifest.entries(said)}
        self.splits: Mapping[str, Any] = said.get("splits") or {}
        self.native = manifest.native_files(folder, list(self.splits))
        self.schemas: dict[SchemaRef, Schema] = {}
        #: By document the split that it stands in.
        self.found: dict[str, str] = {}
        self.sums: dict[str, str] = {}

    def faults(self) -> Iterator[Fault]:
        yield from self._schemas()
        whole = True
        statistics = Statistics()
        for split, file in self.native.items():
            try:
                for annotated in read_file(file):
                    yield from self._document(split, file, annotated)
                    statistics.add(split, annotated, self.schemas)
            except AnnotatorError as error:
                whole = False
                yield Fault(self._name(file), str(error))
        if not whole:
            return
        yield from self._counts(statistics)
        yield from self._table()
        yield from self._ties()
        yield from self._groups()

    def _name(self, file: Path) -> str:
        return file.relative_to(self.folder).as_posix()

    def _schemas(self) -> Iterator[Fault]:
        for each in self.said.get("schemas") or ():
            name = str(each.get("file"))
            if name not in self.listed:
                yield Fault(manifest.FILE, f"the schema {name} is not among its files")
                continue
            try:
                schema = read_schema(json.loads((self.folder / name).read_bytes()), name)
            except FileNotFoundError:
                continue  # that it is missing, is said
            except (AnnotatorError, ValueError, OSError) as error:
                yield Fault(name, f"is no schema: {error}")
                continue
            ref = SchemaRef(schema.name, schema.version)
            if (each.get("name"), each.get("version")) != (ref.name, ref.version):
                yield Fault(name, f"is the schema {ref.name} {ref.version}")
            self.schemas[ref] = schema

    def _document(self, split: str, file: Path, annotated: AnnotatedDocument) -> Iterator[Fault]:
        document = annotated.document
        where = f"document {document.id}"
        if document.id in self.found:
            yield Fault(self._name(file), f"{where} stands in {self.found[document.id]} too")
        self.found[document.id] = split
        self.sums[document.id] = document.checksum
        for annotations in annotated.sets:
            schema = self.schemas.get(annotations.schema)
            if schema is None:
                ref = annotations.schema
                yield Fault(self._name(file), f"{where}: there is no schema {ref.name} {ref.version} in the release")
                continue
            violation = first_violation(document.text, schema, annotations)
            if violation is not None:
                yield Fault(
                    self._name(file), f"{where}, {annotations.annotator}: {violation.about}: {violation.detail}"
                )

    def _counts(self, statistics: Statistics) -> Iterator[Fault]:
        for split, told in self.splits.items():
            found = statistics.splits.get(split, Counts()).as_json()
            for name, number in found.items():
                if told.get(name) != number:
                    yield Fault(manifest.FILE, f"{split}: {name} are {_short(number)}, not {_short(told.get(name))}")
        if (found_all := statistics.as_json()) != self.said.get("statistics"):
            names = [
                name for name, value in found_all.items() if (self.said.get("statistics") or {}).get(name) != value
            ]
            yield Fault(manifest.FILE, f"the statistics are others: {', '.join(names)}")

    def _table(self) -> Iterator[Fault]:
        """Each document has its row, with its split and the checksum of its text."""
        waiting = dict(self.found)
        for row in self._rows(manifest.DOCUMENTS):
            key = row.get("document", "")
            split = waiting.pop(key, None)
            if split is None:
                yield Fault(manifest.DOCUMENTS, f"document {key} is in no split, or has two rows")
            elif row.get("split") != split:
                yield Fault(manifest.DOCUMENTS, f"document {key} is in {split}, not in {row.get('split')}")
            elif row.get("sha256") != self.sums[key]:
                yield Fault(manifest.DOCUMENTS, f"document {key} has another checksum than its text")
        for key in waiting:
            yield Fault(manifest.DOCUMENTS, f"document {key} has no row")

    def _ties(self) -> Iterator[Fault]:
        for row in self._rows(manifest.TIES):
            yield from self._crossing(manifest.TIES, row.get("document", ""), row.get("other", ""), row.get("why", ""))

    def _groups(self) -> Iterator[Fault]:
        """What belongs together is looked for anew."""
        plan = self.said.get("plan") or {}
        try:
            ties = Ties.model_validate(plan.get("ties"))
        except ValueError:
            yield Fault(manifest.FILE, "the plan does not say what keeps documents together")
            return
        if len(self.splits) < 2:
            return
        corpus = Corpus(list(self.native.values()))
        keys = list(self.found)
        joined = result_of(joined_documents(corpus, self.schemas, ties))
        for tie in joined.ties:
            yield from self._crossing(manifest.DATA, keys[tie.one], keys[tie.other], tie.why)

    def _crossing(self, file: str, one: str, other: str, why: str) -> Iterator[Fault]:
        """Two that belong together; one that was left out crosses nothing."""
        first, second = self.found.get(one), self.found.get(other)
        if first is not None and second is not None and first != second:
            yield Fault(file, f"{one} in {first} and {other} in {second} belong together ({why})")

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        file = self.folder / name
        if not file.is_file():
            return
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield {key: unguarded(value or "") for key, value in row.items() if key is not None}


def _short(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
