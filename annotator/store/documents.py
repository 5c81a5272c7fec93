"""Documents: rows in, domain objects out. The text of a row is written once."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, insert, select
from sqlmodel import Session

from annotator.domain.documents import Document
from annotator.domain.errors import NotFound
from annotator.store.clock import now
from annotator.store.core import documents
from annotator.store.rows import dump

#: Documents a page of a walk over a project holds: few round trips, and so few spans at once that Python's collector
#: of garbage does not count them through again and again, which is a quarter of what an export takes with 200.
BATCH = 50


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with the numbers by which rows point to it."""

    row: int
    position: int
    document: Document


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A line of a list of documents: no text."""

    key: str
    title: str
    position: int
    open_slots: int


def last_position(session: Session, project_id: int) -> int:
    """The position of the project's last document, 0 when there is none."""
    query = select(func.max(documents.c.position)).where(documents.c.project_id == project_id)
    return session.execute(query).scalar() or 0


def number(session: Session, project_id: int) -> int:
    """How many documents the project has: a count of its rows, so not for hot paths."""
    query = select(func.count()).where(documents.c.project_id == project_id)
    return int(session.execute(query).scalar_one())


def known_keys(session: Session, project_id: int, keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Of these ids, those that the project has: id -> (row, checksum)."""
    query = select(documents.c.key, documents.c.id, documents.c.checksum).where(
        documents.c.project_id == project_id, documents.c.key.in_(list(keys))
    )
    return {key: (row, checksum) for key, row, checksum in session.execute(query)}


def known_texts(session: Session, project_id: int, checksums: Iterable[str]) -> dict[str, str]:
    """Of these checksums, those that the project has: checksum -> id of the document."""
    query = select(documents.c.checksum, documents.c.key).where(
        documents.c.project_id == project_id, documents.c.checksum.in_(list(checksums))
    )
    return {row.checksum: row.key for row in session.execute(query)}


def by_checksum(session: Session, project_id: int) -> dict[str, list[tuple[int, str]]]:
    """(row, id) of every document of the project under the checksum of its text, in their order."""
    query = select(documents.c.checksum, documents.c.id, documents.c.key).where(documents.c.project_id == project_id)
    found: dict[str, list[tuple[int, str]]] = {}
    for checksum, row, key in session.execute(query.order_by(documents.c.id)):
        found.setdefault(checksum, []).append((row, key))
    return found


def add_all(session: Session, project_id: int, new: list[tuple[Document, str]], position: int, slots: int) -> None:
    """Store the documents (with their checksums) behind `position`, in order."""
    if not new:
        return
    moment = now()
    session.execute(
        insert(documents),
        [
            {
                "project_id": project_id,
                "key": document.id,
                "title": document.title,
                "checksum": checksum,
                "position": position + index,
                "open_slots": slots,
                "created_at": moment,
                "meta": dump(dict(document.meta)),
                "text": document.text,
            }
            for index, (document, checksum) in enumerate(new, start=1)
        ],
    )


def get(session: Session, project_id: int, key: str) -> StoredDocument:
    """The document of that id; raises NotFound."""
    query = _whole().where(documents.c.project_id == project_id, documents.c.key == key)
    row = session.execute(query).first()
    if row is None:
        raise NotFound(f"there is no document {key!r} in this project")
    return _stored(*row)


def by_row(session: Session, row: int) -> Document | None:
    """The document of that row."""
    found = session.execute(_whole().where(documents.c.id == row)).first()
    return _stored(*found).document if found else None


def key_of(session: Session, row: int) -> str:
    """The id of the document of that row; empty for none."""
    return session.execute(select(documents.c.key).where(documents.c.id == row)).scalar() or ""


def walk(session: Session, project_id: int, after: int = 0, batch: int = BATCH) -> Iterator[list[StoredDocument]]:
    """All documents of a project in order behind a position, a batch at a time: memory does not grow with them."""
    position = after
    while True:
        query = (
            _whole()
            .where(documents.c.project_id == project_id, documents.c.position > position)
            .order_by(documents.c.position)
            .limit(batch)
        )
        found = [_stored(*row) for row in session.execute(query)]
        if not found:
            return
        yield found
        position = found[-1].position


def entries(session: Session, project_id: int, after: int, limit: int) -> list[DocumentEntry]:
    """Up to `limit` documents behind a position, without their texts."""
    query = (
        select(documents.c.key, documents.c.title, documents.c.position, documents.c.open_slots)
        .where(documents.c.project_id == project_id, documents.c.position > after)
        .order_by(documents.c.position)
        .limit(limit)
    )
    return [DocumentEntry(*row) for row in session.execute(query)]


def _whole() -> Select[tuple[int, int, str, str, str]]:
    return select(
        documents.c.id,
        documents.c.position,
        documents.c.key,
        documents.c.text,
        documents.c.meta,
    )


def _stored(row: int, position: int, key: str, text: str, meta: str) -> StoredDocument:
    return StoredDocument(row, position, Document(key, text, json.loads(meta)))
