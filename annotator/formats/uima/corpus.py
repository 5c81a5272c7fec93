"""What the two formats of UIMA share: a CAS a document, the set that is written, files and whole projects read."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import (
    EVERYTHING,
    Carries,
    Destination,
    Loss,
    Report,
    Source,
    Weight,
    placing,
    refuse,
    skipped,
)
from annotator.formats.maps.description import QUIET, Description, heading
from annotator.formats.records.checking import check_document, located
from annotator.formats.records.features import names_of
from annotator.formats.records.fitting import fitted
from annotator.formats.records.layered import LayerOptions
from annotator.formats.records.selection import one_set
from annotator.formats.sources.annotation_files import Entry, entries, form_of_project, nothing, united
from annotator.formats.sources.archives import Files, FileWriter, file_stem, opened, writing_files
from annotator.formats.sources.files import name_of
from annotator.formats.sources.recognition import are_all
from annotator.formats.uima.reading import RawCas, Whose, documents_of


@dataclass(frozen=True, slots=True)
class UimaFormat(ABC):
    """Whoever derives from it says how a CAS stands in a file."""

    options: LayerOptions = field(default_factory=LayerOptions)

    id: ClassVar[str]
    title: ClassVar[str]
    suffix: ClassVar[str]
    description: ClassVar[str]
    carries: ClassVar[Carries] = replace(EVERYTHING, every_set=False)
    #: How the name of a file ends that holds a CAS.
    ending: ClassVar[str]
    #: And how it does where that says more than what kind of text it is.
    members: ClassVar[tuple[str, ...]]

    @abstractmethod
    def packed(self, annotated: AnnotatedDocument) -> bytes:
        """The file of a document with one set."""

    @abstractmethod
    def unpacked(self, entry: Entry, source: Source, report: Report) -> RawCas:
        """The CAS of a file; raises InvalidInput for whatever is none."""

    @abstractmethod
    def finish(self, files: FileWriter, features: tuple[str, ...]) -> None:
        """Write what stands once beside the documents; `features` are those of all spans."""

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One file a document; `schema` is not needed."""
        del schema
        features: dict[str, None] = {}
        with writing_files(destination) as files:
            for annotated in documents:
                kept, losses = one_set(annotated, self.carries)
                yield from losses
                if kept is not None:
                    features |= dict.fromkeys(names_of(kept.sets[0].spans))
                    files.write(f"{file_stem(kept.document.id)}{self.ending}", self.packed(kept))
            self.finish(files, tuple(sorted(features)))

    def holds(self, files: Files) -> bool:
        """Whether it is a whole project of INCEpTION in this form, or nothing else is in it than files of it."""
        return form_of_project(files).lower().endswith(self.ending) or are_all(self, files, self.ending)

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """All of the set that is written."""
        del schema
        return one_set(annotated, self.carries)[0]

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The documents of an archive, a folder or a project of INCEpTION; what is no CAS is skipped and reported."""
        file = name_of(source, file)
        with opened(source, file) as files:
            yield from united(self._documents(files, source, schema, report, set()), report)

    def describe(self, source: Source, file: str | None = None) -> Description:
        """Which labels have slots: they head events."""
        heads: set[str] = set()
        with opened(source, name_of(source, file)) as files:
            for _ in self._documents(files, source, None, QUIET, heads):
                pass
        return heading(heads)

    def _documents(
        self, files: Files, source: Source, schema: Schema | None, report: Report, heads: set[str]
    ) -> Iterator[AnnotatedDocument]:
        if self._is_empty(files):
            return
        found = False
        for entry in entries(files, (self.ending,)):
            found = True
            try:
                yield from list(self._of(entry, source, schema, report, heads))
            except InvalidInput as error:
                skipped(located(error, entry.place, None, entry.document or None), report)
        if not found:
            raise located(nothing((self.ending,)), files.place(files.names[0]), None)
        if not form_of_project(files):
            self._tell_others(files, report)

    def _tell_others(self, files: Files, report: Report) -> None:
        """Say which files of a folder were not read; those of type systems are read with the rest."""
        for name in files.names:
            if not name.lower().endswith((self.ending, ".xml")):
                said = f"it does not end as the files of {self.id} do ({self.ending})"
                report(Loss("", "file", name, "not_read", said, Weight.UNWANTED, files.place(name)))

    def _is_empty(self, files: Files) -> bool:
        """Whether this is a corpus without documents."""
        return not files.names

    def _of(
        self, entry: Entry, source: Source, schema: Schema | None, report: Report, heads: set[str]
    ) -> Iterator[AnnotatedDocument]:
        told = placing(report, entry.place)
        raw = self.unpacked(entry, source, told)
        options = self.options
        whose = Whose(entry.document, entry.whose or options.annotator, entry.layer or options.layer, options.types)
        for annotated in documents_of(raw, whose, schema, told, heads):
            sound = fitted(annotated, schema, told)
            check_document(sound, schema)
            yield sound


def offsets_of(found: Mapping[int, tuple[object, object]]) -> dict[int, tuple[int | None, int | None]]:
    """Offsets as they are told, without what is no number."""
    return {
        number: (start if type(start) is int else None, end if type(end) is int else None)
        for number, (start, end) in found.items()
    }
