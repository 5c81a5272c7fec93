"""Whether a person may do something in a project: the permission table asked of the store."""

from sqlmodel import Session

from annotator.domain.errors import Forbidden, NotFound
from annotator.domain.people import Person
from annotator.domain.permissions import Action, Role, may
from annotator.store import projects


def role_of(session: Session, person: Person, project_id: int) -> Role | None:
    """What the person is in that project; None when they are nothing there."""
    if person.is_admin:
        return Role.ADMIN
    role = projects.find_role(session, project_id, person.id)
    return Role(role) if role else None


def require(session: Session, person: Person, project_id: int, action: Action) -> Role:
    """The person's role in the project, if it allows the action; raises as `checked` does."""
    return checked(role_of(session, person, project_id), action)


def checked(role: Role | None, action: Action) -> Role:
    """The role, if it allows the action.

    Raises NotFound for somebody without a role there, who may not know that the project exists;
    Forbidden for somebody whose role does not allow it.
    """
    if role is None:
        raise NotFound("there is nothing here by that name", rule="not_found")
    if not may(role, action):
        raise Forbidden(f"the role {role} may not {action}".replace("_", " "))
    return role
