"""Import as pages: files are looked into before anything of them is in the project, and come in under names of ours."""

import html
import io
import json
import re
from collections.abc import Callable
from typing import Any

from annotator.domain.permissions import Role
from annotator.services import corpora, job_files, jobs
from annotator.services.job_kinds import import_files
from annotator.settings import Settings
from annotator.store.session import Database
from tests import factories
from tests.web.conftest import Visitor

COLUMNS = "-DOCSTART-\n\nBaghdad B-GPE\nwas O\nstruck B-Attack\n. O\n\n"


def sent(visitor: Visitor, *files: tuple[str, str | bytes], format_id: str = "") -> str:
    """Send files; the address at which they are looked into."""
    data: dict[str, Any] = {"format": format_id}
    data["files"] = [
        (io.BytesIO(content.encode() if isinstance(content, str) else content), name) for name, content in files
    ]
    answer = visitor.post("/projects/war/import", data, content_type="multipart/form-data")
    assert answer.status_code == 303
    return answer.location


def selects(page: str) -> dict[str, list[tuple[str, str, bool]]]:
    """The choices of each name: value, words, whether it is chosen."""
    found = {}
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        options = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', inside)
        found[html.unescape(name)] = [
            (html.unescape(value), html.unescape(words), bool(chosen)) for value, chosen, words in options
        ]
    return found


def test_files_are_looked_into_and_nothing_of_them_is_in_the_project(lead: Visitor, sqlite_database: Database) -> None:
    raw = lead.get(sent(lead, ("c.iob2", COLUMNS), ("story.txt", "Nine killed\n\nNine."))).text
    page = html.unescape(raw)
    assert "IOB2 columns: 1 document." in page
    assert "Plain text: 1 document." in page
    assert "Nine killed" in page
    names = selects(raw)
    assert set(names) == {"label:GPE", "label:Attack"}
    assert [words for _, words, chosen in names["label:GPE"] if chosen] == ["Location"]
    assert [words for _, words, chosen in names["label:Attack"] if chosen] == ["leave it out"]
    assert {words for _, words, _ in names["label:Attack"]} >= {"Actor", "Action", "Action: Armed clash"}
    with sqlite_database.read() as session:
        assert jobs.every_job(session) == []


def test_what_does_not_come_as_it_stands_is_told_before_anything_is_imported(lead: Visitor) -> None:
    page = html.unescape(lead.get(sent(lead, ("c.iob2", COLUMNS))).text)
    said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "1 span, 0 links" in said
    assert "What does not come as it stands there" in said
    assert re.search(r"span left out as asked unwanted 1 \S+: Attack “\w+”: the map leaves its label out", said)


def test_what_belongs_to_no_document_is_told_with_its_file_and_line(lead: Visitor) -> None:
    entity = {"id": 1, "label": "Attack", "start_offset": 0, "end_offset": 4, "mood": "calm"}
    doccano = {"id": 1, "text": "They left.", "entities": [entity], "relations": []}
    said = html.unescape(lead.get(sent(lead, ("c.jsonl", json.dumps(doccano)))).text)
    told = re.findall(r'class="example">([^<]*)</bdi>', said)
    assert any("mood" in each for each in told), told
    assert not [each for each in told if each.startswith(("None", ":"))]


def test_names_that_were_chosen_are_shown_on_the_words_and_go_into_the_job(
    lead: Visitor, sqlite_database: Database, settings: Settings
) -> None:
    address = sent(lead, ("c.iob2", COLUMNS))
    actor, action = json.dumps(["actor", {}]), json.dumps(["action", {"event_class": "attack"}])
    chosen = {"label:GPE": actor, "label:Attack": action}
    page = lead.post(address, {**chosen, "do": "look"}).text
    assert re.search(r'<mark>Baghdad<span class="sample-label"> actor</span></mark>', page)
    answer = lead.post(address, {**chosen, "do": "import"})
    assert answer.status_code == 303
    with sqlite_database.read() as session:
        [job] = jobs.every_job(session)
    assert answer.location == f"/projects/war/jobs/{job.stored.key}"
    order = import_files.order(job.stored.payload)
    assert order.files == ("c.iob2",)
    given = job_files.room(settings, job.stored.key).given
    (part,) = corpora.parts(given / "c.iob2", "c.iob2")
    brought = corpora.bring(sqlite_database, "war", part, order.wish(), lambda _: None)
    assert (brought.report.documents, brought.report.spans, brought.faults.number) == (1, 2, 0)


def test_faults_are_told_with_their_lines_before_anything_is_imported(lead: Visitor) -> None:
    page = html.unescape(lead.get(sent(lead, ("bad.jsonl", '{"format": "annotator/1", "id": "d1"}\n{}\n'))).text)
    assert "2 faults" in page
    assert "bad.jsonl, line 1" in page
    assert "Take what is sound" in page


def test_what_no_format_reads_is_said(lead: Visitor) -> None:
    page = html.unescape(lead.get(sent(lead, ("notes.xyz", "?"))).text)
    assert "no format's files end like this" in page
    assert 'class="primary" disabled' in page


def test_files_can_be_forgotten_and_are_gone(lead: Visitor, settings: Settings) -> None:
    address = sent(lead, ("c.iob2", COLUMNS))
    assert lead.post(address, {"do": "forget"}).status_code == 303
    assert lead.get(address).status_code == 404
    assert not job_files.room(settings, address.rpartition("/")[2]).path.exists()


def test_what_was_sent_is_there_for_its_project_alone(
    lead: Visitor, member: Callable[[Role], Visitor], sqlite_database: Database
) -> None:
    address = sent(lead, ("c.iob2", COLUMNS))
    assert lead.get("/projects/war/import/0123456789abcdef").status_code == 404
    with sqlite_database.write() as session:
        factories.add_project(session, "peace")
    other = member(Role.LEAD)
    assert other.get(address).status_code == 200
    assert other.get(address.replace("war", "peace")).status_code == 404
    assert member(Role.ANNOTATOR).get(address).status_code == 403


def test_without_a_file_the_form_says_so(lead: Visitor) -> None:
    answer = lead.post("/projects/war/import", {"format": ""}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "no file was chosen" in answer.text
