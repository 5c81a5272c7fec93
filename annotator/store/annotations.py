"""Annotation sets whole: stored as they come in, read as domain objects for formats and pages."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, insert, select, update
from sqlmodel import Session

from annotator.domain.annotations import AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.store import rows
from annotator.store.core import annotation_sets, comments, links, schema_versions, spans
from annotator.store.prepared import Prepared

Item = TypeVar("Item")
#: Sets that are asked for with one statement: databases take so many parameters and no more.
MOST = 4096

_SPANS = Prepared(select(*rows.SPAN).where(spans.c.set_id == bindparam("set")))
_LINKS = Prepared(select(*rows.LINK).where(links.c.set_id == bindparam("set")))
_COMMENTS = Prepared(select(*rows.COMMENT).where(comments.c.set_id == bindparam("set")))


def _owned(owner: ColumnElement[int], columns: tuple[ColumnElement[Any], ...]) -> Prepared:
    """What many sets own, each row behind the set's."""
    return Prepared(select(owner, *columns).where(owner.in_(bindparam("sets", expanding=True))), sets=int)


_ALL_SPANS = _owned(spans.c.set_id, rows.SPAN)
_ALL_LINKS = _owned(links.c.set_id, rows.LINK)
_ALL_COMMENTS = _owned(comments.c.set_id, rows.COMMENT)
_SET_REVISION = Prepared(
    update(annotation_sets).where(annotation_sets.c.id == bindparam("set")).values(revision=bindparam("new"))
)


@dataclass(frozen=True, slots=True)
class NewSet:
    """An annotation set on its way into the store, with the rows it belongs to."""

    document_row: int
    schema_row: int
    annotations: AnnotationSet


@dataclass(frozen=True, slots=True)
class Content:
    """Spans in text order, links and comments by id."""

    spans: list[Span]
    links: list[Link]
    comments: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A set with the number of its row, and of the task that it is the work of, where it is one's."""

    row: int
    task: int | None
    annotations: AnnotationSet


def add_set(session: Session, new: NewSet) -> int:
    """Store a set whole, which is nobody's task; return its row. Its journal is empty."""
    annotations = new.annotations
    values = {
        "document_id": new.document_row,
        "task_id": None,
        "annotator": annotations.annotator,
        "layer": annotations.layer,
        "status": annotations.status,
        "schema_version_id": new.schema_row,
        "guideline": annotations.guideline,
        "attributes": rows.dump(dict(annotations.attributes)),
        "skip_reason": annotations.skip_reason,
        "revision": 0,
    }
    statement = insert(annotation_sets).returning(annotation_sets.c.id)
    set_id: int = session.execute(statement, values).scalar_one()
    _add_content(session, set_id, annotations)
    return set_id


def fill_set(session: Session, set_id: int, annotations: AnnotationSet) -> None:
    """Put all that a set holds into an empty one; whose it is and in which state stays as it is."""
    set_values(session, set_id, attributes=rows.dump(dict(annotations.attributes)))
    _add_content(session, set_id, annotations)


def _add_content(session: Session, set_id: int, annotations: AnnotationSet) -> None:
    for table, new_rows in (
        (spans, [rows.span_row(set_id, span) for span in annotations.spans]),
        (links, [rows.link_row(set_id, link) for link in annotations.links]),
        (comments, [rows.comment_row(set_id, each) for each in annotations.comments]),
    ):
        if new_rows:
            session.execute(insert(table), new_rows)


def find_set(session: Session, document_row: int, layer: str, annotator: str, schema_row: int) -> int | None:
    """The row of that annotator's set on a document in that layer, if there is one."""
    query = select(annotation_sets.c.id).where(
        annotation_sets.c.document_id == document_row,
        annotation_sets.c.layer == layer,
        annotation_sets.c.annotator == annotator,
        annotation_sets.c.schema_version_id == schema_row,
    )
    return session.execute(query).scalar()


def set_revision(session: Session, set_id: int, revision: int) -> None:
    """Where the journal of the set ends now."""
    _SET_REVISION.run(session, {"set": set_id, "new": revision})


def set_values(session: Session, set_id: int, **values: object) -> None:
    """Change columns of a set's own row."""
    session.execute(update(annotation_sets).where(annotation_sets.c.id == set_id).values(**values))


def state_of(session: Session, set_id: int) -> Any:
    """Revision, task, document, status and schema of a set, whose row is held until the transaction ends; or None."""
    own = annotation_sets.c
    columns = (own.revision, own.task_id, own.document_id, own.status, own.schema_version_id)
    return session.execute(select(*columns).where(own.id == set_id).with_for_update()).first()


def content(session: Session, set_id: int) -> Content:
    """All spans, links and comments of one set."""
    found_spans = _SPANS.rows(session, {"set": set_id})
    found_links = _LINKS.rows(session, {"set": set_id})
    found_comments = _COMMENTS.rows(session, {"set": set_id})
    return Content(
        sorted(map(rows.span, found_spans), key=lambda span: span.place),
        sorted(map(rows.link, found_links), key=lambda link: link.id),
        sorted(map(rows.comment, found_comments), key=lambda comment: comment.id),
    )


def sets_of(
    session: Session, document_rows: Sequence[int], chosen: ColumnElement[bool] | None = None
) -> dict[int, list[AnnotationSet]]:
    """Every set of these documents that `chosen` lets through, whole, by document row."""
    found = stored_sets_of(session, document_rows, chosen)
    whole = {document: [each.annotations for each in sets] for document, sets in found.items()}
    return defaultdict(list, whole)


def stored_sets_of(
    session: Session, document_rows: Sequence[int], chosen: ColumnElement[bool] | None = None
) -> dict[int, list[StoredSet]]:
    """The same with their rows.

    Four queries whatever the number of documents. Sets come by layer, annotator and schema,
    spans in text order, links by id: the same content always reads the same.
    """
    found_sets = session.execute(_sets(document_rows, chosen)).all()
    ids = [row.id for row in found_sets]
    found_spans = _grouped(session, _ALL_SPANS, rows.span, ids)
    found_links = _grouped(session, _ALL_LINKS, rows.link, ids)
    remarks = _grouped(session, _ALL_COMMENTS, rows.comment, ids)
    result: dict[int, list[StoredSet]] = defaultdict(list)
    for row in found_sets:
        annotations = AnnotationSet(
            annotator=row.annotator,
            schema=SchemaRef(row.name, row.version),
            layer=row.layer,
            status=row.status,
            guideline=row.guideline,
            attributes=json.loads(row.attributes),
            spans=tuple(found_spans[row.id]),
            links=tuple(found_links[row.id]),
            comments=tuple(remarks[row.id]),
            skip_reason=row.skip_reason,
        )
        result[row.document_id].append(StoredSet(row.id, row.task_id, annotations.in_order()))
    return result


def _sets(document_rows: Sequence[int], chosen: ColumnElement[bool] | None) -> Select[tuple[Any, ...]]:
    own = annotation_sets.c
    query = (
        select(annotation_sets, schema_versions.c.name, schema_versions.c.version)
        .join(schema_versions, schema_versions.c.id == own.schema_version_id)
        .where(own.document_id.in_(document_rows))
        .order_by(own.document_id, own.layer, own.annotator, own.schema_version_id)
    )
    return query if chosen is None else query.where(chosen)


def _grouped(
    session: Session, owned: Prepared, read: Callable[[Sequence[Any]], Item], set_ids: Sequence[int]
) -> dict[int, list[Item]]:
    """What the sets own, read, by set."""
    found: dict[int, list[Item]] = defaultdict(list)
    for at in range(0, len(set_ids), MOST):
        for row in owned.rows(session, {"sets": set_ids[at : at + MOST]}):
            found[row[0]].append(read(row[1:]))
    return found


def is_gold() -> ColumnElement[bool]:
    return annotation_sets.c.layer == "gold"


def is_submitted() -> ColumnElement[bool]:
    return and_(annotation_sets.c.layer == "annotator", annotation_sets.c.status == "submitted")


def is_annotation() -> ColumnElement[bool]:
    """What people made; never a machine's suggestions."""
    return annotation_sets.c.layer != "suggestion"
