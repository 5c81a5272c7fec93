"""Acknowledged is durable, and exactly once: the server is killed while eight devices save, again and again."""

import json
import random
import threading
import time
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from annotator.domain.acts import apply_act
from annotator.domain.changes import Change, Kind
from annotator.domain.json import Json
from annotator.domain.workspace import Workspace
from annotator.services import tasks
from annotator.store import annotations, changes
from annotator.store import tasks as stored_tasks
from annotator.store.session import Database
from tests.safety.devices import Device
from tests.server import Server, add_project, add_user, opened, person, start, wait_until_ready

KILLS = 20
#: Two people work on two devices at once, each pair on one task.
TASKS_OF_DEVICES = (0, 1, 2, 3, 4, 5, 0, 1)
ARTICLE = " ".join(f"word{chr(97 + number % 26)}" for number in range(12_000))


class Ledger:
    """What the journal of a task has said up to now, replayed: one line of truth for all rounds."""

    def __init__(self, database: Database, name: str) -> None:
        self.person = person(database, name)
        with database.write() as session:
            found = tasks.next_task(session, self.person, "war")
        assert found is not None
        self.task = found.task.id
        self.set_id = found.task.set_id
        self.workspace = Workspace(found.text, found.schema)
        self.revision = 0
        self.seen: Counter[str] = Counter()

    def catch_up(self, session: Session) -> None:
        """Read on in the journal, replay it, and compare what comes out with the rows as they are."""
        rows = changes.history(session, self.set_id, self.revision, 100_000)
        assert [row.revision for row in rows] == list(range(self.revision + 1, self.revision + len(rows) + 1))
        happened = [_change(row) for row in rows]
        for _, act in groupby(happened, key=lambda change: change.act):
            steps = list(act)
            assert apply_act(self.workspace, steps) == steps
        self.revision += len(rows)
        self.seen.update(change.id for change in happened)
        stored = annotations.content(session, self.set_id)
        assert {span.id: span for span in stored.spans} == self.workspace.spans
        assert {link.id: link for link in stored.links} == self.workspace.links
        found = stored_tasks.find(session, self.task, self.person.id)
        assert found is not None
        assert found.task.revision == self.revision

    def items(self) -> dict[str, Json]:
        spans = {span_id: span.as_json() for span_id, span in self.workspace.spans.items()}
        links = {link_id: link.as_json() for link_id, link in self.workspace.links.items()}
        return {**spans, **links}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_what_was_acknowledged_survives_a_kill_and_what_is_sent_again_is_there_once(
    database_url: str, tmp_path: Path, workers: int
) -> None:
    with opened(database_url) as database:
        ledgers, devices = _prepare(database)
    chance = random.Random(database_url.partition(":")[0])
    cut_off = 0
    server = start(database_url, tmp_path, workers=workers)
    try:
        for _ in range(KILLS):
            wait_until_ready(server)
            _save_and_kill(server, devices, kill_after=chance.randint(5, 40))
            _wait_for_the_last_commit(database_url)
            server = start(database_url, tmp_path, workers=workers)
            _catch_up(database_url, ledgers)
            cut_off += sum(_check_cut(ledgers, device) for device in devices)
            wait_until_ready(server)
            for device in devices:
                outcomes = device.resend(server.url)
                assert [(each["act"], each["status"], each["effects"]) for each in outcomes] == [
                    (act, "applied", []) for act in device.acts
                ]
            _catch_up(database_url, ledgers)
            for device in devices:
                assert {ledgers[device.task].seen[change["id"]] for change in device.changes} == {1}
                device.forget()
            _check_expected(ledgers, devices)
    finally:
        server.stop()
    # Else the kills came when nothing was under way, and nothing was shown.
    assert cut_off > KILLS


def _prepare(database: Database) -> tuple[dict[int, Ledger], list[Device]]:
    people = [f"person{number}" for number in range(max(TASKS_OF_DEVICES) + 1)]
    add_project(database, "war", [f"{ARTICLE} {number}" for number in range(len(people))])
    tokens = [add_user(database, name, None, "war") for name in people]
    ledgers = [Ledger(database, name) for name in people]
    devices = [
        Device(f"{number}", tokens[owner], ledgers[owner].task, ledgers[owner].workspace.text, (number // 6, 2))
        for number, owner in enumerate(TASKS_OF_DEVICES)
    ]
    return {ledger.task: ledger for ledger in ledgers}, devices


def _save_and_kill(server: Server, devices: list[Device], *, kill_after: int) -> None:
    """Let all devices save; kill every process of the server after so many answers."""
    answers = threading.Semaphore(0)
    threads = [
        threading.Thread(target=device.save_until_it_breaks, args=(server.url, answers.release)) for device in devices
    ]
    for thread in threads:
        thread.start()
    for _ in range(kill_after):
        assert answers.acquire(timeout=30), f"no answer any more: {[device.refused for device in devices]}"
    server.kill()
    for thread in threads:
        thread.join()
    assert [device.refused for device in devices] == [[] for _ in devices]


def _wait_for_the_last_commit(database_url: str) -> None:
    """PostgreSQL finishes what it was told to do before it notices that nobody is there any more."""
    if database_url.startswith("sqlite"):
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with opened(database_url) as database:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with database.read() as session:
                if session.execute(text(others)).scalar() == 0:
                    return
            time.sleep(0.01)
    raise AssertionError("somebody is still connected to the database")


def _catch_up(database_url: str, ledgers: dict[int, Ledger]) -> None:
    database = Database(database_url)
    with database.read() as session:
        for ledger in ledgers.values():
            ledger.catch_up(session)
    database.close()


def _check_cut(ledgers: dict[int, Ledger], device: Device) -> bool:
    """Everything acknowledged is in the journal once, the last request whole or not at all; whether it was cut off."""
    seen = ledgers[device.task].seen
    for request in device.requests[: device.acknowledged]:
        assert [seen[change["id"]] for change in request] == [1] * len(request)
    for request in device.requests[device.acknowledged :]:
        times = {seen[change["id"]] for change in request}
        assert times in ({0}, {1})
    return len(device.requests) > device.acknowledged


def _check_expected(ledgers: dict[int, Ledger], devices: list[Device]) -> None:
    """What stands is what the devices of each task have made, nothing less and nothing more."""
    for task, ledger in ledgers.items():
        expected: dict[str, Any] = {}
        for device in devices:
            if device.task == task:
                expected |= device.expected
        assert ledger.items() == expected


def _change(row: Any) -> Change:
    return Change(row.change_id, row.act, Kind(row.kind), _read(row.before), _read(row.after))


def _read(column: str | None) -> Json:
    found: Json = None if column is None else json.loads(column)
    return found
