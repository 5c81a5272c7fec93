"""Import as pages: files are sent, looked into, their names brought under the schema, and then imported as a job."""

import json
import shutil
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from annotator import formats
from annotator.domain.errors import InvalidInput, NotFound
from annotator.domain.permissions import Action
from annotator.domain.schema import Schema
from annotator.formats.maps.map_proposal import map_toml
from annotator.services import corpora, job_files, jobs, projects
from annotator.services.import_preview import Preview, preview, sent_files
from annotator.services.job_files import Room
from annotator.services.name_choices import NameChoice, map_of
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.import_pages import FileEntry, ImportPage, NameEntry, NameTable, PreviewPage
from annotator.web.jobs import settings
from annotator.web.loss_entries import loss_entries
from annotator.web.pages import Choice, Titled, frame, render

blueprint = Blueprint("imports", __name__, url_prefix="/projects")

#: Beside the files that were sent: into which project, and of which format.
DRAFT = ".draft.json"
TITLES: Mapping[str, str] = {
    "label": "Labels",
    "role": "Roles",
    "attribute": "Attributes",
    "document attribute": "Attributes of documents",
}


@blueprint.get("/<slug>/import")
def form(slug: str) -> str:
    """Choose files."""
    return _form(slug)


@blueprint.post("/<slug>/import")
def send(slug: str) -> Response | tuple[str, int]:
    """Keep the files that were sent, to be looked into; nothing of them is in the project yet."""
    with read_session() as session:
        projects.get_project(session, current_person(), slug, Action.IMPORT)
    files = [each for each in request.files.getlist("files") if each.filename]
    if not files:
        return _form(slug, "no file was chosen"), HTTPStatus.UNPROCESSABLE_ENTITY
    key = job_files.new_key()
    room = job_files.new_room(settings(), key)
    try:
        _keep(room, files)
        draft = {"project": slug, "format": request.form.get("format") or None}
        (room.given / DRAFT).write_text(json.dumps(draft), "utf-8")
    except BaseException:
        room.remove()
        raise
    return redirect(url_for("imports.look", slug=slug, job_key=key), HTTPStatus.SEE_OTHER)


@blueprint.get("/<slug>/import/<job_key>")
def look(slug: str, job_key: str) -> str:
    """What the files bring: the first documents, names, faults."""
    room, format_id, title, schema = _draft(slug, job_key)
    return _preview_page(slug, job_key, title, _look(room, format_id, schema, request.args))


@blueprint.post("/<slug>/import/<job_key>")
def start(slug: str, job_key: str) -> Response | tuple[str, int]:
    """Import them as a job, under the names that were chosen; or look again; or forget them."""
    sent, shown = request.form, redirect(url_for("jobs.show", slug=slug, job_key=job_key), HTTPStatus.SEE_OTHER)
    if _has_begun(slug, job_key):
        return shown
    room, format_id, title, schema = _draft(slug, job_key)
    if sent.get("do") == "forget":
        room.remove()
        return redirect(url_for("imports.form", slug=slug), HTTPStatus.SEE_OTHER)
    found = _look(room, format_id, schema, sent)
    if sent.get("do") == "look":
        return _preview_page(slug, job_key, title, found), HTTPStatus.OK
    payload: dict[str, Any] = {"files": sent_files(room.given), "keep_going": "keep_going" in sent}
    if format_id:
        payload["format"] = format_id
    if found.names:
        payload["map"] = map_toml(map_of(found.names))
    try:
        with write_session() as session:
            jobs.start(session, current_person(), slug, "import", payload, job_key)
    except InvalidInput as error:
        found.error = str(error)
        return _preview_page(slug, job_key, title, found), HTTPStatus.UNPROCESSABLE_ENTITY
    (room.given / DRAFT).unlink()
    jobs.wake()
    return shown


def _has_begun(slug: str, key: str) -> bool:
    """Whether the job is there already: a button may be pressed twice."""
    with read_session() as session:
        projects.get_project(session, current_person(), slug, Action.IMPORT)
        try:
            jobs.find_job(session, current_person(), slug, key)
        except NotFound:
            return False
    return True


def _keep(room: Room, files: list[FileStorage]) -> None:
    taken: set[str] = set()
    for file in files:
        name = job_files.safe_name(file.filename or "", frozenset(taken))
        taken.add(name)
        with (room.given / name).open("wb") as target:
            shutil.copyfileobj(file.stream, target)


def _draft(slug: str, key: str) -> tuple[Room, str | None, str, Schema]:
    """What was sent into the project and not imported yet; raises NotFound for what was not."""
    with read_session() as session:
        project = projects.get_project(session, current_person(), slug, Action.IMPORT)
        _, schema = projects.for_operator(session, slug)
    room = job_files.room(settings(), key)
    try:
        draft = json.loads((room.given / DRAFT).read_text("utf-8"))
    except (OSError, ValueError):
        raise NotFound("these files are not here any more: send them again") from None
    if draft["project"] != slug:
        raise NotFound("these files are not here any more: send them again")
    return room, draft["format"], project.title, schema


def _look(room: Room, format_id: str | None, schema: Schema, chosen: Mapping[str, str]) -> Preview:
    left_out: list[str] = []
    parts, errors = [], []
    for name in sent_files(room.given):
        try:
            parts += list(corpora.parts(room.given / name, name, format_id, None, _told(left_out, room.given, name)))
        except InvalidInput as error:
            errors.append(str(error))
    found = preview(parts, schema, chosen)
    found.left_out, found.error = left_out, "\n".join(errors)
    return found


def _told(left_out: list[str], folder: Path, name: str) -> Any:
    return lambda path: left_out.append(path.replace(str(folder / name), name, 1))


def _form(slug: str, error: str | None = None) -> str:
    with read_session() as session:
        project = projects.get_project(session, current_person(), slug, Action.IMPORT)
    return render(
        "imports/form.html",
        ImportPage(
            **frame(
                f"Import into {project.title}",
                send=url_for("imports.send", slug=slug),
                jobs=url_for("jobs.listed", slug=slug),
            ),
            project=Titled(project.title),
            formats=[
                Choice("", "Found out by name and content"),
                *(Choice(each.id, each.title) for each in formats.readers()),
            ],
            error=error,
        ),
    )


def _preview_page(slug: str, key: str, title: str, found: Preview) -> str:
    return render(
        "imports/preview.html",
        PreviewPage(
            **frame(f"Import into {title}", start=url_for("imports.start", slug=slug, job_key=key)),
            project=Titled(title),
            files=[FileEntry(each, loss_entries(cast(Any, each.changes))) for each in found.files],
            left_out=found.left_out,
            tables=[NameTable(TITLES[what], [_entry(each) for each in names]) for what, names in found.names.items()],
            has_faults=any(each.number_of_faults for each in found.files),
            error=found.error or None,
        ),
    )


def _entry(name: NameChoice) -> NameEntry:
    offered = [Choice(value, words) for value, words in name.choices]
    return NameEntry(name.key, name.name, name.number, offered, name.chosen)
