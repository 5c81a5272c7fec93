"""Label Studio JSON: valid there, whole here, and what its server and editor make of our tasks on the way."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from label_studio_sdk.label_interface import LabelInterface

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.label_studio.format import LabelStudio
from annotator.formats.options import configured
from annotator.labelstudio.label_config import label_config
from tests.formats.support import read, written
from tests.strategies import SCHEMA, annotated_documents, examples

FMT = LabelStudio()
REF = SchemaRef("example", 3)
TEXT = "Rebels shelled Oz 👨‍👩‍👧."
SETS = (
    AnnotationSet(
        "A1",
        REF,
        status="submitted",
        attributes={"relevant": "one"},
        spans=(
            Span("s1", "party", 0, 6, "Rebels", {"kind": "one", "also": ["two"]}),
            Span("s2", "deed", 7, 14, "shelled", {"its_number": 3, "its_count": {"op": "vague", "by": "human"}}),
        ),
        links=(Link("l1", "agent", "s2", "s1"),),
    ),
    AnnotationSet("A2", REF, status="skipped", skip_reason="unclear"),
    AnnotationSet("model-1", REF, layer="suggestion", spans=(Span("g", "place", 15, 17, "Oz", {}, "suggestion"),)),
)
DOCUMENT = AnnotatedDocument(Document("d1", TEXT, {"title": "Oz"}), SETS)


def tasks(data):
    return json.loads(data)


def our_task(document=DOCUMENT):
    (task,) = tasks(written(FMT, [document], SCHEMA))
    return task


def back(task, losses=None, schema=SCHEMA):
    (annotated,) = read(FMT, json.dumps([task]).encode(), schema, losses)
    return annotated


@examples(40)
@given(annotated_documents())
def test_label_studio_finds_nothing_wrong_with_annotations_and_predictions(annotated):
    interface = LabelInterface(label_config(SCHEMA))
    task = our_task(annotated)
    for annotation in task["annotations"]:
        # Its validate_task calls this one without an argument, and so fails for every task with annotations.
        assert interface.validate_annotation(annotation)
    for prediction in task["predictions"]:
        assert interface.validate_prediction(prediction, return_errors=True) == []
    assert interface.validate_task({"data": task["data"], "meta": task["meta"]})


def test_label_studio_would_have_found_something():
    interface = LabelInterface(label_config(SCHEMA))
    for change in ({"labels": ["nobody"]}, {"start": None}):
        task = our_task()
        task["annotations"][0]["result"][0]["value"].update(change)
        assert not interface.validate_annotation(task["annotations"][0])
    task = our_task()
    task["annotations"][0]["result"][-1]["to_id"] = "nowhere"
    assert not interface.validate_annotation(task["annotations"][0])


def test_a_task_has_regions_values_and_relations_in_code_points():
    task = our_task()
    assert task["data"] == {"id": "d1", "text": TEXT}
    result = task["annotations"][0]["result"]
    assert [(item["type"], item.get("id"), item.get("from_name")) for item in result] == [
        ("labels", "s1", "span"),
        ("choices", "s1", "party-kind"),
        ("choices", "s1", "party-also"),
        ("labels", "s2", "span"),
        ("number", "s2", "deed-its_number"),
        ("choices", "document-relevant", "whole-document-relevant"),
        ("relation", None, None),
    ]
    assert result[3]["value"] == {"start": 7, "end": 14, "text": "shelled", "labels": ["deed"]}
    assert result[3]["meta"]["annotator"]["attributes"] == {"its_count": {"op": "vague", "by": "human"}}
    assert (result[-1]["from_id"], result[-1]["to_id"], result[-1]["direction"]) == ("s2", "s1", "right")
    assert [each["was_cancelled"] for each in task["annotations"]] == [False, True]
    assert [each["model_version"] for each in task["predictions"]] == ["model-1"]


def test_gold_is_ground_truth_and_nothing_else_is():
    gold = AnnotatedDocument(DOCUMENT.document, (AnnotationSet("board", REF, layer="gold"), SETS[0]))
    assert [each["ground_truth"] for each in our_task(gold)["annotations"]] == [True, False]


def as_exported(task):
    """What the server's export makes of a task: ids of its own, ours as import_id, predictions as numbers."""
    exported = json.loads(json.dumps(task))
    exported |= {"id": 17, "inner_id": 3, "file_upload": None, "drafts": [], "total_annotations": 2}
    for number, annotation in enumerate(exported["annotations"], start=51):
        annotation |= {"import_id": annotation["id"], "id": number, "completed_by": {"id": 1, "email": "a@example.org"}}
        annotation |= {"unique_id": "6f1c", "lead_time": 3.1, "created_at": "2024-02-08T10:00:00Z"}
    exported["predictions"] = [9]
    return exported


def as_edited(task):
    """What its editor makes of a task: relations without meta, attributes after their region, words escaped."""
    edited = as_exported(task)
    result = edited["annotations"][0]["result"]
    for item in result:
        if item["type"] == "relation":
            del item["meta"]
        elif "start" in item["value"] and item["type"] != "labels":
            item["meta"] = result[0]["meta"]
            item["origin"] = "manual"
    result.sort(key=lambda item: item["type"] != "choices")
    return edited


def test_an_export_of_what_we_imported_is_what_it_was():
    losses = []
    annotated = back(as_exported(our_task()), losses)
    assert annotated == AnnotatedDocument(DOCUMENT.document, SETS[:2])
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [
        ("prediction", "9", "id_only"),
        ("annotation_set", "model-1/suggestion", "deleted"),
    ]


def test_only_ids_of_links_are_lost_in_the_editor_and_they_are_the_same_each_time():
    once, again = (back(as_edited(our_task()), []) for _ in range(2))
    assert once == again
    (link,) = once.sets[0].links
    assert (link.role, link.from_id, link.to_id) == ("agent", "s2", "s1")
    assert link.id.startswith("l-")
    assert {span.id: span for span in once.sets[0].spans} == {span.id: span for span in SETS[0].spans}


def test_a_comment_whose_region_was_deleted_there_is_on_the_document_and_that_is_told():
    remark = Comment("k1", "Sure?", "A1", "2024-02-08T10:00:00Z", "not_sure_of_label", span="s1")
    commented = replace(DOCUMENT, sets=(replace(SETS[0], links=(), comments=(remark,)),))
    task = our_task(commented)
    assert back(task) == commented
    (annotation,) = task["annotations"]
    annotation["result"] = [item for item in annotation["result"] if item.get("id") != "s1"]
    losses = []
    assert back(task, losses).sets[0].comments == (replace(remark, span=None),)
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("comment", "k1", "end")]


def test_an_annotation_that_was_made_there_has_the_name_of_who_made_it():
    exported = as_exported(our_task())
    made = {"id": 1, "import_id": None, "result": exported["annotations"][0]["result"], "was_cancelled": False}
    people = [{"id": 4, "email": "b@example.org"}, {"id": 5}, 6, None]
    exported["annotations"] += [{**made, "completed_by": person} for person in people]
    losses = []
    sets = back(exported, losses).sets
    assert [(each.annotator, each.status) for each in sets[2:]] == [
        ("b@example.org", "submitted"),
        ("user-5", "submitted"),
        ("user-6", "submitted"),
        ("import", "submitted"),
    ]
    assert all(each.schema == REF for each in sets)


def test_two_annotations_of_one_person_are_two_sets_and_that_is_told():
    task = {"data": {"text": TEXT}, "annotations": [{"completed_by": 6, "result": []}] * 3}
    losses = []
    assert [each.annotator for each in back(task, losses).sets] == ["user-6", "user-6 (2)", "user-6 (3)"]
    assert [loss.reason for loss in losses] == ["same_annotator"] * 2


def test_a_skip_there_is_a_skip_here():
    exported = as_exported(our_task())
    exported["annotations"][0]["was_cancelled"] = True
    exported["annotations"][1]["was_cancelled"] = False
    assert [each.status for each in back(exported, []).sets] == ["skipped", "submitted"]


def test_a_task_of_others_keeps_its_fields_as_metadata():
    task = {"id": 8, "data": {"text": TEXT, "url": "x"}, "meta": {"topic": 1}, "annotations": []}
    document = back(task).document
    assert (document.id, document.meta) == ("task-8", {"url": "x", "topic": 1})
    assert back({"data": {"id": 5, "text": TEXT}}).document.id == "5"
    assert back({"data": {"text": TEXT}}).document.id.startswith("text-")
    losses = []
    assert back({"data": {"id": "a/b", "text": TEXT}}, losses).document.id.startswith("text-")
    assert [(loss.kind, loss.id) for loss in losses] == [("ids", "a/b")]


def test_a_prediction_of_others_is_a_suggestion():
    task = {"data": {"text": TEXT}, "predictions": [{"model_version": "m2", "result": []}, {"result": []}]}
    assert [(each.annotator, each.layer) for each in back(task).sets] == [
        ("m2", "suggestion"),
        ("unknown", "suggestion"),
    ]


def test_drafts_are_told():
    losses = []
    back({"data": {"text": TEXT}, "drafts": [{"result": []}]}, losses)
    assert [loss.kind for loss in losses] == ["draft"]


def foreign(**value):
    item = {"id": "r", "type": "labels", "from_name": "label", "to_name": "text"}
    value = {"start": 0, "end": 6, "labels": ["party"], **value}
    return {"data": {"id": "d9", "text": TEXT}, "annotations": [{"result": [{**item, "value": value}]}]}


def test_what_does_not_fit_the_schema_is_an_error_or_a_loss():
    for rule, task in (("label", foreign(labels=["army"])), ("range", foreign(end=6000))):
        with pytest.raises(InvalidInput) as error:
            back(task)
        assert (error.value.rule, error.value.document, error.value.line) == (rule, "d9", 1)
        losses = []
        assert back(task, losses).sets[0].spans == ()
        assert [(loss.document, loss.kind, loss.id, loss.reason) for loss in losses] == [("d9", "span", "r", rule)]
    task = foreign()
    choice = {"id": "r", "type": "choices", "from_name": "kind", "value": {"start": 0, "end": 6, "choices": ["nine"]}}
    task["annotations"][0]["result"].append(choice)
    losses = []
    assert back(task, losses).sets[0].spans[0].attributes == {}
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("attribute", "r", "value")]


def test_without_a_schema_any_label_is_taken():
    assert back(foreign(labels=["army"]), schema=None).sets[0].spans[0].label == "army"


def test_the_field_of_the_text_and_the_names_can_be_set():
    fmt = configured(FMT, {"text": "body", "annotator": "A9", "layer": "gold"})
    task = {"data": {"body": TEXT}, "annotations": [{"result": []}]}
    (annotated,) = read(fmt, json.dumps(task).encode())
    assert (annotated.document.text, annotated.sets[0].annotator, annotated.sets[0].layer) == (TEXT, "A9", "gold")
    assert tasks(written(fmt, [annotated]))[0]["data"]["body"] == TEXT


A_SET = {"annotator": "A1", "schema": {"name": "x", "version": 1}}
NUMBERLESS = {"format": "annotator/1", "id": "d", "sets": [A_SET]}
BROKEN = [
    ("task", {}),
    ("task", {"data": {}}),
    ("task", {"data": {"text": 1}}),
    ("task", {"data": {"text": TEXT}, "annotations": {}}),
    ("task", {"data": {"text": TEXT}, "annotations": [1]}),
    ("result", {"data": {"text": TEXT}, "annotations": [{"result": {}}]}),
    ("nul", {"data": {"text": "a\x00b"}}),
    ("surrogate", {"data": {"text": "a\ud800b"}}),
    ("surrogate", {"data": {"text": "a"}, "meta": {"a": "\udfff"}}),
    ("depth", {"data": {"text": "a", "b": json.loads("[" * 50 + "]" * 50)}}),
    ("format", {"data": {"text": "a"}, "meta": {"annotator": {}}}),
    ("type", {"data": {"text": "a"}, "meta": {"annotator": {"format": "annotator/1", "id": "d", "sets": {}}}}),
    ("type", {"data": {"text": "a"}, "meta": {"annotator": {"format": "annotator/1", "id": "d", "sets": [1]}}}),
    ("missing", {"data": {"text": "a"}, "meta": {"annotator": {"format": "annotator/1", "id": "d", "sets": [{}]}}}),
    ("type", {"data": {"text": "a"}, "meta": {"annotator": NUMBERLESS}}),
]


@pytest.mark.parametrize(("rule", "task"), BROKEN)
def test_what_is_no_task_is_named_with_its_line(rule, task):
    data = '[{"data": {"text": "good"}},\n' + json.dumps(task) + "]"
    with pytest.raises(InvalidInput) as error:
        read(FMT, data.encode())
    assert (error.value.rule, error.value.file, error.value.line) == (rule, "corpus", 2)


def test_a_number_that_is_not_finite_is_refused_wherever_it_hides():
    for hidden in ('"labels":["x"]},"meta":{"annotator":{"attributes":{"a":1e999}}}', '"number":1e999}'):
        kind = "labels" if "labels" in hidden else "number"
        first = '{"id":"r","type":"labels","from_name":"l","value":{"start":0,"end":1,"labels":["x"]}},'
        item = f'{{"id":"r","type":"{kind}","from_name":"n","value":{{"start":0,"end":1,{hidden}}}'
        data = f'{{"data":{{"text":"abc"}},"annotations":[{{"result":[{first if kind == "number" else ""}{item}]}}]}}'
        with pytest.raises(InvalidInput) as error:
            read(FMT, data.encode())
        assert error.value.rule == "number"
