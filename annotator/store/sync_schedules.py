"""When projects are kept in step by themselves, and who may say that it is time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, insert, select, update
from sqlmodel import Session

from annotator.store.core import projects
from annotator.store.sync_connections import connections, schedules

_OWN = schedules.c


@dataclass(frozen=True, slots=True)
class StoredSchedule:
    """The schedule of a connected project; one that was never set is that of nobody waiting."""

    every: int = 0
    due_at: int | None = None
    hook: str | None = None
    hinted_at: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A project whose time has come."""

    project_id: int
    slug: str
    every: int
    due_at: int
    hinted_at: int | None


def find(session: Session, project_id: int) -> StoredSchedule:
    query = select(*(_OWN[name] for name in StoredSchedule.__slots__)).where(_OWN.project_id == project_id)
    found = session.execute(query).first()
    return StoredSchedule(*found) if found else StoredSchedule()


def put(session: Session, project_id: int, **values: object) -> None:
    """Set these fields, in a row that is made where there is none."""
    done: Any = session.execute(update(schedules).where(_OWN.project_id == project_id).values(**values))
    if not done.rowcount:
        session.execute(insert(schedules).values(**{"project_id": project_id, "every": 0, **values}))


def hint(session: Session, project_id: int, at: int, due_at: int) -> None:
    """Note that something is said to have changed, and let the next run begin then, if it were not to sooner."""
    is_later = _OWN.due_at.is_(None) | (_OWN.due_at > due_at)
    put(session, project_id, hinted_at=at, due_at=case((is_later, due_at), else_=_OWN.due_at))


def due(session: Session, moment: int) -> list[Due]:
    """The connected projects whose time has come, the longest waiting first."""
    query = (
        select(_OWN.project_id, projects.c.slug, _OWN.every, _OWN.due_at, _OWN.hinted_at)
        .join(projects, projects.c.id == _OWN.project_id)
        .join(connections, connections.c.project_id == _OWN.project_id)
        .where(_OWN.due_at <= moment)
        .order_by(_OWN.due_at, _OWN.project_id)
    )
    return [Due(*row) for row in session.execute(query)]


def take(session: Session, project_id: int, due_at: int, next_at: int | None) -> bool:
    """From that time to the next; whether it was that time, and nobody else has taken it."""
    mine = update(schedules).where(_OWN.project_id == project_id, _OWN.due_at == due_at)
    done: Any = session.execute(mine.values(due_at=next_at))
    return bool(done.rowcount)


def is_any(session: Session) -> bool:
    """Whether any project waits for a time."""
    return session.scalar(select(_OWN.project_id).where(_OWN.due_at.is_not(None)).limit(1)) is not None
