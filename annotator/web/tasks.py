"""My tasks, and the workbench on one of them."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from annotator.domain.json import JsonObject
from annotator.domain.people import Person
from annotator.domain.workflow import WORKING, TaskState
from annotator.services import progress, tasks
from annotator.services.progress import Progress
from annotator.services.tasks import OpenTask, TaskPage
from annotator.web import static_files
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.pages import (
    ProjectEntry,
    TaskEntry,
    TasksPage,
    Titled,
    WorkbenchPage,
    choices,
    day,
    frame,
    preferences,
    render,
)
from annotator.web.preferences import SETTINGS

blueprint = Blueprint("tasks", __name__)

#: The workbench's modules, as paths below the static folder: they never change while the program runs.
MODULES = [
    path.relative_to(static_files.FOLDER.resolve()).as_posix()
    for path in static_files.modules(static_files.FOLDER / "workbench" / "main.js")
]

STATES: Mapping[str, str] = {
    TaskState.OPEN: "Open",
    TaskState.REOPENED: "Reopened",
    TaskState.SUBMITTED: "Submitted",
    TaskState.SKIPPED: "Skipped",
}


@blueprint.get("/")
def index() -> str:
    """My projects with a way to go on, and my tasks, last touched first."""
    person = current_person()
    state, query, after = (request.args.get(name, "") for name in ("state", "query", "after"))
    state = state if state in STATES else ""
    query = query[:200].strip()
    with read_session() as session:
        mine = progress.of_person(session, person)
        found = tasks.list_tasks(
            session, person, state=TaskState(state) if state else None, query=query, after=after or None
        )
    # Addresses leave out what is empty.
    chosen_state, chosen_query = state or None, query or None
    page = TasksPage(
        **frame("My tasks", tasks=url_for("tasks.index")),
        projects=[_project_entry(each) for each in mine],
        tasks=_task_entries(found),
        query=query,
        state=state,
        states=choices({"": "Any state", **STATES}),
        older_url=url_for("tasks.index", state=chosen_state, query=chosen_query, after=found.next)
        if found.next
        else None,
        newest_url=url_for("tasks.index", state=chosen_state, query=chosen_query) if after else None,
    )
    return render("tasks/index.html", page)


@blueprint.get("/tasks/<int(max=2147483647):task_id>")
def show(task_id: int) -> str:
    """The workbench; to read only, when the task is done or somebody else's."""
    person = current_person()
    with read_session() as session:
        opened = tasks.open_task(session, person, task_id)
        done = tasks.number_submitted(session, person, opened.task.project_id)
    row, urls = opened.task, _page_urls(opened)
    page = WorkbenchPage(
        **frame(row.title, **urls),
        data=_page_data(person, opened, urls, done),
        modules=[f"{current_app.static_url_path}/{module}" for module in MODULES],
        document=Titled(row.title),
        project=Titled(row.project_title),
        position=f"{done} submitted",
        read_only=opened.read_only,
        state=str(row.state),
        may_reopen=row.user_id == person.id and row.state not in WORKING,
    )
    return render("workbench/task.html", page)


@blueprint.post("/tasks/<int(max=2147483647):task_id>/reopen")
def reopen(task_id: int) -> Response:
    """Take up a task again that was submitted or skipped."""
    person = current_person()
    with write_session() as session:
        tasks.reopen_task(session, person, task_id)
    flash("Reopened.")
    return redirect(url_for("tasks.show", task_id=task_id), HTTPStatus.SEE_OTHER)


def _page_urls(opened: OpenTask) -> dict[str, str]:
    task_id = opened.task.id
    return {
        "task": url_for("tasks.show", task_id=task_id),
        "reopen": url_for("tasks.reopen", task_id=task_id),
        "guideline": url_for("projects.guideline", slug=opened.task.slug),
    }


def _page_data(person: Person, opened: OpenTask, urls: Mapping[str, str], done: int) -> JsonObject:
    """What the workbench's script starts with: the task, and where to send what is done with it or with another."""
    script_urls = {
        **urls,
        "task": _any_task("tasks.show"),
        "open": _any_task("api_tasks.show"),
        "changes": _any_task("api_tasks.save"),
        "journal": _any_task("api_tasks.journal"),
        "readings": _any_task("api_tasks.read_words"),
        "submit": _any_task("api_tasks.submit"),
        "skip": _any_task("api_tasks.skip"),
        "reopen": _any_task("api_tasks.reopen"),
        "next": url_for("api_tasks.next_", slug=opened.task.slug),
        "guideline_parts": url_for("api_projects.guideline", slug=opened.task.slug),
        "examples": url_for("api_projects.list_examples", slug=opened.task.slug),
        "places": url_for("api_places.search"),
        "actors": url_for("api_actors.listed", slug=opened.task.slug),
        "my_tasks": url_for("tasks.index"),
        "sign_in": url_for("sign_in.form", next=urls["task"]),
        "sign_out": url_for("sign_in.out"),
        "account": url_for("account.show"),
        "preferences": url_for("api_account.set_preferences"),
    }
    return {
        "task": opened.as_json(),
        "urls": dict(script_urls),
        "preferences": dict(preferences(person)),
        "settings": [setting.as_json() for setting in SETTINGS],
        "user": {"name": person.name},
        "submitted": done,
    }


def _any_task(endpoint: str) -> str:
    """The address of any task, with {id} where its number goes: the script goes from one to the next."""
    return "/{id}".join(url_for(endpoint, task_id=0).rsplit("/0", 1))


def _project_entry(each: Progress) -> ProjectEntry:
    return ProjectEntry(
        title=each.title,
        slug=each.slug,
        done=each.done,
        # How many there are in all is not counted: it would be a walk over the whole project at each look.
        total=None,
        has_open=each.has_open,
        nothing_left=each.nothing_left,
        next_url=url_for("projects.next_task", slug=each.slug),
        guideline_url=url_for("projects.guideline", slug=each.slug),
        actors_url=url_for("actors.show", slug=each.slug),
        events_url=url_for("events.listed", slug=each.slug) if each.reads_all else None,
        import_url=url_for("imports.form", slug=each.slug) if each.imports else None,
        export_url=url_for("exports.form", slug=each.slug) if each.exports else None,
        releases_url=url_for("releases.listed", slug=each.slug) if each.exports else None,
        sync_url=url_for("sync.show", slug=each.slug) if each.syncs else None,
        example_url=url_for("tasks.show", task_id=each.example) if each.example else None,
    )


def _task_entries(found: TaskPage) -> list[TaskEntry]:
    entries = []
    for row in found.tasks:
        touched = str(tasks.summary_json(row)["updated"])
        reopen_url = url_for("tasks.reopen", task_id=row.id) if row.state not in WORKING else None
        entries.append(
            TaskEntry(
                title=row.title,
                url=url_for("tasks.show", task_id=row.id),
                project_title=row.project_title,
                state=str(row.state),
                state_title=STATES[row.state],
                date=touched,
                date_text=day(touched),
                reopen_url=reopen_url,
            )
        )
    return entries
