"""One real Label Studio for all tests of the sync, and a project of its own on either side for each test."""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.schema import Schema
from annotator.labelstudio.label_config import label_config
from annotator.labelstudio.plan import Plan
from annotator.services import documents as document_service
from annotator.services import projects as project_service
from annotator.services.sync import connections, engine
from annotator.services.sync.client import Client
from annotator.services.sync.connections import Policy
from annotator.services.sync.engine import Outcome
from annotator.store import annotations, documents
from annotator.store import projects as stored_projects
from annotator.store import rows as row_shapes
from annotator.store.annotations import StoredSet
from annotator.store.core import annotation_sets as set_table
from annotator.store.core import links as link_table
from annotator.store.core import spans as span_table
from annotator.store.session import Database
from tests import factories
from tests.faulty_proxy import FaultyProxy, faulty_proxy
from tests.fixtures import sqlite_database
from tests.labelstudio_server import MISSING, TOKEN, LabelStudioServer, is_installed, running_label_studio

__all__ = ["sqlite_database"]

TEXT = "Police shot 3 protesters in Hama on Friday."
SCHEMA = factories.shipped_schema()
REF = SchemaRef(SCHEMA.name, SCHEMA.version)


#: What a token looks like: one of the old kind, and the access or the personal token of the new one.
TOKENS = re.compile(rf"{TOKEN}|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+")
#: The server of this run: fixtures of several conftests ask for one and the same.
_SERVER = pytest.StashKey[LabelStudioServer]()


@pytest.fixture(scope="session")
def label_studio(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LabelStudioServer:
    """The server of this run. ANNOTATOR_TEST_LABEL_STUDIO names one that runs already, by port and data folder."""
    given = os.environ.get("ANNOTATOR_TEST_LABEL_STUDIO", "")
    if given:
        port, _, data = given.partition(":")
        return LabelStudioServer(f"http://127.0.0.1:{port}", Path(data), None)  # type: ignore[arg-type]
    if not is_installed():
        pytest.skip(MISSING)
    if _SERVER not in request.config.stash:
        stack = ExitStack()
        request.config.add_cleanup(stack.close)
        folder = tmp_path_factory.mktemp("label-studio") / "data"
        request.config.stash[_SERVER] = stack.enter_context(running_label_studio(folder))
    return request.config.stash[_SERVER]


@pytest.fixture
def proxy(label_studio: LabelStudioServer) -> Iterator[FaultyProxy]:
    """A proxy before the server, which has seen at the end that nothing was asked that this edition lacks."""
    with faulty_proxy(label_studio.url) as proxy:
        yield proxy
        assert enterprise(proxy) == []


def enterprise(proxy: FaultyProxy) -> list[str]:
    """What was asked for that only the paid editions have: they answer with a page that it is not there."""
    return [each.path for each in proxy.log if each.status == 404 and "html" in each.content_type]


@pytest.fixture(autouse=True)
def no_secret_in_any_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does: no token is written into a log, also where everything is logged."""
    caplog.set_level("DEBUG")
    yield
    for when in ("setup", "call"):
        assert [each.name for each in caplog.get_records(when) if TOKENS.search(each.getMessage())] == []


@dataclass
class Both:
    """A project here and one there. What is there is looked at by plain HTTP, past our own client."""

    database: Database
    server: LabelStudioServer
    proxy: FaultyProxy
    slug: str = "ours"
    remote: int = 0
    slept: list[float] = field(default_factory=list)
    timeout: float = 60.0
    clients: list[Client] = field(default_factory=list)

    def client(self, token: str | None = None) -> Client:
        made = Client(self.proxy.url, token or self.server.token, timeout=self.timeout, sleep=self.slept.append)
        self.clients.append(made)
        return made

    def connect(self, remote: int | None = None, policy: Policy | None = None, slug: str | None = None) -> int:
        connected = connections.connect(self.database, self.client(), slug or self.slug, remote, policy or Policy())
        if slug is None:
            self.remote = connected.remote_id
        return connected.remote_id

    def plan(self, slug: str | None = None) -> Plan:
        """What would be done. That it writes nothing there is looked at each time."""
        before = len(self.proxy.writes)
        found = engine.plan(self.database, self.client(), slug or self.slug)
        assert len(self.proxy.writes) == before
        return found

    def apply(self, slug: str | None = None, **options: Any) -> Outcome:
        return engine.apply(self.database, self.client(), slug or self.slug, **options)

    # Here.

    def add_project(self, slug: str, schema: Schema | None = None) -> None:
        with self.database.write() as session:
            factories.add_project(session, slug, schema=schema)

    def bring(self, *records: AnnotatedDocument, slug: str | None = None) -> None:
        with self.database.write() as session:
            project = stored_projects.get(session, slug or self.slug)
            for _ in document_service.import_documents(session, project, records):
                pass

    def sets(self, key: str, slug: str | None = None) -> list[StoredSet]:
        with self.database.read() as session:
            project = stored_projects.get(session, slug or self.slug)
            row = documents.get(session, project_service.row_of(project), key).row
            return annotations.stored_sets_of(session, [row])[row]

    def set(self, key: str, annotator: str = "ann", slug: str | None = None) -> AnnotationSet:
        return next(each.annotations for each in self.sets(key, slug) if each.annotations.annotator == annotator)

    def corpus(self, slug: str | None = None) -> list[AnnotatedDocument]:
        with self.database.read() as session:
            project = stored_projects.get(session, slug or self.slug)
            found = []
            for batch in documents.walk(session, project_service.row_of(project)):
                sets = annotations.sets_of(session, [each.row for each in batch])
                found += [AnnotatedDocument(each.document, tuple(sets[each.row])) for each in batch]
            return found

    def edit(self, key: str, annotator: str = "ann", **spans: Any) -> None:
        """Change what a set holds here, span by span: None takes one away."""
        with self.database.write() as session:
            project = stored_projects.get(session, self.slug)
            row = documents.get(session, project_service.row_of(project), key).row
            found = next(
                each
                for each in annotations.stored_sets_of(session, [row])[row]
                if each.annotations.annotator == annotator
            )
            for name, new in spans.items():
                where = (span_table.c.set_id == found.row, span_table.c.id == name)
                old = next((each for each in found.annotations.spans if each.id == name), None)
                if new is None:
                    ends = (link_table.c.from_id == name) | (link_table.c.to_id == name)
                    session.execute(delete(link_table).where(link_table.c.set_id == found.row, ends))
                    session.execute(delete(span_table).where(*where))
                elif old is None:
                    session.execute(insert(span_table).values(row_shapes.span_row(found.row, new)))
                else:
                    session.execute(update(span_table).where(*where).values(row_shapes.span_row(found.row, new)))

    def drop_set(self, key: str, annotator: str) -> None:
        """Take a whole set away here."""
        found = next(each for each in self.sets(key) if each.annotations.annotator == annotator)
        with self.database.write() as session:
            session.execute(delete(set_table).where(set_table.c.id == found.row))

    # There.

    def call(self, method: str, path: str, body: object = None) -> Any:
        return self.server.call(method, path, body)

    def tasks(self, remote: int | None = None) -> list[dict[str, Any]]:
        """Every task there with all that is in it."""
        found = self.call("GET", f"/api/tasks/?project={remote or self.remote}&fields=all&page_size=1000")
        return sorted(found["tasks"], key=lambda task: int(task["id"]))

    def task(self, key: str) -> dict[str, Any]:
        return next(each for each in self.tasks() if each["data"].get("id") == key)

    def annotation(self, key: str) -> dict[str, Any]:
        (found,) = self.task(key)["annotations"]
        return dict(found)

    def patch(self, annotation: dict[str, Any], result: list[Any]) -> None:
        self.call("PATCH", f"/api/annotations/{annotation['id']}/", {"result": result})

    def database_bytes(self) -> str:
        """All that is in the database, as SQL."""
        connection = sqlite3.connect(str(self.database.url.database))
        try:
            return sha256("\n".join(connection.iterdump()).encode()).hexdigest()
        finally:
            connection.close()


@pytest.fixture
def both(sqlite_database: Database, label_studio: LabelStudioServer, proxy: FaultyProxy) -> Iterator[Both]:
    found = Both(sqlite_database, label_studio, proxy)
    found.add_project("ours")
    yield found
    for client in found.clients:
        client.close()


def span(name: str, label: str, words: str, text: str = TEXT, **attributes: Any) -> Span:
    start = text.index(words)
    return Span(name, label, start, start + len(words), words, attributes, "import")


def annotated(key: str = "a", text: str = TEXT, annotator: str = "ann", status: str = "submitted") -> AnnotatedDocument:
    """An event with one who does it, one to whom it is done, and a toll."""
    spans = (
        span("act", "action", "shot", text),
        span("who", "actor", "Police", text),
        span("toll", "casualty", "3 protesters", text, harm="killed"),
        span("where", "location", "Hama", text),
    )
    links = (
        Link("l1", "agent", "act", "who"),
        Link("l2", "casualty", "act", "toll"),
        Link("l3", "location", "act", "where"),
    )
    return AnnotatedDocument(
        Document(key, text, {"title": key}),
        (AnnotationSet(annotator, REF, "annotator", status, spans=spans, links=links),),
    )


def own_project(server: LabelStudioServer, title: str = "theirs", config: str | None = None) -> int:
    """A project that a team there has made, with our config or one of its own."""
    made = server.call("POST", "/api/projects/", {"title": title, "label_config": config or label_config(SCHEMA)})
    return int(made["id"])


def region(name: str, label: str, start: int, end: int, text: str = TEXT) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    return {"id": name, "type": "labels", "from_name": "span", "to_name": "text", "origin": "manual", "value": value}


def as_json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


FOLDER = Path(__file__).parent
