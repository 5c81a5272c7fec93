"""Long work: started in the transaction of whoever asks for it, watched, cancelled.

    key = job_files.new_key()            where it comes with files: they go into job_files.new_room(settings, key).given
    jobs.start(session, person, slug, "import", {"files": [...]}, key)
    jobs.wake()                          after the commit; without it the job waits for a worker's next look

What kinds there are, and how one is added: job_kinds/.
"""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from annotator.domain.errors import Conflict, NotFound, Unavailable
from annotator.domain.json import Json, JsonObject
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.services import access, job_files, projects
from annotator.services.durable import Watch
from annotator.services.job_kinds import KINDS
from annotator.services.projects import get_project, row_of
from annotator.settings import Settings
from annotator.store import jobs, sync_schedules
from annotator.store.clock import as_iso
from annotator.store.jobs import CANCELLED, FAILED, RUNNING, WAITING, NewJob, StoredJob
from annotator.store.jobs import DONE as DONE
from annotator.store.session import Database

#: Names the process that starts a worker when it is told to, for those that it has started itself.
SUPERVISOR = "JOBS_SUPERVISOR"
ENDED = frozenset({DONE, FAILED, CANCELLED})
TITLES = {WAITING: "Waiting", RUNNING: "Running", DONE: "Done", FAILED: "Failed", CANCELLED: "Cancelled"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: steps that are done of those there are, the part of the next that is done, and words."""

    done: int
    of: int
    part: float
    words: str
    #: It was asked to stop, and does so at the next chance.
    is_stopping: bool = False

    @property
    def share(self) -> float:
        """Of the whole, from 0 to 1."""
        return min(1.0, (self.done + self.part) / self.of) if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """A job as those see it who may see it."""

    stored: StoredJob
    progress: Progress
    #: Names and sizes of what it has made.
    files: tuple[tuple[str, int], ...] = ()

    @property
    def title(self) -> str:
        return KINDS.get(self.stored.kind).title if self.stored.kind in KINDS else self.stored.kind

    @property
    def has_ended(self) -> bool:
        return self.stored.state in ENDED

    def as_json(self) -> dict[str, Json]:
        """The shape that programs and the page read (see docs/engineers.md)."""
        job, progress = self.stored, self.progress
        return {
            "id": job.key,
            "kind": job.kind,
            "title": self.title,
            "about": job.about,
            "project": job.slug,
            "state": job.state,
            "is_stopping": progress.is_stopping,
            "progress": {
                "done": progress.done,
                "of": progress.of,
                "share": round(progress.share, 4),
                "words": progress.words,
            },
            "error": {"detail": job.error, "rule": job.rule} if job.error else None,
            "by": job.user,
            "created": as_iso(job.created_at),
            "started": as_iso(job.started_at) if job.started_at else None,
            "ended": as_iso(job.ended_at) if job.ended_at else None,
            "files": [{"name": name, "bytes": size} for name, size in self.files],
            "found": dict(job.kept),
        }


def start(
    session: Session, person: Person | None, slug: str, kind_id: str, payload: JsonObject, key: str | None = None
) -> str:
    """Let work be done in the project, as soon as this transaction is committed; the job's key.

    `person` is None for the operator. Raises NotFound, Forbidden, and InvalidInput for a payload that cannot be
    worked on.
    """
    kind = KINDS.get(kind_id)
    if person is None:
        project, _ = projects.for_operator(session, slug)
    else:
        project = get_project(session, person, slug, kind.action)
    about, steps = kind.check(payload), len(kind.steps(payload, {}))
    key = key or job_files.new_key()
    owner = person.id if person else None
    jobs.add(session, NewJob(key, row_of(project), owner, kind_id, about, payload, steps))
    return key


def list_jobs(session: Session, person: Person, slug: str, before: int | None = None, limit: int = 50) -> list[Job]:
    """The project's jobs, the newest first; how far each is to the step."""
    project = get_project(session, person, slug, Action.WATCH_JOBS)
    return [plain(job) for job in jobs.of_project(session, row_of(project), limit, before)]


def every_job(session: Session, limit: int = 50, slug: str | None = None) -> list[Job]:
    """The newest jobs of all projects, or of one, for the operator."""
    return [plain(job) for job in jobs.every(session, limit, slug)]


def get_job(session: Session, key: str) -> StoredJob:
    """The job's row, for the operator; raises NotFound."""
    return jobs.get(session, key)


def find_job(session: Session, person: Person, slug: str, key: str) -> StoredJob:
    """The job of the project, if this person may see it; raises NotFound or Forbidden."""
    project = get_project(session, person, slug, Action.WATCH_JOBS)
    job = jobs.get(session, key)
    if job.project_id != row_of(project):
        raise NotFound(f"there is no job {key!r} in this project")
    return job


def find_file(session: Session, person: Person, settings: Settings, slug: str, job_key: str, name: str) -> Path:
    """A file that the job has made, for those who may do what makes such files; raises NotFound or Forbidden."""
    job = find_job(session, person, slug, job_key)
    if job.kind in KINDS:
        access.require(session, person, job.project_id, KINDS.get(job.kind).action)
    if job.state not in ENDED:
        raise NotFound("the job has not made it yet")
    return job_files.room(settings, job_key).file(name)


def plain(job: StoredJob) -> Job:
    """The job as far as its row tells."""
    return Job(job, Progress(job.done, job.steps, 0.0, job.words if job.state != WAITING else ""))


def seen(job: StoredJob, settings: Settings, watch: Watch) -> Job:
    """The job with what its worker has told since, and what it has made. Asks another database: no session open."""
    files = job_files.room(settings, job.key).sizes() if job.state in ENDED else ()
    if job.state != RUNNING:
        return Job(job, plain(job).progress, files)
    told = watch.progress(job.key, job.run)
    stopping = watch.is_cancelled(job.key, job.run)
    if told is None or told.get("step") != job.done:
        return Job(job, Progress(job.done, job.steps, 0.0, job.words, stopping), files)
    part = told["done"] / told["of"] if told["of"] else 0.0
    return Job(job, Progress(job.done, job.steps, min(part, 1.0), told["words"], stopping), files)


def cancel(database: Database, watch: Watch, settings: Settings, key: str) -> None:
    """Have the job stopped: at once when nobody has begun it, else at the worker's next chance.

    For whom `find_job` has found it, and not in their session: the worker may hold the database meanwhile. Raises
    Conflict when the job has ended.
    """
    with database.read() as session:
        job = jobs.get(session, key)
    if job.state == WAITING:
        with database.write() as session:
            withdrawn = jobs.withdraw(session, key)
        if withdrawn:
            job_files.room(settings, key).remove()
            return
        with database.read() as session:
            job = jobs.get(session, key)
    if job.state in ENDED:
        raise Conflict(f"the job is {job.state} already", rule="job_ended")
    try:
        asked = watch.cancel(job.key, job.run)
    except SQLAlchemyError as error:
        raise Unavailable(f"the job cannot be stopped now ({type(error).__name__})", rule="jobs") from None
    if not asked:
        raise Unavailable("no worker has been here yet", rule="jobs")


def is_worker_needed(session: Session) -> bool:
    """Whether there is something to do, or will be by itself."""
    return jobs.any_unfinished(session) or sync_schedules.is_any(session)


def wake() -> None:
    """Have a worker started where none runs yet: under `annotator serve`, which starts one when it is first needed."""
    supervisor = os.environ.get(SUPERVISOR, "")
    # Only of one's own parent it is certain that it is still what it was.
    if supervisor and hasattr(os, "getppid") and os.getppid() == int(supervisor):
        with suppress(OSError):
            os.kill(int(supervisor), signal.SIGUSR1)
