"""Export as a page: the format, its options, and what it would lose, told before as after."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from annotator import formats
from annotator.domain.errors import InvalidInput
from annotator.domain.permissions import Action
from annotator.formats.base import PARTS, Writer
from annotator.formats.options import described
from annotator.services import jobs, projects
from annotator.services.exports import Sets
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.job_pages import ExportPage, FormatEntry, OptionEntry
from annotator.web.pages import Choice, Titled, choices, frame, render

blueprint = Blueprint("exports", __name__, url_prefix="/projects")

SETS: Mapping[str, str] = {Sets.GOLD: "Gold", Sets.SUBMITTED: "Submitted", Sets.ALL: "All"}
_OPTION = "option-"


@blueprint.get("/<slug>/export")
def form(slug: str) -> str:
    """Choose a format, what is taken, and its options."""
    return _page(slug, request.args)


@blueprint.post("/<slug>/export")
def start(slug: str) -> Response | tuple[str, int]:
    """Let the project be written, or only say what would be lost, as a job."""
    sent = request.form
    options = {name.removeprefix(_OPTION): value for name, value in sent.items() if name.startswith(_OPTION)}
    payload: dict[str, Any] = {
        "format": sent.get("format", ""),
        "sets": sent.get("sets", ""),
        "options": options,
        "dry_run": "dry_run" in sent,
    }
    try:
        with write_session() as session:
            key = jobs.start(session, current_person(), slug, "export", payload)
    except InvalidInput as error:
        return _page(slug, sent, str(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    jobs.wake()
    return redirect(url_for("jobs.show", slug=slug, job_key=key), HTTPStatus.SEE_OTHER)


def _page(slug: str, asked: Mapping[str, str], error: str | None = None) -> str:
    with read_session() as session:
        project = projects.get_project(session, current_person(), slug, Action.EXPORT)
    writers = {writer.id: writer for writer in formats.writers()}
    writer = writers.get(asked.get("format", "")) or next(iter(writers.values()))
    return render(
        "exports/form.html",
        ExportPage(
            **frame(
                f"Export {project.title}",
                form=url_for("exports.form", slug=slug),
                start=url_for("exports.start", slug=slug),
                jobs=url_for("jobs.listed", slug=slug),
            ),
            project=Titled(project.title),
            formats=[Choice(each.id, each.title) for each in writers.values()],
            format=_format(writer),
            sets=choices(SETS),
            chosen_sets=asked.get("sets", "") or Sets.SUBMITTED,
            options=[_option(each, asked) for each in described(writer, "writing")],
            error=error,
        ),
    )


def _format(writer: Writer) -> FormatEntry:
    carries = writer.carries.as_json()
    lacks = [words for name, words in PARTS.items() if carries.get(name) is False]
    return FormatEntry(writer.id, writer.title, writer.description, writer.suffix, lacks)


def _option(told: Any, asked: Mapping[str, str]) -> OptionEntry:
    value = asked.get(_OPTION + told["name"], str(told["default"]))
    title = str(told["name"]).replace("_", " ").capitalize()
    offered = [Choice(str(each), str(each)) for each in told["values"]]
    return OptionEntry(_OPTION + told["name"], title, told["help"], value, offered)
