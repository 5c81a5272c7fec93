"""A project's long work over HTTP: asked for, watched, stopped, and what it has made."""

import shutil
from http import HTTPStatus
from typing import Annotated, Any, Literal

from flask import Response, request
from flask_openapi import APIBlueprint, Tag
from pydantic import BaseModel, Field, StrictBool

from annotator.domain.permissions import Action
from annotator.services import job_files, jobs, projects
from annotator.web import jobs as pages
from annotator.web.api.bodies import Body
from annotator.web.api.payloads import FILE, Json, ProjectPath, Strict
from annotator.web.api.problems import PROBLEMS
from annotator.web.auth import current_person
from annotator.web.db import database, read_session, write_session

blueprint = APIBlueprint(
    "api_jobs",
    __name__,
    url_prefix="/api/v1/projects",
    abp_tags=[Tag(name="jobs", description="long work, which survives a restart")],
    abp_security=[{"token": []}, {"cookie": []}],
    abp_responses=PROBLEMS,
)

Key = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
FormatId = Annotated[str, Field(min_length=1, max_length=40)]


class JobPath(ProjectPath):
    job_key: Key


class JobFilePath(JobPath):
    name: Name


class JobsQuery(Strict):
    before: Annotated[int, Field(ge=0, le=2**53)] | None = None


class JobProgress(BaseModel):
    done: int = Field(description="steps that are done")
    of: int = Field(description="of so many, as far as is known")
    share: float = Field(description="of the whole, from 0 to 1")
    words: str


class JobFile(BaseModel):
    name: str
    bytes: int


class JobError(BaseModel):
    detail: str
    rule: str | None


class Job(BaseModel):
    """A piece of long work."""

    id: str
    kind: str
    title: str
    about: str
    project: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    is_stopping: bool = Field(description="it was cancelled, and stops at the next chance")
    progress: JobProgress
    error: JobError | None
    by: str | None
    created: str
    started: str | None
    ended: str | None
    files: list[JobFile] = Field(description="what it has made; told when it has ended")
    found: Json = Field(description="what its steps have found: numbers, losses, faults; as the kind of job has it")


class JobList(BaseModel):
    jobs: list[Job]
    next: int | None = Field(description="`before` of the next page")


class NewExport(Body):
    format: FormatId = "native"
    sets: Literal["gold", "submitted", "all"] = "submitted"
    options: dict[str, Annotated[str, Field(max_length=1000)]] = Field(default={})
    dry_run: StrictBool = False


class NewImport(Strict):
    name: Name = "corpus.jsonl"
    format: FormatId | None = None
    keep_going: bool = False


@blueprint.get("/<slug>/jobs", responses={200: JobList})
def listed(path: ProjectPath, query: JobsQuery) -> Any:
    """The project's jobs, the newest first, 50 a page."""
    with read_session() as session:
        found = jobs.list_jobs(session, current_person(), path.slug, query.before, pages.MANY + 1)
    more = len(found) > pages.MANY
    shown = found[: pages.MANY]
    return {"jobs": [job.as_json() for job in shown], "next": shown[-1].stored.created_at if more else None}


@blueprint.get("/<slug>/jobs/<job_key>", responses={200: Job})
def show(path: JobPath) -> Any:
    """How far the job is, what it has found and made, or why it failed."""
    with read_session() as session:
        stored = jobs.find_job(session, current_person(), path.slug, path.job_key)
    return jobs.seen(stored, pages.settings(), pages.watch()).as_json()


@blueprint.post("/<slug>/jobs/<job_key>/cancel", responses={200: Job})
def cancel(path: JobPath) -> Any:
    """Stop it at the next chance; 409 when it has ended."""
    with read_session() as session:
        jobs.find_job(session, current_person(), path.slug, path.job_key)
    jobs.cancel(database(), pages.watch(), pages.settings(), path.job_key)
    return show(path)


@blueprint.get("/<slug>/jobs/<job_key>/files/<name>", responses={200: FILE})
def download(path: JobFilePath) -> Response:
    """A file that it has made."""
    return pages.download(path.slug, path.job_key, path.name)


@blueprint.post("/<slug>/jobs/export", responses={202: Job})
def start_export(path: ProjectPath, body: NewExport) -> Any:
    """Export the project as a job; with `dry_run` only say what would be lost."""
    payload: Json = {"format": body.format, "sets": body.sets, "options": dict(body.options), "dry_run": body.dry_run}
    with write_session() as session:
        key = jobs.start(session, current_person(), path.slug, "export", payload)
    return _started(path.slug, key)


@blueprint.post("/<slug>/jobs/import", responses={202: Job})
def start_import(path: ProjectPath, query: NewImport) -> Any:
    """Import the file in the body as a job; `name` says what it is called, and so which format reads it."""
    key, name = job_files.new_key(), job_files.safe_name(query.name)
    payload: Json = {"files": [name], "keep_going": query.keep_going}
    if query.format is not None:
        payload["format"] = query.format
    with read_session() as session:
        projects.get_project(session, current_person(), path.slug, Action.IMPORT)
    room = job_files.new_room(pages.settings(), key)
    try:
        # Not in the transaction: a slow line would keep everybody else from saving.
        with (room.given / name).open("wb") as file:
            shutil.copyfileobj(request.stream, file)
        with write_session() as session:
            jobs.start(session, current_person(), path.slug, "import", payload, key)
    except BaseException:
        room.remove()
        raise
    return _started(path.slug, key)


def _started(slug: str, key: str) -> Any:
    jobs.wake()
    return show(JobPath(slug=slug, job_key=key)), HTTPStatus.ACCEPTED
