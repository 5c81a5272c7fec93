"""How a connection stands: what is in step, what is not, and what the last runs did. It asks nobody over there."""

from dataclasses import dataclass

from sqlmodel import Session

from annotator.domain.json import Json
from annotator.services.sync.connections import connection, read_policy
from annotator.store import sync_conflicts, sync_rows, sync_runs
from annotator.store.clock import as_iso
from annotator.store.session import Database
from annotator.store.sync_runs import StoredRun


@dataclass(frozen=True, slots=True)
class Status:
    """A connection, with how many of each kind are in step or gone, and the log."""

    address: str
    remote_id: int
    title: str
    policy: dict[str, Json]
    running: bool
    tasks: int
    annotations: int
    predictions: int
    gone: int
    conflicts: int
    #: Writes of a run that ended early: the next one looks them up.
    unfinished: int
    runs: tuple[StoredRun, ...]

    def as_json(self) -> dict[str, Json]:
        return {
            "address": self.address,
            "project": self.remote_id,
            "title": self.title,
            "policy": self.policy,
            "running": self.running,
            "tasks": self.tasks,
            "annotations": self.annotations,
            "predictions": self.predictions,
            "gone": self.gone,
            "conflicts": self.conflicts,
            "unfinished": self.unfinished,
            "runs": [_run(each) for each in self.runs],
        }


def status(database: Database, slug: str) -> Status:
    """How the connection of a project stands; raises NotFound where there is none."""
    with database.read() as session:
        return status_in(session, slug)


def status_in(session: Session, slug: str) -> Status:
    """As `status`, for whoever has a session open."""
    found = connection(session, slug)
    numbers = sync_rows.number_by_state(session, found.project_id)
    conflicts = len(sync_conflicts.listed(session, found.project_id))
    unfinished = len(sync_runs.open_writes(session, found.project_id))
    runs = tuple(sync_runs.last(session, found.project_id))

    def number(kind: str) -> int:
        return sum(many for (each, state), many in numbers.items() if each == kind and state != "gone")

    return Status(
        address=found.address,
        remote_id=found.remote_id,
        title=found.title,
        policy=read_policy(found.policy).as_json(),
        running=found.lock_key is not None,
        tasks=number("task"),
        annotations=number("annotation"),
        predictions=number("prediction"),
        gone=sum(many for (_, state), many in numbers.items() if state == "gone"),
        conflicts=conflicts,
        unfinished=unfinished,
        runs=runs,
    )


def in_a_line(run: StoredRun) -> str:
    """When a run began, what it carried out, and what it did, or why it ended."""
    did = ", ".join(f"{name} {number}" for name, number in run.counts.items()) or "nothing"
    return f"{as_iso(run.started_at)} {run.plan or '-'}: {run.error or did}"


def _run(run: StoredRun) -> dict[str, Json]:
    return {
        "plan": run.plan,
        "started": as_iso(run.started_at),
        "ended": as_iso(run.ended_at) if run.ended_at else None,
        "counts": dict(run.counts),
        "error": run.error,
        "way": run.way,
        "by": run.whose,
    }
