"""Changes of either side arrive on the other; what both changed is kept on both, told, and settled by a word."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.domain.annotations import AnnotatedDocument
from annotator.labelstudio.label_config import label_config
from annotator.services.sync import conflicts
from annotator.store import changes, users
from tests.sync.conftest import SCHEMA, TEXT, Both, annotated, own_project, region, span

pytestmark = pytest.mark.labelstudio


@pytest.fixture
def synced(both: Both) -> Both:
    both.bring(annotated())
    both.connect()
    both.apply()
    return both


def relabelled(result: list[Any], name: str, label: str) -> list[Any]:
    return [
        {**item, "value": {**item["value"], "labels": [label]}}
        if item.get("id") == name and item["type"] == "labels"
        else item
        for item in result
    ]


def moved(result: list[Any], name: str, start: int, end: int) -> list[Any]:
    return [
        {**item, "value": {**item["value"], "start": start, "end": end}} if item.get("id") == name else item
        for item in result
    ]


def quiet(both: Both) -> bool:
    before = len(both.proxy.writes)
    outcome = both.apply()
    return not outcome.plan.actions and len(both.proxy.writes) == before


def test_a_remote_edit_arrives_and_is_in_the_journal(synced: Both) -> None:
    annotation = synced.annotation("a")
    start = TEXT.index("Friday")
    synced.patch(annotation, [*annotation["result"], region("new", "location", start, start + 6)])
    plan = synced.plan()
    assert plan.counts() == {"change_set": 1}
    synced.apply(plan_id=plan.id)
    spans = {each.id: each.quote for each in synced.set("a").spans}
    assert spans["new"] == "Friday"
    assert len(spans) == 5
    assert synced.set("a").status == "submitted"
    with synced.database.read() as session:
        journal = changes.history(session, synced.sets("a")[0].row, 0, 100)
    assert [row.kind for row in journal] == ["add_span"]
    assert quiet(synced)


def test_a_new_remote_annotation_arrives_under_who_made_it(synced: Both) -> None:
    task = synced.task("a")
    made = {"result": [region("r1", "actor", 0, 6)]}
    synced.call("POST", f"/api/tasks/{task['id']}/annotations/", made)
    synced.apply()
    new = synced.set("a", "lead@example.com")
    assert [(each.label, each.quote) for each in new.spans] == [("actor", "Police")]
    with synced.database.read() as session:
        assert users.get_by_name(session, "lead@example.com").password_hash is None
    assert quiet(synced)


def test_a_task_that_was_made_there_becomes_a_document(synced: Both) -> None:
    text = "Rebels took Idlib."
    made = [
        {
            "data": {"text": text, "source": "wire"},
            "annotations": [{"result": [region("x", "actor", 0, 6, text)], "ground_truth": False}],
        }
    ]
    synced.call("POST", f"/api/projects/{synced.remote}/import", made)
    synced.apply()
    new = next(each for each in synced.corpus() if each.document.text == text)
    assert new.document.meta == {"source": "wire"}
    assert [each.quote for each in new.sets[0].spans] == ["Rebels"]
    assert quiet(synced)


def test_a_skip_there_is_a_skip_here_and_the_other_way_round(synced: Both) -> None:
    annotation = synced.annotation("a")
    synced.call("PATCH", f"/api/annotations/{annotation['id']}/", {"was_cancelled": True})
    synced.apply()
    assert synced.set("a").status == "skipped"
    assert quiet(synced)


def test_predictions_added_by_bulk_import_arrive_as_suggestions_and_drafts_do_not(synced: Both) -> None:
    task = synced.task("a")["id"]
    synced.call("POST", f"/api/tasks/{task}/drafts", {"result": [region("d", "actor", 0, 6)], "lead_time": 1})
    assert synced.plan().is_empty
    prediction = {"task": task, "result": [region("p", "actor", 0, 6)], "model_version": "m1", "score": 0.4}
    synced.call("POST", f"/api/projects/{synced.remote}/import/predictions", [prediction])
    synced.apply()
    new = synced.set("a", "m1")
    assert (new.layer, [each.quote for each in new.spans]) == ("suggestion", ["Police"])
    assert len(synced.sets("a")) == 2
    assert quiet(synced)


def test_a_remote_delete_is_believed_the_second_time_and_what_was_there_stays_in_the_journal(synced: Both) -> None:
    synced.call("DELETE", f"/api/annotations/{synced.annotation('a')['id']}/")
    synced.apply()
    assert len(synced.set("a").spans) == 4
    synced.apply()
    assert synced.set("a").spans == ()
    assert synced.set("a").status == "skipped"
    assert synced.task("a")["annotations"] == []
    assert quiet(synced)


def test_a_remote_delete_of_what_was_changed_here_is_a_conflict_and_can_be_made_again(synced: Both) -> None:
    synced.call("DELETE", f"/api/annotations/{synced.annotation('a')['id']}/")
    synced.edit("a", where=None)
    synced.apply()
    synced.apply()
    (found,) = conflicts.list_conflicts(synced.database, "ours")
    assert (found.kind, len(synced.set("a").spans)) == ("annotation", 3)
    conflicts.resolve(synced.database, "ours", [found.id], "local")
    synced.apply()
    assert len([each for each in synced.annotation("a")["result"] if each["type"] == "labels"]) == 3
    assert conflicts.list_conflicts(synced.database, "ours") == []
    assert quiet(synced)


def test_changes_to_different_spans_are_merged(synced: Both) -> None:
    annotation = synced.annotation("a")
    start = TEXT.index("Hama")
    synced.patch(annotation, moved(annotation["result"], "where", start - 3, start + 4))
    toll = next(each for each in synced.set("a").spans if each.id == "toll")
    synced.edit("a", toll=replace(toll, attributes={"harm": "injured"}))
    plan = synced.plan()
    assert plan.counts() == {"change_set": 1, "update": 1}
    synced.apply(plan_id=plan.id)
    local = {each.id: each for each in synced.set("a").spans}
    assert local["where"].quote == "in Hama"
    assert local["toll"].attributes["harm"] == "injured"
    choices = [each for each in synced.annotation("a")["result"] if each["type"] == "choices" and each["id"] == "toll"]
    assert [each["value"]["choices"] for each in choices] == [["injured"]]
    assert quiet(synced)


@pytest.mark.parametrize("word", ["local", "remote"])
def test_the_same_span_changed_on_both_sides_is_a_conflict_with_both_intact_then_settled_then_quiet(
    synced: Both, word: str
) -> None:
    annotation = synced.annotation("a")
    start = TEXT.index("Hama")
    synced.patch(annotation, moved(annotation["result"], "where", start - 3, start + 4))
    where = next(each for each in synced.set("a").spans if each.id == "where")
    synced.edit("a", where=replace(where, end=where.end + 3, quote=TEXT[where.start : where.end + 3]))
    outcome = synced.apply()
    assert outcome.plan.is_empty
    (found,) = conflicts.list_conflicts(synced.database, "ours")
    assert (found.about, found.field, found.local, found.remote) == (
        "where",
        "place",
        [start, start + 7],
        [start - 3, start + 4],
    )
    assert quiet(synced)
    conflicts.resolve(synced.database, "ours", [found.id], word)
    synced.apply()
    wanted = (start, start + 7) if word == "local" else (start - 3, start + 4)
    local = next(each for each in synced.set("a").spans if each.id == "where")
    assert (local.start, local.end) == wanted
    there = next(each for each in synced.annotation("a")["result"] if each.get("id") == "where")
    assert (there["value"]["start"], there["value"]["end"]) == wanted
    assert conflicts.list_conflicts(synced.database, "ours") == []
    assert quiet(synced)


def test_no_dangling_relation_is_ever_pushed(synced: Both) -> None:
    annotation = synced.annotation("a")
    relation = {"type": "relation", "from_id": "act", "to_id": "where", "direction": "right", "labels": ["target"]}
    synced.edit("a", who=None)
    again = {"type": "relation", "from_id": "act", "to_id": "who", "direction": "right", "labels": ["target"]}
    synced.patch(annotation, [*annotation["result"], again])
    synced.apply()
    result = synced.annotation("a")["result"]
    ids = {item["id"] for item in result if item["type"] == "labels"}
    relations = [item for item in result if item["type"] == "relation"]
    assert all({item["from_id"], item["to_id"]} <= ids for item in relations)
    assert relation["to_id"] in ids


def test_the_annotation_of_another_on_the_same_task_is_never_touched(synced: Both) -> None:
    task = synced.task("a")
    other = synced.call("POST", f"/api/tasks/{task['id']}/annotations/", {"result": [region("r1", "actor", 0, 6)]})
    synced.apply()
    before = synced.call("GET", f"/api/annotations/{other['id']}/")
    synced.edit("a", where=None)
    synced.apply()
    after = synced.call("GET", f"/api/annotations/{other['id']}/")
    assert after == {**before, "created_ago": after["created_ago"]}


def test_what_only_the_other_side_knows_is_carried_along_and_never_dropped(both: Both) -> None:
    stars = '<Rating name="stars" toName="text" perRegion="true"/></View>'
    config = label_config(SCHEMA).rstrip().removesuffix("</View>") + stars
    both.bring(annotated())
    both.connect(own_project(both.server, config=config))
    both.apply()
    annotation = both.annotation("a")
    where = next(each for each in annotation["result"] if each.get("id") == "where")
    place = {name: value for name, value in where["value"].items() if name != "labels"}
    given = {**where, "type": "rating", "from_name": "stars", "value": {**place, "rating": 4}}
    both.patch(annotation, [*annotation["result"], given])
    both.apply()
    both.edit("a", who=None)
    both.apply()
    result = both.annotation("a")["result"]
    assert [each["value"]["rating"] for each in result if each["type"] == "rating"] == [4]
    assert "who" not in {each.get("id") for each in result}
    assert quiet(both)


def test_a_label_that_the_config_lacks_is_refused_and_nothing_of_it_is_dropped(both: Both) -> None:
    config = (
        '<View><Labels name="span" toName="text"><Label value="actor"/><Label value="action"/></Labels>'
        '<Text name="text" value="$text"/></View>'
    )
    both.bring(annotated())
    both.connect(own_project(both.server, config=config))
    outcome = both.apply()
    assert [each.reason for each in outcome.plan.troubles] == ["config"]
    assert "casualty" in outcome.plan.troubles[0].detail
    assert [task["annotations"] for task in both.tasks()] == [[]]
    assert len(both.set("a").spans) == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('<Label value="location"', '<Label value="venue"', "label location"),
        ('<Relation value="location"', '<Relation value="venue"', "relation location"),
        ('<Choice value="killed"', '<Choice value="dead"', "value killed of casualty-harm"),
        ('name="casualty-harm"', 'name="damage"', "control casualty-harm"),
    ],
)
def test_a_name_that_is_gone_from_the_config_stops_what_bears_it_until_it_is_back(
    synced: Both, old: str, new: str, said: str
) -> None:
    config = label_config(SCHEMA)
    assert old in config
    synced.call("PATCH", f"/api/projects/{synced.remote}/", {"label_config": config.replace(old, new)})
    annotation, start = synced.annotation("a"), TEXT.index("Friday")
    added = [*annotation["result"], region("new", "actor", start, start + 6)]
    synced.patch(annotation, added)
    before = synced.set("a")
    for _ in range(2):
        outcome = synced.apply()
        assert [(each.document, each.reason) for each in outcome.plan.troubles] == [("a", "config")]
        assert said in outcome.plan.troubles[0].detail
        assert synced.set("a") == before
        assert synced.annotation("a")["result"] == added
    synced.call("PATCH", f"/api/projects/{synced.remote}/", {"label_config": config})
    synced.apply()
    assert {each.id for each in synced.set("a").spans} == {"act", "who", "toll", "where", "new"}
    assert len(synced.set("a").links) == 3
    assert quiet(synced)


def test_a_control_that_is_called_otherwise_before_it_says_anything_loses_nothing_on_either_side(synced: Both) -> None:
    config = label_config(SCHEMA)
    other = config.replace('name="casualty-harm"', 'name="damage"')
    assert other != config
    path = f"/api/projects/{synced.remote}/"
    toll = next(each for each in synced.set("a").spans if each.id == "toll")
    synced.edit("a", toll=replace(toll, attributes={}))
    synced.apply()
    synced.call("PATCH", path, {"label_config": other})
    # What is said here has no control there any more, and what is said there none here: both are kept, and travel.
    synced.edit("a", toll=toll)
    synced.apply()
    result = synced.annotation("a")["result"]
    (region_,) = (each for each in result if each.get("id") == "toll" and each["type"] == "labels")
    assert region_["meta"]["annotator"]["attributes"] == {"harm": "killed"}
    place = {name: region_["value"][name] for name in ("start", "end", "text")}
    said = {**region_, "type": "choices", "from_name": "damage", "value": {**place, "choices": ["injured"]}}
    synced.patch(synced.annotation("a"), [*result, said])
    synced.apply()
    synced.edit("a", who=None)
    synced.apply()
    after = synced.annotation("a")["result"]
    assert [each["value"]["choices"] for each in after if each.get("from_name") == "damage"] == [["injured"]]
    assert next(each for each in synced.set("a").spans if each.id == "toll").attributes == {"harm": "killed"}
    assert quiet(synced)


def test_a_text_that_changed_there_stops_that_task_and_no_other(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", "Police shot 3 protesters in Hama, again."))
    both.connect()
    both.apply()
    task = both.task("a")
    both.call("PATCH", f"/api/tasks/{task['id']}/", {"data": {**task["data"], "text": "Another text."}})
    both.edit("a", where=None)
    both.edit("b", where=None)
    outcome = both.apply()
    assert [(each.document, each.reason) for each in outcome.plan.troubles] == [("a", "text")]
    assert outcome.plan.counts() == {"update": 1}
    assert "where" in {each.get("id") for each in both.annotation("a")["result"]}


def test_a_change_of_the_config_is_told(synced: Both) -> None:
    config = label_config(SCHEMA).replace("<View>", "<View>\n  <Header value='Look'/>", 1)
    synced.call("PATCH", f"/api/projects/{synced.remote}/", {"label_config": config})
    assert any("another one than in the last run" in each for each in synced.plan().remarks)


def test_a_set_in_somebodys_hands_waits(both: Both) -> None:
    document: AnnotatedDocument = annotated(status="open")
    both.bring(document)
    both.connect()
    both.apply()
    assert both.task("a")["annotations"] == []


def test_a_span_that_was_added_here_goes_over(synced: Both) -> None:
    synced.edit("a", day=span("day", "location", "Friday"))
    synced.apply()
    assert "day" in {each.get("id") for each in synced.annotation("a")["result"]}
    assert quiet(synced)
