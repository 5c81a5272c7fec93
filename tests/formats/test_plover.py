"""PLOVER's records as its manual has them, ours and those of others."""

import io
import json

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats import readers
from annotator.formats.plover.format import Plover
from annotator.formats.sources.recognition import recognised
from tests.formats import event_support
from tests.formats.event_support import taken_in
from tests.formats.support import read, written, written_with_losses
from tests.formats.test_events import CORPUS, SCHEMA

FORMAT = Plover()
TEXT = "Rebels shelled the port of Anwa on Monday. The army of Anwa fled."


def records():
    return [json.loads(line) for line in written(FORMAT, CORPUS, SCHEMA).decode().splitlines()]


def record(**told):
    whole = {"id": "1", "date": "2024-01-02", "actor": [], "event": "ASSAULT", "text": TEXT, **told}
    return json.dumps(whole).encode() + b"\n"


def seen(annotated):
    by_id = {span.id: span for span in annotated.sets[0].spans}
    spans = {(span.label, span.quote) for span in annotated.sets[0].spans}
    return spans, {(by_id[each.from_id].quote, each.role, by_id[each.to_id].quote) for each in annotated.sets[0].links}


def test_every_record_has_what_the_manual_asks_for():
    found = records()
    assert all({"id", "date", "actor", "event"} <= set(each) for each in found)
    assert len({each["id"] for each in found}) == len(found)
    assert {each["event"] for each in found if each["event"]} <= {
        "ASSAULT",
        "CONSULT",
        "MOBILIZE",
        "PROTEST",
        "RETREAT",
    }


def test_a_record_says_who_did_what_where_and_to_how_many():
    raid = records()[0]
    assert raid["date"] == "2024-03-04"
    assert raid["actor"][0] == {
        "actor_text": "Red Brigade",
        "sector": "REB",
        "identifier_id": "rb",
        "identifier_text": "Red Brigade",
    }
    assert (raid["event"], raid["event_text"], raid["size"]) == ("ASSAULT", "raided", {"dead": 12})
    assert raid["event_loc"]["name"] == "Qorma"
    assert raid["text"][raid["text_info"]["start"] : raid["text_info"]["end"]] == "raided"
    assert next(each["mode"] for each in records() if each.get("mode")) == ["aerial"]


def test_events_that_did_not_happen_are_losses():
    _, losses = written_with_losses(FORMAT, CORPUS, SCHEMA)
    reasons = {(loss.document, loss.id): loss.reason for loss in losses if loss.kind == "event"}
    assert reasons["qorma", "s20"] == "denied"
    assert reasons["qorma", "s23"] == "planned"


def test_what_was_written_comes_back():
    back = read(FORMAT, written(FORMAT, CORPUS, SCHEMA), SCHEMA)
    assert back == [FORMAT.keep(each, SCHEMA) for each in CORPUS if FORMAT.keep(each, SCHEMA)]


def test_records_of_one_text_are_one_document_with_an_event_each():
    actors = {"actor": [{"actor_text": "Rebels", "code": "XYZ"}], "recipient": [{"actor_text": "The army"}]}
    data = record(event_text="shelled", event_loc={"name": "port of Anwa"}, mode=["heavy-weapons"], **actors)
    data += record(id="2", event="RETREAT", eventText="fled", actor=[{"actorText": "army of Anwa"}])
    data += record(id="3", text="Something else happened.", citation={"title": "Else", "publication": "Wire"})
    one, other = read(FORMAT, data)
    spans, links = seen(one)
    assert spans == {
        ("ASSAULT heavy-weapons", "shelled"),
        ("RETREAT", "fled"),
        ("actor", "Rebels"),
        ("actor", "army of Anwa"),
        ("recipient", "The army"),
        ("event_loc", "port of Anwa"),
    }
    assert links == {
        ("shelled", "actor", "Rebels"),
        ("shelled", "recipient", "The army"),
        ("shelled", "event_loc", "port of Anwa"),
        ("fled", "actor", "army of Anwa"),
    }
    assert seen(other)[0] == {("ASSAULT", "Something else happened.")}
    assert other.document.meta == {"title": "Else", "source": "Wire"}


def test_records_of_the_first_version_have_sources_and_targets():
    old = {"id": "1", "date": "2024-01-02", "event": "ASSAULT", "mode": "", "eventText": "shelled", "text": TEXT}
    parties = {"source": [{"actorText": "Rebels", "code": "REB"}], "target": [{"actorText": "The army"}]}
    data = json.dumps(old | parties).encode()
    (back,) = read(FORMAT, data)
    assert seen(back)[1] == {("shelled", "actor", "Rebels"), ("shelled", "recipient", "The army")}
    (alone,) = read(FORMAT, json.dumps(old | parties | {"target": ""}).encode())
    assert seen(alone)[1] == {("shelled", "actor", "Rebels")}
    known = recognised(io.BytesIO(data), readers())
    assert known is not None
    assert known.id == "plover"


CODED = {
    "id": "20240102-1_ASSAULT",
    "story_id": "7",
    "pub_date": "2024-01-03",
    "headline": "Port shelled\n",
    "publisher": "Wire",
    "event_type": "ASSAULT",
    "event_mode": ["ASSAULT-heavy-weapons"],
    "event_text": TEXT,
    "attributes": {
        "ACTOR": [{"text": "Rebels", "qa_start_char": 0, "qa_end_char": 6, "country": "XYZ"}],
        "RECIP": [{"text": "Anwa", "qa_start_char": 55, "qa_end_char": 59}],
        "LOC": [{"text": "nowhere", "qa_start_char": 3}],
    },
}


def test_records_that_ngec_coded_are_read_from_the_places_that_they_tell():
    losses = []
    (back,) = read(FORMAT, json.dumps(CODED).encode(), None, losses)
    assert seen(back)[0] == {
        ("ASSAULT heavy-weapons", "Rebels shelled the port of Anwa on Monday."),
        ("ACTOR", "Rebels"),
        ("RECIP", "Anwa"),
    }
    assert TEXT.index("Anwa") < 55 == next(span.start for span in back.sets[0].spans if span.label == "RECIP")
    assert back.document.meta == {"title": "Port shelled", "published": "2024-01-03", "source": "Wire"}
    assert [(loss.kind, loss.id or loss.detail, loss.reason) for loss in losses] == [
        ("attribute", "ACTOR 'Rebels': country not read", "not_read"),
        ("span", "LOC 'nowhere' stands nowhere, or nobody can say where", "quote"),
        ("column", "story_id", "not_read"),
    ]
    heads, roles = event_support.described(FORMAT, json.dumps(CODED).encode())
    assert (heads, set(roles)) == ({"ASSAULT heavy-weapons"}, {"ACTOR", "RECIP", "LOC"})


def test_a_place_without_words_is_told_and_the_event_is_read():
    losses = []
    wordless = {"ACTOR": [{"text": "", "qa_start_char": 3}], "RECIP": CODED["attributes"]["RECIP"]}
    (back,) = read(FORMAT, json.dumps(CODED | {"attributes": wordless}).encode(), None, losses)
    assert {label for label, _ in seen(back)[0]} == {"ASSAULT heavy-weapons", "RECIP"}
    assert ("span", "quote", "ACTOR '' does not say by which words it is told of") in [
        (loss.kind, loss.reason, loss.detail) for loss in losses
    ]


@pytest.mark.parametrize("form", ["coded", "manual"])
def test_records_of_others_go_back_under_a_schema_that_is_read_off_them(form):
    manual = record(event_text="shelled", actor=[{"actor_text": "Rebels"}], event_loc={"name": "port"}, mode=["x"])
    data = manual if form == "manual" else json.dumps(CODED | {"attributes": {"ACTOR": [{"text": "Rebels"}]}}).encode()
    corpus, schema = taken_in(FORMAT, data)
    back, losses = written_with_losses(FORMAT, corpus, schema)
    (again,) = map(json.loads, back.splitlines())
    assert (again["event"], again["mode"]) == ("ASSAULT", ["x" if form == "manual" else "heavy-weapons"])
    assert again["actor"] == [{"actor_text": "Rebels"}]
    assert again.get("event_loc") == ({"name": "port", "location_text": "port"} if form == "manual" else None)
    assert losses == []
    assert read(FORMAT, back, schema) == corpus


def test_what_the_first_version_says_of_its_source_is_of_the_document():
    losses = []
    (back,) = read(FORMAT, record(language="en", publication="Wire", coder="x"), None, losses)
    assert back.document.meta == {"language": "en", "source": "Wire"}
    assert [loss.id for loss in losses if loss.kind == "column"] == ["date", "coder"]


def test_an_event_stands_on_what_was_coded_where_it_has_no_words():
    (back,) = read(FORMAT, record(text_info={"start": 43, "end": len(TEXT)}))
    assert seen(back)[0] == {("ASSAULT", "The army of Anwa fled.")}


def test_words_that_stand_nowhere_or_twice_are_reported():
    losses = []
    told = [{"actor_text": "Anwa"}, {"actor_text": "Navy"}]
    (back,) = read(FORMAT, record(actor=told), None, losses)
    assert seen(back)[0] == {("ASSAULT", "Rebels shelled the port of Anwa on Monday.")}
    assert [loss.reason for loss in losses if loss.kind == "span"] == ["quote"] * 2


def test_under_a_schema_a_code_that_one_class_has_is_that_class():
    (back,) = read(FORMAT, record(event_text="shelled", mode=["heavy-weapons"]), SCHEMA)
    (span,) = back.sets[0].spans
    assert (span.label, span.attributes) == ("action", {"event_class": "shelling_missile"})


@pytest.mark.parametrize(
    ("data", "rule"),
    [(b"3\n", "type"), (b"{}\n", "text"), (record(text=None), "text"), (record(event=3), "type"), (b"{\n", "json")],
)
def test_a_record_of_another_shape_is_named_and_passed_over(data, rule):
    with pytest.raises(InvalidInput) as error:
        read(FORMAT, data)
    assert (error.value.rule, error.value.line) == (rule, 1)
    assert len(read(FORMAT, data + record(text="Else."), None, [])) == 1
