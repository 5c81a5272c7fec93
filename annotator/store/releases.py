"""What a release asks the store besides documents and their sets."""

from sqlalchemy import ColumnElement, func, select, union
from sqlmodel import Session

from annotator.store.clock import as_iso
from annotator.store.core import (
    annotation_sets,
    comments,
    documents,
    journal,
    memberships,
    schema_versions,
    tasks,
    users,
)


def newest_change(session: Session, project_id: int) -> str:
    """When anything that a release could hold was last changed, in ISO 8601; reading and handing out change nothing."""
    of_documents = documents.c.project_id == project_id
    of_sets = annotation_sets.c.document_id == documents.c.id
    moments = (
        select(func.max(documents.c.created_at)).where(of_documents),
        select(func.max(schema_versions.c.created_at)).where(schema_versions.c.project_id == project_id),
        select(func.max(tasks.c.updated_at)).where(tasks.c.project_id == project_id, _is_done()),
        select(func.max(journal.c.at))
        .join(annotation_sets, annotation_sets.c.id == journal.c.set_id)
        .join(documents, of_sets)
        .where(of_documents),
    )
    return as_iso(max(session.execute(each).scalar() or 0 for each in moments))


def _is_done() -> ColumnElement[bool]:
    return tasks.c.state.in_(["submitted", "skipped"])


def people(session: Session, project_id: int) -> list[str]:
    """Everybody whose name may stand anywhere in the project's annotations, by name."""
    of_documents = documents.c.project_id == project_id
    query = union(
        select(users.c.name)
        .join(memberships, memberships.c.user_id == users.c.id)
        .where(memberships.c.project_id == project_id),
        select(users.c.name).join(tasks, tasks.c.user_id == users.c.id).where(tasks.c.project_id == project_id),
        select(annotation_sets.c.annotator)
        .join(documents, documents.c.id == annotation_sets.c.document_id)
        .where(of_documents),
        select(comments.c.author)
        .join(annotation_sets, annotation_sets.c.id == comments.c.set_id)
        .join(documents, documents.c.id == annotation_sets.c.document_id)
        .where(of_documents),
    )
    return sorted(session.execute(query).scalars())
