"""A project as a model: what Label Studio asks is answered as it expects it, for those who may, and nothing is kept."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, select, update
from werkzeug.test import TestResponse

from annotator.domain.people import Person
from annotator.labelstudio.label_config import label_config
from annotator.services import ml_backend, tokens
from annotator.store import projects
from annotator.store.session import Database
from annotator.store.tables import AnnotationSetRow, SpanRow
from annotator.web import Application
from tests import factories
from tests.web.conftest import ELSEWHERE

SCHEMA = factories.shipped_schema()
LABEL = SCHEMA.labels[0].name
CONFIG = label_config(SCHEMA)
SECRET = "feedfacefeedfacefeedfacefeedfacefeedface"
GOLD = "Rebels killed three people in Loikaw on Tuesday."


class Asker:
    """Label Studio, which shows a name and a password with each request."""

    def __init__(self, app: Application, token: str) -> None:
        shown = base64.b64encode(f"any name:{token}".encode()).decode()
        self.app, self.headers = app, {"Authorization": f"Basic {shown}"} if token else {}

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        base = {"REMOTE_ADDR": ELSEWHERE}
        return self.app.test_client().open(path, method=method, headers=self.headers, environ_base=base, **options)

    def results(self, *texts: str | None, **body: Any) -> list[dict[str, Any]]:
        tasks = [{"id": number, "data": {"text": text}} for number, text in enumerate(texts, start=1)]
        # By the standard library: ours refuses to write lone surrogates.
        data = json.dumps({"tasks": tasks, "label_config": CONFIG, **body})
        answer = self.send("POST", "/ml/war/predict", data=data, content_type="application/json")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json["results"]  # type: ignore[index]
        return found

    def version(self) -> str:
        answer = self.send("POST", "/ml/war/setup", json={"schema": CONFIG, "access_token": SECRET})
        return str(answer.json["model_version"])  # type: ignore[index]


def marked(results: list[dict[str, Any]], *texts: str) -> list[list[str]]:
    """The words at the offsets of each result's regions, which must be those that it quotes."""
    found = []
    for result, text in zip(results, texts, strict=True):
        values = [each["value"] for each in result["result"] if each["type"] == "labels"]
        words = [text[value["start"] : value["end"]] for value in values]
        assert words == [value["text"] for value in values]
        found.append(words)
    return found


@pytest.fixture
def engineer(sqlite_database: Database) -> Person:
    """An engineer of a project in which one document is settled."""
    with sqlite_database.write() as session:
        project = factories.add_project(session, "war")
        person = factories.add_person(session, "Eva")
        factories.add_member(session, project, person, "engineer")
        settle(session, factories.add_document(session, project, GOLD), "Rebels")
    return person


def settle(session: Any, document: Any, words: str) -> AnnotationSetRow:
    row = factories.add_set(session, document, "gold", layer="gold")
    start = document.text.index(words)
    factories.add_span(session, row, start, start + len(words), words)
    return row


@pytest.fixture
def asker(app: Application, sqlite_database: Database, engineer: Person) -> Asker:
    with sqlite_database.write() as session:
        return Asker(app, tokens.create_token(session, engineer, "Label Studio"))


def test_it_is_healthy_without_a_look_at_anything(app: Application) -> None:
    assert Asker(app, "").send("GET", "/ml/no-such-project/health").json == {"status": "UP"}


def test_repeats_stand_at_code_points_one_result_a_task(asker: Asker) -> None:
    texts = ["👩‍👩‍👧 rebels, 𝔘 Rebels", "nothing here", "شن REBELS\r\n"]
    results = asker.results(*texts)
    assert marked(results, *texts) == [["rebels", "Rebels"], [], ["REBELS"]]
    assert {result["model_version"] for result in results} == {asker.version()}


def test_a_task_without_a_text_has_an_empty_result_in_its_place(asker: Asker) -> None:
    first, second, third = asker.results(None, "Rebels came.", "bad \ud800 Rebels")
    assert (first["result"], third["result"]) == ([], [])
    assert second["result"]


def test_the_same_text_gets_the_same_regions(asker: Asker) -> None:
    once, again = asker.results("Rebels and rebels."), asker.results("Rebels and rebels.")
    assert once == again
    ids = [each["id"] for each in once[0]["result"] if each["type"] == "labels"]
    assert len(set(ids)) == 2


def test_what_was_settled_on_a_document_is_not_told_to_who_asks_for_that_document(asker: Asker) -> None:
    assert marked(asker.results(GOLD, GOLD + " "), GOLD, GOLD + " ") == [[], ["Rebels"]]


def test_counts_are_read_from_the_words_that_are_suggested(asker: Asker, sqlite_database: Database) -> None:
    casualty = next(label for label in SCHEMA.labels for each in label.attributes if each.about == "count")
    with sqlite_database.write() as session:
        document = factories.add_document(session, projects.get(session, "war"), "They say three people died.")
        row = settle(session, document, "three people")
        session.execute(update(SpanRow).where(SpanRow.set_id == row.id).values(label=casualty.name))  # type: ignore[arg-type]
    [result] = asker.results("Shelling killed three people in the camp.")
    [region] = [each for each in result["result"] if each["type"] == "labels"]
    readings = region["meta"]["annotator"]["readings"]
    [count] = [value for value in readings.values() if isinstance(value, dict) and value.get("op") == "exact"]
    assert count["value"] == 3
    values = [each["value"]["choices"] for each in result["result"] if each["type"] == "choices"]
    assert ["killed"] in values


def test_the_version_is_another_one_once_more_is_known_and_only_then(asker: Asker, sqlite_database: Database) -> None:
    before = asker.version()
    assert asker.version() == before
    with sqlite_database.write() as session:
        session.execute(update(AnnotationSetRow).values(revision=1))
    changed = asker.version()
    with sqlite_database.write() as session:
        settle(session, factories.add_document(session, projects.get(session, "war"), "Militia left."), "Militia")
    assert len({before, changed, asker.version()}) == 3
    assert marked(asker.results("The militia"), "The militia") == [["militia"]]


def test_setup_refuses_a_config_that_marks_no_text(asker: Asker) -> None:
    answer = asker.send("POST", "/ml/war/setup", json={"schema": "<View/>", "access_token": SECRET})
    assert answer.status_code == 422
    assert "<Text>" in answer.json["detail"]  # type: ignore[index]


def test_versions_lists_the_one_that_there_is(asker: Asker) -> None:
    assert asker.send("GET", "/ml/war/versions").json == {"versions": [asker.version()]}


def test_a_notice_is_acknowledged_whoever_sends_it_and_whatever_it_is(app: Application, asker: Asker) -> None:
    for sender in (asker, Asker(app, "")):
        for body in (b'{"action": "START_TRAINING"}', b'{"action": "ANNOTATIONS_DELETED"}', b"\xff"):
            answer = sender.send("POST", "/ml/war/webhook", data=body)
            assert (answer.status_code, answer.json) == (200, {"status": "acknowledged"})


@pytest.mark.parametrize("path", ["setup", "predict"])
@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff", b"[" * 100_000], ids=["nothing", "cut", "list", "no text", "deep"]
)
def test_what_is_no_call_is_refused_with_a_reason(asker: Asker, path: str, data: bytes) -> None:
    answer = asker.send("POST", f"/ml/war/{path}", data=data, content_type="application/json")
    assert (answer.status_code, answer.json["rule"]) == (422, "json")  # type: ignore[index]


def test_too_many_tasks_and_too_large_a_body_are_refused(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [{"data": {"text": "a"}}] * (ml_backend.MOST_TASKS + 1)
    assert asker.send("POST", "/ml/war/predict", json={"tasks": tasks}).status_code == 422
    monkeypatch.setattr("annotator.web.ml_backend.MOST", 2000)
    assert asker.send("POST", "/ml/war/predict", json={"tasks": [], "more": "a" * 2000}).status_code == 413


def test_without_a_token_it_says_so_instead_of_showing_a_page(app: Application, asker: Asker) -> None:
    for token in ("", "ann_wrong"):
        for method, path in (("POST", "setup"), ("POST", "predict"), ("GET", "versions")):
            answer = Asker(app, token).send(method, f"/ml/war/{path}", json={"tasks": []})
            assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_a_password_opens_nothing_but_the_model(asker: Asker) -> None:
    assert asker.send("GET", "/api/v1/tasks").status_code == 401
    assert asker.send("GET", "/metrics").status_code == 401


def test_the_token_that_label_studio_sends_is_neither_stored_nor_logged(
    asker: Asker, sqlite_database: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asker.version()
    asker.send("POST", "/ml/war/setup", json={"schema": "<View/>", "access_token": SECRET})
    asker.send("POST", "/ml/war/setup", data=f'{{"access_token": "{SECRET}"')
    asker.send("POST", "/ml/war/predict", json={"tasks": None, "access_token": SECRET})
    said = capfd.readouterr()
    assert "ml_backend.setup" in said.err
    assert SECRET not in said.out + said.err
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert [each for each in files if SECRET.encode() in each.read_bytes()] == []
    assert SECRET not in "\n".join(json.dumps(str(row)) for row in dump(sqlite_database))


def dump(database: Database) -> list[Any]:
    """Every row of every table."""
    with database.read() as session:
        found = MetaData()
        found.reflect(session.connection())
        rows = [row for table in found.sorted_tables for row in session.execute(select(table))]
    assert rows
    return rows
