"""How far a person has come in each of their projects."""

from dataclasses import dataclass

from sqlmodel import Session

from annotator.domain.people import Person
from annotator.domain.permissions import Action, Role, may
from annotator.domain.workflow import WORKING, TaskState
from annotator.services import projects
from annotator.store import projects as stored_projects
from annotator.store import reservations, tasks
from annotator.store.clock import now


@dataclass(frozen=True, slots=True)
class Progress:
    """One person's work in one project."""

    slug: str
    title: str
    #: How many of their tasks are submitted.
    done: int
    #: Whether a task of theirs is open.
    has_open: bool
    #: Whether nothing can be handed out to them, or nothing may.
    nothing_left: bool
    #: Whether they may read all documents and what is told of them.
    reads_all: bool
    #: Whether they may take the project out as a corpus.
    imports: bool
    exports: bool
    #: Whether they may keep it in step with a Label Studio.
    syncs: bool
    #: A finished task to look at, if there is one.
    example: int | None


def of_person(session: Session, person: Person) -> list[Progress]:
    """How far this person is in each project they are something in, by title."""
    return [_progress(session, person, found) for found in projects.list_projects(session, person)]


def _progress(session: Session, person: Person, project: projects.ProjectSummary) -> Progress:
    project_id = projects.row_of(stored_projects.get(session, project.slug))
    numbers = tasks.number_by_state(session, person.id, project_id)
    role = Role(project.role)
    annotates = may(role, Action.ANNOTATE)
    return Progress(
        slug=project.slug,
        title=project.title,
        done=numbers.get(TaskState.SUBMITTED, 0),
        has_open=any(numbers.get(state, 0) for state in WORKING),
        nothing_left=not (annotates and reservations.anything_left(session, project_id, person, now())),
        reads_all=may(role, Action.READ_DOCUMENTS),
        imports=may(role, Action.IMPORT),
        exports=may(role, Action.EXPORT),
        syncs=may(role, Action.SYNC),
        example=project.example,
    )
