"""One run at a time: a lock that a dead process does not hold for ever, and the log of runs."""

import os
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from annotator.domain.errors import AnnotatorError, Conflict
from annotator.domain.json import Json
from annotator.services.sync.connections import connection
from annotator.store import sync_connections, sync_runs
from annotator.store.clock import now
from annotator.store.session import Database
from annotator.store.sync_connections import StoredConnection

#: After how long without a sign of life a run of another machine is taken for dead, in milliseconds.
PATIENCE = 15 * 60_000

#: The runs that go on in this process: a lock of a process with this number that is none of them is of a dead one.
_OURS: set[str] = set()

#: Told the name of each step of the journal, so that a test may end the process there.
Hook = Callable[[str], object]


def no_hook(_step: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What made a run begin: "command", "page", "schedule" or "hint"; and who asked for it, where somebody did."""

    way: str = "command"
    whose: str | None = None


BY_COMMAND = Asked()


@dataclass(slots=True)
class Run:
    """A run that holds the lock."""

    database: Database
    project_id: int
    key: str
    hook: Hook = no_hook
    plan: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def beat(self) -> None:
        """Say that it goes on. Raises Conflict when it was taken for dead and another has begun."""
        with self.database.write() as session:
            if not sync_connections.keep_lock(session, self.project_id, self.key, now()):
                raise Conflict("another sync has taken over: this one ends", rule="lock")

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number


@contextmanager
def running(database: Database, slug: str, hook: Hook = no_hook, asked: Asked = BY_COMMAND) -> Iterator[Run]:
    """The only run of a project. Raises Conflict while another goes on."""
    key = secrets.token_hex(8)
    _OURS.add(key)
    try:
        with _locked(database, slug, hook, asked, key) as run:
            yield run
    finally:
        _OURS.discard(key)


@contextmanager
def _locked(database: Database, slug: str, hook: Hook, asked: Asked, key: str) -> Iterator[Run]:
    with database.write() as session:
        found = connection(session, slug)
        if is_running(found):
            raise Conflict(f"a sync of {slug} goes on already, since this one began: wait for it", rule="lock")
        if not sync_connections.take_lock(
            session, found.project_id, key, found.lock_key, socket.gethostname(), os.getpid(), now()
        ):
            raise Conflict(f"a sync of {slug} has begun at this moment: wait for it", rule="lock")
        sync_runs.begin(session, found.project_id, key, now(), asked.way, asked.whose)
    run = Run(database, found.project_id, key, hook)
    error: str | None = "it ended without a word"
    try:
        yield run
        error = None
    except AnnotatorError as failed:
        error = failed.message
        raise
    finally:
        with database.write() as session:
            counts: Mapping[str, Json] = dict(run.counts)
            sync_runs.end(session, key, now(), run.plan, counts, error)
            sync_connections.drop_lock(session, found.project_id, key)


def is_running(found: StoredConnection) -> bool:
    """Whether a run goes on, here or elsewhere."""
    return found.lock_key is not None and not _is_dead(found)


def _is_dead(found: StoredConnection) -> bool:
    """Whether the process that holds the lock is gone, or was not heard of for long."""
    if found.lock_at + PATIENCE < now():
        return True
    if found.lock_host != socket.gethostname():
        return False
    if found.lock_pid == os.getpid():
        # Numbers of processes are given again, in a container soon.
        return found.lock_key not in _OURS
    with suppress(PermissionError):
        try:
            os.kill(found.lock_pid, 0)
        except ProcessLookupError:
            return True
    return False


def note_failure(database: Database, slug: str, asked: Asked, error: str) -> None:
    """A run that could not even begin, in the log."""
    with database.write() as session:
        found = connection(session, slug)
        key = secrets.token_hex(8)
        sync_runs.begin(session, found.project_id, key, now(), asked.way, asked.whose)
        sync_runs.end(session, key, now(), "", {}, error)
