"""What must hold of the rows, and no constraint can say: asked of the database in its own words."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, exists, func, select, text
from sqlmodel import Session

from annotator.store.core import annotation_sets, comments, documents, links, spans
from annotator.store.session import Database


def server(database: Database) -> str:
    """Which database it is, in which version, and for SQLite how it keeps its log."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar()}"
        version = connection.execute(text("SELECT sqlite_version()")).scalar()
        return f"SQLite {version}, journal {connection.execute(text('PRAGMA journal_mode')).scalar()}"


def damaged_pages(session: Session) -> list[str]:
    """What SQLite finds wrong in its own file; nothing on PostgreSQL, which checks as it reads."""
    if not _is_sqlite(session):
        return []
    found = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check"))]
    return [] if found == ["ok"] else found


def orphans(session: Session) -> list[str]:
    """Rows whose owner is gone: possible on SQLite, when somebody wrote with foreign keys off."""
    if not _is_sqlite(session):
        return []
    return [f"{row[0]} {row[1]} without its {row[2]}" for row in session.execute(text("PRAGMA foreign_key_check"))]


def wrong_quotes(session: Session) -> Iterator[str]:
    """Spans whose quote is not the text between their offsets. Both databases count code points, as we do."""
    quoted = func.substr(documents.c.text, spans.c.start + 1, spans.c.end - spans.c.start)
    return _told(session, "span", spans, quoted != spans.c.quote)


def loose_links(session: Session) -> Iterator[str]:
    """Links that lead from or to a span that is not in their set."""
    missing = [~_span_of(links, end) for end in (links.c.from_id, links.c.to_id)]
    return _told(session, "link", links, missing[0] | missing[1])


def loose_comments(session: Session) -> Iterator[str]:
    """Comments on a span that is not in their set."""
    return _told(session, "comment", comments, comments.c.span.is_not(None) & ~_span_of(comments, comments.c.span))


def _span_of(table: Table, span_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the set of the row has a span of that id."""
    return exists().where(spans.c.set_id == table.c.set_id, spans.c.id == span_id)


def _told(session: Session, what: str, table: Table, wrong: ColumnElement[bool]) -> Iterator[str]:
    """Where each row of the table is of which that holds."""
    query = (
        select(documents.c.key, annotation_sets.c.annotator, table.c.id)
        .join(annotation_sets, annotation_sets.c.id == table.c.set_id)
        .join(documents, documents.c.id == annotation_sets.c.document_id)
        .where(wrong)
        .order_by(documents.c.id, table.c.set_id, table.c.id)
    )
    for key, annotator, item in session.execute(query.execution_options(yield_per=1000)):
        yield f"document {key}, set of {annotator}, {what} {item}"


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
