"""Comments are saved like every other act: once, undone to the letter, at no cost to those who make none."""

import sqlite3
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import event

from annotator.domain.annotations import AnnotatedDocument, Comment, Link, Span
from annotator.domain.changes import Change, Kind, undo
from annotator.formats.native.format import NATIVE
from annotator.services import annotations, documents, exports, tasks
from annotator.store import projects as stored_projects
from tests import factories

TEXT = "US strike killed over 40 fighters in Baghdad."
US = Span("us", "actor", 0, 2, "US")
STRIKE = Span("strike", "action", 3, 9, "strike")
AGENT = Link("l1", "agent", "strike", "us")
FLAG = Comment("k1", "", "ann", "2024-02-08T10:00:00Z", reason="not_sure_of_label", span="us")
REMARK = Comment("k2", "Where? 👩\u200d👩\u200d👦", "ann", "2024-02-08T10:01:00Z", start=37, end=44)


@pytest.fixture
def work(database):
    """A person with an open task on TEXT in which an event is marked."""
    return opened_task(database)


def opened_task(database):
    with database.write() as session:
        project = factories.add_project(session, "war")
        person = factories.add_person(session, "ann")
        factories.add_member(session, project, person)
        task = factories.add_task(session, factories.add_document(session, project, TEXT, key="d1"), person)
    work = person, task.id
    for number, (kind, item) in enumerate((("add_span", US), ("add_span", STRIKE), ("add_link", AGENT))):
        save(database, work, change(f"s{number}", kind, after=item))
    return work


def change(change_id, kind, before=None, after=None, act=None):
    return Change(
        change_id, act or f"act-{change_id}", Kind(kind), *(each and each.as_json() for each in (before, after))
    )


def save(database, work, *changes):
    person, task_id = work
    with database.write() as session:
        return annotations.save_changes(session, person, task_id, changes)


def standing(database, work):
    with database.read() as session:
        opened = tasks.open_task(session, *work)
    return {each.id: each for each in (*opened.spans, *opened.links, *opened.comments)}


def test_comments_are_added_changed_and_removed_and_the_journal_tells_of_it(database, work):
    added = save(database, work, change("c1", "add_comment", after=FLAG), change("c2", "add_comment", after=REMARK))
    assert added.revision == 5
    assert standing(database, work).items() >= {"k1": FLAG, "k2": REMARK}.items()
    said = replace(FLAG, text="Militia?", reason=None)
    save(database, work, change("c3", "change_comment", FLAG, said), change("c4", "remove_comment", REMARK))
    assert [each for each in standing(database, work).values() if isinstance(each, Comment)] == [said]
    with database.read() as session:
        told = annotations.read_history(session, *work, 3).changes
    assert [(each["kind"], each["before"], each["after"]) for each in told] == [
        ("add_comment", None, FLAG.as_json()),
        ("add_comment", None, REMARK.as_json()),
        ("change_comment", FLAG.as_json(), said.as_json()),
        ("remove_comment", REMARK.as_json(), None),
    ]


def test_a_comment_sent_twice_is_there_once(database, work):
    adding = change("c1", "add_comment", after=FLAG)
    first, second = save(database, work, adding), save(database, work, adding)
    assert [first.outcomes[0].refusal, second.outcomes[0].refusal] == [None, None]
    assert first.revision == second.revision == 4


def test_a_removed_span_leaves_its_comments_on_its_words_and_undo_puts_them_back(database, work):
    save(database, work, change("c1", "add_comment", after=FLAG), change("c2", "add_comment", after=REMARK))
    before = standing(database, work)
    removal = change("c3", "remove_span", US)
    saved = save(database, work, removal)
    after = standing(database, work)
    assert after["k1"] == replace(FLAG, span=None, start=0, end=2)
    assert set(after) == {"strike", "k1", "k2"}
    effects = saved.outcomes[0].effects
    assert [each.kind for each in effects] == [Kind.REMOVE_LINK, Kind.CHANGE_COMMENT]
    save(database, work, *undo([*effects, removal], "back"))
    assert standing(database, work) == before


def test_a_comment_on_a_span_that_is_not_there_is_refused_by_itself(database, work):
    saved = save(
        database,
        work,
        change("c1", "add_comment", after=replace(FLAG, span="nobody")),
        change("c2", "add_comment", after=REMARK),
    )
    assert [each.refusal and each.refusal.rule for each in saved.outcomes] == ["unknown", None]


def test_a_comment_and_the_span_that_it_is_on_may_come_together(database, work):
    hit = Span("killed", "action", 10, 16, "killed")
    on_it = replace(FLAG, span="killed")
    both = [change("c1", "add_span", after=hit, act="a"), change("c2", "add_comment", after=on_it, act="a")]
    assert save(database, work, *both).outcomes[0].refusal is None
    assert standing(database, work)["k1"] == on_it


def test_nobody_comments_under_another_name(database, work):
    saved = save(database, work, change("c1", "add_comment", after=replace(FLAG, author="the lead")))
    assert saved.outcomes[0].refusal.rule == "author"


def test_a_comment_of_another_device_is_not_overwritten_unseen(database, work):
    save(database, work, change("c1", "add_comment", after=FLAG))
    said = replace(FLAG, text="Militia?")
    save(database, work, change("c2", "change_comment", FLAG, said))
    refusal = (
        save(database, work, change("c3", "change_comment", FLAG, replace(FLAG, text="Army?"))).outcomes[0].refusal
    )
    assert (refusal.rule, refusal.current) == ("fence", said.as_json())


def test_flags_do_not_stand_in_the_way_of_submitting(database, work):
    def listed():
        with database.read() as session:
            return list(tasks.violations(session, tasks.visible_task(session, *work)))

    before = listed()
    save(database, work, change("c1", "add_comment", after=FLAG))
    assert listed() == before


def test_what_was_flagged_goes_out_and_comes_in_again_with_its_reason(database, work):
    save(database, work, change("c1", "add_comment", after=FLAG), change("c2", "add_comment", after=REMARK))
    stream = BytesIO()
    with database.read() as session:
        project = stored_projects.get(session, "war")
        list(NATIVE.write(exports.export_documents(session, project, exports.Sets.ALL), stream))
    stream.seek(0)
    (record,) = NATIVE.read(stream, factories.shipped_schema())
    assert record.sets[0].comments == (FLAG, REMARK)
    with database.write() as session:
        other = factories.add_project(session, "peace")
        for _ in documents.import_documents(session, other, [record]):
            pass
        (again,) = exports.export_documents(session, other, exports.Sets.ALL)
    assert again == AnnotatedDocument(record.document, record.sets)


def statements(database, work, *changes):
    """What the database is asked when these changes are saved, on the driver's own connection."""
    asked = []
    event.listen(database.engine, "checkout", lambda raw, *_: raw.set_trace_callback(asked.append))
    save(database, work, *changes)
    return [each for each in asked if not each.startswith(("BEGIN", "COMMIT"))]


def test_who_labels_pays_nothing_for_comments(sqlite_database):
    work = opened_task(sqlite_database)
    hit = Span("killed", "action", 10, 16, "killed")
    asked = statements(sqlite_database, work, change("c1", "add_span", after=hit))
    relabelled = statements(sqlite_database, work, change("c2", "change_span", hit, replace(hit, label="actor")))
    assert [each for each in (*asked, *relabelled) if "comments" in each] == []
    assert len(asked) <= 8


def test_no_question_for_comments_walks_over_the_whole_set(sqlite_database):
    work = opened_task(sqlite_database)
    save(sqlite_database, work, change("c1", "add_comment", after=FLAG))
    asked = [each for each in statements(sqlite_database, work, change("c2", "remove_span", US)) if "comments" in each]
    with sqlite3.connect(sqlite_database.url.database) as connection:
        steps = [step for each in asked for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {each}")]
    searches = [step for step in steps if step.startswith(("SEARCH", "SCAN"))]
    assert len(searches) >= 3
    # A search by the set alone would be a walk over it.
    assert [step for step in searches if step.startswith("SCAN") or step.endswith("(set_id=?)")] == []
