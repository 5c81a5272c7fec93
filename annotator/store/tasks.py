"""Tasks: what a person has before them. Handing out is in `reservations.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy import update as update_rows
from sqlmodel import Session

from annotator.domain.workflow import TaskState
from annotator.store.core import annotation_sets, documents, memberships, projects, schema_versions, tasks
from annotator.store.prepared import Prepared


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the rows around it, without text or content."""

    id: int
    project_id: int
    slug: str
    project_title: str
    document_id: int
    key: str
    title: str
    user_id: int
    state: TaskState
    position: int
    reserved_until: int | None
    skip_reason: str | None
    updated_at: int
    set_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Opened:
    """All that a page or a save needs of a task's surroundings."""

    task: TaskRow
    text: str
    meta: str
    definition: str
    attributes: str
    #: What the person who asks is in the project; empty for who is nothing there.
    role: str | None
    #: Whether it is the finished example that its project shows to everybody in it.
    is_example: bool


_ROW = (
    tasks.c.id,
    tasks.c.project_id,
    projects.c.slug,
    projects.c.title.label("project_title"),
    tasks.c.document_id,
    documents.c.key,
    documents.c.title,
    tasks.c.user_id,
    tasks.c.state,
    tasks.c.position,
    tasks.c.reserved_until,
    tasks.c.skip_reason,
    tasks.c.updated_at,
    annotation_sets.c.id.label("set_id"),
    annotation_sets.c.revision,
)


def find(session: Session, task_id: int, person_id: int, *, lock: bool = False) -> Opened | None:
    """The task with its document, schema and set, and what the person is in its project.

    With `lock` the annotation set is this transaction's until it ends: SQLite has locked the
    whole database already, PostgreSQL locks this set alone.
    """
    statement = _FIND_LOCKED if lock else _FIND
    row = statement.row(session, {"task": task_id, "person": person_id})
    if row is None:
        return None
    text, meta, definition, attributes, role, is_example = row[len(_ROW) :]
    return Opened(_task(row[: len(_ROW)]), text, meta, definition, attributes, role, bool(is_example))


def update(session: Session, task_id: int, **values: object) -> None:
    session.execute(update_rows(tasks).where(tasks.c.id == task_id).values(**values))


def move(session: Session, row: TaskRow, state: TaskState, reason: str | None, now: int) -> TaskRow:
    """Put the task and its annotation set into another state; the task as it is then."""
    values = {"id_": row.id, "set": row.set_id, "state_": str(state), "reason": reason, "now": now}
    for statement in _MOVE:
        statement.run(session, values)
    return replace(row, state=state, skip_reason=reason, reserved_until=None, updated_at=now)


def settle(session: Session, set_id: int, status: str, reason: str | None, now: int) -> None:
    """Put a set, and the task that it is the work of, into a state that somebody gave it elsewhere."""
    own = annotation_sets.c
    session.execute(update_rows(annotation_sets).where(own.id == set_id).values(status=status, skip_reason=reason))
    of_set = select(own.task_id).where(own.id == set_id).scalar_subquery()
    moved = {"state": status, "skip_reason": reason, "updated_at": now, "reserved_until": None}
    session.execute(update_rows(tasks).where(tasks.c.id == of_set).values(**moved))


def touch(session: Session, task_id: int, now: int) -> None:
    """Say that the task is being worked on: it is nobody else's any more."""
    _TOUCH.run(session, {"task": task_id, "now": now})


def listed(session: Session, where: Sequence[ColumnElement[bool]], limit: int) -> list[TaskRow]:
    """Up to `limit` tasks, last touched first."""
    query = _joined(select(*_ROW)).where(*where).order_by(tasks.c.updated_at.desc(), tasks.c.id.desc()).limit(limit)
    return [_task(row) for row in session.execute(query)]


def of_person(user_id: int) -> ColumnElement[bool]:
    return tasks.c.user_id == user_id


def in_states(states: Sequence[TaskState]) -> ColumnElement[bool]:
    return tasks.c.state.in_([str(state) for state in states])


def in_project(slug: str) -> ColumnElement[bool]:
    return projects.c.slug == slug


def about(words: str) -> ColumnElement[bool]:
    """Titles or ids of documents that hold these words, whatever their case."""
    pattern = "%" + words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return or_(
        func.lower(documents.c.title).like(pattern, escape="\\"),
        func.lower(documents.c.key).like(pattern, escape="\\"),
    )


def older_than(updated_at: int, task_id: int) -> ColumnElement[bool]:
    """What a list goes on with after the task (updated_at, task_id)."""
    return or_(
        tasks.c.updated_at < updated_at,
        and_(tasks.c.updated_at == updated_at, tasks.c.id < task_id),
    )


def number_by_state(session: Session, user_id: int, project_id: int) -> dict[str, int]:
    """How many tasks this person has in the project, by state."""
    query = (
        select(tasks.c.state, func.count().label("number"))
        .where(tasks.c.user_id == user_id, tasks.c.project_id == project_id)
        .group_by(tasks.c.state)
    )
    return {row.state: row.number for row in session.execute(query)}


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(tasks)
        .join(documents, documents.c.id == tasks.c.document_id)
        .join(projects, projects.c.id == tasks.c.project_id)
        .join(annotation_sets, annotation_sets.c.task_id == tasks.c.id)
    )


_BY_ID = (
    _joined(
        select(
            *_ROW,
            documents.c.text,
            documents.c.meta,
            schema_versions.c.definition,
            annotation_sets.c.attributes,
            memberships.c.role,
            (tasks.c.id == projects.c.example_task_id).label("is_example"),
        )
    )
    .join(schema_versions, schema_versions.c.id == annotation_sets.c.schema_version_id)
    .outerjoin(
        memberships,
        and_(memberships.c.project_id == tasks.c.project_id, memberships.c.user_id == bindparam("person")),
    )
    .where(tasks.c.id == bindparam("task"))
)
_FIND, _FIND_LOCKED = Prepared(_BY_ID), Prepared(_BY_ID.with_for_update(of=annotation_sets))
_TOUCH = Prepared(
    update_rows(tasks).where(tasks.c.id == bindparam("task")).values(updated_at=bindparam("now"), reserved_until=None)
)
_MOVE = (
    Prepared(
        update_rows(tasks)
        .where(tasks.c.id == bindparam("id_"))
        .values(
            state=bindparam("state_"), skip_reason=bindparam("reason"), reserved_until=None, updated_at=bindparam("now")
        )
    ),
    Prepared(
        update_rows(annotation_sets)
        .where(annotation_sets.c.id == bindparam("set"))
        .values(status=bindparam("state_"), skip_reason=bindparam("reason"))
    ),
)


def _task(row: Sequence[Any]) -> TaskRow:
    values = list(row)
    values[8] = TaskState(values[8])
    return TaskRow(*values)
