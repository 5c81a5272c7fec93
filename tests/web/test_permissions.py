"""Nobody sees what they may not: every route, asked by everybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import pytest
from sqlmodel import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from annotator.domain.people import Person
from annotator.domain.permissions import Action, Role, may
from annotator.services import job_files, jobs
from annotator.services.releases import store_of
from annotator.services.sign_in import digest
from annotator.store import jobs as stored_jobs
from annotator.store.session import Database
from annotator.store.tables import Project, Task
from annotator.web import Application, permissions
from annotator.web.auth import COOKIE_KEY
from annotator.web.permissions import ENDPOINTS
from annotator.web.sign_in import SETTINGS
from tests import connections, factories
from tests.releases.folders import attacks, cut_folder
from tests.web.conftest import ELSEWHERE, Visitor

#: What requests must hold to get as far as the question whether they are allowed.
BODIES: dict[str, Any] = {
    "api_tasks.next_": {},
    "api_tasks.save": {"changes": [{"id": "c1", "act": "a1", "kind": "remove_span", "before": None, "after": None}]},
    "api_tasks.read_words": {"places": [{"label": "casualty", "start": 0, "end": 1}]},
    "api_tasks.submit": {"despite_violations": True},
    "api_tasks.skip": {"reason": "not about a conflict"},
    "api_account.set_preferences": {"preferences": {}},
    "api_actors.add": {"name": "Coast Lions"},
    "api_actors.put": {"name": "Coast Lions"},
    "api_jobs.start_export": {},
    "ml_backend.setup": {},
    "ml_backend.predict": {"tasks": []},
}
#: These take whose task it is from the address.
OF_A_TASK = {endpoint for endpoint in ENDPOINTS if endpoint.startswith(("tasks.", "api_tasks."))} - {
    "tasks.index",
    "api_tasks.listed",
    "api_tasks.next_",
}
OVERSEERS = {Role.ADJUDICATOR, Role.LEAD, Role.ADMIN}


def a_job_that_is_done(app: Application, session: Session, slug: str) -> str:
    """The key of an export with a file to download."""
    key = jobs.start(session, None, slug, "export", {"format": "native"})
    stored_jobs.end(session, key, jobs.DONE)
    room = job_files.new_room(app.extensions[SETTINGS], key)
    (room.made / "made.jsonl").write_text("", "utf-8")
    # As if its files had been sent, and not imported yet.
    (room.given / ".draft.json").write_text(f'{{"project": "{slug}", "format": null}}', "utf-8")
    (room.given / "story.txt").write_text("Nine killed", "utf-8")
    return key


def a_release_that_is_cut(app: Application, slug: str) -> None:
    """A release of the same name as that file."""
    cut_folder(store_of(app.extensions[SETTINGS], slug) / "made.jsonl", attacks(1))


@dataclass(frozen=True)
class Caller:
    """Somebody who asks: their role in the project, and a task of their own there."""

    person: Person | None
    role: Role | None
    task: int


class World:
    """A project, somebody of each role with a task of their own, and somebody else's task."""

    def __init__(self, app: Application, database: Database) -> None:
        self.app, self.database = app, database
        with database.write() as session:
            self.project = factories.add_project(session, "war")
            self.document = factories.add_document(session, self.project, open_slots=1000)
            other = factories.add_person(session, "somebody else")
            factories.add_member(session, self.project, other)
            self.job = a_job_that_is_done(app, session, self.project.slug)
            a_release_that_is_cut(app, self.project.slug)
            self.others_task = factories.row_id(factories.add_task(session, self.document, other))
        connections.connect(database, self.project.slug)

    def caller(self, name: str) -> Caller:
        """Somebody called by their role: `anonymous`, `outsider`, or one of the roles."""
        role = Role(name) if name in set(Role) else None
        if name == "anonymous":
            return Caller(None, None, self.others_task)
        with self.database.write() as session:
            person = factories.add_person(session, name, is_admin=role is Role.ADMIN)
            if role is not None and role is not Role.ADMIN:
                factories.add_member(session, self.project, person, role)
            task = factories.add_task(session, self.document, person)
        return Caller(person, role, factories.row_id(task))

    def ask(self, rule: Rule, method: str, caller: Caller, task: int) -> TestResponse:
        """The answer that the caller gets from elsewhere: signed in anew, so that signing out does not matter."""
        visitor = Visitor(self.app, ELSEWHERE)
        visitor.get("/sign-in")
        if caller.person is not None:
            token = token_urlsafe()
            with self.database.write() as session:
                factories.add_web_session(session, caller.person, digest(token))
            with visitor.client.session_transaction() as cookie:
                cookie[COOKIE_KEY] = token
        values = {"slug": self.project.slug, "task_id": task, "document_id": self.document.key}
        values |= {"token_id": 1, "key": "coast-lions", "job_key": self.job, "name": "made.jsonl", "file": "README.md"}
        with self.app.test_request_context():
            path = self.app.url_for(
                rule.endpoint,
                **{"filename": "css/base.css"} | {name: values[name] for name in rule.arguments if name in values},
            )
        path = path.partition("?")[0]
        headers = {"X-CSRFToken": visitor.csrf}
        body = {"json": BODIES[rule.endpoint]} if rule.endpoint in BODIES else {}
        return visitor.client.open(
            path, method=method, headers=headers, environ_base={"REMOTE_ADDR": ELSEWHERE}, buffered=True, **body
        )


@pytest.fixture
def world(app: Application, sqlite_database: Database) -> World:
    return World(app, sqlite_database)


def routes(app: Application) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def outcome(response: TestResponse) -> str:
    """What the answer means for whoever asked."""
    if response.status_code == 401 or (
        response.status_code == 302 and (response.location or "").startswith("/sign-in")
    ):
        return "sign in first"
    return {403: "forbidden", 404: "not found"}.get(response.status_code, "let in")


def expected(endpoint: str, caller: Caller) -> set[str]:
    """What the table says: of their own task, where it is about a task."""
    action = ENDPOINTS[endpoint]
    if endpoint == "hints.take":
        # Lets in whoever shows the project's secret, which nobody does here.
        return {"forbidden"}
    if action is Action.VISIT:
        # Open to all, but the form was sent without a name and a password.
        return {"sign in first" if endpoint == "sign_in.submit" else "let in"}
    if caller.person is None:
        return {"sign in first"}
    if action is Action.OPERATE:
        return {"let in" if caller.role is Role.ADMIN else "forbidden"}
    if action is Action.USE:
        # What is one's own may not be there.
        return {"let in", "not found"} if endpoint == "account.revoke_token" else {"let in"}
    if caller.role is None:
        return {"not found"}
    return {"let in" if may(caller.role, action) else "forbidden"}


def test_the_table_names_every_route_and_no_other(app: Application) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ENDPOINTS)


@pytest.mark.parametrize("who", ["anonymous", "outsider", *Role])
def test_every_route_lets_in_exactly_those_whom_the_table_names(world: World, who: str) -> None:
    caller = world.caller(who)
    wrong = {}
    for rule, method in routes(world.app):
        found = outcome(world.ask(rule, method, caller, caller.task))
        if found not in expected(rule.endpoint, caller):
            wrong[f"{method} {rule.endpoint}"] = (found, expected(rule.endpoint, caller))
    assert wrong == {}


@pytest.mark.parametrize("who", ["outsider", *Role])
def test_somebody_elses_task_is_read_by_those_who_oversee_and_changed_by_nobody(world: World, who: str) -> None:
    caller = world.caller(who)
    wrong = {}
    for rule, method in routes(world.app):
        if rule.endpoint not in OF_A_TASK:
            continue
        may_read = ENDPOINTS[rule.endpoint] is Action.READ_OWN_TASK and caller.role in OVERSEERS
        found = outcome(world.ask(rule, method, caller, world.others_task))
        if found != ("let in" if may_read else "not found"):
            wrong[f"{method} {rule.endpoint}"] = found
    assert wrong == {}
    with world.database.read() as session:
        task = session.get(Task, world.others_task)
        assert task is not None
        assert task.state == "open"


def test_an_address_that_is_not_in_the_table_is_closed_even_to_an_administrator(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {endpoint: action for endpoint, action in ENDPOINTS.items() if endpoint != "account.show"}
    monkeypatch.setattr(permissions, "ENDPOINTS", without)
    [rule] = world.app.url_map.iter_rules("account.show")
    assert outcome(world.ask(rule, "GET", world.caller("admin"), 1)) == "forbidden"
    assert outcome(world.ask(rule, "GET", world.caller("anonymous"), 1)) == "sign in first"


@pytest.mark.parametrize("endpoint", ["api_projects.show", "api_tasks.show", "tasks.show", "projects.guideline"])
def test_what_is_hidden_cannot_be_told_from_what_is_not_there(world: World, endpoint: str) -> None:
    outsider = world.caller("outsider")
    [rule] = world.app.url_map.iter_rules(endpoint)
    hidden = world.ask(rule, "GET", outsider, world.others_task)
    world.project = Project(slug="xyz", title="Not there", created_at=0)
    missing = world.ask(rule, "GET", outsider, 2**31 - 1)
    assert hidden.status_code == missing.status_code == 404
    assert comparable(hidden) == comparable(missing)


def comparable(response: TestResponse) -> str:
    """What somebody sees who asked, without what differs from one request to the next."""
    return re.sub(r'"request":"[^"]+"|name="csrf_?-?token" (content|value)="[^"]+"', "", response.text)
