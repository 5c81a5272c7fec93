"""Jobs, step by step: what a step did and the note that it is done stand or fall together."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from annotator.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from annotator.domain.permissions import Action
from annotator.registry import Registry
from annotator.services import durable, job_engine, job_files, job_worker, jobs
from annotator.services.durable import Standing, Watch
from annotator.services.job_kinds.base import Step
from annotator.services.job_worker import Worker
from annotator.settings import Settings
from annotator.store import jobs as stored_jobs
from annotator.store.session import Database
from annotator.store.tables import User
from tests import factories


@dataclass
class Telephone:
    """The line of a test: keeps what was told, and says when to stop."""

    told: list = field(default_factory=list)
    is_over: bool = False

    def tell(self, progress) -> None:
        self.told.append(progress)

    def is_cancelled(self) -> bool:
        return self.is_over


class Adding:
    """A kind that adds a user a step: those that the payload names, and further ones that its steps keep."""

    id, title, action = "adding", "Adding", Action.IMPORT

    def __init__(self) -> None:
        self.before = self.within = self.after = lambda _: None

    def check(self, payload):
        if not payload.get("names"):
            raise InvalidInput("nobody was named", rule="names")
        return ", ".join(payload["names"])

    def steps(self, payload, kept):
        return [Step(name, lambda work, name=name: self._add(work, name)) for name in self._names(payload, kept)]

    def _names(self, payload, kept):
        return [*payload["names"], *kept.get("further", [])]

    def _add(self, work, name) -> None:
        self.before(work)
        with work.write() as session:
            factories.add_user(session, name)
            work.kept["last"] = name
            self.within(work)
        self.after(work)


@dataclass
class Desk:
    database: Database
    settings: Settings
    kind: Adding
    line: Telephone

    def start(self, *names: str) -> str:
        with self.database.write() as session:
            return jobs.start(session, None, "war", "adding", {"names": list(names)})

    def work(self, key: str, run: int = 1) -> bool:
        return job_engine.work_on(self.database, self.settings, key, run, self.line)

    def work_to_the_end(self, key: str) -> None:
        while self.work(key):
            pass

    def stored(self, key: str):
        with self.database.read() as session:
            return jobs.get_job(session, key)

    def names(self) -> set[str]:
        with self.database.read() as session:
            return set(session.exec(select(User.name)))


@pytest.fixture
def desk(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    kind = Adding()
    for module in (jobs, job_engine):
        monkeypatch.setattr(module, "KINDS", Registry("kind of job", [kind]))
    # Every word that a step says is heard.
    monkeypatch.setattr(job_engine, "EVERY", 0.0)
    with database.write() as session:
        factories.add_project(session, "war")
    return Desk(database, Settings(data=tmp_path, DATABASE_URL=str(database.url)), kind, Telephone())


def test_a_job_does_its_steps_in_order_and_is_done(desk: Desk) -> None:
    key = desk.start("ana", "ben")
    assert desk.work(key)
    assert (desk.stored(key).state, desk.stored(key).done, desk.stored(key).steps) == ("running", 1, 2)
    assert desk.names() == {"ana"}
    assert desk.stored(key).kept == {"last": "ana"}
    desk.work_to_the_end(key)
    job = desk.stored(key)
    assert (job.state, job.done, job.words) == ("done", 2, "ben")
    assert desk.names() == {"ana", "ben"}
    assert [each["words"] for each in desk.line.told] == ["ana", "ben"]
    assert not desk.work(key), "a job that is done has nothing more to do"


def test_what_a_step_did_goes_with_the_note_that_it_is_done(desk: Desk) -> None:
    def stumble(work) -> None:
        raise InvalidInput("no such town", file="towns.csv", line=3, rule="town")

    key, desk.kind.within = desk.start("ana"), stumble
    assert not desk.work(key)
    job = desk.stored(key)
    assert (job.state, job.done, job.kept) == ("failed", 0, {})
    assert (job.error, job.rule) == ("towns.csv, line 3: no such town [town]", "town")
    assert desk.names() == set()


def test_a_step_that_was_done_in_an_earlier_life_is_not_done_again(desk: Desk) -> None:
    """The process died between the commit and the engine's own note of it; or another has just been quicker."""
    key = desk.start("ana", "ben")

    def be_overtaken(work) -> None:
        desk.kind.before = lambda _: None
        with desk.database.write() as session:
            assert stored_jobs.step(session, key, work.job.done)
            factories.add_user(session, "ana")

    desk.kind.before = be_overtaken
    desk.work_to_the_end(key)
    assert desk.stored(key).state == "done"
    # A second "ana" would have broken a constraint.
    assert desk.names() == {"ana", "ben"}


def test_a_step_may_find_out_what_else_is_to_be_done(desk: Desk) -> None:
    key = desk.start("ana")

    def find(work) -> None:
        if "further" not in work.kept:
            work.kept["further"] = ["cem", "dov"]

    desk.kind.within = find
    desk.work_to_the_end(key)
    assert desk.names() == {"ana", "cem", "dov"}
    assert (desk.stored(key).done, desk.stored(key).steps) == (3, 3)


@pytest.mark.parametrize("moment", ["before", "within"])
def test_a_step_is_cancelled_where_it_says_how_far_it_is_and_its_work_is_thrown_away(desk: Desk, moment: str) -> None:
    key = desk.start("ana", "ben")
    assert desk.work(key)

    def hear(work) -> None:
        desk.line.is_over = True
        work.tell("half way", 1, 2)

    setattr(desk.kind, moment, hear)
    assert not desk.work(key)
    assert (desk.stored(key).state, desk.stored(key).done) == ("cancelled", 1)
    assert desk.names() == {"ana"}
    assert not job_files.room(desk.settings, key).path.exists()


def test_a_step_that_says_nothing_is_cancelled_all_the_same_before_its_work_is_kept(desk: Desk) -> None:
    key = desk.start("ana")
    desk.kind.within = lambda _: setattr(desk.line, "is_over", True)
    assert not desk.work(key)
    assert desk.stored(key).state == "cancelled"
    assert desk.names() == set()


def test_what_nobody_foresaw_is_told_without_what_it_stumbled_over(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(work) -> None:
        raise KeyError("the secret name")

    key, desk.kind.within = desk.start("ana"), stumble
    desk.work_to_the_end(key)
    assert desk.stored(key).state == "failed"
    assert desk.stored(key).error == job_engine.UNFORESEEN
    assert desk.names() == set()


def test_what_the_system_refuses_is_told_in_its_words(desk: Desk) -> None:
    def stumble(work) -> None:
        (work.given / "missing.jsonl").read_text("utf-8")

    key, desk.kind.within = desk.start("ana"), stumble
    desk.work_to_the_end(key)
    assert desk.stored(key).error == "missing.jsonl: No such file or directory"


def test_a_database_that_does_not_answer_ends_no_job(desk: Desk) -> None:
    def stumble(work) -> None:
        raise OperationalError("SELECT 1", {}, Exception("the server has gone away"))

    key, desk.kind.within = desk.start("ana"), stumble
    with pytest.raises(OperationalError):
        desk.work(key)
    assert desk.stored(key).state == "running"
    desk.kind.within = lambda _: None
    desk.work_to_the_end(key)
    assert desk.stored(key).state == "done"


def test_an_older_run_of_a_job_leaves_it_alone(desk: Desk) -> None:
    key = desk.start("ana")
    assert not desk.work(key, run=2)
    with desk.database.write() as session:
        assert stored_jobs.run_anew(session, key, 1)
        assert not stored_jobs.run_anew(session, key, 1)
    assert not desk.work(key, run=1)
    assert desk.names() == set()


def test_what_was_given_goes_at_the_end_and_what_was_made_stays(desk: Desk) -> None:
    key = desk.start("ana")

    def make(work) -> None:
        (work.given / "in.txt").write_text("in", "utf-8")
        (work.made / "out.txt").write_text("out", "utf-8")
        (work.made / ".half.part").write_text("ha", "utf-8")

    desk.kind.within = make
    desk.work_to_the_end(key)
    room = job_files.room(desk.settings, key)
    assert not room.given.exists()
    assert [path.name for path in room.made.iterdir()] == ["out.txt"]
    with Watch(desk.settings) as watch:
        assert jobs.seen(desk.stored(key), desk.settings, watch).files == (("out.txt", 3),)


# ---------------------------------------------------------------- asked for and seen


def test_a_job_that_cannot_be_begun_is_refused_when_it_is_asked_for(desk: Desk) -> None:
    with desk.database.write() as session, pytest.raises(InvalidInput, match="nobody was named"):
        jobs.start(session, None, "war", "adding", {"names": []})


def test_who_may_not_do_what_a_job_does_may_not_ask_for_it_and_not_see_it(desk: Desk) -> None:
    key = desk.start("ana")
    with desk.database.write() as session:
        person = factories.add_person(session, "an annotator")
        outsider = factories.add_person(session, "an outsider")
        project = stored_jobs.get(session, key).project_id
        session.connection().exec_driver_sql(
            f"INSERT INTO memberships (project_id, user_id, role) VALUES ({project}, {person.id}, 'annotator')"
        )
        with pytest.raises(Forbidden):
            jobs.start(session, person, "war", "adding", {"names": ["ben"]})
        with pytest.raises(Forbidden):
            jobs.find_job(session, person, "war", key)
        with pytest.raises(NotFound):
            jobs.find_job(session, outsider, "war", key)


def test_a_job_of_another_project_is_not_found(desk: Desk) -> None:
    key = desk.start("ana")
    with desk.database.write() as session:
        factories.add_project(session, "peace")
        chief = factories.add_person(session, "chief", is_admin=True)
        assert jobs.find_job(session, chief, "war", key).key == key
        with pytest.raises(NotFound):
            jobs.find_job(session, chief, "peace", key)
        assert jobs.list_jobs(session, chief, "peace") == []
        assert [job.stored.key for job in jobs.list_jobs(session, chief, "war")] == [key]


def test_a_job_that_has_ended_cannot_be_cancelled(desk: Desk) -> None:
    key = desk.start("ana")
    desk.work_to_the_end(key)
    with Watch(desk.settings) as watch, pytest.raises(Conflict, match="done already"):
        jobs.cancel(desk.database, watch, desk.settings, key)


# ---------------------------------------------------------------- what a worker sees to


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> dict:
    """What the engine says of runs, and what it is told; nothing is run."""
    said: dict = {"standing": Standing(durable.UNKNOWN), "told": []}
    monkeypatch.setattr(durable, "standing", lambda _: said["standing"])
    for name in ("enqueue", "take_over", "forget"):
        monkeypatch.setattr(durable, name, lambda *words, name=name: said["told"].append((name, *words)))
    return said


def test_what_waits_is_queued_once(desk: Desk, engine: dict) -> None:
    key, worker = desk.start("ana"), Worker(desk.database, desk.settings)
    worker._look()
    worker._look()
    assert engine["told"] == [("enqueue", key, 1)]


def test_what_a_dead_worker_had_in_hand_is_taken_over_five_times_in_the_same_step_and_not_again(
    desk: Desk, engine: dict
) -> None:
    key, worker = desk.start("ana", "ben"), Worker(desk.database, desk.settings)
    desk.work(key)
    engine["standing"] = Standing(durable.IN_HAND, "somebody dead")
    for _ in range(job_worker.FALLS - 1):
        worker._look()
    assert engine["told"] == [("take_over", f"{key}-1")] * (job_worker.FALLS - 1)
    # A step that is done is counted no more.
    desk.line.is_over = False
    assert desk.stored(key).state == "running"
    worker._look()
    job = desk.stored(key)
    assert (job.state, job.rule) == ("failed", "fell")
    assert "5 times" in job.error


def test_a_step_that_is_done_begins_the_count_anew(desk: Desk, engine: dict) -> None:
    key, worker = desk.start("ana", "ben", "cem"), Worker(desk.database, desk.settings)
    desk.work(key)
    engine["standing"] = Standing(durable.IN_HAND, "somebody dead")
    for _ in range(3):
        for _ in range(job_worker.FALLS - 1):
            worker._look()
        desk.work(key)
    assert desk.stored(key).state == "done"


def test_what_another_living_worker_has_in_hand_is_left_to_it(desk: Desk, engine: dict) -> None:
    key, worker = desk.start("ana", "ben"), Worker(desk.database, desk.settings)
    desk.work(key)
    if not desk.database.is_sqlite:
        with desk.database.write() as session:
            stored_jobs.be_seen(session, "another")
    engine["standing"] = Standing(durable.IN_HAND, "another")
    worker._look()
    # On SQLite there is no other worker: the lock says so.
    assert engine["told"] == ([("take_over", f"{key}-1")] if desk.database.is_sqlite else [])


def test_what_was_cancelled_while_nobody_had_it_in_hand_is_ended(desk: Desk, engine: dict) -> None:
    key, worker = desk.start("ana", "ben"), Worker(desk.database, desk.settings)
    desk.work(key)
    engine["standing"] = Standing(durable.CANCELLED, "somebody dead")
    worker._look()
    assert desk.stored(key).state == "cancelled"


def test_old_jobs_are_forgotten_with_their_files_and_folders_of_no_job_too(desk: Desk, engine: dict) -> None:
    old, new = desk.start("ana"), desk.start("ben")
    desk.work_to_the_end(old)
    desk.work_to_the_end(new)
    stray, fresh = job_files.new_key(), job_files.new_key()
    for key in (stray, fresh):
        job_files.new_room(desk.settings, key)
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(job_files.room(desk.settings, stray).path, (long_ago, long_ago))
    month = (job_worker.KEPT_DAYS + 1) * 24 * 3600 * 1000
    with desk.database.write() as session:
        stored_jobs._move(session, old, ("done",), ended_at=stored_jobs.now() - month)
    Worker(desk.database, desk.settings)._look()
    assert engine["told"] == [("forget", [f"{old}-1"])]
    with desk.database.read() as session:
        assert stored_jobs.exist(session, [old, new]) == {new}
    assert {path.name for path in job_files.folder(desk.settings).iterdir()} == {new, fresh}


def test_preparing_the_queue_leaves_the_locks_of_those_who_use_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database=f"sqlite:///{tmp_path / 'annotator.db'}")
    durable.prepare(settings)
    path = durable.file(settings)
    with closing(sqlite3.connect(path)) as in_use:
        in_use.execute("CREATE TABLE kept (number)")
        durable.prepare(settings)
        # Another process that believes itself alone would tidy up, and take the journal from under this one.
        another = (
            f"import sqlite3; each = sqlite3.connect({str(path)!r}); each.execute('SELECT * FROM kept'); each.close()"
        )
        subprocess.run([sys.executable, "-c", another], check=True)
        assert path.with_name(path.name + "-wal").exists()


# ---------------------------------------------------------------- names of files


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("corpus.jsonl", "corpus.jsonl"),
        ("../../etc/passwd", "passwd"),
        ("C:\\corpora\\a.ann", "a.ann"),
        (".hidden", "hidden"),
        ("a\x00b\n.txt", "a-b-.txt"),
        ("  ", "file"),
        ("أخبار.txt", "أخبار.txt"),
    ],
)
def test_names_of_files_lead_nowhere_else(name: str, safe: str) -> None:
    assert job_files.safe_name(name) == safe


def test_files_that_are_forgotten_while_they_are_looked_at_are_none(tmp_path: Path) -> None:
    room = job_files.new_room(Settings(data=tmp_path), job_files.new_key())
    (room.made / "a.jsonl").write_text("{}\n", "utf-8")
    assert room.sizes() == (("a.jsonl", 3),)
    room.remove()
    assert (room.files(), room.sizes()) == ([], ())


def test_a_name_that_is_taken_gets_another() -> None:
    assert job_files.safe_name("a.txt", frozenset({"a.txt", "2-a.txt"})) == "3-a.txt"


@pytest.mark.parametrize("key", ["", "..", "../../etc", "0" * 15, "0" * 17, "ABCDEF0123456789"])
def test_what_is_no_key_has_no_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(NotFound):
        job_files.room(Settings(data=tmp_path), key)
