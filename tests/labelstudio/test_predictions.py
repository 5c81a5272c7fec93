"""Suggestions as predictions: under the names of any config, in code points, and never more than a person sees."""

import pytest

from annotator.domain.annotations import Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.labelstudio.answers import read_answers, suggestion_of
from annotator.labelstudio.config_reading import read_config
from annotator.labelstudio.label_config import label_config
from annotator.labelstudio.predictions import Predictor, Suggested, read_asked, region_id
from annotator.labelstudio.results import CORNER
from tests.labelstudio.test_translation import CONFIG, SCHEMA

COUNT: Json = {
    "text": "7",
    "op": "exact",
    "value": 7,
    "lower": 7,
    "upper": 7,
    "best": 7,
    "vague": False,
    "by": "rule",
}
ARMY = Suggested(Span("p-1", "actor", 4, 8, "Army", {"kind": "state", "size": 7, "count": COUNT}), 0.75)
RAIDS = Suggested(Span("p-2", "deed", 9, 14, "raids"), 0.25)


def result(predictor: Predictor, *suggested: Suggested) -> list[dict[str, Json]]:
    return predictor.prediction(suggested)["result"]  # type: ignore[return-value]


def test_regions_and_values_have_the_names_of_the_config_that_asks() -> None:
    mark, kind, deed = result(Predictor(SCHEMA, CONFIG, "v1"), ARMY, RAIDS)
    assert (mark["from_name"], mark["to_name"], mark["type"]) == ("ner", "article", "labels")
    assert mark["value"] == {"start": 4, "end": 8, "text": "Army", "labels": ["Actor"]}
    assert (kind["id"], kind["from_name"], kind["value"]["choices"]) == ("p-1", "kind", ["State!"])  # type: ignore[index,call-overload]
    assert deed["value"]["labels"] == ["deed"]  # type: ignore[index,call-overload]


def test_what_the_config_has_no_control_for_is_a_reading_and_no_attribute() -> None:
    corner = result(Predictor(SCHEMA, CONFIG, "v1"), ARMY)[0]["meta"][CORNER]  # type: ignore[index,call-overload]
    assert corner["readings"] == {"size": 7, "count": COUNT}  # type: ignore[index,call-overload]
    assert "attributes" not in corner  # type: ignore[operator]


def test_with_our_own_config_each_value_that_has_a_control_is_shown() -> None:
    own = read_config(label_config(SCHEMA))
    items = result(Predictor(SCHEMA, own, "v1"), ARMY)
    assert [each["from_name"] for each in items] == ["span", "actor-kind", "actor-size"]
    assert items[0]["meta"][CORNER]["readings"] == {"count": COUNT}  # type: ignore[index,call-overload]


def test_a_label_that_the_config_does_not_have_is_not_suggested() -> None:
    config = read_config(
        '<View><Labels name="l" toName="t"><Label value="deed"/></Labels><Text name="t" value="$text"/></View>'
    )
    predictor = Predictor(SCHEMA, config, "v1")
    found = predictor.prediction([ARMY, RAIDS])
    assert [each["id"] for each in found["result"]] == ["p-2"]  # type: ignore[union-attr,index,call-overload]
    assert found["score"] == 0.25


def test_an_empty_prediction_says_its_version_too() -> None:
    assert Predictor(SCHEMA, None, "v1").prediction([]) == {"result": [], "score": 0.0, "model_version": "v1"}


def test_regions_say_that_a_machine_made_them_and_how_likely_they_are() -> None:
    mark = result(Predictor(SCHEMA, CONFIG, "v1"), ARMY)[0]
    assert (mark["origin"], mark["score"]) == ("prediction", 0.75)


def test_the_text_is_the_field_that_the_config_names() -> None:
    tasks = [{"id": 1, "data": {"body": "Army", "text": "not this"}, "meta": {"language": "en"}}]
    xml = '<View><Labels name="l" toName="t"><Label value="deed"/></Labels><Text name="t" value="$body"/></View>'
    asked = read_asked({"tasks": tasks, "label_config": xml}, 10)  # type: ignore[dict-item]
    assert (asked.texts, asked.metas) == (("Army",), ({"language": "en"},))


@pytest.mark.parametrize(
    "task",
    [
        None,
        7,
        {},
        {"data": None},
        {"data": {}},
        {"data": {"text": 3}},
        {"data": {"text": "a\0"}},
        {"data": {"text": "\ud800"}},
    ],
)
def test_a_task_without_a_sound_text_stays_in_its_place(task: Json) -> None:
    asked = read_asked({"tasks": [task, {"data": {"text": "Army"}}]}, 10)
    assert asked.texts == (None, "Army")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"tasks": {}},
        {"tasks": [None] * 11},
        {"tasks": [], "label_config": "<View/>"},
        {"tasks": [], "label_config": "no XML"},
        {"tasks": [], "label_config": "<\ud800/>"},
        {"tasks": [], "label_config": 7},
    ],
)
def test_what_is_no_call_for_predictions_is_refused(body: Json) -> None:
    with pytest.raises(InvalidInput):
        read_asked(body, 10)


def test_the_id_of_a_region_follows_from_what_it_marks() -> None:
    assert region_id("c", "actor", 1, 2) == region_id("c", "actor", 1, 2) != region_id("c", "actor", 1, 3)


def test_what_one_project_suggests_another_one_reads_with_all_that_was_read_from_the_words() -> None:
    text = "The Army raids"
    said = Predictor(SCHEMA, read_config(label_config(SCHEMA)), "v1").prediction([ARMY, RAIDS])
    [[answer]] = read_answers({"results": [said]}, 1, None)
    made, remarks = suggestion_of(answer, text, SCHEMA)
    assert (made.layer, made.annotator, remarks) == ("suggestion", "v1", [])
    assert [(each.id, each.label, each.quote) for each in made.spans] == [
        ("p-1", "actor", "Army"),
        ("p-2", "deed", "raids"),
    ]
    assert made.spans[0].attributes == ARMY.span.attributes
