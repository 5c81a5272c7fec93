"""The runs of a sync: writes on their way, noted before they are sent, and what became of each run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from annotator.domain.json import Json
from annotator.store import tables
from annotator.store.core import table_of
from annotator.store.rows import dump

writes = table_of(tables.SyncWriteRow)
runs = table_of(tables.SyncRunRow)
#: Runs of a project that are remembered.
REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class StoredWrite:
    """A write that was about to be sent when its run ended."""

    id: int
    kind: str
    payload: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run that was. `way` is what made it begin, `whose` the name of whoever asked, where somebody did."""

    id: int
    key: str
    plan: str
    started_at: int
    ended_at: int | None
    counts: Mapping[str, Json]
    error: str | None
    way: str | None = None
    whose: str | None = None


def add_write(session: Session, project_id: int, kind: str, payload: Mapping[str, Json], at: int) -> int:
    statement = insert(writes).returning(writes.c.id)
    return int(
        session.execute(
            statement.values(project_id=project_id, kind=kind, payload=dump(dict(payload)), at=at)
        ).scalar_one()
    )


def remove_write(session: Session, write_id: int) -> None:
    session.execute(delete(writes).where(writes.c.id == write_id))


def open_writes(session: Session, project_id: int) -> list[StoredWrite]:
    query = select(writes.c.id, writes.c.kind, writes.c.payload).where(writes.c.project_id == project_id)
    found = session.execute(query.order_by(writes.c.id))
    return [StoredWrite(id_, kind, json.loads(payload)) for id_, kind, payload in found]


def begin(
    session: Session, project_id: int, key: str, at: int, way: str | None = None, whose: str | None = None
) -> None:
    """Note that a run has begun, and forget what is long past."""
    values = {"project_id": project_id, "key": key, "plan": "", "started_at": at, "counts": "{}"}
    session.execute(insert(runs).values(**values, way=way, whose=whose))
    kept = select(runs.c.id).where(runs.c.project_id == project_id).order_by(runs.c.id.desc()).limit(REMEMBERED)
    oldest = select(func.min(kept.subquery().c.id)).scalar_subquery()
    session.execute(delete(runs).where(runs.c.project_id == project_id, runs.c.id < oldest))


def end(session: Session, key: str, at: int, plan: str, counts: Mapping[str, Json], error: str | None) -> None:
    values = {"ended_at": at, "plan": plan, "counts": dump(dict(counts)), "error": error}
    session.execute(update(runs).where(runs.c.key == key).values(**values))


def last(session: Session, project_id: int, limit: int = 20, before: int | None = None) -> list[StoredRun]:
    """The newest runs, the newest first; those before that one."""
    where = [runs.c.project_id == project_id, *([runs.c.id < before] if before is not None else [])]
    query = select(*(runs.c[name] for name in StoredRun.__slots__)).where(*where)
    found = session.execute(query.order_by(runs.c.id.desc()).limit(limit))
    return [StoredRun(**{**run._mapping, "counts": json.loads(run.counts)}) for run in found]
