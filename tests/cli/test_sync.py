"""`annotator sync`: connected, planned, carried out, settled; every error names what is wrong, and never the token."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from annotator.labelstudio.config_reading import read_config
from annotator.labelstudio.translation import names_of
from annotator.store.session import Database
from tests.cli.conftest import Run, annotator, bare
from tests.faulty_proxy import FaultyProxy
from tests.labelstudio_server import LabelStudioServer
from tests.sync.conftest import (
    SCHEMA,
    TEXT,
    Both,
    annotated,
    label_studio,
    no_secret_in_any_log,
    own_project,
    proxy,
    region,
)

__all__ = ["annotator", "bare", "label_studio", "no_secret_in_any_log", "proxy"]

SECRET = "abcdef0123456789abcdef0123456789abcdef01"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def project(annotator: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A project that is connected with nothing, and a token that opens nothing."""
    monkeypatch.setenv("ANNOTATOR_LABEL_STUDIO_TOKEN", SECRET)
    monkeypatch.setattr("annotator.services.sync.client.PAUSES", (0.0,))
    assert annotator("project", "create", "ours", "--schema", "conflict-events").code == 0
    return annotator


@contextmanager
def answering(status: int, body: bytes, kind: str = "application/json", location: str = "") -> Iterator[str]:
    """A server that has one answer for everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Nobody listens."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# Without a Label Studio.


def test_without_a_token_nothing_begins_and_both_ways_to_give_one_are_named(
    project: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.delenv("ANNOTATOR_LABEL_STUDIO_TOKEN")
    said = project("sync", "connect", "ours", NOWHERE, "--create")
    assert said.code == 1
    assert "ANNOTATOR_LABEL_STUDIO_TOKEN, or ANNOTATOR_LABEL_STUDIO_TOKEN_FILE" in said.err
    monkeypatch.setenv("ANNOTATOR_LABEL_STUDIO_TOKEN_FILE", str(tmp_path / "none"))
    said = project("sync", "connect", "ours", NOWHERE, "--create")
    assert (said.code, str(tmp_path / "none") in said.err) == (1, True)


def test_a_token_in_a_file_is_read_without_the_line_break_behind_it(
    project: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.delenv("ANNOTATOR_LABEL_STUDIO_TOKEN")
    file = tmp_path / "token"
    file.write_text(f"{SECRET}\n", "utf-8")
    monkeypatch.setenv("ANNOTATOR_LABEL_STUDIO_TOKEN_FILE", str(file))
    with answering(401, b'{"detail": "no"}') as address:
        said = project("sync", "connect", "ours", address, "--create")
    assert (said.code, "does not take the token (401): make one there" in said.err) == (1, True)


def test_connect_wants_one_of_two_and_says_so(project: Run) -> None:
    for more in ([], ["--create", "--project", "7"]):
        said = project("sync", "connect", "ours", NOWHERE, *more)
        assert (said.code, "--project NUMBER or --create" in said.err) == (2, True)


@pytest.mark.parametrize(
    "address", ["labels.example.org", "ftp://labels.example.org", "http://", "https://l.example.org/projects/7"]
)
def test_what_is_no_address_is_named(project: Run, address: str) -> None:
    said = project("sync", "connect", "ours", address, "--create")
    assert said.code == 1
    assert repr(address) in said.err


def test_a_password_in_an_address_is_refused_and_not_said_again(project: Run) -> None:
    said = project("sync", "connect", "ours", "https://me:hush-hush@labels.example.org", "--create")
    assert said.code == 1
    assert "hush-hush" not in said.err + said.out


def test_a_server_that_does_not_answer_is_named_and_the_token_is_not(project: Run) -> None:
    said = project("sync", "connect", "ours", NOWHERE, "--create")
    assert said.code == 1
    assert f"{NOWHERE} does not answer (nothing listens there; asked 2 times)" in said.err
    assert SECRET not in said.err + said.out


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, b"<html></html>", "text/html"), "is no Label Studio: there is nothing at http://"),
        ((200, b'{"version": 1}', "application/json"), "is no Label Studio"),
        ((302, b"", "text/html", "https://sign-in.example.org/x?token=y"), "redirect to https://sign-in.example.org:"),
        ((403, b'{"detail": "no"}', "application/json"), "ask for the right there"),
        ((404, b"<html></html>", "text/html"), "is no Label Studio: there is nothing at http://"),
    ],
)
def test_what_is_no_label_studio_is_told_from_one_that_lets_nobody_in(
    project: Run, answer: tuple[Any, ...], words: str
) -> None:
    with answering(*answer) as address:
        said = project("sync", "connect", "ours", address, "--create")
    assert said.code == 1
    assert words in said.err
    assert SECRET not in said.err + said.out


@pytest.mark.parametrize("verb", ["plan", "apply", "status", "conflicts", "disconnect", "policy"])
def test_a_project_that_is_connected_with_nothing_says_how_to_connect_it(project: Run, verb: str) -> None:
    said = project("sync", verb, "ours")
    assert said.code == 1
    assert "annotator sync connect ours ADDRESS" in said.err
    said = project("sync", verb, "nobodys")
    assert (said.code, "nobodys" in said.err) == (1, True)


def test_the_labelling_config_of_a_schema_is_printed_for_whoever_pastes_it(project: Run) -> None:
    said = project("sync", "config", "ours")
    assert said.code == 0
    config = read_config(said.out)
    assert names_of(config, SCHEMA).missing(SCHEMA) == []
    assert project("sync", "config", "nobodys").code == 1


def test_settling_wants_a_side(project: Run) -> None:
    assert project("sync", "resolve", "ours").code == 2
    assert project("sync", "resolve", "ours", "--for", "both").code == 2
    said = project("sync", "resolve", "ours", "7", "--for", "local")
    assert (said.code, "annotator sync connect ours" in said.err) == (1, True)


def test_who_is_who_is_said_with_an_equals_sign(project: Run) -> None:
    for wrong in ("ada", "ada@example.org=", "=ada"):
        said = project("sync", "connect", "ours", NOWHERE, "--create", "--person", wrong)
        assert said.code == 1
        assert f"say ADDRESS=NAME, not {wrong!r}" in said.err


def test_moving_in_wants_the_address_of_a_project(project: Run) -> None:
    said = project("sync", "move-in", "theirs", "https://labels.example.org/ls")
    assert said.code == 1
    assert "https://labels.example.org/projects/7" in said.err
    assert [each["slug"] for each in project("project", "list", "--json").json] == ["ours"]


# With a real one.


@pytest.fixture
def sides(
    project: Run,
    sqlite_database: Database,
    label_studio: LabelStudioServer,
    proxy: FaultyProxy,
    monkeypatch: pytest.MonkeyPatch,
) -> Both:
    """The project with a document, and the server that it will be connected with."""
    monkeypatch.setenv("ANNOTATOR_LABEL_STUDIO_TOKEN", label_studio.token)
    both = Both(sqlite_database, label_studio, proxy)
    both.bring(annotated())
    return both


Command = Callable[..., Any]


@pytest.mark.labelstudio
def test_a_project_is_connected_planned_carried_out_and_quiet(project: Run, sides: Both) -> None:
    done = project("sync", "connect", "ours", sides.proxy.url, "--create", "--person", "lead@example.com=ann", "--json")
    assert done.code == 0, done.err
    sides.remote = done.json["project"]
    assert (done.json["created"], done.json["address"], done.json["missing"]) == (True, sides.proxy.url, [])
    again = project("sync", "connect", "ours", sides.proxy.url, "--create")
    assert (again.code, "annotator sync disconnect ours" in again.err) == (1, True)

    writes, content = len(sides.proxy.writes), sides.database_bytes()
    shown = project("sync", "plan", "ours")
    assert "create_task  a" in shown.out
    plan = project("sync", "plan", "ours", "--json").json
    assert plan["counts"] == {"create_task": 1}
    dry = project("sync", "apply", "ours", "--dry-run", "--json").json
    assert dry == plan
    assert f"plan {plan['id']}: 1 to push, 0 to pull" in shown.out
    assert (len(sides.proxy.writes), sides.database_bytes()) == (writes, content)

    wrong = project("sync", "apply", "ours", "0" * 16)
    assert (wrong.code, f"the plan is {plan['id']} by now, not {'0' * 16}" in wrong.err) == (1, True)
    assert len(sides.proxy.writes) == writes
    applied = project("sync", "apply", "ours", plan["id"], "--json")
    assert applied.code == 0, applied.err
    assert applied.json["plan"] == plan
    assert (applied.json["done"]["create_task"], applied.json["left"]) == (1, [])
    (annotation,) = sides.task("a")["annotations"]
    assert annotation["completed_by"] == 1

    quiet = project("sync", "apply", "ours")
    assert "0 to push, 0 to pull" in quiet.out
    status = project("sync", "status", "ours", "--json").json
    assert (status["tasks"], status["annotations"], status["conflicts"], status["unfinished"]) == (1, 1, 0, 0)
    errors = [run["error"] for run in status["runs"]]
    assert (errors[0], errors[1], "the plan is" in errors[2]) == (None, None, True)
    told = project("sync", "status", "ours").out
    assert "1 tasks, 1 annotations, 0 predictions in step" in told
    assert f"project {sides.remote} (ours) of {sides.proxy.url}" in told

    assert project("sync", "disconnect", "ours").code == 0
    assert project("sync", "status", "ours").code == 1
    assert len(sides.task("a")["annotations"]) == 1


@pytest.mark.labelstudio
def test_how_it_is_kept_in_step_can_be_changed_without_connecting_anew(project: Run, sides: Both) -> None:
    sides.remote = project("sync", "connect", "ours", sides.proxy.url, "--create", "--json").json["project"]
    assert project("sync", "policy", "ours").out == "both: documents, submitted, gold\n"
    said = project("sync", "policy", "ours", "--direction", "pull", "--person", "lead@example.com=ann")
    assert said.out == "pull: documents, submitted, gold; lead@example.com is ann\n"
    writes = len(sides.proxy.writes)
    assert project("sync", "apply", "ours").code == 0
    assert len(sides.proxy.writes) == writes
    changed = ("--direction", "push", "--push", "gold", "--address", sides.server.url, "--json")
    assert project("sync", "policy", "ours", *changed).json == {
        "direction": "push",
        "push": ["gold"],
        "people": {"lead@example.com": "ann"},
    }
    assert project("sync", "status", "ours", "--json").json["address"] == sides.server.url
    wrong = project("sync", "policy", "ours", "--address", "labels.example.org")
    assert (wrong.code, "'labels.example.org'" in wrong.err) == (1, True)


@pytest.mark.labelstudio
def test_conflicts_are_listed_and_settled_by_number(project: Run, sides: Both) -> None:
    sides.remote = project("sync", "connect", "ours", sides.proxy.url, "--create", "--json").json["project"]
    project("sync", "apply", "ours")
    assert project("sync", "conflicts", "ours", "--json").json == []
    assert project("sync", "conflicts", "ours").err == "There are no conflicts of ours.\n"
    annotation, start = sides.annotation("a"), TEXT.index("Hama")
    there = [
        {**item, "value": {**item["value"], "start": start - 3}} if item.get("id") == "where" else item
        for item in annotation["result"]
    ]
    sides.patch(annotation, there)
    where = next(each for each in sides.set("a").spans if each.id == "where")
    sides.edit("a", where=replace(where, end=where.end + 3, quote=TEXT[where.start : where.end + 3]))
    said = project("sync", "apply", "ours")
    assert (said.code, "1 conflict(s): see `annotator sync conflicts`" in said.err) == (0, True)
    (found,) = project("sync", "conflicts", "ours", "--json").json
    assert (found["document"], found["about"], found["field"], found["choice"]) == ("a", "where", "place", None)
    assert (found["local"], found["remote"]) == ([start, start + 7], [start - 3, start + 4])
    assert "Where it stands  Hama on  in Hama" in project("sync", "conflicts", "ours").out
    wrong = project("sync", "resolve", "ours", found["id"] + 1, "--for", "remote")
    assert (wrong.code, f"ours has no conflict {found['id'] + 1}" in wrong.err) == (1, True)
    assert project("sync", "resolve", "ours", found["id"], "--for", "remote").code == 0
    assert project("sync", "conflicts", "ours", "--json").json[0]["choice"] == "remote"
    project("sync", "apply", "ours")
    assert project("sync", "conflicts", "ours", "--json").json == []
    assert next(each for each in sides.set("a").spans if each.id == "where").quote == "in Hama"


@pytest.mark.labelstudio
def test_what_the_config_of_a_project_lacks_is_said_when_it_is_connected(project: Run, sides: Both) -> None:
    labels = '<Labels name="span" toName="text"><Label value="actor"/></Labels>'
    config = f'<View>{labels}<Text name="text" value="$text"/></View>'
    remote = own_project(sides.server, config=config)
    said = project("sync", "connect", "ours", sides.proxy.url, "--project", remote, "--direction", "push")
    assert (said.code, "label action" in said.err) == (0, True)
    said = project("sync", "apply", "ours")
    assert (said.code, "a, ann: the labelling config has no label" in said.err) == (0, True)
    assert project("sync", "status", "ours", "--json").json["policy"]["direction"] == "push"


@pytest.mark.labelstudio
def test_a_project_that_is_not_there_is_named(project: Run, sides: Both) -> None:
    said = project("sync", "connect", "ours", sides.proxy.url, "--project", 999_999)
    assert said.code == 1
    assert "has no project 999999" in said.err


@pytest.mark.labelstudio
def test_a_project_moves_in_with_one_command_by_the_address_of_its_page(
    project: Run, sides: Both, tmp_path: Any
) -> None:
    remote = own_project(sides.server)
    task = {"data": {"text": TEXT, "id": "there"}, "annotations": [{"result": [region("r", "actor", 0, 6)]}]}
    sides.call("POST", f"/api/projects/{remote}/import", [task])
    address, out = f"{sides.proxy.url}/projects/{remote}/data?tab=3", tmp_path / "schema.toml"
    said = project("sync", "move-in", "house", address, "--title", "A house", "--schema-out", out, "--disconnect")
    assert said.code == 0, said.err
    assert "A house is here as house: 1 documents." in said.out
    assert 'name = "casualty"' in out.read_text("utf-8")
    assert project("sync", "status", "house").code == 1
    assert [each.annotations.annotator for each in sides.sets("there", "house")] == ["lead@example.com"]
    again = project("sync", "move-in", "house", address)
    assert (again.code, "house" in again.err) == (1, True)
    assert sides.proxy.writes == []


@pytest.mark.labelstudio
def test_a_project_is_imported_into_one_that_is_here_by_the_address_of_its_page(project: Run, sides: Both) -> None:
    remote, other = own_project(sides.server), "Nomads 𝔘 came."
    task = {
        "data": {"text": other, "id": "there"},
        "annotations": [{"result": [region("r", "actor", 0, 6, other)], "completed_by": 1}],
    }
    sides.call("POST", f"/api/projects/{remote}/import", [task])
    address = f"{sides.proxy.url}/projects/{remote}"
    tried = project("import", address, "--project", "ours", "--dry-run")
    assert tried.code == 0, tried.err
    assert "Would import 1 documents" in tried.out
    assert project("import", address, "--project", "ours").code == 0
    [found] = sides.sets("there")
    assert found.annotations.annotator == "lead@example.com"
    assert [(each.id, each.label, each.quote) for each in found.annotations.spans] == [("r", "actor", "Nomads")]
    again = project("import", address, "--project", "ours", "--json")
    assert (again.code, again.json["errors"]) == (0, [])
    gone = project("import", f"{sides.proxy.url}/projects/999999", "--project", "ours")
    assert (gone.code, "has no project 999999" in gone.err) == (1, True)
    assert sides.proxy.writes == []


def test_what_has_an_address_is_read_as_no_other_format(project: Run) -> None:
    said = project("import", f"{NOWHERE}/projects/7", "--project", "ours", "--format", "brat")
    assert said.code == 2
    assert "leave out --format brat" in said.err


def test_an_address_that_is_no_projects_is_named(project: Run) -> None:
    said = project("import", f"{NOWHERE}/tasks", "--project", "ours")
    assert said.code == 1
    assert f"{NOWHERE}/tasks" in said.err
    assert SECRET not in said.err
