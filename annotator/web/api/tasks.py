"""Tasks over HTTP: fetched, saved, submitted, skipped, taken up again, listed."""

from http import HTTPStatus
from typing import Any

from flask_openapi import APIBlueprint, Tag

from annotator.domain.changes import Change
from annotator.domain.workflow import TaskState
from annotator.services import annotations, readings, tasks
from annotator.web.api import payloads
from annotator.web.api.bodies import may_be_absent
from annotator.web.api.problems import PROBLEMS
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.gazetteer import gazetteer
from annotator.web.health import count_changes

blueprint = APIBlueprint(
    "api_tasks",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="tasks", description="one annotator's work on one document")],
    abp_security=[{"token": []}, {"cookie": []}],
    abp_responses=PROBLEMS,
)


@blueprint.get("/tasks", responses={200: payloads.TaskList})
def listed(query: payloads.TasksQuery) -> Any:
    """My tasks, last touched first."""
    with read_session() as session:
        page = tasks.list_tasks(
            session,
            current_person(),
            state=TaskState(query.state) if query.state else None,
            query=query.query,
            project=query.project,
            after=query.after,
        )
    return {"tasks": [tasks.summary_json(row) for row in page.tasks], "next": page.next}


@blueprint.get("/tasks/<int:task_id>", responses={200: payloads.OpenTask})
def show(path: payloads.TaskPath) -> Any:
    """A task with its text, its schema and its annotations."""
    with read_session() as session:
        return tasks.open_task(session, current_person(), path.task_id).as_json()


@blueprint.post(
    "/projects/<slug>/tasks/next",
    request_body=may_be_absent(payloads.Next),
    responses={200: payloads.OpenTask, 204: None},
)
def next_(path: payloads.ProjectPath, body: payloads.Next) -> Any:
    """What I should do next: my oldest open task, else a document that is handed out now."""
    with write_session() as session:
        found = tasks.next_task(session, current_person(), path.slug, body.besides)
    return found.as_json() if found else ("", HTTPStatus.NO_CONTENT)


@blueprint.post("/tasks/<int:task_id>/changes", responses={200: payloads.Saved})
def save(path: payloads.TaskPath, body: payloads.Changes) -> Any:
    """Save changes: in order, exactly once, each act whole or refused by itself."""
    sent = [Change(each.id, each.act, each.kind, each.before, each.after) for each in body.changes]
    with write_session() as session:
        saved = annotations.save_changes(session, current_person(), path.task_id, sent)
    refused = sum(outcome.refusal is not None for outcome in saved.outcomes)
    count_changes(applied=len(saved.outcomes) - refused, refused=refused)
    return {
        "revision": saved.revision,
        "outcomes": [outcome.as_json() for outcome in saved.outcomes],
    }


@blueprint.get("/tasks/<int:task_id>/journal", responses={200: payloads.History})
def journal(path: payloads.TaskPath, query: payloads.JournalQuery) -> Any:
    """What happened to the task's annotations behind a revision, in order."""
    with read_session() as session:
        history = annotations.read_history(session, current_person(), path.task_id, query.after)
    return {"changes": history.changes, "next": history.next, "newest_schema": history.newest_schema}


@blueprint.post("/tasks/<int:task_id>/readings", responses={200: payloads.Readings})
def read_words(path: payloads.TaskPath, body: payloads.Places) -> Any:
    """What words of the text say of the attributes that are read from words: offers, which nothing keeps."""
    places = [readings.Place(each.label, each.start, each.end) for each in body.places]
    with read_session() as session:
        return {"readings": readings.read_places(session, current_person(), path.task_id, places, gazetteer())}


@blueprint.post(
    "/tasks/<int:task_id>/submit", request_body=may_be_absent(payloads.Submit), responses={200: payloads.Submitted}
)
def submit(path: payloads.TaskPath, body: payloads.Submit) -> Any:
    """Say that the task is done; 409 with the violations, once, when there is something to see."""
    with write_session() as session:
        row = tasks.submit_task(session, current_person(), path.task_id, despite_violations=body.despite_violations)
    return {"task": tasks.summary_json(row), "violations": []}


@blueprint.post("/tasks/<int:task_id>/skip", responses={200: payloads.TaskSummary})
def skip(path: payloads.TaskPath, body: payloads.Skip) -> Any:
    """Leave the task undone, and say why."""
    with write_session() as session:
        row = tasks.skip_task(session, current_person(), path.task_id, body.reason)
    return tasks.summary_json(row)


@blueprint.post("/tasks/<int:task_id>/reopen", responses={200: payloads.TaskSummary})
def reopen(path: payloads.TaskPath) -> Any:
    """Take up a task again that was submitted or skipped."""
    with write_session() as session:
        row = tasks.reopen_task(session, current_person(), path.task_id)
    return tasks.summary_json(row)
