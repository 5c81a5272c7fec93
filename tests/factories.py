"""Rows for tests: each function stores one thing that is as plain as it may be, and gives it back.

What is not given is made up. Nothing is committed: the test's own transaction decides.
"""

import json
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from annotator.domain.documents import Document
from annotator.domain.people import Person
from annotator.domain.schema import Schema
from annotator.domain.schema_reader import read_toml
from annotator.store.clock import now
from annotator.store.tables import (
    AnnotationSetRow,
    ApiToken,
    DocumentRow,
    Membership,
    Project,
    SchemaVersion,
    SpanRow,
    Task,
    User,
    WebSession,
)

Row = TypeVar("Row", bound=SQLModel)

_number = count(1)
_SCHEMAS = Path(__file__).parents[1] / "schemas"


def add_user(
    session: Session,
    name: str | None = None,
    *,
    is_admin: bool = False,
    is_active: bool = True,
    loopback_only: bool = False,
    password_hash: str | None = None,
) -> User:
    """Somebody without a password: hashing one takes a tenth of a second."""
    user = User(
        name=name or f"user{next(_number)}",
        is_admin=is_admin,
        is_active=is_active,
        loopback_only=loopback_only,
        password_hash=password_hash,
        created_at=now(),
    )
    return stored(session, user)


def add_person(session: Session, name: str | None = None, *, is_admin: bool = False) -> Person:
    user = add_user(session, name, is_admin=is_admin)
    return Person(row_id(user), user.name, user.is_admin)


@cache
def shipped_schema(name: str = "conflict-events") -> Schema:
    """A schema that ships with the program."""
    return read_toml((_SCHEMAS / f"{name}.toml").read_text("utf-8"), f"{name}.toml")


def next_version(schema: Schema, *, without: str | None = None, rename: dict[str, str] | None = None) -> Schema:
    """The schema one version on, with labels renamed (two to one name: merged) and one left out."""
    renamed = rename or {}

    def names(labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(renamed.get(each, each) for each in labels if each != without))

    labels = {
        renamed.get(each.name, each.name): replace(each, name=renamed.get(each.name, each.name))
        for each in schema.labels
        if each.name != without
    }
    roles = tuple(
        replace(each, from_labels=names(each.from_labels), to_labels=names(each.to_labels))
        for each in schema.roles
        if names(each.from_labels) and names(each.to_labels)
    )
    return replace(schema, version=schema.version + 1, labels=tuple(labels.values()), roles=roles)


def add_project(
    session: Session, slug: str | None = None, *, schema: Schema | None = None, guideline: str = "", overlap: int = 1
) -> Project:
    """A project with a schema version: the one given, or the default schema that ships."""
    slug = slug or f"project-{next(_number)}"
    project = stored(session, Project(slug=slug, title=slug.title(), overlap=overlap, created_at=now()))
    add_schema_version(session, project, schema or shipped_schema(), guideline=guideline)
    return project


def add_schema_version(session: Session, project: Project, schema: Schema, *, guideline: str = "") -> SchemaVersion:
    version = SchemaVersion(
        project_id=row_id(project),
        name=schema.name,
        version=schema.version,
        definition=json.dumps(schema.as_json(), ensure_ascii=False),
        guideline=guideline,
        guideline_version=schema.guideline_version,
        created_at=now(),
    )
    return stored(session, version)


def add_member(session: Session, project: Project, user: User | Person, role: str = "annotator") -> Membership:
    return stored(session, Membership(project_id=row_id(project), user_id=row_id(user), role=role))


def add_document(
    session: Session,
    project: Project,
    text: str = "Rebels killed three people in Loikaw on Tuesday.",
    *,
    key: str | None = None,
    position: int | None = None,
    open_slots: int = 1,
) -> DocumentRow:
    number = next(_number)
    document = Document(key or f"document-{number}", text)
    row = DocumentRow(
        project_id=row_id(project),
        key=document.id,
        title=document.title,
        checksum=document.checksum,
        position=number if position is None else position,
        open_slots=open_slots,
        created_at=now(),
        text=text,
    )
    return stored(session, row)


def add_task(session: Session, document: DocumentRow, user: User | Person, *, state: str = "open") -> Task:
    """A task with its empty annotation set, in the project's only schema version."""
    task = Task(
        project_id=document.project_id,
        document_id=row_id(document),
        user_id=row_id(user),
        position=document.position,
        state=state,
        created_at=now(),
        updated_at=now(),
    )
    add_set(session, document, user.name, task=stored(session, task))
    return task


def add_set(
    session: Session, document: DocumentRow, annotator: str, *, task: Task | None = None, layer: str = "annotator"
) -> AnnotationSetRow:
    version = session.scalars(select(SchemaVersion).filter_by(project_id=document.project_id)).one()
    row = AnnotationSetRow(
        document_id=row_id(document),
        task_id=row_id(task) if task else None,
        annotator=annotator,
        layer=layer,
        status=task.state if task else "submitted",
        schema_version_id=row_id(version),
    )
    return stored(session, row)


def add_span(session: Session, annotations: AnnotationSetRow, start: int, end: int, quote: str) -> SpanRow:
    label = shipped_schema().labels[0].name
    row = SpanRow(set_id=row_id(annotations), id=f"s{next(_number)}", label=label, start=start, end=end, quote=quote)
    return stored(session, row)


def add_web_session(session: Session, user: User | Person, token_hash: str, *, expires_at: int | None = None) -> None:
    moment = now()
    row = WebSession(
        token_hash=token_hash,
        user_id=row_id(user),
        created_at=moment,
        seen_at=moment,
        expires_at=moment + 3_600_000 if expires_at is None else expires_at,
    )
    stored(session, row)


def add_token(session: Session, user: User | Person, token_hash: str) -> ApiToken:
    return stored(session, ApiToken(user_id=row_id(user), name="a program", token_hash=token_hash, created_at=now()))


def stored(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def row_id(row: object) -> int:
    """The id of something that was stored."""
    found = getattr(row, "id", None)
    assert isinstance(found, int), f"{row!r} is not stored"
    return found


def add_set_action(session: Session, task: Task) -> SpanRow:
    """An action without its event class on the task's document: a soft violation."""
    row = session.scalars(select(AnnotationSetRow).filter_by(task_id=row_id(task))).one()
    document = session.get_one(DocumentRow, task.document_id)
    words = document.text.split()[1]
    start = document.text.index(words)
    span = SpanRow(set_id=row_id(row), id="bare", label="action", start=start, end=start + len(words), quote=words)
    return stored(session, span)
