"""A real server for tests and benchmarks: `annotator serve`, as a person starts it, on a database of its own.

Knows nothing of pytest, so that the benchmarks can start the same server.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.people import Person
from annotator.services import documents, projects, tokens, upkeep, users
from annotator.store import projects as stored_projects
from annotator.store.session import Database

HOST = "127.0.0.1"
#: How long a server may take to answer for the first time, in seconds: machines that run tests are busy.
PATIENCE = 60.0


class ServerFailedError(Exception):
    """The server ended, or never answered; the message is the end of its log."""


@dataclass
class Server:
    """A server that runs. Whoever starts it, ends it: `stop` or `kill`, both of which wait for the end."""

    port: int
    database_url: str
    data: Path
    process: "subprocess.Popen[bytes]" = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """The process that was started. It leads a process group of its own, workers included."""
        return self.process.pid

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text("utf-8", "replace")

    def add_user(
        self, name: str, password: str | None = None, project: str | None = None, role: str = "annotator"
    ) -> str:
        """Somebody new, `role` in `project` if one is named; returns an API token of theirs."""
        with opened(self.database_url) as database:
            return add_user(database, name, password, project, role)

    def kill(self) -> None:
        """End every process of the server at once, with no chance to finish anything."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self._wait_for_the_workers()

    def stop(self) -> None:
        """End the server as an operator does; what has not ended after ten seconds is killed."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.kill()

    def _wait_for_the_workers(self) -> None:
        """Orphans are reaped by somebody else, so the port tells when the last has gone."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if not _listening(self.port):
                return
            time.sleep(0.005)
        raise ServerFailedError(f"something still listens on port {self.port}")


@contextmanager
def running_server(
    database_url: str, data: Path, *, workers: int = 1, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server that has answered, on that database; stopped at the end whatever happened."""
    server = start(database_url, data, workers=workers, settings=settings)
    try:
        wait_until_ready(server)
        yield server
    finally:
        server.stop()


def start(database_url: str, data: Path, *, workers: int = 1, settings: Mapping[str, str] | None = None) -> Server:
    """Start the server and wait for nothing. `settings` are further ANNOTATOR_* variables."""
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ANNOTATOR_", "DATABASE_URL"))}
    environment = own | {
        "DATABASE_URL": database_url,
        "ANNOTATOR_DATA": str(data),
        "ANNOTATOR_HOST": HOST,
        "ANNOTATOR_PORT": str(port),
        "ANNOTATOR_WORKERS": str(workers),
        "ANNOTATOR_DEMO": "false",
        **(settings or {}),
    }
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("annotator")), "serve"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Server(port, database_url, data, process)


@contextmanager
def server_with(folder: Path, fill: Callable[[Database], object]) -> Iterator[Server]:
    """A server on a new SQLite database in that folder, which is filled before it starts."""
    url = f"sqlite:///{folder / 'annotator.db'}"
    with opened(url) as database:
        fill(database)
    with running_server(url, folder / "data") as running:
        yield running


def wait_until_ready(server: Server, path: str = "/readyz") -> None:
    """Wait for the first good answer; raises ServerFailedError with the end of the log."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        if _answers(server.port, path):
            return
        time.sleep(0.01)
    raise ServerFailedError(f"the server did not come up\n{server.log[-4000:]}")


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


# ---------------------------------------------------------------- what is in the database


@contextmanager
def opened(database_url: str) -> Iterator[Database]:
    """The database, upgraded; closed at the end, so that nobody but the server holds it."""
    database = Database(database_url)
    try:
        upkeep.upgrade(database)
        yield database
    finally:
        database.close()


def add_project(
    database: Database,
    slug: str,
    texts: Sequence[str],
    *,
    overlap: int = 1,
    schema: str = "conflict-events",
) -> None:
    """A project with these texts as documents d0001, d0002, …, each handed out to `overlap` people."""
    shipped, guideline = projects.load_schema(schema)
    records = (
        AnnotatedDocument(Document(f"d{number:04}", text, {"title": f"Article {number}"}), ())
        for number, text in enumerate(texts, start=1)
    )
    with database.write() as session:
        project = projects.create_project(session, slug, slug.title(), shipped, guideline, overlap=overlap)
        for _ in documents.import_documents(session, project, records):
            pass


def add_user(
    database: Database, name: str, password: str | None = None, project: str | None = None, role: str = "annotator"
) -> str:
    """Somebody new, `role` in `project` if one is named; returns an API token of theirs."""
    with database.write() as session:
        person = users.add_user(session, name, password)
        if project is not None:
            row = projects.row_of(stored_projects.get(session, project))
            stored_projects.set_role(session, row, person.id, role)
        return tokens.create_token(session, person, "a test")


def person(database: Database, name: str) -> Person:
    with database.read() as session:
        return users.get_person(session, name)
