"""Each write of a run that has something of all kinds to do: its answer lost, or the process killed beside it."""

import json
from typing import Any

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Span
from annotator.domain.documents import Document
from annotator.services.sync.connections import Policy
from annotator.store.session import Database
from tests.fixtures import emptied
from tests.sync.histories import REF, History, text_of

KINDS = [
    ("POST", "import"),
    ("POST", "annotations"),
    ("PATCH", "annotations"),
    ("DELETE", "annotations"),
    ("POST", "predictions"),
    ("PATCH", "predictions"),
    ("DELETE", "predictions"),
    ("PATCH", "tasks"),
]
SUGGESTIONS = Policy(push=("documents", "submitted", "gold", "suggestions"))


def with_set(history: History, key: str, name: str, layer: str = "annotator") -> None:
    text = text_of(int(key[1:]))
    spans = (Span("m1", "deed", 0, 6, text[:6], {}, "import"),)
    history.both.bring(
        AnnotatedDocument(Document(key, text), (AnnotationSet(name, REF, layer, "submitted", spans=spans),))
    )


def ready(database: Database) -> History:
    """A history that has something of all kinds to do."""
    history = History(emptied(database), SUGGESTIONS)
    for name in ("ann", "gone"):
        with_set(history, "d1", name)
        with_set(history, "d1", f"model-{name}", "suggestion")
    assert history.sync() is not None
    history.both.edit("d1", "ann", m1=Span("m1", "party", 0, 6, "Police", {}, "import"))
    history.both.edit("d1", "model-ann", m1=Span("m1", "party", 0, 6, "Police", {}, "import"))
    history.both.drop_set("d1", "gone")
    history.both.drop_set("d1", "model-gone")
    with_set(history, "d1", "new")
    with_set(history, "d1", "model-new", "suggestion")
    with_set(history, "d2", "ann")
    history.memory.writes.clear()
    return history


def kind_of(method: str, path: str) -> tuple[str, str]:
    parts = [part for part in path.split("/") if not part.isdigit()]
    return method, next(part for part in reversed(parts) if part)


def stands(history: History) -> dict[str, Any]:
    """What is there, without numbers and times."""
    return {
        task["data"]["id"]: (
            sorted(json.dumps([each["result"], each["was_cancelled"]]) for each in task["annotations"]),
            sorted(json.dumps([each["result"], each["model_version"]]) for each in task["predictions"]),
            sorted(each["annotator"] for each in task["meta"]["annotator"]["sets"]),
        )
        for task in history.memory.tasks.values()
    }


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["lost before", "lost after", "killed before", "killed after"])
def test_a_run_that_is_disturbed_at_any_write_ends_the_same_as_one_that_is_not(
    sqlite_database: Database, fault: str
) -> None:
    undisturbed = ready(sqlite_database)
    assert undisturbed.sync() is not None
    wanted, writes = stands(undisturbed), [kind_of(*each) for each in undisturbed.memory.writes]
    assert set(writes) == set(KINDS)
    for number in range(len(writes)):
        history, left = ready(sqlite_database), [number]

        def spoil(_: int, is_write: bool, left: list[int] = left) -> str | None:
            left[0] -= is_write
            return fault if is_write and left[0] == -1 else None

        history.sync(spoil)
        assert left[0] < 0
        assert history.sync() is not None
        assert stands(history) == wanted, (fault, writes[number])
        before = len(history.memory.writes)
        outcome = history.sync()
        assert outcome is not None
        assert outcome.plan.actions == []
        assert len(history.memory.writes) == before
