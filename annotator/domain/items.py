"""Spans, links, settings and comments read from JSON: the one place that knows their keys.

Raises InvalidInput naming the key; whether they fit the text and the schema is for `rules`.
"""

from collections.abc import Mapping

from annotator.domain.annotations import ITEM_ID, Comment, Link, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json

SPAN_KEYS = frozenset({"id", "label", "start", "end", "quote", "attributes", "origin"})
LINK_KEYS = frozenset({"id", "role", "from", "to"})
COMMENT_KEYS = frozenset({"id", "text", "author", "created", "reason", "span", "start", "end"})


def span_from_json(data: Json) -> Span:
    """A span; `attributes` and `origin` may be absent, anything unknown is refused."""
    record = _record(data, "a span", SPAN_KEYS)
    attributes = record.get("attributes") or {}
    if not isinstance(attributes, dict):
        raise InvalidInput("attributes of a span must be an object", rule="change")
    return Span(
        id=_text(record, "id"),
        label=_text(record, "label"),
        start=_offset(record, "start"),
        end=_offset(record, "end"),
        quote=_text(record, "quote"),
        attributes=attributes,
        origin=_text(record, "origin") if "origin" in record else "human",
    )


def link_from_json(data: Json) -> Link:
    """A link; `from` is the head. All four keys are needed."""
    record = _record(data, "a link", LINK_KEYS)
    return Link(
        id=_text(record, "id"),
        role=_text(record, "role"),
        from_id=_text(record, "from"),
        to_id=_text(record, "to"),
    )


def setting_from_json(data: Json) -> tuple[str, Json]:
    """The name and value of a document attribute; null is "not set"."""
    record = _record(data, "a setting", frozenset({"name", "value"}))
    return _text(record, "name"), record.get("value")


def comment_from_json(data: Json) -> Comment:
    """A comment; `reason`, `span`, `start` and `end` may be absent or null."""
    record = _record(data, "a comment", COMMENT_KEYS)
    return Comment(
        id=_text(record, "id"),
        text=_text(record, "text"),
        author=_text(record, "author"),
        created=_text(record, "created"),
        reason=None if record.get("reason") is None else _text(record, "reason"),
        span=None if record.get("span") is None else _text(record, "span"),
        start=None if record.get("start") is None else _offset(record, "start"),
        end=None if record.get("end") is None else _offset(record, "end"),
    )


def check_id(value: str, what: str) -> str:
    """Refuse ids that would not survive a URL, a file name or a foreign format."""
    if not ITEM_ID.fullmatch(value):
        raise InvalidInput(f"{what} has 1 to 64 of the characters A-Z a-z 0-9 _ . : -, not {value!r}", rule="id")
    return value


def _record(data: Json, what: str, keys: frozenset[str]) -> Mapping[str, Json]:
    if not isinstance(data, dict):
        raise InvalidInput(f"{what} must be an object", rule="change")
    if not data.keys() <= keys:
        raise InvalidInput(f"{what} has no key {min(data.keys() - keys)!r}", rule="change")
    return data


def _text(record: Mapping[str, Json], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise InvalidInput(f"{key} must be a string, not {value!r}", rule="change")
    return value


def _offset(record: Mapping[str, Json], key: str) -> int:
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInput(f"{key} must be a whole number, not {value!r}", rule="change")
    return value
