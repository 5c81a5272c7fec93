"""The first push, and that nothing is left to do behind it."""

import pytest

from annotator.domain.annotations import AnnotatedDocument
from tests.sync.conftest import Both, annotated

pytestmark = pytest.mark.labelstudio


def test_documents_go_over_with_their_annotations_and_a_second_run_writes_nothing(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", "Police shot 3 protesters in Hama, again."))
    both.connect()
    plan = both.plan()
    assert plan.counts() == {"create_task": 2}
    outcome = both.apply(plan_id=plan.id)
    assert not outcome.left
    tasks = both.tasks()
    assert [task["data"]["id"] for task in tasks] == ["a", "b"]
    for task in tasks:
        (annotation,) = task["annotations"]
        spans = [item for item in annotation["result"] if item["type"] == "labels"]
        assert len(spans) == 4
        text = task["data"]["text"]
        assert {text[item["value"]["start"] : item["value"]["end"]] for item in spans} == {
            "Police",
            "shot",
            "3 protesters",
            "Hama",
        }
        assert annotation["ground_truth"] is False
    before = len(both.proxy.writes)
    again = both.apply()
    assert again.plan.actions == []
    assert len(both.proxy.writes) == before


def test_a_document_without_annotations_goes_over_to_be_annotated_there(both: Both) -> None:
    both.bring(AnnotatedDocument(annotated().document))
    both.connect()
    both.apply()
    assert [task["annotations"] for task in both.tasks()] == [[]]
    assert both.plan().is_empty
