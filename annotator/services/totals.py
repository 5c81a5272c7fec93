"""Totals of a project: its documents come by one after the other, and only sums are kept."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef
from annotator.domain.json import Json
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.domain.schema import Schema
from annotator.domain.totals import Account, Totals, account_json, account_of
from annotator.formats.records.selection import chosen
from annotator.services.exports import Sets, condition, export_documents
from annotator.services.projects import get_project, row_of
from annotator.store import annotations, documents, projects
from annotator.store.tables import Project


def corpus_totals(session: Session, project: Project, sets: Sets) -> Totals:
    """What all documents come to. Of each one set counts: the gold one, else a submitted one, else one in work."""
    found = Totals()
    for _, _, account in _accounts(session, project, sets):
        found.add_account(account)
    return found


def document_totals(session: Session, project: Project, sets: Sets) -> Iterator[dict[str, Json]]:
    """The account of each document in turn: its sums, its events with theirs, every toll with its words."""
    for annotated, standing, account in _accounts(session, project, sets):
        yield _told(annotated, standing, account)


def one_document(session: Session, person: Person, slug: str, key: str, sets: Sets) -> dict[str, Json]:
    """The account of one document; without such a set, that of nothing. Raises NotFound."""
    project = get_project(session, person, slug, Action.READ_DOCUMENTS)
    stored = documents.get(session, row_of(project), key)
    found = annotations.sets_of(session, [stored.row], condition(sets))
    annotated = AnnotatedDocument(stored.document, tuple(found[stored.row]))
    standing = chosen(annotated)
    if standing is None:
        return _told(annotated, None, Account((), ()))
    return _told(annotated, standing, account_of(standing, schemas_of(session, project)[standing.schema]))


def project_totals(session: Session, person: Person, slug: str, sets: Sets) -> dict[str, Json]:
    """What the project comes to, for whoever may read its documents."""
    project = get_project(session, person, slug, Action.READ_DOCUMENTS)
    return corpus_totals(session, project, sets).as_json()


def schemas_of(session: Session, project: Project) -> Mapping[SchemaRef, Schema]:
    """Every version of the project's schema: a set is read under the one that it was made under."""
    versions = projects.schema_versions(session, row_of(project))
    return {SchemaRef(each.name, each.version): projects.read_definition(each.definition) for each in versions}


def _accounts(
    session: Session, project: Project, sets: Sets
) -> Iterator[tuple[AnnotatedDocument, AnnotationSet, Account]]:
    schemas = schemas_of(session, project)
    for annotated in export_documents(session, project, sets):
        standing = chosen(annotated)
        if standing is not None:
            yield annotated, standing, account_of(standing, schemas[standing.schema])


def _told(annotated: AnnotatedDocument, standing: AnnotationSet | None, account: Account) -> dict[str, Json]:
    whose: dict[str, Json] = {"document": annotated.document.id, "title": annotated.document.title}
    whose |= {"annotator": standing.annotator if standing else None, "layer": standing.layer if standing else None}
    return whose | account_json(account)
