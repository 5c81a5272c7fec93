"""The page against a real Label Studio: planned, carried out, decided and hinted at over HTTP, by a real worker."""

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from annotator.labelstudio.label_config import label_config
from annotator.services.sync import connections
from annotator.services.sync.client import Client
from annotator.services.sync.connections import Policy
from annotator.store import projects as stored_projects
from annotator.store import sync_connections, sync_schedules
from annotator.store.session import Database
from tests import factories, server
from tests.fixtures import sqlite_database
from tests.labelstudio_server import MISSING, LabelStudioServer, is_installed, running_label_studio
from tests.server import Server, running_server
from tests.sync.conftest import SCHEMA, TEXT, Both, annotated, region, span

__all__ = ["sqlite_database"]

pytestmark = [
    pytest.mark.labelstudio,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not is_installed(), reason=MISSING),
]
#: It refuses webhooks to its own machine unless it is told otherwise.
LOCAL = {"SSRF_PROTECTION_ENABLED": "false"}
PATIENCE = 60.0


@pytest.fixture(scope="module")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabelStudioServer]:
    with running_label_studio(tmp_path_factory.mktemp("ls") / "data", settings=LOCAL) as running:
        yield running


@dataclass
class Journey:
    """Our server, the project in it, and what is asked of it as a lead."""

    server: Server
    token: str
    both: Both

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.server.url + path, data, {"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())

    def page(self) -> str:
        return self.ask("/projects/ours/sync")

    def do(self, what: str, **form: str) -> str:
        """Ask for it, and wait until it is done; the page that says how it went."""
        self.ask(f"/projects/ours/sync/{what}", form)
        until(lambda: 'id="job"' not in self.page())
        return self.page()


def until(is_so: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = is_so()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"it did not come to be in {seconds:.0f} s")


def said(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
def both(sqlite_database: Database, label_studio: LabelStudioServer) -> Both:
    found = Both(sqlite_database, label_studio, None)  # type: ignore[arg-type]  # without a proxy between
    found.add_project("ours")
    return found


def settings(label_studio: LabelStudioServer, folder: Path) -> dict[str, str]:
    """The token comes as a file that only the worker reads."""
    secret = folder / "token"
    secret.write_text(f"{label_studio.token}\n", "utf-8")
    return {"ANNOTATOR_LABEL_STUDIO_TOKEN_FILE": str(secret)}


@pytest.fixture
def journey(both: Both, label_studio: LabelStudioServer, tmp_path: Path) -> Iterator[Journey]:
    both.bring(annotated("a"), annotated("b", f"{TEXT} They left."))
    made = label_studio.call("POST", "/api/projects/", {"title": "theirs", "label_config": label_config(SCHEMA)})
    both.remote = int(made["id"])
    with Client(label_studio.url, label_studio.token) as client:
        connections.connect(both.database, client, "ours", both.remote, Policy())
    with both.database.write() as session:
        person = factories.add_person(session, "lea")
        factories.add_member(session, stored_projects.get(session, "ours"), person, "lead")
        token = server.tokens.create_token(session, person, "a test")
    with running_server(
        str(both.database.url), tmp_path / "ours", settings=settings(label_studio, tmp_path)
    ) as running:
        yield Journey(running, token, both)


def test_a_lead_plans_does_it_decides_what_differs_and_it_arrives(journey: Journey) -> None:
    both = journey.both
    planned = journey.do("plan")
    assert "New tasks there 2" in said(planned)
    assert both.tasks() == []
    plan = re.search(r'name="plan" value="([0-9a-f]{16})"', planned)
    assert plan
    file = re.search(r'href="(/projects/ours/jobs/\w+/files/plan.json)"', planned)
    assert file
    assert json.loads(journey.ask(file[1]))["id"] == plan[1]
    done = journey.do("apply", plan=plan[1])
    assert len(both.tasks()) == 2
    assert "lea New tasks there: 2" in said(done) or "lea Changes sent there" in said(done)

    # The same plan does not hold any more, and is not carried out in the place of another.
    assert "look at it again" in said(journey.do("apply", plan=plan[1]))

    # Both sides change one label to different ends.
    annotation = both.annotation("a")
    result = [dict(each) for each in annotation["result"]]
    for item in result:
        if item.get("id") == "who" and item["type"] == "labels":
            item["value"] = {**item["value"], "labels": ["location"]}
    both.patch(annotation, [each for each in result if each["type"] != "relation"])
    both.edit("a", who=span("who", "casualty", "Police"))
    differs = journey.do("apply")
    assert "What both changed 1" in said(differs)
    number = re.search(r'id="conflict-(\d+)"', differs)
    assert number
    assert both.set("a").spans[0].label == "casualty"
    journey.ask("/projects/ours/sync/resolve", {"conflict": number[1], "choice": "remote"})
    assert "All are decided." in said(journey.page())
    settled = journey.do("apply")
    assert "Nothing differs that the last run has seen." in said(settled)
    assert next(each.label for each in both.set("a").spans if each.id == "who") == "location"
    assert both.server.token not in journey.server.log + settled


def test_what_was_asked_for_is_done_though_the_server_is_killed_in_the_middle(
    journey: Journey, label_studio: LabelStudioServer, tmp_path: Path
) -> None:
    both = journey.both
    both.bring(*(annotated(f"more{number}", f"{TEXT} Report {number}.") for number in range(300)))
    journey.ask("/projects/ours/sync/apply", {})
    until(lambda: both.tasks())
    journey.server.kill()
    with running_server(
        str(both.database.url), tmp_path / "ours", settings=settings(label_studio, tmp_path)
    ) as running:
        again = Journey(running, journey.token, both)
        until(lambda: 'id="job"' not in again.page(), 120)
        assert "has failed" not in said(again.page())
        keys = [each["data"]["id"] for each in both.tasks()]
        assert len(keys) == len(set(keys)) == 302
        assert "Both sides are in step" in said(again.do("plan"))


def test_a_real_webhook_lets_a_run_begin_and_a_forged_one_does_not(journey: Journey) -> None:
    both = journey.both
    journey.do("apply")
    shown = re.search(r"X-Annotator-Secret: (\S+?)<", journey.ask("/projects/ours/sync/secret", {"do": "new"}))
    assert shown
    address = f"{journey.server.url}/hooks/label-studio/ours"
    task = both.task("b")["id"]

    def webhook(secret: str) -> int:
        body = {"url": address, "project": both.remote, "headers": {"X-Annotator-Secret": secret}, "send_payload": True}
        return int(both.call("POST", "/api/webhooks/", {**body, "send_for_all_actions": True})["id"])

    def annotate(name: str, start: int) -> None:
        both.call("POST", f"/api/tasks/{task}/annotations/", {"result": [region(name, "actor", start, start + 4)]})

    forged = webhook("hook_" + "x" * 43)
    annotate("r1", 0)
    until(lambda: '"endpoint":"hints.take","status":403' in journey.server.log, 10)
    assert "By itself never" in said(journey.page())
    both.call("DELETE", f"/api/webhooks/{forged}/")
    webhook(shown[1])
    for number in range(5):
        annotate(f"r{number + 2}", number)
    until(lambda: len(both.sets("b")) >= 7)
    until(lambda: 'id="job"' not in journey.page() and "Label Studio’s hint" in said(journey.page()))
    assert shown[1] not in journey.server.log
    # Six notices, of which one came before the secret: not as many runs.
    assert 1 <= said(journey.page().partition('id="runs"')[2]).count("Label Studio’s hint") <= 3


def test_a_schedule_keeps_both_sides_in_step_without_anybody(journey: Journey) -> None:
    both = journey.both
    # A minute is the least, so that the first time is put forward.
    journey.ask("/projects/ours/sync/schedule", {"every": "1"})
    with both.database.write() as session:
        project = factories.row_id(stored_projects.get(session, "ours"))
        sync_schedules.put(session, project, due_at=1)
    until(lambda: len(both.tasks()) == 2)
    until(lambda: "The schedule" in said(journey.page()))
    assert "every 1 minutes, next 20" in said(journey.page())
    until(lambda: 'id="job"' not in journey.page())
    with both.database.write() as session:
        sync_schedules.put(session, project, due_at=1)
    until(lambda: said(journey.page()).count("The schedule") == 2)
    # What went well and nobody asked for does not fill the list of long work.
    until(lambda: journey.ask("/projects/ours/jobs").count("Sync with Label Studio") == 1)


def test_a_server_that_does_not_answer_is_told_and_can_be_cancelled(journey: Journey) -> None:
    both = journey.both
    with both.database.write() as session:
        project = factories.row_id(stored_projects.get(session, "ours"))
        sync_connections.change(session, project, address="http://127.0.0.1:9")
    journey.ask("/projects/ours/sync/plan", {})
    waiting = until(lambda: "asked again in" in (page := said(journey.page())) and page)
    assert "Running" in waiting
    cancel = re.search(r'action="(/projects/ours/jobs/\w+/cancel)"', journey.page())
    assert cancel
    journey.ask(cancel[1], {})
    until(lambda: 'id="job"' not in journey.page(), 20)
    assert "has failed" not in said(journey.page())
