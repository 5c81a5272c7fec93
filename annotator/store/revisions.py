"""The sets of a project that a revision of its schema looks through, and their way over to the next version."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from annotator.domain.annotations import AnnotationSet
from annotator.store import annotations
from annotator.store.core import annotation_sets, documents

#: Sets read with one statement.
BATCH = 200


@dataclass(frozen=True, slots=True)
class StandingSet:
    """A set whole, with the text that it is on."""

    row: int
    text: str
    revision: int
    annotations: AnnotationSet


def sets_under(session: Session, project_id: int, schema_row: int) -> Iterator[StandingSet]:
    """Every set that was made under that version, by row: memory does not grow with their number."""
    own = annotation_sets.c
    query = (
        select(own.id, own.revision, own.document_id, own.layer, own.annotator, documents.c.text)
        .join(documents, documents.c.id == own.document_id)
        .where(documents.c.project_id == project_id, own.schema_version_id == schema_row, own.id > bindparam("after"))
        .order_by(own.id)
        .limit(BATCH)
    )
    after = 0
    while rows := session.execute(query, {"after": after}).all():
        after = rows[-1].id
        found = annotations.sets_of(session, [row.document_id for row in rows], own.id.in_([row.id for row in rows]))
        # Under one version a person has one set of a layer on a document.
        whole = {(row, each.layer, each.annotator): each for row, sets in found.items() for each in sets}
        for row in rows:
            yield StandingSet(row.id, row.text, row.revision, whole[(row.document_id, row.layer, row.annotator)])


def move(session: Session, set_id: int, schema_row: int, revision: int) -> None:
    """Put the set under another version of the schema; its journal ends at `revision` now."""
    statement = update(annotation_sets).where(annotation_sets.c.id == set_id)
    session.execute(statement.values(schema_version_id=schema_row, revision=revision))
