"""Tasks: the next one, one opened, one submitted, skipped or taken up again; my list."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from annotator.domain.annotations import Comment, Link, Span
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
from annotator.store import annotations, projects, reservations, tasks
from annotator.store.clock import as_iso, now

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
    comments: list[Comment]
    read_only: bool
    #: The version of the schema that new tasks of the project are made under.
    newest_schema: int

    def as_json(self) -> dict[str, Json]:
        """The shape that the page and programs read (see docs/engineers.md)."""
        row = self.task
        return {
            "task": summary_json(row) | {"read_only": self.read_only},
            "document": {"id": row.key, "title": row.title, "text": self.text, "meta": self.meta},
            "schema": self.schema.as_json(),
            "newest_schema": self.newest_schema,
            "annotations": {
                "attributes": self.attributes,
                "spans": [span.as_json() for span in self.spans],
                "links": [link.as_json() for link in self.links],
                "comments": [comment.as_json() for comment in self.comments],
                "revision": row.revision,
            },
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
    standing = reservations.standing(session, slug, person.id)
    if standing is None:
        raise NotFound(f"there is no project {slug!r}")
    access.checked(_role(standing.role, person), Action.ANNOTATE)
    open_already = reservations.working(session, person.id, standing.project_id, besides)
    if open_already is not None:
        return open_task(session, person, open_already)
    moment = now()
    reserved = reservations.take_next(session, standing.project_id, person, moment)
    if reserved is None:
        return None
    task_id = reservations.add_task(session, reserved, standing, person, moment)
    return _opened(visible_task(session, person, task_id), annotations.Content([], []), person)


def open_task(session: Session, person: Person, task_id: int) -> OpenTask:
    """The task as its page shows it: to work on for its owner, to read for those who oversee."""
    opened = visible_task(session, person, task_id)
    newest = projects.current_schema(session, opened.task.project_id).version
    return _opened(opened, annotations.content(session, opened.task.set_id), person, newest)


def _opened(
    opened: tasks.Opened, content: annotations.Content, person: Person, newest_schema: int | None = None
) -> OpenTask:
    row, schema = opened.task, projects.read_definition(opened.definition)
    return OpenTask(
        task=row,
        text=opened.text,
        meta=json.loads(opened.meta),
        schema=schema,
        attributes=json.loads(opened.attributes),
        spans=content.spans,
        links=content.links,
        comments=content.comments,
        read_only=row.user_id != person.id or row.state not in WORKING,
        newest_schema=newest_schema or schema.version,
    )


def number_submitted(session: Session, person: Person, project_id: int) -> int:
    """How many articles of the project this person has submitted."""
    return tasks.number_by_state(session, person.id, project_id).get(TaskState.SUBMITTED, 0)


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
    role = access.checked(_role(opened.role, person), Action.READ_OWN_TASK)
    if opened.task.user_id != person.id and not opened.is_example and role not in OVERSEERS:
        raise NotFound(f"there is no task {task_id}")
    return opened


def own_task(session: Session, person: Person, task_id: int) -> tasks.Opened:
    """The task, if it is this person's own and they may work on it; locked until the end."""
    opened = tasks.find(session, task_id, person.id, lock=True)
    if opened is None or opened.task.user_id != person.id:
        raise NotFound(f"you have no task {task_id}")
    access.checked(_role(opened.role, person), Action.ANNOTATE)
    return opened


def _role(role: str | None, person: Person) -> Role | None:
    if person.is_admin:
        return Role.ADMIN
    return Role(role) if role else None


def _move(session: Session, opened: tasks.Opened, state: TaskState, reason: str | None = None) -> tasks.TaskRow:
    check_move(opened.task.state, state)
    return tasks.move(session, opened.task, state, reason, now())


def _cursor(after: str) -> tuple[int, int]:
    moment, _, task_id = after.partition("-")
    if not (moment.isdecimal() and task_id.isdecimal()) or len(after) > 40:
        raise InvalidInput(f"{after!r} is no cursor of a list", rule="cursor")
    return int(moment), min(int(task_id), 2**31 - 1)
