"""What the page of a sync says of a connection, out of what the service has found."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import url_for

from annotator.services import jobs
from annotator.services.job_kinds.sync_project import FILE
from annotator.services.jobs import TITLES
from annotator.services.sync.conflicts import Shown
from annotator.services.sync.overview import Connected, StoredJob, StoredRun
from annotator.services.sync.status import Status
from annotator.web.job_pages import Moment
from annotator.web.jobs import settings, watch
from annotator.web.sync_pages import ConflictEntry, DeedPart, Failure, Going, Line, Planned, RunEntry

#: What would be done, in the order in which it is shown.
DEEDS: Mapping[str, str] = {
    "create_task": "New tasks there",
    "create": "New annotations there",
    "update": "Annotations changed there",
    "delete": "Annotations deleted there",
    "update_task": "Tasks there told what only stands here",
    "add_document": "New documents here",
    "add_set": "New annotation sets here",
    "change_set": "Annotation sets changed here",
    "empty_set": "Annotation sets emptied here",
}
#: Nothing but notes of our own.
NOTES: Mapping[str, str] = {
    "adopt": "noted as the same on both sides",
    "miss": "not found there: looked for once more in the next run",
    "forget": "gone on both sides",
}
AFTER: Mapping[str, str] = {
    "looked_up": "Changes of a run that ended early, looked up",
    "left_alone": "Left alone on both sides",
}
DID: Mapping[str, str] = {**DEEDS, **NOTES, "written": "Changes sent there", **AFTER}
DIRECTIONS = {"both": "Both ways", "push": "To Label Studio only", "pull": "From Label Studio only"}
WAYS = {"command": "A command", "schedule": "The schedule", "hint": "Label Studio’s hint"}
#: Of what is not there any more there is nothing to be shown.
_GONE = frozenset({"delete", "add_document"})

#: What there is to say of a project that is connected to nothing.
UNCONNECTED: Mapping[str, Any] = {
    "is_connected": False,
    **dict.fromkeys(("address", "remote_url", "remote_title"), ""),
    **dict.fromkeys(("going", "failure", "plan", "further_url", "due", "hinted", "older_url")),
    **dict.fromkeys(("number_of_conflicts", "undecided", "every"), 0),
    **dict.fromkeys(("is_running", "has_hook"), False),
    "facts": {},
    "conflicts": (),
    "runs": (),
}


def connected(slug: str, found: Connected) -> dict[str, Any]:
    """What there is to say of one that is connected."""
    status, timing = found.status, found.schedule
    there = f"{status.address}/projects/{status.remote_id}"
    further, older = found.further_conflicts, found.older_runs
    return {
        "is_connected": True,
        "address": status.address,
        "remote_url": there,
        "remote_title": status.title,
        "facts": _facts(status),
        "going": _going(slug, found.going) if found.going else None,
        "failure": _failure(slug, found.failed) if found.failed else None,
        "is_running": found.is_running,
        "plan": _planned(slug, there, found) if found.plan is not None else None,
        "conflicts": [_conflict(slug, there, each) for each in found.conflicts],
        "number_of_conflicts": found.number_of_conflicts,
        "undecided": found.undecided,
        "further_url": url_for("sync.show", slug=slug, after=further, _anchor="conflicts") if further else None,
        "every": timing.every,
        "due": _moment(timing.due_at),
        "has_hook": timing.hook is not None,
        "hinted": _moment(timing.hinted_at),
        "runs": [_run(each) for each in found.runs],
        "older_url": url_for("sync.show", slug=slug, before=older, _anchor="runs") if older else None,
    }


def _facts(status: Status) -> dict[str, str]:
    policy: Any = status.policy
    told = {
        "Goes": DIRECTIONS.get(policy["direction"], policy["direction"]),
        "What goes there": ", ".join(policy["push"]) if policy["direction"] != "pull" else "nothing",
        "In step": f"{status.tasks:,} tasks, {status.annotations:,} annotations, {status.predictions:,} predictions",
    }
    if status.gone:
        told["Gone on one side"] = f"{status.gone:,}"
    if status.unfinished:
        told["To be looked up"] = f"{status.unfinished:,} writes of a run that ended early"
    if policy["people"]:
        told["Who is who"] = ", ".join(f"{there} is {here}" for there, here in policy["people"].items())
    return told


def _going(slug: str, stored: StoredJob) -> Going:
    job, place = jobs.seen(stored, settings(), watch()), {"slug": slug, "job_key": stored.key}
    progress = job.progress
    return Going(
        title=f"{job.title}: {stored.about}",
        state=stored.state,
        state_title="Stopping" if progress.is_stopping else TITLES[stored.state],
        share=round(progress.share, 4),
        percent=round(100 * progress.share),
        words=progress.words,
        state_url=url_for("api_jobs.show", **place),  # type: ignore[arg-type]
        cancel_url=url_for("jobs.cancel", **place),  # type: ignore[arg-type]
        url=url_for("jobs.show", **place),  # type: ignore[arg-type]
    )


def _failure(slug: str, job: StoredJob) -> Failure:
    url = url_for("jobs.show", slug=slug, job_key=job.key)
    return Failure(job.about, (job.error or "").splitlines(), url)


def _planned(slug: str, there: str, found: Connected) -> Planned:
    told: Any = found.plan
    assert found.planned is not None, "a plan was made by a job"
    examples, counts = told["examples"], told["counts"]
    deeds = [
        DeedPart(title, counts[deed], [_line(slug, there, deed, each) for each in examples.get(deed, ())])
        for deed, title in DEEDS.items()
        if counts.get(deed)
    ]
    return Planned(
        id=told["plan"],
        made=_moment(found.planned.ended_at) or Moment("", ""),
        deeds=deeds,
        notes=[f"{counts[deed]:,} {words}" for deed, words in NOTES.items() if counts.get(deed)],
        troubles=[_trouble(slug, each) for each in told["troubles"]],
        number_of_troubles=told["number_of_troubles"],
        conflicts=told["conflicts"],
        remarks=told["remarks"],
        stop=told["stop"],
        is_outdated=found.is_outdated,
        is_empty=not told["pushes"] and not told["pulls"],
        file_url=url_for("jobs.download", slug=slug, job_key=found.planned.key, name=FILE),
    )


def _line(slug: str, there: str, deed: str, told: Mapping[str, Any]) -> Line:
    set_row = told["set"] if deed not in _GONE else 0
    here = _document_url(slug, told["document"], set_row) if deed != "add_document" else None
    return Line(told["document"], told["whose"], told["detail"], here, _task_url(there, told["task"]))


def _trouble(slug: str, told: Mapping[str, Any]) -> Line:
    return Line(told["document"], told["whose"], told["detail"], _document_url(slug, told["document"], 0), None)


def _document_url(slug: str, key: str, set_row: int) -> str:
    return url_for("events.show_document", slug=slug, document_id=key, set=set_row or None)


def _task_url(there: str, task: int) -> str | None:
    return f"{there}/data?task={task}" if task else None


def _conflict(slug: str, there: str, shown: Shown) -> ConflictEntry:
    return ConflictEntry(
        id=shown.id,
        title=shown.title,
        whose=shown.whose,
        here=_document_url(slug, shown.document, shown.set_row),
        there=_task_url(there, shown.remote_task),
        telling=shown.telling,
        choice=shown.choice,
    )


def _run(run: StoredRun) -> RunEntry:
    did = [f"{DID.get(name, name.replace('_', ' '))}: {number}" for name, number in run.counts.items()]
    took = "" if run.ended_at is None else f"{(run.ended_at - run.started_at) / 1000:.1f} s"
    by = run.whose or WAYS.get(run.way or "command", "A command")
    return RunEntry(_moment(run.started_at) or Moment("", ""), took, by, did, run.error)


def _moment(at: int | None) -> Moment | None:
    if at is None:
        return None
    iso = datetime.fromtimestamp(at // 1000, UTC).isoformat()
    return Moment(iso, iso.replace("T", " ").replace("+00:00", " UTC"))
