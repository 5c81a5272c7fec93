"""Every gold set of the demo articles is true to its text, and legal under the schema."""

import re
from collections import Counter
from datetime import date

import pytest
import regex

from tests.seeds.corpus import (
    GOLD,
    LABELS,
    RECORDS,
    ROLES,
    SCHEMA,
    TRIGGERS,
    by_id,
    counts,
    further_triggers,
    main_triggers,
    meaning,
)

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

each_gold = pytest.mark.parametrize("name", GOLD)


@each_gold
def test_every_quote_is_the_slice_it_names(name: str) -> None:
    text = RECORDS[name]["text"]
    for span in GOLD[name]["spans"]:
        assert 0 <= span["start"] < span["end"] <= len(text)
        assert text[span["start"] : span["end"]] == span["quote"], span["id"]
        time = span.get("attributes", {}).get("time")
        if time:
            assert text[time["start"] : time["end"]] == time["text"], span["id"]


@each_gold
def test_no_span_cuts_a_character_in_two(name: str) -> None:
    text = RECORDS[name]["text"]
    borders = {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    for span in GOLD[name]["spans"]:
        assert {span["start"], span["end"]} <= borders, span["id"]


@each_gold
def test_no_span_begins_or_ends_in_a_space_or_a_quotation_mark(name: str) -> None:
    for span in GOLD[name]["spans"]:
        assert span["quote"].strip(' \r\n"“”«»,') == span["quote"], span["id"]


@each_gold
def test_ids_are_unique_and_spans_stand_in_text_order(name: str) -> None:
    spans, links = GOLD[name]["spans"], GOLD[name]["links"]
    for items in (spans, links):
        ids = [item["id"] for item in items]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[sl]\d{2,3}", each) for each in ids)
    assert [span["start"] for span in spans] == sorted(span["start"] for span in spans)


@each_gold
def test_equal_spans_of_one_label_are_triggers(name: str) -> None:
    places = Counter((span["label"], span["start"], span["end"]) for span in GOLD[name]["spans"])
    assert all(label in TRIGGERS for (label, _, _), number in places.items() if number > 1)


@each_gold
def test_every_link_joins_what_its_role_may_join_and_says_it_once(name: str) -> None:
    spans = by_id(GOLD[name])
    for link in GOLD[name]["links"]:
        role = ROLES[link["role"]]
        assert spans[link["from"]]["label"] in role["from"], link["id"]
        assert spans[link["to"]]["label"] in role["to"], link["id"]
        assert link["from"] != link["to"]
    said = [(link["role"], link["from"], link["to"]) for link in GOLD[name]["links"]]
    assert len(set(said)) == len(said)
    most = Counter((link["role"], link["from"]) for link in GOLD[name]["links"])
    assert all(number <= (ROLES[role].get("max") or number) for (role, _), number in most.items())


@each_gold
def test_the_triggers_of_an_event_are_a_star(name: str) -> None:
    further = further_triggers(GOLD[name])
    for link in GOLD[name]["links"]:
        if meaning(link) == "same_event":
            assert link["to"] not in further, link["id"]


@each_gold
def test_what_is_said_of_an_event_stands_on_its_main_trigger_alone(name: str) -> None:
    further = further_triggers(GOLD[name])
    assert all("attributes" not in span for span in GOLD[name]["spans"] if span["id"] in further)
    for span in main_triggers(GOLD[name]):
        needed = {each["name"] for each in LABELS[span["label"]]["attributes"] if each.get("required")}
        assert needed <= set(span["attributes"])


@each_gold
def test_every_attribute_is_one_the_schema_knows_with_a_value_it_allows(name: str) -> None:
    for span in GOLD[name]["spans"]:
        known = {each["name"]: each for each in LABELS[span["label"]]["attributes"]}
        for key, value in span.get("attributes", {}).items():
            allowed = [each["value"] for each in known[key].get("values", [])]
            chosen = value if isinstance(value, list) else [value]
            assert not allowed or set(chosen) <= set(allowed), (span["id"], key)
            if known[key]["type"] in {"count", "date"}:
                assert value["by"] == "human"
    document = {each["name"]: each for each in SCHEMA["document"]["attributes"]}
    for key, value in GOLD[name]["attributes"].items():
        assert value in {each["value"] for each in document[key]["values"]}


@each_gold
def test_every_toll_is_counted_and_hangs_on_an_event(name: str) -> None:
    hanging = {link["to"] for link in GOLD[name]["links"] if link["role"] == "casualty"}
    for span in GOLD[name]["spans"]:
        if span["label"] == "casualty":
            assert {"harm", "victim", "count"} <= set(span["attributes"])
            assert span["attributes"]["count"]["text"] in span["quote"]
            assert span["id"] in hanging


@each_gold
def test_the_interval_of_a_count_follows_from_its_operator(name: str) -> None:
    for count in counts(name):
        value, lower, upper, best = (count[key] for key in ("value", "lower", "upper", "best"))
        follows = {
            "exact": lower == upper == best == value is not None,
            "at_least": (lower, upper, best) == (value, None, value),
            "more_than": (lower, upper, best) == (value and value + 1, None, value and value + 1),
            "about": lower is None and best == value and upper in (None, value),
            "up_to": (lower, upper, best) == (None, value, None),
            "fewer_than": (lower, upper, best) == (None, value and value - 1, None),
            "range": value is None and lower < upper and best == lower if count["op"] == "range" else None,
            "vague": (value, upper, best) == (None, None, None) and (lower or 0) >= 2,
            "none": value == lower == upper == best == 0,
            "unknown": {value, lower, upper, best} == {None},
        }
        assert follows[count["op"]], count
        assert count["vague"] == (count["op"] == "vague")


@each_gold
def test_a_weekday_in_the_text_is_the_weekday_of_its_date(name: str) -> None:
    published = date.fromisoformat(RECORDS[name]["meta"]["published"])
    for span in GOLD[name]["spans"]:
        time = span.get("attributes", {}).get("time")
        if not time:
            continue
        first, last = date.fromisoformat(time["from"]), date.fromisoformat(time["to"])
        assert first <= last
        assert (time["precision"] == 1) == (first == last)
        if time["text"] in WEEKDAYS:
            assert WEEKDAYS[first.weekday()] == time["text"]
            assert abs((first - published).days) < 7
