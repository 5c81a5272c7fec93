"""One step of a job: its work, and the note that it is done, in one transaction.

Knows nothing of the queue that calls it. Whoever calls may die at any moment and call again for the same step: it
is done once. Two who do the same step at the same moment: the second waits for the first, and finds it done.
"""

import logging
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from annotator.domain.errors import AnnotatorError
from annotator.domain.json import Json, JsonObject
from annotator.services import job_files
from annotator.services.job_files import Room
from annotator.services.job_kinds import KINDS
from annotator.services.job_kinds.base import Cancelled, Step
from annotator.settings import Settings
from annotator.store import jobs
from annotator.store.jobs import StoredJob
from annotator.store.session import Database

#: Seconds between two looks at how far a step is, and whether somebody wants it to stop.
EVERY = 0.5
UNFORESEEN = "something went wrong that nobody foresaw; it has been noted in the log"

logger = logging.getLogger("annotator")


class Line(Protocol):
    """The way to those who watch, which is open also while a step holds the database."""

    def tell(self, progress: dict[str, Json]) -> None: ...
    def is_cancelled(self) -> bool: ...


class _DoneBefore(Exception):
    """The step was done before: by this job in an earlier life, or by somebody else at this moment."""


@dataclass(slots=True)
class StepWork:
    """What a step works with: `Work` of job_kinds/base.py."""

    database: Database
    settings: Settings
    job: StoredJob
    line: Line
    room: Room
    kept: dict[str, Json] = field(default_factory=dict)
    is_noted: bool = False
    told_at: float = 0.0

    @property
    def project(self) -> str:
        return self.job.slug

    @property
    def payload(self) -> JsonObject:
        return self.job.payload

    @property
    def given(self) -> Path:
        return self.room.given

    @property
    def made(self) -> Path:
        return self.room.made

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.database.read() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        if self.is_noted:
            raise RuntimeError("a step has one transaction")
        with self.database.write() as session:
            if not jobs.step(session, self.job.key, self.job.done):
                raise _DoneBefore
            yield session
            # What was cancelled while it was at work is not kept.
            if self.line.is_cancelled():
                raise Cancelled("cancelled")
            self._keep(session)
        self.is_noted = True

    def note(self) -> None:
        """Note that the step is done, unless its own transaction has."""
        if not self.is_noted:
            with self.write():
                pass

    def _keep(self, session: Session) -> None:
        steps = KINDS.get(self.job.kind).steps(self.job.payload, self.kept)
        words = steps[self.job.done].words if self.job.done < len(steps) else ""
        jobs.keep(session, self.job.key, kept=self.kept, steps=len(steps), words=words)

    def tell(self, words: str, done: int = 0, of: int | None = None) -> None:
        moment = time.monotonic()
        if moment - self.told_at < EVERY:
            return
        self.told_at = moment
        if self.line.is_cancelled():
            raise Cancelled("cancelled")
        self.line.tell({"step": self.job.done, "words": words, "done": done, "of": of})


def work_on(database: Database, settings: Settings, key: str, run: int, line: Line) -> bool:
    """Do the next step of the job, or end it when there is none; whether there is more to do.

    A job that has ended, or runs anew elsewhere, is left alone. What a person may cause, and what nobody foresaw,
    ends it as failed; only what may pass by itself is raised, for somebody to try again: a database that does not
    answer, or another who was quicker with the same rows.
    """
    with database.write() as session:
        jobs.begin(session, key)
        job = jobs.find(session, key)
    if job is None or job.state != jobs.RUNNING or job.run != run:
        return False
    if line.is_cancelled():
        end(database, settings, key, jobs.CANCELLED)
        return False
    try:
        return _next(database, settings, job, line)
    except Cancelled:
        end(database, settings, key, jobs.CANCELLED)
    except AnnotatorError as error:
        end(database, settings, key, jobs.FAILED, str(error), error.rule)
    except (OperationalError, IntegrityError):
        raise
    except OSError as error:
        log_failure(job, error)
        end(database, settings, key, jobs.FAILED, _in_words(error), "file")
    except Exception as error:
        log_failure(job, error)
        end(database, settings, key, jobs.FAILED, UNFORESEEN, "unforeseen")
    return False


def _next(database: Database, settings: Settings, job: StoredJob, line: Line) -> bool:
    steps = KINDS.get(job.kind).steps(job.payload, job.kept)
    if job.done >= len(steps):
        end(database, settings, job.key, jobs.DONE)
        return False
    room = job_files.new_room(settings, job.key)
    work = StepWork(database, settings, job, line, room, dict(job.kept))
    step: Step = steps[job.done]
    line.tell({"step": job.done, "words": step.words, "done": 0, "of": None})
    try:
        step.do(work)
        work.note()
    except _DoneBefore:
        return True
    return True


def end(
    database: Database, settings: Settings, key: str, state: str, error: str | None = None, rule: str | None = None
) -> None:
    """The job's end: what it was given is removed, and what it has made, too, if it was cancelled."""
    with database.write() as session:
        ended = jobs.end(session, key, state, error, rule)
    if not ended:
        return
    room = job_files.room(settings, key)
    if state == jobs.CANCELLED:
        room.remove()
    else:
        room.end()


def _in_words(error: OSError) -> str:
    """What the system says, with the file's name and not its way."""
    name = Path(str(error.filename)).name if error.filename else "a file"
    return f"{name}: {error.strerror or 'cannot be read or written'}"


def log_failure(job: StoredJob, error: BaseException) -> None:
    """An error that nobody foresaw: its kind, and the way to it without the values on the way."""
    frames = traceback.extract_tb(error.__traceback__)
    way = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    values = {"job": job.key, "kind": job.kind, "error": type(error).__qualname__, "way": way}
    logger.error("job failed", extra={"values": values})
    logger.debug("job failed because", extra={"values": {"job": job.key, "message": str(error)}})
