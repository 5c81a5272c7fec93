"""`annotator jobs`: long work as the operator sees it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.services import job_engine, job_files, jobs
from annotator.settings import Settings
from annotator.store.session import Database
from tests import factories
from tests.cli.conftest import Run


class Nobody:
    """Nobody listens."""

    def tell(self, progress) -> None:
        del progress

    def is_cancelled(self) -> bool:
        return False


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def job(annotator: Run, sqlite_database: Database) -> str:
    with sqlite_database.write() as session:
        factories.add_document(session, factories.add_project(session, "war"), "Rebels took the town.", key="d1")
        return jobs.start(session, None, "war", "export", {"format": "native", "sets": "all"})


def work(database: Database, settings: Settings, job: str) -> None:
    while job_engine.work_on(database, settings, job, 1, Nobody()):
        pass


def test_jobs_are_listed_with_how_far_they_are(annotator: Run, job: str) -> None:
    said = annotator("jobs", "list")
    assert said.code == 0
    head, row = said.out.splitlines()
    assert head.split() == ["JOB", "PROJECT", "KIND", "ABOUT", "STATE", "PROGRESS", "CREATED"]
    assert row.startswith(f"{job}  war      export  Native JSON Lines, all  waiting  0 of 1")
    [told] = annotator("jobs", "list", "--project", "war", "--json").json
    assert (told["id"], told["state"], told["progress"]["of"]) == (job, "waiting", 1)


def test_a_job_tells_how_it_ended_and_where_its_files_are(
    annotator: Run, job: str, sqlite_database: Database, settings: Settings
) -> None:
    work(sqlite_database, settings, job)
    said = annotator("jobs", "show", job).out.splitlines()
    assert said[0] == "Export (Native JSON Lines, all) in war: done, 1 of 1: Written"
    path, size = said[1].split("  ")
    assert f"{Path(path).stat().st_size} bytes" == size
    assert annotator("jobs", "show", job, "--json").json["files"][0]["name"] == "war-all.jsonl"


def test_a_job_is_stopped_once(annotator: Run, job: str) -> None:
    assert annotator("jobs", "cancel", job).err == f"Job {job} is told to stop.\n"
    assert annotator("jobs", "show", job, "--json").json["state"] == "cancelled"
    again = annotator("jobs", "cancel", job)
    assert (again.code, again.err) == (1, "Error: the job is cancelled already\n")


@pytest.mark.parametrize("command", [("show", "0" * 16), ("cancel", "nothing"), ("list", "--project", "peace")])
def test_what_is_not_there_is_an_error(annotator: Run, command: tuple[str, ...]) -> None:
    said = annotator("jobs", *command)
    assert said.code == 1
    assert said.err.startswith("Error: there is no ")


def test_a_worker_does_not_begin_on_a_database_of_another_version(bare: Run) -> None:
    said = bare("jobs", "work")
    assert said.code == 1
    assert "run `annotator db upgrade`" in said.err


def write(queue: Path, name: str) -> None:
    with closing(sqlite3.connect(queue)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS runs (name TEXT)")
        connection.execute("DELETE FROM runs")
        connection.execute("INSERT INTO runs VALUES (?)", (name,))


def test_the_queue_goes_into_the_backup_and_comes_back_with_it(bare: Run, tmp_path: Path) -> None:
    assert bare("db", "upgrade").code == 0
    queue = tmp_path / "data" / "jobs.db"
    write(queue, "before")
    copy = tmp_path / "copy.db"
    assert bare("db", "backup", copy).code == 0
    write(queue, "after")
    assert bare("user", "add", "ana", "--no-password").code == 0
    assert bare("db", "restore", copy, "--yes").code == 0
    with closing(sqlite3.connect(queue)) as connection:
        assert connection.execute("SELECT name FROM runs").fetchall() == [("before",)]
    assert bare("user", "list", "--json").json == []
    assert all(check["holds"] for check in bare("db", "check", "--json").json)


def test_files_of_jobs_are_their_owners_alone(annotator: Run, job: str, settings: Settings) -> None:
    room = job_files.new_room(settings, job)
    for folder in (room.path.parent, room.path, room.given, room.made):
        assert folder.stat().st_mode & 0o077 == 0
