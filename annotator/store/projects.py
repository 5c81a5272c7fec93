"""Projects, their people and their schema versions."""

import json
from functools import lru_cache

from sqlalchemy import select
from sqlmodel import Session, col

from annotator.domain.errors import NotFound
from annotator.domain.schema import Schema
from annotator.domain.schema_reader import read_schema
from annotator.store.clock import now
from annotator.store.tables import Membership, Project, SchemaVersion, User


def find(session: Session, slug: str) -> Project | None:
    return session.scalar(select(Project).where(col(Project.slug) == slug))


def get(session: Session, slug: str) -> Project:
    """The project; raises NotFound."""
    project = find(session, slug)
    if project is None:
        raise NotFound(f"there is no project {slug!r}")
    return project


def add(session: Session, project: Project) -> Project:
    session.add(project)
    session.flush()
    return project


def of_person(session: Session, user_id: int) -> list[Project]:
    """The projects in which this person is something, by title."""
    query = (
        select(Project)
        .join(Membership, col(Membership.project_id) == col(Project.id))
        .where(col(Membership.user_id) == user_id)
        .order_by(col(Project.title), col(Project.id))
    )
    return list(session.scalars(query))


def every(session: Session) -> list[Project]:
    return list(session.scalars(select(Project).order_by(col(Project.title), col(Project.id))))


def find_role(session: Session, project_id: int, user_id: int) -> str | None:
    return session.scalar(
        select(col(Membership.role)).where(col(Membership.project_id) == project_id, col(Membership.user_id) == user_id)
    )


def set_role(session: Session, project_id: int, user_id: int, role: str) -> None:
    """Make the person `role` in the project, whatever they were."""
    membership = session.get(Membership, (project_id, user_id))
    if membership is None:
        session.add(Membership(project_id=project_id, user_id=user_id, role=role))
    else:
        membership.role = role
    session.flush()


def members(session: Session, project_id: int) -> list[tuple[str, str]]:
    """(name, role) of everybody in the project, by name."""
    query = (
        select(col(User.name), col(Membership.role))
        .join(User, col(User.id) == col(Membership.user_id))
        .where(col(Membership.project_id) == project_id)
        .order_by(col(User.name))
    )
    return [(name, role) for name, role in session.execute(query)]


def add_schema(session: Session, project_id: int, schema: Schema, guideline: str) -> SchemaVersion:
    """Keep this version of the schema; the newest version is the one that new tasks get."""
    version = SchemaVersion(
        project_id=project_id,
        name=schema.name,
        version=schema.version,
        definition=json.dumps(schema.as_json(), ensure_ascii=False, separators=(",", ":")),
        guideline=guideline,
        guideline_version=schema.guideline_version,
        created_at=now(),
    )
    session.add(version)
    session.flush()
    return version


def current_schema(session: Session, project_id: int) -> SchemaVersion:
    """The version that new annotation sets are made under: the newest one."""
    version = session.scalar(
        select(SchemaVersion)
        .where(col(SchemaVersion.project_id) == project_id)
        .order_by(col(SchemaVersion.id).desc())
        .limit(1)
    )
    if version is None:
        raise NotFound("the project has no schema")
    return version


def schema_versions(session: Session, project_id: int) -> list[SchemaVersion]:
    query = select(SchemaVersion).where(col(SchemaVersion.project_id) == project_id).order_by(col(SchemaVersion.id))
    return list(session.scalars(query))


@lru_cache(maxsize=64)
def read_definition(definition: str) -> Schema:
    """The schema that a stored definition says. Cached by content, so it can never be stale."""
    return read_schema(json.loads(definition), "the stored schema")
