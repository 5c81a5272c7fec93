"""MAVEN by its documented form (README.md of MAVEN-dataset), read as its trainers read it."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning
from annotator.formats import readers, writer
from annotator.formats.options import configured
from annotator.formats.records.selection import chosen
from annotator.formats.sources.recognition import recognised
from tests.formats import event_support
from tests.formats.event_support import STORY, TEXT, at, document
from tests.formats.support import read, written, written_with_losses
from tests.strategies import annotated_documents, examples, schemas

MAVEN = writer("maven")
SCHEMA = event_support.SCHEMA


def loaded(data):
    """The documents, with a tag a token as trainers make them; fails where they would."""
    documents = [json.loads(line) for line in data.split(b"\n") if line]
    for each in documents:
        assert set(each) == {"id", "title", "content", "events", "negative_triggers", "links"}
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


#: As the data set has it: its ids, a sentence whose tokens are put apart, an event told twice.
OTHERS = {
    "id": "8307bc1a",
    "title": "Siege of Oz",
    "content": [
        {"sentence": "The siege began.", "tokens": ["The", "siege", "began", "."]},
        {"sentence": "It ended when they won .", "tokens": ["It", "ended", "when", "they", "won", "."]},
    ],
    "events": [
        {
            "id": "e1",
            "type": "Hostile_encounter",
            "type_id": 44,
            "mention": [
                {"id": "m1", "trigger_word": "siege", "sent_id": 0, "offset": [1, 2]},
                {"id": "m2", "trigger_word": "It", "sent_id": 1, "offset": [0, 1]},
            ],
        },
        {
            "id": "e2",
            "type": "Process_end",
            "type_id": 5,
            "mention": [{"id": "m3", "trigger_word": "ended", "sent_id": 1, "offset": [1, 2]}],
        },
    ],
    "negative_triggers": [{"id": "n1", "trigger_word": "won", "sent_id": 1, "offset": [4, 5]}],
}


def others(losses=None, **changed):
    return read(MAVEN, json.dumps(OTHERS | changed).encode(), None, losses)


def test_documents_of_the_data_set_are_read_with_all_their_triggers():
    (annotated,) = others()
    assert annotated.document.text == "The siege began.\nIt ended when they won ."
    assert (annotated.document.id, annotated.document.meta) == ("8307bc1a", {"title": "Siege of Oz"})
    spans = annotated.sets[0].spans
    assert [(span.id, span.label, span.quote) for span in spans] == [
        ("m1", "Hostile_encounter", "siege"),
        ("m2", "Hostile_encounter", "It"),
        ("m3", "Process_end", "ended"),
    ]
    assert [(link.role, link.from_id, link.to_id) for link in annotated.sets[0].links] == [("same_event", "m2", "m1")]
    heads, roles = event_support.described(MAVEN, json.dumps(OTHERS).encode())
    assert (heads, roles) == ({"Hostile_encounter", "Process_end"}, {"same_event": Meaning.SAME_EVENT})


def test_what_is_wrong_in_it_is_told():
    mention = {"id": "m9", "trigger_word": "siege", "sent_id": 7, "offset": [1, 2]}
    losses = []
    event = {"id": "e", "type": "X", "mention": [mention, mention | {"sent_id": 0, "offset": [2, 3]}]}
    (annotated,) = others(losses, events=[event], candidates=[mention])
    assert [span.quote for span in annotated.sets[0].spans] == ["began"]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [
        ("span", "range", 1),
        ("span", "quote", 1),
        ("column", "not_read", 1),
    ]
    losses = []
    (annotated,) = others(losses, content=[{"sentence": "Other words.", "tokens": ["The", "siege"]}], events=[])
    assert (annotated.document.text, [loss.reason for loss in losses]) == ("The siege", ["rebuilt"])
    for wrong in ({"events": [{"type": "X", "mention": [{"offset": [1]}]}]}, {"content": 3}, {"events": [{}]}):
        with pytest.raises(InvalidInput):
            others(**wrong)


def test_marks_that_treebanks_write_otherwise_stand_in_the_sentence_as_it_is():
    sentence = 'Oz (the "town\u201d) and/or fort fell.'
    tokens = ["Oz", "-LRB-", "the", "``", "town", "''", "-RRB-", "and\\/or", "fort", "fell", "."]
    mention = {"id": "m1", "trigger_word": "fell", "sent_id": 0, "offset": [9, 10]}
    losses = []
    (annotated,) = others(
        losses,
        content=[{"sentence": sentence, "tokens": tokens}],
        events=[{"id": "e", "type": "Fall", "mention": [mention]}],
    )
    assert (annotated.document.text, losses) == (sentence, [])
    assert [span.quote for span in annotated.sets[0].spans] == ["fell"]


#: The same sentences as MAVEN-ERE has them, with a time, and what ties events and times.
RELATED = {
    "id": "8307bc1a",
    "title": "Siege of Oz",
    "tokens": [each["tokens"] for each in OTHERS["content"]],
    "sentences": [each["sentence"] for each in OTHERS["content"]],
    "events": OTHERS["events"],
    "TIMEX": [{"id": "T1", "mention": "when they won", "type": "DATE", "sent_id": 1, "offset": [2, 5]}],
    "temporal_relations": {"BEFORE": [["e1", "e2"], ["T1", "e2"]], "OVERLAP": []},
    "causal_relations": {"PRECONDITION": [["e1", "e2"]]},
    "subevent_relations": [["e1", "e2"], ["e1", "nobody"]],
}


def test_times_and_relations_of_events_are_read():
    losses = []
    (annotated,) = read(MAVEN, json.dumps(RELATED).encode(), None, losses)
    assert annotated.document.text == "The siege began.\nIt ended when they won ."
    spans = {span.id: span.quote for span in annotated.sets[0].spans}
    assert spans == {"m1": "siege", "m2": "It", "m3": "ended", "T1": "when they won"}
    assert {(link.role, link.from_id, link.to_id) for link in annotated.sets[0].links} == {
        ("same_event", "m2", "m1"),
        ("BEFORE", "m1", "m3"),
        ("BEFORE", "T1", "m3"),
        ("PRECONDITION", "m1", "m3"),
        ("subevent", "m1", "m3"),
    }
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("link", "dangling", 1)]
    _, roles = event_support.described(MAVEN, json.dumps(RELATED).encode())
    assert {role for role, meaning in roles.items() if meaning is Meaning.RELATION} == {
        "BEFORE",
        "PRECONDITION",
        "subevent",
    }


def test_mentions_that_are_of_no_event_are_read_by_themselves():
    mention = {"id": "x", "trigger_word": "won", "type": "Winning", "sent_id": 1, "offset": [4, 5]}
    line = {key: RELATED[key] for key in ("id", "title", "tokens", "sentences")} | {"event_mentions": [mention]}
    data = json.dumps(line).encode()
    (annotated,) = read(MAVEN, data)
    assert [(span.id, span.label, span.quote) for span in annotated.sets[0].spans] == [("x", "Winning", "won")]
    for each in (data, json.dumps(RELATED).encode()):
        known = recognised(io.BytesIO(each), readers())
        assert known is not None
        assert known.id == "maven"
    with pytest.raises(InvalidInput, match="2 lists of tokens for 1 sentences"):
        read(MAVEN, json.dumps(RELATED | {"sentences": ["One."]}).encode())


@examples(25)
@given(annotated_documents(SCHEMA))
def test_triggers_come_back_with_their_own_classes_and_what_ties_them(annotated):
    data, losses = written_with_losses(MAVEN, [annotated], SCHEMA)
    for after in read(MAVEN, data, SCHEMA):
        before, kept = chosen(annotated), chosen(after)
        gone = [loss for loss in losses if loss.weight == "lost" and loss.reason != "trimmed"]
        spans, links = ({loss.id for loss in gone if loss.kind == kind} for kind in ("span", "link"))
        assert {span.id for span in kept.spans} == {span.id for span in before.spans} - spans
        assert set(kept.links) == {link for link in before.links if link.id not in links}
        classes = {span.id: span.attributes.get("sort") for span in before.spans}
        assert all(span.attributes.get("sort") == classes[span.id] for span in kept.spans)


@examples(25)
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
