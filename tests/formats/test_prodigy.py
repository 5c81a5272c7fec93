"""Prodigy's JSON Lines, after its pages on interfaces and sessions."""

import json

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.prodigy.format import Prodigy
from tests.formats.support import read, written
from tests.strategies import SCHEMA, annotated_documents, examples

PRODIGY = Prodigy()
TEXT = "Sony 👍🏽 hired 9 in Tokyo."
SONY = {"start": 0, "end": 4, "label": "ORG"}
HIRED = {"start": 8, "end": 13, "label": "HIRE"}
TOKYO = {"start": 19, "end": 24, "label": "PLACE"}
TOKENS = [
    {"text": TEXT[start:end], "start": start, "end": end, "id": number, "ws": end < 24}
    for number, (start, end) in enumerate([(0, 4), (5, 7), (8, 13), (14, 15), (16, 18), (19, 24), (24, 25)])
]


def lines(*tasks):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in tasks).encode()


def the_set(task, losses=None):
    (annotated,) = read(PRODIGY, lines({"text": TEXT, **task}), None, [] if losses is None else losses)
    (annotations,) = annotated.sets
    return annotations


def said(annotations):
    return [(span.label, span.quote) for span in annotations.spans]


# What Prodigy writes.


def test_spans_count_code_points():
    assert said(the_set({"spans": [SONY, HIRED, TOKYO]})) == [("ORG", "Sony"), ("HIRE", "hired"), ("PLACE", "Tokyo")]


def test_relations_join_the_spans_that_they_name():
    relation = {"head": 2, "child": 5, "head_span": HIRED, "child_span": TOKYO, "label": "where", "color": "#fff"}
    annotations = the_set({"tokens": TOKENS, "spans": [SONY, HIRED, TOKYO], "relations": [relation]})
    assert annotations.links == (Link("r1", "where", "s2", "s3"),)


def test_relations_that_name_tokens_alone_join_the_spans_on_them():
    wide = {"start": 8, "end": 24, "label": "ALL"}
    relation = {"head": 2, "child": 0, "label": "who"}
    annotations = the_set({"tokens": TOKENS, "spans": [wide, SONY, HIRED], "relations": [relation]})
    assert annotations.links == (Link("r1", "who", "s3", "s2"),)


def test_lines_of_one_text_are_the_sets_of_one_document_wherever_they_stand():
    (one, other) = read(
        PRODIGY,
        lines(
            {"text": TEXT, "spans": [SONY], "answer": "accept", "_annotator_id": "set-ann", "_input_hash": 5},
            {"text": "Other.", "answer": "accept", "_session_id": "set-ann"},
            {"text": TEXT, "spans": [TOKYO], "answer": "accept", "_session_id": "set-bea", "_input_hash": 5},
        ),
    )
    assert [(each.annotator, said(each)) for each in one.sets] == [
        ("set-ann", [("ORG", "Sony")]),
        ("set-bea", [("PLACE", "Tokyo")]),
    ]
    assert one.document.meta == {"_input_hash": 5}
    assert other.document.text == "Other."


def test_a_second_line_of_one_person_is_kept_under_another_name_and_told():
    losses = []
    task = {"text": TEXT, "answer": "accept", "_annotator_id": "ann"}
    (annotated,) = read(PRODIGY, lines(task, task), None, losses)
    assert [each.annotator for each in annotated.sets] == ["ann", "ann (2)"]
    assert [(loss.reason, str(loss.weight)) for loss in losses] == [("same_annotator", "changed")]


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [("accept", "submitted", None), ("reject", "skipped", "reject"), ("ignore", "skipped", "ignore")],
)
def test_an_answer_says_what_became_of_a_task(answer, status, reason):
    annotations = the_set({"spans": [SONY], "answer": answer})
    assert (annotations.status, annotations.skip_reason, len(annotations.spans)) == (status, reason, 1)


def test_labels_and_choices_of_the_whole_are_said_of_the_document():
    assert the_set({"label": "NEWS", "answer": "accept"}).attributes == {"label": "NEWS"}
    assert the_set({"accept": ["a", "b"], "options": []}).attributes == {"accept": ["a", "b"]}


def test_options_that_have_numbers_are_called_by_their_words():
    options = [{"id": 1, "text": "Protest"}, {"id": 2, "text": "Battle"}, {"id": 3}]
    assert the_set({"options": options, "accept": [2]}).attributes == {"accept": "Battle"}
    assert the_set({"options": options, "accept": [1, 3]}).attributes == {"accept": ["Protest", "3"]}


def test_other_fields_are_metadata_or_where_the_lines_of_a_text_differ_in_them_of_their_sets():
    losses = []
    tasks = [
        {"text": TEXT, "url": "https://example.org/a", "comment": "sure", "_annotator_id": "ann", "versions": [1]},
        {"text": TEXT, "url": "https://example.org/a", "flagged": True, "_annotator_id": "bob", "config": {"a": 1}},
    ]
    (annotated,) = read(PRODIGY, lines(*tasks), None, losses)
    assert annotated.document.meta == {"url": "https://example.org/a"}
    assert [each.attributes for each in annotated.sets] == [{"comment": "sure"}, {"flagged": True}]
    assert [(loss.kind, loss.id, loss.reason, loss.line) for loss in losses] == [("column", "versions", "not_read", 1)]


def test_a_list_of_tasks_is_read_as_its_lines_are():
    tasks = [{"text": TEXT, "spans": [SONY]}, {"text": ""}, {"text": TEXT, "spans": [TOKYO], "_annotator_id": "bob"}]
    (annotated, _) = read(PRODIGY, json.dumps(tasks, indent=1).encode(), None, losses := [])
    assert [said(each) for each in annotated.sets] == [[("ORG", "Sony")], [("PLACE", "Tokyo")]]
    assert losses == []
    tasks[1] = {"spans": []}
    read(PRODIGY, json.dumps(tasks, indent=1).encode(), None, losses)
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("record", "text", 12)]


def test_what_else_is_said_of_a_span_is_an_attribute():
    assert the_set({"spans": [{**SONY, "score": 0.5, "harm": "none"}]}).spans[0].attributes == {"harm": "none"}


# Dirt.


def test_a_span_that_does_not_fit_its_words_is_moved_or_left_out():
    losses = []
    spans = [{**TOKYO, "start": 17, "end": 22, "text": "Tokyo"}, {**SONY, "text": "Sonic"}]
    assert said(the_set({"spans": spans}, losses)) == [("PLACE", "Tokyo")]
    assert [(loss.reason, loss.line) for loss in losses] == [("moved", 1), ("quote", 1)]


def test_offsets_in_utf16_are_known_by_the_words():
    losses = []
    spans = [{"start": 21, "end": 26, "label": "PLACE", "text": "Tokyo"}]
    assert said(the_set({"spans": spans}, losses)) == [("PLACE", "Tokyo")]
    assert [(loss.kind, loss.reason) for loss in losses] == [("offsets", "utf16")]


@pytest.mark.parametrize(
    ("task", "kind", "reason"),
    [
        ({"spans": [{"start": 0, "end": 4}]}, "span", "no_label"),
        ({"spans": [{**SONY, "end": 99}]}, "span", "range"),
        ({"spans": [SONY], "relations": [{"head": 0, "child": 1, "label": "x"}]}, "link", "dangling"),
        ({"spans": [{**SONY, "start": None}]}, "record", "type"),
        ({"spans": 5}, "record", "type"),
        ({"relations": [{"head": 0, "child": 1}]}, "record", "type"),
        ({"answer": "maybe"}, "record", "answer"),
        ({"_annotator_id": 5}, "record", "answer"),
        ({"text": None}, "record", "text"),
        ({"annotator": []}, "record", "type"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line_and_the_rest_is_read(task, kind, reason):
    losses = []
    found = read(PRODIGY, lines({"text": "One."}, {"text": TEXT, **task}, {"text": "Two."}), None, losses)
    assert [(loss.kind, loss.reason, loss.file, loss.line) for loss in losses] == [(kind, reason, "corpus", 2)]
    assert {"One.", "Two."} <= {each.document.text for each in found}


# What we write.


def tasks(*documents):
    return [json.loads(line) for line in written(PRODIGY, documents, SCHEMA).decode().split("\n")[:-1]]


@examples(40)
@given(annotated=annotated_documents())
def test_tokens_make_up_the_text_and_spans_are_stretches_of_them(annotated):
    for task in tasks(annotated):
        tokens = task["tokens"]
        assert "".join(each["text"] + " " * each["ws"] for each in tokens) == task["text"]
        assert [each["id"] for each in tokens] == list(range(len(tokens)))
        for token in tokens:
            assert task["text"][token["start"] : token["end"]] == token["text"]
        for span in task.get("spans", []):
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
        for relation in task.get("relations", []):
            assert relation["head"] == relation["head_span"]["token_end"]
            assert relation["child"] == relation["child_span"]["token_end"]


def sample(*sets):
    spans = (Span("d", "deed", 8, 13, "hired"), Span("p", "party", 0, 4, "Sony"))
    ref, links = SchemaRef("example", 3), (Link("l1", "agent", "d", "p"),)
    made = [AnnotationSet(who, ref, layer, status, spans=spans, links=links) for who, layer, status in sets]
    return AnnotatedDocument(Document("story", TEXT, {"title": "Sony", "more": {"a": 1}}), tuple(made))


def test_a_line_is_what_prodigy_has():
    (task,) = tasks(sample(("A1", "gold", "submitted")))
    assert task["spans"][0] == {"id": "d", "start": 8, "end": 13, "token_start": 2, "token_end": 2, "label": "deed"}
    assert task["relations"][0]["head_span"] == task["spans"][0]
    assert task["relations"][0]["label"] == "agent"
    assert (task["answer"], task["_annotator_id"], task["_session_id"]) == ("accept", "A1", "A1")
    assert task["_view_id"] == "relations"
    assert task["meta"] == {"title": "Sony"}


def test_only_what_is_done_is_accepted():
    made = sample(
        ("A1", "annotator", "submitted"),
        ("A2", "annotator", "open"),
        ("m", "suggestion", "submitted"),
        ("g", "gold", "open"),
    )
    assert [each["answer"] for each in tasks(made)] == ["accept", "ignore", "ignore", "accept"]


def test_hashes_are_those_of_the_text_and_of_what_was_made_of_it():
    one, other = tasks(sample(("A1", "annotator", "submitted"), ("A2", "annotator", "submitted")))
    (kept,) = tasks(AnnotatedDocument(Document("d", TEXT, {"_input_hash": 5})))
    assert (
        one["_input_hash"] == other["_input_hash"] != tasks(AnnotatedDocument(Document("d", "Else")))[0]["_input_hash"]
    )
    assert one["_task_hash"] == other["_task_hash"]
    assert all(-(2**31) <= one[key] < 2**31 for key in ("_input_hash", "_task_hash"))
    assert kept["_input_hash"] == 5
    assert "answer" not in kept


def test_what_was_changed_in_prodigy_counts():
    (task,) = tasks(sample(("A1", "annotator", "open")))
    task["spans"] = [*task["spans"][1:], {**TOKYO, "label": "place"}]
    task["relations"] = []
    (annotated,) = read(PRODIGY, lines(task), SCHEMA)
    (annotations,) = annotated.sets
    assert [(span.id, span.label) for span in annotations.spans] == [("p", "party"), ("s2", "place")]
    assert (annotated.document.id, annotations.status, annotations.links) == ("story", "open", ())


def test_texts_that_are_the_same_in_two_documents_are_two_documents():
    documents = [AnnotatedDocument(Document(name, TEXT), sample(("A1", "gold", "open")).sets) for name in "ab"]
    assert read(PRODIGY, written(PRODIGY, documents, SCHEMA), SCHEMA) == documents


def test_a_line_that_is_no_json_is_refused_with_its_place():
    with pytest.raises(InvalidInput) as error:
        read(PRODIGY, b'{"text": "A."}\n{"text"\n')
    assert (error.value.file, error.value.line) == ("corpus", 2)


def test_spans_that_only_say_their_tokens_stand_on_them():
    tokens = [{"text": "Rebels", "start": 0, "end": 6, "id": 0}, {"text": "left", "start": 7, "end": 11, "id": 1}]
    span = {"token_start": 0, "token_end": 1, "label": "X"}
    line = json.dumps({"text": "Rebels left.", "tokens": tokens, "spans": [span], "answer": "accept"}).encode()
    (found,) = read(Prodigy(), line)
    assert [(each.label, each.quote) for each in found.sets[0].spans] == [("X", "Rebels left")]
    losses = []
    (found,) = read(Prodigy(), line.replace(b'"token_end": 1', b'"token_end": 2'), None, losses)
    assert found.sets[0].spans == ()
    assert [(loss.kind, loss.reason, loss.file, loss.line) for loss in losses] == [("span", "range", "corpus", 1)]
