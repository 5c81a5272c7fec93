"""A project kept in step with one of Label Studio, as a page and by hints: asked for, shown, decided, refused."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from annotator.labelstudio.plan import Action, Deed, Difference, Plan, Trouble
from annotator.services import jobs
from annotator.services.job_kinds.sync_project import KIND, summary
from annotator.services.sync import conflicts, runs, schedule
from annotator.store import jobs as stored_jobs
from annotator.store import sync_conflicts, sync_connections, sync_runs, sync_schedules
from annotator.store.clock import now
from annotator.store.jobs import StoredJob
from annotator.store.session import Database
from annotator.store.tables import Project
from annotator.web import Application
from tests import connections, factories
from tests.web.conftest import ELSEWHERE, Visitor

PAGE = "/projects/war/sync"


@dataclass
class Desk:
    database: Database
    lead: Visitor
    project: int

    def page(self, query: str = "") -> str:
        answer = self.lead.get(PAGE + query)
        assert answer.status_code == 200
        return answer.text

    def jobs(self) -> list[StoredJob]:
        with self.database.read() as session:
            return stored_jobs.of_kind(session, self.project, KIND, 20)

    def schedule(self) -> sync_schedules.StoredSchedule:
        with self.database.read() as session:
            return sync_schedules.find(session, self.project)

    def choices(self) -> dict[int, str | None]:
        return {each.id: each.choice for each in conflicts.list_conflicts(self.database, "war")}

    def plan_that_was_made(self, plan: Plan) -> None:
        """As a worker leaves it behind."""
        with self.database.write() as session:
            key = jobs.start(session, None, "war", KIND, {"dry_run": True})
            stored_jobs.begin(session, key)
            every = sync_conflicts.listed(session, self.project)
            kept = {**summary(plan), "decided": conflicts.decided(every)}
            stored_jobs.keep(session, key, kept=kept, steps=1, words="")
            stored_jobs.end(session, key, stored_jobs.DONE)


@pytest.fixture
def project(sqlite_database: Database) -> Project:
    with sqlite_database.write() as session:
        return factories.add_project(session, "war")


@pytest.fixture
def lead(project: Project, sqlite_database: Database, signed_in: Callable[..., Visitor]) -> Visitor:
    with sqlite_database.write() as session:
        person = factories.add_person(session, "lea")
        factories.add_member(session, project, person, "lead")
    return signed_in(person)


@pytest.fixture
def desk(lead: Visitor, sqlite_database: Database) -> Desk:
    return Desk(sqlite_database, lead, connections.connect(sqlite_database))


def text(page: str) -> str:
    """What is read on the page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_a_project_that_is_connected_to_nothing_says_which_command_connects_it(lead: Visitor) -> None:
    page = lead.get(PAGE)
    assert page.status_code == 200
    assert "annotator sync connect war ADDRESS" in text(page.text)
    assert "Find out" not in page.text


def test_the_page_says_where_the_project_is_connected_and_how_that_stands(desk: Desk) -> None:
    page = desk.page()
    assert "Their <war> at https://labels.example.org/ls" in text(page)
    assert 'href="https://labels.example.org/ls/projects/7"' in page
    assert "Both ways" in text(page)
    assert "ada@example.org is ada" in text(page)
    assert "0 tasks, 0 annotations, 0 predictions" in text(page)


def test_it_is_found_out_what_would_happen_as_a_job_and_one_at_a_time(desk: Desk) -> None:
    desk.page()
    first = desk.lead.post(f"{PAGE}/plan")
    assert (first.status_code, first.location) == (303, PAGE)
    [job] = desk.jobs()
    assert job.payload == {"dry_run": True, "way": "page", "whose": "lea"}
    assert job.user == "lea"
    page = desk.page()
    assert "It waits for its turn." in text(page)
    assert 'src="' in page
    assert f"/jobs/{job.key}/cancel" in page
    desk.lead.post(f"{PAGE}/apply")
    assert len(desk.jobs()) == 1
    assert "It is at work already" in text(desk.page())


def a_plan() -> Plan:
    many = [Action(Deed.CREATE, f"d{number}", "annotation", "ann", number, remote_task=9) for number in range(1, 31)]
    new = Action(Deed.ADD_DOCUMENT, "task-9", remote_task=9, remote_id=9, detail="2 annotation(s) and prediction(s)")
    differs = Difference("d1", "ann", "annotation", 1, "who", "span", "label", "a", "b", "c")
    trouble = Trouble("d2", "text", "the text of <task> 5 is another one", "ann")
    return Plan([*many, new, Action(Deed.MISS, "d3")], [differs], [trouble], ["the config is another one"])


def test_a_plan_is_counted_by_kind_and_each_line_leads_to_its_document(desk: Desk) -> None:
    desk.plan_that_was_made(a_plan())
    page = desk.page()
    said = text(page)
    assert "New annotations there 30" in said
    assert "New documents here 1" in said
    assert "and 18 more" in said
    assert 'href="/projects/war/documents/d1?set=1"' in page
    # What is not here yet is looked at there.
    assert "/projects/war/documents/task-9" not in page
    assert 'href="https://labels.example.org/ls/projects/7/data?task=9"' in page
    assert "the text of <task> 5 is another one" in said
    assert "the config is another one" in said
    assert "1 not found there" in said


def test_a_plan_is_carried_out_by_its_id_and_gone_when_something_was_done_since(desk: Desk) -> None:
    desk.plan_that_was_made(a_plan())
    desk.page()
    desk.lead.post(f"{PAGE}/apply", {"plan": a_plan().id})
    assert desk.jobs()[0].payload["plan"] == a_plan().id
    with desk.database.write() as session:
        stored_jobs.end(session, desk.jobs()[0].key, stored_jobs.DONE)
        sync_runs.begin(session, desk.project, "k", now() + 1, "page", "lea")
    assert "Nothing was planned since the last run" in text(desk.page())


def test_much_that_would_be_deleted_needs_a_word_of_its_own(desk: Desk) -> None:
    plan = a_plan()
    plan.stop = "12 of 20 annotations would be deleted at once"
    desk.plan_that_was_made(plan)
    page = desk.page()
    assert "12 of 20 annotations would be deleted at once" in text(page)
    assert re.search(r'name="allow_deletions" value="yes" required', page)
    desk.lead.post(f"{PAGE}/apply", {"plan": plan.id, "allow_deletions": "yes"})
    assert desk.jobs()[0].payload["allow_deletions"] is True


def test_what_is_no_plan_is_refused(desk: Desk) -> None:
    desk.page()
    assert desk.lead.post(f"{PAGE}/apply", {"plan": "<script>"}).status_code == 422
    assert desk.jobs() == []


def test_what_failed_is_told_until_something_else_went_well(desk: Desk) -> None:
    with desk.database.write() as session:
        key = jobs.start(session, None, "war", KIND, {"way": "schedule"})
        stored_jobs.begin(session, key)
        stored_jobs.end(session, key, stored_jobs.FAILED, "https://labels.example.org/ls does not answer", "x")
    assert "What was asked for last (by schedule) has failed: https://labels.example.org/ls does not" in text(
        desk.page()
    )
    desk.plan_that_was_made(Plan())
    page = text(desk.page())
    assert "has failed" not in page
    assert "Both sides are in step: nothing is to be done." in page


# ---------------------------------------------------------------- what both sides changed


@pytest.fixture
def differing(desk: Desk) -> list[int]:
    connections.bring(desk.database)
    return connections.differ(desk.database)


def card(page: str, number: int) -> str:
    return re.search(rf'<li class="difference" id="conflict-{number}".*?</li>', page, re.DOTALL)[0]  # type: ignore[index]


def test_a_conflict_stands_side_by_side_in_the_words_of_the_text(desk: Desk, differing: list[int]) -> None:
    label, place, value = (text(card(desk.page(), number)) for number in differing)
    assert "Label in The story , of ann" in label
    assert "Police shot 3 protesters in Hama" in label
    assert "Here Location Label Studio Casualty Both came from Actor" in label
    assert "Where it stands" in place
    assert "<mark>in Hama</mark> on Friday" in card(desk.page(), differing[1])
    assert "<mark>Hama on Friday</mark>, witnesses" in card(desk.page(), differing[1])
    assert "Here Injured Label Studio Nothing Both came from Killed" in value


def test_a_conflict_is_given_to_a_side_to_the_other_and_to_nobody_again(desk: Desk, differing: list[int]) -> None:
    desk.page()
    number = differing[1]
    for choice, kept in (("local", "local"), ("remote", "remote"), ("later", None)):
        answer = desk.lead.post(f"{PAGE}/resolve", {"conflict": str(number), "choice": choice})
        assert answer.location == f"{PAGE}#conflict-{number}"
        assert desk.choices()[number] == kept
        pressed = re.findall(r'value="(\w+)" aria-pressed="true"', card(desk.page(), number))
        assert pressed == [choice]


def test_all_that_are_left_are_given_to_one_side_and_the_others_stay(desk: Desk, differing: list[int]) -> None:
    desk.page()
    desk.lead.post(f"{PAGE}/resolve", {"conflict": str(differing[0]), "choice": "remote"})
    assert "2 left to decide." in text(desk.page())
    desk.lead.post(f"{PAGE}/resolve", {"choice": "local"})
    assert list(desk.choices().values()) == ["remote", "local", "local"]
    page = desk.page()
    assert "All are decided." in text(page)
    assert "Carry out what is decided" in page
    desk.lead.post(f"{PAGE}/resolve", {"choice": "remote"})
    assert list(desk.choices().values()) == ["remote", "local", "local"]


@pytest.mark.parametrize(
    ("form", "status"),
    [({"choice": "ours"}, 422), ({"conflict": "999", "choice": "local"}, 404), ({"conflict": "1"}, 422)],
)
def test_a_choice_that_is_none_and_a_conflict_that_is_none_are_refused(
    desk: Desk, differing: list[int], form: dict[str, str], status: int
) -> None:
    desk.page()
    assert desk.lead.post(f"{PAGE}/resolve", form).status_code == status
    assert set(desk.choices().values()) == {None}


def test_a_conflict_of_another_project_cannot_be_decided_here(desk: Desk, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        factories.add_project(session, "other")
    connections.connect(sqlite_database, "other", remote_id=8)
    connections.bring(sqlite_database, slug="other")
    [first, *_] = connections.differ(sqlite_database, slug="other")
    desk.page()
    assert desk.lead.post(f"{PAGE}/resolve", {"conflict": str(first), "choice": "local"}).status_code == 404


def test_many_conflicts_stand_on_several_pages_and_deciding_stays_on_its_own(desk: Desk) -> None:
    for number in range(9):
        connections.bring(desk.database, f"s{number}")
        connections.differ(desk.database, f"s{number}")
    page = desk.page()
    assert page.count('class="difference"') == 20
    further = html.unescape(re.search(r'href="([^"]+)" rel="next"', page)[1])  # type: ignore[index]
    rest = desk.page(further.removeprefix(PAGE))
    assert rest.count('class="difference"') == 7
    action = html.unescape(re.search(r'class="verdict" method="post" action="([^"]+)"', rest)[1])  # type: ignore[index]
    number = max(desk.choices())
    answer = desk.lead.post(action, {"conflict": str(number), "choice": "local"})
    assert answer.location.startswith(further.partition("#")[0])


def test_what_is_decided_after_a_plan_makes_it_another_one(desk: Desk, differing: list[int]) -> None:
    desk.plan_that_was_made(a_plan())
    assert ">Do it</button>" in desk.page()
    desk.lead.post(f"{PAGE}/resolve", {"conflict": str(differing[0]), "choice": "local"})
    page = desk.page()
    assert "Something was decided since" in text(page)
    assert ">Do it</button>" not in page
    assert "Carry out what is decided" in page
    desk.plan_that_was_made(a_plan())
    assert ">Do it</button>" in desk.page()


def test_a_plan_for_another_connection_is_none_for_this_one(desk: Desk) -> None:
    desk.plan_that_was_made(a_plan())
    with desk.database.write() as session:
        sync_connections.remove(session, desk.project)
    connections.connect(desk.database)
    assert "Nothing was planned" in text(desk.page())


# ---------------------------------------------------------------- by itself


def test_a_schedule_is_kept_shown_and_ended(desk: Desk) -> None:
    desk.page()
    assert desk.lead.post(f"{PAGE}/schedule", {"every": "15"}).status_code == 303
    kept = desk.schedule()
    assert kept.every == 15
    assert kept.due_at is not None
    assert 14 * 60_000 < kept.due_at - now() <= 15 * 60_000
    assert "every 15 minutes, next 20" in text(desk.page())
    desk.lead.post(f"{PAGE}/schedule", {"every": ""})
    assert (desk.schedule().every, desk.schedule().due_at) == (0, None)
    assert "By itself never" in text(desk.page())


@pytest.mark.parametrize("every", ["-1", "10081", "soon", "1e3", "٣", "9" * 30])
def test_minutes_that_are_none_are_refused_and_change_nothing(desk: Desk, every: str) -> None:
    desk.page()
    desk.lead.post(f"{PAGE}/schedule", {"every": "15"})
    answer = desk.lead.post(f"{PAGE}/schedule", {"every": every})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert desk.schedule().every == 15


def test_the_log_says_when_by_whom_what_and_what_went_wrong(desk: Desk) -> None:
    with runs.running(desk.database, "war", asked=runs.Asked("page", "lea")) as run:
        run.count("add_set", 3)
    with pytest.raises(KeyError), runs.running(desk.database, "war", asked=runs.Asked("schedule")):
        raise KeyError
    runs.note_failure(desk.database, "war", runs.Asked("hint"), "set <ANNOTATOR_LABEL_STUDIO_TOKEN>")
    with runs.running(desk.database, "war"):
        pass
    log = desk.page().partition('id="runs"')[2]
    rows = [text(each) for each in re.findall(r"<tr[^>]*>.*?</tr>", log, re.DOTALL)][1:]
    assert "A command Nothing was to be done" in rows[0]
    assert "Label Studio’s hint set <ANNOTATOR_LABEL_STUDIO_TOKEN>" in rows[1]
    assert "The schedule it ended without a word" in rows[2]
    assert "lea New annotation sets here: 3" in rows[3]


def test_a_long_log_goes_on_on_further_pages(desk: Desk) -> None:
    for number in range(25):
        runs.note_failure(desk.database, "war", runs.Asked("schedule"), f"error {number:02}")
    page = desk.page()
    assert ("error 24" in page, "error 04" in page) == (True, False)
    older = html.unescape(re.search(r'href="([^"]+)" rel="next">Older', page)[1])  # type: ignore[index]
    assert "error 04" in desk.page(older.removeprefix(PAGE))


# ---------------------------------------------------------------- hints


def secret_of(page: str) -> str:
    return re.search(r"X-Annotator-Secret: (\S+?)<", page)[1]  # type: ignore[index]


@dataclass
class LabelStudio:
    """Whoever sends hints: a program of another machine, without a cookie."""

    app: Application

    def says(self, secret: str | None, slug: str = "war", **options: Any) -> TestResponse:
        headers = {} if secret is None else {"X-Annotator-Secret": secret}
        options = options or {"json": {"action": "ANNOTATION_CREATED", "project": {"id": 1}}}
        around = {"REMOTE_ADDR": ELSEWHERE}
        path = f"/hooks/label-studio/{slug}"
        return self.app.test_client().post(path, headers=headers, environ_base=around, **options)


@pytest.fixture
def there(app: Application) -> LabelStudio:
    return LabelStudio(app)


@pytest.fixture
def secret(desk: Desk) -> str:
    desk.page()
    return secret_of(desk.lead.post(f"{PAGE}/secret", {"do": "new"}).text)


def test_a_secret_is_shown_once_and_kept_as_a_hash(desk: Desk, secret: str) -> None:
    assert secret not in desk.page()
    assert desk.schedule().hook not in (None, secret)
    assert "Hints are taken at http" in text(desk.page())


def test_a_hint_with_the_secret_lets_the_next_run_begin_soon(desk: Desk, there: LabelStudio, secret: str) -> None:
    assert desk.schedule().due_at is None
    answer = there.says(secret)
    assert (answer.status_code, answer.json) == (202, {"status": "noted"})
    due = desk.schedule().due_at
    assert due is not None
    assert 0 < due - now() <= schedule.QUIET
    # A worker starts it, not the request.
    assert desk.jobs() == []


def test_a_hint_never_delays_what_is_to_happen_sooner(desk: Desk, there: LabelStudio, secret: str) -> None:
    with desk.database.write() as session:
        sync_schedules.put(session, desk.project, every=60, due_at=1000)
    assert there.says(secret).status_code == 202
    assert desk.schedule().due_at == 1000


def test_a_burst_of_hints_is_one_run_and_one_write(desk: Desk, there: LabelStudio, secret: str) -> None:
    there.says(secret)
    first = desk.schedule()
    assert {there.says(secret).status_code for _ in range(50)} == {202}
    assert desk.schedule() == first


@pytest.mark.parametrize("shown", [None, "", "hook_", "hook_" + "x" * 43, "ünïcode", "a" * 5000])
def test_a_hint_without_the_secret_is_refused_and_does_nothing(
    desk: Desk, there: LabelStudio, secret: str, shown: str | None
) -> None:
    del secret
    answer = there.says(shown)
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
    assert desk.schedule().due_at is None


def test_an_address_without_a_secret_is_as_closed_as_one_that_is_not_there(
    desk: Desk, there: LabelStudio, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        factories.add_project(session, "unconnected")
    told = [there.says(shown, slug).json for slug in ("war", "unconnected", "nowhere") for shown in (None, "", "x")]
    assert {(each["status"], each["detail"]) for each in told} == {(403, schedule.REFUSED)}  # type: ignore[index]
    assert desk.schedule().due_at is None


def test_an_old_secret_and_one_that_was_ended_are_refused(desk: Desk, there: LabelStudio, secret: str) -> None:
    newer = secret_of(desk.lead.post(f"{PAGE}/secret", {"do": "new"}).text)
    assert there.says(secret).status_code == 403
    assert there.says(newer).status_code == 202
    desk.lead.post(f"{PAGE}/secret", {"do": "forget"})
    assert there.says(newer).status_code == 403


@pytest.mark.parametrize(
    "options",
    [
        {"data": b"\xff\xfe\x00garbage", "content_type": "application/json"},
        {"data": b'{"action": ' + b"[" * 100_000, "content_type": "application/json"},
        {"data": b"x" * 2_000_000, "content_type": "text/plain"},
        {"data": {"csrf_token": "forged", "slug": "other"}},
        {"data": b""},
        {"json": {"action": "PROJECT_DELETED", "project": {"id": 7}, "tasks": [{"id": 1}]}},
    ],
)
def test_nothing_of_what_a_hint_brings_along_is_read(
    desk: Desk, there: LabelStudio, secret: str, options: dict[str, Any]
) -> None:
    assert there.says(secret, **options).status_code == 202
    assert desk.schedule().due_at is not None
    assert desk.jobs() == []


def test_whoever_shows_the_secret_is_let_finish_and_whoever_does_not_is_cut_off(
    there: LabelStudio, secret: str
) -> None:
    """A server that leaves a body unread breaks the line to whoever still sends it."""
    read = {}
    for shown, size in ((secret, 300_000), ("forged", 300_000), (secret, 65 * 2**20)):
        stream = BytesIO(b"x" * size)
        answer = there.says(shown, input_stream=stream, content_length=size)
        read[answer.status_code, size] = stream.tell()
    assert read == {(202, 300_000): 300_000, (403, 300_000): 0, (202, 65 * 2**20): 0}


def test_a_sign_in_is_no_secret(desk: Desk, secret: str) -> None:
    del secret
    desk.page()
    assert desk.lead.post("/hooks/label-studio/war").status_code == 403
    assert desk.schedule().due_at is None


@pytest.mark.parametrize("role", ["annotator", "adjudicator"])
def test_whoever_neither_leads_nor_keeps_the_machines_sees_none_of_it(
    desk: Desk, project: Project, sqlite_database: Database, signed_in: Callable[..., Visitor], role: str
) -> None:
    with sqlite_database.write() as session:
        person = factories.add_person(session, role)
        factories.add_member(session, project, person, role)
    visitor = signed_in(person)
    assert "/sync" not in visitor.get("/").text
    assert visitor.get(PAGE).status_code == 403
    assert visitor.post(f"{PAGE}/secret", {"do": "new"}).status_code == 403
    assert desk.schedule().hook is None


def test_my_tasks_lead_to_the_page_and_forms_without_a_token_are_refused(desk: Desk) -> None:
    assert f'href="{PAGE}"' in desk.lead.get("/", follow_redirects=True).text
    assert desk.lead.client.post(f"{PAGE}/plan").status_code == 400
    assert desk.jobs() == []
