"""What suggestions are made from, and where those of others are kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlmodel import Session

from annotator.domain.annotations import AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.json import JsonObject
from annotator.store import annotations
from annotator.store.core import actor_lists, annotation_sets, documents
from annotator.store.documents import StoredDocument

#: Documents asked for with one statement.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class SettledSet:
    """A set that people are done with, and what tells whether anything in it has changed."""

    document: int
    row: int
    layer: str
    revision: int
    schema_row: int


def _is_settled() -> ColumnElement[bool]:
    own = annotation_sets.c
    return or_(own.layer == "gold", annotations.is_submitted()) & (own.status == "submitted")


def settled_sets(session: Session, project_id: int, most: int) -> list[SettledSet]:
    """The settled sets of the documents that were settled last, at most so many; of gold only that, where there is."""
    own = annotation_sets.c
    newest = (
        select(own.document_id)
        .join(documents, documents.c.id == own.document_id)
        .where(documents.c.project_id == project_id, _is_settled())
        .group_by(own.document_id)
        .order_by(func.max(own.id).desc())
        .limit(most)
        .subquery()
    )
    query = (
        select(own.document_id, own.id, own.layer, own.revision, own.schema_version_id)
        .join(newest, newest.c.document_id == own.document_id)
        .where(_is_settled())
        .order_by(own.document_id, own.id)
    )
    found = [SettledSet(*row) for row in session.execute(query)]
    golden = {each.document for each in found if each.layer == "gold"}
    return [each for each in found if each.layer == "gold" or each.document not in golden]


def texts_of(session: Session, document_rows: Sequence[int]) -> dict[int, str]:
    """The texts of the documents in these rows."""
    query = select(documents.c.id, documents.c.text)
    return {
        row: text
        for at in range(0, len(document_rows), _BATCH)
        for row, text in session.execute(query.where(documents.c.id.in_(document_rows[at : at + _BATCH])))
    }


def settled_of(
    session: Session, document_rows: Sequence[int], chosen: Sequence[SettledSet]
) -> dict[int, list[AnnotationSet]]:
    """Of these documents those of the sets that were chosen, whole."""
    wanted = {each.row for each in chosen}
    found = annotations.stored_sets_of(session, document_rows, _is_settled())
    return {row: [each.annotations for each in sets if each.row in wanted] for row, sets in found.items()}


def known_texts(session: Session, project_id: int, checksums: Sequence[str]) -> dict[str, tuple[int, JsonObject]]:
    """Of these texts those that are documents of the project: by checksum the row, and what is told of it."""
    query = select(documents.c.checksum, documents.c.id, documents.c.meta).where(documents.c.project_id == project_id)
    return {
        checksum: (row, json.loads(meta))
        for at in range(0, len(checksums), _BATCH)
        for checksum, row, meta in session.execute(query.where(documents.c.checksum.in_(checksums[at : at + _BATCH])))
    }


def actors_stamp(session: Session, project_id: int) -> str:
    """Another one after each change of the project's list of actors; empty where there is none."""
    query = select(actor_lists.c.stamp).where(actor_lists.c.project_id == project_id)
    return session.execute(query).scalar() or ""


def without_suggestion(
    session: Session, project_id: int, version: str | None, after: int, limit: int
) -> list[StoredDocument]:
    """Up to `limit` documents behind a position for which this model has suggested nothing yet (None: all)."""
    own = documents.c
    query = select(own.id, own.position, own.key, own.text, own.meta).where(
        own.project_id == project_id, own.position > after
    )
    if version is not None:
        query = query.where(
            ~exists().where(
                annotation_sets.c.document_id == own.id,
                annotation_sets.c.layer == "suggestion",
                annotation_sets.c.annotator == version,
            )
        )
    rows = session.execute(query.order_by(own.position).limit(limit))
    return [
        StoredDocument(row, position, Document(key, text, json.loads(meta))) for row, position, key, text, meta in rows
    ]


def put_suggestion(session: Session, new: annotations.NewSet) -> None:
    """Keep what a model suggests for a document, in the place of what it suggested before."""
    own = annotation_sets.c
    session.execute(
        delete(annotation_sets).where(
            own.document_id == new.document_row,
            own.layer == "suggestion",
            own.annotator == new.annotations.annotator,
            own.task_id.is_(None),
        )
    )
    annotations.add_set(session, new)
