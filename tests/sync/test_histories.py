"""Any history of two teams, with syncs, lost answers and kills anywhere in it, ends with nothing lost and all quiet."""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from annotator.domain.annotations import Link, Span
from annotator.domain.changes import Kind
from annotator.services.sync import connections
from annotator.services.sync.connections import DIRECTIONS
from annotator.store.session import Database
from tests.fixtures import emptied
from tests.sync.histories import LABELS, ROLES, SAID, VALUES, History, place_of, region

PICK = st.integers(0, 7)
WORD = st.sampled_from(["local", "remote"])
DEEDS = (
    *("mark_here", "unmark_here", "label_here", "drop_here", "add_here"),
    *("mark_there", "unmark_there", "label_there", "drop_there", "skip_there", "save_there"),
)
REQUESTS = st.integers(1, 40)
KILLS = st.sampled_from(["noted", ": sent", "settling", "settled", "a document", "sets"])


class Teams(RuleBasedStateMachine):
    """What either team may do, in any order."""

    database: Database

    @initialize(number=st.integers(1, 2))
    def begin(self, number: int) -> None:
        self.history = History(emptied(self.database))
        for _ in range(number):
            self.history.add_here(None)
        self.history.sync()

    # Here.

    @rule(pick=PICK, word=PICK, label=st.sampled_from(LABELS))
    def mark_here(self, pick, word, label):
        def act(_, text):
            start, end = place_of(text, word)
            span = Span(self.history.name("s"), label, start, end, text[start:end], {}, "import")
            return [(Kind.ADD_SPAN, None, span.as_json())]

        self.history.here(pick, act)

    @rule(pick=PICK, one=PICK)
    def unmark_here(self, pick, one):
        def act(found, _):
            spans = [each for each in found.spans if not each.id.startswith("m")]
            return [(Kind.REMOVE_SPAN, spans[one % len(spans)].as_json(), None)] if spans else []

        self.history.here(pick, act)

    @rule(pick=PICK, one=PICK, word=PICK)
    def move_here(self, pick, one, word):
        def act(found, text):
            span = found.spans[one % len(found.spans)]
            start, end = place_of(text, word)
            new = replace(span, start=start, end=end, quote=text[start:end])
            return [(Kind.CHANGE_SPAN, span.as_json(), new.as_json())]

        self.changed_here(pick, act)

    @rule(pick=PICK, one=PICK, label=st.sampled_from(LABELS))
    def label_here(self, pick, one, label):
        def act(found, _):
            span = found.spans[one % len(found.spans)]
            return [(Kind.CHANGE_SPAN, span.as_json(), replace(span, label=label, attributes={}).as_json())]

        self.changed_here(pick, act)

    @rule(pick=PICK, one=PICK, value=st.sampled_from([*VALUES, None]))
    def say_here(self, pick, one, value):
        def act(found, _):
            span = found.spans[one % len(found.spans)]
            if span.label not in SAID:
                return []
            said = {} if value is None else {SAID[span.label][0]: value}
            return [(Kind.CHANGE_SPAN, span.as_json(), replace(span, attributes=said).as_json())]

        self.changed_here(pick, act)

    def changed_here(self, pick, act):
        self.history.here(pick, lambda found, text: act(found, text) if found.spans else [])

    @rule(pick=PICK, one=PICK, other=PICK, role=st.sampled_from(ROLES))
    def link_here(self, pick, one, other, role):
        def act(found, _):
            ends = found.spans[one % len(found.spans)].id, found.spans[other % len(found.spans)].id
            old = [each for each in found.links if (each.from_id, each.to_id, each.role) == (*ends, role)]
            if old:
                return [(Kind.REMOVE_LINK, old[0].as_json(), None)]
            return [(Kind.ADD_LINK, None, Link(self.history.name("l"), role, *ends).as_json())]

        self.changed_here(pick, act)

    @rule(pick=PICK, note=st.sampled_from([*VALUES, None]))
    def note_here(self, pick, note):
        def act(found, _):
            was = found.attributes.get("note")
            return [(Kind.SET_ATTRIBUTE, {"name": "note", "value": was}, {"name": "note", "value": note})]

        self.history.here(pick, act)

    @rule(pick=PICK, status=st.sampled_from(["submitted", "skipped", "reopened"]))
    def state_here(self, pick, status):
        self.history.state(pick, status)

    @rule(pick=st.none() | PICK)
    def add_here(self, pick):
        self.history.add_here(pick)

    @rule(pick=PICK)
    def drop_here(self, pick):
        self.history.drop_here(pick)

    # There.

    @rule(pick=PICK, word=PICK, label=st.sampled_from(LABELS))
    def mark_there(self, pick, word, label):
        name = self.history.name("r")
        self.history.there(pick, lambda result, text: [*result, region(name, label, *place_of(text, word))])

    @rule(pick=PICK, one=PICK)
    def unmark_there(self, pick, one):
        def step(result, _):
            names = [each["id"] for each in result if each["type"] == "labels" and each["id"][0] != "m"]
            if not names:
                return result
            gone = names[one % len(names)]
            return [each for each in result if gone not in (each.get("id"), each.get("from_id"), each.get("to_id"))]

        self.history.there(pick, step)

    @rule(pick=PICK, one=PICK, word=PICK)
    def move_there(self, pick, one, word):
        def step(result, text):
            name = spans_of(result)[one % len(spans_of(result))]["id"]
            start, end = place_of(text, word)
            return [
                {**each, "value": {**each["value"], "start": start, "end": end}} if each.get("id") == name else each
                for each in result
            ]

        self.changed_there(pick, step)

    @rule(pick=PICK, one=PICK, label=st.sampled_from(LABELS))
    def label_there(self, pick, one, label):
        def step(result, _):
            name = spans_of(result)[one % len(spans_of(result))]["id"]
            return [
                {**each, "value": {**each["value"], "labels": [label]}} if each.get("id") == name else each
                for each in result
                if each.get("id") != name or each["type"] == "labels"
            ]

        self.changed_there(pick, step)

    @rule(pick=PICK, one=PICK, value=st.sampled_from([*VALUES, None]))
    def say_there(self, pick, one, value):
        def step(result, _):
            span = spans_of(result)[one % len(spans_of(result))]
            label = span["value"]["labels"][0]
            rest = [each for each in result if each.get("id") != span["id"] or each["type"] == "labels"]
            if label not in SAID or value is None:
                return rest
            name, kind, key = SAID[label]
            place = {name: value for name, value in span["value"].items() if name in ("start", "end")}
            said = {"id": span["id"], "type": kind, "from_name": f"{label}-{name}", "to_name": "text"}
            return [*rest, {**said, "value": {**place, key: [value]}}]

        self.changed_there(pick, step)

    @rule(pick=PICK, one=PICK, other=PICK, role=st.sampled_from(ROLES))
    def link_there(self, pick, one, other, role):
        def step(result, _):
            spans = spans_of(result)
            here, there = spans[one % len(spans)], spans[other % len(spans)]
            ends = {"from_id": here["id"], "to_id": there["id"], "labels": [role]}
            rest = [each for each in result if any(each.get(name) != value for name, value in ends.items())]
            return rest if len(rest) < len(result) else [*result, {"type": "relation", "direction": "right", **ends}]

        self.changed_there(pick, step)

    @rule(pick=PICK, one=PICK, stars=st.sampled_from([1, 5, None]))
    def rate_there(self, pick, one, stars):
        def step(result, _):
            span = spans_of(result)[one % len(spans_of(result))]
            rest = [each for each in result if each.get("id") != span["id"] or each["type"] != "rating"]
            place = {name: value for name, value in span["value"].items() if name in ("start", "end")}
            said = {"id": span["id"], "type": "rating", "from_name": "stars", "to_name": "text"}
            return rest if stars is None else [*rest, {**said, "value": {**place, "rating": stars}}]

        self.changed_there(pick, step)

    @rule(pick=PICK, one=PICK, words=st.sampled_from(VALUES))
    def remark_there(self, pick, one, words):
        def step(result, _):
            span = spans_of(result)[one % len(spans_of(result))]
            new = {**span, "meta": {**span.get("meta", {}), "remark": words}}
            return [new if each is span else each for each in result]

        self.changed_there(pick, step)

    @rule(pick=PICK)
    def save_there(self, pick):
        self.history.there(pick, lambda result, _: [*reversed(result)])

    def changed_there(self, pick, step):
        self.history.there(pick, lambda result, text: step(result, text) if spans_of(result) else result)

    @rule(pick=PICK, note=st.sampled_from([*VALUES, None]))
    def note_there(self, pick, note):
        def step(result, _):
            rest = [each for each in result if each["type"] == "relation" or "start" in each["value"]]
            said = {"id": "n", "type": "textarea", "from_name": "whole-document-note", "to_name": "text"}
            return rest if note is None else [*rest, {**said, "value": {"text": [note]}}]

        self.history.there(pick, step)

    @rule(pick=PICK)
    def skip_there(self, pick):
        self.history.skip_there(pick)

    @rule(pick=st.none() | PICK, person=st.integers(1, 2))
    def add_there(self, pick, person):
        self.history.add_there(pick, person)

    @rule(pick=PICK, whole=st.booleans())
    def drop_there(self, pick, whole):
        self.history.drop_there(pick, whole=whole)

    # Between them.

    @rule()
    def sync(self):
        self.history.sync()

    @rule(at=REQUESTS, fault=st.sampled_from(["lost before", "lost after", "killed before", "killed after"]))
    def sync_spoilt(self, at, fault):
        self.history.sync(lambda number, _: fault if number == at else None)

    @rule(at=REQUESTS, deed=st.sampled_from(DEEDS), pick=PICK, word=PICK, label=st.sampled_from(LABELS))
    def sync_while_somebody_works(self, at, deed, pick, word, label):
        def spoil(number, writes):
            # Between the look before a write and the write there is a moment that no look can close.
            if number >= at and not writes and not done:
                done.append(number)
                self.meddle(deed, pick, word, label)

        done: list[int] = []
        self.history.sync(spoil)

    def meddle(self, deed, pick, word, label):
        match deed:
            case "mark_here" | "mark_there" | "label_here" | "label_there":
                getattr(self, deed)(pick, word, label)
            case "drop_there":
                self.drop_there(pick, word == 0)
            case "unmark_here" | "unmark_there":
                getattr(self, deed)(pick, word)
            case _:
                getattr(self, deed)(pick)

    @rule(step=KILLS, after=st.integers(0, 5))
    def sync_killed(self, step, after):
        self.history.sync(kill=step, after=after)

    @rule(direction=st.sampled_from(DIRECTIONS))
    def go(self, direction):
        connections.change(self.database, "ours", direction)

    @rule(pick=PICK, word=WORD)
    def resolve(self, pick, word):
        self.history.resolve(pick, word)

    def teardown(self):
        if hasattr(self, "history"):
            self.go("both")
            self.history.end(["local", "remote"])


def spans_of(result):
    return [each for each in result if each["type"] == "labels"]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_any_history_ends_with_nothing_lost_and_all_quiet(sqlite_database: Database) -> None:
    Teams.database = sqlite_database
    many = int(os.environ.get("ANNOTATOR_TEST_HISTORIES", "40"))
    run_state_machine_as_test(
        Teams,
        settings=settings(
            max_examples=many, stateful_step_count=30, derandomize=many == 40, suppress_health_check=list(HealthCheck)
        ),
    )
