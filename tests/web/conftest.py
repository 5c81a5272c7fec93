"""The application over an empty SQLite database, browsers that are signed in, and programs with tokens."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from annotator.domain.people import Person
from annotator.domain.permissions import Role
from annotator.services import tokens
from annotator.services.sign_in import digest
from annotator.settings import Settings
from annotator.store import projects
from annotator.store.session import Database
from annotator.store.tables import User
from annotator.web import Application, create_app
from annotator.web.auth import COOKIE_KEY
from tests import factories
from tests.fixtures import database, new_database, sqlite_database

__all__ = ["database", "new_database", "sqlite_database"]

_CSRF = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
#: An address of another machine: from the documentation's own network.
ELSEWHERE = "203.0.113.9"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", demo=False)


@pytest.fixture
def app(sqlite_database: Database, settings: Settings) -> Application:
    app = create_app(settings, sqlite_database)
    # What nobody foresaw should fail the test, not become a page.
    app.testing = True
    return app


class Visitor:
    """A browser: keeps cookies, and sends the CSRF token of the page it has seen last."""

    def __init__(self, app: Application, address: str = "127.0.0.1") -> None:
        self.client = app.test_client()
        self.address = address
        self.csrf = ""

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._sent("GET", path, options)

    def post(self, path: str, form: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """Submit a form; the token is that of the page before, or of the form's own page for the first one."""
        if not self.csrf:
            self.get("/sign-in", follow_redirects=True)
        data = None if "json" in options else {"csrf_token": self.csrf, **(form or {})}
        headers = {"X-CSRFToken": self.csrf} if "json" in options else {}
        return self._sent("POST", path, {"data": data, "headers": headers, **options})

    def _sent(self, method: str, path: str, options: dict[str, Any]) -> TestResponse:
        around = {"REMOTE_ADDR": self.address, **options.pop("environ_base", {})}
        response = self.client.open(path, method=method, environ_base=around, buffered=True, **options)
        found = _CSRF.search(response.text) if response.mimetype == "text/html" else None
        self.csrf = found[1] if found else self.csrf
        return response


@pytest.fixture
def visitor(app: Application) -> Visitor:
    """A browser on this machine in which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def signed_in(app: Application, sqlite_database: Database) -> Callable[..., Visitor]:
    """Makes a browser in which this person is signed in, without the tenth of a second that a password takes."""

    def make(person: Person | User, address: str = "127.0.0.1") -> Visitor:
        visitor = Visitor(app, address)
        token = f"token of {factories.row_id(person)}"
        with sqlite_database.write() as session:
            factories.add_web_session(session, person, digest(token))
        with visitor.client.session_transaction() as cookie:
            cookie[COOKIE_KEY] = token
        return visitor

    return make


@pytest.fixture
def war(sqlite_database: Database) -> None:
    """A project of that name."""
    with sqlite_database.write() as session:
        factories.add_project(session, "war")


@pytest.fixture
def member(war: None, sqlite_database: Database, signed_in: Callable[..., Visitor]) -> Callable[[Role], Visitor]:
    """Makes a browser of somebody who is this in the project `war`."""

    def make(role: Role) -> Visitor:
        with sqlite_database.write() as session:
            person = factories.add_person(session)
            factories.add_member(session, projects.get(session, "war"), person, role)
        return signed_in(person)

    return make


@pytest.fixture
def lead(member: Callable[[Role], Visitor]) -> Visitor:
    return member(Role.LEAD)


@dataclass(frozen=True)
class Program:
    """A client that shows a token."""

    app: Application
    token: str
    address: str = ELSEWHERE

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        base = {"REMOTE_ADDR": self.address}
        return self.app.test_client().open(path, method=method, headers=headers, environ_base=base, **options)


@pytest.fixture
def program(app: Application, sqlite_database: Database) -> Callable[[Person], Program]:
    """Makes a program that acts for this person."""

    def make(person: Person) -> Program:
        with sqlite_database.write() as session:
            return Program(app, tokens.create_token(session, person, "test"))

    return make


@pytest.fixture
def ana(sqlite_database: Database) -> Person:
    """Somebody without a role anywhere."""
    with sqlite_database.write() as session:
        return factories.add_person(session, "Ana")
