"""Saving: exactly once, act by act, and at the same cost in a long history as in a short one."""

import sqlite3
import threading

import pytest
from sqlalchemy import event

from annotator.domain.changes import Change, Kind, undo
from annotator.domain.errors import Conflict, NotFound
from annotator.services import annotations, tasks
from annotator.store import changes as changes_store
from tests import factories

TEXT = "US strike killed over 40 fighters in Baghdad. The strike hit a convoy."


@pytest.fixture
def work(database):
    """A person with an open task on TEXT."""
    with database.write() as session:
        project = factories.add_project(session, "war")
        person = factories.add_person(session)
        factories.add_member(session, project, person)
        task = factories.add_task(session, factories.add_document(session, project, TEXT), person)
        return person, task.id


def span(span_id, label, words, after=0, **attributes):
    start = TEXT.index(words, after)
    return {
        "id": span_id,
        "label": label,
        "start": start,
        "end": start + len(words),
        "quote": words,
        "attributes": attributes,
        "origin": "human",
    }


def link(link_id, role, from_id, to_id):
    return {"id": link_id, "role": role, "from": from_id, "to": to_id}


def change(number, act, kind, before=None, after=None):
    return Change(f"c{number}", act, Kind(kind), before, after)


def save(database, work, *changes):
    person, task_id = work
    with database.write() as session:
        return annotations.save_changes(session, person, task_id, changes)


def standing(database, work):
    person, task_id = work
    with database.read() as session:
        opened = tasks.open_task(session, person, task_id)
    return {each.id: each for each in opened.spans}, {each.id: each for each in opened.links}


STRIKE = span("strike", "action", "strike")
FURTHER = span("again", "action", "strike", 10)
HIT = span("hit", "action", "hit")
US = span("us", "actor", "US")


def event_of_three(database, work):
    return save(
        database,
        work,
        change(1, "a", "add_span", after=STRIKE),
        change(2, "b", "add_span", after=FURTHER),
        change(3, "c", "add_span", after=HIT),
        change(4, "d", "add_span", after=US),
        change(5, "d", "add_link", after=link("l1", "agent", "strike", "us")),
        change(6, "e", "add_link", after=link("l2", "same_event", "again", "strike")),
        change(7, "f", "add_link", after=link("l3", "same_event", "hit", "strike")),
    )


def test_what_was_saved_is_there_with_its_revision(database, work):
    saved = event_of_three(database, work)
    spans, links = standing(database, work)
    assert saved.revision == 7
    assert set(spans) == {"strike", "again", "hit", "us"}
    assert set(links) == {"l1", "l2", "l3"}


def test_a_change_sent_twice_is_applied_once_and_acknowledged_twice(database, work):
    adding = change(1, "a", "add_span", after=US)
    first, second = save(database, work, adding), save(database, work, adding)
    assert [first.outcomes[0].refusal, second.outcomes[0].refusal] == [None, None]
    assert first.revision == second.revision == 1


def test_a_batch_whose_first_half_was_saved_before_goes_on_with_the_rest(database, work):
    changes = [change(1, "a", "add_span", after=US), change(2, "b", "add_span", after=STRIKE)]
    save(database, work, changes[0])
    assert save(database, work, *changes).revision == 2


def test_one_refused_act_does_not_stop_the_others(database, work):
    lie = {**STRIKE, "id": "lie", "quote": "strife"}
    saved = save(
        database,
        work,
        change(1, "a", "add_span", after=US),
        change(2, "b", "add_span", after=lie),
        change(3, "c", "add_span", after=STRIKE),
    )
    assert [outcome.refusal and outcome.refusal.rule for outcome in saved.outcomes] == [None, "quote", None]
    assert set(standing(database, work)[0]) == {"us", "strike"}


def test_a_refused_act_can_be_tried_again_when_what_stood_in_its_way_is_gone(database, work):
    adding = change(2, "b", "add_span", after={**US, "id": "twin"})
    save(database, work, change(1, "a", "add_span", after=US))
    assert save(database, work, adding).outcomes[0].refusal.rule == "equal_span"
    save(database, work, change(3, "c", "remove_span", before=US))
    assert save(database, work, adding).outcomes[0].refusal is None


def test_an_equal_span_from_another_device_is_refused_with_the_one_that_stands(database, work):
    save(database, work, change(1, "a", "add_span", after=US))
    outcome = save(database, work, change(2, "b", "add_span", after={**US, "id": "twin"})).outcomes[0]
    assert outcome.as_json()["current"] == US


def test_the_id_of_a_change_is_not_taken_for_another(database, work):
    save(database, work, change(1, "a", "add_span", after=US))
    both = save(database, work, change(1, "b", "add_span", after=US), change(2, "b", "add_span", after=STRIKE))
    assert both.outcomes[0].refusal.rule == "id"
    assert set(standing(database, work)[0]) == {"us"}


def test_removing_a_main_trigger_completes_the_act_and_undo_brings_all_of_it_back(database, work):
    event_of_three(database, work)
    before = standing(database, work)
    saved = save(database, work, change(8, "g", "remove_span", before=STRIKE))
    _, links = standing(database, work)
    assert links["l1"].from_id == "again"
    assert links["l3"].to_id == "again"
    act = [*saved.outcomes[0].effects, change(8, "g", "remove_span", before=STRIKE)]
    save(database, work, *undo(act, "u"))
    assert standing(database, work) == before


def test_links_that_trade_places_in_one_request_do_not_stand_in_each_others_way(database, work):
    event_of_three(database, work)
    convoy = span("convoy", "actor", "convoy")
    first, second = link("p", "target", "strike", "us"), link("q", "target", "strike", "convoy")
    save(
        database,
        work,
        change(10, "x", "add_span", after=convoy),
        change(11, "x", "add_link", after=first),
        change(12, "x", "add_link", after=second),
    )
    swapped = [{**first, "to": "convoy"}, {**second, "to": "us"}]
    away = {**first, "from": "again"}
    saved = save(
        database,
        work,
        change(13, "y", "change_link", before=first, after=away),
        change(14, "y", "change_link", before=second, after=swapped[1]),
        change(15, "y", "change_link", before=away, after=swapped[0]),
    )
    assert saved.outcomes[0].refusal is None
    links = standing(database, work)[1]
    assert (links["p"].to_id, links["q"].to_id) == ("convoy", "us")


def test_document_attributes_are_saved_and_fenced(database, work):
    def relevance(number, before, after):
        shapes = ({"name": "relevance", "value": value} for value in (before, after))
        return change(number, f"a{number}", "set_attribute", *shapes)

    assert save(database, work, relevance(1, None, "yes")).outcomes[0].refusal is None
    assert save(database, work, relevance(2, None, "no")).outcomes[0].refusal.rule == "fence"


def test_a_submitted_task_takes_no_changes(database, work):
    person, task_id = work
    with database.write() as session:
        tasks.submit_task(session, person, task_id, despite_violations=True)
    with pytest.raises(Conflict, match="submitted"):
        save(database, work, change(1, "a", "add_span", after=US))


def test_nobody_saves_into_the_task_of_another(database, work):
    with database.write() as session:
        stranger = factories.add_person(session)
    with pytest.raises(NotFound):
        save(database, (stranger, work[1]), change(1, "a", "add_span", after=US))


def test_the_first_change_ends_the_reservation(database):
    with database.write() as session:
        project = factories.add_project(session, "war")
        person = factories.add_person(session)
        factories.add_member(session, project, person)
        factories.add_document(session, project, TEXT)
        opened = tasks.next_task(session, person, "war")
    assert opened.task.reserved_until
    work = (person, opened.task.id)
    save(database, work, change(1, "a", "add_span", after=US))
    with database.read() as session:
        assert tasks.open_task(session, *work).task.reserved_until is None


def test_the_journal_tells_all_that_happened_in_order(database, work):
    event_of_three(database, work)
    save(database, work, change(8, "g", "remove_span", before=STRIKE))
    person, task_id = work
    with database.read() as session:
        first = annotations.read_history(session, person, task_id, 0, limit=5)
        rest = annotations.read_history(session, person, task_id, first.next, limit=500)
    kinds = [each["kind"] for each in [*first.changes, *rest.changes]]
    assert kinds[:7] == ["add_span"] * 4 + ["add_link"] * 3
    assert kinds[-1] == "remove_span"
    assert rest.next is None
    assert [each["revision"] for each in [*first.changes, *rest.changes]] == list(range(1, len(kinds) + 1))


def test_two_devices_that_save_at_once_lose_nothing(database, work):
    words = [match for match in TEXT.split() if match.isalpha()]
    faults = []

    def device(name, mine):
        try:
            for number, word in enumerate(mine):
                item = span(f"{name}{number}", "actor", word)
                save(database, work, change(f"{name}{number}", f"{name}{number}", "add_span", after=item))
        except Exception as error:
            faults.append(error)

    halves = [sorted({*words[::2]} - {"strike"}), sorted({*words[1::2]} - {*words[::2]})]
    threads = [threading.Thread(target=device, args=(name, mine)) for name, mine in zip("ab", halves, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(standing(database, work)[0]) == len(halves[0]) + len(halves[1])


def test_a_save_asks_the_same_few_questions_of_a_long_document_as_of_a_short_one(sqlite_database):
    counts = []
    for filler in (0, 300):
        with sqlite_database.write() as session:
            project = factories.add_project(session)
            person = factories.add_person(session)
            factories.add_member(session, project, person)
            text = TEXT + " word" * filler
            task = factories.add_task(session, factories.add_document(session, project, text), person)
        extra = [
            change(
                f"f{number}",
                f"f{number}",
                "add_span",
                after={**US, "id": f"f{number}", "start": at, "end": at + 4, "quote": "word"},
            )
            for number in range(filler)
            for at in [len(TEXT) + 1 + 5 * number]
        ]
        if extra:
            save(sqlite_database, (person, task.id), *extra)
        statements, rows = [], []
        # On the driver's own connection: prepared statements pass SQLAlchemy's events by.
        event.listen(sqlite_database.engine, "checkout", lambda raw, *_, s=statements: raw.set_trace_callback(s.append))
        read = changes_store.rows.span
        changes_store.rows.span = lambda row, read=read, rows=rows: rows.append(row) or read(row)
        try:
            save(sqlite_database, (person, task.id), change(1, "a", "add_span", after=US))
        finally:
            changes_store.rows.span = read
        counts.append((len(statements), len(rows)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 12


def test_no_question_of_a_save_walks_over_the_whole_set(sqlite_database):
    with sqlite_database.write() as session:
        project = factories.add_project(session)
        person = factories.add_person(session)
        factories.add_member(session, project, person)
        task = factories.add_task(session, factories.add_document(session, project, TEXT), person)
    save(sqlite_database, (person, task.id), change(1, "a", "add_span", after=US))
    asked = []
    event.listen(sqlite_database.engine, "checkout", lambda raw, *_: raw.set_trace_callback(asked.append))
    relabelled = {**US, "label": "location"}
    save(sqlite_database, (person, task.id), change(2, "b", "change_span", before=US, after=relabelled))
    looked = [question for question in asked if question.startswith("SELECT spans.id") or "FROM links" in question]
    with sqlite3.connect(sqlite_database.url.database) as connection:
        steps = [step for each in looked for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {each}")]
    searches = [step for step in steps if step.startswith(("SEARCH", "SCAN"))]
    assert len(searches) >= 5
    # A search by the set alone would be a walk over it.
    assert [step for step in searches if step.startswith("SCAN") or step.endswith("(set_id=?)")] == []
