"""Totals of a project: one set a document, each under its own version of the schema."""

from dataclasses import replace

import pytest

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import Forbidden, NotFound
from annotator.formats import reader
from annotator.services import totals
from annotator.services.demo import load_demo
from annotator.services.documents import import_documents
from annotator.services.exports import Sets
from annotator.services.projects import load_schema
from annotator.store import projects
from tests import factories
from tests.seeds.corpus import SEEDS


@pytest.fixture
def session(database):
    with database.write() as session:
        yield session


@pytest.fixture
def demo(session):
    load_demo(session)
    return projects.get(session, "demo")


def sums(found):
    return {
        (each["harm"], each["victim"], each["claim"], each["derived"]): (each["lower"], each["upper"])
        for each in found["totals"]
    }


def test_the_demo_is_added_up_document_by_document(session, demo):
    whole = totals.corpus_totals(session, demo, Sets.GOLD)
    accounts = list(totals.document_totals(session, demo, Sets.GOLD))
    assert whole.documents == len(accounts) > 3
    assert whole.events == sum(len(each["events"]) for each in accounts)
    article = next(each for each in accounts if each["document"] == "iraq-us-talks")
    assert sums(article)["killed", "combatant", "asserted", False] == (41, None)
    assert article["apart"] == {"flagged": 1}
    [flagged] = [toll for toll in article["tolls"] if toll["apart"]]
    assert [each["quote"] for each in flagged["told"]] == ["at least 40 Iran-backed militants"]
    assert whole.as_json()["by_harm"][0]["lower"] == sum(
        each["lower"]
        for account in accounts
        for each in account["by_harm"]
        if (each["harm"], each["claim"]) == ("killed", "asserted")
    )


def test_of_a_document_that_two_annotated_one_set_counts(session):
    schema, guideline = load_schema("conflict-events")
    project = factories.add_project(session, "war", schema=schema, guideline=guideline)
    [annotated] = reader("native").read(SEEDS / "iraq-us-talks.jsonl", schema)
    [gold] = annotated.sets
    both = [replace(gold, layer="annotator", annotator=name) for name in ("Ana", "Bo")]
    list(import_documents(session, project, [AnnotatedDocument(annotated.document, tuple(both))]))
    found = totals.corpus_totals(session, project, Sets.SUBMITTED).as_json()
    assert sums(found)["killed", "military", "asserted", False] == (3, 3)
    assert totals.corpus_totals(session, project, Sets.GOLD).documents == 0


def test_a_set_is_read_under_the_schema_that_it_was_made_under(session, demo):
    newer = factories.next_version(factories.shipped_schema(), rename={"casualty": "loss"})
    before = totals.corpus_totals(session, demo, Sets.GOLD).as_json()
    projects.add_schema(session, factories.row_id(demo), newer, "")
    assert totals.corpus_totals(session, demo, Sets.GOLD).as_json() == before


def test_one_document_is_for_those_who_may_read_documents(session, demo):
    lead, annotator = factories.add_person(session), factories.add_person(session)
    factories.add_member(session, demo, lead, "lead")
    factories.add_member(session, demo, annotator, "annotator")
    found = totals.one_document(session, lead, "demo", "film-club-library", Sets.GOLD)
    assert (found["events"], found["tolls"], found["layer"]) == ([], [], "gold")
    nothing = totals.one_document(session, lead, "demo", "film-club-library", Sets.SUBMITTED)
    assert (nothing["annotator"], nothing["totals"]) == (None, [])
    with pytest.raises(Forbidden):
        totals.one_document(session, annotator, "demo", "film-club-library", Sets.GOLD)
    with pytest.raises(NotFound):
        totals.one_document(session, lead, "demo", "nothing", Sets.GOLD)
