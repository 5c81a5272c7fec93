"""The page of a project's list of actors: read by its people, kept by its leads."""

import io
import re
from collections.abc import Callable

import pytest

from annotator.domain.actors import actor
from annotator.domain.lessons import Lesson
from annotator.domain.people import Person
from annotator.services import actors
from annotator.services.lessons import learn
from annotator.store.session import Database
from annotator.store.tables import Project
from tests import factories
from tests.web.conftest import Visitor

PAGE = "/projects/war/actors"


@pytest.fixture
def project(sqlite_database: Database) -> Project:
    with sqlite_database.write() as session:
        return factories.add_project(session, "war")


@pytest.fixture
def entered(project: Project, sqlite_database: Database, signed_in: Callable[..., Visitor]) -> Callable[[str], Visitor]:
    """Signs somebody in who is this in the project."""

    def enter(role: str) -> Visitor:
        with sqlite_database.write() as session:
            person = factories.add_person(session)
            factories.add_member(session, project, person, role)
        return signed_in(person)

    return enter


@pytest.fixture
def lead(entered: Callable[[str], Visitor]) -> Visitor:
    return entered("lead")


@pytest.fixture
def lions(project: Project, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        admin: Person = factories.add_person(session, is_admin=True)
        actors.add_actor(session, admin, "war", actor("Coast Lions", ["Lions", "~the Pride"], "non_state_armed", "SOM"))


def teach(database: Database, project: Project, *lessons: Lesson) -> None:
    with database.write() as session:
        learn(session, factories.row_id(project), lessons)


def text(page: str) -> str:
    """What is read on the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_list_is_linked_where_the_project_is_listed(lead: Visitor) -> None:
    assert f'href="{PAGE}"' in lead.get("/").text
    assert "Nobody is on the list yet." in lead.get(PAGE).text


def test_an_entry_is_added_changed_and_removed_by_forms(lead: Visitor) -> None:
    form = {"name": "Coast Lions", "type": "non_state_armed", "aliases": "Lions\r\n~the Pride\r\n", "country": "som"}
    assert lead.post(PAGE, form).location == PAGE
    page = lead.get(PAGE).text
    assert "Coast Lions is on the list." in page
    assert "Coast Lions coast-lions Non-state armed SOM Lions ; perhaps the Pride" in text(page)
    edited = lead.get(f"{PAGE}?edit=coast-lions").text
    assert "Change Coast Lions" in edited
    assert re.search(r"<textarea[^>]*>\s*Lions\n~the Pride</textarea>", edited)
    lead.post(PAGE, {**form, "key": "coast-lions", "name": "Lions of the Coast", "cameo": "=SOM"})
    assert "Lions of the Coast is changed." in lead.get(PAGE).text
    assert "Removed." in lead.post(f"{PAGE}/remove", {"key": "coast-lions"}, follow_redirects=True).text
    assert "Nobody is on the list yet." in lead.get(PAGE).text


def test_what_breaks_a_rule_is_said_and_what_was_written_is_kept(lead: Visitor, lions: None) -> None:
    answer = lead.post(PAGE, {"name": "Pride <b>", "aliases": "the lions", "country": "SOM"})
    assert answer.status_code == 422
    assert "&#39;the lions&#39; means &#39;Coast Lions&#39; already" in answer.text
    assert 'value="Pride &lt;b&gt;"' in answer.text
    assert lead.post(PAGE, {"name": "coast lions"}).status_code == 422, "its key is taken"
    assert "One entry" in lead.get(PAGE).text


def test_the_list_is_searched_and_turned_over(lead: Visitor) -> None:
    rows = "".join(f"Guard {number:03}\n" for number in range(130))
    lead.post(f"{PAGE}/import", {"file": (io.BytesIO(f"name\n{rows}".encode()), "a.csv")})  # type: ignore[dict-item]
    page = lead.get(PAGE).text
    assert "130 added, 0 changed, 0 unchanged." in page
    assert ("Guard 099" in page, "Guard 100" in page) == (True, False)
    further = lead.get(f"{PAGE}?begin=100").text
    assert ("Guard 099" in further, "Guard 129" in further) == (False, True)
    found = lead.get(f"{PAGE}?query=129").text
    assert "One entry for “129”" in text(found)
    assert "No actor fits." in lead.get(f"{PAGE}?query=lions").text
    assert lead.get(f"{PAGE}?begin=x").status_code == 200


def test_a_bad_table_is_named_with_its_line(lead: Visitor) -> None:
    sent = {"file": (io.BytesIO(b"name,type\nPride,army\n"), "mine.csv")}
    answer = lead.post(f"{PAGE}/import", sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert "mine.csv, line 2: a type is one of" in answer.text
    assert "Nobody is on the list yet." in answer.text
    assert lead.post(f"{PAGE}/import").status_code == 422, "no file was chosen"


def test_learnt_words_are_accepted_or_dropped(
    lead: Visitor, lions: None, project: Project, sqlite_database: Database
) -> None:
    for words in ("CL", "Sea Cats"):
        teach(sqlite_database, project, Lesson(words, "coast-lions", "", is_human=True, is_name=True, times=2))
    assert "CL Coast Lions 2 Accept" in text(lead.get(PAGE).text)
    accepted = lead.post(
        f"{PAGE}/learnt", {"key": "coast-lions", "words": "CL", "verdict": "accept"}, follow_redirects=True
    )
    assert "“CL” is an alias now." in accepted.text
    dropped = lead.post(
        f"{PAGE}/learnt", {"key": "coast-lions", "words": "Sea Cats", "verdict": "drop"}, follow_redirects=True
    )
    assert "“Sea Cats” is dropped" in dropped.text
    assert 'id="learnt-title"' not in dropped.text
    again = lead.post(f"{PAGE}/learnt", {"key": "coast-lions", "words": "Sea Cats", "verdict": "drop"})
    assert (again.status_code, "is not learnt" in again.text) == (422, True)


def test_proposed_actors_are_added_or_refused(lead: Visitor, project: Project, sqlite_database: Database) -> None:
    for name in ("Sand Hawks", "Nobody At All"):
        teach(sqlite_database, project, Lesson(name, "", name, is_human=True, is_name=True, times=1))
    assert "Sand Hawks 1 Add" in text(lead.get(PAGE).text)
    added = lead.post(f"{PAGE}/proposed", {"key": "sand-hawks", "verdict": "accept"}, follow_redirects=True)
    assert "It is on the list now." in added.text
    refused = lead.post(f"{PAGE}/proposed", {"key": "nobody-at-all", "verdict": "refuse"}, follow_redirects=True)
    assert "Nobody At All" not in refused.text
    assert "One entry" in refused.text


@pytest.mark.parametrize("role", ["annotator", "adjudicator", "engineer"])
def test_members_read_and_do_not_change(
    entered: Callable[[str], Visitor], lions: None, project: Project, sqlite_database: Database, role: str
) -> None:
    teach(sqlite_database, project, Lesson("CL", "coast-lions", "", is_human=True, is_name=True, times=1))
    member = entered(role)
    page = member.get(PAGE).text
    assert "Coast Lions" in page
    assert "CL" in page
    for word in ("Remove", "Accept", "Add an actor", "Edit"):
        assert word not in text(page)
    assert ("Bring in" in page) == (role == "engineer")
    assert member.post(PAGE, {"name": "Pride"}).status_code == 403


def test_whoever_is_nothing_in_the_project_finds_no_list(
    project: Project, ana: Person, signed_in: Callable[..., Visitor]
) -> None:
    assert signed_in(ana).get(PAGE).status_code == 404
