"""Saving: changes applied to a task's annotation set, exactly once, and its history."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from annotator.domain.acts import apply_act
from annotator.domain.changes import Change, Refusal, acts
from annotator.domain.json import Json
from annotator.domain.lessons import lessons
from annotator.domain.people import Person
from annotator.domain.workflow import check_working
from annotator.domain.workspace import Workspace
from annotator.services.lessons import learn
from annotator.services.tasks import own_task, visible_task
from annotator.store import annotations, changes, projects, tasks
from annotator.store.clock import as_iso, now
from annotator.store.rows import dump

#: Milliseconds between two notes that a task is being worked on.
TOUCH_EVERY = 60_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act: applied, with what was added to complete it, or refused."""

    act: str
    refusal: Refusal | None = None
    effects: list[Change] = field(default_factory=list)

    def as_json(self) -> dict[str, Json]:
        if self.refusal is not None:
            return {
                "act": self.act,
                "status": "refused",
                "effects": [],
                "rule": self.refusal.rule,
                "detail": self.refusal.message,
                "current": self.refusal.current,
                "change": self.refusal.change,
            }
        effects: list[Json] = [change.as_json() for change in self.effects]
        return {"act": self.act, "status": "applied", "effects": effects}


@dataclass(frozen=True, slots=True)
class Saved:
    """The revision that stands, and an outcome for each act in order."""

    revision: int
    outcomes: list[Outcome]


def save_changes(session: Session, person: Person, task_id: int, sent: Sequence[Change]) -> Saved:
    """Make the acts part of the task's annotation set and its journal, in order.

    An act whose changes are in the journal already is acknowledged again: the page may send it
    twice after a lost answer. One that does not fit is refused by itself, with the rule and
    what stands; the others go on. Raises Conflict when the task is not open.
    """
    opened = own_task(session, person, task_id)
    row = opened.task
    check_working(row.state)
    known = changes.in_journal(session, row.set_id, [change.id for change in sent])
    before = changes.slice_around(session, row.set_id, sent)
    attributes: dict[str, Json] = json.loads(opened.attributes)
    workspace = Workspace(
        opened.text,
        projects.read_definition(opened.definition),
        before.spans,
        before.links,
        attributes,
        before.comments,
        writer=person.name,
    )
    outcomes, done = _apply(workspace, sent, known)
    if not done:
        return Saved(row.revision, outcomes)
    moment = now()
    changes.write(session, row.set_id, before, workspace)
    revision = changes.append(session, row.set_id, row.revision, done, person.id, moment)
    annotations.set_revision(session, row.set_id, revision)
    if workspace.attributes != attributes:
        annotations.set_values(session, row.set_id, attributes=dump(workspace.attributes))
    # Lists show the minute of the last change; a row written for every act would say no more.
    if row.reserved_until is not None or moment - row.updated_at > TOUCH_EVERY:
        tasks.touch(session, row.id, moment)
    if taught := lessons(workspace.schema, opened.text, done):
        learn(session, row.project_id, taught)
    return Saved(revision, outcomes)


def _apply(workspace: Workspace, sent: Sequence[Change], known: set[str]) -> tuple[list[Outcome], list[Change]]:
    outcomes: list[Outcome] = []
    done: list[Change] = []
    seen = set(known)
    for act in acts(sent):
        ids = [change.id for change in act]
        if known.issuperset(ids):
            outcomes.append(Outcome(act[0].act))
            continue
        try:
            _check_new(ids, seen)
            happened = apply_act(workspace, act)
        except Refusal as refusal:
            outcomes.append(Outcome(act[0].act, refusal=refusal))
            continue
        seen.update(change.id for change in happened)
        done += happened
        outcomes.append(Outcome(act[0].act, effects=[each for each in happened if each not in act]))
    return outcomes, done


def _check_new(ids: Sequence[str], seen: set[str]) -> None:
    """An act whose change ids are taken in part is another act under stolen ids."""
    taken = [each for index, each in enumerate(ids) if each in seen or each in ids[:index]]
    if taken:
        raise Refusal("id", f"the id {taken[0]} was used for another change", change=taken[0])


@dataclass(frozen=True, slots=True)
class History:
    """A stretch of a journal, and the revision to go on from."""

    changes: list[dict[str, Json]]
    next: int | None
    #: The version of the schema that new tasks of the project are made under.
    newest_schema: int


def read_history(session: Session, person: Person, task_id: int, after: int, limit: int = 500) -> History:
    """What happened to a task's annotations behind a revision, in order."""
    opened = visible_task(session, person, task_id)
    rows = changes.history(session, opened.task.set_id, after, limit)
    found: list[dict[str, Json]] = [
        {
            "revision": row.revision,
            "at": as_iso(row.at),
            "id": row.change_id,
            "act": row.act,
            "kind": row.kind,
            "before": None if row.before is None else json.loads(row.before),
            "after": None if row.after is None else json.loads(row.after),
        }
        for row in rows
    ]
    newest = projects.current_schema(session, opened.task.project_id).version
    return History(found, rows[-1].revision if len(rows) == limit else None, newest)
