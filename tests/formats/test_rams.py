"""RAMS by the form of its public data, and by what its scorer asserts."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning
from annotator.domain.schema_reader import read_schema
from annotator.formats import reader
from annotator.formats.base import Weight
from annotator.formats.records.selection import chosen
from tests.formats import event_support
from tests.formats.event_support import STORY, TEXT, accounted, at, described, document, links_of
from tests.formats.support import read, written, written_with_losses
from tests.strategies import annotated_documents, examples, schemas

RAMS = reader("rams")
SCHEMA = event_support.SCHEMA
FOREIGN = {
    "rel_triggers": [],
    "gold_rel_links": [],
    "doc_key": "nw_RC01",
    "ent_spans": [[0, 1, [["evt090arg02victim", 1.0]]], [7, 7, [["evt090arg04place", 1.0]]]],
    "language_id": "eng",
    "source_url": "http://example.org/a",
    "evt_triggers": [[3, 4, [["life.die.n/a", 1.0]]]],
    "split": "dev",
    "sentences": [["The", "guard", "was", "shot", "dead", "."], ["In", "Oz", "."]],
    "gold_evt_links": [[[3, 4], [0, 1], "evt090arg02victim"], [[3, 4], [7, 7], "evt090arg04place"]],
}


def loaded(data):
    """The examples as the scorer reads its gold file, with what it asserts of them."""
    examples = [json.loads(line) for line in data.split(b"\n") if line]
    assert len({example["doc_key"] for example in examples}) == len(examples)
    for example in examples:
        sentence_of = [number for number, sentence in enumerate(example["sentences"]) for _ in sentence]
        assert len(example["sentences"]) <= 5
        assert len(example["evt_triggers"]) == 1
        ((*trigger, types),) = example["evt_triggers"]
        assert all(name and weight == 1.0 for name, weight in types)
        for *span, roles in example["ent_spans"]:
            assert sentence_of[span[0]] == sentence_of[span[1]]
            assert [trigger, span, roles[0][0]] in example["gold_evt_links"]
        for head, span, role in example["gold_evt_links"]:
            assert head == trigger
            assert abs(sentence_of[span[0]] - sentence_of[trigger[0]]) <= 2
            assert re.fullmatch(r"evt\d{3}arg\d{2}", role[:11])
        assert sentence_of[trigger[0]] == sentence_of[trigger[1]]
    return examples


def test_a_story_is_written_as_the_scorer_wants_it():
    first, second, third = loaded(written(RAMS, [STORY], SCHEMA))
    assert first["doc_key"] == "d1-shot"
    assert first["evt_triggers"] == [[1, 2, [["deed:raid", 1.0]]]]
    assert first["gold_evt_links"] == [[[1, 2], [0, 0], "evt002arg01doer"], [[1, 2], [3, 4], "evt002arg02hit"]]
    assert [re.split(r"\d+", role)[-1] for _, _, role in second["gold_evt_links"]] == ["doer", "about"]
    assert third["evt_triggers"] == [[12, 12, [["deed", 1.0]]]]


def test_the_windows_of_a_story_are_put_together_again():
    data, losses = written_with_losses(RAMS, [STORY], SCHEMA)
    (back,) = read(RAMS, data, SCHEMA)
    assert back.document.id == "d1"
    assert {span.id: span.label for span in chosen(back).spans} == {s.id: s.label for s in chosen(STORY).spans}
    assert {link.id for link in chosen(back).links} == {"l1", "l2", "l4", "l6", "l7"}
    assert {(loss.id, loss.reason) for loss in losses if loss.kind == "link"} == {
        ("l3", "not_carried"),
        ("l5", "not_carried"),
    }


def test_a_line_of_others_is_a_document_under_its_own_names():
    (back,) = read(RAMS, json.dumps(FOREIGN).encode())
    assert (back.document.id, back.document.text) == ("nw_RC01", "The guard was shot dead .\nIn Oz .")
    assert dict(back.document.meta) == {"language": "eng", "source": "http://example.org/a"}
    assert links_of(back) == [
        ("place", "life.die.n/a", "shot dead", "place", "Oz"),
        ("victim", "life.die.n/a", "shot dead", "victim", "The guard"),
    ]
    heads, roles = described(RAMS, json.dumps(FOREIGN).encode())
    assert heads == {"life.die.n/a"}
    assert roles == {"victim": Meaning.FILLER, "place": Meaning.FILLER}


def test_an_argument_has_the_one_label_that_its_role_leads_to():
    links = [[[3, 4], [0, 1], "evt001arg01doer"]]
    data = json.dumps(
        FOREIGN | {"evt_triggers": [[3, 4, [["deed:raid", 1.0]]]], "gold_evt_links": links, "ent_spans": []}
    ).encode()
    (back,) = read(RAMS, data, SCHEMA)
    assert links_of(back) == [("doer", "deed", "shot dead", "party", "The guard")]
    assert [span.attributes for span in chosen(back).spans] == [{}, {"sort": "raid"}]


def test_what_is_far_from_any_event_is_lost():
    text = "Rebels came. One. Two. Guards shot. Three. Four. Five."
    spans = (at(text, "p", "party", "Rebels"), at(text, "g", "party", "Guards"), at(text, "t", "deed", "shot"))
    story = document(spans, (("doer", "t", "g"), ("hit", "t", "p")), text)
    data, losses = written_with_losses(RAMS, [story], SCHEMA)
    (example,) = loaded(data)
    assert [sentence[0] for sentence in example["sentences"]] == ["One", "Two", "Guards", "Three", "Four"]
    assert {(loss.kind, loss.id, loss.reason) for loss in losses if loss.kind in ("span", "link")} == {
        ("span", "p", "no_event"),
        ("link", "l2", "window"),
    }
    assert read(RAMS, data, SCHEMA)[0].document.text == "One .\nTwo .\nGuards shot .\nThree .\nFour ."


def test_a_document_without_an_event_has_no_line_and_is_told():
    data, losses = written_with_losses(RAMS, [document((at(TEXT, "p", "party", "Rebels"),))], SCHEMA)
    assert data == b""
    assert [(loss.kind, loss.reason) for loss in losses] == [("document", "no_events")]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"evt_triggers": [[3, 4]]}, "type"),
        ({"evt_triggers": [[3, 4, []]]}, "type"),
        ({"gold_evt_links": [[[3, 4], [0], "evt090arg02victim"]]}, "type"),
        ({"gold_evt_links": [1]}, "type"),
        ({"sentences": None}, "range"),
        ({"doc_key": ["a"]}, "type"),
        ({"annotator": {"document": "d", "sentence": "x"}}, "type"),
    ],
)
def test_a_line_of_another_shape_is_told_with_its_number(change, rule):
    data = b"\n".join(json.dumps(each).encode() for each in (FOREIGN, FOREIGN | change))
    with pytest.raises(InvalidInput) as error:
        read(RAMS, data)
    assert (error.value.rule, error.value.line) == (rule, 2)


def test_windows_of_one_document_that_differ_are_no_document():
    lines = [json.loads(line) for line in written(RAMS, [STORY], SCHEMA).splitlines()]
    lines[1]["sentences"][0][0] = "Robbers"
    with pytest.raises(InvalidInput, match="differ in sentence 0"):
        read(RAMS, "\n".join(map(json.dumps, lines)).encode(), SCHEMA)


def test_tokens_out_of_range_and_further_events_are_told():
    change = {"evt_triggers": [*FOREIGN["evt_triggers"], [0, 0, [["other", 1.0]]]]}
    change |= {"gold_evt_links": [[[3, 4], [0, 99], "evt090arg02victim"]], "ent_spans": []}
    losses = []
    (back,) = read(RAMS, json.dumps(FOREIGN | change).encode(), None, losses)
    assert [span.quote for span in chosen(back).spans] == ["shot dead"]
    assert [(loss.kind, loss.reason) for loss in losses] == [
        ("event", "several"),
        ("span", "range"),
        ("link", "dangling"),
    ]
    assert all(loss.weight is Weight.LOST for loss in losses)
    assert {(loss.file, loss.line) for loss in losses} == {("corpus", 1)}


def test_an_argument_that_no_link_names_is_one_of_the_event_all_the_same():
    (whole,) = read(RAMS, json.dumps(FOREIGN).encode())
    (back,) = read(RAMS, json.dumps(FOREIGN | {"gold_evt_links": []}).encode())
    assert sorted(links_of(back)) == sorted(links_of(whole))
    losses = []
    read(RAMS, json.dumps(FOREIGN | {"ent_spans": [[0, 99, [["evt090arg02victim", 1.0]]]]}).encode(), None, losses)
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "range"), ("link", "dangling")]


def test_a_span_that_has_no_name_is_told_and_the_event_is_read():
    losses = []
    spans = [*FOREIGN["ent_spans"], [2, 2, [["", 1.0]]]]
    (back,) = read(RAMS, json.dumps(FOREIGN | {"ent_spans": spans}).encode(), None, losses)
    assert [span.quote for span in chosen(back).spans] == ["The guard", "shot dead", "Oz"]
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "no_label")]


@examples(25)
@given(st.data())
def test_the_scorer_takes_whatever_is_written_and_no_link_is_lost_in_silence(data):
    schema = data.draw(st.one_of(st.just(SCHEMA), schemas()))
    annotated = data.draw(annotated_documents(schema))
    lines, losses = written_with_losses(RAMS, [annotated], schema)
    after = RAMS.keep(annotated, schema)
    assert (after is None) == (lines == b"")
    if after is not None:
        loaded(lines)
        assert schema is not SCHEMA or accounted(annotated, after, losses)


def test_a_role_with_a_digit_comes_back_but_not_for_the_scorer():
    schema = read_schema(
        SCHEMA.as_json() | {"roles": [role.as_json() | {"name": f"{role.name}2"} for role in SCHEMA.roles]}
    )
    spans = (at(TEXT, "t", "deed", "shot"), at(TEXT, "p", "party", "Rebels"))
    story = document(spans, (("doer2", "t", "p"),))
    data, losses = written_with_losses(RAMS, [story], schema)
    assert [(loss.id, loss.reason, loss.weight) for loss in losses if loss.kind == "link"] == [
        ("l1", "digit", "changed")
    ]
    assert links_of(read(RAMS, data, schema)[0]) == links_of(story)


def test_what_others_keep_in_a_line_besides_is_told_once_and_what_is_empty_is_not():
    beside = {"coref": [[[1, 1], [3, 3]]], "notes": [[]], "rel_triggers": [], "gold_rel_links": None}
    lines = [FOREIGN, FOREIGN | beside, FOREIGN | beside | {"notes": ["x"]}]
    losses = []
    read(
        RAMS, b"\n".join(json.dumps(each | {"doc_key": f"d{n}"}).encode() for n, each in enumerate(lines)), None, losses
    )
    told = [loss for loss in losses if loss.kind == "column"]
    assert [(loss.id, loss.reason, loss.weight, loss.line) for loss in told] == [
        ("coref", "not_read", "changed", 2),
        ("notes", "not_read", "changed", 3),
    ]
    assert told[0].file
