"""All that a page shows of a project's connection, for who may keep it in step; it asks nobody over there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from annotator.domain.errors import Conflict
from annotator.domain.json import Json
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.services import jobs
from annotator.services.job_kinds.sync_project import KIND, PAGE
from annotator.services.projects import get_project, row_of
from annotator.services.sync import conflicts
from annotator.services.sync.conflicts import Shown
from annotator.services.sync.connections import connection
from annotator.services.sync.runs import is_running
from annotator.services.sync.status import Status, status_in
from annotator.store import jobs as stored_jobs
from annotator.store import sync_conflicts, sync_connections, sync_runs, sync_schedules
from annotator.store.jobs import StoredJob as StoredJob
from annotator.store.sync_runs import StoredRun as StoredRun
from annotator.store.sync_schedules import StoredSchedule
from annotator.store.tables import Project

#: Conflicts, and runs, on one page.
CONFLICTS, RUNS = 20, 20


@dataclass(frozen=True, slots=True)
class Connected:
    """How a connection stands, what is planned, what differs, and what was done."""

    status: Status
    #: A run goes on, whoever began it.
    is_running: bool
    schedule: StoredSchedule
    #: What is asked for and has not ended.
    going: StoredJob | None
    #: What was asked for last and has failed.
    failed: StoredJob | None
    #: What was planned since the last run, and the job that did.
    plan: Mapping[str, Any] | None
    planned: StoredJob | None
    #: Something was decided since that the plan does not have.
    is_outdated: bool
    conflicts: Sequence[Shown]
    number_of_conflicts: int
    undecided: int
    #: The conflict, and the run, behind which there are more.
    further_conflicts: int | None
    runs: Sequence[StoredRun]
    older_runs: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A project, and its connection where it has one."""

    project: Project
    connected: Connected | None


def overview(session: Session, person: Person, slug: str, after: int = 0, before: int | None = None) -> Overview:
    """What there is to see: conflicts behind that one, runs before that one. Raises NotFound, Forbidden."""
    project = get_project(session, person, slug, Action.SYNC)
    project_id = row_of(project)
    found = sync_connections.find(session, project_id)
    if found is None:
        return Overview(project, None)
    recent = stored_jobs.of_kind(session, project_id, KIND, 20)
    runs = sync_runs.last(session, project_id, RUNS + 1, before)
    last = runs if before is None else sync_runs.last(session, project_id, 1)
    planned = _planned(recent, max(found.created_at, last[0].started_at if last else 0))
    every = sync_conflicts.listed(session, project_id)
    decided = conflicts.decided(every)
    behind = [each for each in every if each.id > after]
    connected = Connected(
        status=status_in(session, slug),
        is_running=is_running(found),
        schedule=sync_schedules.find(session, project_id),
        going=next((job for job in recent if job.state in stored_jobs.UNFINISHED), None),
        failed=recent[0] if recent and recent[0].state == stored_jobs.FAILED else None,
        plan=planned.kept if planned else None,
        planned=planned,
        is_outdated=planned is not None and planned.kept.get("decided") != decided,
        conflicts=conflicts.show(session, project, behind[:CONFLICTS]),
        number_of_conflicts=len(every),
        undecided=sum(each.choice is None for each in every),
        further_conflicts=behind[CONFLICTS - 1].id if len(behind) > CONFLICTS else None,
        runs=runs[:RUNS],
        older_runs=runs[RUNS - 1].id if len(runs) > RUNS else None,
    )
    return Overview(project, connected)


def _planned(recent: Sequence[StoredJob], ran_at: int) -> StoredJob | None:
    """The newest plan, unless something was done since."""
    done = (job for job in recent if job.state == stored_jobs.DONE and job.payload.get("dry_run"))
    newest = next(done, None)
    return newest if newest and (newest.ended_at or 0) > ran_at else None


def start(session: Session, person: Person, slug: str, payload: Mapping[str, Json]) -> str:
    """Let a plan be made or a sync be done, as a job; its key. Raises Conflict while one goes on."""
    project = get_project(session, person, slug, Action.SYNC)
    connection(session, slug)
    recent = stored_jobs.of_kind(session, row_of(project), KIND, 20)
    if any(job.state in stored_jobs.UNFINISHED for job in recent):
        raise Conflict("it is at work already: wait until that is done", rule="running")
    return jobs.start(session, person, slug, KIND, {**payload, "way": PAGE, "whose": person.name})
