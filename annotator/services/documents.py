"""Documents come in: every record checked, nothing of a bad file stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlmodel import Session

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.domain.rules import first_violation
from annotator.domain.schema import Schema
from annotator.formats.base import Report, refuse, skipped
from annotator.services.projects import get_project, row_of
from annotator.store import annotations, documents, projects
from annotator.store.documents import StoredDocument
from annotator.store.tables import Project, SchemaVersion

#: Documents stored with one statement.
BATCH = 500


@dataclass(slots=True)
class ImportReport:
    """What an import did, or with a dry run would do."""

    documents: int = 0
    sets: int = 0
    spans: int = 0
    links: int = 0
    #: (document, the id under which its text is here already)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    #: documents that were here already, with the same text
    known: int = 0
    #: annotation sets that were here already, to the letter
    known_sets: int = 0


def import_documents(
    session: Session, project: Project, records: Iterable[AnnotatedDocument], report: Report = refuse
) -> Iterator[ImportReport]:
    """Store the records of one file, in order; yields the report as it grows.

    A document that is known by id and text only gains annotation sets; a known id with another
    text is an error; a known text under another id is left out and reported. An error goes to
    `report`, which by default raises it: InvalidInput naming the document; the caller then rolls
    back, so nothing is half stored. Where it goes on, what is in error is left out.
    """
    importer = _Importer(session, project, report)
    stream = iter(records)
    while batch := list(islice(stream, BATCH)):
        importer.take(batch)
        yield importer.report
    yield importer.report


class _Importer:
    """One import: what it knows of the project, and what it has done so far."""

    def __init__(self, session: Session, project: Project, report: Report) -> None:
        self.session = session
        self.project = row_of(project)
        self.tell = report
        self.overlap = project.overlap
        self.versions = projects.schema_versions(session, self.project)
        self.position = documents.last_position(session, self.project)
        self.report = ImportReport()

    def take(self, batch: list[AnnotatedDocument]) -> None:
        keys = [record.document.id for record in batch]
        checksums = [record.document.checksum for record in batch]
        rows = documents.known_keys(self.session, self.project, keys)
        known = {key: checksum for key, (_, checksum) in rows.items()}
        texts = documents.known_texts(self.session, self.project, checksums)
        new: list[tuple[Document, str]] = []
        kept: list[AnnotatedDocument] = []
        for record, checksum in zip(batch, checksums, strict=True):
            key = record.document.id
            if key in known:
                if not self._same_text(key, checksum, known[key]):
                    continue
                self.report.known += 1
            elif checksum in texts:
                self.report.duplicates.append((key, texts[checksum]))
                continue
            else:
                new.append((record.document, checksum))
                known[key], texts[checksum] = checksum, key
            kept.append(record)
        documents.add_all(self.session, self.project, new, self.position, self.overlap)
        self.position += len(new)
        self.report.documents += len(new)
        self._add_sets([record for record in kept if record.sets])

    def _same_text(self, key: str, checksum: str, known: str) -> bool:
        if checksum != known:
            said = "the project has a document of this id with another text"
            skipped(InvalidInput(said, rule="other_text", document=key), self.tell)
        return checksum == known

    def _add_sets(self, records: list[AnnotatedDocument]) -> None:
        if not records:
            return
        keys = [record.document.id for record in records]
        rows = documents.known_keys(self.session, self.project, keys)
        for record in records:
            row = rows[record.document.id][0]
            for annotations_ in record.sets:
                try:
                    self._add_set(record.document, row, annotations_)
                except InvalidInput as error:
                    skipped(error, self.tell)

    def _add_set(self, document: Document, row: int, new: AnnotationSet) -> None:
        version = self._version(document, new)
        violation = first_violation(document.text, self._schema(version), new)
        if violation is not None:
            raise InvalidInput(
                f"set of {new.annotator}, {violation.about}: {violation.detail}",
                rule=violation.rule,
                document=document.id,
            )
        version_row = int(version.id or 0)
        if annotations.find_set(self.session, row, new.layer, new.annotator, version_row):
            self._same_set(document, row, new)
            return
        annotations.add_set(self.session, annotations.NewSet(row, version_row, new))
        self.report.sets += 1
        self.report.spans += len(new.spans)
        self.report.links += len(new.links)

    def _same_set(self, document: Document, row: int, new: AnnotationSet) -> None:
        """A set that came in before, to the letter, is known; one that differs would overwrite somebody's work."""
        standing = annotations.sets_of(self.session, [row])[row]
        if new.in_order() not in standing:
            said = (
                f"{new.annotator} has another set in the layer {new.layer} already: say whose this one is, or its layer"
            )
            raise InvalidInput(said, rule="known_set", document=document.id)
        self.report.known_sets += 1

    def _version(self, document: Document, new: AnnotationSet) -> SchemaVersion:
        for version in self.versions:
            if (version.name, version.version) == (new.schema.name, new.schema.version):
                return version
        have = ", ".join(f"{each.name} {each.version}" for each in self.versions)
        raise InvalidInput(
            f"the set of {new.annotator} was made under {new.schema.name} {new.schema.version};"
            f" this project has {have}; a map (--map FILE, --map auto) brings it under that",
            rule="schema_version",
            document=document.id,
        )

    def _schema(self, version: SchemaVersion) -> Schema:
        return projects.read_definition(version.definition)


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A stretch of a project's documents, and the position to go on from."""

    documents: list[documents.DocumentEntry]
    next: int | None


def list_documents(session: Session, person: Person, slug: str, after: int = 0, limit: int = 100) -> DocumentPage:
    """The project's documents in order, without texts."""
    project = get_project(session, person, slug, Action.READ_DOCUMENTS)
    found = documents.entries(session, row_of(project), after, limit + 1)
    more = len(found) > limit
    return DocumentPage(found[:limit], found[limit - 1].position if more else None)


def read_document(session: Session, person: Person, slug: str, key: str) -> AnnotatedDocument:
    """One document with every annotation set of it."""
    project = get_project(session, person, slug, Action.READ_DOCUMENTS)
    stored = documents.get(session, row_of(project), key)
    return _annotated([stored], session)[0]


def _annotated(batch: list[StoredDocument], session: Session) -> list[AnnotatedDocument]:
    sets = annotations.sets_of(session, [stored.row for stored in batch])
    return [AnnotatedDocument(stored.document, tuple(sets[stored.row])) for stored in batch]
