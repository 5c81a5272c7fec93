"""A project's long work as pages: the list, how far one is, stopping it, and what it has made."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from annotator.domain.permissions import Action, may
from annotator.services import access, jobs, projects
from annotator.services.durable import Watch
from annotator.services.jobs import DONE, TITLES, Job
from annotator.settings import Settings
from annotator.web import sign_in
from annotator.web.auth import current_person
from annotator.web.db import database, read_session
from annotator.web.job_pages import Fact, FileEntry, JobEntry, JobPage, JobsPage, Moment
from annotator.web.loss_entries import LossEntry, loss_entries
from annotator.web.pages import Titled, frame, render

blueprint = Blueprint("jobs", __name__, url_prefix="/projects")

_WATCH = "annotator.watch"
#: Jobs on one page of the list.
MANY = 50
#: What is told of an import, in this order.
_FACTS = {
    "documents": "Documents",
    "known": "Were here already",
    "duplicates": "Left out, their text is here already",
    "sets": "Annotation sets",
    "spans": "Spans",
    "links": "Links",
}
_UNITS = ("bytes", "kB", "MB", "GB")


@blueprint.get("/<slug>/jobs")
def listed(slug: str) -> str:
    """The project's jobs, the newest first."""
    person, before = current_person(), _before()
    with read_session() as session:
        found = jobs.list_jobs(session, person, slug, before, MANY + 1)
        project = projects.get_project(session, person, slug, Action.WATCH_JOBS)
        may_export = may(access.role_of(session, person, projects.row_of(project)), Action.EXPORT)
    further = found[MANY - 1].stored.created_at if len(found) > MANY else None
    page = JobsPage(
        **frame(f"Long work of {project.title}", jobs=url_for("jobs.listed", slug=slug)),
        project=Titled(project.title),
        jobs=[_entry(job) for job in found[:MANY]],
        export_url=url_for("exports.form", slug=slug) if may_export else None,
        older_url=url_for("jobs.listed", slug=slug, before=further) if further else None,
        newest_url=url_for("jobs.listed", slug=slug) if before else None,
    )
    return render("jobs/index.html", page)


@blueprint.get("/<slug>/jobs/<job_key>")
def show(slug: str, job_key: str) -> str:
    """How far a job is, or how it ended."""
    with read_session() as session:
        person = current_person()
        stored = jobs.find_job(session, person, slug, job_key)
        project = projects.get_project(session, person, slug, Action.WATCH_JOBS)
    return render("jobs/show.html", _page(project.title, jobs.seen(stored, settings(), watch())))


@blueprint.post("/<slug>/jobs/<job_key>/cancel")
def cancel(slug: str, job_key: str) -> AnyResponse:
    """Stop a job at the next chance."""
    with read_session() as session:
        jobs.find_job(session, current_person(), slug, job_key)
    jobs.cancel(database(), watch(), settings(), job_key)
    flash("It is told to stop.")
    return redirect(url_for("jobs.show", slug=slug, job_key=job_key), HTTPStatus.SEE_OTHER)


@blueprint.get("/<slug>/jobs/<job_key>/files/<name>")
def download(slug: str, job_key: str, name: str) -> Response:
    """A file that a job has made."""
    with read_session() as session:
        path = jobs.find_file(session, current_person(), settings(), slug, job_key, name)
    return send_file(path.absolute(), "application/octet-stream", as_attachment=True, download_name=name)


def settings() -> Settings:
    found: Settings = current_app.extensions[sign_in.SETTINGS]
    return found


def watch() -> Watch:
    """What this application sees jobs through; connects when it is first looked through."""
    found: Watch = current_app.extensions.setdefault(_WATCH, Watch(settings()))
    return found


# ---------------------------------------------------------------- what the pages show


def _before() -> int | None:
    before = request.args.get("before", "")
    return int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None


def _entry(job: Job) -> JobEntry:
    told = job.as_json()
    return JobEntry(
        title=job.title,
        about=job.stored.about,
        url=url_for("jobs.show", slug=job.stored.slug, job_key=job.stored.key),
        state=job.stored.state,
        state_title=TITLES[job.stored.state],
        progress="" if job.has_ended else f"{round(100 * job.progress.share)} %",
        by=job.stored.user or "",
        created=_moment(str(told["created"])),
    )


def _page(project: str, job: Job) -> JobPage:
    stored, progress, told = job.stored, job.progress, job.as_json()
    place: dict[str, Any] = {"slug": stored.slug, "job_key": stored.key}
    return JobPage(
        **frame(
            f"{job.title}: {stored.about}",
            jobs=url_for("jobs.listed", slug=stored.slug),
            cancel=url_for("jobs.cancel", **place),
            state=url_for("api_jobs.show", **place),
            export=url_for("exports.start", slug=stored.slug),
        ),
        project=Titled(project),
        heading=job.title,
        about=stored.about,
        state=stored.state,
        state_title="Stopping" if progress.is_stopping else TITLES[stored.state],
        share=round(progress.share, 4),
        percent=round(100 * progress.share),
        steps=f"{progress.done} of {progress.of}" if progress.of > 1 else "",
        words=progress.words,
        is_stopping=progress.is_stopping,
        by=stored.user or "the operator",
        created=_moment(str(told["created"])),
        ended=_moment(str(told["ended"])) if told["ended"] else None,
        errors=(stored.error or "").splitlines(),
        facts=_facts(stored.kept),
        losses=_losses(stored.kept) if job.has_ended else None,
        files=[FileEntry(name, _size(size), url_for("jobs.download", name=name, **place)) for name, size in job.files],
        release=_release(job),
        again=_again(job),
    )


def _release(job: Job) -> str | None:
    kept: Any = job.stored.kept
    if job.stored.state != DONE or "release" not in kept:
        return None
    return url_for("releases.show", slug=job.stored.slug, name=kept["release"])


def _facts(kept: Any) -> list[Fact]:
    """Numbers of what was done, added up over files."""
    reports = kept.get("reports") or ([kept] if "documents" in kept else [])
    sums = {name: sum(each.get(name, 0) for each in reports) for name in _FACTS}
    return [Fact(title, f"{sums[name]:,}") for name, title in _FACTS.items() if any(name in each for each in reports)]


def _losses(kept: Any) -> list[LossEntry] | None:
    """What did not come through; None where nobody has looked."""
    if "losses" in kept:
        found = kept["losses"]
    elif "reports" in kept:
        found = [loss for report in kept["reports"] for loss in report.get("losses", [])]
    else:
        return None
    return loss_entries(found)


def _again(job: Job) -> list[tuple[str, str]]:
    """The form that does what was only tried."""
    payload: Any = job.stored.payload
    if job.stored.kind != "export" or job.stored.state != DONE or not payload.get("dry_run"):
        return []
    options = [(f"option-{name}", str(value)) for name, value in (payload.get("options") or {}).items()]
    return [("format", payload["format"]), ("sets", payload["sets"]), *options]


def _moment(iso: str) -> Moment:
    return Moment(iso, iso.replace("T", " ").replace("+00:00", " UTC"))


def _size(number: int) -> str:
    size, unit = float(number), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 or size >= 10 else f"{size:.1f} {_UNITS[unit]}"
