"""A project as its people see it: what to do next, and the guideline."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from annotator.domain.permissions import Action
from annotator.services import projects, tasks
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.markdown import as_html
from annotator.web.pages import GuidelinePage, Titled, frame, render

blueprint = Blueprint("projects", __name__, url_prefix="/projects")


@blueprint.post("/<slug>/next")
def next_task(slug: str) -> Response:
    """Go to the article that is to be done next."""
    person = current_person()
    with write_session() as session:
        found = tasks.next_task(session, person, slug)
    if found is None:
        flash("Nothing is left to do there.")
        return redirect(url_for("tasks.index"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("tasks.show", task_id=found.task.id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<slug>/guideline")
def guideline(slug: str) -> str:
    person = current_person()
    with read_session() as session:
        found = projects.read_guideline(session, person, slug)
        project = projects.get_project(session, person, slug, Action.SEE_PROJECT)
        summary = projects.summary(session, person, project)
    page = GuidelinePage(
        **frame(f"Guideline of {found.title}"),
        project=Titled(found.title),
        version=found.version,
        schema_version=summary.schema_version,
        guideline_html=as_html(found.markdown),
    )
    return render("projects/guideline.html", page)
