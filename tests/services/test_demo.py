"""The demo: loaded once, signed in to on this machine only, with a finished example."""

from annotator.domain.workflow import TaskState
from annotator.services import demo, projects, tasks, users


def test_the_demo_hands_out_the_first_article_and_shows_it_finished(database):
    with database.write() as session:
        account = demo.load_demo(session)
    with database.write() as session:
        assert demo.load_demo(session) is None, "a second start changes nothing"
        person = users.get_person(session, account.name)
        first = tasks.next_task(session, person, "demo")
        example = users.get_person(session, demo.EXAMPLE)
        finished = tasks.list_tasks(session, example).tasks[0]
        shown = tasks.open_task(session, person, finished.id)
    assert first.task.key == finished.key == "iraq-us-talks"
    assert first.spans == [], "the example gives nobody's work away"
    assert (len(shown.spans), shown.read_only, finished.state) == (76, True, TaskState.SUBMITTED)


def test_the_demo_has_every_story_in_order(database):
    with database.write() as session:
        account = demo.load_demo(session)
        person = users.get_person(session, account.name)
        (project,) = projects.list_projects(session, person)
        taken = []
        while (task := tasks.next_task(session, person, project.slug, taken)) is not None:
            taken.append(task.task.id)
    assert project.role == "lead"
    assert len(taken) >= 12


def test_two_installations_have_different_passwords(database):
    with database.write() as session:
        first = demo.load_demo(session).password
        session.rollback()
    with database.write() as session:
        assert demo.load_demo(session).password != first
