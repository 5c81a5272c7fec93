"""The demo project: the seeds, an account to try them with, and a finished example."""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from annotator import resources
from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.workflow import TaskState
from annotator.formats.native.format import Native
from annotator.services import actors, documents, users
from annotator.services.projects import create_project, load_schema, row_of
from annotator.store import annotations, projects, reservations, tasks
from annotator.store import documents as stored_documents
from annotator.store.clock import now
from annotator.store.tables import Project

#: The account that owns the finished example; nobody can sign in with it.
EXAMPLE = "example"
DEMO = "demo"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How to sign in to the demo; the password is made anew for each installation."""

    name: str
    password: str


def load_demo(session: Session) -> DemoAccount | None:
    """Make the demo project and its account, unless they are there: then None.

    The account may sign in from this machine only.
    """
    folder = resources.folder("seeds")
    plan = tomllib.loads((folder / "project.toml").read_text(encoding="utf-8"))
    if projects.find(session, str(plan["slug"])) is not None:
        return None
    schema, guideline = load_schema(str(plan["schema"]))
    project = create_project(session, str(plan["slug"]), str(plan["title"]), schema, guideline, overlap=2)
    for _ in documents.import_documents(session, project, _seeds(folder, plan["documents"])):
        pass
    listed = folder / str(plan["actors"])
    with listed.open("rb") as table:
        actors.import_actors(session, row_of(project), table, listed.name)
    password = secrets.token_urlsafe(9)
    demo = users.add_user(session, DEMO, password, loopback_only=True)
    projects.set_role(session, row_of(project), demo.id, "lead")
    _add_example(session, project, str(plan["example"]))
    return DemoAccount(DEMO, password)


def _seeds(folder: Path, names: list[str]) -> Iterator[AnnotatedDocument]:
    for name in names:
        yield from Native().read(folder / f"{name}.jsonl")


def _add_example(session: Session, project: Project, key: str) -> None:
    """The gold of one document as a finished task, to be looked at."""
    stored = stored_documents.get(session, row_of(project), key)
    gold = next(each for each in annotations.sets_of(session, [stored.row])[stored.row] if each.layer == "gold")
    example = users.add_user(session, EXAMPLE, None)
    projects.set_role(session, row_of(project), example.id, "annotator")
    standing = reservations.standing(session, project.slug, example.id)
    assert standing is not None, "the project has just been made"
    # Not taken: the document is handed out to as many people as without it.
    reserved = reservations.Reserved(stored.row, stored.position)
    task_id = reservations.add_task(session, reserved, standing, example, now())
    opened = tasks.find(session, task_id, example.id)
    assert opened is not None, "the task has just been made"
    annotations.fill_set(session, opened.task.set_id, gold)
    tasks.move(session, opened.task, TaskState.SUBMITTED, None, now())
    project.example_task_id = task_id
    session.flush()
