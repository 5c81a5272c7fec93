"""doccano's JSON Lines, after what its export writes and its import takes."""

import io
import json

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.doccano.format import Doccano
from annotator.formats.options import configured
from tests.formats.support import archived, read, written, written_with_losses
from tests.strategies import SCHEMA, annotated_documents, examples

DOCCANO = Doccano()
TEXT = "Sony 👍🏽 was founded in Tokyo."


def lines(*examples):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in examples).encode()


def the_set(example, losses=None):
    (annotated,) = read(DOCCANO, lines({"text": TEXT, **example}), None, [] if losses is None else losses)
    (annotations,) = annotated.sets
    return annotations


def said(annotations):
    return [(span.id, span.label, span.quote) for span in annotations.spans]


# What doccano writes.


@pytest.mark.parametrize("key", ["label", "labels", "entities"])
def test_triples_are_spans_in_code_points(key):
    assert said(the_set({key: [[0, 4, "ORG"], [23, 28, "PLACE"]]})) == [("s1", "ORG", "Sony"), ("s2", "PLACE", "Tokyo")]


def test_columns_of_other_names_are_known_by_their_shape():
    data = lines({"column_data": TEXT, "column_label": [[0, 4, "ORG"]]}, {"column_data": "No.", "column_label": []})
    one, other = read(DOCCANO, data)
    assert (said(one.sets[0]), one.document.meta) == ([("s1", "ORG", "Sony")], {})
    assert (other.document.text, other.sets[0].spans, other.document.meta) == ("No.", (), {})
    assert said(the_set({"tags": [[0, 4, "ORG"]]})) == [("s1", "ORG", "Sony")]


def test_a_list_of_triples_beside_the_labels_is_metadata():
    (one,) = read(DOCCANO, lines({"text": TEXT, "label": [[0, 4, "ORG"]], "tags": [[0, 4, "X"]]}))
    assert (said(one.sets[0]), one.document.meta) == ([("s1", "ORG", "Sony")], {"tags": [[0, 4, "X"]]})


def test_of_two_texts_without_a_known_name_none_is_taken():
    losses = []
    assert read(DOCCANO, lines({"one": "a", "other": "b", "tags": [[0, 1, "X"]]}), None, losses) == []
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("record", "text", 1)]


def test_entities_and_relations_are_spans_and_links():
    annotations = the_set(
        {
            "id": 7,
            "entities": [
                {"id": 31, "label": "ORG", "start_offset": 0, "end_offset": 4},
                {"id": 32, "label": "PLACE", "start_offset": 23, "end_offset": 28},
            ],
            "relations": [{"id": 5, "from_id": 31, "to_id": 32, "type": "foundedIn"}],
        }
    )
    assert said(annotations) == [("31", "ORG", "Sony"), ("32", "PLACE", "Tokyo")]
    assert annotations.links == (Link("r5", "foundedIn", "31", "32"),)


def test_an_example_is_known_by_its_number_and_has_what_else_it_has_as_metadata():
    (one, other) = read(DOCCANO, lines({"id": 7, "text": "A.", "label": [], "source": "wire"}, {"data": "B."}))
    assert (one.document.id, one.document.meta) == ("example-7", {"source": "wire"})
    assert (other.document.text, other.document.id[:5]) == ("B.", "text-")


def test_labels_of_the_whole_are_said_of_the_document():
    assert the_set({"label": ["relevant"]}).attributes == {"label": "relevant"}
    both = the_set({"cats": ["a", "b"], "entities": [[0, 4, "ORG"]]})
    assert (both.attributes, said(both)) == ({"cats": ["a", "b"]}, [("s1", "ORG", "Sony")])


def test_comments_are_kept():
    annotations = the_set({"label": [], "Comments": ["Is it?", "It is."]})
    assert [(each.text, each.span) for each in annotations.comments] == [("Is it?", None), ("It is.", None)]


def test_labels_of_the_first_versions_say_whose_they_are():
    example = {"text": TEXT, "annotations": [{"label": 3, "start_offset": 0, "end_offset": 4, "user": 1}]}
    example["annotations"].append({"label": 4, "start_offset": 0, "end_offset": 4, "user": 2})
    (annotated,) = read(DOCCANO, lines(example))
    assert [(each.annotator, each.spans[0].label) for each in annotated.sets] == [("user-1", "3"), ("user-2", "4")]


# A whole project.


def project():
    return archived(
        {
            "ann.jsonl": lines(
                {"id": 1, "text": "One.", "label": [[0, 3, "A"]]}, {"id": 2, "text": "Two.", "label": []}
            ),
            "bea.jsonl": lines(
                {"id": 2, "text": "Two.", "label": [[0, 3, "B"]]}, {"id": 1, "text": "One.", "label": []}
            ),
            "label_config.json": json.dumps(
                [{"id": 1, "text": "A", "background_color": "#fff"}, {"text": "B"}]
            ).encode(),
            "relation_label_config.json": json.dumps([{"text": "near"}]).encode(),
            "category_label_config.json": json.dumps([{"text": "relevant"}]).encode(),
        }
    )


def test_names_of_labels_and_of_people_are_taken_where_they_stand_beside_the_numbers():
    label = {
        "id": 9,
        "label": 2,
        "label_name": "Org",
        "start_offset": 0,
        "end_offset": 4,
        "user": 1,
        "user_name": "Ada",
    }
    (annotated,) = read(DOCCANO, lines({"text": TEXT, "annotations": [label]}))
    assert [(each.annotator, each.spans[0].label) for each in annotated.sets] == [("Ada", "Org")]


@pytest.mark.parametrize(
    ("said", "attribute"),
    [
        ({"label": 2}, {"label": 2}),
        ({"cats": {"war": 1.0, "sport": 0.0, "crime": 1}}, {"cats": ["war", "crime"]}),
        ({"cats": {"war": 0.0}}, {}),
        ({"cats": {"war": 0.7, "sport": 0.3}}, {"cats": {"war": 0.7, "sport": 0.3}}),
    ],
)
def test_a_number_or_categories_with_numbers_are_said_of_the_whole_example(said, attribute):
    (annotated,) = read(DOCCANO, lines({"text": TEXT, **said}))
    assert annotated.sets[0].attributes == attribute


def test_objects_over_several_lines_are_read_like_one_a_line():
    examples = [{"id": number, "text": TEXT, "label": [[0, 4, "Org"]]} for number in (1, 2)]
    data = "\n".join(json.dumps(each, indent=4) for each in examples).encode()
    assert [each.document.id for each in read(DOCCANO, data)] == ["example-1", "example-2"]


def test_files_of_annotators_are_the_sets_of_one_document():
    one, two = read(DOCCANO, project())
    assert [(each.annotator, said(each)) for each in one.sets] == [("ann", [("s1", "A", "One")]), ("bea", [])]
    assert [(each.annotator, said(each)) for each in two.sets] == [("ann", []), ("bea", [("s1", "B", "Two")])]


def test_the_file_of_all_is_nobodys_in_particular():
    (annotated,) = read(DOCCANO, archived({"all.jsonl": lines({"id": 1, "text": "One.", "label": []})}))
    assert [each.annotator for each in annotated.sets] == ["import"]


def test_the_labels_of_a_project_are_declared():
    told = DOCCANO.describe(io.BytesIO(project()))
    assert list(told.labels) == ["A", "B"]
    assert set(told.roles["near"].ends) == {(one, other) for one in "AB" for other in "AB"}
    assert list(told.attributes["label"].values) == ["relevant"]
    assert not DOCCANO.describe(io.BytesIO(lines({"text": "x"}))).labels


def test_labels_that_are_no_labels_are_named():
    with pytest.raises(InvalidInput) as error:
        DOCCANO.describe(io.BytesIO(archived({"label_config.json": b"[1]"})))
    assert "label_config.json" in str(error.value)


# Dirt.


@pytest.mark.parametrize(
    ("example", "kind", "reason"),
    [
        ({"label": [[23, 99, "X"]]}, "span", "range"),
        ({"label": [[3, 3, "X"]]}, "span", "empty"),
        ({"entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "x"}]}, "link", "dangling"),
        ({"label": [[0, 4]]}, "record", "label"),
        ({"label": [["0", 4, "X"]]}, "record", "type"),
        ({"label": [[0, 4, None]]}, "record", "type"),
        ({"entities": [{"label": "X", "start_offset": 0}]}, "record", "type"),
        ({"label": {"X": 1}}, "record", "type"),
        ({"Comments": [4]}, "record", "type"),
        ({"annotator": 5}, "record", "type"),
        ({"text": 5}, "record", "text"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line_and_the_rest_is_read(example, kind, reason):
    losses = []
    found = read(DOCCANO, lines({"text": "One."}, {"text": TEXT, **example}, {"text": "Two."}), None, losses)
    assert [(loss.kind, loss.reason, loss.file, loss.line) for loss in losses] == [(kind, reason, "corpus", 2)]
    assert (found[0].document.text, found[-1].document.text) == ("One.", "Two.")
    with pytest.raises(InvalidInput):
        read(DOCCANO, lines({"text": TEXT, **example}))


def test_an_id_that_is_there_twice_is_put_right():
    losses = []
    entity = {"id": 1, "label": "X", "start_offset": 0, "end_offset": 4}
    annotations = the_set({"entities": [entity, {**entity, "label": "Y"}]}, losses)
    assert [span.label for span in annotations.spans] == ["X", "Y"]
    assert [(loss.kind, str(loss.weight)) for loss in losses] == [("id", "changed")]


# What we write.


def sample():
    spans = (
        Span("d", "deed", 12, 19, "founded", {"its_choice": "one"}),
        Span("p", "party", 0, 4, "Sony", {}),
        Span("c", "place", 23, 28, "Tokyo", {}),
    )
    links = (Link("l1", "agent", "d", "p"), Link("l2", "where", "d", "c"))
    comments = (Comment("k", "Sure?", "A1", "2024-02-08T10:00:00Z", span="p"),)
    annotations = AnnotationSet("A1", SchemaRef("example", 3), "gold", "submitted", spans=spans, links=links)
    annotations = AnnotationSet("A1", annotations.schema, "gold", "submitted", 2, {}, spans, links, comments)
    return AnnotatedDocument(Document("story", TEXT, {"title": "Sony"}), (annotations,))


def test_a_line_is_what_the_import_of_doccano_takes():
    data, losses = written_with_losses(DOCCANO, [sample()], SCHEMA)
    (line,) = data.splitlines()
    example = json.loads(line)
    assert losses == []
    assert example["text"] == TEXT
    assert example["entities"][0] == {"id": 1, "label": "deed", "start_offset": 12, "end_offset": 19}
    assert example["relations"][1] == {"id": 2, "from_id": 1, "to_id": 3, "type": "where"}
    assert example["Comments"] == ["Sure?"]


@examples(40)
@given(annotated=annotated_documents())
def test_offsets_are_code_points_of_the_text(annotated):
    for line in written(DOCCANO, [annotated], SCHEMA).decode().split("\n")[:-1]:
        example = json.loads(line)
        quotes = {span.quote for each in annotated.sets for span in each.spans}
        assert {example["text"][each["start_offset"] : each["end_offset"]] for each in example["entities"]} <= quotes


def test_triples_leave_relations_behind_and_say_so():
    fmt = configured(DOCCANO, {"shape": "label"})
    data, losses = written_with_losses(fmt, [sample()], SCHEMA)
    assert json.loads(data)["label"] == [[12, 19, "deed"], [0, 4, "party"], [23, 28, "place"]]
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [
        ("link", "l1", "not_carried"),
        ("link", "l2", "not_carried"),
    ]
    assert read(fmt, data, SCHEMA) == [fmt.keep(sample(), SCHEMA)]


def test_what_was_changed_in_doccano_counts_and_what_it_does_not_know_comes_back():
    # It gives everything numbers of its own, sorts as it likes, and keeps other keys of an example.
    example = json.loads(written(DOCCANO, [sample()], SCHEMA))
    example["id"] = 91
    example["entities"] = [
        {"id": 501, "label": "place", "start_offset": 23, "end_offset": 28},
        {"id": 502, "label": "deed", "start_offset": 12, "end_offset": 19},
        {"id": 503, "label": "party", "start_offset": 5, "end_offset": 7},
    ]
    example["relations"] = [{"id": 9, "from_id": 502, "to_id": 501, "type": "where"}]
    losses = []
    (annotated,) = read(DOCCANO, lines(example), SCHEMA, losses)
    (annotations,) = annotated.sets
    assert said(annotations) == [("d", "deed", "founded"), ("c", "place", "Tokyo"), ("503", "party", "👍🏽")]
    assert annotations.spans[0].attributes == {"its_choice": "one"}
    assert annotations.links == (Link("l2", "where", "d", "c"),)
    assert [(each.id, each.span, each.start, each.end) for each in annotations.comments] == [("k", None, 0, 4)]
    assert (annotated.document.id, annotations.layer, annotations.guideline) == ("story", "gold", 2)
    assert [(loss.kind, loss.reason) for loss in losses] == [("comment", "end")]
