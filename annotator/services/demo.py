"""The demo project: the seeds, an account to try them with, and a finished example."""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session

from annotator import resources
from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.workflow import TaskState
from annotator.formats.native import Native
from annotator.services import documents, users
from annotator.services.projects import create_project, load_schema, row_of
from annotator.store import annotations, projects, tasks
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
    moment = now()
    task_id = tasks.add(
        session,
        project_id=row_of(project),
        document_id=stored.row,
        position=stored.position,
        user_id=example.id,
        now=moment,
        reserved_until=None,
        state=TaskState.SUBMITTED,
    )
    version = projects.current_schema(session, row_of(project))
    mine = replace(gold, annotator=EXAMPLE, layer="annotator", status="submitted")
    new = annotations.NewSet(stored.row, int(version.id or 0), mine, task_id)
    annotations.add_set(session, new)
    project.example_task_id = task_id
    session.flush()
