"""Long work survives what kills its process: it goes on at the next step, and no step is done twice or by halves."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from annotator.services import job_files, jobs
from annotator.services.durable import Watch
from annotator.services.jobs import Job
from annotator.settings import Settings
from annotator.store.core import documents
from annotator.store.session import Database
from tests.http_client import Client
from tests.server import add_project, add_user, opened, running_server

pytestmark = pytest.mark.slow

FILES, EACH = 40, 250
#: A worker that died is missed after 15 seconds; machines that run tests are busy.
PATIENCE = 60.0


@dataclass
class Desk:
    """A project on a database, with a data folder, and workers that come and go."""

    database: Database
    settings: Settings
    watch: Watch

    @contextmanager
    def worker(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`annotator jobs work`, killed at the end."""
        with (self.settings.data / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [str(Path(sys.executable).with_name("annotator")), "jobs", "work"],
                env={
                    **os.environ,
                    "DATABASE_URL": self.settings.database_url,
                    "ANNOTATOR_DATA": str(self.settings.data),
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)

    @property
    def log(self) -> str:
        return (self.settings.data / "worker.log").read_text("utf-8")

    def start(self, kind: str, payload: dict, key: str | None = None) -> str:
        with self.database.write() as session:
            return jobs.start(session, None, "war", kind, payload, key)

    def start_import(self, files: int = FILES, each: int = EACH) -> str:
        """An import of many files, one step each."""
        key = job_files.new_key()
        room = job_files.new_room(self.settings, key)
        names = [f"file{number:03}.jsonl" for number in range(files)]
        for name in names:
            lines = [
                json.dumps({"format": "annotator/1", "id": f"{name}-{line}", "text": f"Town {name} {line} fell. " * 40})
                for line in range(each)
            ]
            (room.given / name).write_text("\n".join(lines), "utf-8")
        return self.start("import", {"files": names}, key)

    def job(self, key: str) -> Job:
        with self.database.read() as session:
            stored = jobs.get_job(session, key)
        return jobs.seen(stored, self.settings, self.watch)

    def wait(self, key: str, until: Callable[[Job], bool]) -> Job:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            job = self.job(key)
            if until(job):
                return job
            time.sleep(0.01)
        raise AssertionError(f"{self.job(key).as_json()}\n{self.log}")

    def number_of_documents(self) -> int:
        with self.database.read() as session:
            return session.execute(select(func.count()).select_from(documents)).scalar_one()


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(data=tmp_path / "data", DATABASE_URL=database_url)
    settings.data.mkdir()
    with opened(database_url) as database, Watch(settings) as watch:
        add_project(database, "war", [])
        yield Desk(database, settings, watch)


def has_ended(job: Job) -> bool:
    return job.has_ended


def test_a_job_that_is_killed_goes_on_at_the_next_step_and_does_no_step_twice(desk: Desk) -> None:
    key = desk.start_import()
    # Again and again where a restart goes on at once; where others may live, the dead one is missed only after a while.
    kills = (5, 12, 20) if desk.database.is_sqlite else (12,)
    for kill in kills:
        with desk.worker():
            desk.wait(key, lambda job, kill=kill: job.progress.done >= kill)
        left = desk.job(key)
        assert kill <= left.progress.done < FILES
        assert left.stored.state == "running"
        # What was acknowledged as done is in, whole, and nothing else.
        assert desk.number_of_documents() == left.progress.done * EACH
    with desk.worker():
        job = desk.wait(key, has_ended)
        # What was given is cleared away once it stands that it is done.
        desk.wait(key, lambda _: not job_files.room(desk.settings, key).given.exists())
    assert job.stored.state == "done"
    reports = job.stored.kept["reports"]
    assert [report["file"] for report in reports] == [f"file{number:03}.jsonl" for number in range(FILES)]
    # A file that had come in twice would have been known the second time.
    assert {report["documents"] for report in reports} == {EACH}
    assert {report["known"] for report in reports} == {0}
    assert desk.number_of_documents() == FILES * EACH


def test_progress_is_seen_while_it_runs_and_grows(desk: Desk) -> None:
    key = desk.start_import(files=3, each=4000)
    shares, words = [], set()

    def look(job: Job) -> bool:
        shares.append(job.progress.share)
        words.add(job.progress.words)
        return job.has_ended

    with desk.worker():
        desk.wait(key, look)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(set(shares)) > 3, "only whole steps were told"
    assert any("documents" in each for each in words)


def test_a_cancelled_job_stops_and_leaves_nothing_half_done(desk: Desk) -> None:
    key = desk.start_import(files=12, each=2000)
    with desk.worker():
        desk.wait(key, lambda job: job.progress.done >= 2)
        jobs.cancel(desk.database, desk.watch, desk.settings, key)
        job = desk.wait(key, has_ended)
        assert job.stored.state == "cancelled"
        assert job.progress.done < 12
        time.sleep(1)
        assert desk.number_of_documents() == job.progress.done * 2000
    assert not job_files.room(desk.settings, key).path.exists()


def test_a_job_that_nobody_has_begun_is_cancelled_at_once(desk: Desk) -> None:
    key = desk.start_import(files=2)
    jobs.cancel(desk.database, desk.watch, desk.settings, key)
    assert desk.job(key).stored.state == "cancelled"
    with desk.worker():
        later = desk.start("export", {"format": "native"})
        desk.wait(later, has_ended)
    assert desk.number_of_documents() == 0
    assert desk.job(key).stored.state == "cancelled"


def test_a_fault_of_a_file_is_told_in_words_and_the_other_files_come_in(desk: Desk) -> None:
    key = desk.start_import(files=3, each=5)
    path = job_files.room(desk.settings, key).given / "file001.jsonl"
    path.write_text(path.read_text("utf-8") + "\nno JSON\n", "utf-8")
    with desk.worker():
        job = desk.wait(key, has_ended)
    assert (job.stored.state, job.stored.rule) == ("failed", "json")
    assert job.stored.error.startswith("file001.jsonl, line 6: not JSON")
    assert desk.number_of_documents() == 10


def test_what_the_engine_has_lost_is_made_anew_from_the_rows(desk: Desk) -> None:
    key = desk.start_import()
    with desk.worker():
        desk.wait(key, lambda job: job.progress.done >= 5)
    if desk.database.is_sqlite:
        for path in desk.settings.data.glob("jobs.db*"):
            path.unlink()
    else:
        with desk.database.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA annotator_jobs CASCADE")
    with desk.worker():
        job = desk.wait(key, has_ended)
    assert job.stored.state == "done"
    assert desk.number_of_documents() == FILES * EACH
    assert {report["known"] for report in job.stored.kept["reports"]} == {0}


def test_a_worker_says_nothing_but_its_own_and_speaks_to_nobody_but_the_database(desk: Desk) -> None:
    with desk.worker() as worker:
        desk.wait(desk.start("export", {"format": "native"}), has_ended)
        if desk.database.is_sqlite:
            assert network_sockets(worker.pid) == set()
    assert desk.log == "Working on jobs. Stop it with Ctrl+C.\n"


def test_with_sqlite_there_is_one_worker_and_with_postgresql_many(desk: Desk) -> None:
    with desk.worker() as first, desk.worker() as second:
        desk.wait(desk.start("export", {"format": "native"}), has_ended)
        if desk.database.is_sqlite:
            ended = [process for process in (first, second) if _ends(process)]
            assert len(ended) == 1
            assert ended[0].returncode == 1
            assert "another process works on this database's jobs already" in desk.log
        else:
            keys = [desk.start_import(files=10) for _ in range(2)]
            # The same ids: whichever file is second finds its documents there.
            assert {desk.wait(key, has_ended).stored.state for key in keys} == {"done"}
            assert [process.poll() for process in (first, second)] == [None, None]
            assert desk.number_of_documents() == 10 * EACH


def _ends(process: "subprocess.Popen[bytes]") -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    return process.poll() is not None


def test_the_server_starts_a_worker_when_there_is_something_to_do_and_ends_it_with_itself(
    database_url: str, tmp_path: Path, workers: int
) -> None:
    with opened(database_url) as database:
        add_project(database, "war", ["Rebels took the town."])
        token = add_user(database, "lea", None, "war", "lead")
    with running_server(database_url, tmp_path, workers=workers) as server:
        assert children(server.pid, "jobs work") == []
        with Client(server.url, token) as client:
            asked = client.post("/api/v1/projects/war/jobs/export", {"sets": "all"}).expect(202).json()
            address = f"/api/v1/projects/war/jobs/{asked['id']}"
            deadline = time.monotonic() + PATIENCE
            while (job := client.get(address).expect(200).json())["ended"] is None and time.monotonic() < deadline:
                time.sleep(0.05)
            assert (job["state"], job["progress"]["share"]) == ("done", 1.0)
            [file] = job["files"]
            taken = client.get(f"{address}/files/{file['name']}").expect(200).body
            assert json.loads(taken)["text"] == "Rebels took the town."
        [worker] = children(server.pid, "jobs work")
        # One that dies is started again.
        os.kill(worker, 9)
        deadline = time.monotonic() + PATIENCE
        while not (again := [each for each in children(server.pid, "jobs work") if each != worker]):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        server.process.kill()
        deadline = time.monotonic() + PATIENCE
        while is_alive(again[0]):
            assert time.monotonic() < deadline, "the worker has outlived its server"
            time.sleep(0.1)


def test_what_is_left_from_before_is_taken_up_when_the_server_starts(desk: Desk) -> None:
    key, url = desk.start_import(files=3, each=10), desk.settings.database_url
    with running_server(url, desk.settings.data, settings={"ANNOTATOR_JOB_WORKER": "false"}) as server:
        time.sleep(2)
        assert children(server.pid, "jobs work") == []
        assert desk.job(key).stored.state == "waiting"
    with running_server(url, desk.settings.data):
        assert desk.wait(key, has_ended).stored.state == "done"
    assert desk.number_of_documents() == 30


def network_sockets(pid: int) -> set[str]:
    """The sockets of a process that lead, or listen, beyond it."""
    opened_ = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()}
    ours = {name.removeprefix("socket:[").rstrip("]") for name in opened_ if name.startswith("socket:[")}
    lines = [line for kind in ("tcp", "tcp6", "udp", "udp6") for line in _rows(Path(f"/proc/{pid}/net/{kind}"))]
    return ours & {line.split()[9] for line in lines}


def _rows(path: Path) -> list[str]:
    return path.read_text("ascii").splitlines()[1:] if path.exists() else []


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def children(parent: int, words: str) -> list[int]:
    """The living processes that this one has started with these words on their command lines."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            _, _, rest = (path / "stat").read_text().rpartition(")")
            state, mother = rest.split()[:2]
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if int(mother) == parent and state != "Z" and words in command:
                found.append(int(path.name))
    return found
