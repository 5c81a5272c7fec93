"""When a project is kept in step by itself: every so many minutes, and sooner when Label Studio says that it is time.

Workers look again and again whose time has come, and start an ordinary job for it: one at a time, and never more
than half of the time. One that fails is told, and its time comes again.
"""

import hmac
import secrets
import threading
from dataclasses import dataclass, field

from sqlmodel import Session

from annotator.domain.errors import Forbidden, InvalidInput
from annotator.domain.json import Json
from annotator.services import jobs
from annotator.services.job_kinds.sync_project import HINT, KIND, SCHEDULE
from annotator.services.sign_in import digest
from annotator.services.sync.connections import connection
from annotator.services.sync.runs import is_running
from annotator.store import jobs as stored_jobs
from annotator.store import projects as stored_projects
from annotator.store import sync_connections, sync_runs, sync_schedules
from annotator.store.clock import as_iso, now
from annotator.store.session import Database
from annotator.store.sync_schedules import Due, StoredSchedule

#: Of a schedule, in minutes: every minute to once a week.
LEAST, MOST = 1, 7 * 24 * 60
MINUTE = 60_000
#: How long after a hint the run begins, in milliseconds: whoever works there does not change one thing only.
QUIET = 5_000
#: So that it is known for what it is.
PREFIX = "hook_"
#: In which header of a request it stands.
HEADER = "X-Annotator-Secret"
REFUSED = "the secret is missing, or is not the one of this address"


def schedule_of(session: Session, slug: str) -> StoredSchedule:
    """The schedule of a connected project; raises NotFound."""
    return sync_schedules.find(session, connection(session, slug).project_id)


def as_json(found: StoredSchedule) -> dict[str, Json]:
    """The schedule as commands print it."""
    due = as_iso(found.due_at) if found.due_at else None
    return {"every": found.every, "due": due, "hints": found.hook is not None}


def set_every(session: Session, slug: str, minutes: int) -> None:
    """Keep the project in step every so many minutes from now on; 0: not by itself any more.

    Raises NotFound where it is not connected, InvalidInput for a number that is too small or too large.
    """
    if minutes and not LEAST <= minutes <= MOST:
        raise InvalidInput(f"every {LEAST} to {MOST} minutes, or 0 for never, not {minutes}", rule="every")
    found = connection(session, slug)
    due = now() + minutes * MINUTE if minutes else None
    sync_schedules.put(session, found.project_id, every=minutes, due_at=due)


def new_secret(session: Session, slug: str) -> str:
    """A secret by which Label Studio may say that something has changed, in the place of the last; kept as a hash."""
    secret = PREFIX + secrets.token_urlsafe(32)
    sync_schedules.put(session, connection(session, slug).project_id, hook=digest(secret))
    return secret


def forget_secret(session: Session, slug: str) -> None:
    """Take no hints from now on."""
    sync_schedules.put(session, connection(session, slug).project_id, hook=None)


def path_of(slug: str) -> str:
    """Where hints for a project are taken, below the address of the server."""
    return f"/hooks/label-studio/{slug}"


@dataclass(slots=True)
class Hints:
    """What one process does with hints. A burst of them costs one write, however slow the database is to take it."""

    _on_their_way: set[int] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, database: Database, slug: str, secret: str) -> bool:
        """Let a run begin soon; whether that is news. Raises Forbidden, in the same words whatever is wrong."""
        with database.read() as session:
            project = _project(session, slug)
            found = sync_schedules.find(session, project) if project is not None else StoredSchedule()
        # Compared in any case, so that the time it takes tells nothing.
        is_right = hmac.compare_digest(found.hook or "", digest(secret))
        if project is None or not found.hook or not is_right:
            raise Forbidden(REFUSED)
        moment = now()
        if found.due_at is not None and found.due_at <= moment + QUIET:
            return False
        with self._lock:
            if project in self._on_their_way:
                return False
            self._on_their_way.add(project)
        try:
            with database.write() as session:
                sync_schedules.hint(session, project, moment, moment + QUIET)
        finally:
            self._on_their_way.discard(project)
        return True


def _project(session: Session, slug: str) -> int | None:
    project = stored_projects.find(session, slug)
    if project is None or project.id is None or sync_connections.find(session, project.id) is None:
        return None
    return project.id


def start_due(database: Database) -> dict[str, int]:
    """Start a job for each project whose time has come; the jobs that may be forgotten for it, with their last runs."""
    with database.read() as session:
        waiting = sync_schedules.due(session, now())
        free = [each for each in waiting if _is_free(session, each)]
    outdated: dict[str, int] = {}
    for each in free:
        with database.write() as session:
            if sync_schedules.take(session, each.project_id, each.due_at, _next(each)):
                outdated |= _outdated(session, each.project_id)
                way = HINT if _was_hinted(each) else SCHEDULE
                jobs.start(session, None, each.slug, KIND, {"way": way})
    return outdated


def _is_free(session: Session, due: Due) -> bool:
    """Whether nothing goes on, and the last run is over for as long as it took."""
    found = sync_connections.find(session, due.project_id)
    if found is None or is_running(found):
        return False
    if any(job.state in stored_jobs.UNFINISHED for job in stored_jobs.of_kind(session, due.project_id, KIND, 20)):
        return False
    last = next(iter(sync_runs.last(session, due.project_id, 1)), None)
    if last is None or last.ended_at is None:
        return True
    return now() >= last.ended_at + (last.ended_at - last.started_at)


def _next(due: Due) -> int | None:
    return now() + due.every * MINUTE if due.every else None


def _was_hinted(due: Due) -> bool:
    """Whether it is the hint that has made the time come."""
    return due.hinted_at is not None and due.due_at == due.hinted_at + QUIET


def _outdated(session: Session, project_id: int) -> dict[str, int]:
    """Jobs that went well and that nobody asked for: what they did stands in the log of runs."""
    found = stored_jobs.of_kind(session, project_id, KIND, 20)
    return {
        job.key: job.run
        for job in found
        if job.state == stored_jobs.DONE and job.payload.get("way") in (SCHEDULE, HINT)
    }
