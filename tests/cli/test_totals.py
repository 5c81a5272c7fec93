"""`annotator totals`: a table for people, JSON for programs, documents one a line."""

import json

import pytest

from annotator.services.demo import load_demo
from annotator.store.session import Database
from tests.cli.conftest import Run


@pytest.fixture
def demo(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        load_demo(session)


@pytest.mark.usefixtures("demo")
def test_totals_are_told_with_what_is_not_added(annotator: Run) -> None:
    said = annotator("totals", "--project", "demo")
    assert said.code == 0
    rows = [line.split() for line in said.out.splitlines()]
    assert rows[0] == ["HARM", "VICTIM", "CLAIM", "LOWER", "UPPER", "BEST", "TOLLS", "REMARKS"]
    assert ["killed", "combatant", "asserted", "1", "1", "1", "1", "named", "persons"] in rows
    assert [row[4] for row in rows if row[:3] == ["killed", "civilian", "alleged"]] == ["open"]
    assert "not added: 1 (flagged)" in said.out
    assert "events whose tolls are not added" in said.out
    assert "documents with" in said.err


@pytest.mark.usefixtures("demo")
def test_programs_get_the_sums_of_the_corpus_or_each_document_as_a_line(annotator: Run) -> None:
    whole = annotator("totals", "--project", "demo", "--json").json
    said = annotator("totals", "--project", "demo", "--per", "document", "--json")
    accounts = [json.loads(line) for line in said.out.splitlines()]
    assert whole["documents"] == len(accounts)
    assert {"document", "title", "annotator", "layer", "totals", "by_harm", "apart", "events", "tolls"} <= set(
        accounts[0]
    )


@pytest.mark.usefixtures("demo")
def test_the_sets_that_are_asked_for_are_added_up(annotator: Run) -> None:
    said = annotator("totals", "--project", "demo", "--sets", "submitted", "--json")
    assert (said.code, said.json["documents"]) == (0, 1), "of the demo only the example is submitted"


def test_a_project_that_is_not_there_is_named(annotator: Run) -> None:
    said = annotator("totals", "--project", "nothing")
    assert (said.code, said.err) == (1, "Error: there is no project 'nothing'\n")


@pytest.mark.usefixtures("demo")
def test_documents_are_told_one_under_the_other(annotator: Run) -> None:
    lines = annotator("totals", "--project", "demo", "--per", "document").out.splitlines()
    assert lines[0].startswith("iraq-us-talks: Iraq, US to hold more talks")
    assert lines[1].startswith("HARM")
    # A story without a toll has its name, and nothing under it.
    at = next(number for number, line in enumerate(lines) if line.startswith("film-club-library: "))
    assert not lines[at + 1].startswith("HARM")
