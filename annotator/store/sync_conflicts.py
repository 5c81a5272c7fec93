"""What both sides changed to different ends, until somebody settles it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from annotator.domain.json import Json
from annotator.labelstudio.merging import Conflict
from annotator.store import tables
from annotator.store.clock import as_iso
from annotator.store.core import documents, table_of
from annotator.store.sync_rows import MOST, rows

conflicts = table_of(tables.SyncConflictRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConflict(Conflict):
    """A conflict with the set and the document that it is of; `choice` is who was given the word, if anybody was."""

    id: int
    row_id: int
    document: str
    set_id: int
    choice: str | None
    found_at: int

    def as_json(self) -> dict[str, Json]:
        of: dict[str, Json] = {"id": self.id, "document": self.document}
        return {**of, **Conflict.as_json(self), "choice": self.choice, "found": as_iso(self.found_at)}


def listed(session: Session, project_id: int) -> list[StoredConflict]:
    query = (
        select(conflicts, rows.c.set_id, documents.c.key)
        .join(rows, rows.c.id == conflicts.c.row_id)
        .outerjoin(documents, documents.c.id == rows.c.document_id)
        .where(conflicts.c.project_id == project_id)
        .order_by(conflicts.c.id)
    )
    return [
        StoredConflict(
            found.kind,
            found.about,
            found.field,
            json.loads(found.base),
            json.loads(found.local),
            json.loads(found.remote),
            id=found.id,
            row_id=found.row_id,
            document=found.key or "",
            set_id=found.set_id,
            choice=found.choice,
            found_at=found.found_at,
        )
        for found in session.execute(query)
    ]


def add(session: Session, values: Mapping[str, object]) -> None:
    session.execute(insert(conflicts).values(**values))


def remove(session: Session, ids: Iterable[int]) -> None:
    gone = list(ids)
    for at in range(0, len(gone), MOST):
        session.execute(delete(conflicts).where(conflicts.c.id.in_(gone[at : at + MOST])))


def choose(session: Session, project_id: int, conflict_id: int, choice: str | None) -> bool:
    """Give one side the word; False when there is no such conflict."""
    mine = update(conflicts).where(conflicts.c.project_id == project_id, conflicts.c.id == conflict_id)
    return bool(session.execute(mine.values(choice=choice)).rowcount)  # type: ignore[attr-defined]
