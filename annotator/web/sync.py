"""A project kept in step with one of Label Studio, as a page: what would happen, what differs, what was done, and when.

Where a project is connected to is said on the command line only: the token goes to whatever address is named.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.permissions import Action
from annotator.services import jobs, projects
from annotator.services.job_kinds.sync_project import FILE
from annotator.services.jobs import TITLES
from annotator.services.sync import conflicts, overview, schedule
from annotator.services.sync.conflicts import Shown
from annotator.services.sync.overview import Connected, Overview, StoredJob, StoredRun
from annotator.services.sync.status import Status
from annotator.web.auth import current_person
from annotator.web.db import database, read_session, write_session
from annotator.web.job_pages import Moment
from annotator.web.jobs import settings, watch
from annotator.web.pages import Titled, frame, render
from annotator.web.sync_pages import ConflictEntry, DeedPart, Failure, Going, Line, Planned, RunEntry, SyncPage

blueprint = Blueprint("sync", __name__, url_prefix="/projects")

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
    "note": "noted",
    "miss": "not found there: looked for once more in the next run",
    "forget": "gone on both sides",
}
DID: Mapping[str, str] = {**DEEDS, **NOTES, "written": "Changes sent there"}
DIRECTIONS = {"both": "Both ways", "push": "To Label Studio only", "pull": "From Label Studio only"}
WAYS = {"command": "A command", "schedule": "The schedule", "hint": "Label Studio’s hint"}
#: Of what is not there any more there is nothing to be shown.
_GONE = frozenset({"delete", "add_document"})


@blueprint.get("/<slug>/sync")
def show(slug: str) -> str:
    """How the connection stands."""
    return _page(slug)


@blueprint.post("/<slug>/sync/plan")
def plan(slug: str) -> Response:
    """Let it be found out what would happen, as a job."""
    return _started(slug, {"dry_run": True})


@blueprint.post("/<slug>/sync/apply")
def apply(slug: str) -> Response:
    """Let both sides be brought into step, as a job; with a plan only if that is what would happen."""
    sent = request.form
    return _started(slug, {"plan": sent.get("plan") or None, "allow_deletions": "allow_deletions" in sent})


@blueprint.post("/<slug>/sync/resolve")
def resolve(slug: str) -> Response:
    """Give a side the word in a conflict, or in all in which nobody has been given it."""
    with read_session() as session:
        project = projects.get_project(session, current_person(), slug, Action.SYNC)
        left = conflicts.undecided(session, projects.row_of(project))
    one, choice = request.form.get("conflict", type=int), request.form.get("choice", "")
    wanted = left if one is None else [one]
    if wanted:
        conflicts.resolve(database(), slug, wanted, choice)
    after = request.args.get("after", type=int)
    anchor = "conflicts" if one is None else f"conflict-{one}"
    return redirect(url_for("sync.show", slug=slug, after=after, _anchor=anchor), HTTPStatus.SEE_OTHER)


@blueprint.post("/<slug>/sync/schedule")
def set_schedule(slug: str) -> Response | tuple[str, int]:
    """Keep it in step every so many minutes, or not by itself."""
    _allowed(slug)
    try:
        with write_session() as session:
            schedule.set_every(session, slug, _minutes(request.form.get("every", "")))
    except InvalidInput as error:
        return _page(slug, error=error.message), HTTPStatus.UNPROCESSABLE_ENTITY
    jobs.wake()
    flash("Kept.")
    return redirect(url_for("sync.show", slug=slug, _anchor="schedule"), HTTPStatus.SEE_OTHER)


@blueprint.post("/<slug>/sync/secret")
def set_secret(slug: str) -> str | Response:
    """Make a secret for hints and show it, not after a redirect, since it can be shown this once only; or end it."""
    _allowed(slug)
    with write_session() as session:
        if request.form.get("do") == "forget":
            schedule.forget_secret(session, slug)
            secret = None
        else:
            secret = schedule.new_secret(session, slug)
    if secret is not None:
        return _page(slug, secret=secret)
    flash("Hints are not taken any more.")
    return redirect(url_for("sync.show", slug=slug, _anchor="schedule"), HTTPStatus.SEE_OTHER)


def _allowed(slug: str) -> None:
    with read_session() as session:
        projects.get_project(session, current_person(), slug, Action.SYNC)


def _minutes(said: str) -> int:
    said = said.strip() or "0"
    if not said.isascii() or not said.isdecimal() or len(said) > 9:
        raise InvalidInput(f"minutes are a number, not {said!r}", rule="every")
    return int(said)


def _started(slug: str, payload: Mapping[str, Any]) -> Response:
    try:
        with write_session() as session:
            overview.start(session, current_person(), slug, payload)
    except Conflict as error:
        flash(f"{error.message[0].upper()}{error.message[1:]}.")
    else:
        jobs.wake()
    return redirect(url_for("sync.show", slug=slug), HTTPStatus.SEE_OTHER)


# ---------------------------------------------------------------- what the page shows


def _page(slug: str, secret: str | None = None, error: str | None = None) -> str:
    after, before = request.args.get("after", 0, type=int), request.args.get("before", type=int)
    with read_session() as session:
        found = overview.overview(session, current_person(), slug, after, before)
    return render("sync/index.html", _shown(slug, found, after, before, secret, error))


def _shown(
    slug: str, found: Overview, after: int, before: int | None, secret: str | None, error: str | None
) -> SyncPage:
    title, connected = found.project.title, found.connected
    actions = ("plan", "apply", "resolve", "set_schedule", "set_secret")
    urls = {name: url_for(f"sync.{name}", slug=slug) for name in actions}
    urls["resolve"] = url_for("sync.resolve", slug=slug, after=after or None)
    common: dict[str, Any] = {
        **frame(f"{title} and Label Studio", jobs=url_for("jobs.listed", slug=slug), **urls),
        "project": Titled(title),
        "slug": slug,
        "hook_url": url_for("hints.take", slug=slug, _external=True),
        "secret": secret,
        "error": error,
        "first_url": url_for("sync.show", slug=slug, _anchor="conflicts") if after else None,
        "newest_url": url_for("sync.show", slug=slug, _anchor="runs") if before else None,
    }
    return SyncPage(**common, **(_connected(slug, connected) if connected else _UNCONNECTED))


#: What there is to say of a project that is connected to nothing.
_UNCONNECTED: Mapping[str, Any] = {
    "is_connected": False,
    **dict.fromkeys(("address", "remote_url", "remote_title"), ""),
    **dict.fromkeys(("going", "failure", "plan", "further_url", "due", "hinted", "older_url")),
    **dict.fromkeys(("number_of_conflicts", "undecided", "every"), 0),
    **dict.fromkeys(("is_running", "has_hook"), False),
    "facts": {},
    "conflicts": (),
    "runs": (),
}


def _connected(slug: str, found: Connected) -> dict[str, Any]:
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
