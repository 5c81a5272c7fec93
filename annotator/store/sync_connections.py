"""Connections of projects with those of another server, and the lock that one run at a time holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, update
from sqlmodel import Session

from annotator.domain.json import Json
from annotator.store import tables
from annotator.store.core import table_of
from annotator.store.sync_conflicts import conflicts
from annotator.store.sync_rows import rows
from annotator.store.sync_runs import runs, writes

connections = table_of(tables.SyncConnectionRow)
schedules = table_of(tables.SyncScheduleRow)


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """A connection, and who holds its lock."""

    project_id: int
    mark: str
    address: str
    remote_id: int
    remote_created: str
    title: str
    policy: Mapping[str, Json]
    config_digest: str
    lock_key: str | None
    lock_host: str
    lock_pid: int
    lock_at: int
    created_at: int


def find(session: Session, project_id: int) -> StoredConnection | None:
    names = list(StoredConnection.__slots__)
    found = session.execute(
        select(*(connections.c[name] for name in names)).where(_of(connections, project_id))
    ).first()
    if found is None:
        return None
    values = dict(zip(names, found, strict=True))
    return StoredConnection(**{**values, "policy": json.loads(values["policy"])})


def add(session: Session, values: Mapping[str, object]) -> None:
    session.execute(insert(connections).values(config_digest="", lock_host="", lock_pid=0, lock_at=0, **values))


def change(session: Session, project_id: int, **values: object) -> None:
    session.execute(update(connections).where(_of(connections, project_id)).values(**values))


def remove(session: Session, project_id: int) -> None:
    """Forget all of it: nothing of either project is touched."""
    for table in (conflicts, writes, runs, rows, schedules, connections):
        session.execute(delete(table).where(_of(table, project_id)))


def take_lock(session: Session, project_id: int, key: str, held: str | None, host: str, pid: int, at: int) -> bool:
    """Take the lock that `held` has (None: nobody); False when somebody else was faster."""
    column = connections.c.lock_key
    free = column.is_(None) if held is None else column == held
    statement = update(connections).where(_of(connections, project_id), free)
    done = session.execute(statement.values(lock_key=key, lock_host=host, lock_pid=pid, lock_at=at))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def keep_lock(session: Session, project_id: int, key: str, at: int) -> bool:
    """Say that the run still goes on; False when the lock is somebody else's by now."""
    where = and_(_of(connections, project_id), connections.c.lock_key == key)
    return bool(session.execute(update(connections).where(where).values(lock_at=at)).rowcount)  # type: ignore[attr-defined]


def drop_lock(session: Session, project_id: int, key: str) -> None:
    where = and_(_of(connections, project_id), connections.c.lock_key == key)
    session.execute(update(connections).where(where).values(lock_key=None))


def _of(table: Table, project_id: int) -> ColumnElement[bool]:
    return table.c.project_id == project_id
