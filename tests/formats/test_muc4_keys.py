"""Answer keys in the layout of MUC-4, with texts of our own that nobody in the world is in."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats import writer
from annotator.formats.gtt import Gtt
from annotator.formats.maps.description import described
from annotator.formats.maps.schema_proposal import own_schema
from annotator.formats.muc.templates import Value, templates, value_of
from annotator.formats.muc4 import SLOTS
from annotator.formats.muc4_keys import Muc4Keys
from annotator.formats.sources.finding import found
from tests.formats import event_support
from tests.formats.support import archived, read, written
from tests.formats.test_events import CORPUS, SCHEMA
from tests.strategies import examples

FORMAT = Muc4Keys()
TEXTS = """DEV-MUC3-0001 (WIRE)

   ANWA, 3 JAN 24 -- [TEXT] ARMED MEN OF THE "RED BRIGADE" [RB] BLEW UP
THE TOWN
HALL TODAY.  MAYOR ANA RUIZ AND A GUARD DIED.

   ARMED MEN FLED.

DEV-MUC3-0002 (WIRE)

   NOTHING HAPPENED IN SELA.
"""


def keys(width=36, **slots):
    """A template with these values, some of them in several lines."""
    told = {name.replace("_", " ").replace("  ", ": "): value for name, value in slots.items()}
    lines = []
    for number, name in enumerate(SLOTS):
        first, *rest = told.get(name, "-").split("\n")
        lines += [f"{number}. {name}".ljust(width) + first, *(" " * width + each for each in rest)]
    return "\n".join(lines) + "\n\n"


RAID = keys(
    MESSAGE__ID="DEV-MUC3-0001 (WIRE)",
    MESSAGE__TEMPLATE="1",
    INCIDENT__DATE="03 JAN 24",
    INCIDENT__LOCATION="(ANWA: TOWN (CITY)) / (ANWA)",
    INCIDENT__TYPE="BOMBING",
    INCIDENT__STAGE_OF_EXECUTION="ACCOMPLISHED",
    INCIDENT__INSTRUMENT_TYPE='EXPLOSIVE: "-"',
    PERP__INDIVIDUAL_ID='"ARMED MEN" / "ARMED MEN OF THE \\"RED BRIGADE\\""',
    PERP__ORGANIZATION_ID='? "RED BRIGADE" / "RB"',
    PERP__ORGANIZATION_CONFIDENCE='SUSPECTED OR ACCUSED: "RED BRIGADE" / "RB"',
    PHYS_TGT__ID='"TOWN HALL"',
    HUM_TGT__NAME='"ANA RUIZ"',
    HUM_TGT__DESCRIPTION='"MAYOR": "ANA RUIZ"\n"GUARD"\n? "BAKER"',
    HUM_TGT__TYPE='GOVERNMENT OFFICIAL / POLITICAL FIGURE: "ANA RUIZ"\n-: "GUARD"',
    HUM_TGT__NUMBER='1: "ANA RUIZ"\n1: "GUARD"',
    HUM_TGT__EFFECT_OF_INCIDENT='DEATH: "ANA RUIZ"\nDEATH: "GUARD"',
)
REST = {name.replace(": ", "__").replace(" ", "_"): "*" for name in SLOTS}
NONE = "; no incident\n" + keys(40, **(REST | {"MESSAGE__ID": "DEV-MUC3-0002 (WIRE)"}))


def corpus(told=RAID + NONE, texts=TEXTS):
    return archived({"key-dev": told.encode(), "dev-muc3": texts.encode()})


def test_an_incident_of_two_types_heads_an_event_of_both():
    told = RAID.replace("BOMBING", "ATTACK / BOMBING") + NONE
    heads, _ = event_support.described(FORMAT, corpus(told))
    (raid, _) = read(FORMAT, corpus(told), None, [])
    assert heads == {"ATTACK / BOMBING"}
    assert heads <= {span.label for span in raid.sets[0].spans}


def test_keys_and_texts_are_one_corpus_whatever_they_are_called(tmp_path):
    (tmp_path / "key-kernel-0001").write_text(RAID + NONE)
    (tmp_path / "kernel-0001").write_text(TEXTS)
    (tmp_path / "README").write_text("0. nothing of that kind")
    assert [part.reader.id for part in found(tmp_path)] == ["muc4-keys"]
    (tmp_path / "key-kernel-0001").unlink()
    assert [part.reader.id for part in found(tmp_path, passed_over=str)] == []


def test_strings_of_the_keys_are_spans_where_they_stand_in_the_text():
    losses = []
    raid, nothing = read(FORMAT, corpus(), None, losses)
    assert (raid.document.id, nothing.document.id) == ("DEV-MUC3-0001", "DEV-MUC3-0002")
    assert {(span.label, span.quote) for span in raid.sets[0].spans} == {
        ("BOMBING", 'ANWA, 3 JAN 24 -- [TEXT] ARMED MEN OF THE "RED BRIGADE" [RB] BLEW UP'),
        ("PERP: INDIVIDUAL ID", "ARMED MEN"),
        ("PERP: INDIVIDUAL ID", 'ARMED MEN OF THE "RED BRIGADE"'),
        ("PERP: ORGANIZATION ID", "RED BRIGADE"),
        ("PERP: ORGANIZATION ID", "RB"),
        ("PHYS TGT: ID", "TOWN\nHALL"),
        ("HUM TGT: NAME", "ANA RUIZ"),
        ("HUM TGT: DESCRIPTION", "MAYOR"),
        ("HUM TGT: DESCRIPTION", "GUARD"),
    }
    assert nothing.sets[0].spans == ()
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "quote")]
    assert "BAKER" in losses[0].detail


def test_fillers_are_linked_to_their_incident_and_alternatives_to_each_other():
    raid, _ = read(FORMAT, corpus(), None, [])
    by_id = {span.id: span for span in raid.sets[0].spans}
    links = [(by_id[each.from_id].quote, each.role, by_id[each.to_id].quote) for each in raid.sets[0].links]
    incident = by_id[next(span.id for span in by_id.values() if span.label == "BOMBING")].quote
    assert {(role, to) for from_, role, to in links if from_ == incident} == {
        ("PERP: INDIVIDUAL ID", "ARMED MEN"),
        ("PERP: ORGANIZATION ID", "RED BRIGADE"),
        ("PHYS TGT: ID", "TOWN\nHALL"),
        ("HUM TGT: NAME", "ANA RUIZ"),
        ("HUM TGT: DESCRIPTION", "MAYOR"),
        ("HUM TGT: DESCRIPTION", "GUARD"),
    }
    assert {(from_, to) for from_, role, to in links if role == "same_value"} == {
        ('ARMED MEN OF THE "RED BRIGADE"', "ARMED MEN"),
        ("RB", "RED BRIGADE"),
        ("MAYOR", "ANA RUIZ"),
    }


def test_what_keys_say_of_incidents_and_fillers_are_attributes():
    raid, _ = read(FORMAT, corpus(), None, [])
    said = {(span.label, span.quote): dict(span.attributes) for span in raid.sets[0].spans}
    assert said["HUM TGT: NAME", "ANA RUIZ"] == {
        "HUM TGT: TYPE": "GOVERNMENT OFFICIAL / POLITICAL FIGURE",
        "HUM TGT: NUMBER": "1",
        "HUM TGT: EFFECT OF INCIDENT": "DEATH",
    }
    assert said["PERP: ORGANIZATION ID", "RB"] == {
        "optional": "yes",
        "PERP: ORGANIZATION CONFIDENCE": "SUSPECTED OR ACCUSED",
    }
    (incident,) = (value for (label, _), value in said.items() if label == "BOMBING")
    assert incident == {
        "INCIDENT: DATE": "03 JAN 24",
        "INCIDENT: LOCATION": "(ANWA: TOWN (CITY)) / (ANWA)",
        "INCIDENT: STAGE OF EXECUTION": "ACCOMPLISHED",
    }


def test_the_text_is_the_article_as_it_stands():
    raid, nothing = read(FORMAT, corpus(), None, [])
    assert nothing.document.text == "   NOTHING HAPPENED IN SELA."
    assert raid.document.text.startswith("   ANWA, 3 JAN 24 --")
    assert raid.document.text.endswith("\n\n   ARMED MEN FLED.")
    (mixed, _) = read(FORMAT, corpus(texts=TEXTS.lower().replace("dev-muc3-", "DEV-MUC3-")), None, [])
    assert "ana ruiz" in {span.quote for span in mixed.sets[0].spans}


def test_a_text_may_stand_in_a_file_of_its_own():
    told = RAID.replace("DEV-MUC3-0001 (WIRE)", "story-7")
    files = {"keys.txt": told.encode(), "story-7.txt": b"THE MAYOR, ANA RUIZ.", "readme.txt": b"read me"}
    (story,) = read(FORMAT, archived(files), None, [])
    assert (story.document.id, story.document.text) == ("story-7", "THE MAYOR, ANA RUIZ.")


def test_words_stand_by_themselves_before_they_stand_within_others():
    told = keys(
        MESSAGE__ID="story-7",
        MESSAGE__TEMPLATE="1",
        INCIDENT__TYPE="ATTACK",
        PERP__INDIVIDUAL_ID='"MAN"',
        PERP__ORGANIZATION_ID='"MAND"',
    )
    files = {"keys.txt": told.encode(), "story-7.txt": b"THE COMMANDER SAW A MAN."}
    (story,) = read(FORMAT, archived(files), None, [])
    assert {(span.quote, span.start) for span in story.sets[0].spans if span.label.startswith("PERP")} == {
        ("MAN", 20),
        ("MAND", 7),
    }


def test_two_incidents_of_one_type_have_each_what_is_said_of_them():
    second = RAID.replace("03 JAN 24", "04 JAN 24").replace(
        "TEMPLATE                1", "TEMPLATE                2 (OPTIONAL)"
    )
    raid, _ = read(FORMAT, corpus(RAID + second), None, [])
    dates = [span.attributes["INCIDENT: DATE"] for span in raid.sets[0].spans if span.label == "BOMBING"]
    assert dates == ["03 JAN 24", "04 JAN 24"]
    assert len([link for link in raid.sets[0].links if link.role == "HUM TGT: NAME"]) == 2


def test_what_templates_say_otherwise_of_a_filler_stands_beside_each_other_and_is_told():
    second = RAID.replace('DEATH: "GUARD"', 'INJURY: "GUARD"')
    losses = []
    raid, _ = read(FORMAT, corpus(RAID + second + RAID), None, losses)
    assert [(loss.reason, loss.weight) for loss in losses if loss.kind == "attribute"] == [("several", "changed")]
    (guard,) = (span for span in raid.sets[0].spans if span.quote == "GUARD")
    assert guard.attributes["HUM TGT: EFFECT OF INCIDENT"] == ["DEATH", "INJURY"]


def test_answer_keys_become_templates_for_training():
    data = corpus()
    found = own_schema(
        described(FORMAT.read(io.BytesIO(data), None, lambda _: None), FORMAT.describe(io.BytesIO(data)))
    )
    raid, _ = read(FORMAT, data, None, [])
    (line,) = map(json.loads, written(Gtt(), [raid], found).splitlines())
    (template,) = line["templates"]
    assert template["incident_type"] == "bombing"
    assert [[words for words, _ in entity] for entity in template["PerpInd"]] == [
        ["armed men", 'armed men of the "red brigade"']
    ]
    assert [[words for words, _ in entity] for entity in template["Victim"]] == [["mayor", "ana ruiz"], ["guard"]]
    assert [[words for words, _ in entity] for entity in template["Target"]] == [["town hall"]]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ('"A B"', Value(("A B",))),
        ('? ("A" / "B"): "C"', Value(("A", "B"), ("C",), True)),
        ('2 - 3: "A: B" / "C"', Value(("2 - 3",), ("A: B", "C"))),
        ('-: "A"', Value((), ("A",))),
        ('GUN: "-"', Value(("GUN",))),
        ("? TERRORIST ACT", Value(("TERRORIST ACT",), (), True)),
        ("ATTACK / BOMBING", Value(("ATTACK", "BOMBING"))),
    ],
)
def test_a_value_is_taken_apart(said, value):
    assert value_of(said) == value


@pytest.mark.parametrize("told", ["0. MESSAGE: ID  X\n7. NO SUCH SLOT  -\n", "0. MESSAGE: ID  X\nloose\n", "  loose\n"])
def test_keys_of_another_layout_are_named(told):
    with pytest.raises(InvalidInput) as error:
        templates(told)
    assert error.value.rule == "slot"
    assert error.value.line == told.count("\n")


def test_keys_without_a_text_are_reported_and_the_others_read():
    losses = []
    data = corpus(RAID.replace("0001", "0009") + RAID)
    assert len(read(FORMAT, data, None, losses)) == 2
    (lost,) = (loss for loss in losses if loss.kind == "record")
    assert (lost.document, lost.reason, lost.file, lost.line) == ("DEV-MUC3-0009", "text", "corpus/key-dev", 1)
    with pytest.raises(InvalidInput, match="no text of DEV-MUC3-0009"):
        read(FORMAT, data)


def test_files_that_are_neither_keys_nor_articles_are_told():
    files = {"key-dev": RAID.encode(), "dev-muc3": TEXTS.encode()}
    others = {"README.md": b"About.\n", "DEV-MUC3-0001.anskey": b"INCIDENT: BOMBING\n"}
    losses = []
    assert read(FORMAT, archived(files | others), None, losses) == read(FORMAT, archived(files), None, [])
    told = [(loss.file, loss.reason, loss.weight) for loss in losses if loss.kind == "file"]
    assert told == [(f"corpus/{name}", "not_read", "changed") for name in sorted(others)]


def test_the_form_says_what_heads_events_and_what_fills_them(tmp_path):
    path = tmp_path / "x.muc4.zip"
    path.write_bytes(corpus())
    found = described(FORMAT.read(path, None, lambda _: None), FORMAT.describe(path))
    assert found.label("BOMBING").is_trigger
    assert str(found.role("HUM TGT: NAME").meaning) == "filler"


@examples(100)
@given(data=st.data())
def test_damaged_keys_are_no_surprise(data):
    whole = bytearray(RAID.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        wrong = st.binary(max_size=3) | st.sampled_from([b'"', b"\\", b"/", b":", b"?", b"(", b"\n", b"0. "])
        whole[place : place + data.draw(st.integers(0, 6))] = data.draw(wrong)
    losses = []
    read(FORMAT, archived({"key-dev": bytes(whole), "dev-muc3": TEXTS.encode()}), None, losses)
    assert all(loss.reason for loss in losses)


def test_our_own_templates_are_read_with_the_texts_beside_them():
    told = written(writer("muc4"), CORPUS, SCHEMA)
    texts = {f"{each.document.id}.txt": each.document.text.encode() for each in CORPUS}
    (qorma, *_) = read(FORMAT, archived({"corpus.muc4.txt": told} | texts), None, [])
    assert qorma.document == Document("qorma", next(each.document.text for each in CORPUS))
    assert {("PERP: ORGANIZATION ID", "Red Brigade"), ("HUM TGT: NAME", "Commander Ada Lund")} <= {
        (span.label, span.quote) for span in qorma.sets[0].spans
    }
