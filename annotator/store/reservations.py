"""Handing out: which document a person gets next, and what was handed out and never touched.

Asked for every article, so its statements are built once; none of them counts or walks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlmodel import Session

from annotator.domain.workflow import WORKING, TaskState
from annotator.store.core import annotation_sets, documents, memberships, projects, schema_versions, tasks


@dataclass(frozen=True, slots=True)
class Standing:
    """What handing out needs of a project, and what the person is in it (None: nothing)."""

    project_id: int
    reserve_minutes: int
    role: str | None
    schema_row: int
    guideline: int


@dataclass(frozen=True, slots=True)
class Reserved:
    """A document whose slot was taken for somebody."""

    document_id: int
    position: int


_PERSON: BindParameter[int] = bindparam("person")
_PROJECT: BindParameter[int] = bindparam("project")
_STANDING = (
    select(
        projects.c.id,
        projects.c.reserve_minutes,
        memberships.c.role,
        schema_versions.c.id,
        schema_versions.c.guideline_version,
    )
    .select_from(projects)
    .join(schema_versions, schema_versions.c.project_id == projects.c.id)
    .outerjoin(memberships, and_(memberships.c.project_id == projects.c.id, memberships.c.user_id == _PERSON))
    .where(projects.c.slug == bindparam("slug"))
    # The newest version is the one that new sets are made under.
    .order_by(schema_versions.c.id.desc())
    .limit(1)
)
_BESIDES: BindParameter[list[int]] = bindparam("besides", expanding=True)
_WORKING = (
    select(tasks.c.id)
    .where(
        tasks.c.user_id == _PERSON,
        tasks.c.project_id == _PROJECT,
        tasks.c.state.in_([str(state) for state in sorted(WORKING)]),
        tasks.c.id.not_in(_BESIDES),
    )
    .order_by(tasks.c.position)
    .limit(1)
)
_EXPIRED = (
    select(tasks.c.id, tasks.c.document_id)
    .where(tasks.c.project_id == _PROJECT, tasks.c.reserved_until < bindparam("now"))
    .order_by(tasks.c.id)
    .with_for_update(skip_locked=True)
)
_DROP = delete(tasks).where(tasks.c.id == bindparam("task"))
_GIVE_BACK = (
    update(documents).where(documents.c.id == bindparam("document")).values(open_slots=documents.c.open_slots + 1)
)
#: How far the person is: a position, 0 before the first.
_BEHIND = func.coalesce(
    select(func.max(tasks.c.position))
    .where(tasks.c.user_id == _PERSON, tasks.c.project_id == _PROJECT)
    .correlate(None)
    .scalar_subquery(),
    0,
)
#: Written out, not bound: only then the planner sees that the index of open documents will do.
_NONE: ColumnElement[int] = literal_column("0")
_MINE = exists().where(tasks.c.document_id == documents.c.id, tasks.c.user_id == _PERSON).correlate(documents)
_FREE = (
    select(documents.c.id)
    .where(documents.c.project_id == _PROJECT, documents.c.open_slots > _NONE, ~_MINE)
    .correlate(None)
)
# A person goes on where they are. Only when nothing is left there are earlier documents looked
# through for slots that came free again, so that the search stays short.
_TAKE = tuple(
    update(documents)
    .where(
        documents.c.id
        == _FREE.where(place)
        .order_by(documents.c.position)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(open_slots=documents.c.open_slots - 1)
    .returning(documents.c.id, documents.c.position)
    for place in (documents.c.position > _BEHIND, documents.c.position <= _BEHIND)
)
_ADD_TASK = insert(tasks).returning(tasks.c.id)
_ADD_SET = insert(annotation_sets)


def standing(session: Session, slug: str, person_id: int) -> Standing | None:
    """How the person stands in the project of that name; None when there is none."""
    row = session.connection().execute(_STANDING, {"slug": slug, "person": person_id}).first()
    return Standing(*row) if row else None


def working(session: Session, person_id: int, project_id: int, besides: Sequence[int]) -> int | None:
    """The first task that this person has open in the project, but for those they have in hand."""
    values = {"person": person_id, "project": project_id, "besides": list(besides)}
    return session.connection().execute(_WORKING, values).scalar()


def take_next(session: Session, project_id: int, person_id: int, now: int) -> Reserved | None:
    """Take a slot of the next document for this person; None when nothing is left.

    Two people who ask at the same moment never take the same slot: SQLite lets one writer in
    at a time, and PostgreSQL skips what another has locked.
    """
    connection = session.connection()
    _release_expired(connection, project_id, now)
    values = {"person": person_id, "project": project_id}
    for statement in _TAKE:
        row = connection.execute(statement, values).first()
        if row is not None:
            return Reserved(*row)
    return None


def add_task(session: Session, reserved: Reserved, standing: Standing, person_id: int, annotator: str, now: int) -> int:
    """The person's task on what was reserved for them, with its empty annotation set."""
    connection = session.connection()
    task = {
        "project_id": standing.project_id,
        "document_id": reserved.document_id,
        "user_id": person_id,
        "position": reserved.position,
        "state": str(TaskState.OPEN),
        "reserved_until": now + standing.reserve_minutes * 60_000,
        "skip_reason": None,
        "created_at": now,
        "updated_at": now,
    }
    task_id: int = connection.execute(_ADD_TASK, task).scalar_one()
    annotations = {
        "document_id": reserved.document_id,
        "task_id": task_id,
        "annotator": annotator,
        "layer": "annotator",
        "status": str(TaskState.OPEN),
        "schema_version_id": standing.schema_row,
        "guideline": standing.guideline,
        "attributes": "{}",
        "skip_reason": None,
        "revision": 0,
    }
    connection.execute(_ADD_SET, annotations)
    return task_id


def _release_expired(connection: Connection, project_id: int, now: int) -> None:
    """Give back what was reserved and never touched."""
    for task_id, document_id in connection.execute(_EXPIRED, {"project": project_id, "now": now}).all():
        connection.execute(_DROP, {"task": task_id})
        connection.execute(_GIVE_BACK, {"document": document_id})
