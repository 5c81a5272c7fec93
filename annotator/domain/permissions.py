"""Who may do what: one table. Every route names an action of it, and a test sweeps them all.

Roles are held in a project; `admin` is held in the whole installation and may do everything.
Somebody who is signed in without a role in a project may not know that the project exists.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a project, or (admin) everywhere."""

    ANNOTATOR = "annotator"
    ADJUDICATOR = "adjudicator"
    LEAD = "lead"
    ENGINEER = "engineer"
    ADMIN = "admin"


class Action(StrEnum):
    """Everything that a route may let a person do."""

    #: Open to anybody, signed in or not.
    VISIT = "visit"
    #: Open to everybody who is signed in: their own account, their own lists.
    USE = "use"
    SEE_PROJECT = "see_project"
    ANNOTATE = "annotate"
    READ_OWN_TASK = "read_own_task"
    READ_DOCUMENTS = "read_documents"
    KEEP_ACTORS = "keep_actors"
    IMPORT = "import"
    EXPORT = "export"
    #: See the long work of a project, and stop it.
    WATCH_JOBS = "watch_jobs"
    #: Keep a project in step with one of Label Studio.
    SYNC = "sync"
    OPERATE = "operate"


_EVERYBODY = frozenset({Role.ANNOTATOR, Role.ADJUDICATOR, Role.LEAD, Role.ENGINEER})

#: Which roles in a project may do what there. `admin` may do all of it.
TABLE: Mapping[Action, frozenset[Role]] = {
    Action.SEE_PROJECT: _EVERYBODY,
    Action.ANNOTATE: frozenset({Role.ANNOTATOR, Role.ADJUDICATOR, Role.LEAD}),
    Action.READ_OWN_TASK: _EVERYBODY,
    Action.READ_DOCUMENTS: frozenset({Role.ADJUDICATOR, Role.LEAD, Role.ENGINEER}),
    Action.KEEP_ACTORS: frozenset({Role.LEAD}),
    Action.IMPORT: frozenset({Role.LEAD, Role.ENGINEER}),
    Action.EXPORT: frozenset({Role.LEAD, Role.ENGINEER}),
    Action.WATCH_JOBS: frozenset({Role.LEAD, Role.ENGINEER}),
    Action.SYNC: frozenset({Role.LEAD, Role.ENGINEER}),
    Action.OPERATE: frozenset(),
}

#: Actions that need no role in a project.
FREE = frozenset({Action.VISIT, Action.USE})


def may(role: Role | None, action: Action) -> bool:
    """Whether somebody of this role (None: none here) may do this in the project."""
    if action in FREE or role is Role.ADMIN:
        return True
    return role is not None and role in TABLE[action]
