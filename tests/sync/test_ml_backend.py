"""A project as a model of the real Label Studio: connected, asked for predictions, told to train."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.labelstudio.label_config import label_config
from annotator.store.session import Database
from tests import factories
from tests.fixtures import sqlite_database
from tests.labelstudio_server import MISSING, TOKEN, LabelStudioServer, is_installed, running_label_studio
from tests.server import Server, running_server

__all__ = ["sqlite_database"]

pytestmark = [
    pytest.mark.labelstudio,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not is_installed(), reason=MISSING),
]
#: It refuses models on its own machine unless it is told otherwise.
LOCAL = {"ML_BLOCK_LOCAL_IP": "false", "SSRF_PROTECTION_ENABLED": "false"}
TEXTS = ("👩‍👩‍👧 On Friday rebels fled.", "𝔘nd Rebels\r\ncame, e\u0301 rebels stayed.", "قال rebels")


@pytest.fixture(scope="module")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabelStudioServer]:
    with running_label_studio(tmp_path_factory.mktemp("ls") / "data", settings=LOCAL) as server:
        yield server


@pytest.fixture
def here(sqlite_database: Database, tmp_path: Path) -> Iterator[Server]:
    """Our server, with a project in which one word is settled."""
    with sqlite_database.write() as session:
        project = factories.add_project(session, "war")
        document = factories.add_document(session, project, "Rebels left Loikaw.")
        factories.add_span(session, factories.add_set(session, document, "gold", layer="gold"), 0, 6, "Rebels")
    with running_server(str(sqlite_database.url), tmp_path / "ours") as server:
        yield server


def connected(label_studio: LabelStudioServer, here: Server, token: str) -> tuple[int, dict[str, Any], int]:
    """A project there with our texts, and the model that is ours; with the status of connecting it."""
    config = label_config(factories.shipped_schema())
    project = label_studio.call("POST", "/api/projects", {"title": "Asks a model", "label_config": config})["id"]
    label_studio.call("POST", f"/api/projects/{project}/import", [{"data": {"text": text}} for text in TEXTS])
    status, model = label_studio.answer(
        "POST",
        "/api/ml",
        {
            "project": project,
            "url": f"{here.url}/ml/war",
            "title": "ours",
            "auth_method": "BASIC_AUTH",
            "basic_auth_user": "label-studio",
            "basic_auth_pass": token,
        },
    )
    return project, model, status


def test_label_studio_connects_asks_for_predictions_and_has_its_training_acknowledged(
    label_studio: LabelStudioServer, here: Server, tmp_path: Path
) -> None:
    token = here.add_user("engineer", project="war", role="engineer")
    project, model, status = connected(label_studio, here, token)
    assert (status, model["state"], model["error_message"]) == (201, "CO", None)

    label_studio.call(
        "POST",
        f"/api/dm/actions?id=retrieve_tasks_predictions&project={project}",
        {"selectedItems": {"all": True, "excluded": []}},
    )
    tasks = label_studio.call("GET", f"/api/tasks?project={project}&fields=all")["tasks"]
    found = {task["data"]["text"]: task["predictions"] for task in tasks}
    words = {
        text: [
            (text[each["value"]["start"] : each["value"]["end"]], each["value"]["text"])
            for each in prediction["result"]
            if each["type"] == "labels"
        ]
        for text, [prediction] in found.items()
    }
    assert words == {
        TEXTS[0]: [("rebels", "rebels")],
        TEXTS[1]: [("Rebels", "Rebels"), ("rebels", "rebels")],
        TEXTS[2]: [("rebels", "rebels")],
    }
    assert len({prediction["model_version"] for [prediction] in found.values()}) == 1

    trained, _ = label_studio.answer("POST", f"/api/ml/{model['id']}/train", {})
    assert trained == 200
    webhooks = [json.loads(line) for line in here.log.splitlines() if "ml_backend.webhook" in line]
    assert {each["status"] for each in webhooks} == {200}

    kept = [each for each in tmp_path.rglob("*") if each.is_file() and TOKEN.encode() in each.read_bytes()]
    assert kept == []


def test_with_a_wrong_password_it_does_not_connect(label_studio: LabelStudioServer, here: Server) -> None:
    _, answer, status = connected(label_studio, here, "ann_wrong")
    assert status == 400 or answer["state"] == "ER"
