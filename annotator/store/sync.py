"""The sync's own notes: connections and their lock, who is who over there, conflicts, writes on their way, runs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update
from sqlmodel import Session

from annotator.domain.json import Json
from annotator.labelstudio.merging import Conflict
from annotator.store import tables
from annotator.store.clock import as_iso
from annotator.store.core import annotation_sets, documents, table_of, tasks
from annotator.store.rows import dump

connections = table_of(tables.SyncConnectionRow)
rows = table_of(tables.SyncRowRow)
conflicts = table_of(tables.SyncConflictRow)
writes = table_of(tables.SyncWriteRow)
runs = table_of(tables.SyncRunRow)
schedules = table_of(tables.SyncScheduleRow)
#: How many ids a question names at most.
MOST = 500
#: Runs of a project that are remembered.
REMEMBERED = 1000


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


@dataclass(frozen=True, slots=True)
class StoredRow:
    """What a document or a set is over there; its base is asked for by itself."""

    id: int
    kind: str
    document_id: int
    set_id: int
    remote_task: int
    remote_id: int
    remote_created: str
    stamp: str
    digest: str
    state: str
    missing: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConflict(Conflict):
    """A conflict with the set and the document that it is of; `choice` is who was given the word, if anybody was."""

    id: int
    row_id: int
    document: str
    set_id: int
    choice: str | None
    found_at: int

    def as_json(self) -> dict[str, Json]:
        of: dict[str, Json] = {"id": self.id, "document": self.document}
        return {**of, **Conflict.as_json(self), "choice": self.choice, "found": as_iso(self.found_at)}


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


_ROW = tuple(rows.c[name] for name in StoredRow.__slots__)


def find_connection(session: Session, project_id: int) -> StoredConnection | None:
    names = list(StoredConnection.__slots__)
    found = session.execute(
        select(*(connections.c[name] for name in names)).where(_of(connections, project_id))
    ).first()
    if found is None:
        return None
    values = dict(zip(names, found, strict=True))
    return StoredConnection(**{**values, "policy": json.loads(values["policy"])})


def add_connection(session: Session, values: Mapping[str, object]) -> None:
    session.execute(insert(connections).values(config_digest="", lock_host="", lock_pid=0, lock_at=0, **values))


def set_connection(session: Session, project_id: int, **values: object) -> None:
    session.execute(update(connections).where(_of(connections, project_id)).values(**values))


def remove_connection(session: Session, project_id: int) -> None:
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


def every_row(session: Session, project_id: int) -> list[StoredRow]:
    """All that is known of who is who, without bases."""
    query = select(*_ROW).where(_of(rows, project_id)).order_by(rows.c.id)
    return [StoredRow(*row) for row in session.execute(query)]


def every_row_of(session: Session, project_id: int, set_id: int) -> list[StoredRow]:
    """What is known of one set."""
    query = select(*_ROW).where(_of(rows, project_id), rows.c.set_id == set_id)
    return [StoredRow(*row) for row in session.execute(query)]


def rows_by_id(session: Session, row_ids: Sequence[int]) -> list[StoredRow]:
    """These rows."""
    return [StoredRow(*row) for row in session.execute(select(*_ROW).where(rows.c.id.in_(row_ids)))]


def rows_of_task(session: Session, project_id: int, task: int) -> list[StoredRow]:
    """What is known of a task and of all that stands in it."""
    query = select(*_ROW).where(_of(rows, project_id), rows.c.remote_task == task)
    return [StoredRow(*row) for row in session.execute(query)]


def set_base(session: Session, row_id: int, base: Mapping[str, Json]) -> None:
    session.execute(update(rows).where(rows.c.id == row_id).values(base=dump(dict(base))))


def row_of_set(session: Session, project_id: int, kind: str, set_id: int) -> int | None:
    where = (rows.c.kind == kind, rows.c.set_id == set_id)
    found = session.execute(select(rows.c.id).where(_of(rows, project_id), *where)).scalar()
    return None if found is None else int(found)


def find_row(session: Session, project_id: int, kind: str, document_id: int, set_id: int) -> StoredRow | None:
    own = rows.c
    where = (own.kind == kind, own.document_id == document_id, own.set_id == set_id)
    found = session.execute(select(*_ROW).where(_of(rows, project_id), *where)).first()
    return StoredRow(*found) if found else None


def bases(session: Session, row_ids: Sequence[int]) -> dict[int, dict[str, Json]]:
    """What these rows have in common with the other side, by row."""
    found: dict[int, dict[str, Json]] = {}
    for at in range(0, len(row_ids), MOST):
        query = select(rows.c.id, rows.c.base).where(rows.c.id.in_(row_ids[at : at + MOST]))
        found |= {row: json.loads(base) for row, base in session.execute(query)}
    return found


def put_row(
    session: Session,
    project_id: int,
    kind: str,
    document_id: int,
    set_id: int,
    base: Mapping[str, Json],
    **values: object,
) -> int:
    """Note what a document or set is over there, in the place of what was noted before; the row."""
    key = {"project_id": project_id, "kind": kind, "document_id": document_id, "set_id": set_id}
    plain = {"remote_created": "", "stamp": "", "digest": "", "state": "synced", "missing": 0, "error": None}
    new = {**plain, **values, "base": dump(dict(base))}
    where = and_(*(rows.c[name] == value for name, value in key.items()))
    found = session.execute(select(rows.c.id).where(where)).scalar()
    if found is not None:
        session.execute(update(rows).where(rows.c.id == found).values(**new))
        return int(found)
    return int(session.execute(insert(rows).returning(rows.c.id).values(**key, **new)).scalar_one())


def set_row(session: Session, row_id: int, **values: object) -> None:
    session.execute(update(rows).where(rows.c.id == row_id).values(**values))


def set_stamp(session: Session, project_id: int, document_id: int, stamp: str, created: str) -> None:
    """What the line of a task in a listing looks like now that it was read."""
    where = and_(_of(rows, project_id), rows.c.kind == "task", rows.c.document_id == document_id)
    session.execute(update(rows).where(where).values(stamp=stamp, remote_created=created))


def number_by_state(session: Session, project_id: int) -> dict[tuple[str, str], int]:
    query = (
        select(rows.c.kind, rows.c.state, func.count()).where(_of(rows, project_id)).group_by(rows.c.kind, rows.c.state)
    )
    return {(kind, state): number for kind, state, number in session.execute(query)}


def errors(session: Session, project_id: int, limit: int = 50) -> list[tuple[int, str]]:
    """(document row, what is wrong) of what did not go through."""
    query = (
        select(rows.c.document_id, rows.c.error).where(_of(rows, project_id), rows.c.error.is_not(None)).limit(limit)
    )
    return [(document, str(error)) for document, error in session.execute(query)]


def list_conflicts(session: Session, project_id: int) -> list[StoredConflict]:
    query = (
        select(conflicts, rows.c.set_id, documents.c.key)
        .join(rows, rows.c.id == conflicts.c.row_id)
        .outerjoin(documents, documents.c.id == rows.c.document_id)
        .where(_of(conflicts, project_id))
        .order_by(conflicts.c.id)
    )
    return [
        StoredConflict(
            found.kind,
            found.about,
            found.field,
            json.loads(found.base),
            json.loads(found.local),
            json.loads(found.remote),
            id=found.id,
            row_id=found.row_id,
            document=found.key or "",
            set_id=found.set_id,
            choice=found.choice,
            found_at=found.found_at,
        )
        for found in session.execute(query)
    ]


def add_conflict(session: Session, values: Mapping[str, object]) -> None:
    session.execute(insert(conflicts).values(**values))


def remove_conflicts(session: Session, ids: Iterable[int]) -> None:
    gone = list(ids)
    for at in range(0, len(gone), MOST):
        session.execute(delete(conflicts).where(conflicts.c.id.in_(gone[at : at + MOST])))


def choose(session: Session, project_id: int, conflict_id: int, choice: str | None) -> bool:
    """Give one side the word; False when there is no such conflict."""
    where = and_(_of(conflicts, project_id), conflicts.c.id == conflict_id)
    return bool(session.execute(update(conflicts).where(where).values(choice=choice)).rowcount)  # type: ignore[attr-defined]


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
    query = select(writes.c.id, writes.c.kind, writes.c.payload).where(_of(writes, project_id)).order_by(writes.c.id)
    return [StoredWrite(id_, kind, json.loads(payload)) for id_, kind, payload in session.execute(query)]


def begin_run(
    session: Session, project_id: int, key: str, at: int, way: str | None = None, whose: str | None = None
) -> None:
    """Note that a run has begun, and forget what is long past."""
    values = {"project_id": project_id, "key": key, "plan": "", "started_at": at, "counts": "{}"}
    session.execute(insert(runs).values(**values, way=way, whose=whose))
    kept = select(runs.c.id).where(_of(runs, project_id)).order_by(runs.c.id.desc()).limit(REMEMBERED)
    oldest = select(func.min(kept.subquery().c.id)).scalar_subquery()
    session.execute(delete(runs).where(_of(runs, project_id), runs.c.id < oldest))


def end_run(session: Session, key: str, at: int, plan: str, counts: Mapping[str, Json], error: str | None) -> None:
    values = {"ended_at": at, "plan": plan, "counts": dump(dict(counts)), "error": error}
    session.execute(update(runs).where(runs.c.key == key).values(**values))


def last_runs(session: Session, project_id: int, limit: int = 20, before: int | None = None) -> list[StoredRun]:
    """The newest runs, the newest first; those before that one."""
    where = [_of(runs, project_id), *([runs.c.id < before] if before is not None else [])]
    query = select(*(runs.c[name] for name in StoredRun.__slots__)).where(*where)
    found = session.execute(query.order_by(runs.c.id.desc()).limit(limit))
    return [StoredRun(**{**run._mapping, "counts": json.loads(run.counts)}) for run in found]


def set_state(session: Session, set_id: int) -> Any:
    """Revision, task and document of a set's own row; None when the set is not there any more."""
    own = annotation_sets.c
    query = select(own.revision, own.task_id, own.document_id, own.status, own.schema_version_id).where(
        own.id == set_id
    )
    return session.execute(query.with_for_update()).first()


def texts(session: Session, project_id: int) -> dict[str, list[tuple[int, str]]]:
    """By checksum (row, id) of every document of the project, in their order."""
    query = select(documents.c.checksum, documents.c.id, documents.c.key).where(documents.c.project_id == project_id)
    found: dict[str, list[tuple[int, str]]] = {}
    for checksum, row, key in session.execute(query.order_by(documents.c.id)):
        found.setdefault(checksum, []).append((row, key))
    return found


def set_task_state(session: Session, set_id: int, status: str, reason: str | None, at: int) -> None:
    """Put a set, and the task that it is the work of, into a state that somebody gave it elsewhere."""
    own = annotation_sets.c
    values = {"status": status, "skip_reason": reason}
    session.execute(update(annotation_sets).where(own.id == set_id).values(**values))
    of_set = select(own.task_id).where(own.id == set_id).scalar_subquery()
    moved = {"state": status, "skip_reason": reason, "updated_at": at, "reserved_until": None}
    session.execute(update(tasks).where(tasks.c.id == of_set).values(**moved))


def _of(table: Any, project_id: int) -> Any:
    return table.c.project_id == project_id
