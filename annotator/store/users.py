"""People, and what they have set for themselves."""

from sqlalchemy import select
from sqlmodel import Session, col

from annotator.domain.errors import NotFound
from annotator.store.tables import Preference, User


def find_by_name(session: Session, name: str) -> User | None:
    return session.scalar(select(User).where(col(User.name) == name))


def get_by_name(session: Session, name: str) -> User:
    """The user of that name; raises NotFound."""
    user = find_by_name(session, name)
    if user is None:
        raise NotFound(f"there is no user {name!r}")
    return user


def get(session: Session, user_id: int) -> User:
    """The user of that id; raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(f"there is no user with the id {user_id}")
    return user


def add(session: Session, user: User) -> User:
    session.add(user)
    session.flush()
    return user


def every(session: Session) -> list[User]:
    return list(session.scalars(select(User).order_by(col(User.name))))


def preferences(session: Session, user_id: int) -> str:
    """The person's preferences as the JSON that was set; an empty object when nothing was."""
    found = session.get(Preference, user_id)
    return found.data if found else "{}"


def set_preferences(session: Session, user_id: int, data: str) -> None:
    session.merge(Preference(user_id=user_id, data=data))
    session.flush()
