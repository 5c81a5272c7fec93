"""Handing out, submitting and listing: nobody gets the same twice, nothing is lost on the way."""

import threading

import pytest
from sqlalchemy import select

from annotator.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from annotator.domain.workflow import TaskState
from annotator.services import tasks
from annotator.store import tasks as stored
from annotator.store.clock import now
from annotator.store.tables import DocumentRow
from tests import factories


@pytest.fixture
def project(database):
    with database.write() as session:
        made = factories.add_project(session, "war")
        for number in range(3):
            factories.add_document(session, made, f"Story {number}.\n\nRebels killed three.", key=f"d{number}")
        return made


def member(database, project, role="annotator", name=None):
    with database.write() as session:
        person = factories.add_person(session, name)
        factories.add_member(session, project, person, role)
        return person


def take(database, person, slug="war", besides=()):
    with database.write() as session:
        return tasks.next_task(session, person, slug, besides)


def test_documents_are_handed_out_in_order_and_to_one_annotator_each(database, project):
    first, second = member(database, project), member(database, project)
    got = [take(database, person).task.key for person in (first, second)]
    assert got == ["d0", "d1"]


def test_whoever_asks_again_gets_what_they_have_open(database, project):
    person = member(database, project)
    assert take(database, person).task.id == take(database, person).task.id


def test_a_task_in_hand_can_be_left_out_so_that_the_next_is_fetched_ahead(database, project):
    person = member(database, project)
    first = take(database, person).task.id
    assert take(database, person, besides=[first]).task.key == "d1"


def test_when_nothing_is_left_there_is_no_task(database, project):
    person = member(database, project)
    taken = []
    while (task := take(database, person, besides=taken)) is not None:
        taken.append(task.task.id)
    assert len(taken) == 3


def test_an_overlap_of_two_hands_each_document_to_two_people_and_no_third(database):
    with database.write() as session:
        project = factories.add_project(session, "war", overlap=2)
        factories.add_document(session, project, key="only", open_slots=2)
    people = [member(database, project) for _ in range(3)]
    got = [take(database, person) for person in people]
    assert [task and task.task.key for task in got] == ["only", "only", None]


def test_what_was_reserved_and_never_touched_is_given_to_the_next_who_asks(database, project):
    gone, here = member(database, project), member(database, project)
    left = take(database, gone).task.id
    with database.write() as session:
        stored.update(session, left, reserved_until=now() - 1)
    assert take(database, here).task.key == "d0"
    with pytest.raises(NotFound), database.read() as session:
        tasks.open_task(session, gone, left)


def test_a_slot_that_came_free_behind_somebody_is_still_found(database, project):
    gone, here = member(database, project), member(database, project)
    left = take(database, gone).task.id
    mine = [take(database, here).task.id]
    mine.append(take(database, here, besides=mine).task.id)
    with database.write() as session:
        stored.update(session, left, reserved_until=now() - 1)
    assert take(database, here, besides=mine).task.key == "d0"


def test_people_who_ask_at_the_same_moment_never_get_the_same_document(database):
    with database.write() as session:
        project = factories.add_project(session, "war")
        for number in range(24):
            factories.add_document(session, project, key=f"d{number}")
    people = [member(database, project) for _ in range(6)]
    got, faults = [], []

    def work(person):
        mine = []
        try:
            for _ in range(4):
                task = take(database, person, besides=mine)
                mine.append(task.task.id)
                got.append(task.task.key)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sorted(got) == sorted({*got}), "a document was handed out twice"
    assert len(got) == 24


def test_submitting_lists_what_is_missing_once_and_then_lets_it_pass(database, project):
    person = member(database, project)
    with database.write() as session:
        document = factories.add_document(session, project)
        task = factories.add_task(session, document, person)
        factories.add_set_action(session, task)
    with pytest.raises(tasks.ViolationsError) as error, database.write() as session:
        tasks.submit_task(session, person, task.id, despite_violations=False)
    assert {violation.rule for violation in error.value.violations} == {"required"}
    with database.write() as session:
        assert tasks.submit_task(session, person, task.id, despite_violations=True).state is TaskState.SUBMITTED


def test_submitting_twice_is_submitting_once(database, project):
    person = member(database, project)
    task = take(database, person).task.id
    for _ in range(2):
        with database.write() as session:
            row = tasks.submit_task(session, person, task, despite_violations=True)
    assert row.state is TaskState.SUBMITTED
    assert take(database, person).task.key == "d1"


def test_a_skipped_task_keeps_its_reason_until_it_is_taken_up_again(database, project):
    person = member(database, project)
    task = take(database, person).task.id
    with database.write() as session:
        assert tasks.skip_task(session, person, task, " too distressing ").skip_reason == "too distressing"
    with database.write() as session:
        row = tasks.reopen_task(session, person, task)
    assert (row.state, row.skip_reason) == (TaskState.REOPENED, None)


def test_a_skip_needs_a_reason(database, project):
    person = member(database, project)
    task = take(database, person).task.id
    with pytest.raises(InvalidInput), database.write() as session:
        tasks.skip_task(session, person, task, "   ")


def test_a_skipped_task_is_not_submitted_without_being_reopened(database, project):
    person = member(database, project)
    task = take(database, person).task.id
    with database.write() as session:
        tasks.skip_task(session, person, task, "no text")
    with pytest.raises(Conflict), database.write() as session:
        tasks.submit_task(session, person, task, despite_violations=True)


def test_nobody_opens_or_submits_the_task_of_another_annotator(database, project):
    mine, other = member(database, project), member(database, project)
    task = take(database, mine).task.id
    with pytest.raises(NotFound), database.read() as session:
        tasks.open_task(session, other, task)
    with pytest.raises(NotFound), database.write() as session:
        tasks.submit_task(session, other, task, despite_violations=True)


def test_a_lead_reads_the_task_of_an_annotator_but_cannot_change_it(database, project):
    mine, lead = member(database, project), member(database, project, "lead")
    task = take(database, mine).task.id
    with database.read() as session:
        assert tasks.open_task(session, lead, task).read_only
    with pytest.raises(NotFound), database.write() as session:
        tasks.skip_task(session, lead, task, "why not")


def test_an_engineer_is_not_handed_tasks(database, project):
    with pytest.raises(Forbidden):
        take(database, member(database, project, "engineer"))


def test_a_stranger_does_not_learn_that_a_project_exists(database, project):
    with database.write() as session:
        stranger = factories.add_person(session)
    with pytest.raises(NotFound):
        take(database, stranger)


def test_my_list_is_searched_filtered_and_paged_without_gaps_or_repeats(database, project):
    person = member(database, project)
    mine = []
    while (task := take(database, person, besides=mine)) is not None:
        mine.append(task.task.id)
    with database.write() as session:
        tasks.submit_task(session, person, mine[1], despite_violations=True)
        found, after = [], None
        while True:
            page = tasks.list_tasks(session, person, after=after, limit=2)
            found += [row.id for row in page.tasks]
            after = page.next
            if after is None:
                break
        submitted = tasks.list_tasks(session, person, state=TaskState.SUBMITTED)
        searched = tasks.list_tasks(session, person, query="STORY 2")
        nothing = tasks.list_tasks(session, person, query="100%")
    assert sorted(found) == sorted(mine)
    assert [row.id for row in submitted.tasks] == [mine[1]]
    assert [row.key for row in searched.tasks] == ["d2"]
    assert nothing.tasks == []


def test_a_cursor_that_is_none_is_refused(database, project):
    person = member(database, project)
    with pytest.raises(InvalidInput), database.read() as session:
        tasks.list_tasks(session, person, after="first; drop table")


def test_what_came_in_under_somebodys_name_is_not_handed_out_to_them_again(database, project):
    person = member(database, project, name="ann")
    with database.write() as session:
        document = session.scalars(select(DocumentRow).order_by(DocumentRow.position)).first()
        factories.add_set(session, document, "ann")
    assert take(database, person).task.key == "d1"
