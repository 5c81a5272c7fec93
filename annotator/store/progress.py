"""Whether there is something left to hand out, without handing it out or counting everything."""

from sqlalchemy import ColumnElement, exists, func, literal_column, select
from sqlmodel import Session

from annotator.store.core import documents, tasks


def anything_left(session: Session, project_id: int, user_id: int, now: int) -> bool:
    """Whether this person could be given another document of the project."""
    mine = tasks.c.project_id == project_id, tasks.c.user_id == user_id
    last = session.execute(select(func.max(tasks.c.position)).where(*mine)).scalar() or 0
    # People go on where they are: what is behind their last document answers in nearly every case,
    # and only then are those before it looked through.
    places = (documents.c.position > last, documents.c.position <= last)
    return any(_free(session, project_id, user_id, place) for place in places) or _expired(
        session, project_id, user_id, now
    )


def _free(session: Session, project_id: int, user_id: int, place: ColumnElement[bool]) -> bool:
    mine = exists().where(tasks.c.document_id == documents.c.id, tasks.c.user_id == user_id)
    query = (
        select(documents.c.id)
        .where(documents.c.project_id == project_id, documents.c.open_slots > literal_column("0"), place, ~mine)
        .order_by(documents.c.position)
        .limit(1)
    )
    return session.execute(query).first() is not None


def _expired(session: Session, project_id: int, user_id: int, now: int) -> bool:
    """Whether somebody let a reservation pass: their document is handed out again when one is asked for."""
    query = (
        select(tasks.c.id)
        .where(tasks.c.project_id == project_id, tasks.c.reserved_until < now, tasks.c.user_id != user_id)
        .limit(1)
    )
    return session.execute(query).first() is not None
