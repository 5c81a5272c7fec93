"""A project kept in step with one of Label Studio, as a page: what would happen, what differs, what was done, and when.

Where a project is connected to is said on the command line only: the token goes to whatever address is named.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.permissions import Action
from annotator.services import jobs, projects
from annotator.services.sync import conflicts, overview, schedule
from annotator.services.sync.overview import Overview
from annotator.web.auth import current_person
from annotator.web.db import database, read_session, write_session
from annotator.web.pages import Titled, frame, render
from annotator.web.sync_entries import UNCONNECTED, connected
from annotator.web.sync_pages import SyncPage

blueprint = Blueprint("sync", __name__, url_prefix="/projects")


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
    title = found.project.title
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
    return SyncPage(**common, **(connected(slug, found.connected) if found.connected else UNCONNECTED))
