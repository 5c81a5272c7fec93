"""One document: its sets here and its annotations there find each other, and each pair is decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.domain.annotations import SchemaRef
from annotator.domain.documents import checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.labelstudio.canonical import Form
from annotator.labelstudio.exchange import Words, local_form
from annotator.labelstudio.identity import import_id
from annotator.labelstudio.overwriting import Sent
from annotator.labelstudio.plan import Action, Deed, Plan, Trouble
from annotator.services.sync.context import Context
from annotator.services.sync.corner import corner_of, digest
from annotator.services.sync.deciding import Decided, Pair, decide_both, remote_form
from annotator.services.sync.one_sided import decide_created, decide_missing, decide_new, decide_removed
from annotator.services.sync.reading import Item, RemoteTask, Stamp
from annotator.store.annotations import StoredSet
from annotator.store.documents import StoredDocument
from annotator.store.sync_conflicts import StoredConflict
from annotator.store.sync_rows import StoredRow

#: What stands in the stamp of a row whose annotation was made from here.
OWN = "own"


@dataclass(slots=True)
class Planned:
    """A plan with what was read for it: by document the task's line, where all of it is accounted for."""

    plan: Plan
    stamps: dict[int, Stamp] = field(default_factory=dict)
    #: Documents whose tasks were read, by row, and whether everything of them is settled once the plan is done.
    settled: dict[int, bool] = field(default_factory=dict)


@dataclass(slots=True)
class Notes:
    """What was noted in earlier runs, and the plan that grows; all by rows of documents, but for choices and bases."""

    context: Context
    planned: Planned
    tasks: dict[int, StoredRow] = field(default_factory=dict)
    sets: dict[int, list[StoredRow]] = field(default_factory=lambda: defaultdict(list))
    choices: dict[int, list[StoredConflict]] = field(default_factory=lambda: defaultdict(list))
    bases: dict[int, Form] = field(default_factory=dict)
    sent: dict[int, Sent] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return self.planned.plan


class DocumentPlan:
    """One document: its task, its sets, and what is to be done about each."""

    def __init__(
        self,
        notes: "Notes",
        stored: StoredDocument,
        sets: Sequence[StoredSet],
        task: RemoteTask | None,
        stamp: Stamp | None,
        corner: str,
    ) -> None:
        self.notes, self.context = notes, notes.context
        self.stored, self.document = stored, stored.document
        self.sets = {each.row: each for each in sets}
        self.rows = {each.set_id: each for each in notes.sets.get(stored.row, ())}
        self.task_row = notes.tasks.get(stored.row)
        self.task = task
        self.stamp = task.stamp if task else stamp
        self.corner = corner
        self.settled = True
        self.keeping: set[int] = set()

    def plan_it(self) -> None:
        if self.stamp is None:
            self._without_task()
            return
        if self.task is not None and text_checksum(self.task.text) != self.document.checksum:
            said = f"task {self.stamp.task} has another text than the document: nothing of it is touched"
            self._trouble("text", said)
            self._note()
            return
        self._pairs()
        self._corner()
        self._note()
        self.notes.keys[self.stored.row] = self.document.id

    def _note(self) -> None:
        if self.task is not None and self.stamp is not None:
            self.notes.planned.stamps[self.stored.row] = self.stamp
            self.notes.planned.settled[self.stored.row] = self.settled
            if self.task_row is None or self.task_row.state == "gone" or self.task_row.remote_id != self.stamp.task:
                action = Action(Deed.ADOPT, self.document.id, remote_task=self.stamp.task, remote_id=self.stamp.task)
                self.notes.plan.actions.append(action)

    def _trouble(self, reason: str, detail: str) -> None:
        self.notes.plan.troubles.append(Trouble(self.document.id, reason, detail))
        self.settled = False

    def _without_task(self) -> None:
        """No task there: a new one, or one that is gone."""
        row, again = self.task_row, self._gone()
        if row is not None and row.state != "gone":
            deed = Deed.FORGET if row.missing >= 1 else Deed.MISS
            action = Action(deed, self.document.id, remote_task=row.remote_task, remote_id=row.remote_id)
            self.notes.plan.actions.append(action)
            return
        live = {each.set_id for each in self.rows.values() if each.state != "gone"}
        wanted = again + [each for each in self.sets.values() if each.row not in live and self._wanted(each)]
        if row is not None and not wanted:
            return
        if not wanted and "documents" not in self.context.policy.push:
            return
        sent: list[Json] = []
        for found_set in wanted:
            found = decide_created(self._pair(found_set, self.rows.get(found_set.row), None))
            self.notes.plan.troubles += found.troubles
            sent += [[action.set_row, action.local] for action in found.actions]
        if sent or "documents" in self.context.policy.push:
            said = f"{len(sent)} annotation(s)" if sent else ""
            action = Action(Deed.CREATE_TASK, self.document.id, target={"sets": sent}, detail=said)
            self.notes.plan.actions.append(action)

    def _gone(self) -> list[StoredSet]:
        """Decide what stood in a task that is gone; those of it that go over again by a person's word."""
        again = []
        for each in self.rows.values():
            if each.state == "gone":
                continue
            decided = decide_missing(self._pair(self.sets.get(each.set_id), each, None))
            if any(action.deed is Deed.CREATE for action in decided.actions):
                again.append(self.sets[each.set_id])
            else:
                self._take(decided)
        return again

    def _wanted(self, each: StoredSet) -> bool:
        """Whether a set that is nothing over there yet, or not any more, goes over."""
        push, status = self.context.policy.push, each.annotations.status
        row = self.rows.get(each.row)
        if row is not None and local_form(each.annotations, self._words(each)).digest == row.digest:
            return False
        match each.annotations.layer:
            case "gold":
                return "gold" in push
            case "suggestion":
                return "suggestions" in push
            case _:
                return "submitted" in push and status in ("submitted", "skipped")

    def _pairs(self) -> None:
        items = {(item.kind, item.id): item for item in self.task.items} if self.task else {}
        live = [row for row in self.rows.values() if row.state != "gone"]
        for row in live:
            item = items.get((row.kind, row.remote_id))
            if item is not None and item.created != row.remote_created:
                item = None
            if item is not None:
                items.pop((row.kind, row.remote_id))
            self._noted(row, item)
        noted = {row.set_id for row in live}
        self._unnoted({row: each for row, each in self.sets.items() if row not in noted}, [*items.values()])

    def _noted(self, row: StoredRow, item: Item | None) -> None:
        pair = self._pair(self.sets.get(row.set_id), row, item)
        if item is None and self.task is not None:
            decided = decide_missing(pair)
            if row.stamp == OWN and not any(each.deed in (Deed.EMPTY_SET, Deed.FORGET) for each in decided.actions):
                self.keeping.add(row.set_id)
            self._take(decided)
        elif pair.local is None:
            self._take(decide_removed(pair))
        else:
            if row.stamp == OWN:
                self.keeping.add(row.set_id)
            self._take(decide_both(pair))

    def _unnoted(self, sets: dict[int, StoredSet], items: list[Item]) -> None:
        """Sets and annotations that nothing was noted of: the same ones find each other, the others go over."""
        mark = self.context.connection.mark
        numbers = {import_id(mark, row): row for row in sets}
        for item in list(items):
            row = numbers.get(item.import_id or -1)
            if row is None or row not in sets:
                row = self._equal(sets, item)
            if row is not None:
                items.remove(item)
                self.keeping.add(row)
                self._take(decide_both(self._pair(sets.pop(row), None, item)))
        for item in items:
            self._take(decide_new(self._pair(None, None, item)))
        for each in sets.values():
            if self._wanted(each):
                self.keeping.add(each.row)
                self._take(decide_created(self._pair(each, self.rows.get(each.row), None)))

    def _equal(self, sets: dict[int, StoredSet], item: Item) -> int | None:
        """The set here that says the same as an annotation there."""
        for row, each in sets.items():
            pair = self._pair(each, None, item)
            if (each.annotations.layer == "suggestion") != (item.kind == "prediction"):
                continue
            try:
                if remote_form(pair).form.digest == local_form(each.annotations, pair.words).digest:
                    return row
            except InvalidInput:
                return None
        return None

    def _corner(self) -> None:
        """What Label Studio has no place for is kept true there, where we put it."""
        if not self.corner:
            return
        mark = self.context.connection.mark
        kept = [self.sets[row] for row in sorted(self.keeping) if row in self.sets]
        corner = corner_of(
            self.document, [(import_id(mark, each.row), each.annotations, self._words(each)) for each in kept]
        )
        if digest(corner) != self.corner and self.stamp is not None:
            action = Action(
                Deed.UPDATE_TASK,
                self.document.id,
                remote_task=self.stamp.task,
                remote_id=self.stamp.task,
                target=corner,
                detail="what is known of the document and whose its annotations are",
            )
            self.notes.plan.actions.append(action)

    def _pair(self, local: StoredSet | None, row: StoredRow | None, item: Item | None) -> Pair:
        kind = row.kind if row else (item.kind if item else "annotation")
        if local is not None and row is None and item is None:
            kind = "prediction" if local.annotations.layer == "suggestion" else "annotation"
        return Pair(
            document=self.document,
            remote_task=self.stamp.task if self.stamp else (self.task_row.remote_task if self.task_row else 0),
            kind=kind,
            words=self._words(local),
            local=local,
            row=row,
            base=self.notes.bases.get(row.id) if row else None,
            sent=self.notes.sent.get(row.id, {}) if row else {},
            item=item,
            unread=self.task is None,
            choices=self.notes.choices.get(row.id, ()) if row else (),
            policy=self.context.policy,
        )

    def _words(self, local: StoredSet | None) -> Words:
        schema: SchemaRef = local.annotations.schema if local else self.context.newest
        return self.context.words[self.context.known(schema)]

    def _take(self, decided: Decided) -> None:
        self.notes.plan.actions += decided.actions
        self.notes.plan.conflicts += decided.conflicts
        self.notes.plan.troubles += decided.troubles
        self.settled = self.settled and decided.is_settled


def text_checksum(text: str | None) -> str:
    """The checksum of a text; of what is none, that of no document."""
    try:
        return checksum(text) if text is not None else ""
    except UnicodeEncodeError:
        return ""
