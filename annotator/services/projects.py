"""Projects: made with a schema, seen by those who are something in them."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from annotator import resources
from annotator.domain.errors import Conflict, InvalidInput, InvalidSchema, NotFound
from annotator.domain.people import Person
from annotator.domain.permissions import Action, Role
from annotator.domain.schema import Schema
from annotator.domain.schema_reader import read_toml
from annotator.services import access
from annotator.store import documents, projects, users
from annotator.store.clock import now
from annotator.store.tables import Project

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """A project as somebody sees it who is something in it."""

    slug: str
    title: str
    role: str
    schema: str
    schema_version: int
    #: A finished task to look at, if there is one.
    example: int | None


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A project as the operator sees it."""

    slug: str
    title: str
    schema: str
    version: int
    documents: int


@dataclass(frozen=True, slots=True)
class Member:
    """What somebody is in a project."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Guideline:
    """What annotators are asked to do, in Markdown, in the version that is in force."""

    project: str
    title: str
    markdown: str
    version: int


def load_schema(name_or_file: str) -> tuple[Schema, str]:
    """The schema that ships under this name, or in this file, with its guideline.

    Raises InvalidInput naming what was looked for, InvalidSchema naming file, key and rule.
    """
    text = resources.schema_text(name_or_file)
    if text is not None:
        schema = read_toml(text, f"{name_or_file}.toml")
        return schema, resources.guideline_text(schema.guideline)
    path = Path(name_or_file)
    if not path.is_file():
        known = ", ".join(resources.schema_names())
        raise InvalidInput(
            f"there is no schema {name_or_file!r}: give a TOML file or one of {known}",
            rule="schema",
        )
    schema = read_toml(path.read_text(encoding="utf-8"), str(path))
    if not schema.guideline:
        return schema, ""
    beside = path.parent / schema.guideline
    if not beside.is_file():
        raise InvalidSchema(f"guideline: there is no file {beside}", file=str(path))
    return schema, beside.read_text(encoding="utf-8")


def create_project(
    session: Session, slug: str, title: str, schema: Schema, guideline: str, *, overlap: int = 1
) -> Project:
    """A new project under that schema; `overlap` annotators get each document."""
    check_new_slug(session, slug)
    if not 1 <= overlap <= 100:
        raise InvalidInput(f"between 1 and 100 annotators a document, not {overlap}", rule="overlap")
    project = Project(slug=slug, title=title or slug, overlap=overlap, created_at=now())
    projects.add(session, project)
    projects.add_schema(session, row_of(project), schema, guideline)
    return project


def check_new_slug(session: Session, slug: str) -> None:
    """Raises InvalidInput or Conflict where no project can be made under that name."""
    if not SLUG.fullmatch(slug):
        raise InvalidInput(f"a project's name has lower-case letters, digits and hyphens, not {slug!r}", rule="slug")
    if projects.find(session, slug) is not None:
        raise Conflict(f"there is a project {slug!r} already", rule="exists")


def get_project(session: Session, person: Person, slug: str, action: Action) -> Project:
    """The project, if this person may do that in it; raises NotFound or Forbidden."""
    project = projects.find(session, slug)
    if project is None:
        raise NotFound(f"there is no project {slug!r}")
    access.require(session, person, row_of(project), action)
    return project


def for_operator(session: Session, slug: str) -> tuple[Project, Schema]:
    """The project and the schema that its new sets are made under, for commands; raises NotFound."""
    project = projects.get(session, slug)
    return project, projects.read_definition(projects.current_schema(session, row_of(project)).definition)


def list_projects(session: Session, person: Person) -> list[ProjectSummary]:
    """The projects in which this person is something; all of them for an admin."""
    rows = projects.every(session) if person.is_admin else projects.of_person(session, person.id)
    return [summary(session, person, project) for project in rows]


def summary(session: Session, person: Person, project: Project) -> ProjectSummary:
    version = projects.current_schema(session, row_of(project))
    role = access.role_of(session, person, row_of(project))
    return ProjectSummary(
        slug=project.slug,
        title=project.title,
        role=str(role),
        schema=version.name,
        schema_version=version.version,
        example=project.example_task_id,
    )


def add_member(session: Session, slug: str, user_name: str, role: str) -> None:
    """Make somebody a member of a project, or change what they are there."""
    if role not in {str(each) for each in Role if each is not Role.ADMIN}:
        raise InvalidInput(f"a role is annotator, adjudicator, lead or engineer, not {role!r}", rule="role")
    project = projects.get(session, slug)
    user = users.find_by_name(session, user_name)
    if user is None:
        raise NotFound(f"there is no user {user_name!r}")
    projects.set_role(session, row_of(project), int(user.id or 0), role)


def list_members(session: Session, slug: str) -> list[Member]:
    """Everybody who is something in the project, by name."""
    project = projects.get(session, slug)
    return [Member(name, role) for name, role in projects.members(session, row_of(project))]


def every_project(session: Session) -> list[ProjectEntry]:
    """All projects with the number of their documents: for the operator, not for pages."""
    found = []
    for project in projects.every(session):
        version = projects.current_schema(session, row_of(project))
        number = documents.number(session, row_of(project))
        found.append(ProjectEntry(project.slug, project.title, version.name, version.version, number))
    return found


def read_guideline(session: Session, person: Person, slug: str) -> Guideline:
    """The guideline of the project's newest schema version."""
    project = get_project(session, person, slug, Action.SEE_PROJECT)
    version = projects.current_schema(session, row_of(project))
    return Guideline(project.slug, project.title, version.guideline, version.guideline_version)


def row_of(project: Project) -> int:
    """The project's row; a project that was stored has one."""
    if project.id is None:
        raise ValueError("the project is not stored yet")
    return project.id
