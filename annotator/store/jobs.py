"""Jobs as rows: waiting, running, ended; and the workers that are heard of.

A row moves by conditional updates, so that of two who want the same move one gets it: whoever changes a state
says which one it was, and whoever does a step says which one it is.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, cast, delete, extract, func, select, update
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from annotator.domain.errors import NotFound
from annotator.domain.json import JsonObject
from annotator.store.clock import now
from annotator.store.core import job_workers, jobs, projects, users
from annotator.store.rows import dump
from annotator.store.session import connection_of

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
UNFINISHED = (WAITING, RUNNING)

#: Where the engine that works on them has its own tables: a file in the data folder, or a schema on PostgreSQL.
ENGINE_FILE, ENGINE_SCHEMA = "jobs.db", "annotator_jobs"

_OWN = jobs.c


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A job as it stands in its row."""

    key: str
    project_id: int
    slug: str
    user_id: int | None
    user: str | None
    kind: str
    about: str
    payload: JsonObject
    kept: JsonObject
    state: str
    run: int
    done: int
    steps: int
    words: str
    error: str | None
    rule: str | None
    created_at: int
    started_at: int | None
    ended_at: int | None


_COLUMNS = (
    *(_OWN.key, _OWN.project_id, projects.c.slug, _OWN.user_id, users.c.name, _OWN.kind, _OWN.about),
    *(_OWN.payload, _OWN.kept, _OWN.state, _OWN.run, _OWN.done, _OWN.steps, _OWN.words, _OWN.error, _OWN.rule),
    *(_OWN.created_at, _OWN.started_at, _OWN.ended_at),
)
_QUERY = select(*_COLUMNS).select_from(
    jobs.join(projects, projects.c.id == _OWN.project_id).outerjoin(users, users.c.id == _OWN.user_id)
)


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is known of a job before it has begun."""

    key: str
    project_id: int
    user_id: int | None
    kind: str
    about: str
    payload: JsonObject
    steps: int


def add(session: Session, new: NewJob) -> None:
    row = {
        **{name: getattr(new, name) for name in ("key", "project_id", "user_id", "kind", "about", "steps")},
        "payload": dump(dict(new.payload)),
        "kept": "{}",
        "state": WAITING,
        "run": 1,
        "falls": 0,
        "done": 0,
        "words": "",
        "created_at": now(),
    }
    connection_of(session).execute(jobs.insert().values(row))


def find(session: Session, key: str) -> StoredJob | None:
    found = _read(session, _OWN.key == key, limit=1)
    return found[0] if found else None


def get(session: Session, key: str) -> StoredJob:
    """The job; raises NotFound."""
    job = find(session, key)
    if job is None:
        raise NotFound(f"there is no job {key!r}")
    return job


def of_project(session: Session, project_id: int, limit: int, before: int | None = None) -> list[StoredJob]:
    """The project's jobs, the newest first; those made before that moment."""
    where = [_OWN.project_id == project_id, *([_OWN.created_at < before] if before is not None else [])]
    return _read(session, *where, limit=limit)


def of_kind(session: Session, project_id: int, kind: str, limit: int) -> list[StoredJob]:
    """The project's jobs of a kind, the newest first."""
    return _read(session, _OWN.project_id == project_id, _OWN.kind == kind, limit=limit)


def every(session: Session, limit: int, slug: str | None = None) -> list[StoredJob]:
    """The newest jobs of all projects, or of the one of that slug."""
    return _read(session, *([projects.c.slug == slug] if slug is not None else []), limit=limit)


def in_states(session: Session, states: Sequence[str], limit: int = 1000) -> list[StoredJob]:
    """The oldest jobs of these states come first, since they are to be begun in the order in which they were made."""
    query = _QUERY.where(_OWN.state.in_(states)).order_by(_OWN.created_at, _OWN.key).limit(limit)
    return [_job(row) for row in session.execute(query)]


def ended_before(session: Session, moment: int) -> dict[str, int]:
    """The keys of jobs that ended before that moment, with the number of their last run."""
    return dict(session.execute(select(_OWN.key, _OWN.run).where(_OWN.ended_at < moment)).all())


def any_unfinished(session: Session) -> bool:
    return session.scalar(select(_OWN.key).where(_OWN.state.in_(UNFINISHED)).limit(1)) is not None


def exist(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of the keys that jobs have."""
    return set(session.scalars(select(_OWN.key).where(_OWN.key.in_(keys))))


def remove(session: Session, key: str) -> None:
    connection_of(session).execute(delete(jobs).where(_OWN.key == key))


# ---------------------------------------------------------------- moves


def begin(session: Session, key: str) -> bool:
    """From waiting to running; whether it was waiting."""
    return _move(session, key, (WAITING,), state=RUNNING, started_at=now())


def end(session: Session, key: str, state: str, error: str | None = None, rule: str | None = None) -> bool:
    """To that end, unless it has ended already; whether it had not."""
    return _move(session, key, UNFINISHED, state=state, error=error, rule=rule, ended_at=now())


def withdraw(session: Session, key: str) -> bool:
    """Cancel a job that nobody has begun; whether it was so."""
    return _move(session, key, (WAITING,), state=CANCELLED, ended_at=now())


def run_anew(session: Session, key: str, run: int) -> bool:
    """Let it wait for another run than `run`; whether that was the one it had. Steps that are done stay done."""
    return _move(session, key, UNFINISHED, _OWN.run == run, state=WAITING, run=run + 1)


def fell(session: Session, key: str) -> int:
    """Note that a process has died with its next step in hand; how often that was so, 0 for one that has ended."""
    _move(session, key, UNFINISHED, falls=_OWN.falls + 1)
    return session.scalar(select(_OWN.falls).where(_OWN.key == key, _OWN.state.in_(UNFINISHED))) or 0


def step(session: Session, key: str, number: int) -> bool:
    """Note that step `number` is done; whether it was the next one. Others who do the same step wait here."""
    return _move(session, key, (RUNNING,), _OWN.done == number, done=number + 1, falls=0)


def keep(session: Session, key: str, *, kept: JsonObject, steps: int, words: str) -> None:
    """What the job's steps have found, how many there are, and what was done last, in words."""
    values = {"kept": dump(dict(kept)), "steps": steps, "words": words}
    connection_of(session).execute(update(jobs).where(_OWN.key == key).values(values))


def _move(session: Session, key: str, states: Sequence[str], *where: ColumnElement[bool], **values: object) -> bool:
    statement = update(jobs).where(_OWN.key == key, _OWN.state.in_(states), *where).values(values)
    return connection_of(session).execute(statement).rowcount > 0


# ---------------------------------------------------------------- workers


def be_seen(session: Session, worker: str) -> None:
    """Note that the worker lives. By the database's clock: those of machines differ."""
    row = postgresql.insert(job_workers).values(id=worker, seen_at=_database_clock())
    seen = row.on_conflict_do_update(index_elements=["id"], set_={"seen_at": _database_clock()})
    connection_of(session).execute(seen)


def forget_worker(session: Session, worker: str) -> None:
    connection_of(session).execute(delete(job_workers).where(job_workers.c.id == worker))


def seen_within(session: Session, milliseconds: int) -> set[str]:
    """The workers that were heard of lately."""
    query = select(job_workers.c.id).where(job_workers.c.seen_at >= _database_clock() - milliseconds)
    return set(session.scalars(query))


def forget_workers(session: Session, milliseconds: int) -> None:
    """Drop the rows of workers that were not heard of for so long."""
    gone = job_workers.c.seen_at < _database_clock() - milliseconds
    connection_of(session).execute(delete(job_workers).where(gone))


def _database_clock() -> ColumnElement[int]:
    """Milliseconds since 1970, on PostgreSQL."""
    return cast(extract("epoch", func.clock_timestamp()) * 1000, BigInteger)


def _read(session: Session, *where: ColumnElement[bool], limit: int) -> list[StoredJob]:
    query = _QUERY.where(*where).order_by(_OWN.created_at.desc(), _OWN.key.desc()).limit(limit)
    return [_job(row) for row in session.execute(query)]


def _job(row: Sequence[object]) -> StoredJob:
    values = dict(zip(StoredJob.__dataclass_fields__, row, strict=True))
    for name in ("payload", "kept"):
        values[name] = json.loads(str(values[name]))
    return StoredJob(**values)  # type: ignore[arg-type]
