"""Tasks: the next one, one opened, one submitted, skipped or taken up again; my list."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from annotator.domain.annotations import AnnotationSet, Link, SchemaRef, Span
from annotator.domain.checks import soft_violations
from annotator.domain.errors import AnnotatorError, InvalidInput, NotFound
from annotator.domain.json import Json
from annotator.domain.people import Person
from annotator.domain.permissions import Action, Role
from annotator.domain.rules import Violation
from annotator.domain.schema import Schema
from annotator.domain.workflow import WORKING, TaskState, check_move
from annotator.domain.workspace import Workspace
from annotator.services import access
from annotator.services.projects import get_project, row_of
from annotator.store import annotations, projects, tasks
from annotator.store.clock import as_iso, now
from annotator.store.tables import Project

#: Who may look at the tasks of others, to help and to settle.
OVERSEERS = frozenset({Role.LEAD, Role.ADJUDICATOR, Role.ADMIN})


class ViolationsError(AnnotatorError):
    """The task has things that a person should look at first; they may submit all the same."""

    rule = "violations"

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(f"{len(violations)} thing(s) to look at before submitting")
        self.violations = violations


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task with all that its page needs."""

    task: tasks.TaskRow
    text: str
    meta: dict[str, Json]
    schema: Schema
    attributes: dict[str, Json]
    spans: list[Span]
    links: list[Link]
    read_only: bool
    done: int

    def as_json(self) -> dict[str, Json]:
        """The shape that the page and programs read (see docs/api.md)."""
        row = self.task
        return {
            "task": summary_json(row) | {"read_only": self.read_only},
            "document": {"id": row.key, "title": row.title, "text": self.text, "meta": self.meta},
            "schema": self.schema.as_json(),
            "annotations": {
                "attributes": self.attributes,
                "spans": [span.as_json() for span in self.spans],
                "links": [link.as_json() for link in self.links],
                "revision": row.revision,
            },
            "progress": {"done": self.done, "total": None},
        }


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A stretch of a list, and the cursor that fetches what comes behind it."""

    tasks: list[tasks.TaskRow]
    next: str | None


def summary_json(row: tasks.TaskRow) -> dict[str, Json]:
    return {
        "id": row.id,
        "state": str(row.state),
        "project": {"slug": row.slug, "title": row.project_title},
        "document": {"id": row.key, "title": row.title},
        "revision": row.revision,
        "position": row.position,
        "expires": as_iso(row.reserved_until) if row.reserved_until else None,
        "updated": as_iso(row.updated_at),
        "skip_reason": row.skip_reason,
    }


def next_task(session: Session, person: Person, slug: str, besides: Sequence[int] = ()) -> OpenTask | None:
    """What this person should do next: their oldest open task, else a document handed out now.

    `besides` are tasks that are in hand already. None when nothing is left.
    """
    project = get_project(session, person, slug, Action.ANNOTATE)
    open_already = tasks.working(session, person.id, row_of(project), besides)
    if open_already is not None:
        return open_task(session, person, open_already)
    moment = now()
    taken = tasks.take_next(session, project, person.id, moment)
    if taken is None:
        return None
    document_id, position = taken
    task_id = tasks.add(
        session,
        project_id=row_of(project),
        document_id=document_id,
        position=position,
        user_id=person.id,
        now=moment,
        reserved_until=moment + project.reserve_minutes * 60_000,
    )
    _add_set(session, project, person, task_id, document_id)
    return open_task(session, person, task_id)


def open_task(session: Session, person: Person, task_id: int) -> OpenTask:
    """The task as its page shows it: to work on for its owner, to read for those who oversee."""
    opened = visible_task(session, person, task_id)
    row = opened.task
    content = annotations.content(session, row.set_id)
    done = tasks.number_by_state(session, person.id, row.project_id)
    return OpenTask(
        task=row,
        text=opened.text,
        meta=json.loads(opened.meta),
        schema=projects.read_definition(opened.definition),
        attributes=json.loads(opened.attributes),
        spans=content.spans,
        links=content.links,
        read_only=row.user_id != person.id or row.state not in WORKING,
        done=done.get(TaskState.SUBMITTED, 0),
    )


def submit_task(session: Session, person: Person, task_id: int, *, despite_violations: bool) -> tasks.TaskRow:
    """Say that the task is done.

    Raises ViolationsError, once, unless `despite_violations`; a task that is submitted already
    stays so, since the page may ask again after a lost answer.
    """
    opened = own_task(session, person, task_id)
    if opened.task.state is TaskState.SUBMITTED:
        return opened.task
    if not despite_violations:
        found = list(violations(session, opened))
        if found:
            raise ViolationsError(found)
    return _move(session, opened, TaskState.SUBMITTED)


def skip_task(session: Session, person: Person, task_id: int, reason: str) -> tasks.TaskRow:
    """Leave the task undone, and say why."""
    if not reason.strip() or len(reason) > 500:
        raise InvalidInput("a skip has a reason of 1 to 500 characters", rule="reason")
    opened = own_task(session, person, task_id)
    if opened.task.state is TaskState.SKIPPED:
        return opened.task
    return _move(session, opened, TaskState.SKIPPED, reason=reason.strip())


def reopen_task(session: Session, person: Person, task_id: int) -> tasks.TaskRow:
    """Take up a task again that was submitted or skipped."""
    opened = own_task(session, person, task_id)
    if opened.task.state in WORKING:
        return opened.task
    return _move(session, opened, TaskState.REOPENED)


def violations(session: Session, opened: tasks.Opened) -> Iterator[Violation]:
    """The soft rules that the task's annotations break."""
    content = annotations.content(session, opened.task.set_id)
    schema = projects.read_definition(opened.definition)
    workspace = Workspace(opened.text, schema, content.spans, content.links, json.loads(opened.attributes))
    return soft_violations(workspace)


def list_tasks(
    session: Session,
    person: Person,
    *,
    state: TaskState | None = None,
    query: str | None = None,
    project: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> TaskPage:
    """This person's tasks, last touched first; `after` is the cursor of the page before."""
    where = [tasks.of_person(person.id)]
    if state is not None:
        where.append(tasks.in_states([state]))
    if project:
        where.append(tasks.in_project(project))
    if query and query.strip():
        where.append(tasks.about(query.strip()))
    if after:
        where.append(tasks.older_than(*_cursor(after)))
    found = tasks.listed(session, where, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    return TaskPage(found[:limit], f"{last.updated_at}-{last.id}" if last else None)


def visible_task(session: Session, person: Person, task_id: int) -> tasks.Opened:
    """The task, if this person may see it: their own, the project's example, or one that they oversee."""
    opened = tasks.find(session, task_id, person.id)
    if opened is None:
        raise NotFound(f"there is no task {task_id}")
    role = access.checked(_role(opened, person), Action.READ_OWN_TASK)
    if opened.task.user_id != person.id and not opened.is_example and role not in OVERSEERS:
        raise NotFound(f"there is no task {task_id}")
    return opened


def own_task(session: Session, person: Person, task_id: int) -> tasks.Opened:
    """The task, if it is this person's own and they may work on it; locked until the end."""
    opened = tasks.find(session, task_id, person.id, lock=True)
    if opened is None or opened.task.user_id != person.id:
        raise NotFound(f"you have no task {task_id}")
    access.checked(_role(opened, person), Action.ANNOTATE)
    return opened


def _role(opened: tasks.Opened, person: Person) -> Role | None:
    if person.is_admin:
        return Role.ADMIN
    return Role(opened.role) if opened.role else None


def _move(session: Session, opened: tasks.Opened, state: TaskState, reason: str | None = None) -> tasks.TaskRow:
    row = opened.task
    check_move(row.state, state)
    tasks.update(
        session,
        row.id,
        state=str(state),
        skip_reason=reason,
        reserved_until=None,
        updated_at=now(),
    )
    annotations.set_values(session, row.set_id, status=str(state), skip_reason=reason)
    found = tasks.find(session, row.id, row.user_id)
    if found is None:
        raise NotFound(f"there is no task {row.id}")
    return found.task


def _add_set(session: Session, project: Project, person: Person, task_id: int, document_id: int) -> None:
    version = projects.current_schema(session, row_of(project))
    empty = AnnotationSet(
        annotator=person.name,
        schema=SchemaRef(version.name, version.version),
        guideline=version.guideline_version,
    )
    new = annotations.NewSet(document_id, int(version.id or 0), empty, task_id)
    annotations.add_set(session, new)


def _cursor(after: str) -> tuple[int, int]:
    moment, _, task_id = after.partition("-")
    if not (moment.isdecimal() and task_id.isdecimal()) or len(after) > 40:
        raise InvalidInput(f"{after!r} is no cursor of a list", rule="cursor")
    return int(moment), min(int(task_id), 2**31 - 1)
