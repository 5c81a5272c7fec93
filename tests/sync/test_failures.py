"""Networks that break, servers that fail: nothing is made twice, and nothing is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.domain.errors import AnnotatorError, Conflict
from annotator.services.sync import connections, engine, reading
from annotator.services.sync.client import Client, Gone, Stopped
from annotator.store.session import Database
from tests import labelstudio_server
from tests.faulty_proxy import Fault, faulty_proxy
from tests.labelstudio_server import running_label_studio
from tests.sync.conftest import Both, annotated, own_project, region

pytestmark = pytest.mark.labelstudio


#: What is done there, and may or may not be known to be.
DONE = [Fault.DROP_AFTER, Fault.DROP_BEFORE, Fault.BAD_GATEWAY_AFTER, Fault.SERVER_ERROR_AFTER, Fault.TOO_MANY]


def labels(both: Both, key: str = "a") -> list[set[str]]:
    """Of each annotation of a task the names of its spans."""
    return [
        {item["id"] for item in annotation["result"] if item["type"] == "labels"}
        for annotation in both.task(key)["annotations"]
    ]


def settle(both: Both) -> None:
    """Run until it goes through: a run that was stopped is started again by a person or a schedule."""
    for _ in range(3):
        try:
            both.apply()
            return
        except AnnotatorError:
            continue
    raise AssertionError("it never went through")


def in_step(both: Both) -> bool:
    before = len(both.proxy.writes)
    return both.apply().plan.actions == [] and len(both.proxy.writes) == before


@pytest.mark.parametrize("fault", DONE)
def test_an_import_whose_answer_is_lost_is_not_made_twice(both: Both, fault: Fault) -> None:
    both.bring(annotated("a"), annotated("b", "Police shot 3 protesters in Hama, again."))
    both.connect()
    both.proxy.once(fault, "POST", "/import")
    settle(both)
    assert [task["data"]["id"] for task in both.tasks()] == ["a", "b"]
    assert [len(task["annotations"]) for task in both.tasks()] == [1, 1]
    assert in_step(both)


@pytest.mark.parametrize("fault", DONE)
def test_an_annotation_whose_answer_is_lost_is_not_made_twice(both: Both, fault: Fault) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    both.bring(annotated(annotator="second"))
    both.proxy.once(fault, "POST", "/annotations/")
    settle(both)
    assert len(labels(both)) == 2
    assert in_step(both)


@pytest.mark.parametrize("fault", DONE)
def test_a_change_whose_answer_is_lost_is_made_once(both: Both, fault: Fault) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    both.edit("a", where=None)
    both.proxy.once(fault, "PATCH", "/annotations/")
    settle(both)
    assert labels(both) == [{"act", "who", "toll"}]
    assert in_step(both)


@pytest.mark.parametrize("fault", DONE)
def test_a_deletion_whose_answer_is_lost_is_done(both: Both, fault: Fault) -> None:
    both.bring(annotated(), annotated(annotator="second"))
    both.connect()
    both.apply()
    both.drop_set("a", "second")
    both.proxy.once(fault, "DELETE", "/annotations/")
    settle(both)
    assert len(labels(both)) == 1
    assert in_step(both)


@pytest.mark.parametrize(("method", "part"), [("POST", "/import"), ("PATCH", "/annotations/")])
def test_an_answer_behind_the_time_that_is_waited_is_looked_up(both: Both, method: str, part: str) -> None:
    both.bring(annotated())
    both.connect()
    if method == "PATCH":
        both.apply()
        both.edit("a", where=None)
    both.timeout, both.proxy.delay = 0.4, 6.0
    both.proxy.once(Fault.SLOW, method, part)
    settle(both)
    both.timeout = 60.0
    assert len(labels(both)) == 1
    assert in_step(both)


def test_access_that_is_refused_in_the_middle_stops_the_run_and_the_next_one_ends_it(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    both.proxy.once(Fault.UNAUTHORIZED, "POST", "/import")
    with pytest.raises(Stopped):
        both.apply()
    both.apply()
    assert len(both.tasks()) == 1
    assert in_step(both)


def test_a_server_that_is_away_stops_the_run_and_the_next_one_goes_on(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    both.proxy.rule = lambda method, _: Fault.DROP_BEFORE if method == "GET" else None
    with pytest.raises(Stopped):
        both.apply()
    both.proxy.rule = None
    both.apply()
    assert in_step(both)


def test_a_project_that_is_deleted_in_the_middle_of_a_listing_deletes_nothing_here(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", "Police shot 3 protesters in Hama, again."))
    both.connect()
    both.apply()

    def delete(method: str, path: str) -> None:
        if path.startswith("/api/tasks/"):
            both.proxy.before = None
            both.call("DELETE", f"/api/projects/{both.remote}/")

    both.proxy.before = delete
    for _ in range(3):
        with pytest.raises((Gone, Conflict)):
            both.apply()
    assert [len(both.set(key).spans) for key in ("a", "b")] == [4, 4]


def test_tasks_that_go_during_a_listing_shift_nothing_and_no_live_one_is_taken_for_deleted(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LISTED", 3)
    both.bring(*(annotated(f"d{number}", f"Police shot 3 protesters in Hama {number}.") for number in range(9)))
    both.connect()
    both.apply()
    numbers = {task["data"]["id"]: task["id"] for task in both.tasks()}
    pages: list[str] = []

    def delete(_: str, path: str) -> None:
        if path.startswith("/api/tasks/"):
            pages.append(path)
        if len(pages) == 2 and "d1" in numbers:
            # One that was listed already, and one that is still to come.
            for key in ("d1", "d7"):
                both.call("DELETE", f"/api/tasks/{numbers.pop(key)}/")

    both.proxy.before = delete
    outcome = both.apply()
    both.proxy.before = None
    assert {each.document for each in outcome.plan.actions} == {"d7"}
    for _ in range(3):
        both.apply()
    assert {each.document.id for each in both.corpus() if each.sets[0].spans == ()} == {"d1", "d7"}
    assert {task["data"]["id"]: task["id"] for task in both.tasks()} == numbers
    assert in_step(both)


def test_the_number_of_an_annotation_that_is_given_again_is_not_taken_for_the_old_one(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    old = both.annotation("a")["id"]
    both.call("DELETE", f"/api/annotations/{old}/")
    strange = [{"data": {"text": "A stranger."}, "annotations": [{"result": [region("x", "actor", 0, 1)]}]}]
    both.call("POST", f"/api/projects/{both.remote}/import", strange)
    (made,) = both.tasks()[-1]["annotations"]
    assert made["id"] == old
    both.edit("a", where=None)
    for _ in range(2):
        both.apply()
    assert both.tasks()[-1]["annotations"] == [made]
    assert len(both.set("a").spans) == 3
    new = next(each for each in both.corpus() if each.document.text == "A stranger.")
    assert [each.id for each in new.sets[0].spans] == ["x"]


def test_a_number_that_is_given_again_is_not_taken_for_the_old_task(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    old = both.task("a")["id"]
    both.call("DELETE", f"/api/tasks/{old}/")
    strange = [{"data": {"text": "A stranger."}, "annotations": [{"result": [region("x", "actor", 0, 1)]}]}]
    both.call("POST", f"/api/projects/{both.remote}/import", strange)
    assert both.tasks()[0]["id"] == old
    both.apply()
    (task,) = both.tasks()
    assert [item["id"] for item in task["annotations"][0]["result"]] == ["x"]
    assert len(both.set("a").spans) == 4
    new = next(each for each in both.corpus() if each.document.text == "A stranger.")
    assert len(new.sets) == 1


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_server_that_is_stopped_in_the_middle_and_started_again_costs_nothing(
    sqlite_database: Database, tmp_path: Path, goes_on: bool
) -> None:
    if not labelstudio_server.is_installed():
        pytest.skip(labelstudio_server.MISSING)
    with running_label_studio(tmp_path / "data") as server, faulty_proxy(server.url) as proxy:
        both = Both(sqlite_database, server, proxy)
        both.add_project("ours")
        both.bring(annotated("a"))
        both.connect()
        both.apply()
        both.bring(annotated("b", "Police shot 3 protesters in Hama, again."), annotated(annotator="second"))
        both.edit("a", where=None)

        def again() -> None:
            server.process = labelstudio_server.start(server.data, int(server.url.rpartition(":")[2])).process
            labelstudio_server.wait_until_ready(server)

        def hook(step: str) -> None:
            if step == "create: noted" and server.process.poll() is None and not stopped:
                stopped.append(step)
                server.stop()
                if goes_on:
                    again()

        stopped: list[str] = []
        if goes_on:
            both.apply(hook=hook)
        else:
            with pytest.raises(Stopped):
                both.apply(hook=hook)
            again()
            both.apply()
        assert stopped
        assert [task["data"]["id"] for task in both.tasks()] == ["a", "b"]
        assert labels(both, "b") == [{"act", "who", "toll", "where"}]
        assert sorted(map(len, labels(both))) == [3, 4]
        assert in_step(both)
        for client in both.clients:
            client.close()


def test_access_that_lapses_before_a_write_is_asked_for_anew_and_the_write_made_once(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    both.proxy.once(Fault.UNAUTHORIZED, "POST", "/import")
    with both.client(both.server.personal_token()) as client:
        engine.apply(both.database, client, "ours")
    assert [each.status for each in both.proxy.log if "/import" in each.path] == [401, 201]
    assert len(both.tasks()) == 1
    assert in_step(both)


def test_much_that_is_gone_at_once_stops_for_a_persons_word(both: Both) -> None:
    both.bring(*(annotated(f"d{number}", f"Police shot 3 protesters in Hama {number}.") for number in range(12)))
    both.connect()
    both.apply()
    for task in both.tasks():
        both.call("DELETE", f"/api/tasks/{task['id']}/")
    both.apply()
    with pytest.raises(Conflict, match="--allow-deletions"):
        both.apply()
    assert all(len(each.sets[0].spans) == 4 for each in both.corpus())
    both.apply(allow_deletions=True)
    assert all(each.sets[0].spans == () for each in both.corpus())
    assert both.tasks() == []
    assert in_step(both)


def test_a_dry_run_writes_nothing_on_either_side_and_says_what_is_then_done(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", "Police shot 3 protesters in Hama, again."))
    both.connect()
    both.apply()
    both.edit("a", where=None)
    task = both.task("b")["id"]
    both.call("POST", f"/api/tasks/{task}/annotations/", {"result": [region("r", "actor", 0, 6)]})
    content, seen = both.database_bytes(), len(both.proxy.log)
    plan = both.plan()
    assert {each.method for each in both.proxy.log[seen:]} == {"GET"}
    assert both.database_bytes() == content
    outcome = both.apply(plan_id=plan.id)
    assert outcome.plan.as_json() == plan.as_json()
    assert {name: outcome.counts[name] for name in plan.counts() if name in outcome.counts} == plan.counts()


@pytest.mark.parametrize("side", ["here", "there"])
def test_a_plan_is_refused_when_a_side_has_moved(both: Both, side: str) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    both.edit("a", where=None)
    plan = both.plan()
    if side == "here":
        both.edit("a", who=None)
    else:
        annotation = both.annotation("a")
        both.patch(annotation, [*annotation["result"], region("r", "actor", 0, 6)])
    before = len(both.proxy.writes)
    with pytest.raises(Conflict, match="a side has moved"):
        both.apply(plan_id=plan.id)
    assert len(both.proxy.writes) == before


def test_an_export_that_was_imported_elsewhere_is_known_again(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", "Police shot 3 protesters in Hama, again."))
    both.connect()
    both.apply()
    exported = both.call("GET", f"/api/projects/{both.remote}/export?exportType=JSON&download_all_tasks=true")
    for task in exported:
        task.pop("predictions", None)
    second = own_project(both.server)
    both.call("POST", f"/api/projects/{second}/import", exported)
    connections.disconnect(both.database, "ours")
    both.connect(second)
    outcome = both.apply()
    assert outcome.plan.is_empty
    assert len(both.corpus()) == 2
    assert [len(each.sets) for each in both.corpus()] == [1, 1]
    assert len(both.tasks(second)) == 2
    assert in_step(both)


def test_tokens_of_both_kinds_and_a_path_in_the_address_work_and_stand_in_no_log(
    both: Both, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level("DEBUG")
    personal = both.server.personal_token()
    both.bring(annotated())
    with (
        faulty_proxy(both.server.url, "/ls") as proxy,
        Client(f"{proxy.url}/", personal, sleep=both.slept.append) as client,
    ):
        connections.connect(both.database, client, "ours", None, connections.Policy())
        engine.apply(both.database, client, "ours")
        # Five minutes later: the access that was given has lapsed.
        proxy.once(Fault.UNAUTHORIZED, "GET", "/api/version")
        assert engine.apply(both.database, client, "ours").plan.is_empty
        assert {each.authorization.partition(" ")[0] for each in proxy.log if "/api/token" not in each.path} == {
            "Bearer"
        }
        assert len([each for each in proxy.log if "/api/token/refresh" in each.path]) == 2
    assert personal not in caplog.text
    assert both.server.token not in caplog.text
    # Asked of SQLite, never of the file: closing one that this process read itself would drop SQLite's locks on it.
    with closing(sqlite3.connect(str(both.database.url.database))) as stored:
        assert personal not in "\n".join(stored.iterdump())
