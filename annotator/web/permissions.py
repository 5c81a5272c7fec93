"""What each route lets people do: one table, and the gate that every request passes.

An endpoint that is not in the table is closed to everybody. Here is decided who must be signed in;
whether their role in a project allows the action, the service decides, which knows the project.
"""

from collections.abc import Mapping

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden, Unauthorized

from annotator.domain.permissions import Action
from annotator.web.auth import find_person, is_local, is_program
from annotator.web.cookies import shows_csrf_token

ENDPOINTS: Mapping[str, Action] = {
    "static": Action.VISIT,
    "health.alive": Action.VISIT,
    "health.ready": Action.VISIT,
    "health.metrics": Action.OPERATE,
    "openapi.document": Action.VISIT,
    "sign_in.form": Action.VISIT,
    "sign_in.submit": Action.VISIT,
    "sign_in.out": Action.USE,
    "sign_in.out_everywhere": Action.USE,
    "account.show": Action.USE,
    "account.set_preferences": Action.USE,
    "account.create_token": Action.USE,
    "account.revoke_token": Action.USE,
    "tasks.index": Action.USE,
    "tasks.show": Action.READ_OWN_TASK,
    "tasks.reopen": Action.ANNOTATE,
    "projects.guideline": Action.SEE_PROJECT,
    "projects.next_task": Action.ANNOTATE,
    "events.listed": Action.READ_DOCUMENTS,
    "events.show_document": Action.READ_DOCUMENTS,
    "actors.show": Action.SEE_PROJECT,
    "actors.save": Action.KEEP_ACTORS,
    "actors.remove": Action.KEEP_ACTORS,
    "actors.judge_alias": Action.KEEP_ACTORS,
    "actors.judge_proposal": Action.KEEP_ACTORS,
    "actors.import_": Action.IMPORT,
    "jobs.listed": Action.WATCH_JOBS,
    "jobs.show": Action.WATCH_JOBS,
    "jobs.cancel": Action.WATCH_JOBS,
    "jobs.download": Action.WATCH_JOBS,
    "imports.form": Action.IMPORT,
    "imports.send": Action.IMPORT,
    "imports.look": Action.IMPORT,
    "imports.start": Action.IMPORT,
    "exports.form": Action.EXPORT,
    "exports.start": Action.EXPORT,
    "releases.listed": Action.EXPORT,
    "releases.cut": Action.EXPORT,
    "releases.show": Action.EXPORT,
    "releases.download": Action.EXPORT,
    "releases.archive": Action.EXPORT,
    "sync.show": Action.SYNC,
    "sync.plan": Action.SYNC,
    "sync.apply": Action.SYNC,
    "sync.resolve": Action.SYNC,
    "sync.set_schedule": Action.SYNC,
    "sync.set_secret": Action.SYNC,
    # For whoever shows the secret of the project: nobody's sign-in lets in, and nothing is told.
    "hints.take": Action.VISIT,
    # That somebody is there, and notices that nothing follows from: no answer says anything of a project.
    "ml_backend.health": Action.VISIT,
    "ml_backend.webhook": Action.VISIT,
    "ml_backend.setup": Action.EXPORT,
    "ml_backend.predict": Action.EXPORT,
    "ml_backend.versions": Action.EXPORT,
    "api_jobs.listed": Action.WATCH_JOBS,
    "api_jobs.show": Action.WATCH_JOBS,
    "api_jobs.cancel": Action.WATCH_JOBS,
    "api_jobs.download": Action.WATCH_JOBS,
    "api_jobs.start_export": Action.EXPORT,
    "api_jobs.start_import": Action.IMPORT,
    "api_account.show_preferences": Action.USE,
    "api_account.set_preferences": Action.USE,
    "api_tasks.listed": Action.USE,
    "api_tasks.show": Action.READ_OWN_TASK,
    "api_tasks.journal": Action.READ_OWN_TASK,
    "api_tasks.read_words": Action.READ_OWN_TASK,
    "api_tasks.next_": Action.ANNOTATE,
    "api_tasks.save": Action.ANNOTATE,
    "api_tasks.submit": Action.ANNOTATE,
    "api_tasks.skip": Action.ANNOTATE,
    "api_tasks.reopen": Action.ANNOTATE,
    "api_places.search": Action.USE,
    "api_projects.listed": Action.USE,
    "api_projects.show": Action.SEE_PROJECT,
    "api_projects.guideline": Action.SEE_PROJECT,
    "api_projects.list_examples": Action.SEE_PROJECT,
    "api_projects.list_documents": Action.READ_DOCUMENTS,
    "api_projects.show_document": Action.READ_DOCUMENTS,
    "api_projects.show_totals": Action.READ_DOCUMENTS,
    "api_actors.listed": Action.SEE_PROJECT,
    "api_actors.add": Action.KEEP_ACTORS,
    "api_actors.put": Action.KEEP_ACTORS,
    "api_actors.remove": Action.KEEP_ACTORS,
    "api_actors.import_": Action.IMPORT,
    "api_actors.export": Action.EXPORT,
    "api_projects.import_": Action.IMPORT,
    "api_projects.export": Action.EXPORT,
}

#: What whoever has this machine may do as well, without signing in.
LOCAL = frozenset({"health.metrics"})

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Whoever sends one as somebody else's browser has achieved nothing.
_WITHOUT_EFFECT = frozenset({"ml_backend.webhook", "hints.take"})


def guard(app: Flask, csrf: CSRFProtect) -> None:
    """Let no request of the application past that the table does not let past."""

    def before() -> None:
        endpoint = request.endpoint
        if endpoint is None:
            return  # no such address: the router has its answer ready
        _check(endpoint)
        # A browser sends its cookie along for any site that asks it to; a program's token it never has.
        may_be_forged = request.method not in _SAFE and endpoint not in _WITHOUT_EFFECT
        if may_be_forged and not is_program() and not shows_csrf_token():
            csrf.protect()

    app.before_request(before)


def _check(endpoint: str) -> None:
    action = ENDPOINTS.get(endpoint)
    if action is Action.VISIT or (endpoint in LOCAL and is_local()):
        return
    person = find_person()
    if person is None:
        raise Unauthorized("sign in first")
    if action is None:
        raise Forbidden("this address is closed")
    if action is Action.OPERATE and not person.is_admin:
        raise Forbidden("only an administrator may do this")
