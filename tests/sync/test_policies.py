"""Which way things go, and what goes: as the policy says, and nothing else."""

from dataclasses import replace

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.services.sync import conflicts, connections
from annotator.services.sync.connections import Policy
from tests.sync.conftest import REF, TEXT, Both, annotated, as_json, own_project, region, span

pytestmark = pytest.mark.labelstudio

OTHER = "Police shot 3 protesters in Hama, again."


def content(both: Both) -> str:
    """All documents and sets here."""
    return as_json([repr(each) for each in both.corpus()])


def suggested(name: str = "m1", words: str = "Police") -> AnnotatedDocument:
    suggestion = AnnotationSet(name, REF, "suggestion", "submitted", spans=(span("p", "actor", words),))
    return replace(annotated(), sets=(suggestion,))


def test_under_push_nothing_changes_here_whatever_happens_there(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", OTHER))
    both.connect(policy=Policy("push"))
    both.apply()
    annotation = both.annotation("a")
    both.patch(annotation, [*annotation["result"], region("new", "location", 0, 6)])
    task = both.task("b")["id"]
    both.call("POST", f"/api/tasks/{task}/annotations/", {"result": [region("r", "actor", 0, 6, OTHER)]})
    both.call("POST", f"/api/projects/{both.remote}/import", [{"data": {"text": "A stranger."}}])
    before = content(both)
    for _ in range(2):
        assert not both.apply().plan.pulls
    assert content(both) == before
    # What is there stays there too: it is not this side's to take away.
    assert "new" in {item.get("id") for item in both.annotation("a")["result"]}
    both.edit("a", where=None)
    both.apply()
    ids = {item.get("id") for item in both.annotation("a")["result"]}
    assert "new" in ids
    assert "where" not in ids


def test_under_pull_not_one_write_is_sent_and_all_that_is_there_comes(both: Both) -> None:
    remote = own_project(both.server)
    task = {"data": {"text": TEXT, "id": "there"}, "annotations": [{"result": [region("r", "actor", 0, 6)]}]}
    both.call("POST", f"/api/projects/{remote}/import", [task])
    both.bring(annotated("here", OTHER))
    both.connect(remote, Policy("pull"))
    both.apply()
    (there,) = both.sets("there")
    assert [each.quote for each in there.annotations.spans] == ["Police"]
    whose = there.annotations.annotator
    both.edit("there", whose, mine=span("mine", "location", "Hama"))
    both.patch(both.annotation("there"), [region("r", "actor", 0, 6), region("s", "casualty", 12, 24)])
    both.apply()
    both.apply()
    assert {each.id for each in both.set("there", whose).spans} == {"r", "s", "mine"}
    assert both.proxy.writes == []
    # What was held back goes over as soon as it may, and nothing was forgotten on the way.
    connections.change(both.database, "ours", "both")
    both.apply()
    assert {item["id"] for item in both.annotation("there")["result"]} == {"r", "s", "mine"}
    assert [task["data"]["id"] for task in both.tasks()] == ["there", "here"]
    assert both.plan().is_empty


def test_what_both_changed_is_a_conflict_under_pull_and_the_remote_word_can_be_taken(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    connections.change(both.database, "ours", "pull")
    annotation = both.annotation("a")
    start = TEXT.index("Hama")
    there = [
        {**item, "value": {**item["value"], "start": start - 3}} if item.get("id") == "where" else item
        for item in annotation["result"]
    ]
    both.patch(annotation, there)
    where = next(each for each in both.set("a").spans if each.id == "where")
    both.edit("a", where=replace(where, end=where.end + 3, quote=TEXT[where.start : where.end + 3]))
    both.apply()
    (found,) = conflicts.list_conflicts(both.database, "ours")
    assert (found.about, found.field) == ("where", "place")
    conflicts.resolve(both.database, "ours", [found.id], "remote")
    both.apply()
    assert next(each for each in both.set("a").spans if each.id == "where").quote == "in Hama"
    assert conflicts.list_conflicts(both.database, "ours") == []


def test_only_gold_goes_over_where_only_gold_is_to(both: Both) -> None:
    gold = AnnotationSet("gold", REF, "gold", "submitted", spans=(span("g", "actor", "Police"),))
    both.bring(replace(annotated("a"), sets=(*annotated().sets, gold)), annotated("b", OTHER))
    both.connect(policy=Policy(push=("gold",)))
    both.apply()
    (task,) = both.tasks()
    (annotation,) = task["annotations"]
    assert annotation["ground_truth"] is True
    assert [item["id"] for item in annotation["result"]] == ["g"]
    assert both.plan().is_empty


def test_gold_that_goes_here_goes_there(both: Both) -> None:
    gold = AnnotationSet("gold", REF, "gold", "submitted", spans=(span("g", "actor", "Police"),))
    both.bring(replace(annotated(), sets=(*annotated().sets, gold)))
    both.connect()
    both.apply()
    both.drop_set("a", "gold")
    assert both.apply().plan.counts() == {"delete": 1, "update_task": 1}
    assert [each["ground_truth"] for each in both.task("a")["annotations"]] == [False]
    assert both.plan().is_empty


def test_only_finished_work_goes_over_where_only_that_is_to(both: Both) -> None:
    skipped = replace(annotated("c", f"{OTHER} Thrice."), sets=(AnnotationSet("ann", REF, "annotator", "skipped"),))
    untouched = replace(annotated("d", f"{OTHER} Twice."), sets=())
    both.bring(annotated("a"), annotated("b", OTHER, status="open"), skipped, untouched)
    both.connect(policy=Policy(push=("submitted",)))
    both.apply()
    assert {task["data"]["id"]: [each["was_cancelled"] for each in task["annotations"]] for task in both.tasks()} == {
        "a": [False],
        "c": [True],
    }
    assert both.plan().is_empty


def test_suggestions_stay_here_unless_they_are_asked_for(both: Both) -> None:
    both.bring(annotated(), suggested())
    both.connect()
    both.apply()
    assert both.task("a")["predictions"] == []
    assert len(both.task("a")["annotations"]) == 1


def test_suggestions_travel_as_predictions_of_their_model_and_change_and_go_as_they_do_here(both: Both) -> None:
    both.bring(annotated(), suggested())
    both.connect(policy=Policy(push=("documents", "submitted", "gold", "suggestions")))
    both.apply()
    (prediction,) = both.task("a")["predictions"]
    assert prediction["model_version"] == "m1"
    assert [(item["id"], item["value"]["labels"]) for item in prediction["result"]] == [("p", ["actor"])]
    # Another one, of another model, for a task that is there already.
    both.bring(suggested("m2", "Hama"))
    both.apply()
    assert sorted(each["model_version"] for each in both.task("a")["predictions"]) == ["m1", "m2"]
    assert both.plan().is_empty
    both.edit("a", "m1", q=span("q", "location", "Hama"))
    both.drop_set("a", "m2")
    both.apply()
    (prediction,) = both.task("a")["predictions"]
    assert {item["id"] for item in prediction["result"]} == {"p", "q"}
    assert len(both.task("a")["annotations"]) == 1
    before = len(both.proxy.writes)
    assert both.apply().plan.actions == []
    assert len(both.proxy.writes) == before


def test_a_prediction_that_goes_there_goes_here_and_nobodys_annotation_with_it(both: Both) -> None:
    both.bring(annotated(), suggested())
    both.connect(policy=Policy(push=("documents", "submitted", "suggestions")))
    both.apply()
    (prediction,) = both.task("a")["predictions"]
    both.call("DELETE", f"/api/predictions/{prediction['id']}/")
    both.apply()
    both.apply()
    assert both.set("a", "m1").spans == ()
    assert len(both.set("a").spans) == 4
    assert both.plan().is_empty


def test_a_policy_of_words_that_nobody_knows_is_refused_by_name() -> None:
    for wrong in ({"direction": "sideways"}, {"push": ("everything",)}):
        with pytest.raises(connections.InvalidInput, match=r"sideways|everything"):
            Policy(**wrong)  # type: ignore[arg-type]
