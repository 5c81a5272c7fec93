"""OneIE and TextEE by their documented form (data/README.md of TextEE), and by what their loaders take apart."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Span
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning
from annotator.formats import reader, readers
from annotator.formats.options import configured
from annotator.formats.records.selection import chosen
from annotator.formats.sources.recognition import recognised
from tests.formats import event_support
from tests.formats.event_support import STORY, TEXT, accounted, at, described, document, links_of
from tests.formats.support import read, written, written_with_losses
from tests.strategies import annotated_documents, examples, schemas

ONEIE = reader("oneie")
SCHEMA = event_support.SCHEMA
KEYS = {"doc_id", "wnd_id", "sent_id", "text", "lang", "tokens", "entity_mentions", "event_mentions"}
#: The instance of the format's own documentation, made whole.
DOCUMENTED = {
    "doc_id": "DOC101",
    "wnd_id": "DOC101-2",
    "text": "James will start his first job at Google in June.",
    "lang": "en",
    "tokens": ["James", "will", "start", "his", "first", "job", "at", "Google", "in", "June", "."],
    "entity_mentions": [
        {"id": "DOC101-2-E0", "entity_type": "PER", "text": "James", "start": 0, "end": 1},
        {"id": "DOC101-2-E1", "entity_type": "ORG", "text": "Google", "start": 7, "end": 8},
        {"id": "DOC101-2-E3", "entity_type": "TIME", "text": "June", "start": 9, "end": 10},
    ],
    "event_mentions": [
        {
            "id": "DOC101-2-EV0",
            "event_type": "START_JOB",
            "trigger": {"text": "start", "start": 2, "end": 3},
            "arguments": [
                {"entity_id": "DOC101-2-E1", "role": "company", "text": "Google", "start": 7, "end": 8},
                {"entity_id": "DOC101-2-E3", "role": "time", "text": "June", "start": 9, "end": 10},
            ],
        }
    ],
    "relation_mentions": [
        {
            "id": "DOC101-2-R1",
            "relation_type": "employed_by",
            "arguments": [
                {"entity_id": "DOC101-2-E0", "role": "Arg-1", "text": "James", "start": 0, "end": 1},
                {"entity_id": "DOC101-2-E1", "role": "Arg-2", "text": "Google", "start": 7, "end": 8},
            ],
        }
    ],
}


def loaded(data):
    """The instances as the loaders take them; fails on whatever they would stumble over, or pass over in silence."""
    instances = [json.loads(line) for line in data.decode().splitlines()] if isinstance(data, bytes) else data
    ids = [instance["wnd_id"] for instance in instances]
    assert len(set(ids)) == len(ids)
    for instance in instances:
        assert set(instance) >= KEYS
        assert instance["sent_id"] == instance["wnd_id"]
        assert instance["tokens"]
        assert all(token and not token.isspace() for token in instance["tokens"])
        entities = {each["id"] for each in instance["entity_mentions"]}
        assert len(entities) == len(instance["entity_mentions"])
        for mention in mentions_of(instance):
            assert 0 <= mention["start"] < mention["end"] <= len(instance["tokens"])
            assert mention["text"] in instance["text"]
        arguments = [each for event in instance["event_mentions"] for each in event["arguments"]]
        arguments += [each for relation in instance["relation_mentions"] for each in relation["arguments"]]
        assert {each["entity_id"] for each in arguments} <= entities
        for relation in instance["relation_mentions"]:
            assert [each["role"] for each in relation["arguments"]] == ["Arg-1", "Arg-2"]
    return instances


def mentions_of(instance):
    yield from instance["entity_mentions"]
    for event in instance["event_mentions"]:
        yield event["trigger"]
        yield from event["arguments"]


def test_a_story_is_written_as_the_loaders_want_it():
    first, second = loaded(written(ONEIE, [STORY], SCHEMA))
    assert (first["wnd_id"], first["text"], first["lang"]) == ("d1-0", "Rebels shot dead two guards in Oz.", "und")
    shot = first["event_mentions"][0]
    assert (shot["event_type"], shot["trigger"]["start"], shot["trigger"]["end"]) == ("deed:raid", 1, 3)
    assert [(each["role"], each["text"], each["entity_id"]) for each in shot["arguments"]] == [
        ("doer", "Rebels", "d1-0-rebels"),
        ("hit", "two guards", "d1-0-two"),
    ]
    assert [each["start"] for each in second["entity_mentions"]] == [0, 6]
    assert second["event_links"] == [{"id": "d1-1-l7", "role": "about", "from": "d1-1-said", "to": "d1-1-raid"}]


def test_a_story_comes_back_with_its_words_and_ids_but_no_link_between_sentences():
    data, losses = written_with_losses(ONEIE, [STORY], SCHEMA)
    (back,) = read(ONEIE, data, SCHEMA)
    assert back.document.text == "Rebels shot dead two guards in Oz.\nMinister Li said the raid killed both."
    spans = {span.id: (span.label, span.quote) for span in chosen(back).spans}
    assert spans == {span.id: (span.label, span.quote) for span in chosen(STORY).spans}
    assert {link.id for link in chosen(back).links} == {"l1", "l2", "l4", "l6", "l7"}
    assert {(loss.id, loss.reason) for loss in losses if loss.kind == "link"} == {
        ("l3", "sentence"),
        ("l5", "sentence"),
    }


def test_with_the_document_as_one_window_no_link_is_lost():
    whole = configured(ONEIE, {"sentences": "whole"})
    data = written(whole, [STORY], SCHEMA)
    assert len(loaded(data)) == 1
    (back,) = read(whole, data, SCHEMA)
    assert back.document.text == TEXT
    assert links_of(back) == links_of(STORY)


def test_the_documented_instance_is_read_under_its_own_names():
    (back,) = read(ONEIE, json.dumps(DOCUMENTED).encode())
    assert back.document.text == DOCUMENTED["text"]
    assert back.document.language == "en"
    assert [(span.id, span.label, span.quote) for span in chosen(back).spans] == [
        ("E0", "PER", "James"),
        ("EV0", "START_JOB", "start"),
        ("E1", "ORG", "Google"),
        ("E3", "TIME", "June"),
    ]
    assert links_of(back) == [
        ("company", "START_JOB", "start", "ORG", "Google"),
        ("employed_by", "PER", "James", "ORG", "Google"),
        ("time", "START_JOB", "start", "TIME", "June"),
    ]
    heads, roles = described(ONEIE, json.dumps(DOCUMENTED).encode())
    assert heads == {"START_JOB"}
    assert roles == {"company": Meaning.FILLER, "time": Meaning.FILLER, "employed_by": Meaning.RELATION}


def test_arguments_that_name_no_mention_are_found_by_their_tokens():
    """As data without entities has them: no ids, and words and tokens right in the argument."""
    sentence = {"doc_id": "a", "tokens": ["Oz", "shelled", "Anwa", "again", "."], "sentence": "Oz shelled Anwa again."}
    told = [
        {"text": "Oz", "role": "Attacker", "start": 0, "end": 1},
        {"text": "Anwa", "role": "Place", "start": 2, "end": 3},
        {"text": "Anwa", "role": "Target", "entity_id": "nobody", "start": 2, "end": 3},
    ]
    event = {"event_type": "Attack", "trigger": {"text": "shelled", "start": 1, "end": 2}, "arguments": told}
    again = {"event_type": "Again", "trigger": {"text": "again", "start": 3, "end": 4}}
    again |= {"arguments": [{"text": "shelled", "role": "Of", "start": 1, "end": 2}, {"text": "Oz", "role": "By"}]}
    losses = []
    (back,) = read(ONEIE, json.dumps(sentence | {"event_mentions": [event, again]}).encode(), None, losses)
    assert links_of(back) == [
        ("Attacker", "Attack", "shelled", "Attacker", "Oz"),
        ("Of", "Again", "again", "Attack", "shelled"),
        ("Place", "Attack", "shelled", "Place", "Anwa"),
        ("Target", "Attack", "shelled", "Place", "Anwa"),
    ]
    assert [(loss.kind, loss.reason) for loss in losses] == [("link", "dangling")]


def test_ids_that_are_the_same_but_for_their_sentence_are_kept_whole():
    mention = {"start": 0, "end": 1, "entity_type": "PER", "text": "Li"}
    lines = [
        {"doc_id": "D", "sent_id": f"D-{n}", "tokens": ["Li"], "entity_mentions": [mention | {"id": f"D-{n}-E0"}]}
        for n in range(3)
    ]
    losses = []
    (back,) = read(ONEIE, b"\n".join(json.dumps(line).encode() for line in lines), None, losses)
    assert [span.id for span in chosen(back).spans] == ["E0", "D-1-E0", "D-2-E0"]
    assert not losses


GRAPH = {
    "doc_id": "D",
    "sent_id": "D-0",
    "token_ids": ["D:0-5", "D:7-13", "D:15-16", "D:18-20"],
    "tokens": ["Rebels", "shelled", "Oz", "now"],
    "graph": {
        "entities": [[0, 1, "PER", "NOM", 0.5], [2, 3, "GPE", "UNK", 1.0]],
        "triggers": [[1, 2, "Conflict:Attack", 0.9]],
        "relations": [[0, 1, "PHYS", 0.4]],
        "roles": [[0, 0, "Attacker", 1.0], [0, 1, "Place", 0.7]],
    },
}


def test_the_graph_that_oneie_makes_of_a_sentence_is_read_as_its_lists_are():
    data = b"\n".join(json.dumps(GRAPH | {"sent_id": f"D-{n}"}).encode() for n in range(2))
    losses = []
    (back,) = read(ONEIE, data, None, losses)
    assert back.document.text == "Rebels shelled Oz now\nRebels shelled Oz now"
    spans, links = chosen(back).spans, chosen(back).links
    assert [(span.label, span.quote) for span in spans[:3]] == [
        ("PER", "Rebels"),
        ("Conflict:Attack", "shelled"),
        ("GPE", "Oz"),
    ]
    assert [dict(span.attributes) for span in spans[:3]] == [{"mention_type": "NOM"}, {}, {}]
    quotes = {span.id: span.quote for span in spans}
    told = [(link.role, quotes[link.from_id], quotes[link.to_id]) for link in links]
    assert sorted(told) == sorted(
        [("Attacker", "shelled", "Rebels"), ("Place", "shelled", "Oz"), ("PHYS", "Rebels", "Oz")] * 2
    )
    assert not losses
    heads, roles = described(ONEIE, data)
    assert (heads, set(roles)) == ({"Conflict:Attack"}, {"Attacker", "Place", "PHYS"})
    known = recognised(io.BytesIO(data), readers())
    assert known is not None
    assert known.id == "oneie"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"roles": [[1, 0, "Attacker"]]}, "range"),
        ({"entities": [[0, 1]]}, "type"),
        ({"relations": [["0", 1, "PHYS"]]}, "type"),
        ({"triggers": {}}, "type"),
    ],
)
def test_a_graph_of_another_shape_is_told(change, rule):
    data = json.dumps(GRAPH | {"graph": GRAPH["graph"] | change}).encode()
    with pytest.raises(InvalidInput) as error:
        read(ONEIE, data)
    assert (error.value.rule, error.value.line) == (rule, 1)
    assert described(ONEIE, data) == (set(), {})


def test_an_end_in_a_graph_that_is_no_entity_is_told():
    losses = []
    change = {"relations": [[0, 9, "PHYS", 1.0]]}
    (back,) = read(ONEIE, json.dumps(GRAPH | {"graph": GRAPH["graph"] | change}).encode(), None, losses)
    assert {link.role for link in chosen(back).links} == {"Attacker", "Place"}
    assert [(loss.kind, loss.reason) for loss in losses] == [("link", "dangling")]


def test_sentences_of_one_document_are_one_document():
    second = DOCUMENTED | {"wnd_id": "DOC101-3", "text": "He did.", "tokens": ["He", "did", "."]}
    second |= {"entity_mentions": [], "event_mentions": [], "relation_mentions": []}
    other = second | {"doc_id": "DOC102", "wnd_id": "DOC102-0"}
    data = b"\n".join(json.dumps(each).encode() for each in (DOCUMENTED, second, other))
    assert [back.document.text for back in read(ONEIE, data)] == [DOCUMENTED["text"] + "\nHe did.", "He did."]


def test_tokens_that_do_not_stand_in_the_text_make_another():
    for change, told in (({"text": "Something else."}, ["rebuilt"]), ({"text": None}, [])):
        losses = []
        (back,) = read(ONEIE, json.dumps(DOCUMENTED | change).encode(), None, losses)
        assert back.document.text == "James will start his first job at Google in June ."
        assert [loss.reason for loss in losses] == told
        assert [span.quote for span in chosen(back).spans] == ["James", "start", "Google", "June"]


def test_what_others_say_of_an_entity_and_of_what_kind_a_relation_is_is_read():
    more = json.loads(json.dumps(DOCUMENTED))
    more["entity_mentions"][0] |= {"mention_type": "NAM", "entity_subtype": "Individual"}
    more["entity_mentions"][1]["mention_type"] = "UNK"
    ids = [each["id"] for each in more["entity_mentions"]]
    ends = [{"entity_id": ids[0], "role": "Arg-1"}, {"entity_id": ids[1], "role": "Arg-2"}]
    more["relation_mentions"] = [
        {"id": "R1", "relation_type": "PHYS", "relation_subtype": "PHYS:Near", "arguments": ends},
        {"id": "R2", "relation_type": "PART", "relation_subtype": "PART", "arguments": ends},
        {"id": "R3", "relation_type": "ART", "relation_subtype": "User", "arguments": ends},
    ]
    losses = []
    (back,) = read(ONEIE, json.dumps(more).encode(), None, losses)
    said = [dict(span.attributes) for span in chosen(back).spans if span.attributes]
    assert said == [{"mention_type": "NAM", "entity_subtype": "Individual"}]
    roles = {link.id: link.role for link in chosen(back).links if link.id.startswith("R")}
    assert roles == {"R1": "PHYS:Near", "R2": "PART", "R3": "ART:User"}
    assert not losses
    assert set(roles.values()) <= set(described(ONEIE, json.dumps(more).encode())[1])


def test_mentions_out_of_range_ids_of_nothing_and_other_words_are_told():
    broken = json.loads(json.dumps(DOCUMENTED))
    broken["entity_mentions"][1] |= {"start": 7, "end": 70}
    broken["entity_mentions"][2]["text"] = "July"
    broken["entity_mentions"][0]["id"] = "DOC101-2-E3"
    losses = []
    (back,) = read(ONEIE, json.dumps(broken).encode(), None, losses)
    # The argument whose mention is nowhere says itself where it stands.
    assert [span.label for span in chosen(back).spans] == ["PER", "START_JOB", "company", "TIME"]
    told = [(loss.kind, loss.reason, str(loss.weight)) for loss in losses]
    assert told.count(("span", "range", "lost")) == 1
    assert told.count(("span", "quote", "changed")) == 1
    assert told.count(("id", "id", "changed")) == 1
    assert len(told) == 3


@pytest.mark.parametrize("change", [{"tokens": [1]}, {"doc_id": {}}, {"entity_mentions": {}}, {"event_mentions": [1]}])
def test_a_sentence_of_another_shape_is_told_with_its_line(change):
    data = b"\n" + json.dumps(DOCUMENTED | change).encode()
    with pytest.raises(InvalidInput) as error:
        read(ONEIE, data)
    assert (error.value.rule, error.value.line) == ("type", 2)


def test_entities_overlap_unless_they_shall_not():
    spans = (at(TEXT, "t", "deed", "shot"), at(TEXT, "a", "party", "Minister Li"), at(TEXT, "b", "toll", "Li"))
    data, losses = written_with_losses(configured(ONEIE, {"overlap": "longest"}), [document(spans)], SCHEMA)
    assert [len(each["entity_mentions"]) for each in loaded(data)] == [0, 1]
    assert [(loss.id, loss.reason) for loss in losses if loss.kind == "overlap"] == [("b", "longest")]
    assert [len(each["entity_mentions"]) for each in loaded(written(ONEIE, [document(spans)], SCHEMA))] == [0, 2]


@examples(25)
@given(st.data())
def test_the_loaders_take_whatever_is_written_and_no_link_is_lost_in_silence(data):
    schema = data.draw(st.one_of(st.just(SCHEMA), schemas()))
    annotated = data.draw(annotated_documents(schema))
    lines, losses = written_with_losses(ONEIE, [annotated], schema)
    after = ONEIE.keep(annotated, schema)
    if after is not None:
        loaded([json.loads(line) for line in lines.split(b"\n") if line])
        assert schema is not SCHEMA or accounted(annotated, after, losses)


def test_spaces_are_left_out_of_words_and_what_is_then_the_same_stands_once():
    text = "Ali \u0301 came."
    spans = (
        Span("a", "party", 0, 3, "Ali"),
        Span("b", "party", 0, 4, "Ali ", {}, "import"),
        Span("c", "toll", 3, 5, " \u0301"),
    )
    data, losses = written_with_losses(ONEIE, [document(spans, (), text)], SCHEMA)
    assert {(loss.kind, loss.id, loss.reason) for loss in losses if loss.kind in ("span", "equal_span")} == {
        ("span", "b", "trimmed"),
        ("equal_span", "b", "same"),
        ("span", "c", "trimmed"),
    }
    (back,) = read(ONEIE, data, SCHEMA)
    assert [(span.id, span.quote) for span in chosen(back).spans] == [("a", "Ali"), ("c", "\u0301")]
