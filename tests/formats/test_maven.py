"""MAVEN by its documented form (README.md of MAVEN-dataset), read as its trainers read it."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.schema import Meaning
from annotator.formats import writer
from annotator.formats.options import configured
from annotator.formats.selection import chosen
from tests.formats import event_support
from tests.formats.event_support import STORY, TEXT, at, document
from tests.formats.support import written, written_with_losses
from tests.strategies import annotated_documents, schemas

MAVEN = writer("maven")
SCHEMA = event_support.SCHEMA


def loaded(data):
    """The documents, with a tag a token as trainers make them; fails where they would."""
    documents = [json.loads(line) for line in data.split(b"\n") if line]
    for each in documents:
        assert set(each) == {"id", "title", "content", "events", "negative_triggers"}
        ids = [mention["id"] for event in each["events"] for mention in event["mention"]]
        assert len(set(ids)) == len(ids)
        numbers = {}
        for event in each["events"]:
            assert numbers.setdefault(event["type"], event["type_id"]) == event["type_id"] > 0
            for mention in event["mention"]:
                sentence = each["content"][mention["sent_id"]]
                start, end = mention["offset"]
                assert 0 <= start < end <= len(sentence["tokens"])
                assert all(token in mention["trigger_word"] for token in sentence["tokens"][start:end])
                assert mention["trigger_word"] in sentence["sentence"]
    return documents


def test_a_story_is_events_with_all_their_triggers():
    data, losses = written_with_losses(MAVEN, [STORY], SCHEMA)
    (story,) = loaded(data)
    assert story["title"] == TEXT
    assert [sentence["sentence"] for sentence in story["content"]] == [TEXT[:34], TEXT[35:]]
    assert [(event["type"], [each["trigger_word"] for each in event["mention"]]) for event in story["events"]] == [
        ("deed:raid", ["shot dead", "raid"]),
        ("word:calm", ["said"]),
    ]
    assert [event["mention"][0]["offset"] for event in story["events"]] == [[1, 3], [2, 3]]
    assert {loss.id for loss in losses if loss.kind == "span"} == {"rebels", "li", "two", "both"}
    assert {loss.id for loss in losses if loss.kind == "link"} == {"l1", "l2", "l4", "l5", "l6", "l7"}


def test_types_are_numbered_in_the_order_of_the_schema():
    spans = (at(TEXT, "a", "deed", "shot", sort="raid"), at(TEXT, "b", "deed", "raid", sort="talks"))
    (story,) = loaded(written(MAVEN, [document(spans)], SCHEMA))
    assert [(event["type"], event["type_id"]) for event in story["events"]] == [("deed:raid", 2), ("deed:talks", 4)]
    ace = configured(MAVEN, {"types": "ace"})
    assert [each["type"] for each in loaded(written(ace, [document(spans)], SCHEMA))[0]["events"]] == [
        "Conflict.Attack",
        "deed:talks",
    ]


def test_a_further_trigger_of_another_class_is_told():
    spans = (at(TEXT, "a", "deed", "shot", sort="raid"), at(TEXT, "b", "deed", "raid", sort="talks"))
    _, losses = written_with_losses(MAVEN, [document(spans, (("same", "b", "a"),))], SCHEMA)
    assert [(loss.id, loss.reason) for loss in losses if loss.kind == "event_class"] == [("b", "event")]


@settings(max_examples=settings.default.max_examples // 4)
@given(st.data())
def test_trainers_take_whatever_is_written_and_every_trigger_is_in_it(data):
    schema = data.draw(st.one_of(st.just(SCHEMA), schemas()))
    annotated = data.draw(annotated_documents(schema))
    lines, losses = written_with_losses(MAVEN, [annotated], schema)
    annotations = chosen(annotated)
    if lines:
        (story,) = loaded(lines)
        left = {loss.id for loss in losses if loss.kind == "span" and loss.weight == "lost"}
        told = {mention["id"] for event in story["events"] for mention in event["mention"]}
        heads = {span.id for span in annotations.spans if schema.is_trigger(span.label)}
        assert told == {f"{annotated.document.id}-{each}" for each in heads - left}
        ties = [link for link in annotations.links if schema.meaning(link.role) is Meaning.SAME_EVENT]
        lost = {loss.id for loss in losses if loss.kind == "link"}
        assert len(told) - len(story["events"]) == len([link for link in ties if link.id not in lost])
