"""An application over an empty database, and programs that ask it with tokens."""

from dataclasses import dataclass

import pytest

from annotator.services import tokens
from annotator.settings import Settings
from annotator.web import create_app
from tests import factories
from tests.fixtures import database, new_database, sqlite_database

__all__ = ["database", "new_database", "sqlite_database"]


@dataclass
class Program:
    """A client that shows one person's token."""

    client: object
    token: str
    person: object

    def ask(self, method, address, **rest):
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.open(f"/api/v1{address}", method=method, headers=headers, **rest)

    def get(self, address, **rest):
        return self.ask("GET", address, **rest)

    def post(self, address, body=None, **rest):
        return self.ask("POST", address, json={} if body is None else body, **rest)


class World:
    """One project, and as many programs as a test needs."""

    def __init__(self, database, folder):
        self.database = database
        settings = Settings(data=folder, database_url="", demo=False)
        self.app = create_app(settings, database)
        with database.write() as session:
            self.project = factories.add_project(session, "war")

    def program(self, role=None):
        with self.database.write() as session:
            person = factories.add_person(session)
            if role:
                factories.add_member(session, self.project, person, role)
            token = tokens.create_token(session, person, "test")
        return Program(self.app.test_client(), token, person)

    def add_document(self, text="Rebels killed three people in Loikaw.", **rest):
        with self.database.write() as session:
            return factories.add_document(session, self.project, text, **rest)


@pytest.fixture
def world(database, tmp_path):
    return World(database, tmp_path)


@pytest.fixture
def sqlite_world(sqlite_database, tmp_path):
    return World(sqlite_database, tmp_path)
