"""Models asked about documents: what is sound is kept, and what goes wrong is told and leaves nothing half done."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from annotator.domain.annotations import AnnotationSet
from annotator.store import annotations
from annotator.store.session import Database
from annotator.store.tables import DocumentRow
from tests import factories
from tests.cli.conftest import Run, annotator, bare

__all__ = ["annotator", "bare"]

TEXTS = ("👩‍👩‍👧 rebels fled.", "Rebels\r\ncame; 𝔘 rebels.", "Nothing.")
LABEL = factories.shipped_schema().labels[0].name
Predict = Callable[[list[Any]], Any]


class Model:
    """A model on loopback, and what it was asked."""

    def __init__(self, predict: Predict, setup: Any) -> None:
        self.predict, self.setup = predict, setup
        self.asked: list[tuple[str, Any, str]] = []
        self.url = ""


@contextmanager
def running(predict: Predict, setup: Any = None) -> Iterator[Model]:
    model = Model(predict, {"model_version": "v1"} if setup is None else setup)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET", None)

        def do_POST(self) -> None:
            self._answer("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, method: str, body: Any) -> None:
            name = self.path.removeprefix("/sub/")
            model.asked.append((name, body, self.headers.get("Authorization", "")))
            found = {"health": {"status": "UP"}, "setup": model.setup}.get(name) if name != "predict" else None
            answer = model.predict(body["tasks"]) if name == "predict" else found
            status, content = answer if isinstance(answer, tuple) else (200, json.dumps(answer).encode())
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(content)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/sub"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def region(text: str, words: str, name: str, label: str = LABEL) -> dict[str, Any]:
    start = text.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    return {"id": name, "type": "labels", "from_name": "span", "to_name": "text", "value": value}


def rebels(tasks: list[Any], **more: Any) -> dict[str, Any]:
    """What a model answers that knows one word."""
    texts = [task["data"]["text"] for task in tasks]
    return {
        "results": [
            {"result": [region(text, "rebels", "r1")] if "rebels" in text else [], "score": 0.5, **more}
            for text in texts
        ]
    }


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    with sqlite_database.write() as session:
        project = factories.add_project(session, "war")
        for number, text in enumerate(TEXTS):
            factories.add_document(session, project, text, key=f"d{number}", position=number + 1)
    return sqlite_database


def stored(database: Database) -> dict[str, list[AnnotationSet]]:
    with database.read() as session:
        rows = {row.id: row.key for row in session.scalars(select(DocumentRow))}
        found = annotations.sets_of(session, sorted(rows))
    return {key: found[row] for row, key in rows.items() if found[row]}


def test_suggestions_are_kept_as_sets_of_the_model_s_version(annotator: Run, database: Database) -> None:
    with running(lambda tasks: rebels(tasks, model_version="mine 2")) as model:
        said = annotator("suggest", "run", "--backend", model.url, "--project", "war", "--json")
    assert (said.code, said.json["sets"], said.json["spans"]) == (0, {"mine 2": 3}, 2)
    sets = stored(database)
    assert {(each.layer, each.annotator) for some in sets.values() for each in some} == {("suggestion", "mine 2")}
    assert [span.quote for span in sets["d1"][0].spans] == ["rebels"]
    assert sets["d1"][0].spans[0].start == TEXTS[1].index("rebels")


def test_a_result_without_a_version_is_of_the_version_that_the_setup_said(annotator: Run, database: Database) -> None:
    with running(rebels) as model:
        assert annotator("suggest", "run", "--backend", model.url, "--project", "war").code == 0
        again = annotator("suggest", "run", "--backend", model.url, "--project", "war", "--json")
    assert again.json["documents"] == 0
    assert [name for name, _, _ in model.asked].count("predict") == 1
    assert {each.annotator for some in stored(database).values() for each in some} == {"v1"}


def test_asked_again_a_model_replaces_what_it_suggested(annotator: Run, database: Database) -> None:
    with running(rebels) as model:
        annotator("suggest", "run", "--backend", model.url, "--project", "war")
        model.predict = lambda tasks: {"results": [{"result": []} for _ in tasks]}
        assert annotator("suggest", "run", "--backend", model.url, "--project", "war", "--again").code == 0
    assert [[len(each.spans) for each in some] for some in stored(database).values()] == [[0], [0], [0]]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda tasks: {"results": rebels(tasks)["results"][:-1]}, "3 tasks were sent, and 2 results came back"),
        (lambda _: {"results": []}, "0 results came back"),
        (lambda _: (500, b"Traceback"), "predict answers 500"),
        (lambda _: (302, b""), "predict answers 302"),
        (lambda _: (200, b"<html>"), "no JSON"),
        (lambda _: [], "list of results"),
        (lambda _: {"results": [1, 2, 3]}, "list `result`"),
        (lambda _: {"results": [{"result": [7]}] * 3}, "is an object"),
        (lambda _: {"results": [{"result": [], "model_version": "a\nb"}] * 3}, "model_version"),
        (lambda _: time.sleep(2), "has not answered in 0.5 s"),
    ],
)
def test_a_model_that_answers_wrongly_is_told_of_and_nothing_is_stored(
    annotator: Run, database: Database, answer: Predict, words: str
) -> None:
    with running(answer) as model:
        patience = "0.5" if "0.5" in words else "60"
        said = annotator("suggest", "run", "--backend", model.url, "--project", "war", "--timeout", patience)
    assert said.code == 1
    assert words in said.err
    assert stored(database) == {}


def test_a_later_call_that_fails_leaves_the_earlier_ones_and_the_next_run_goes_on(
    annotator: Run, database: Database
) -> None:
    with running(lambda tasks: (500, b"") if tasks[0]["data"]["text"] == TEXTS[1] else rebels(tasks)) as model:
        said = annotator("suggest", "run", "--backend", model.url, "--project", "war", "--batch", "1")
        assert (said.code, list(stored(database))) == (1, ["d0"])
        model.predict = rebels
        assert annotator("suggest", "run", "--backend", model.url, "--project", "war", "--json").json["documents"] == 2


def test_neither_setup_nor_result_says_a_version(annotator: Run, database: Database) -> None:
    with running(rebels, setup={}) as model:
        said = annotator("suggest", "run", "--backend", model.url, "--project", "war")
    assert (said.code, stored(database)) == (1, {})
    assert "model_version" in said.err


def test_what_breaks_a_rule_of_the_schema_is_left_out_and_told(annotator: Run, database: Database) -> None:
    def answer(tasks: list[Any]) -> Any:
        text = tasks[0]["data"]["text"]
        far = region(text, "rebels", "far")
        far["value"] |= {"start": 900, "end": 906}
        dangling = {"type": "relation", "from_id": "r1", "to_id": "none", "labels": ["x"], "direction": "right"}
        items = [region(text, "rebels", "r1"), region(text, "fled", "r2", "weapon"), far, dangling]
        return {"results": [{"result": items}, {"result": []}, {"result": []}]}

    with running(answer) as model:
        said = annotator("suggest", "run", "--backend", model.url, "--project", "war", "--json")
    assert said.json["left_out"] == {"span: label": 1, "span: range": 1, "link: dangling": 1}
    assert [span.id for span in stored(database)["d0"][0].spans] == ["r1"]


def test_no_token_is_sent_unless_one_is_given(annotator: Run, database: Database, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("feedface\n")
    run = ("suggest", "run", "--project", "war", "--backend")
    with running(rebels) as model:
        annotator(*run, model.url)
        assert [each for each in model.asked if "access_token" in json.dumps(each[1]) or each[2]] == []
        annotator(*run, model.url, "--access-token-file", secret, "--login", "me", "--password-file", secret)
    setup = [body for name, body, _ in model.asked if name == "setup"][-1]
    assert setup["access_token"] == "feedface"
    assert model.asked[-1][2].startswith("Basic ")


@pytest.mark.parametrize("address", ["model", "ftp://model", "http://me:secret@model", "http://model?key=1"])
def test_what_is_no_address_of_a_model_is_refused(annotator: Run, database: Database, address: str) -> None:
    said = annotator("suggest", "run", "--backend", address, "--project", "war")
    assert said.code == 1
    assert "secret" not in said.err


def test_a_model_that_is_not_there_is_told_of(annotator: Run, database: Database) -> None:
    said = annotator("suggest", "run", "--backend", "http://127.0.0.1:9", "--project", "war")
    assert said.code == 1
    assert "does not answer" in said.err
