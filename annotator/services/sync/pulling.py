"""What came from over there, stored: a document at a time, each in one transaction, each set by the common rules."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlmodel import Session

from annotator.domain.annotations import AnnotationSet, SchemaRef
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.domain.people import Person
from annotator.domain.rules import first_violation
from annotator.labelstudio.canonical import Form, read_form
from annotator.labelstudio.exchange import Words, local_form
from annotator.labelstudio.identity import UID_FIELD
from annotator.labelstudio.plan import Action, Deed, Trouble
from annotator.labelstudio.results import CORNER
from annotator.services import users
from annotator.services.sync.context import Context
from annotator.services.sync.corner import DELETED, SKIPPED, Told, read_corner
from annotator.services.sync.deciding import Pair, remote_form
from annotator.services.sync.local_changes import applied
from annotator.services.sync.one_sided import new_set, unread
from annotator.services.sync.outcomes import Moved, read_tasks
from annotator.services.sync.planning import content_digest
from annotator.services.sync.reading import Item, RemoteTask
from annotator.services.sync.runs import Run
from annotator.store import annotations, changes, documents, projects, sync_rows, tasks
from annotator.store.annotations import Content, NewSet, StoredSet
from annotator.store.clock import now
from annotator.store.rows import dump


class Puller:
    """The pulls of one run. `kept` are sets whose base moves only when the other side was written too."""

    def __init__(self, context: Context, run: Run, kept: set[int]) -> None:
        self.context, self.run, self.kept = context, run, kept
        self.numbers = 0
        #: What of new documents could not be taken, and why.
        self.troubles: list[Trouble] = []
        self.ahead: dict[int, RemoteTask] = {}

    def read_ahead(self, actions: Sequence[Action]) -> None:
        """Read the tasks of many new documents with few requests."""
        self.ahead = {task.stamp.task: task for task in read_tasks(self.context, [a.remote_task for a in actions])}

    def document(self, key: str, actions: Sequence[Action]) -> None:
        """All that happens here to one document, or nothing of it. Raises Moved."""
        task = self._task(actions)
        with self.context.database.write() as session:
            project = self.context.project_id
            stored = documents.get(session, project, key)
            for action in actions:
                self._one(session, stored.row, stored.document, action, task)
        for action in actions:
            self.run.count(str(action.deed))

    def _task(self, actions: Sequence[Action]) -> RemoteTask | None:
        """The task, where something of it is needed that the plan does not hold."""
        wanted = [each.remote_task for each in actions if each.deed is Deed.ADD_SET]
        return self._read(wanted[0]) if wanted else None

    def _read(self, number: int) -> RemoteTask:
        found = [self.ahead.pop(number)] if number in self.ahead else read_tasks(self.context, [number])
        if not found:
            raise Moved(f"task {number} is not there any more")
        return found[0]

    def _one(self, session: Session, row: int, document: Document, action: Action, task: RemoteTask | None) -> None:
        match action.deed:
            case Deed.CHANGE_SET:
                self._change(session, row, document, action)
            case Deed.EMPTY_SET:
                self._empty(session, row, document, action)
            case Deed.ADD_SET:
                assert task is not None, "it was read"
                self._add(session, row, document, action, task)
            case Deed.ADOPT if action.kind == "task":
                self._note_task(session, row, action.remote_task)
            case Deed.ADOPT:
                self._note(session, row, action)
            case _:
                self._gone(session, row, action)

    def _standing(self, session: Session, row: int, action: Action) -> tuple[StoredSet, Words, int]:
        """The set as it stands, if that is what was planned with; and its revision. Raises Moved."""
        state = annotations.state_of(session, action.set_row)
        chosen = annotations.stored_sets_of(session, [row])
        found = next((each for each in chosen.get(row, []) if each.row == action.set_row), None)
        if state is None or found is None:
            raise Moved(f"{action.document}: the set of {action.whose} is not there any more")
        words = self.context.words[self.context.known(found.annotations.schema)]
        carried = read_form(action.base).carried if action.base else {}
        here = local_form(found.annotations, words)
        planned = local_form(found.annotations, words, carried)
        if action.local not in (here.digest, planned.digest) and not self._same(session, action, found, words):
            raise Moved(f"{action.document}: the set of {action.whose} has changed meanwhile")
        return found, words, int(state.revision)

    def _same(self, session: Session, action: Action, found: StoredSet, words: Words) -> bool:
        """Whether the set is as planned under the base that is noted of it."""
        noted = [
            each
            for each in sync_rows.of_set(session, self.context.project_id, action.set_row)
            if each.kind == action.kind
        ]
        for base in sync_rows.bases(session, [each.id for each in noted]).values():
            carried = read_form(base).carried if "marks" in base else {}
            if local_form(found.annotations, words, carried).digest == action.local:
                return True
        return False

    def _change(self, session: Session, row: int, document: Document, action: Action) -> None:
        found, words, revision = self._standing(session, row, action)
        target = read_form(cast(JsonObject, action.target))
        self._apply(session, document, found, words, revision, target, SKIPPED)
        if action.base is not None and action.set_row not in self.kept:
            self._note(session, row, action)

    def _apply(
        self,
        session: Session,
        document: Document,
        found: StoredSet,
        words: Words,
        revision: int,
        target: Form,
        why: str,
    ) -> None:
        """The act, in rows and journal."""
        before = found.annotations
        self.numbers += 1
        act = f"sync.{self.run.key}.{self.numbers}"
        workspace, done = applied(document.text, words, before, target, act)
        if done:
            content = Content(list(before.spans), list(before.links), list(before.comments))
            changes.write(session, found.row, content, workspace)
            person = users.find_person(session, before.annotator)
            revision = changes.append(session, found.row, revision, done, person.id if person else None, now())
            annotations.set_revision(session, found.row, revision)
            if workspace.attributes != before.attributes:
                annotations.set_values(session, found.row, attributes=dump(workspace.attributes))
        if target.is_skipped != (before.status == "skipped"):
            status, reason = ("skipped", why) if target.is_skipped else ("submitted", None)
            tasks.settle(session, found.row, status, reason, now())

    def _empty(self, session: Session, row: int, document: Document, action: Action) -> None:
        found, words, revision = self._standing(session, row, action)
        nothing = Form(is_skipped=found.annotations.layer == "annotator", is_gold=found.annotations.layer == "gold")
        self._apply(session, document, found, words, revision, nothing, DELETED)
        chosen = annotations.stored_sets_of(session, [row])
        after = next(each for each in chosen[row] if each.row == action.set_row)
        digest = local_form(after.annotations, words).digest
        self._put(session, row, action, nothing.as_json(), digest=digest, state="gone")

    def _add(self, session: Session, row: int, document: Document, action: Action, task: RemoteTask) -> None:
        item = next((each for each in task.items if (each.kind, each.id) == (action.kind, action.remote_id)), None)
        if item is None:
            raise Moved(f"{action.document}: annotation {action.remote_id} is not there any more")
        if self.add_item(session, row, document, item, None, task.stamp.task) != action.remote:
            raise Moved(f"{action.document}: annotation {action.remote_id} has changed meanwhile")
        if action.set_row:
            # The set that it was before is not here any more: it is this one's from now on.
            old = sync_rows.find(session, self.context.project_id, action.kind, row, action.set_row)
            if old is not None:
                sync_rows.change(session, old.id, state="gone", stamp="")

    def add_item(
        self, session: Session, row: int, document: Document, item: Item, told: AnnotationSet | None, task: int
    ) -> str:
        """Store what an annotation says as a set of its own; the digest of its form."""
        schema: SchemaRef = self.context.known(told.schema) if told else self.context.newest
        whose = item.whose if item.kind == "prediction" else self.context.name_of(item.whose)
        words = self.context.words[schema]
        pair = Pair(document, task, item.kind, words, item=replace(item, whose=whose))
        there = remote_form(pair)
        if there.unread:
            self.troubles.append(unread(pair, there))
        new = new_set(pair, there, told)
        if told is None:
            new = replace(new, guideline=self.context.guideline)
        if item.kind == "annotation":
            new = replace(new, skip_reason=(new.skip_reason or SKIPPED) if there.form.is_skipped else None)
        new = replace(new, annotator=self._free_name(session, row, new))
        violation = first_violation(document.text, words.schema, new)
        if violation is not None:
            raise InvalidInput(f"{violation.about}: {violation.detail}", rule=violation.rule, document=document.id)
        if item.kind == "annotation" and told is None:
            self._person(session, whose)
        set_row = annotations.add_set(session, NewSet(row, self.context.schema_rows[schema], new))
        base = replace(there.form, is_gold=new.layer == "gold")
        values = {"remote_task": task, "remote_id": item.id, "remote_created": item.created, "digest": base.digest}
        sync_rows.put(session, self.context.project_id, item.kind, row, set_row, base.as_json(), **values)
        return there.form.digest

    def _free_name(self, session: Session, row: int, new: AnnotationSet) -> str:
        """Nobody has two sets of one document: a second one of the same person gets a name of its own."""
        sets = annotations.sets_of(session, [row])[row]
        taken = {(each.annotator, each.layer, each.schema) for each in sets}
        name, number = new.annotator, 1
        while (name, new.layer, new.schema) in taken:
            number += 1
            name = f"{new.annotator} ({number})"
        return name

    def _person(self, session: Session, name: str) -> Person:
        """Somebody who annotates there is somebody here: without a password, and so without a way in."""
        person = users.find_person(session, name) or users.add_user(session, name, None)
        if projects.find_role(session, self.context.project_id, person.id) is None:
            projects.set_role(session, self.context.project_id, person.id, "annotator")
        return person

    def _note(self, session: Session, row: int, action: Action) -> None:
        """What both sides have in common from now on."""
        if action.base is not None:
            self._put(session, row, action, action.base, digest=read_form(action.base).digest)

    def _put(self, session: Session, row: int, action: Action, base: JsonObject, **values: object) -> None:
        noted = sync_rows.find(session, self.context.project_id, action.kind, row, action.set_row)
        known = {
            "remote_task": action.remote_task,
            "remote_id": action.remote_id,
            "remote_created": action.created or (noted.remote_created if noted else ""),
            "stamp": noted.stamp if noted else "",
        }
        sync_rows.put(session, self.context.project_id, action.kind, row, action.set_row, base, **{**known, **values})

    def _note_task(self, session: Session, row: int, task: int, corner: str = "") -> None:
        sync_rows.put(
            session, self.context.project_id, "task", row, 0, {"corner": corner}, remote_task=task, remote_id=task
        )

    def _gone(self, session: Session, row: int, action: Action) -> None:
        noted = sync_rows.find(session, self.context.project_id, action.kind, row, action.set_row)
        if noted is None:
            return
        if action.deed is Deed.FORGET:
            sync_rows.change(session, noted.id, state="gone", stamp="")
        else:
            sync_rows.change(session, noted.id, missing=noted.missing + 1)

    def new_document(self, action: Action) -> None:
        """A task becomes a document, with what our corner tells of it, if it is one of ours. Raises Moved."""
        task = self._read(action.remote_task)
        if content_digest(task) != action.remote or task.text is None:
            raise Moved(f"task {action.remote_task} has changed meanwhile")
        told = _told(task)
        document = told.document if told else self._foreign(task)
        sets = told.sets if told else {}
        with self.context.database.write() as session:
            project = self.context.project_id
            while documents.known_keys(session, project, [document.id]):
                document = Document(f"{document.id}-{task.stamp.task}", document.text, document.meta)
            position = documents.last_position(session, project)
            overlap = self.context.overlap
            documents.add_all(session, project, [(document, document.checksum)], position, overlap)
            row = documents.known_keys(session, project, [document.id])[document.id][0]
            is_whole = self._items(session, row, document, task, sets)
            self._note_task(session, row, task.stamp.task)
            line = task.stamp.line if is_whole else ""
            sync_rows.set_stamp(session, project, row, line, task.stamp.created)
        self.run.count(str(action.deed))

    def _items(
        self, session: Session, row: int, document: Document, task: RemoteTask, sets: dict[int, AnnotationSet]
    ) -> bool:
        """Every annotation of a new document; False when one could not be taken."""
        is_whole = True
        for item in task.items:
            try:
                self.add_item(session, row, document, item, sets.get(item.import_id or -1), task.stamp.task)
            except InvalidInput as error:
                said = f"{item.kind} {item.id}: {error.message}"
                self.troubles.append(Trouble(document.id, error.rule, said, item.whose))
                is_whole = False
        return is_whole

    def _foreign(self, task: RemoteTask) -> Document:
        """A task that was made over there."""
        own = (self.context.config.text_key, "id", UID_FIELD)
        rest = {name: value for name, value in task.data.items() if name not in own}
        rest |= {name: value for name, value in task.meta.items() if name != CORNER}
        given = task.data.get("id")
        name = str(given) if isinstance(given, str | int) else f"task-{task.stamp.task}"
        assert task.text is not None, "it has a text"
        try:
            return Document(name, task.text, rest)
        except InvalidInput:
            return Document(f"task-{task.stamp.task}", task.text, rest)


def _told(task: RemoteTask) -> Told | None:
    if task.corner is None or task.text is None:
        return None
    try:
        return read_corner(task.corner, task.text)
    except InvalidInput:
        return None
