"""A sync as a job, and by itself: carried out once whatever happens to the process, told when it fails, never twice."""

import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from annotator.domain.errors import Conflict, Forbidden, InvalidInput
from annotator.labelstudio.plan import Action, Deed, Plan
from annotator.services import job_engine, job_files, jobs
from annotator.services.job_kinds import sync_project
from annotator.services.job_kinds.sync_project import KIND, SyncProject
from annotator.services.sync import engine, runs, schedule
from annotator.services.sync.client import Stopped
from annotator.services.sync.engine import Outcome
from annotator.services.sync.runs import running
from annotator.services.sync.schedule import MINUTE, QUIET, Hints
from annotator.settings import Settings
from annotator.store import jobs as stored_jobs
from annotator.store import sync_connections, sync_runs, sync_schedules
from annotator.store.clock import now
from annotator.store.jobs import StoredJob
from annotator.store.session import Database
from annotator.store.sync_runs import StoredRun
from tests import connections, factories


class Killed(BaseException):
    """The process ends, without a word."""


@dataclass
class Engine:
    """In the place of the sync itself: notes how it was called, and does what the test says."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    planned: Plan = field(default_factory=Plan)
    raises: BaseException | None = None
    #: How many steps are done before it raises.
    steps: int = 0

    def plan(self, database: Database, client: object, slug: str, tell: Any) -> Plan:
        del database, client, slug
        tell("3 of 12 new tasks read")
        if self.raises:
            raise self.raises
        return self.planned

    def apply(self, database: Database, client: object, slug: str, plan_id: str | None, **more: Any) -> Outcome:
        del client
        self.calls.append({"plan": plan_id, **more})
        with running(database, slug, asked=more["asked"]) as run:
            for _ in range(self.steps):
                more["hook"]("pull: sets")
            more["tell"]("5 of 10 annotations there", 5, 10)
            if self.raises:
                raise self.raises
            run.count("add_set", 2)
        return Outcome(self.planned, {"add_set": 2}, ["d7: it has changed meanwhile"])


@dataclass
class Line:
    told: list[Any] = field(default_factory=list)
    is_over: bool = False

    def tell(self, progress: Any) -> None:
        self.told.append(progress)

    def is_cancelled(self) -> bool:
        return self.is_over


@dataclass
class Desk:
    database: Database
    settings: Settings
    engine: Engine
    project: int
    line: Line = field(default_factory=Line)

    def start(self, **payload: Any) -> str:
        with self.database.write() as session:
            return jobs.start(session, None, "war", KIND, payload)

    def work(self, key: str) -> None:
        while job_engine.work_on(self.database, self.settings, key, 1, self.line):
            pass

    def stored(self, key: str) -> StoredJob:
        with self.database.read() as session:
            return jobs.get_job(session, key)

    def jobs(self) -> list[StoredJob]:
        with self.database.read() as session:
            return stored_jobs.of_kind(session, self.project, KIND, 50)

    def runs(self) -> list[StoredRun]:
        with self.database.read() as session:
            return sync_runs.last(session, self.project)

    def schedule(self) -> sync_schedules.StoredSchedule:
        with self.database.read() as session:
            return sync_schedules.find(session, self.project)

    def set_schedule(self, **values: Any) -> None:
        with self.database.write() as session:
            sync_schedules.put(session, self.project, **values)


@pytest.fixture
def desk(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Engine()
    monkeypatch.setattr(engine, "plan", made.plan)
    monkeypatch.setattr(engine, "apply", made.apply)
    monkeypatch.setattr(job_engine, "EVERY", 0.0)
    with database.write() as session:
        factories.add_project(session, "war")
    project = connections.connect(database)
    settings = Settings(data=tmp_path, DATABASE_URL=str(database.url), label_studio_token="t" * 40)
    return Desk(database, settings, made, project)


# ---------------------------------------------------------------- the job


def test_a_plan_is_kept_whole_as_a_file_and_its_beginnings_with_the_job(desk: Desk) -> None:
    many = [Action(Deed.CREATE, f"d{number}", "annotation", "ann", number) for number in range(40)]
    desk.engine.planned = Plan([*many, Action(Deed.ADOPT, "d0")], remarks=["beware"])
    key = desk.start(dry_run=True)
    desk.work(key)
    job = desk.stored(key)
    assert job.state == "done"
    assert (job.kept["plan"], job.kept["pushes"], job.kept["pulls"]) == (desk.engine.planned.id, 40, 0)
    examples: Any = job.kept["examples"]
    assert [each["document"] for each in examples["create"]] == [f"d{number}" for number in range(12)]
    assert set(examples) == {"create"}
    [file] = job_files.room(desk.settings, key).files()
    assert json.loads(file.read_text("utf-8")) == desk.engine.planned.as_json()
    assert desk.runs() == []


def test_a_sync_is_carried_out_and_the_log_says_whose_wish_it_was(desk: Desk) -> None:
    key = desk.start(way="page", whose="lea", allow_deletions=True)
    desk.work(key)
    assert desk.stored(key).state == "done"
    assert desk.stored(key).kept["counts"] == {"add_set": 2}
    assert desk.stored(key).kept["left"] == ["d7: it has changed meanwhile"]
    [call] = desk.engine.calls
    assert call["allow_deletions"] is True
    [run] = desk.runs()
    assert (run.way, run.whose, run.counts, run.error) == ("page", "lea", {"add_set": 2}, None)


def test_how_far_it_is_comes_with_the_words_that_the_sync_says(desk: Desk) -> None:
    desk.work(desk.start())
    assert {"words": "5 of 10 annotations there", "done": 5, "of": 10} in [
        {name: each[name] for name in ("words", "done", "of")} for each in desk.line.told
    ]


@pytest.mark.parametrize(("steps", "expected"), [(0, "0123456789abcdef"), (1, None)])
def test_killed_while_it_carries_a_plan_out_it_does_the_rest_and_before_that_still_asks_for_the_plan(
    desk: Desk, steps: int, expected: str | None
) -> None:
    key = desk.start(plan="0123456789abcdef")
    desk.engine.raises, desk.engine.steps = Killed(), steps
    with pytest.raises(Killed):
        desk.work(key)
    desk.engine.raises = None
    desk.work(key)
    assert [each["plan"] for each in desk.engine.calls] == ["0123456789abcdef", expected]
    assert desk.stored(key).state == "done"


def test_a_job_that_is_cancelled_ends_its_run_and_lets_the_next_one_in(desk: Desk) -> None:
    key = desk.start()
    desk.line.is_over = True
    with desk.database.write() as session:
        stored_jobs.begin(session, key)
    step = SyncProject().steps({}, {})[0]
    with pytest.raises(sync_project.AnnotatorError, match="cancelled"):
        step.do(Bench(desk, key))
    assert desk.runs()[0].error == "cancelled"
    with running(desk.database, "war"):
        pass


@dataclass
class Bench:
    """A step with nothing around it."""

    desk: Desk
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    project: str = "war"

    @property
    def database(self) -> Database:
        return self.desk.database

    @property
    def settings(self) -> Settings:
        return self.desk.settings

    @property
    def made(self) -> Path:
        return job_files.new_room(self.desk.settings, self.key).made

    @contextmanager
    def read(self) -> Iterator[Any]:
        with self.database.read() as session:
            yield session

    def tell(self, words: str, done: int = 0, of: int | None = None) -> None:
        del words, done, of
        if self.desk.line.is_over:
            raise job_engine.Cancelled("cancelled")


def test_whoever_waits_for_a_server_that_does_not_answer_can_be_cancelled(desk: Desk) -> None:
    desk.line.is_over = True
    with pytest.raises(job_engine.Cancelled):
        sync_project._rest(Bench(desk, "a" * 16), 60)  # type: ignore[arg-type]


def test_a_sync_that_stops_says_why_in_the_job_and_in_the_log_without_the_token(desk: Desk) -> None:
    desk.engine.raises = Stopped("https://labels.example.org does not take the token (it answers 401)")
    key = desk.start(way="schedule")
    desk.work(key)
    assert (desk.stored(key).state, desk.stored(key).rule) == ("failed", "label_studio")
    assert "does not take the token" in str(desk.runs()[0].error)
    assert "t" * 40 not in str(desk.stored(key)) + str(desk.runs())


def test_without_a_token_in_the_environment_of_the_worker_that_is_what_the_log_says(desk: Desk) -> None:
    desk.settings = Settings(data=desk.settings.data, DATABASE_URL=str(desk.database.url))
    key = desk.start(way="schedule")
    desk.work(key)
    assert desk.stored(key).state == "failed"
    assert "ANNOTATOR_LABEL_STUDIO_TOKEN" in str(desk.stored(key).error)
    assert (desk.runs()[0].way, desk.runs()[0].error) == ("schedule", desk.stored(key).error)
    assert desk.engine.calls == []


@pytest.mark.parametrize(
    "payload",
    [
        {"dry_run": "yes"},
        {"allow_deletions": 1},
        {"plan": "0123"},
        {"plan": 7},
        {"way": "command"},
        {"whose": 3},
    ],
)
def test_a_payload_that_cannot_be_worked_on_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        SyncProject().check(payload)


def test_what_it_is_about_is_said_in_a_few_words() -> None:
    said = [SyncProject().check(each) for each in ({}, {"dry_run": True}, {"plan": "a" * 16}, {"way": "schedule"})]  # type: ignore[dict-item]
    assert said == ["all of it", "what would happen", f"plan {'a' * 16}", "by schedule"]


# ---------------------------------------------------------------- the lock


def test_a_lock_under_the_number_of_this_process_is_a_dead_one_s_unless_the_run_is_here(desk: Desk) -> None:
    """Processes of containers have the same few numbers, again and again."""
    with running(desk.database, "war"), pytest.raises(Conflict, match="goes on already"), running(desk.database, "war"):
        pass
    with desk.database.write() as session:
        values = {"lock_key": "old", "lock_host": runs.socket.gethostname(), "lock_pid": os.getpid(), "lock_at": now()}
        sync_connections.change(session, desk.project, **values)
    with running(desk.database, "war") as run:
        assert run.key != "old"


def test_the_log_does_not_grow_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_runs, "REMEMBERED", 5)
    for number in range(12):
        runs.note_failure(desk.database, "war", runs.Asked("schedule"), str(number))
    assert [each.error for each in desk.runs()] == ["11", "10", "9", "8", "7"]


# ---------------------------------------------------------------- by itself


def rested(desk: Desk) -> None:
    """As if the last run were long over."""
    [last, *_] = desk.runs()
    with desk.database.write() as session:
        sync_runs.end(session, last.key, last.started_at, last.plan, last.counts, last.error)


def test_what_is_due_is_started_as_a_job_and_its_time_comes_again(desk: Desk) -> None:
    desk.set_schedule(every=10, due_at=now() - 1)
    schedule.start_due(desk.database)
    [job] = desk.jobs()
    assert (job.state, job.payload, job.user) == ("waiting", {"way": "schedule"}, None)
    due = desk.schedule().due_at
    assert due is not None
    assert 9 * MINUTE < due - now() <= 10 * MINUTE


def test_what_is_not_due_yet_and_what_was_disconnected_is_not_started(desk: Desk) -> None:
    desk.set_schedule(every=10, due_at=now() + MINUTE)
    schedule.start_due(desk.database)
    assert desk.jobs() == []
    with desk.database.write() as session:
        sync_connections.remove(session, desk.project)
    assert desk.schedule() == sync_schedules.StoredSchedule()


def test_while_one_is_asked_for_or_goes_on_none_is_started_and_none_is_lost(desk: Desk) -> None:
    desk.set_schedule(every=10, due_at=now() - 1)
    key = desk.start(dry_run=True)
    schedule.start_due(desk.database)
    assert len(desk.jobs()) == 1
    with desk.database.write() as session:
        stored_jobs.withdraw(session, key)
    with running(desk.database, "war"):
        schedule.start_due(desk.database)
        assert len(desk.jobs()) == 1
    rested(desk)
    schedule.start_due(desk.database)
    assert [each.payload for each in desk.jobs()] == [{"way": "schedule"}, {"dry_run": True}]


def test_two_workers_that_look_at_once_start_one(desk: Desk) -> None:
    desk.set_schedule(every=10, due_at=now() - 1)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: schedule.start_due(desk.database), range(8)))
    assert len(desk.jobs()) == 1


def test_a_run_that_takes_long_is_followed_by_a_rest_as_long(desk: Desk) -> None:
    with desk.database.write() as session:
        sync_runs.begin(session, desk.project, "long", now() - 10 * MINUTE)
        sync_runs.end(session, "long", now() - MINUTE, "", {}, None)
    desk.set_schedule(every=1, due_at=now() - 1)
    schedule.start_due(desk.database)
    assert desk.jobs() == []
    with desk.database.write() as session:
        sync_runs.end(session, "long", now() - 6 * MINUTE, "", {}, None)
    schedule.start_due(desk.database)
    assert len(desk.jobs()) == 1


def test_one_that_failed_is_tried_again_when_its_time_comes_again(desk: Desk) -> None:
    desk.set_schedule(every=10, due_at=now() - 1)
    desk.engine.raises = Stopped("it does not answer")
    schedule.start_due(desk.database)
    desk.work(desk.jobs()[0].key)
    assert desk.jobs()[0].state == "failed"
    schedule.start_due(desk.database)
    assert len(desk.jobs()) == 1
    desk.engine.raises = None
    rested(desk)
    desk.set_schedule(due_at=now() - 1)
    schedule.start_due(desk.database)
    desk.work(desk.jobs()[0].key)
    assert [each.state for each in desk.jobs()] == ["done", "failed"]
    assert [each.error for each in desk.runs()] == [None, "it does not answer"]


def test_jobs_that_nobody_asked_for_and_that_went_well_do_not_pile_up(desk: Desk) -> None:
    asked = desk.start(way="page", whose="lea")
    desk.work(asked)
    outdated: dict[str, int] = {}
    for _ in range(3):
        rested(desk)
        desk.set_schedule(every=10, due_at=now() - 1)
        outdated = schedule.start_due(desk.database)
        with desk.database.write() as session:
            for key in outdated:
                stored_jobs.remove(session, key)
        desk.work(desk.jobs()[0].key)
    assert len(outdated) == 1
    assert {each.key for each in desk.jobs()} == {asked, desk.jobs()[0].key}
    assert len(desk.runs()) == 4


# ---------------------------------------------------------------- hints


@pytest.fixture
def secret(desk: Desk) -> str:
    with desk.database.write() as session:
        return schedule.new_secret(session, "war")


def test_a_hint_makes_one_run_and_one_more_when_it_comes_during_that(
    desk: Desk, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "QUIET", 0)
    hints = Hints()
    assert hints.take(desk.database, "war", secret)
    assert not hints.take(desk.database, "war", secret)
    schedule.start_due(desk.database)
    [job] = desk.jobs()
    assert job.payload == {"way": "hint"}
    with running(desk.database, "war"):
        assert hints.take(desk.database, "war", secret)
        schedule.start_due(desk.database)
        assert len(desk.jobs()) == 1
    desk.work(job.key)
    rested(desk)
    schedule.start_due(desk.database)
    assert len(desk.jobs()) == 2
    # Nothing was said since: nothing is due.
    assert desk.schedule().due_at is None


def test_hints_that_come_at_once_while_the_database_is_busy_wait_in_one_thread_only(desk: Desk, secret: str) -> None:
    """On SQLite an import holds the database for a while: the server's few threads must not all wait for it."""
    hints, done = Hints(), []
    with desk.database.write() as session:
        if desk.database.is_sqlite:
            first = threading.Thread(target=lambda: done.append(hints.take(desk.database, "war", secret)))
            first.start()
            while not hints._on_their_way:
                pass
            assert [hints.take(desk.database, "war", secret) for _ in range(20)] == [False] * 20
            assert done == []
        del session
    if desk.database.is_sqlite:
        first.join()
        assert done == [True]
        assert desk.schedule().due_at is not None


@pytest.mark.parametrize("slug", ["war", "nowhere"])
@pytest.mark.parametrize("shown", ["", "x", "hook_", "\ud800", "ü"])
def test_whatever_is_wrong_with_a_hint_it_is_refused_in_the_same_words(
    desk: Desk, secret: str, slug: str, shown: str
) -> None:
    del secret
    with pytest.raises(Forbidden, match=schedule.REFUSED):
        Hints().take(desk.database, slug, shown)
    assert desk.schedule().due_at is None


def test_a_hint_comes_sooner_than_the_schedule_and_the_schedule_goes_on(desk: Desk, secret: str) -> None:
    with desk.database.write() as session:
        schedule.set_every(session, "war", 60)
    Hints().take(desk.database, "war", secret)
    due = desk.schedule().due_at
    assert due is not None
    assert due - now() <= QUIET
    desk.set_schedule(due_at=now() - 1)
    schedule.start_due(desk.database)
    due = desk.schedule().due_at
    assert due is not None
    assert due - now() > 59 * MINUTE
