"""Tables of events: a row an event, the words behind each cell, nothing counted twice and nothing lost in silence.

`golden/events/source.jsonl` is a small corpus that has a bit of everything; each format has a folder with what becomes
of it, and with what is lost on the way.
"""

import csv
import io
import json
from operator import attrgetter
from pathlib import Path

import pandas
import pytest
from hypothesis import given

from annotator.domain.errors import InvalidInput
from annotator.formats import FORMATS, guess, readable, writer
from annotator.formats.event_tables.format import EventFormat
from annotator.formats.event_tables.table import WITH_WORDS, EventTable, our_columns
from annotator.formats.options import configured
from annotator.formats.records.selection import chosen
from annotator.services.projects import load_schema
from tests.formats.support import read, written, written_with_losses
from tests.strategies import SCHEMA as ANY_SCHEMA
from tests.strategies import annotated_documents, examples

GOLDEN = Path(__file__).parent / "golden"
SCHEMA, _ = load_schema("conflict-events")
CORPUS = read(writer("native"), (GOLDEN / "events" / "source.jsonl").read_bytes(), SCHEMA)
TABLES = [fmt for fmt in FORMATS if isinstance(fmt, EventTable)]
EVENT_FORMATS = [fmt for fmt in FORMATS if isinstance(fmt, EventFormat)]
by_id = attrgetter("id")
EXAMPLES = examples(10)


def rows(fmt, documents=CORPUS, schema=SCHEMA):
    """The table as Python's csv reads it."""
    text = written(fmt, documents, schema).decode("utf-8")
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert all(len(line) == len(header) for line in lines)
    return [dict(zip(header, line, strict=True)) for line in lines]


def row(name, event, document="qorma"):
    [found] = [each for each in rows(writer(name)) if (each["document"], each["event"]) == (document, event)]
    return found


def losses(name):
    return written_with_losses(writer(name), CORPUS, SCHEMA)[1]


# ---------------------------------------------------------------- every format of events


@pytest.mark.parametrize("fmt", EVENT_FORMATS, ids=by_id)
def test_the_golden_corpus_becomes_the_golden_file(fmt):
    data, lost = written_with_losses(fmt, CORPUS, SCHEMA)
    assert data.decode() == (GOLDEN / fmt.id / f"corpus{fmt.suffix}").read_bytes().decode()
    told = [json.loads(line) for line in (GOLDEN / fmt.id / "losses.jsonl").read_text("utf-8").splitlines()]
    assert [each.as_json() for each in lost] == told


@pytest.mark.parametrize("fmt", EVENT_FORMATS, ids=by_id)
def test_an_event_is_written_or_is_a_loss_with_its_reason(fmt):
    data, lost = written_with_losses(fmt, CORPUS, SCHEMA)
    everything = {each["event"] for each in rows(writer("events"))}
    left_out = {loss.id for loss in lost if loss.kind == "event" and loss.reason != "no_class"}
    text = data.decode()
    for event in everything:
        is_there = f",{event}," in text or f"; event {event} " in text
        assert is_there != (event in left_out) or event == "s01", event


@pytest.mark.parametrize("fmt", EVENT_FORMATS, ids=by_id)
def test_without_a_schema_nobody_knows_what_an_event_is(fmt):
    with pytest.raises(InvalidInput, match="--schema") as error:
        written(fmt, CORPUS)
    assert (error.value.rule, error.value.document) == ("schema", "qorma")


@pytest.mark.parametrize("fmt", EVENT_FORMATS, ids=by_id)
def test_an_empty_corpus_has_a_header_at_most(fmt):
    assert written(fmt, [], SCHEMA).decode() == fmt.head()


@pytest.mark.parametrize("fmt", EVENT_FORMATS, ids=by_id)
def test_a_table_of_events_is_never_taken_for_articles(fmt):
    assert guess(f"corpus{fmt.suffix}") == fmt.id
    assert not readable(f"corpus{fmt.suffix}")


def test_events_that_did_not_happen_are_in_our_table_alone():
    assert {each["event"]: each["status"] for each in rows(writer("events"))} == {
        "s01": "occurred", "s02": "occurred", "s08": "occurred", "s14": "occurred", "s18": "occurred",
        "s20": "occurred", "s23": "planned", "s24": "attempted",
    }  # fmt: skip
    for name in ("acled-like", "ucdp-like", "airwars-like"):
        reasons = {loss.id: loss.reason for loss in losses(name) if loss.kind == "event"}
        assert (reasons["s20"], reasons["s23"], reasons["s24"]) == ("denied", "planned", "attempted")


def test_what_a_person_remarked_and_what_is_of_no_event_is_told():
    lost = losses("events")
    assert [loss.id for loss in lost if loss.kind == "comment"] == ["c01"]
    assert {loss.id for loss in lost if loss.kind == "span"} == {"s27", "s28"}
    assert [(loss.document, loss.id) for loss in lost if loss.reason == "no_class"] == [("rain", "s01")]
    assert [loss.document for loss in lost if loss.reason == "no_set"] == ["weather"]


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("fmt", TABLES, ids=by_id)
def test_no_two_columns_have_one_name_and_theirs_come_first(fmt):
    [header] = csv.reader(io.StringIO(fmt.head(), newline=""))
    assert len(set(header)) == len(header)
    assert header == [*fmt.columns, *our_columns()]
    assert {f"{name}_{more}" for name in WITH_WORDS for more in ("spans", "quotes")} <= set(header)


@pytest.mark.parametrize("fmt", TABLES, ids=by_id)
def test_every_quote_stands_where_its_row_says(fmt):
    texts = {annotated.document.id: annotated.document.text for annotated in CORPUS}
    quotes = 0
    for each in rows(fmt):
        for name in WITH_WORDS:
            places = [tuple(map(int, place.split("-"))) for place in each[f"{name}_spans"].split()]
            words = json.loads(each[f"{name}_quotes"] or "[]")
            assert [texts[each["document"]][start:end] for start, end in places] == words
            quotes += len(words)
    assert quotes > 15


@pytest.mark.parametrize("fmt", TABLES, ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_whatever_is_annotated_a_table_can_be_read_and_its_quotes_are_true(fmt, annotated):
    for each in rows(fmt, [annotated], ANY_SCHEMA):
        assert each["document"].lstrip("'") in (annotated.document.id, annotated.document.id.lstrip("'"))
        for name in WITH_WORDS:
            places = [tuple(map(int, place.split("-"))) for place in each[f"{name}_spans"].split()]
            found = [annotated.document.text[start:end] for start, end in places]
            assert found == json.loads(each[f"{name}_quotes"] or "[]")


@EXAMPLES
@given(annotated=annotated_documents())
def test_our_table_has_a_row_for_each_event(annotated):
    standing = chosen(annotated)
    mains = [] if standing is None else [span for span in standing.spans if ANY_SCHEMA.is_trigger(span.label)]
    further = {link.from_id for link in (standing.links if standing else ()) if link.role == "same"}
    found = [each["event"] for each in rows(writer("events"), [annotated], ANY_SCHEMA)]
    assert len(found) == len([span for span in mains if span.id not in further])


def test_no_cell_is_a_formula_and_numbers_stay_numbers():
    raid, shelling = row("events", "s02"), row("events", "s20")
    assert raid["weapon"] == "'+rifles"
    assert shelling["agents"] == "'=CMD() brigade"
    assert raid["place_latitude"] == "-12.5"
    assert row("acled-like", "s02")["source"] == "'=wire"
    for fmt in TABLES:
        for each in rows(fmt):
            for cell in each.values():
                assert not cell.startswith(("=", "+", "@", "\t", "\r"))
                assert not cell.startswith("-") or float(cell) < 0


@pytest.mark.parametrize("fmt", TABLES, ids=by_id)
def test_a_table_begins_with_a_byte_order_mark_where_that_is_asked_for(fmt):
    plain = written(fmt, CORPUS, SCHEMA)
    assert written(configured(fmt, {"bom": "yes"}), CORPUS, SCHEMA) == b"\xef\xbb\xbf" + plain
    assert not plain.startswith(b"\xef\xbb\xbf")


def test_a_line_break_in_a_quote_stays_one():
    assert json.loads(row("events", "s02")["injured_quotes"]) == ['"dozens of people"\nin the crowd']
    written_ = written(writer("events"), CORPUS, SCHEMA).decode()
    assert all(line.count('"') % 2 == 0 for line in written_.split("\r\n"))


def test_a_table_opens_in_pandas():
    table = pandas.read_csv(io.BytesIO(written(writer("ucdp-like"), CORPUS, SCHEMA)))
    assert list(table["best"].fillna(-1)) == [12, 1, -1]
    assert table["latitude"].dtype == float
    assert list(table["event"]) == ["s02", "s08", "s14"]


def test_an_event_says_who_where_when_and_how_many():
    raid = row("events", "s02")
    assert (raid["class"], raid["agents"], raid["place"], raid["date_from"]) == (
        "attack", "Red Brigade", "Qorma", "2024-03-04",
    )  # fmt: skip
    assert (raid["killed"], raid["killed_lower"], raid["killed_upper"]) == ("12", "12", "12")
    assert (raid["injured"], raid["injured_lower"], raid["injured_upper"]) == ("24 or more", "24", "")
    assert [(toll["lower"], toll["apart"]) for toll in json.loads(raid["tolls"])] == [
        (12, None), (2, "part"), (24, None),
    ]  # fmt: skip
    strike = row("events", "s08")
    assert (strike["targets"], strike["relations"], strike["killed"]) == (
        "Commander Ada Lund", "retaliation_for: s02", "1",
    )  # fmt: skip
    assert json.loads(strike["targets_said"]) == [
        {"actor_type": "non_state_armed", "individual": "yes", "harm": "killed"}
    ]


def test_several_places_are_all_told_and_the_closest_stands_in_the_column():
    clash = row("events", "s14")
    assert (clash["place"], clash["place_precision"], clash["places"]) == ("Qorma", "1", "Qorma; Belt")
    assert row("ucdp-like", "s14")["where_description"] == "Qorma; Belt"


# ---------------------------------------------------------------- columns of others


def test_acled_fatalities_are_the_killed_as_the_article_shows_them_and_none_twice():
    found = {each["event"]: each["fatalities"] for each in rows(writer("acled-like"))}
    assert found == {"s02": "12", "s08": "1", "s14": "7", "s18": "", "s01": ""}
    assert "counted with the event s14: 4 police officers" in row("acled-like", "s18")["notes"]
    assert "no number: an unknown number of fighters" in row("acled-like", "s14")["notes"]


def test_an_attack_of_unknown_means_is_coded_by_its_actors():
    raid = row("acled-like", "s02")
    assert (raid["event_type"], raid["sub_event_type"]) == ("Violence against civilians", "Attack")
    unknown = row("acled-like", "s18")
    assert (unknown["event_type"], unknown["disorder_type"]) == ("", "")
    assert "the class of the event has no code here" in unknown["notes"]
    assert [loss.id for loss in losses("acled-like") if loss.reason == "no_code"] == ["s18"]


def test_acled_has_codes_for_parties_and_coarser_precisions():
    clash = row("acled-like", "s14")
    assert (clash["actor1"], clash["inter1"], clash["actor2"], clash["inter2"], clash["interaction"]) == (
        "Red Brigade", "2", "Army of Tarsa", "1", "12",
    )  # fmt: skip
    strike = row("acled-like", "s08")
    assert (strike["geo_precision"], strike["place_precision"], strike["time_precision"]) == ("1", "2", "1")


def test_ucdp_tells_whose_dead_they_were_and_makes_up_nothing():
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")
    deaths = {each["event"]: tuple(each[name] for name in names) for each in rows(writer("ucdp-like"))}
    assert deaths == {
        "s02": ("0", "0", "12", "0", "12", "12", "12"),
        "s08": ("0", "1", "0", "0", "1", "1", "1"),
        # The soldiers are linked to their side; of the fighters nobody knows how many, so nobody knows the best.
        "s14": ("", "3", "0", "4", "", "", "7"),
    }
    assert [each["type_of_violence"] for each in rows(writer("ucdp-like"))] == ["", "1", "1"]
    assert {loss.id for loss in losses("ucdp-like") if loss.reason == "no_deaths"} == {"s18", "s01"}


def test_airwars_has_pairs_of_least_and_most_by_who_was_hit():
    raid, clash = row("airwars-like", "s02"), row("airwars-like", "s14")
    assert (raid["civilians_killed_min"], raid["civilians_killed_max"]) == ("12", "12")
    assert (clash["belligerents_killed_min"], clash["belligerents_killed_max"]) == ("7", "")
    assert (clash["militants_killed_min"], clash["militants_killed_max"]) == ("0", "")
    assert row("airwars-like", "s08")["grading"] == "fair"
    assert [loss.id for loss in losses("airwars-like") if loss.reason == "no_tolls"] == ["s01"]


def test_the_article_becomes_a_row_with_forty_that_the_article_shows():
    seeds = Path(__file__).parents[2] / "seeds"
    article = read(writer("native"), (seeds / "iraq-us-talks.jsonl").read_bytes(), SCHEMA)
    [airstrikes] = [each for each in rows(writer("acled-like"), article) if each["trigger"] == "airstrikes"]
    assert (airstrikes["fatalities"], airstrikes["killed_lower"], airstrikes["killed_upper"]) == ("40", "41", "")
    assert json.loads(airstrikes["killed_quotes"]) == ["over 40 Iranian-backed militants", "over 40"]
    [strikes] = [each for each in rows(writer("acled-like"), article) if each["trigger"] == "hit"]
    assert (strikes["fatalities"], strikes["notes"].partition("; ")[2]) == (
        "", "flagged, not counted: at least 40 Iran-backed militants",
    )  # fmt: skip
