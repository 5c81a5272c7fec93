"""Sync: a project and one of Label Studio brought into step, or a plan of what that would do."""

import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from annotator.domain.errors import AnnotatorError, InvalidInput
from annotator.domain.json import JsonObject
from annotator.domain.permissions import Action
from annotator.services.job_kinds.base import Step, Work

if TYPE_CHECKING:
    # On first use otherwise: not every process that knows of jobs has to do with Label Studio.
    from annotator.labelstudio.plan import Plan
    from annotator.services.sync.client import Client
    from annotator.services.sync.runs import Asked

KIND = "sync"
#: What lets one begin: a person on the page, a schedule, or Label Studio saying that something has changed.
PAGE, SCHEDULE, HINT = "page", "schedule", "hint"
WAYS = {PAGE: "", SCHEDULE: "by schedule", HINT: "because something has changed there"}
#: The file that holds a whole plan; of each deed and of what cannot be done, so many are kept with the job as well.
FILE, EXAMPLES, TROUBLES = "plan.json", 12, 50
#: Says that the plan was found to hold and that it is being carried out: after a kill it is another one.
BEGUN = ".begun"
_PLAN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done."""

    #: Only say what would be done.
    dry_run: bool = False
    #: The plan that was looked at; another one is not carried out.
    plan: str | None = None
    #: Delete also where much would go at once.
    allow_deletions: bool = False
    way: str = PAGE
    whose: str | None = None


def order(payload: JsonObject) -> Order:
    """The payload, read; raises InvalidInput where it has another shape."""
    dry_run, allow = payload.get("dry_run", False), payload.get("allow_deletions", False)
    plan, way, whose = payload.get("plan"), payload.get("way", PAGE), payload.get("whose")
    if not isinstance(dry_run, bool) or not isinstance(allow, bool):
        raise InvalidInput("dry_run and allow_deletions are true or false", rule="payload")
    if plan is not None and not (isinstance(plan, str) and _PLAN.fullmatch(plan)):
        raise InvalidInput("plan is the id of one", rule="plan")
    if way not in WAYS or not (whose is None or isinstance(whose, str)):
        raise InvalidInput(f"way is one of {', '.join(WAYS)}, and whose a name", rule="payload")
    return Order(dry_run, plan, allow, str(way), whose)


@dataclass(frozen=True, slots=True)
class SyncProject:
    """Payload: what stands in `Order`; all of it may be absent."""

    id: ClassVar[str] = KIND
    title: ClassVar[str] = "Sync with Label Studio"
    action: ClassVar[Action] = Action.SYNC

    def check(self, payload: JsonObject) -> str:
        asked = order(payload)
        if asked.dry_run:
            return "what would happen"
        return WAYS[asked.way] or (f"plan {asked.plan}" if asked.plan else "all of it")

    def steps(self, payload: JsonObject, kept: JsonObject) -> Sequence[Step]:
        del kept
        return [Step("Compared", look) if order(payload).dry_run else Step("Brought into step", bring)]


def look(work: Work) -> None:
    """Plan it, and keep the plan as a file, and what a page shows of it with the job."""
    from annotator.services.sync import conflicts, connections, engine
    from annotator.store import sync_conflicts

    with _client(work) as client:
        with work.read() as session:
            every = sync_conflicts.listed(session, connections.connection(session, work.project).project_id)
        found = engine.plan(work.database, client, work.project, work.tell)
    (work.made / FILE).write_text(json.dumps(found.as_json(), ensure_ascii=False), "utf-8")
    work.kept.update({**summary(found), "decided": conflicts.decided(every)})


def bring(work: Work) -> None:
    """Do it. What a process that died has done is not done again, because the next plan does not have it."""
    from annotator.services.sync import engine

    asked, begun = order(work.payload), work.made / BEGUN
    with _noted(work, asked), _client(work) as client:
        outcome = engine.apply(
            work.database,
            client,
            work.project,
            None if begun.exists() else asked.plan,
            allow_deletions=asked.allow_deletions,
            tell=work.tell,
            hook=lambda _step: begun.touch(),
            asked=_asked(asked),
        )
    work.kept.update({"plan": outcome.plan.id, "counts": dict(outcome.counts), "left": list(outcome.left[:TROUBLES])})


def summary(plan: "Plan") -> dict[str, Any]:
    """What is shown of a plan: numbers of each deed with the first ones, and what cannot be done."""
    examples: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in (*plan.pushes, *plan.pulls):
        if len(examples[each.deed]) < EXAMPLES:
            shown = {"document": each.document, "whose": each.whose, "detail": each.detail, "task": each.remote_task}
            examples[each.deed].append({**shown, "set": each.set_row})
    return {
        "plan": plan.id,
        "stop": plan.stop,
        "pushes": len(plan.pushes),
        "pulls": len(plan.pulls),
        "counts": plan.counts(),
        "examples": dict(examples),
        "conflicts": len(plan.conflicts),
        "troubles": [each.as_json() for each in plan.troubles[:TROUBLES]],
        "number_of_troubles": len(plan.troubles),
        "remarks": list(plan.remarks),
    }


@contextmanager
def _noted(work: Work, asked: Order) -> Iterator[None]:
    """A run that cannot even begin, because there is no token or another one goes on, stands in the log of runs too."""
    from annotator.services.sync import connections, runs

    try:
        connections.token(work.settings)
    except AnnotatorError as error:
        runs.note_failure(work.database, work.project, _asked(asked), error.message)
        raise
    yield


def _asked(asked: Order) -> "Asked":
    from annotator.services.sync.runs import Asked

    return Asked(asked.way, asked.whose)


def _client(work: Work) -> "Client":
    """The way to Label Studio, with the token of this process; a job that is cancelled is not kept waiting by it."""
    from annotator.services.sync import connections
    from annotator.services.sync.client import Client

    token = connections.token(work.settings)
    with work.read() as session:
        address = connections.connection(session, work.project).address
    return Client(address, token, sleep=lambda seconds: _rest(work, seconds))


def _rest(work: Work, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        work.tell(f"Label Studio is asked again in {left:.0f} s")
        time.sleep(min(left, 0.5))
