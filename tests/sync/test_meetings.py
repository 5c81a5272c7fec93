"""Two teams that meet at one thing, told one by one: what histories of all kinds have found."""

import pytest

from annotator.domain.annotations import Link, Span
from annotator.domain.changes import Kind
from annotator.services.sync import conflicts, connections
from annotator.services.sync.engine import Outcome
from annotator.store.session import Database
from tests.sync.histories import History, place_of, region


@pytest.fixture
def history(sqlite_database: Database) -> History:
    """A document of one set with one more span, in step with its task."""
    found = History(sqlite_database)
    found.add_here(None)
    mark(found, "party", 0)
    found.sync()
    return found


def mark(history: History, label: str, word: int) -> None:
    def act(_, text):
        start, end = place_of(text, word)
        span = Span(history.name("s"), label, start, end, text[start:end], {}, "import")
        return [(Kind.ADD_SPAN, None, span.as_json())]

    history.here(0, act)


def unmark(history: History) -> None:
    def act(found, _):
        (span,) = (each for each in found.spans if each.id.startswith("s"))
        return [(Kind.REMOVE_SPAN, span.as_json(), None)]

    history.here(0, act)


def ran(history: History) -> Outcome:
    outcome = history.sync()
    assert outcome is not None
    assert outcome.left == []
    return outcome


def open_conflicts(history: History) -> list[tuple[str, object, object]]:
    found = conflicts.list_conflicts(history.both.database, "ours")
    return [(each.kind, each.local, each.remote) for each in found]


def rated(result, _):
    (span,) = (each for each in result if each["type"] == "labels" and each["id"].startswith("s"))
    place = {name: span["value"][name] for name in ("start", "end")}
    said = {"id": span["id"], "type": "rating", "from_name": "stars", "to_name": "text"}
    noted = [{**each, "meta": {**each["meta"], "remark": "sic"}} if each is span else each for each in result]
    return [*noted, {**said, "value": {**place, "rating": 4}}]


def names(history: History) -> set[str]:
    return {item["id"] for each in history.memory.annotations.values() for item in each["result"]}


def test_what_only_they_know_of_a_span_goes_with_the_span(history: History) -> None:
    history.there(0, rated)
    ran(history)
    unmark(history)
    outcome = ran(history)
    assert outcome.plan.troubles == []
    assert {name[0] for name in names(history)} == {"m"}
    history.end(["local"])


@pytest.mark.parametrize(("word", "stays"), [("local", False), ("remote", True)])
def test_a_span_that_goes_here_while_they_say_something_of_it_is_one_conflict(
    history: History, word: str, stays: bool
) -> None:
    unmark(history)
    history.there(0, rated)
    ran(history)
    ((kind, local, _),) = open_conflicts(history)
    assert (kind, local) == ("span", None)
    history.resolve(0, word)
    history.end([word])
    ratings = [
        item for each in history.memory.annotations.values() for item in each["result"] if "rating" in item["type"]
    ]
    assert len(ratings) == stays
    assert ("s" in {name[0] for name in names(history)}) is stays


@pytest.mark.parametrize("word", ["local", "remote"])
def test_a_task_that_goes_there_while_its_set_is_changed_here_waits_for_a_word(history: History, word: str) -> None:
    history.drop_there(0, whole=True)
    mark(history, "place", 3)
    for _ in range(4):
        ran(history)
    ((kind, local, remote),) = open_conflicts(history)
    assert (kind, str(local).split()[0], remote) == ("annotation", "changed", "deleted")
    assert history.memory.tasks == {}
    history.resolve(0, word)
    history.end([word])
    assert len(names(history)) == (3 if word == "local" else 0)
    assert len(history.memory.tasks) == (1 if word == "local" else 0)


def test_a_word_that_was_given_does_not_hold_for_what_was_changed_since(history: History) -> None:
    history.drop_there(0, whole=True)
    mark(history, "place", 3)
    for _ in range(3):
        ran(history)
    history.resolve(0, "remote")
    mark(history, "place", 5)
    ran(history)
    assert len(open_conflicts(history)) == 1
    assert len(history.facts()[0]) > 9


@pytest.mark.parametrize("word", ["local", "remote"])
def test_a_set_that_goes_here_while_its_annotation_is_changed_there_waits_for_a_word(
    history: History, word: str
) -> None:
    history.drop_here(0)
    history.skip_there(0)
    for _ in range(2):
        ran(history)
    ((_, local, remote),) = open_conflicts(history)
    assert (local, str(remote).split()[0]) == ("deleted", "changed")
    history.resolve(0, word)
    history.end([word])
    assert len(history.memory.annotations) == len(history.own_sets()) == (1 if word == "remote" else 0)
    # It is an ordinary set from now on.
    history.skip_there(0)
    history.end([word])


def test_a_word_for_what_the_rules_would_not_take_stands_and_is_told_until_another_is_given(history: History) -> None:
    def linked_to_itself(result, _):
        span = result[0]["id"]
        return [
            *result,
            {"type": "relation", "direction": "right", "from_id": span, "to_id": span, "labels": ["agent"]},
        ]

    history.there(0, linked_to_itself)
    history.drop_here(0)
    ran(history)
    history.resolve(0, "remote")
    for _ in range(2):
        outcome = ran(history)
        assert [each.reason for each in outcome.plan.troubles] == ["self_link"]
        assert [each[0] for each in open_conflicts(history)] == ["annotation"]
    history.resolve(0, "local")
    ran(history)
    assert open_conflicts(history) == []
    assert history.memory.annotations == {}


def test_what_somebody_writes_right_behind_a_write_of_ours_stays(history: History) -> None:
    mark(history, "place", 3)

    def spoil(_: int, writes: bool) -> None:
        if not writes and wrote and not done:
            done.append(True)
            history.there(0, lambda result, text: [*result, region("r1", "place", *place_of(text, 6))])
        if writes:
            wrote.append(True)

    wrote, done = [], []
    history.sync(spoil)
    assert done
    assert "r1" in names(history)
    history.end(["local"])
    assert ("span", "r1") in history.facts()[0]


def test_a_carried_note_on_something_else_keeps_nobody_from_making_an_annotation_again(history: History) -> None:
    history.there(0, rated)
    ran(history)
    history.drop_there(0, whole=False)
    mark(history, "place", 3)
    for _ in range(2):
        history.sync()
    history.resolve(0, "local")
    ran(history)
    assert len(history.memory.annotations) == 1
    history.end(["local"])


@pytest.mark.parametrize("word", ["local", "remote"])
def test_what_is_said_of_a_span_here_is_not_lost_to_another_label_there(history: History, word: str) -> None:
    def say(found, _):
        (span,) = (each for each in found.spans if each.id.startswith("s"))
        return [(Kind.CHANGE_SPAN, span.as_json(), {**span.as_json(), "attributes": {"kind": "one"}})]

    def relabel(result, _):
        return [
            {**each, "value": {**each["value"], "labels": ["place"]}} if each["id"].startswith("s") else each
            for each in result
        ]

    history.here(0, say)
    history.there(0, relabel)
    ran(history)
    assert [kind for kind, *_ in open_conflicts(history)] == ["span"]
    history.resolve(0, word)
    history.end([word])
    labels = {value for key, value in history.facts()[0].items() if key[0] == "label" and key[1].startswith("s")}
    assert labels == {"party" if word == "local" else "place"}


@pytest.mark.parametrize("word", ["local", "remote"])
def test_a_new_link_here_is_not_lost_to_another_label_there(history: History, word: str) -> None:
    def link(found, _):
        (span,) = (each for each in found.spans if each.id.startswith("s"))
        (deed,) = (each for each in found.spans if each.id.startswith("m"))
        return [(Kind.ADD_LINK, None, Link(history.name("l"), "agent", deed.id, span.id).as_json())]

    def relabel(result, _):
        return [
            {**each, "value": {**each["value"], "labels": ["place"]}} if each["id"].startswith("s") else each
            for each in result
        ]

    history.here(0, link)
    history.there(0, relabel)
    ran(history)
    assert [kind for kind, *_ in open_conflicts(history)] == ["span"]
    history.resolve(0, word)
    history.end([word])
    assert ("link" in {key[0] for key in history.facts()[1]}) is (word == "local")


def test_two_tasks_of_one_text_are_two_documents_and_a_copy_of_one_of_ours_is_left_alone(history: History) -> None:
    for _ in range(2):
        history.add_there(None, 1)
        text = max(history.memory.tasks.items())[1]["data"]["text"]
        history.memory.add_task({"data": {"text": text}})
        ran(history)
    assert len(history.documents()) == 5
    (ours, *_) = history.memory.tasks.values()
    copied = history.memory.add_task({"data": ours["data"], "meta": ours["meta"], "annotations": ours["annotations"]})
    for _ in range(2):
        outcome = ran(history)
        assert [each.reason for each in outcome.plan.troubles] == ["duplicate"]
        assert f"task {copied['id']} " in outcome.plan.troubles[0].detail
    assert outcome.plan.actions == []
    assert len(history.documents()) == 5


def test_what_came_while_nothing_may_go_is_no_wish_of_ours_later(history: History) -> None:
    mark(history, "place", 3)
    history.skip_there(0)
    connections.change(history.both.database, "ours", "pull")
    ran(history)
    assert [each.annotations.status for each in history.own_sets()] == ["skipped"]
    # They take it up again before anything of ours goes over.
    history.skip_there(0)
    connections.change(history.both.database, "ours", "both")
    history.end(["local"])
    assert [each["was_cancelled"] for each in history.memory.annotations.values()] == [False]
    assert len(names(history)) == 3


def test_what_went_while_nothing_may_come_is_no_wish_of_theirs_later(history: History) -> None:
    history.skip_there(0)
    connections.change(history.both.database, "ours", "push")
    mark(history, "place", 3)
    ran(history)
    assert len(names(history)) == 3

    def unmark_last(found, _):
        return [(Kind.REMOVE_SPAN, found.spans[-1].as_json(), None)]

    history.here(0, unmark_last)
    connections.change(history.both.database, "ours", "both")
    history.end(["remote"])
    assert len(names(history)) == 2
