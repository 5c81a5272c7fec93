"""The data of GTT and GRIT, as their own loaders read it; and lines in their form that others made."""

import json
from operator import attrgetter

import pytest
from hypothesis import given

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Weight
from annotator.formats.grit import Grit
from annotator.formats.gtt import Gtt
from annotator.formats.maps.description import described
from annotator.formats.muc.json import lowered
from tests.formats.event_support import taken_in
from tests.formats.support import read, written, written_with_losses
from tests.formats.test_events import CORPUS, SCHEMA
from tests.strategies import texts

GTT, GRIT = Gtt(), Grit()
SLOTS = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"]
TEXT = "two armed men attacked the town hall. the mayor, ana ruiz, and a guard died. ana ruiz was 40."


def lines(fmt):
    return [json.loads(line) for line in written(fmt, CORPUS, SCHEMA).decode().splitlines()]


def line(**told):
    return json.dumps({"docid": "TST9-1", "doctext": TEXT, **told}).encode() + b"\n"


def template(type_="attack", **slots):
    return {"incident_type": type_, **{slot: [] for slot in SLOTS}, **slots}


def mention(words, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return [words, at]


def test_a_template_is_what_the_loader_of_gtt_reads():
    for told in lines(GTT):
        text = told["doctext"]
        assert text == text.lower()
        assert "\n" not in text
        for each in told["templates"]:
            assert list(each) == ["incident_type", *SLOTS]
            # As its loader goes through it: the rest of a template is entities, and these are mentions.
            mentions = [pair for slot in SLOTS for entity in each[slot] for pair in entity]
            assert all(text[start : start + len(words)] == words for words, start in mentions)


def test_slots_are_filled_by_what_parties_are_to_the_event():
    raid, strike, *_ = lines(GTT)[0]["templates"]
    assert raid["incident_type"] == "attack"
    assert [entity[0][0] for entity in raid["PerpOrg"]] == ["red brigade"]
    assert [entity[0][0] for entity in raid["Victim"]][:2] == ["12 traders", "two children"]
    assert [entity[0][0] for entity in strike["Victim"]] == ["commander ada lund"]


def test_extracts_hold_each_entity_once():
    told = lines(GRIT)[0]["extracts"]
    assert list(told) == SLOTS
    assert [entity[0][0] for entity in told["Victim"]].count("4 police officers") == 1


@pytest.mark.parametrize("fmt", [GTT, GRIT], ids=attrgetter("id"))
def test_what_was_written_comes_back_with_all_that_was_said_of_it(fmt):
    back = read(fmt, written(fmt, CORPUS, SCHEMA), SCHEMA)
    assert back == [fmt.keep(each, SCHEMA) for each in CORPUS if fmt.keep(each, SCHEMA)]
    assert any(span.attributes for each in back for span in each.sets[0].spans)
    assert any(each.document.text != lowered(each.document.text) for each in back)


def test_lines_that_somebody_changed_are_read_by_what_stands_in_them():
    first = lines(GTT)[0]
    del first["templates"][1:]
    losses = []
    (back,) = read(GTT, json.dumps(first).encode(), None, losses)
    assert back.document.text == first["doctext"]
    assert [span.label for span in back.sets[0].spans].count("attack") == 1
    assert [(loss.kind, loss.weight) for loss in losses] == [("corner", Weight.CHANGED)]


def test_mentions_are_spans_and_a_template_stands_on_the_sentence_of_its_first_filler():
    victims = [[mention("the mayor"), mention("ana ruiz"), mention("ana ruiz", 1)], [mention("a guard")]]
    told = template(PerpInd=[[mention("two armed men")]], Victim=victims)
    (back,) = read(GTT, line(templates=[told]))
    annotations = back.sets[0]
    by_id = {span.id: span for span in annotations.spans}
    assert {(span.label, span.quote) for span in annotations.spans} == {
        ("attack", "two armed men attacked the town hall."),
        ("PerpInd", "two armed men"),
        ("Victim", "the mayor"),
        ("Victim", "ana ruiz"),
        ("Victim", "a guard"),
    }
    assert [(link.role, by_id[link.to_id].quote) for link in annotations.links] == [
        ("same_value", "the mayor"),
        ("same_value", "the mayor"),
        ("PerpInd", "two armed men"),
        ("Victim", "the mayor"),
        ("Victim", "a guard"),
    ]


def test_a_mention_that_two_templates_share_is_one_span():
    one = template(Victim=[[mention("the mayor")]])
    (back,) = read(GTT, line(templates=[one, template("bombing", Victim=[[mention("the mayor")]])]))
    assert sorted(span.label for span in back.sets[0].spans) == ["Victim", "attack", "bombing"]
    assert len(back.sets[0].links) == 2


def test_lines_may_be_objects_over_several_lines_or_one_list():
    told = [json.loads(line(templates=[])), json.loads(line(docid="TST1-MUC3-0002", templates=[]))]
    for data in ("\n".join(json.dumps(each, indent=4) for each in told), json.dumps(told), json.dumps(told, indent=1)):
        assert [back.document.id for back in read(GTT, data.encode())] == [each["docid"] for each in told]


def test_extracts_are_spans_without_an_event():
    (back,) = read(GRIT, line(extracts={slot: [] for slot in SLOTS} | {"Target": [[mention("the town hall")]]}))
    assert [(span.label, span.quote) for span in back.sets[0].spans] == [("Target", "the town hall")]
    assert back.sets[0].links == ()


@pytest.mark.parametrize(
    ("said", "reason", "found"),
    [
        (["the mayor", 36], "moved", ["the mayor"]),
        (["ana ruiz", 20], "quote", []),
        (["nobody", 0], "quote", []),
        (["", 0], "quote", []),
    ],
)
def test_a_mention_that_does_not_stand_there_is_moved_or_reported(said, reason, found):
    losses = []
    (back,) = read(GRIT, line(extracts={"Victim": [[said]]}), None, losses)
    assert [span.quote for span in back.sets[0].spans] == found
    assert [loss.reason for loss in losses] == [reason]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"3\n", "type"),
        (b"{}\n", "type"),
        (line(templates={}), "type"),
        (line(templates=[{}]), "type"),
        (line(templates=[template(Victim=[[["x"]]])]), "type"),
        (line(templates=[template(Victim=["x"])]), "type"),
    ],
)
def test_a_line_of_another_shape_is_named_and_passed_over(data, rule):
    with pytest.raises(InvalidInput) as error:
        read(GTT, data)
    assert (error.value.rule, error.value.line) == (rule, 1)
    assert len(read(GTT, data + line(templates=[]), None, [])) == 1


def test_a_corpus_of_others_goes_back_as_it_came_under_a_schema_that_is_read_off_it():
    victims = [[mention("the mayor"), mention("ana ruiz")], [mention("a guard")]]
    told = [
        template("bombing / attack", PerpInd=[[mention("two armed men"), mention("armed men")]], Victim=victims),
        template("kidnapping", Victim=victims[:1]),
    ]
    extracts = {slot: told[0][slot] for slot in SLOTS}
    for fmt, data in ((GTT, line(templates=told)), (GRIT, line(extracts=extracts))):
        corpus, schema = taken_in(fmt, data)
        back, losses = written_with_losses(fmt, corpus, schema)
        (again,) = map(json.loads, back.splitlines())
        del again["annotator"]
        assert again == json.loads(data)
        assert losses == []
        assert read(fmt, back, schema) == corpus


def test_an_event_whose_label_is_called_otherwise_is_no_template():
    data = line(templates=[template("seizure", Victim=[[mention("the mayor")]])])
    corpus, schema = taken_in(GTT, data)
    _, losses = written_with_losses(GTT, corpus, schema)
    assert ("event", "no_code") in {(loss.kind, loss.reason) for loss in losses}


def test_the_form_says_what_heads_events_and_what_fills_them(tmp_path):
    path = tmp_path / "x.gtt.jsonl"
    path.write_bytes(line(templates=[template(Victim=[[mention("the mayor")]])]))
    found = described(GTT.read(path), GTT.describe(path))
    assert found.label("attack").is_trigger
    assert not found.label("Victim").is_trigger
    assert str(found.role("Victim").meaning) == "filler"


@given(text=texts())
def test_the_text_is_lowered_sign_by_sign(text):
    assert len(lowered(text)) == len(text)
    assert not any(sign in lowered(text) for sign in "\n\r\t")
