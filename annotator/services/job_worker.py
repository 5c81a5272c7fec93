"""The process that works on jobs: hands our rows to the engine, and takes over from workers that died.

Our rows are the truth. What waits in them is queued; what the engine does not know, because its tables were lost or
are older, is queued anew; what it holds for a worker that is no more is taken over, and goes on at the next step.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from secrets import token_hex

from annotator.domain.errors import Conflict
from annotator.services import data_folder, durable, job_engine, job_files
from annotator.services.sync import schedule
from annotator.settings import Settings
from annotator.store import jobs
from annotator.store.clock import now
from annotator.store.jobs import StoredJob
from annotator.store.session import Database

#: Seconds between two looks for new jobs.
EVERY = 0.5
#: Seconds between two signs of life, and after how many without one a worker counts as dead.
SIGN, LEASE = 2.0, 15.0
#: So often may a process die with the same step in hand.
FALLS = 5
#: Days that a job and what it has made are kept after its end; how often old ones are looked for, in seconds.
KEPT_DAYS = 30
CLEAR = 3600.0
_DAY = 24 * 3600

logger = logging.getLogger("annotator")


class Worker:
    """One process at work."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.name = token_hex(8)
        self._seen_at = self._cleared_at = float("-inf")
        self._queued: dict[str, float] = {}
        #: Runs whose steps are done in this process at this moment.
        self._hands: set[str] = set()

    def work(self, stop: threading.Event, log: logging.Handler, ready: Callable[[], object] = int) -> None:
        """Work until told to stop; then whatever is in hand is dropped where it is, as if the process were killed.

        Raises Conflict when another process works on a SQLite database's jobs already.
        """
        with _alone(self.settings):
            self._be_seen()
            durable.launch(self.settings, self.name, self._next, self._in_hand, log)
            ready()
            while not stop.is_set():
                try:
                    self._look()
                except Exception as error:
                    # A database that does not answer will again. What is in hand goes on meanwhile.
                    logger.error("jobs wait", extra={"values": {"error": type(error).__qualname__}})
                stop.wait(EVERY)
            self._be_forgotten()

    def _look(self) -> None:
        self._be_seen()
        self._forget(schedule.start_due(self.database))
        with self.database.read() as session:
            waiting = jobs.in_states(session, (jobs.WAITING,))
            running = jobs.in_states(session, (jobs.RUNNING,))
        for job in waiting:
            self._queue(job)
        if running:
            living = self._living()
            for job in running:
                self._mind(job, living)
        self._clear()

    def _next(self, key: str, run: int, line: durable.Line) -> bool:
        return job_engine.work_on(self.database, self.settings, key, run, line)

    @contextmanager
    def _in_hand(self, run: str) -> Iterator[None]:
        self._hands.add(run)
        try:
            yield
        finally:
            self._hands.discard(run)

    def _queue(self, job: StoredJob) -> None:
        """See to a job that waits."""
        run = durable.run_id(job.key, job.run)
        if time.monotonic() - self._queued.get(run, float("-inf")) < LEASE:
            return
        standing = durable.standing(run)
        if standing.state == durable.UNKNOWN:
            durable.enqueue(job.key, job.run)
        elif standing.state == durable.IN_HAND and standing.worker not in self._living():
            durable.take_over(run)
        elif standing.state in (durable.ENDED, durable.CANCELLED):
            self._anew(job)
            return
        self._queued[run] = time.monotonic()

    def _mind(self, job: StoredJob, living: set[str]) -> None:
        """See to a job that is said to run."""
        run = durable.run_id(job.key, job.run)
        standing = durable.standing(run)
        is_held = standing.worker in living and (standing.worker != self.name or run in self._hands)
        if standing.state == durable.QUEUED or (is_held and standing.state != durable.ENDED):
            return
        if standing.state == durable.CANCELLED:
            job_engine.end(self.database, self.settings, job.key, jobs.CANCELLED)
        elif standing.state == durable.IN_HAND and standing.worker == self.name:
            return  # just on its way into a thread
        elif self._fell(job):
            return
        elif standing.state == durable.IN_HAND:
            durable.take_over(run)
        else:
            self._anew(job)

    def _fell(self, job: StoredJob) -> bool:
        """Note that a worker died with this job; whether that was once too often, and the job has ended."""
        with self.database.write() as session:
            falls = jobs.fell(session, job.key)
        if falls < FALLS:
            return falls == 0
        said = f"the process that worked on it ended {falls} times in the same step, without a word"
        job_engine.end(self.database, self.settings, job.key, jobs.FAILED, said, "fell")
        return True

    def _anew(self, job: StoredJob) -> None:
        with self.database.write() as session:
            jobs.run_anew(session, job.key, job.run)

    # ------------------------------------------------------------ who lives

    def _be_seen(self) -> None:
        if self.database.is_sqlite or time.monotonic() - self._seen_at < SIGN:
            return
        self._seen_at = time.monotonic()
        with self.database.write() as session:
            jobs.be_seen(session, self.name)

    def _living(self) -> set[str]:
        if self.database.is_sqlite:
            return {self.name}
        with self.database.read() as session:
            return jobs.seen_within(session, round(LEASE * 1000))

    def _be_forgotten(self) -> None:
        if not self.database.is_sqlite:
            with self.database.write() as session:
                jobs.forget_worker(session, self.name)

    # ------------------------------------------------------------ what is old

    def _clear(self) -> None:
        """Forget jobs that ended long ago, with their files, and files that no job was ever made of."""
        if time.monotonic() - self._cleared_at < CLEAR:
            return
        self._cleared_at = time.monotonic()
        with self.database.read() as session:
            old = jobs.ended_before(session, now() - KEPT_DAYS * _DAY * 1000)
            found = list(job_files.keys(self.settings, time.time() - _DAY))
            known = jobs.exist(session, found)
        for key in (each for each in found if each not in known):
            job_files.room(self.settings, key).remove()
        self._forget(old)
        if not self.database.is_sqlite:
            with self.database.write() as session:
                jobs.forget_workers(session, _DAY * 1000)

    def _forget(self, old: Mapping[str, int]) -> None:
        """Forget these jobs, each with the number of its last run."""
        if not old:
            return
        for key in old:
            job_files.room(self.settings, key).remove()
        durable.forget([durable.run_id(key, run) for key, last in old.items() for run in range(1, last + 1)])
        with self.database.write() as session:
            for key in old:
                jobs.remove(session, key)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """On SQLite: the only worker, for as long as the block runs. The system lets go of it when the process dies.

    On PostgreSQL workers stand side by side and are told apart by their signs of life. On SQLite such a sign could not
    be given while an import holds the database.
    """
    if not settings.database.startswith("sqlite"):
        yield
        return
    path = data_folder.prepare(settings) / "jobs.lock"
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            said = "another process works on this database's jobs already; with SQLite there is one"
            raise Conflict(said, rule="worker") from None
        yield
