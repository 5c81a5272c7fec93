"""The demo: loaded once, signed in to on this machine only, with a finished example."""

import pytest

from annotator.domain.errors import NotFound
from annotator.domain.workflow import TaskState
from annotator.services import actors, demo, documents, projects, readings, tasks, users
from tests import factories


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


def test_the_finished_example_is_the_gold_of_its_document(database):
    with database.write() as session:
        account = demo.load_demo(session)
        person = users.get_person(session, account.name)
        sets = documents.read_document(session, person, "demo", "iraq-us-talks").sets
    (gold,) = [each for each in sets if each.layer == "gold"]
    (example,) = [each for each in sets if each.annotator == demo.EXAMPLE]
    assert (example.layer, example.status) == ("annotator", "submitted")
    for part in ("schema", "guideline", "attributes", "spans", "links", "comments"):
        assert getattr(example, part) == getattr(gold, part), part
    assert gold.links
    assert gold.attributes


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


def test_the_demo_knows_who_is_in_its_articles(database):
    with database.write() as session:
        account = demo.load_demo(session)
        person = users.get_person(session, account.name)
        listing = actors.list_actors(session, person, "demo")
        first = tasks.next_task(session, person, "demo")
        start = first.text.index("Pentagon")
        place = readings.Place("actor", start, start + len("Pentagon"))
        (reading,) = readings.read_places(session, person, first.task.id, [place])
    assert len(listing.actors) >= 20
    assert reading["values"]["identity"] == {"id": "us-military", "name": "U.S. military", "by": "rule"}
    assert reading["values"]["actor_type"] == "state_military"
    assert "learnt" not in reading


def test_two_installations_have_different_passwords(database):
    with database.write() as session:
        first = demo.load_demo(session).password
        session.rollback()
    with database.write() as session:
        assert demo.load_demo(session).password != first


def test_the_finished_example_is_shown_to_everybody_in_the_project_and_nobody_else(database):
    with database.write() as session:
        demo.load_demo(session)
        member, stranger = factories.add_person(session), factories.add_person(session)
        projects.add_member(session, "demo", member.name, "annotator")
        (project,) = projects.list_projects(session, member)
        assert tasks.open_task(session, member, project.example).read_only
        with pytest.raises(NotFound):
            tasks.open_task(session, stranger, project.example)
