"""The pages on which annotators find their work and do it."""

import json
import re
from collections.abc import Callable

import pytest

from annotator.domain.people import Person
from annotator.store.session import Database
from annotator.web import static_files
from tests import factories
from tests.web.conftest import Visitor


class Project:
    """A project in which Ana annotates."""

    def __init__(self, database: Database, ana: Person) -> None:
        self.database, self.ana = database, ana
        with database.write() as session:
            self.row = factories.add_project(session, "war", guideline="# Events\n\nMark <b>who</b> did what.")
            factories.add_member(session, self.row, ana)

    def document(self, text: str = "Rebels killed three people.", person: Person | None = None, **task: str) -> int:
        """A document; with a person, the id of their task on it."""
        with self.database.write() as session:
            document = factories.add_document(session, self.row, text)
            return factories.row_id(factories.add_task(session, document, person, **task)) if person else 0


@pytest.fixture
def project(sqlite_database: Database, ana: Person) -> Project:
    return Project(sqlite_database, ana)


@pytest.fixture
def mine(ana: Person, signed_in: Callable[..., Visitor]) -> Visitor:
    return signed_in(ana)


def page_data(page: str) -> dict[str, object]:
    [found] = re.findall(r'<script type="application/json" id="page-data">(.*?)</script>', page, re.DOTALL)
    data: dict[str, object] = json.loads(found)
    return data


def test_whoever_is_in_no_project_is_told_so(mine: Visitor) -> None:
    page = mine.get("/").text
    assert "You are in no project yet." in page
    assert "You have not begun an article yet." in page


def test_the_next_article_is_handed_out_and_opened(project: Project, mine: Visitor) -> None:
    project.document("Rebels killed three people in Loikaw.")
    assert "Next article" in mine.get("/").text
    answer = mine.post("/projects/war/next")
    assert answer.status_code == 303
    page = mine.get(answer.location)
    assert page.status_code == 200
    assert "Rebels killed three people in Loikaw." in page.text
    assert "Continue" in mine.get("/").text


def test_when_nothing_is_left_it_says_so(project: Project, mine: Visitor) -> None:
    mine.get("/")
    assert mine.post("/projects/war/next").location == "/"
    page = mine.get("/").text
    assert "Nothing is left to do there." in page
    assert "Nothing is left to do here." in page


def test_an_article_that_somebody_else_holds_is_not_offered(
    project: Project, mine: Visitor, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        factories.add_document(session, project.row, open_slots=0)
    assert "Nothing is left to do here." in mine.get("/").text


def test_a_reservation_that_was_let_pass_is_offered_again(
    project: Project, mine: Visitor, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        other = factories.add_person(session)
        task = factories.add_task(session, factories.add_document(session, project.row, open_slots=0), other)
        task.reserved_until = 1
    assert "Next article" in mine.get("/").text
    assert mine.post("/projects/war/next").location.startswith("/tasks/")


def test_an_article_whose_annotations_were_imported_under_ones_name_is_not_offered(
    project: Project, mine: Visitor, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        factories.add_set(session, factories.add_document(session, project.row), project.ana.name)
    page = mine.get("/").text
    assert "Nothing is left to do here." in page
    assert "Next article" not in page
    assert mine.post("/projects/war/next").location == "/"
    project.document()
    assert "Next article" in mine.get("/").text
    assert mine.post("/projects/war/next").location.startswith("/tasks/")


def test_the_workbench_gets_all_it_needs_as_data(project: Project, mine: Visitor) -> None:
    text = "Rebels </script><script>alert(1)</script> & “three” 👩‍👩‍👧 died."
    task = project.document(text, project.ana)
    page = mine.get(f"/tasks/{task}").text
    assert "<script>alert" not in page
    data = page_data(page)
    assert data["task"]["document"]["text"] == text  # type: ignore[index]
    assert data["user"] == {"name": "Ana"}
    urls = data["urls"]
    assert isinstance(urls, dict)
    assert set(urls) >= {
        "changes",
        "journal",
        "submit",
        "skip",
        "reopen",
        "next",
        "task",
        "guideline_parts",
        "examples",
        "my_tasks",
        "sign_in",
        "guideline",
    }
    assert urls["changes"] == "/api/v1/tasks/{id}/changes", "the page goes from task to task"
    assert data["submitted"] == 0


def test_every_address_that_the_workbench_is_given_answers(project: Project, mine: Visitor) -> None:
    task = project.document(person=project.ana)
    urls = page_data(mine.get(f"/tasks/{task}").text)["urls"]
    assert isinstance(urls, dict)
    found = {name: mine.client.get(url.replace("{id}", str(task))).status_code for name, url in urls.items()}
    # The gazetteer is there, and wants to be asked for a name.
    assert found.pop("places") == 422
    assert set(found.values()) <= {200, 302, 405}


def test_the_modules_of_the_workbench_are_fetched_at_once(project: Project, mine: Visitor) -> None:
    page = mine.get(f"/tasks/{project.document(person=project.ana)}").text
    listed = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    assert [mine.get(address).status_code for address in listed] == [200] * len(listed)


def test_modules_are_found_by_what_they_import(tmp_path: static_files.Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "main.js").write_text(
        'import { a } from "./model/a.js";\nimport "./model/b.js";\n// import "./no.js"\n'
    )
    (tmp_path / "model" / "a.js").write_text('export { b } from "./b.js";\nimport {\n  c,\n} from "../c.js";\n')
    for name in ("model/b.js", "c.js", "no.js"):
        (tmp_path / name).write_text("export const b = 1;\n")
    found = [path.relative_to(tmp_path).as_posix() for path in static_files.modules(tmp_path / "main.js")]
    assert found == ["main.js", "model/a.js", "model/b.js", "c.js"]


def test_the_address_of_static_files_changes_with_their_content(tmp_path: static_files.Path) -> None:
    (tmp_path / "a.css").write_text("p {}")
    before = static_files.fingerprint(tmp_path)
    assert static_files.fingerprint(tmp_path) == before
    (tmp_path / "a.css").write_text("q {}")
    changed = static_files.fingerprint(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert len({before, changed, static_files.fingerprint(tmp_path)}) == 3


def test_a_task_that_is_done_can_be_read_and_taken_up_again(project: Project, mine: Visitor) -> None:
    task = project.document(person=project.ana, state="submitted")
    page = mine.get(f"/tasks/{task}").text
    assert "Submitted. You can read it here." in page
    assert page_data(page)["task"]["task"]["read_only"] is True  # type: ignore[index]
    answer = mine.post(f"/tasks/{task}/reopen")
    assert (answer.status_code, answer.location) == (303, f"/tasks/{task}")
    assert "You can read it here." not in mine.get(f"/tasks/{task}").text


def test_somebody_elses_task_is_not_there_for_an_annotator(
    project: Project, mine: Visitor, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        other = factories.add_person(session)
    task = project.document(person=other)
    mine.get("/")
    assert mine.get(f"/tasks/{task}").status_code == 404
    assert mine.post(f"/tasks/{task}/reopen").status_code == 404


def test_tasks_are_found_by_state_and_title(project: Project, mine: Visitor) -> None:
    for text, state in (("Rebels strike", "open"), ("Talks go on", "submitted"), ("Rebels retreat", "submitted")):
        project.document(text, project.ana, state=state)

    def titles(address: str) -> list[str]:
        return sorted(re.findall(r'class="task-title" href="[^"]+">([^<]+)<', mine.get(address).text))

    assert titles("/") == ["Rebels retreat", "Rebels strike", "Talks go on"]
    assert titles("/?state=submitted") == ["Rebels retreat", "Talks go on"]
    assert titles("/?query=rebels&state=submitted") == ["Rebels retreat"]
    assert titles("/?state=nonsense") == titles("/")
    assert "No article fits." in mine.get("/?query=nothing").text


def test_a_long_list_is_paged_without_losing_or_repeating_a_task(project: Project, mine: Visitor) -> None:
    for number in range(120):
        project.document(f"Article {number:03}", project.ana)
    seen: list[str] = []
    address: str | None = "/?state=open"
    while address:
        page = mine.get(address).text
        seen += re.findall(r'class="task-title" href="[^"]+">([^<]+)<', page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else None
    assert sorted(seen) == [f"Article {number:03}" for number in range(120)]
    assert "Newest" in page


def test_a_cursor_that_was_made_up_is_refused(mine: Visitor) -> None:
    assert mine.get("/?after=nonsense").status_code == 422


def test_the_guideline_is_shown_and_its_html_is_not_believed(project: Project, mine: Visitor) -> None:
    page = mine.get("/projects/war/guideline").text
    assert "<h1>Events</h1>" in page
    assert "&lt;b&gt;who&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "markdown", ["[x](javascript:alert(1))", "[x](data:text/html,hi)", "<img src=x onerror=y>", "![x](vbscript:z)"]
)
def test_nothing_in_a_guideline_becomes_code(markdown: str) -> None:
    from annotator.web.markdown import as_html

    html = as_html(markdown)
    assert "<img" not in html.replace("&lt;img", "")
    assert 'href="' not in html
    assert 'src="' not in html


def test_guidelines_may_hold_tables_and_links() -> None:
    from annotator.web.markdown import as_html

    html = as_html("| a | b |\n|---|---|\n| 1 | [x](https://example.org) |\n")
    assert "<table>" in html
    assert 'href="https://example.org"' in html
