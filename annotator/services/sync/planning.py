"""The plan: both sides gone through, document by document. It reads, and writes nothing on either side."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Protocol

from sqlmodel import Session

from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.labelstudio.canonical import Form, read_form
from annotator.labelstudio.identity import ext_uid
from annotator.labelstudio.overwriting import read_sent
from annotator.labelstudio.plan import Action, Deed, Plan, Trouble
from annotator.services.sync import reading
from annotator.services.sync.context import Context
from annotator.services.sync.pairing import DocumentPlan, Notes, Planned, text_checksum
from annotator.services.sync.reading import RemoteTask, Stamp
from annotator.store import annotations, documents, sync_conflicts, sync_rows
from annotator.store.documents import StoredDocument
from annotator.store.sync_rows import StoredRow

#: What a run may delete without being asked: so many, and of a project of this size one in so many.
MOST_GONE, LARGE, SHARE = 10, 20, 20


class Tell(Protocol):
    """Is told how far a run is: in words, and so many of so many, where that is known."""

    def __call__(self, words: str, done: int = 0, of: int | None = None, /) -> object: ...


def nothing_told(_words: str, _done: int = 0, _of: int | None = None) -> None:
    """For whoever does not want to be told."""


def make_plan(context: Context, tell: Tell = nothing_told) -> Planned:
    """What a sync would do now."""
    return _Planner(context, tell).run()


class _Planner:
    """One way through both projects."""

    def __init__(self, context: Context, tell: Tell) -> None:
        self.context = context
        self.tell = tell
        self.planned = Planned(Plan(remarks=list(context.remarks)))
        self.plan = self.planned.plan
        self.notes = Notes(context, self.planned)

    def run(self) -> Planned:
        context = self.context
        self.lines = reading.listing(
            context.client, context.connection, lambda number: self.tell(f"{number} tasks listed")
        )
        with context.database.read() as session:
            self._read_notes(session)
            self.texts = documents.by_checksum(session, context.project_id)
            self._unknown()
            for batch in documents.walk(session, context.project_id):
                self._batch(session, batch)
                self.tell(f"document {batch[-1].position} looked at")
        self._guard()
        self._direction()
        return self.planned

    def _read_notes(self, session: Session) -> None:
        """What was noted of who is who; a task of another date under a known number is a stranger."""
        notes = self.notes
        for row in sync_rows.every(session, self.context.project_id):
            if row.kind == "task":
                notes.tasks[row.document_id] = row
            else:
                notes.sets[row.document_id].append(row)
        for conflict in sync_conflicts.listed(session, self.context.project_id):
            notes.choices[conflict.row_id].append(conflict)

    def _there(self, row: StoredRow | None) -> Stamp | None:
        """The line of a task that was noted, if that very task is still there."""
        stamp = self.lines.get(row.remote_id) if row and row.state != "gone" else None
        return stamp if stamp and row and stamp.created == row.remote_created else None

    def _unknown(self) -> None:
        """Tasks that nothing was noted of: ours under their names, or by their text, or new."""
        known = {stamp.task for row in self.notes.tasks.values() if (stamp := self._there(row))}
        taken = {row.document_id for row in self.notes.tasks.values() if self._there(row)}
        uids = {ext_uid(key, sum_): (row, key) for sum_, found in self.texts.items() for row, key in found}
        self.adopted: dict[int, RemoteTask] = {}
        new = [number for number in sorted(self.lines) if number not in known]
        for number, task in enumerate(self._read(new), start=1):
            self.tell(f"{number} of {len(new)} new tasks read", number, len(new))
            found = self._whose(task, uids, taken)
            if found is None:
                self._foreign(task)
            elif found[0] in taken:
                said = f"task {task.stamp.task} bears the name of a document whose task is another: it is left alone"
                self.plan.troubles.append(Trouble(found[1], "duplicate", said))
            else:
                taken.add(found[0])
                self.adopted[found[0]] = task

    def _whose(self, task: RemoteTask, uids: dict[str, tuple[int, str]], taken: Set[int]) -> tuple[int, str] | None:
        """The document that a task is: by our name on it, or one of its text that is no task yet."""
        named = uids.get(task.uid or "")
        if named is not None:
            return named
        free = [each for each in self.texts.get(text_checksum(task.text), ()) if each[0] not in taken]
        same = [each for each in free if each[1] == task.data.get("id")]
        return next(iter([*same, *free]), None)

    def _foreign(self, task: RemoteTask) -> None:
        name = f"task-{task.stamp.task}"
        try:
            if task.text is None:
                raise InvalidInput(f"its data has no {self.context.config.text_key}", rule="text")
            # As it will be here: what cannot be is said now.
            Document(name, task.text)
        except InvalidInput as error:
            self.plan.troubles.append(Trouble(name, error.rule, error.message))
            return
        number = len(task.items)
        said = f"{number} annotation(s) and prediction(s)" if number else ""
        action = Action(
            Deed.ADD_DOCUMENT,
            str(task.corner.get("id", name)) if task.corner else name,
            remote_task=task.stamp.task,
            remote_id=task.stamp.task,
            remote=content_digest(task),
            detail=said,
        )
        self.plan.actions.append(action)

    def _read(self, numbers: Iterable[int]) -> Iterator[RemoteTask]:
        context = self.context
        return reading.tasks(context.client, context.connection, numbers, context.config.text_key, context.emails)

    def _batch(self, session: Session, batch: Sequence[StoredDocument]) -> None:
        rows = [stored.row for stored in batch]
        sets = annotations.stored_sets_of(session, rows)
        changed = [
            stamp.task
            for row in rows
            if (stamp := self._there(self.notes.tasks.get(row))) and self._is_open(row, stamp)
        ]
        read = {task.stamp.task: task for task in self._read(changed)}
        own = [each.id for row in rows for each in self.notes.sets.get(row, ())]
        bases = sync_rows.bases(session, own)
        self.notes.bases = {row: _form(base) for row, base in bases.items()}
        self.notes.sent = {row: read_sent(base) for row, base in bases.items()}
        corners = sync_rows.bases(session, [self.notes.tasks[row].id for row in rows if row in self.notes.tasks])
        for stored in batch:
            task_row = self.notes.tasks.get(stored.row)
            stamp = self._there(task_row)
            task = self.adopted.get(stored.row) or (read.get(stamp.task) if stamp else None)
            corner = str(corners.get(task_row.id, {}).get("corner", "")) if task_row else ""
            DocumentPlan(self.notes, stored, sets.get(stored.row, []), task, stamp, corner).plan_it()

    def _is_open(self, row: int, stamp: Stamp) -> bool:
        """Whether a document's task has to be read: it has changed, or what was noted may not be in it any more."""
        noted = (each for each in self.notes.sets.get(row, ()) if each.state != "gone")
        return stamp.line != self.notes.tasks[row].stamp or any(
            each.missing or each.remote_task != stamp.task for each in noted
        )

    def _guard(self) -> None:
        """Much that is gone at once is rather a mistake than a wish: a person has to say so."""
        gone = [each for each in self.plan.actions if each.deed in (Deed.EMPTY_SET, Deed.DELETE)]
        noted = sum(len(rows) for rows in self.notes.sets.values())
        if len(gone) > MOST_GONE or (noted >= LARGE and len(gone) * SHARE > noted):
            self.plan.stop = (
                f"{len(gone)} of {noted} annotations would be deleted at once:"
                " say --allow-deletions if that is what is meant"
            )

    def _direction(self) -> None:
        """Leave out the way that the policy does not allow; what is left then is not settled."""
        policy = self.context.policy
        left_out = [
            each
            for each in self.plan.actions
            if (each.pushes and not policy.pushes) or (each.pulls and not policy.pulls)
        ]
        if not left_out:
            return
        self.plan.actions = [each for each in self.plan.actions if each not in left_out]
        unsettled = {each.document for each in left_out}
        for row in self.planned.settled:
            if self.notes.keys.get(row) in unsettled:
                self.planned.settled[row] = False


def content_digest(task: RemoteTask) -> str:
    """Of everything in a task that would come here: another one when somebody has changed it meanwhile."""
    items: list[Json] = [[each.kind, each.whose, each.is_skipped, each.result] for each in task.items]
    said: list[Json] = [task.text, dict(task.corner or {}), items]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _form(base: dict[str, Json]) -> Form:
    return read_form(base) if "marks" in base else Form()
