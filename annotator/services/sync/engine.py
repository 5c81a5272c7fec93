"""A sync, from its plan to the log of what it did."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.json import Json
from annotator.labelstudio.plan import Action, Deed, Plan, Trouble
from annotator.services.sync.client import Client
from annotator.services.sync.context import Context, prepare
from annotator.services.sync.importing import Importer
from annotator.services.sync.outcomes import Moved, read_tasks, recover, verify
from annotator.services.sync.pairing import Planned
from annotator.services.sync.planning import Tell, make_plan, nothing_told
from annotator.services.sync.pulling import Puller
from annotator.services.sync.pushing import Pusher
from annotator.services.sync.reading import READ, RemoteTask
from annotator.services.sync.runs import BY_COMMAND, Asked, Hook, Run, no_hook, running
from annotator.store import documents, sync_conflicts, sync_connections, sync_rows, sync_runs
from annotator.store.clock import now
from annotator.store.rows import dump
from annotator.store.session import Database


@dataclass(slots=True)
class Outcome:
    """What a run was to do, what it did, and what it left to the next."""

    plan: Plan
    counts: Mapping[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    #: What could not be taken or sent, as planned and as found on the way.
    troubles: list[Trouble] = field(default_factory=list)

    def as_json(self) -> dict[str, Json]:
        counts: dict[str, Json] = dict(self.counts)
        troubles: list[Json] = [each.as_json() for each in self.troubles]
        return {"plan": self.plan.as_json(), "done": counts, "left": list(self.left), "troubles": troubles}


def plan(database: Database, client: Client, slug: str, tell: Tell = nothing_told) -> Plan:
    """What a sync would do now. Nothing is written on either side."""
    context = prepare(database, client, slug)
    with database.read() as session:
        waiting = len(sync_runs.open_writes(session, context.project_id))
    found = make_plan(context, tell).plan
    if waiting:
        found.remarks.append(f"{waiting} write(s) of a run that ended early are looked up first")
    return found


def apply(
    database: Database,
    client: Client,
    slug: str,
    plan_id: str | None = None,
    *,
    allow_deletions: bool = False,
    tell: Tell = nothing_told,
    hook: Hook = no_hook,
    asked: Asked = BY_COMMAND,
) -> Outcome:
    """Bring both projects into step; with `plan_id` only if what would be done is just that.

    Raises Conflict when either side has moved since that plan, when much would be deleted at once and nobody has
    said that it may, and while another run goes on.
    """
    with running(database, slug, hook, asked) as run:
        context = prepare(database, client, slug)
        recover(context, run)
        planned = make_plan(context, tell)
        run.plan = planned.plan.id
        if plan_id is not None and plan_id != planned.plan.id:
            said = f"the plan is {planned.plan.id} by now, not {plan_id}: a side has moved, so look at it again"
            raise Conflict(said, rule="plan")
        if planned.plan.stop and not allow_deletions:
            raise Conflict(planned.plan.stop, rule="deletions")
        return _Applying(context, run, planned, tell).run_all()


class _Applying:
    """One plan carried out."""

    def __init__(self, context: Context, run: Run, planned: Planned, tell: Tell) -> None:
        self.context, self.run, self.planned, self.tell = context, run, planned, tell
        self.plan = planned.plan
        self.left: list[str] = []
        self.troubles = list(self.plan.troubles)
        self.moved: set[str] = set()

    def run_all(self) -> Outcome:
        self._pull()
        self.pusher = Pusher(self.context, self.run)
        self._push()
        self._stamps()
        self._conflicts()
        if self.troubles:
            self.run.count("left_alone", len(self.troubles))
        return Outcome(self.plan, dict(self.run.counts), self.left, self.troubles)

    def _pull(self) -> None:
        kept = {each.set_row for each in self.plan.actions if each.deed is Deed.UPDATE}
        puller = Puller(self.context, self.run, kept)
        new = [each for each in self.plan.actions if each.deed is Deed.ADD_DOCUMENT]
        for at in range(0, len(new), READ):
            puller.read_ahead(new[at : at + READ])
            self.run.beat()
            for action in new[at : at + READ]:
                self._try(action.document, lambda action=action: puller.new_document(action))
                self.run.hook("pull: a document")
            here = min(at + READ, len(new))
            self.tell(f"{here} of {len(new)} new documents here", here, len(new))
        own: dict[str, list[Action]] = defaultdict(list)
        for action in self.plan.actions:
            if not action.pushes and action.deed is not Deed.ADD_DOCUMENT:
                own[action.document].append(action)
        for number, (key, actions) in enumerate(own.items(), start=1):
            if number % 100 == 1:
                self.run.beat()
            self._try(key, lambda key=key, actions=actions: puller.document(key, actions))
            self.run.hook("pull: sets")
            self.tell(f"{number} of {len(own)} documents here", number, len(own))
        known = set(self.troubles)
        self.troubles += [each for each in dict.fromkeys(puller.troubles) if each not in known]

    def _try(self, key: str, deed: object) -> None:
        """Do it; what is not as it was when this was planned is left to the next run."""
        assert callable(deed), "a deed is done"
        try:
            deed()
        except (Moved, InvalidInput) as error:
            self.left.append(str(error))
            self.moved.add(key)

    def _push(self) -> None:
        new = [each for each in self.plan.actions if each.deed is Deed.CREATE_TASK]
        importer = Importer(self.context, self.run, self.tell)
        importer.tasks(new)
        self.left += importer.problems
        rest = [each for each in self.plan.pushes if each.deed is not Deed.CREATE_TASK]
        for number, action in enumerate(rest, start=1):
            if action.document not in self.moved:
                self._try(action.document, lambda action=action: self.pusher.annotation(action))
            self.tell(f"{number} of {len(rest)} annotations there", number, len(rest))

    def _stamps(self) -> None:
        """Note which tasks need no reading until they change: those of which everything is as noted."""
        touched = self.pusher.touched
        numbers = sorted(set(touched.values()))
        read: dict[int, RemoteTask] = {}
        for at in range(0, len(numbers), READ):
            read |= {task.stamp.task: task for task in read_tasks(self.context, numbers[at : at + READ])}
        with self.context.database.write() as session:
            project = self.context.project_id
            rows = {row: read[number] for row, number in touched.items() if number in read}
            for row, same in verify(self.context, session, rows).items():
                settled = same and self.planned.settled.get(row, True)
                sync_rows.set_stamp(
                    session, project, row, rows[row].stamp.line if settled else "", rows[row].stamp.created
                )
            for row, stamp in self.planned.stamps.items():
                if row not in touched:
                    key = documents.key_of(session, row)
                    settled = self.planned.settled[row] and key not in self.moved
                    sync_rows.set_stamp(session, project, row, stamp.line if settled else "", stamp.created)
            sync_connections.change(session, project, config_digest=self.context.config_digest)

    def _conflicts(self) -> None:
        """The conflicts that there are now, in the place of those that were; each stays itself while it is the same."""
        project = self.context.project_id
        with self.context.database.write() as session:
            known = {
                (each.row_id, each.kind, each.about, each.field, dump(each.local), dump(each.remote)): each.id
                for each in sync_conflicts.listed(session, project)
            }
            for each in self.plan.conflicts:
                row = sync_rows.row_of_set(session, project, each.kind, each.set_row)
                if row is None:
                    continue
                key = (row, each.what, each.about, each.field, dump(each.local), dump(each.remote))
                if known.pop(key, None) is None:
                    values = {"project_id": project, "row_id": row, "kind": each.what, "about": each.about}
                    said = {"base": dump(each.base), "local": dump(each.local), "remote": dump(each.remote)}
                    sync_conflicts.add(session, {**values, **said, "field": each.field, "found_at": now()})
            sync_conflicts.remove(session, known.values())
