"""The table of events: filtered, paged, and from each cell a way to the words."""

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.permissions import Role
from annotator.formats import reader
from annotator.services import events
from annotator.services.documents import import_documents
from annotator.store import projects
from annotator.store.session import Database
from annotator.web.events import pieces, sought_words
from tests import factories
from tests.seeds.corpus import SEEDS
from tests.web.conftest import Visitor

ARTICLE = "iraq-us-talks"
Maker = Callable[..., Visitor]


def articles(*names: str) -> list[AnnotatedDocument]:
    schema = factories.shipped_schema()
    return [each for name in names for each in reader("native").read(SEEDS / f"{name}.jsonl", schema)]


@pytest.fixture
def fill(war: None, sqlite_database: Database) -> Callable[..., None]:
    """Puts documents into the project `war`."""

    def put(*records: AnnotatedDocument) -> None:
        with sqlite_database.write() as session:
            list(import_documents(session, projects.get(session, "war"), records))

    return put


def triggers(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'<th scope="row"[^>]*><a href="[^"]+">([^<]+)</a>', page)]


def address(page: str, text: str) -> str:
    """Where the first link of this text leads."""
    found = re.search(rf'href="([^"]+)"[^>]*>{re.escape(html.escape(text, quote=False))}</a>', page)
    assert found, f"no link says {text!r}"
    return html.unescape(found[1])


def test_every_event_is_a_row_and_what_they_come_to_stands_above(fill: Callable[..., None], lead: Visitor) -> None:
    fill(*articles(ARTICLE))
    page = lead.get("/projects/war/events").text
    assert triggers(page) == [
        "strike", "agreed", "withdrawal", "hit", "meeting", "meeting", "agreement", "end", "reduction", "attack",
        "killings", "airstrikes",
    ]  # fmt: skip
    assert "<strong>45 or more</strong> killed " in page
    assert "<strong>1 or more</strong> killed (alleged)" in page
    assert "not added: 1 flagged" in page
    assert "killed: 41 or more combatant" in page
    assert "killed: 1 combatant (named person)" in page


def test_a_cell_leads_to_its_words_in_the_text(fill: Callable[..., None], lead: Visitor) -> None:
    fill(*articles(ARTICLE))
    page = lead.get("/projects/war/events").text
    way = address(page, "killed: 41 or more combatant")
    assert way.endswith("#words")
    shown = lead.get(way.partition("#")[0]).text
    [words] = re.findall(r'<mark id="words" title="Casualty">([^<]*)</mark>', shown)
    assert words == "over 40 Iranian-backed militants"
    assert '<span class="labelled" title="Actor">Pentagon</span>' in shown
    assert "As gold labelled it." in shown
    when = lead.get(address(page, "2024-02-07").partition("#")[0]).text
    assert '<mark id="words">Wednesday</mark>' in when


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("words=MILITANTS", ["hit", "airstrikes"]),
        ("event_class=air_drone_strike", ["strike", "airstrikes"]),
        ("harm=killed&event_class=attack", ["hit", "killings"]),
        ("place=syria", ["airstrikes"]),
        ("since=2024-02-07&until=2024-02-08", ["strike", "agreed"]),
        ("since=2024-02-09", ["meeting"]),
        ("until=2024-01-25", ["agreement"]),
        ("words=nowhere", []),
        ("sets=submitted", []),
        ("sets=nonsense&event_class=air_drone_strike", ["strike", "airstrikes"]),
    ],
)
def test_the_table_is_filtered(fill: Callable[..., None], lead: Visitor, query: str, expected: list[str]) -> None:
    fill(*articles(ARTICLE))
    assert triggers(lead.get(f"/projects/war/events?{query}").text) == expected


def test_a_place_is_found_by_its_entry_in_the_gazetteer(fill: Callable[..., None], lead: Visitor) -> None:
    [article] = articles(ARTICLE)
    [gold] = article.sets
    entry = {"place": {"name": "Arbil", "country": "IQ", "admin1": "Kurdistan", "by": "human"}}
    spans = [replace(span, attributes=entry) if span.quote == "Bases" else span for span in gold.spans]
    fill(AnnotatedDocument(article.document, (replace(gold, spans=tuple(spans)),)))
    for sought in ("arbil", "kurd", "IQ"):
        assert triggers(lead.get(f"/projects/war/events?place={sought}").text) == ["attack"]


def test_a_day_that_is_none_is_an_error_that_says_so(lead: Visitor) -> None:
    answer = lead.get("/projects/war/events?since=tomorrow")
    assert (answer.status_code, "a day is written as 2024-02-08" in answer.text) == (422, True)
    assert lead.get("/projects/war/events?after=x-1").status_code == 422


def test_pages_go_on_where_the_last_one_ended(
    fill: Callable[..., None], lead: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MANY", 5)
    fill(*articles(ARTICLE, "film-club-library", "twin-port-raids"))
    whole, address_ = [], "/projects/war/events?event_class="
    for _ in range(9):
        page = lead.get(address_).text
        found = triggers(page)
        assert len(found) <= 5
        whole += found
        if 'rel="next"' not in page:
            break
        address_ = address(page, "Further")
    monkeypatch.setattr(events, "MANY", 50)
    assert whole == triggers(lead.get("/projects/war/events").text)
    assert len(whole) > 15


def test_a_page_looks_through_so_many_documents_and_no_more(
    fill: Callable[..., None], lead: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST", 2)
    bare = [AnnotatedDocument(Document(f"d{number}", f"Story {number}.")) for number in range(3)]
    fill(*bare, *articles(ARTICLE))
    first = lead.get("/projects/war/events?words=airstrike").text
    assert "None of the 2 articles that were looked through has an event that fits." in first
    assert triggers(lead.get(address(first, "Further")).text) == ["airstrikes"]


def test_files_are_offered_to_those_who_may_export(
    fill: Callable[..., None], member: Callable[[Role], Visitor]
) -> None:
    fill(*articles(ARTICLE))
    page = member(Role.ENGINEER).get("/projects/war/events").text
    way = address(page, "Events, ACLED-like")
    assert way == "/api/v1/projects/war/export?format=acled-like&sets=gold"
    file = member(Role.ENGINEER).get(way)
    assert file.headers["Content-Disposition"] == "attachment; filename=war-gold.acled.csv"
    assert "ACLED-like" not in member(Role.ADJUDICATOR).get("/projects/war/events").text
    assert member(Role.ANNOTATOR).get("/projects/war/events").status_code == 403


def test_the_set_of_a_task_leads_to_the_workbench_with_the_span_in_focus(
    sqlite_database: Database, lead: Visitor
) -> None:
    with sqlite_database.write() as session:
        project = projects.get(session, "war")
        document = factories.add_document(session, project, "Rebels struck.", key="d1")
        person = factories.add_person(session)
        factories.add_member(session, project, person)
        task = factories.add_task(session, document, person, state="submitted")
        factories.add_set_action(session, task)
    page = lead.get("/projects/war/events?sets=submitted").text
    shown = lead.get(address(page, "struck.").partition("#")[0]).text
    assert address(shown, "Open in the workbench") == f"/tasks/{factories.row_id(task)}#span=bare"


def test_a_text_is_shown_whole_with_or_without_labels_and_with_words_that_are_not_there(
    sqlite_database: Database, lead: Visitor
) -> None:
    with sqlite_database.write() as session:
        factories.add_document(session, projects.get(session, "war"), "One <b>two\r\nthree.", key="d1")
    page = lead.get("/projects/war/documents/d1?start=3&end=99").text
    assert "Nobody has labelled it." in page
    assert "One &lt;b&gt;two\r\nthree." in page
    assert "<mark" not in page
    assert lead.get("/projects/war/documents/d1?set=7").status_code == 404
    assert lead.get("/projects/war/documents/d1?set=99999999999").status_code == 404
    assert lead.get("/projects/war/documents/none").status_code == 404


def test_the_pieces_of_a_text_are_the_text_and_say_what_covers_them() -> None:
    [article] = articles(ARTICLE)
    text, [gold] = article.document.text, article.sets
    found = pieces(text, gold, factories.shipped_schema(), (574, 607))
    assert "".join(each.text for each in found) == text
    assert "".join(each.text for each in found if each.is_sought) == "at least 40 Iran-backed militants"
    assert sum(each.is_first_sought for each in found) == 1
    labelled = {each.text for each in found if each.labels == "Casualty"}
    assert "three American troops" in labelled
    assert sought_words(text, 3, 3) is None
    assert pieces("", None, None, None) == []
