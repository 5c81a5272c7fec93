"""Spans of gold, to be shown as examples."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from annotator.domain.json import Json
from annotator.domain.workflow import WORKING
from annotator.store.core import annotation_sets, documents, spans, tasks

#: How many gold sets are looked through, newest first: so that an answer costs the same in a project of any size.
NEWEST = 500


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A span of a gold set, and the row of the document it stands in."""

    document: int
    label: str
    start: int
    end: int
    quote: str
    attributes: str

    def values(self) -> dict[str, Json]:
        """What is said of it."""
        found: dict[str, Json] = json.loads(self.attributes)
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """The document that an example comes from."""

    key: str
    title: str
    text: str


def gold_spans(session: Session, project_id: int, label: str, user_id: int, besides: str) -> list[GoldSpan]:
    """Spans of that label (empty: of any) in the newest settled gold of the project, newest gold first.

    None of a document that this person is at work on, and none of the document of the id `besides`.
    """
    own = annotation_sets.c
    at_work = select(tasks.c.document_id).where(tasks.c.user_id == user_id, tasks.c.state.in_(sorted(WORKING)))
    golden = (
        select(own.id, own.document_id)
        .join(documents, documents.c.id == own.document_id)
        .where(
            documents.c.project_id == project_id,
            documents.c.key != besides,
            own.layer == "gold",
            own.status == "submitted",
            own.document_id.not_in(at_work),
        )
        .order_by(own.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    item = spans.c
    query = (
        select(golden.c.document_id, item.label, item.start, item.end, item.quote, item.attributes)
        .join(golden, golden.c.id == item.set_id)
        .order_by(golden.c.id.desc(), item.start, item.end, item.id)
    )
    if label:
        query = query.where(item.label == label)
    return [GoldSpan(*row) for row in session.execute(query)]


def languages(session: Session, project_id: int, document_rows: Sequence[int], key: str) -> tuple[dict[int, str], str]:
    """The languages of the documents in these rows, and that of the document of this id; empty: not told."""
    query = select(documents.c.id, documents.c.key, documents.c.meta).where(
        documents.c.project_id == project_id, documents.c.id.in_(document_rows) | (documents.c.key == key)
    )
    found, own = {}, ""
    for row, document_key, meta in session.execute(query):
        language = str(json.loads(meta).get("language") or "")
        found[row] = language
        own = language if document_key == key else own
    return found, own


def sources(session: Session, document_rows: Sequence[int]) -> dict[int, Source]:
    """The documents in these rows."""
    query = select(documents.c.id, documents.c.key, documents.c.title, documents.c.text).where(
        documents.c.id.in_(document_rows)
    )
    return {row: Source(key, title, text) for row, key, title, text in session.execute(query)}
