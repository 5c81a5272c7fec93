"""Spans, links and comments as rows, and rows as spans, links and comments."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from annotator.domain.annotations import Comment, Link, Span
from annotator.domain.json import Json
from annotator.store.core import comments, links, spans

#: Columns in the order in which `span`, `link` and `comment` read them.
SPAN = (
    spans.c.id,
    spans.c.label,
    spans.c.start,
    spans.c.end,
    spans.c.quote,
    spans.c.attributes,
    spans.c.origin,
)
LINK = (links.c.id, links.c.role, links.c.from_id, links.c.to_id)
COMMENT = (
    comments.c.id,
    comments.c.text,
    comments.c.author,
    comments.c.created,
    comments.c.reason,
    comments.c.span,
    comments.c.start,
    comments.c.end,
)


def dump(value: Json) -> str:
    """JSON as it is kept: compact, and readable in a database shell."""
    # A fifth of the time that the standard library's takes, for what each change does several times.
    return to_json(value).decode()


def span(row: Sequence[Any]) -> Span:
    span_id, label, start, end, quote, attributes, origin = row
    # Most spans carry none, and parsing "{}" would be half the work of reading one.
    known = json.loads(attributes) if attributes != "{}" else {}
    return Span(span_id, label, start, end, quote, known, origin)


def link(row: Sequence[Any]) -> Link:
    return Link(*row)


def comment(row: Sequence[Any]) -> Comment:
    return Comment(*row)


def span_row(set_id: int, item: Span) -> dict[str, object]:
    return {
        "set_id": set_id,
        "id": item.id,
        "label": item.label,
        "start": item.start,
        "end": item.end,
        "quote": item.quote,
        "attributes": dump(dict(item.attributes)) if item.attributes else "{}",
        "origin": item.origin,
    }


def link_row(set_id: int, item: Link) -> dict[str, object]:
    return {
        "set_id": set_id,
        "id": item.id,
        "role": item.role,
        "from_id": item.from_id,
        "to_id": item.to_id,
    }


def comment_row(set_id: int, item: Comment) -> Mapping[str, object]:
    return {
        "set_id": set_id,
        "id": item.id,
        "author": item.author,
        "text": item.text,
        "reason": item.reason,
        "span": item.span,
        "start": item.start,
        "end": item.end,
        "created": item.created,
    }
