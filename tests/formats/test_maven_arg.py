"""MAVEN-Arg by its documented form (its README.md), and by what its evaluation looks up."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning
from annotator.formats import reader, readers
from annotator.formats.base import Weight
from annotator.formats.records.selection import chosen
from annotator.formats.sources.recognition import recognised
from tests.formats import event_support
from tests.formats.event_support import STORY, TEXT, accounted, described, links_of
from tests.formats.support import read, written, written_with_losses
from tests.strategies import annotated_documents, examples, schemas

MAVEN_ARG = reader("maven-arg")
SCHEMA = event_support.SCHEMA
WORDS = "Café crowds in America supported Madonna, 🇺🇸 of the United States supporting her tour."


def offset(quote):
    return [WORDS.index(quote), WORDS.index(quote) + len(quote)]


#: A document in the form of the documentation.
FOREIGN = {
    "id": "10e205",
    "title": "The tour",
    "document": WORDS,
    "events": [
        {
            "id": "EVENT_1",
            "type": "Supporting",
            "type_id": 42,
            "mention": [
                {"id": "e82a", "trigger_word": "supported", "offset": offset("supported")},
                {"id": "e82b", "trigger_word": "supporting", "offset": offset("supporting")},
            ],
            "argument": {
                "Agent": [{"content": "Café crowds", "offset": offset("Café crowds")}],
                "Location": [{"entity_id": "ENTITY_1"}],
                "Content": [],
            },
        }
    ],
    "entities": [
        {
            "id": "ENTITY_1",
            "type": "Location",
            "mention": [
                {"id": "183e", "mention": "America", "offset": offset("America")},
                {"id": "af43", "mention": "United States", "offset": offset("United States")},
            ],
        }
    ],
    "negative_triggers": [{"id": "d48f", "trigger_word": "tour", "offset": offset("tour")}],
}


def loaded(data):
    """The documents as the evaluation reads them: each argument as its words, of entities those of all mentions."""
    documents = [json.loads(line) for line in data.split(b"\n") if line]
    for each in documents:
        text = each["document"]
        entities = {entity["id"]: entity["mention"] for entity in each["entities"]}
        assert len(entities) == len(each["entities"])
        for mention in (mention for group in entities.values() for mention in group):
            assert text[slice(*mention["offset"])] == mention["mention"]
        for event in each["events"]:
            assert event["mention"]
            for mention in event["mention"]:
                assert text[slice(*mention["offset"])] == mention["trigger_word"]
            for argument in (each for group in event["argument"].values() for each in group):
                if "entity_id" in argument:
                    assert entities[argument["entity_id"]]
                else:
                    assert text[slice(*argument["offset"])] == argument["content"]
    return documents


def test_a_story_is_written_as_its_evaluation_wants_it():
    (story,) = loaded(written(MAVEN_ARG, [STORY], SCHEMA))
    assert story["document"] == TEXT
    assert [[each["mention"] for each in entity["mention"]] for entity in story["entities"]] == [
        ["Rebels"],
        ["two guards", "both"],
        ["Minister Li"],
    ]
    raid, said = story["events"]
    assert [each["trigger_word"] for each in raid["mention"]] == ["shot dead", "raid"]
    assert [each["entity_id"] for each in raid["argument"]["hit"]] == ["ENTITY-d1-two", "ENTITY-d1-two"]
    assert said["argument"]["about"][0]["content"] == "raid"


def test_a_story_comes_back_with_every_span_and_link():
    data, losses = written_with_losses(MAVEN_ARG, [STORY], SCHEMA)
    (back,) = read(MAVEN_ARG, data, SCHEMA)
    assert back.document.text == TEXT
    assert set(chosen(back).links) == set(chosen(STORY).links)
    assert {(loss.kind, loss.id) for loss in losses} == {("attribute", "shot"), ("provenance", None), ("origin", None)}


def test_a_document_of_others_is_read_under_its_own_names():
    (back,) = read(MAVEN_ARG, json.dumps(FOREIGN).encode())
    assert dict(back.document.meta) == {"title": "The tour"}
    assert links_of(back) == [
        ("Agent", "Supporting", "supported", "Agent", "Café crowds"),
        ("Location", "Supporting", "supported", "Location", "America"),
        ("same_event", "Supporting", "supporting", "Supporting", "supported"),
        ("same_value", "Location", "United States", "Location", "America"),
    ]
    heads, roles = described(MAVEN_ARG, json.dumps(FOREIGN).encode())
    assert heads == {"Supporting"}
    assert roles == {
        "Agent": Meaning.FILLER,
        "Location": Meaning.FILLER,
        "Content": Meaning.FILLER,
        "same_event": Meaning.SAME_EVENT,
        "same_value": Meaning.SAME_VALUE,
    }


def test_of_a_test_set_the_mentions_are_read():
    mention = {"id": "x", "trigger_word": "supported", "type": "Supporting", "offset": offset("supported")}
    line = {key: FOREIGN[key] for key in ("id", "title", "document", "entities")} | {"event_mentions": [mention]}
    (back,) = read(MAVEN_ARG, json.dumps(line).encode())
    assert [span.label for span in chosen(back).spans] == ["Location", "Supporting", "Location"]


def test_words_that_stand_elsewhere_are_moved_or_left_out_and_told():
    line = json.loads(json.dumps(FOREIGN))
    line["entities"][0]["mention"][0]["offset"] = [offset("America")[0] + 2, offset("America")[1] + 2]
    line["events"][0]["argument"]["Agent"][0] |= {"content": "Nobody"}
    losses = []
    (back,) = read(MAVEN_ARG, json.dumps(line).encode(), None, losses)
    assert [(loss.kind, loss.reason, loss.weight) for loss in losses] == [
        ("span", "moved", Weight.CHANGED),
        ("span", "quote", Weight.LOST),
        ("link", "dangling", Weight.LOST),
    ]
    assert "America" in {span.quote for span in chosen(back).spans}


@pytest.mark.parametrize(
    "change",
    [{"document": 1}, {"events": {}}, {"entities": [1]}, {"id": 1.5}, {"events": [{"type": "X", "mention": [{}]}]}],
)
def test_a_document_of_another_shape_is_told_with_its_line(change):
    data = b"\n".join(json.dumps(each).encode() for each in (FOREIGN, FOREIGN | change))
    with pytest.raises(InvalidInput) as error:
        read(MAVEN_ARG, data)
    assert (error.value.rule, error.value.line) == ("type", 2)


@examples(25)
@given(st.data())
def test_its_evaluation_takes_whatever_is_written_and_no_link_is_lost(data):
    schema = data.draw(st.one_of(st.just(SCHEMA), schemas()))
    annotated = data.draw(annotated_documents(schema))
    lines, losses = written_with_losses(MAVEN_ARG, [annotated], schema)
    after = MAVEN_ARG.keep(annotated, schema)
    if after is not None:
        loaded(lines)
        assert not [loss for loss in losses if loss.kind in ("span", "link")]
        assert set(chosen(after).links) == set(chosen(annotated).links)
        assert schema is not SCHEMA or accounted(annotated, after, losses)


#: The same in the form of OmniEvent, where each trigger has its own arguments.
OMNI = {
    "id": "10e205",
    "text": WORDS,
    "events": [
        {
            "type": "Supporting",
            "triggers": [
                {
                    "id": "e82a",
                    "trigger_word": "supported",
                    "position": offset("supported"),
                    "arguments": [
                        {"role": "Agent", "mentions": [{"mention_id": "m1", "mention": "America"}]},
                        {"role": "Patient", "mentions": [{"mention": "Madonna", "position": offset("Madonna")}]},
                    ],
                },
                {
                    "trigger_word": "supporting",
                    "position": offset("supporting"),
                    "arguments": [
                        {"role": "Patient", "mentions": [{"mention": "her tour", "position": offset("her tour")}]}
                    ],
                },
            ],
        }
    ],
    "negative_triggers": [{"id": 0, "trigger_word": "tour", "position": offset("tour")}],
    "entities": [
        {
            "type": "GPE",
            "mentions": [
                {"id": "m1", "mention": "America", "position": offset("America")},
                {"id": "m2", "mention": "United States", "position": offset("United States")},
            ],
        },
        {"type": "PER", "mentions": [{"id": "m3", "mention": "Madonna", "position": offset("Madonna")}]},
    ],
}
OMNI["events"][0]["triggers"][0]["arguments"][0]["mentions"][0]["position"] = offset("America")


def test_lines_of_omnievent_are_read_with_the_arguments_of_each_trigger():
    data = json.dumps(OMNI).encode()
    losses = []
    (back,) = read(MAVEN_ARG, data, None, losses)
    assert back.document.text == WORDS
    assert {(span.label, span.quote) for span in chosen(back).spans} == {
        ("Supporting", "supported"),
        ("Supporting", "supporting"),
        ("GPE", "America"),
        ("GPE", "United States"),
        ("PER", "Madonna"),
        ("Patient", "her tour"),
    }
    quotes = {span.id: span.quote for span in chosen(back).spans}
    assert {(link.role, quotes[link.from_id], quotes[link.to_id]) for link in chosen(back).links} == {
        ("Agent", "supported", "America"),
        ("Patient", "supported", "Madonna"),
        ("Patient", "supporting", "her tour"),
        ("same_event", "supporting", "supported"),
        ("same_value", "United States", "America"),
    }
    assert not losses
    heads, roles = described(MAVEN_ARG, data)
    assert (heads, set(roles)) == ({"Supporting"}, {"Agent", "Patient", "same_event", "same_value"})
    known = recognised(io.BytesIO(data), readers())
    assert known is not None
    assert known.id == "maven-arg"


@pytest.mark.parametrize("change", [{"events": [{"triggers": {}}]}, {"events": [{"type": "X", "triggers": [{}]}]}])
def test_a_line_of_omnievent_of_another_shape_is_told_with_its_line(change):
    data = b"\n".join(json.dumps(each).encode() for each in (OMNI, OMNI | change))
    with pytest.raises(InvalidInput) as error:
        read(MAVEN_ARG, data)
    assert (error.value.rule, error.value.line) == ("type", 2)
    assert described(MAVEN_ARG, data)[0] >= {"Supporting"}
