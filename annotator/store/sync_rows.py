"""What is known of the other side: what each document and set is over there, and what both had in common last."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, insert, select, update
from sqlmodel import Session

from annotator.domain.json import Json
from annotator.store import tables
from annotator.store.core import table_of
from annotator.store.rows import dump

rows = table_of(tables.SyncRowRow)
#: How many ids a question names at most.
MOST = 500


@dataclass(frozen=True, slots=True)
class StoredRow:
    """What a document or a set is over there; its base is asked for by itself."""

    id: int
    kind: str
    document_id: int
    set_id: int
    remote_task: int
    remote_id: int
    remote_created: str
    stamp: str
    digest: str
    state: str
    missing: int
    error: str | None


_ROW = tuple(rows.c[name] for name in StoredRow.__slots__)


def every(session: Session, project_id: int) -> list[StoredRow]:
    """All that is known of who is who, without bases."""
    query = select(*_ROW).where(rows.c.project_id == project_id).order_by(rows.c.id)
    return [StoredRow(*row) for row in session.execute(query)]


def of_set(session: Session, project_id: int, set_id: int) -> list[StoredRow]:
    """What is known of one set."""
    query = select(*_ROW).where(rows.c.project_id == project_id, rows.c.set_id == set_id)
    return [StoredRow(*row) for row in session.execute(query)]


def by_id(session: Session, row_ids: Sequence[int]) -> list[StoredRow]:
    """These rows."""
    return [StoredRow(*row) for row in session.execute(select(*_ROW).where(rows.c.id.in_(row_ids)))]


def of_task(session: Session, project_id: int, task: int) -> list[StoredRow]:
    """What is known of a task and of all that stands in it."""
    query = select(*_ROW).where(rows.c.project_id == project_id, rows.c.remote_task == task)
    return [StoredRow(*row) for row in session.execute(query)]


def set_base(session: Session, row_id: int, base: Mapping[str, Json]) -> None:
    session.execute(update(rows).where(rows.c.id == row_id).values(base=dump(dict(base))))


def row_of_set(session: Session, project_id: int, kind: str, set_id: int) -> int | None:
    where = (rows.c.kind == kind, rows.c.set_id == set_id)
    found = session.execute(select(rows.c.id).where(rows.c.project_id == project_id, *where)).scalar()
    return None if found is None else int(found)


def find(session: Session, project_id: int, kind: str, document_id: int, set_id: int) -> StoredRow | None:
    own = rows.c
    where = (own.kind == kind, own.document_id == document_id, own.set_id == set_id)
    found = session.execute(select(*_ROW).where(rows.c.project_id == project_id, *where)).first()
    return StoredRow(*found) if found else None


def bases(session: Session, row_ids: Sequence[int]) -> dict[int, dict[str, Json]]:
    """What these rows have in common with the other side, by row."""
    found: dict[int, dict[str, Json]] = {}
    for at in range(0, len(row_ids), MOST):
        query = select(rows.c.id, rows.c.base).where(rows.c.id.in_(row_ids[at : at + MOST]))
        found |= {row: json.loads(base) for row, base in session.execute(query)}
    return found


def put(
    session: Session,
    project_id: int,
    kind: str,
    document_id: int,
    set_id: int,
    base: Mapping[str, Json],
    **values: object,
) -> int:
    """Note what a document or set is over there, in the place of what was noted before; the row."""
    key = {"project_id": project_id, "kind": kind, "document_id": document_id, "set_id": set_id}
    plain = {"remote_created": "", "stamp": "", "digest": "", "state": "synced", "missing": 0, "error": None}
    new = {**plain, **values, "base": dump(dict(base))}
    where = and_(*(rows.c[name] == value for name, value in key.items()))
    found = session.execute(select(rows.c.id).where(where)).scalar()
    if found is not None:
        session.execute(update(rows).where(rows.c.id == found).values(**new))
        return int(found)
    return int(session.execute(insert(rows).returning(rows.c.id).values(**key, **new)).scalar_one())


def change(session: Session, row_id: int, **values: object) -> None:
    session.execute(update(rows).where(rows.c.id == row_id).values(**values))


def set_stamp(session: Session, project_id: int, document_id: int, stamp: str, created: str) -> None:
    """What the line of a task in a listing looks like now that it was read."""
    where = and_(rows.c.project_id == project_id, rows.c.kind == "task", rows.c.document_id == document_id)
    session.execute(update(rows).where(where).values(stamp=stamp, remote_created=created))


def number_by_state(session: Session, project_id: int) -> dict[tuple[str, str], int]:
    own = rows.c
    query = select(own.kind, own.state, func.count()).where(own.project_id == project_id)
    found = session.execute(query.group_by(own.kind, own.state))
    return {(kind, state): number for kind, state, number in found}
