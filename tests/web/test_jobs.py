"""Long work as pages and over HTTP: asked for, seen, stopped, downloaded."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from annotator.services import job_engine, job_files, jobs
from annotator.settings import Settings
from annotator.store.session import Database
from annotator.store.tables import Project
from tests import factories
from tests.web.conftest import Visitor

API = "/api/v1/projects/war/jobs"


class Nobody:
    """Nobody listens."""

    def tell(self, progress) -> None:
        del progress

    def is_cancelled(self) -> bool:
        return False


@dataclass
class Desk:
    database: Database
    settings: Settings
    lead: Visitor

    def work(self, key: str) -> None:
        """What a worker does."""
        while job_engine.work_on(self.database, self.settings, key, 1, Nobody()):
            pass

    def upload(self, name: str, data: bytes) -> TestResponse:
        self.lead.get("/projects/war/jobs")
        headers = {"X-CSRFToken": self.lead.csrf}
        return self.lead.client.post(f"{API}/import?name={name}", data=data, headers=headers)

    def start(self, payload: dict) -> str:
        with self.database.write() as session:
            return jobs.start(session, None, "war", "export", payload)


@pytest.fixture
def project(sqlite_database: Database) -> Project:
    with sqlite_database.write() as session:
        project = factories.add_project(session, "war")
        factories.add_document(session, project, "Rebels took the town.", key="d1", position=1)
        factories.add_document(session, project, "Troops came back.", key="d2", position=2)
        return project


@pytest.fixture
def desk(project: Project, sqlite_database: Database, settings: Settings, signed_in: Callable[..., Visitor]) -> Desk:
    with sqlite_database.write() as session:
        person = factories.add_person(session, "lea")
        factories.add_member(session, project, person, "lead")
    return Desk(sqlite_database, settings, signed_in(person))


def text(page: str) -> str:
    """What is read on the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def form_of(page: str, button: str) -> dict[str, str]:
    """The hidden fields of the form that has this button."""
    [form] = [each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if f">{button}</button>" in each]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def test_an_export_is_tried_then_made_then_downloaded(desk: Desk) -> None:
    page = desk.lead.get("/projects/war/export?format=conll2003").text
    assert "It cannot hold the text as it is, ids, metadata" in text(page)
    fields = {**form_of(page, "Export"), "sets": "all", "option-overlap": "first"}
    tried = desk.lead.post("/projects/war/export", {**fields, "dry_run": "1"})
    assert tried.status_code == 303
    key = tried.location.rpartition("/")[2]
    waiting = text(desk.lead.get(tried.location).text)
    assert "Waiting" in waiting
    assert "0 %" in waiting
    desk.work(key)
    told = desk.lead.get(tried.location).text
    assert "What would be lost" in told
    assert "document lost no set 2" in text(told)
    assert "d1: it has no annotation set" in text(told)
    assert not job_files.room(desk.settings, key).files()
    again = form_of(told, "Export")
    assert (again["format"], again["sets"], again["option-overlap"]) == ("conll2003", "all", "first")
    made = desk.lead.post("/projects/war/export", again)
    key = made.location.rpartition("/")[2]
    desk.work(key)
    told = desk.lead.get(made.location).text
    links = re.findall(rf'href="(/projects/war/jobs/{key}/files/[^"]+)"', told)
    assert [link.rpartition("/")[2] for link in links] == ["war-all.conll", "war-all.losses.jsonl"]
    losses = desk.lead.get(links[1])
    assert losses.headers["Content-Disposition"] == "attachment; filename=war-all.losses.jsonl"
    assert losses.text.count('"reason": "no_set"') == 2


def test_from_a_release_that_is_done_the_way_leads_to_it(desk: Desk, project: Project) -> None:
    with desk.database.write() as session:
        factories.add_set(session, factories.add_document(session, project), "ann")
    sent = {"name": "v1", "sets": "all", "split": "none", "words": "", "similarity": "0.5", "seed": "0"}
    asked = desk.lead.post("/projects/war/releases", sent)
    assert "/projects/war/releases/v1" not in desk.lead.get(asked.location).text
    desk.work(asked.location.rpartition("/")[2])
    (address,) = re.findall(r'href="([^"]+)">Look at the release</a>', desk.lead.get(asked.location).text)
    assert desk.lead.get(address).status_code == 200


def test_the_form_asks_for_what_matters_in_writing_alone(desk: Desk) -> None:
    page = desk.lead.get("/projects/war/export?format=spacy").text
    assert set(re.findall(r'name="option-(\w+)"', page)) == {"tokenizer", "overlap"}


def test_what_cannot_be_exported_is_said_on_the_form_and_no_job_is_made(desk: Desk) -> None:
    said = desk.lead.post("/projects/war/export", {"format": "conll2003", "sets": "all", "option-overlap": "none"})
    assert said.status_code == 422
    assert "overlap is one of" in text(said.text)
    assert "Nothing yet" in text(desk.lead.get("/projects/war/jobs").text)


def test_the_list_has_the_newest_first_with_what_each_is_about(desk: Desk) -> None:
    desk.work(desk.start({"format": "native"}))
    # Two in the same millisecond would stand in any order.
    time.sleep(0.002)
    desk.start({"format": "spacy", "sets": "gold"})
    page = text(desk.lead.get("/projects/war/jobs").text)
    assert page.index("spaCy DocBin, gold") < page.index("Native JSON Lines, submitted")
    assert "Done" in page
    assert "Waiting 0 %" in page


def test_a_waiting_job_is_cancelled_by_its_button_and_then_has_none(desk: Desk) -> None:
    address = f"/projects/war/jobs/{desk.start({'format': 'native'})}"
    assert "Cancel" in desk.lead.get(address).text
    answer = desk.lead.post(f"{address}/cancel", follow_redirects=True)
    page = text(answer.text)
    assert "It is told to stop." in page
    assert "Cancelled" in page
    assert ">Cancel<" not in answer.text
    assert desk.lead.post(f"{address}/cancel").status_code == 409


def test_a_job_that_failed_says_why_in_words(desk: Desk) -> None:
    broken = b'{"format": "annotator/1", "id": "d9", "text": "ok"}\n{"format": "annotator/1", "id": "d9"}\n'
    asked = desk.upload("broken.jsonl", broken)
    assert asked.status_code == 202
    desk.work(asked.json["id"])
    page = desk.lead.get(f"/projects/war/jobs/{asked.json['id']}").text
    assert "Failed" in text(page)
    assert "broken.jsonl, line 2" in text(page)


def test_an_import_in_a_format_that_there_is_not_is_refused_and_leaves_no_folder(desk: Desk) -> None:
    said = desk.upload("picture.png&format=picture", b"x")
    assert said.status_code == 422
    assert list(job_files.folder(desk.settings).glob("*")) == []


def test_a_program_sees_what_the_page_says(desk: Desk) -> None:
    key = desk.start({"format": "native", "sets": "all"})
    waiting = desk.lead.get(f"{API}/{key}").json
    assert (waiting["state"], waiting["progress"]) == ("waiting", {"done": 0, "of": 1, "share": 0.0, "words": ""})
    desk.work(key)
    done = desk.lead.get(f"{API}/{key}").json
    assert (done["state"], done["progress"]["share"], done["error"]) == ("done", 1.0, None)
    assert done["found"] == {"documents": 2, "sets": 0, "losses": [], "dry_run": False}
    [file] = done["files"]
    taken = desk.lead.get(f"{API}/{key}/files/{file['name']}")
    assert len(taken.data) == file["bytes"]
    assert [each["id"] for each in desk.lead.get(API).json["jobs"]] == [key]


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fgiven%2fin.txt", ".hidden", "nothing"])
def test_only_files_that_a_job_has_made_are_had(desk: Desk, name: str) -> None:
    key = desk.start({"format": "native", "sets": "all"})
    desk.work(key)
    (job_files.room(desk.settings, key).made / ".hidden").write_text("x", "utf-8")
    assert desk.lead.get(f"/projects/war/jobs/{key}/files/{name}").status_code == 404


def test_a_file_is_had_by_those_alone_who_may_do_what_made_it(
    desk: Desk, signed_in: Callable[..., Visitor], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = desk.start({"format": "native", "sets": "all"})
    desk.work(key)
    with desk.database.write() as session:
        annotator = factories.add_person(session)
        factories.add_member(session, project, annotator)
    visitor = signed_in(annotator)
    assert visitor.get(f"/projects/war/jobs/{key}/files/war-all.jsonl").status_code == 403
    assert visitor.get(f"/projects/war/jobs/{key}").status_code == 403
    assert "Export" not in visitor.get("/").text
    assert "Export" in desk.lead.get("/").text
