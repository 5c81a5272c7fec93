"""Handing out: which document a person gets next, whether there is one, and what was handed out and never touched.

Asked for every article, so its statements are built once; none of them counts or walks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    select,
    update,
)
from sqlmodel import Session

from annotator.domain.people import Person
from annotator.domain.workflow import WORKING, TaskState
from annotator.store.core import annotation_sets, documents, memberships, projects, schema_versions, tasks, users
from annotator.store.prepared import Prepared, Values, insertion

#: How often the last documents are asked for while others hold them.
PATIENCE = 100


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
_STANDING = Prepared(
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
#: A person's devices take turns, so that two that ask at once come to the same task. Only what names the person by
#: key goes on beside it. (SQLite lets one writer in at a time anyway, and leaves the lock out.)
_TURN = Prepared(select(users.c.id).where(users.c.id == _PERSON).with_for_update(key_share=True))
_BESIDES: BindParameter[list[int]] = bindparam("besides", expanding=True)
_WORKING = Prepared(
    select(tasks.c.id)
    .where(
        tasks.c.user_id == _PERSON,
        tasks.c.project_id == _PROJECT,
        tasks.c.state.in_([str(state) for state in sorted(WORKING)]),
        tasks.c.id.not_in(_BESIDES),
    )
    .order_by(tasks.c.position)
    .limit(1),
    besides=int,
)
_EXPIRED = Prepared(
    select(tasks.c.id, tasks.c.document_id)
    .where(tasks.c.project_id == _PROJECT, tasks.c.reserved_until < bindparam("now"))
    .order_by(tasks.c.id)
    .with_for_update(skip_locked=True)
)
_DROP = Prepared(delete(tasks).where(tasks.c.id == bindparam("task")))
_GIVE_BACK = Prepared(
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
#: What came in under the person's name they have done elsewhere.
_DONE = (
    exists()
    .where(
        annotation_sets.c.document_id == documents.c.id,
        annotation_sets.c.layer == "annotator",
        annotation_sets.c.annotator == bindparam("annotator"),
    )
    .correlate(documents)
)
#: Documents that this person has not done and does not have.
_THEIRS = documents.c.project_id == _PROJECT, ~_MINE, ~_DONE
_FREE = select(documents.c.id).where(documents.c.open_slots > _NONE, *_THEIRS).correlate(None)
# A person goes on where they are. Only when nothing is left there are earlier documents looked
# through for slots that came free again, so that the search stays short.
_PLACES: tuple[ColumnElement[bool], ...] = (documents.c.position > _BEHIND, documents.c.position <= _BEHIND)
#: The first document of each place that has a slot for the person.
_FIRST = tuple(_FREE.where(place).order_by(documents.c.position).limit(1) for place in _PLACES)
#: Takes that slot; documents that others hold at this moment are passed by.
_TAKE = tuple(
    Prepared(
        update(documents)
        .where(documents.c.id == first.with_for_update(skip_locked=True).scalar_subquery())
        .values(open_slots=documents.c.open_slots - 1)
        .returning(documents.c.id, documents.c.position)
    )
    for first in _FIRST
)
_LEFT = tuple(Prepared(first) for first in _FIRST)
#: Documents whose slot comes back as soon as somebody asks for one.
_LAPSED = Prepared(
    select(documents.c.id)
    .join(tasks, tasks.c.document_id == documents.c.id)
    .where(tasks.c.project_id == _PROJECT, tasks.c.reserved_until < bindparam("now"), *_THEIRS)
    .limit(1)
)
_WAIT = Prepared(_FREE.order_by(documents.c.position).limit(1).with_for_update())
_ADD_TASK = Prepared(insertion(tasks, "id").returning(tasks.c.id))
_ADD_SET = Prepared(insertion(annotation_sets, "id"))


def standing(session: Session, slug: str, person_id: int) -> Standing | None:
    """How the person stands in the project of that name; None when there is none."""
    row = _STANDING.row(session, {"slug": slug, "person": person_id})
    return Standing(*row) if row else None


def working(session: Session, person_id: int, project_id: int, besides: Sequence[int]) -> int | None:
    """The first task that this person has open in the project, but for those they have in hand.

    Until the transaction ends nobody else asks this for the same person.
    """
    _TURN.run(session, {"person": person_id})
    values = {"person": person_id, "project": project_id, "besides": list(besides)}
    row = _WORKING.row(session, values)
    return row[0] if row else None


def take_next(session: Session, project_id: int, person: Person, now: int) -> Reserved | None:
    """Take a slot of the next document for this person; None when nothing is left.

    Two people who ask at the same moment never take the same slot: SQLite lets one writer in
    at a time, and PostgreSQL skips what another has locked.
    """
    _release_expired(session, project_id, now)
    values = {"person": person.id, "project": project_id, "annotator": person.name}
    for _ in range(PATIENCE):
        for statement in _TAKE:
            row = statement.row(session, values)
            if row is not None:
                return Reserved(*row)
        # What is left may be in the hands of others at this moment. Who waits for them finds the slot that
        # they leave; only when there is nothing to wait for is nothing left.
        if not _any(session, _LEFT, values):
            return None
        _WAIT.rows(session, values)
    return None


def anything_left(session: Session, project_id: int, person: Person, now: int) -> bool:
    """Whether `take_next` would find a document for this person, without taking it."""
    values = {"person": person.id, "project": project_id, "annotator": person.name, "now": now}
    return _any(session, (*_LEFT, _LAPSED), values)


def add_task(session: Session, reserved: Reserved, standing: Standing, person: Person, now: int) -> int:
    """The person's task on what was reserved for them, with its empty annotation set."""
    task = {
        "project_id": standing.project_id,
        "document_id": reserved.document_id,
        "user_id": person.id,
        "position": reserved.position,
        "state": str(TaskState.OPEN),
        "reserved_until": now + standing.reserve_minutes * 60_000,
        "skip_reason": None,
        "created_at": now,
        "updated_at": now,
    }
    ((task_id,),) = _ADD_TASK.rows(session, task)
    annotations = {
        "document_id": reserved.document_id,
        "task_id": task_id,
        "annotator": person.name,
        "layer": "annotator",
        "status": str(TaskState.OPEN),
        "schema_version_id": standing.schema_row,
        "guideline": standing.guideline,
        "attributes": "{}",
        "skip_reason": None,
        "revision": 0,
    }
    _ADD_SET.run(session, annotations)
    return int(task_id)


def _any(session: Session, statements: Sequence[Prepared], values: Values) -> bool:
    return any(statement.row(session, values) is not None for statement in statements)


def _release_expired(session: Session, project_id: int, now: int) -> None:
    """Give back what was reserved and never touched."""
    for task_id, document_id in _EXPIRED.rows(session, {"project": project_id, "now": now}):
        _DROP.run(session, {"task": task_id})
        _GIVE_BACK.run(session, {"document": document_id})
