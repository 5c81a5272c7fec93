"""The engine under long work: DBOS, and the only module that knows it.

It keeps a queue, which job is in whose hands, and what those who watch are told, in tables of its own: a SQLite file
in the data folder, or a schema of the PostgreSQL database. Everything that counts stands in our rows (store/jobs.py);
these tables can be lost, and are made anew from there (job_worker.py). Imported on first use, because not every
process has long work. Nothing is sent anywhere: no telemetry, no key for its makers' services.
"""

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from annotator.domain.json import Json
from annotator.services import data_folder
from annotator.settings import Settings
from annotator.store.jobs import ENGINE_FILE, ENGINE_SCHEMA

if TYPE_CHECKING:
    from dbos import DBOSClient

NAME = "annotator"
#: Pinned: left to itself, DBOS leaves what another version of the code began waiting for ever.
VERSION = "1"
QUEUE = "jobs"
PROGRESS = "progress"
#: Jobs that one worker has in hand at once.
AT_ONCE = 2
#: Seconds between two looks for what is queued.
_POLL = 0.5
#: Seconds until a step is tried again when the database does not answer, and how often.
_PAUSE, _TRIES = 1.0, 5

#: What passes: a database that does not answer, or another who was quicker with the same rows.
AGAIN = (OperationalError, IntegrityError)

UNKNOWN, QUEUED, IN_HAND, CANCELLED, ENDED = "unknown", "queued", "in hand", "cancelled", "ended"
_STATES = {"ENQUEUED": QUEUED, "DELAYED": QUEUED, "PENDING": IN_HAND, "CANCELLED": CANCELLED}

#: Does the next step of a job's run: key, run and the line to those who watch; whether there is more.
Next = Callable[[str, int, "Line"], bool]
#: Around the steps of a run in this process.
InHand = Callable[[str], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a run stands, and which worker had it last."""

    state: str
    worker: str | None = None


def run_id(key: str, run: int) -> str:
    return f"{key}-{run}"


def file(settings: Settings) -> Path:
    """Where the tables are when the database is SQLite."""
    return settings.data / ENGINE_FILE


def address(settings: Settings) -> str:
    if settings.database.startswith("sqlite"):
        return f"sqlite:///{file(settings).absolute()}"
    return make_url(settings.database).set(drivername="postgresql").render_as_string(hide_password=False)


class Line:
    """From a step to those who watch."""

    def __init__(self, run: str) -> None:
        self.run = run

    def tell(self, progress: dict[str, Json]) -> None:
        from dbos import DBOS

        DBOS.set_event(PROGRESS, progress)

    def is_cancelled(self) -> bool:
        return standing(self.run).state == CANCELLED


def launch(settings: Settings, worker: str, next_: Next, in_hand: InHand, log: logging.Handler) -> None:
    """Begin to work on what is queued, in threads of this process; there is one engine in a process.

    `next_` is called until it says that there is no more, or the run is cancelled, within `in_hand`.
    """
    from dbos import DBOS, DBOSConfig

    quiet(log)
    prepare(settings)
    config: DBOSConfig = {
        "name": NAME,
        "system_database_url": address(settings),
        "dbos_system_schema": ENGINE_SCHEMA,
        "application_version": VERSION,
        "executor_id": worker,
        "serializer": _serializer(),
        "enable_otlp": False,
        "log_level": "ERROR",
        # Polling, as on SQLite: no database's own extension is needed.
        "use_listen_notify": False,
        "sys_db_pool_size": AT_ONCE + 4,
    }
    DBOS(config=config)

    @DBOS.workflow(name="job")
    def job(key: str, run: int) -> None:
        number = 0
        with in_hand(run_id(key, run)):
            while DBOS.run_step(_options(number), next_, key, run, Line(run_id(key, run))):
                number += 1

    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=_POLL, on_conflict="always_update")


def _options(number: int) -> Any:
    return {
        "name": f"step {number}",
        "retries_allowed": True,
        "max_attempts": _TRIES,
        "interval_seconds": _PAUSE,
        "should_retry": lambda error: isinstance(error, AGAIN),
    }


# ---------------------------------------------------------------- in a process that works


def enqueue(key: str, run: int) -> None:
    """Queue this run; one that is known already is not queued again."""
    from dbos import DBOS, EnqueueOptions

    options: EnqueueOptions = {
        "workflow_name": "job",
        "queue_name": QUEUE,
        "workflow_id": run_id(key, run),
        "app_version": VERSION,
    }
    DBOS.enqueue_workflow_with_options(options, key, run)


def take_over(run: str) -> None:
    """Queue a run again that somebody had in hand who is no more; steps that are done are not done again."""
    from dbos import DBOS

    DBOS.resume_workflow(run, queue_name=QUEUE)


def standing(run: str) -> Standing:
    from dbos import DBOS

    found = DBOS.list_workflows(workflow_ids=[run], load_input=False, load_output=False)
    if not found:
        return Standing(UNKNOWN)
    return Standing(_STATES.get(found[0].status, ENDED), found[0].executor_id)


def forget(runs: list[str]) -> None:
    """Drop what is kept of runs that have ended."""
    from dbos import DBOS

    DBOS.delete_workflows(runs)


# ---------------------------------------------------------------- in a process that watches


class Watch:
    """How those who do not work on jobs themselves see and cancel them. Cheap to have: connects on first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._client: DBOSClient | None = None

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.destroy()
            self._client = None

    def progress(self, key: str, run: int) -> dict[str, Any] | None:
        """What was told last of this run; None where nothing was, or nobody can tell."""
        try:
            client = self._connected()
            told = client.get_event(run_id(key, run), PROGRESS, 0) if client else None
        except SQLAlchemyError:
            return None
        return told if isinstance(told, dict) else None

    def cancel(self, key: str, run: int) -> bool:
        """Ask whoever has this run in hand to stop; whether there is anybody to ask."""
        client = self._connected()
        if client is None:
            return False
        client.cancel_workflow(run_id(key, run))
        return True

    def is_cancelled(self, key: str, run: int) -> bool:
        """Whether it was asked to stop."""
        try:
            client = self._connected()
            found = (
                client.list_workflows(workflow_ids=[run_id(key, run)], load_input=False, load_output=False)
                if client
                else []
            )
        except SQLAlchemyError:
            return False
        return bool(found) and found[0].status == "CANCELLED"

    def _connected(self) -> "DBOSClient | None":
        """The client; None before any worker has made the tables, which a client cannot."""
        if self._client is None:
            if self.settings.database.startswith("sqlite") and not file(self.settings).exists():
                return None
            from dbos import DBOSClient

            quiet(logging.NullHandler())
            self._client = DBOSClient(
                system_database_url=address(self.settings),
                dbos_system_schema=ENGINE_SCHEMA,
                serializer=_serializer(),
                system_database_pool_size=2,
                application_name=NAME,
                lazy=True,
                retry_connection_errors=False,
            )
        return self._client


def quiet(handler: logging.Handler) -> None:
    """Let DBOS log to this handler and nowhere else, and only what is wrong."""
    logger = logging.getLogger("dbos")
    handler.addFilter(_is_fault)
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.ERROR)


def _is_fault(record: logging.LogRecord) -> bool:
    """That a run was cancelled is none, though DBOS says so."""
    kind = type(record.exc_info[1]).__name__ if record.exc_info else ""
    return "Cancelled" not in kind


def _serializer() -> Any:
    """JSON, which nobody can hide a program in."""
    from dbos import DBOSPortableJSONSerializer

    return DBOSPortableJSONSerializer()


def prepare(settings: Settings) -> None:
    """On SQLite: make the file for its owner alone, so that those who watch do not keep those who work from writing."""
    if not settings.database.startswith("sqlite"):
        return
    data_folder.prepare(settings)
    path = file(settings)
    # A file that is there is not opened: its closing would drop the locks that SQLite holds on it in this process.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
