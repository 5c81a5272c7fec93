"""Changes in the store: the slice of a set that decides them, their rows, and the journal."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    select,
    union_all,
    update,
)
from sqlmodel import Session

from annotator.domain.annotations import Comment
from annotator.domain.changes import Change, Kind
from annotator.domain.json import Json
from annotator.domain.workspace import Workspace
from annotator.store import rows
from annotator.store.annotations import Content
from annotator.store.core import comments, journal, links, spans
from annotator.store.prepared import Prepared, insertion
from annotator.store.session import connection_of

_OF_COMMENTS = frozenset({Kind.ADD_COMMENT, Kind.CHANGE_COMMENT, Kind.REMOVE_COMMENT})
#: Kinds for which no link needs to be known: what they name has none yet, or may have any.
_PLAIN = frozenset({Kind.ADD_SPAN, Kind.SET_ATTRIBUTE}) | _OF_COMMENTS
#: Kinds for which comments need to be known: those they name, and those on a span that goes.
_COMMENTED = frozenset({Kind.REMOVE_SPAN}) | _OF_COMMENTS

_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_STARTS: BindParameter[list[int]] = bindparam("starts", expanding=True)


def _found_by(
    table: Table, columns: Sequence[ColumnElement[Any]], *ways: ColumnElement[bool], **lists: type
) -> Prepared:
    """Rows of a set that are found in one way or another.

    One query a way: an OR of them would make the database walk over the whole set.
    """
    queries = (select(*columns).where(table.c.set_id == bindparam("set"), way) for way in ways)
    return Prepared(union_all(*queries), **lists)


_SPANS = _found_by(spans, rows.SPAN, spans.c.id.in_(_IDS), spans.c.start.in_(_STARTS), ids=str, starts=int)
_LINKS = _found_by(links, rows.LINK, links.c.id.in_(_IDS), links.c.from_id.in_(_IDS), links.c.to_id.in_(_IDS), ids=str)
_COMMENTS = _found_by(comments, rows.COMMENT, comments.c.id.in_(_IDS), comments.c.span.in_(_IDS), ids=str)
_IN_JOURNAL = Prepared(
    select(journal.c.change_id).where(journal.c.set_id == bindparam("set"), journal.c.change_id.in_(_IDS)), ids=str
)
_ADD_SPANS, _ADD_LINKS, _ADD_COMMENTS, _ADD_CHANGES = (
    Prepared(insertion(table)) for table in (spans, links, comments, journal)
)


def slice_around(session: Session, set_id: int, changes: Sequence[Change]) -> Content:
    """What these changes touch: the spans they name or equal, their links, and the other ends; their comments.

    That is enough to decide them (`domain/workspace.py`). At most four queries, whose cost
    does not grow with the set; the fourth only where there are comments to ask for.
    """
    ids, starts = _named(changes)
    if not ids:
        return Content([], [])
    named = {"set": set_id, "ids": ids, "starts": starts}
    found = {span.id: span for span in map(rows.span, _SPANS.rows(session, named))}
    # A new span has no links and no comments yet, so most saves need none of what follows.
    kinds = {change.kind for change in changes}
    remarks = _comments(session, set_id, ids) if kinds & _COMMENTED else []
    if kinds <= _PLAIN:
        return Content(list(found.values()), [], remarks)
    read = [rows.link(row) for row in _LINKS.rows(session, {"set": set_id, "ids": ids})]
    found_links = list({link.id: link for link in read}.values())
    ends = {end for link in found_links for end in (link.from_id, link.to_id)}
    missing = sorted(ends - set(found))
    if missing:
        others = _SPANS.rows(session, {"set": set_id, "ids": missing, "starts": []})
        found |= {span.id: span for span in map(rows.span, others)}
    return Content(list(found.values()), found_links, remarks)


def _comments(session: Session, set_id: int, ids: Sequence[str]) -> list[Comment]:
    """The comments of these ids, and those on the spans of these ids."""
    read = [rows.comment(row) for row in _COMMENTS.rows(session, {"set": set_id, "ids": ids})]
    return list({comment.id: comment for comment in read}.values())


def in_journal(session: Session, set_id: int, change_ids: Sequence[str]) -> set[str]:
    """Of these changes, those that were applied before."""
    named = {"set": set_id, "ids": list(change_ids)}
    return {change_id for (change_id,) in _IN_JOURNAL.rows(session, named)}


def write(session: Session, set_id: int, before: Content, after: Workspace) -> None:
    """Make the rows of the slice, which were `before`, what the workspace holds now."""
    connection = connection_of(session)
    old_spans = {span.id: span for span in before.spans}
    old_links = {link.id: link for link in before.links}
    # Links go first and come last: no row ever names a span that is not there. A changed link is
    # a new row, so that two that trade places never stand in each other's way.
    kept = {link_id for link_id, link in old_links.items() if after.links.get(link_id) == link}
    _delete(connection, links, set_id, old_links.keys() - kept)
    _delete(connection, spans, set_id, old_spans.keys() - after.spans.keys())
    for span_id, span in after.spans.items():
        if span_id in old_spans and span != old_spans[span_id]:
            where = and_(spans.c.set_id == set_id, spans.c.id == span_id)
            connection.execute(update(spans).where(where).values(rows.span_row(set_id, span)))
    new_spans = [each for span_id, each in after.spans.items() if span_id not in old_spans]
    if new_spans:
        _ADD_SPANS.run_many(session, [rows.span_row(set_id, span) for span in new_spans])
    new_links = [each for link_id, each in after.links.items() if link_id not in kept]
    if new_links:
        _ADD_LINKS.run_many(session, [rows.link_row(set_id, link) for link in new_links])
    _write_comments(session, set_id, before, after)


def _write_comments(session: Session, set_id: int, before: Content, after: Workspace) -> None:
    old = {comment.id: comment for comment in before.comments}
    kept = {comment_id for comment_id, comment in old.items() if after.comments.get(comment_id) == comment}
    _delete(connection_of(session), comments, set_id, old.keys() - kept)
    new = [comment for comment_id, comment in after.comments.items() if comment_id not in kept]
    if new:
        _ADD_COMMENTS.run_many(session, [rows.comment_row(set_id, comment) for comment in new])


def append(session: Session, set_id: int, revision: int, done: Sequence[Change], user_id: int | None, at: int) -> int:
    """Write the changes into the journal behind `revision`, as nobody's own for user None; return the new revision."""
    _ADD_CHANGES.run_many(
        session,
        [
            {
                "set_id": set_id,
                "revision": revision + number,
                "change_id": change.id,
                "act": change.act,
                "kind": change.kind.value,
                "before": None if change.before is None else rows.dump(change.before),
                "after": None if change.after is None else rows.dump(change.after),
                "user_id": user_id,
                "at": at,
            }
            for number, change in enumerate(done, start=1)
        ],
    )
    return revision + len(done)


def history(session: Session, set_id: int, after: int, limit: int) -> Sequence[Row[Any]]:
    """Up to `limit` journal rows behind a revision, in order."""
    query: Select[Any] = (
        select(journal)
        .where(journal.c.set_id == set_id, journal.c.revision > after)
        .order_by(journal.c.revision)
        .limit(limit)
    )
    return session.execute(query).all()


def _named(changes: Sequence[Change]) -> tuple[list[str], list[int]]:
    """Every id that the changes name, and every place where they put a span or a comment."""
    ids: set[str] = set()
    starts: set[int] = set()
    for change in changes:
        for item in (change.before, change.after):
            if isinstance(item, dict):
                ids.update(_texts(item, ("id", "from", "to", "span")))
                start = item.get("start")
                # An offset that no column can hold names no row; the range rule refuses it.
                if isinstance(start, int) and 0 <= start < 2**31:
                    starts.add(start)
    return sorted(ids), sorted(starts)


def _texts(item: dict[str, Json], keys: Iterable[str]) -> list[str]:
    return [value for key in keys if isinstance(value := item.get(key), str)]


def _delete(connection: Connection, table: Table, set_id: int, gone: Iterable[str]) -> None:
    ids = sorted(gone)
    if ids:
        connection.execute(delete(table).where(table.c.set_id == set_id, table.c.id.in_(ids)))
