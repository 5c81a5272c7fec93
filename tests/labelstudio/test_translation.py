"""Results under the names of a project's own config, there and back, with what only the project knows carried along."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import AnnotationSet, Link, SchemaRef, Span
from annotator.domain.schema_reader import read_schema
from annotator.labelstudio.canonical import form_of
from annotator.labelstudio.config_reading import VALUES, read_config
from annotator.labelstudio.label_config import label_config
from annotator.labelstudio.regions import read_result
from annotator.labelstudio.results import write_result
from annotator.labelstudio.translation import names_of, ours, theirs
from tests.labelstudio.editor import updated
from tests.strategies import annotated_documents, schemas

MARK = {"letter": "A", "pattern": "solid", "light": ["#FFFFFF", "#000000"], "dark": ["#000000", "#FFFFFF"]}
SCHEMA = read_schema(
    {
        "name": "small",
        "version": 1,
        "labels": [
            {
                "name": "actor",
                "also": ["Actor"],
                "mark": MARK,
                "attributes": [
                    {"name": "kind", "type": "choice", "values": [{"value": "state", "also": ["State!"]}, "other"]},
                    {"name": "size", "type": "number"},
                    {"name": "count", "type": "count"},
                ],
            },
            {"name": "deed", "trigger": True, "mark": MARK},
        ],
        "roles": [{"name": "doer", "also": ["agent of"], "from": ["deed"], "to": ["actor"], "meaning": "filler"}],
        "document": {"attributes": [{"name": "topic", "type": "choice", "values": ["war", "talks"]}]},
    }
)
CONFIG = read_config(
    """<View><Relations><Relation value="agent of"/><Relation value="near"/></Relations>
    <Labels name="ner" toName="article"><Label value="Actor"/><Label value="deed"/><Label value="weapon"/></Labels>
    <Text name="article" value="$body"/>
    <Choices name="kind" toName="article" perRegion="true"><Choice value="State!"/><Choice value="other"/></Choices>
    <Choices name="topic" toName="article"><Choice value="war"/><Choice value="talks"/></Choices>
    <Rating name="stars" toName="article" perRegion="true"/></View>"""
)
NAMES = names_of(CONFIG, SCHEMA)
TEXT = "Army raids camp with guns."
SET = AnnotationSet(
    "A",
    SchemaRef("small", 1),
    spans=(
        Span("a", "actor", 0, 4, "Army", {"kind": "state", "size": 7, "count": {"op": "exact", "by": "human"}}),
        Span("b", "deed", 5, 10, "raids"),
    ),
    links=(Link("l", "doer", "b", "a"),),
    attributes={"topic": "war"},
)


def sent(annotations, names=NAMES, schema=SCHEMA, carried=None):
    return theirs(write_result(annotations, schema, names.controls).result, names, carried or {})


def came(result, text=TEXT, names=NAMES, schema=SCHEMA):
    mine, carried = ours(result, names)
    read = read_result(mine, text, schema)
    annotations = AnnotationSet(
        "A", SchemaRef("small", 1), spans=tuple(read.spans), links=tuple(read.links), attributes=read.attributes
    )
    return annotations, carried, read.remarks


def test_everything_is_called_there_as_the_project_calls_it():
    result = sent(SET)
    region = next(item for item in result if item.get("id") == "a" and item["type"] == "labels")
    assert (region["from_name"], region["to_name"], region["value"]["labels"]) == ("ner", "article", ["Actor"])
    kind = next(item for item in result if item.get("from_name") == "kind")
    assert kind["value"]["choices"] == ["State!"]
    assert next(item for item in result if item["type"] == "relation")["labels"] == ["agent of"]
    # What the config has no control for travels in the region's meta.
    assert set(region["meta"]["annotator"]["attributes"]) == {"size", "count"}
    assert {item["from_name"] for item in result if "from_name" in item} <= {"ner", "kind", "topic"}


def test_what_was_sent_comes_back_the_same_also_after_an_update_in_the_editor():
    for result in (sent(SET), updated(sent(SET), {"ner", "kind", "topic", "stars"})):
        annotations, carried, remarks = came(result)
        assert form_of(annotations) == form_of(SET)
        assert carried == {}
        assert remarks == []


THEIR_OWN = [
    {
        "id": "w",
        "type": "labels",
        "from_name": "ner",
        "to_name": "article",
        "value": {"start": 21, "end": 25, "text": "guns", "labels": ["weapon"]},
    },
    {"id": "w", "type": "rating", "from_name": "stars", "to_name": "article", "value": {"start": 21, "end": 25}},
    {"id": "a", "type": "rating", "from_name": "stars", "to_name": "article", "value": {"start": 0, "end": 4}},
    {"type": "relation", "from_id": "b", "to_id": "w", "direction": "right", "labels": ["agent of"]},
    {"type": "relation", "from_id": "b", "to_id": "a", "direction": "right", "labels": ["near"]},
    {"type": "relation", "from_id": "b", "to_id": "a", "direction": "right", "labels": []},
]


def keyed(result):
    return sorted(json.dumps(item, sort_keys=True) for item in result)


def test_what_the_schema_has_nothing_like_is_carried_and_sent_back_as_it_came():
    result = sent(SET) + THEIR_OWN
    next(item for item in result if item.get("id") == "a" and item["type"] == "labels")["meta"]["text"] = ["a note"]
    annotations, carried, remarks = came(result)
    assert form_of(annotations) == form_of(SET)
    assert remarks == []
    assert len(carried) == 7
    assert keyed(sent(annotations, carried=carried)) == keyed(result)
    assert came(sent(annotations, carried=carried))[1] == carried


def test_what_hangs_on_a_span_that_is_gone_is_not_sent_without_it():
    annotations, carried, _ = came(sent(SET) + THEIR_OWN)
    without = AnnotationSet("A", annotations.schema, spans=annotations.spans[1:])
    result = sent(without, carried=carried)
    there = {item["id"] for item in result if item.get("type") == "labels"}
    assert there == {"b", "w"}
    for item in result:
        ends = (item["from_id"], item["to_id"]) if item["type"] == "relation" else (item["id"],)
        assert set(ends) <= there


def test_what_the_project_has_no_place_for_is_named():
    config = read_config(
        '<View><Labels name="n" toName="t"><Label value="x"/></Labels><Text name="t" value="$t"/></View>'
    )
    assert names_of(config, SCHEMA).missing(SCHEMA) == ["label actor", "label deed", "role doer"]


def test_a_control_of_another_kind_or_reach_is_not_taken_for_ours():
    config = read_config(
        """<View><Labels name="n" toName="t"><Label value="Actor"/></Labels><Text name="t" value="$t"/>
        <Number name="kind" toName="t" perRegion="true"/><Number name="size" toName="t"/>
        <Choices name="topic" toName="t" perRegion="true"><Choice value="war"/></Choices></View>"""
    )
    assert names_of(config, SCHEMA).controls == {}


@given(st.data())
def test_any_set_comes_back_from_our_own_config_after_an_update(data):
    schema = data.draw(schemas())
    annotated = data.draw(annotated_documents(schema, max_sets=1))
    config = read_config(label_config(schema))
    names = names_of(config, schema)
    assert names.missing(schema) == []
    for annotations in annotated.sets:
        written = write_result(annotations, schema, names.controls)
        result = updated(theirs(written.result, names, {}), {each.name for each in (*config.marks, *config.values)})
        mine, carried = ours(result, names)
        read = read_result(mine, annotated.document.text, schema)
        back = AnnotationSet(
            annotations.annotator,
            annotations.schema,
            annotations.layer,
            annotations.status,
            spans=tuple(read.spans),
            links=tuple(read.links),
            attributes={**written.attributes, **read.attributes},
        )
        assert form_of(back) == form_of(annotations)
        assert carried == {}


@pytest.mark.parametrize("tag", VALUES)
def test_every_control_with_values_has_a_type_of_results(tag):
    assert VALUES[tag] == tag.lower()
