"""A document with its annotation sets as one JSON object, and back: the record of the native format.

The same record travels in files, over HTTP and between programs. Keys in a fixed order, absent
keys mean their default, unknown keys are refused. Described for others in native.schema.json.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

from annotator.domain.annotations import (
    LAYERS,
    AnnotatedDocument,
    AnnotationSet,
    Comment,
    Link,
    SchemaRef,
    Span,
)
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.items import check_id
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.domain.workflow import TaskState
from annotator.formats.base import Report
from annotator.formats.places.placing import placed
from annotator.formats.records.checking import check_document, check_value, located

#: The version of the record: another number is another shape.
FORMAT = "annotator/1"

_KEYS = frozenset({"format", "id", "text", "meta", "annotation_sets"})
_SET_KEYS = frozenset(
    {"annotator", "layer", "status", "schema", "guideline", "attributes", "spans", "links", "comments", "skip_reason"}
)
_SPAN_KEYS = frozenset({"id", "label", "start", "end", "quote", "attributes", "origin"})
_LINK_KEYS = frozenset({"id", "role", "from", "to"})
_COMMENT_KEYS = frozenset({"id", "text", "author", "created", "reason", "span", "start", "end"})
_STATES = frozenset(str(state) for state in TaskState)

Value = TypeVar("Value")


def record(annotated: AnnotatedDocument) -> dict[str, Json]:
    """The record of a document, keys in the order of the format, defaults left out."""
    document = annotated.document
    written: dict[str, Json] = {"format": FORMAT, "id": document.id, "text": document.text}
    if document.meta:
        written["meta"] = dict(document.meta)
    if annotated.sets:
        written["annotation_sets"] = [set_record(annotations) for annotations in annotated.sets]
    return written


def set_record(annotations: AnnotationSet) -> dict[str, Json]:
    """The record of one annotation set."""
    written: dict[str, Json] = {
        "annotator": annotations.annotator,
        "layer": annotations.layer,
        "status": annotations.status,
        "schema": {"name": annotations.schema.name, "version": annotations.schema.version},
        "guideline": annotations.guideline,
    }
    if annotations.attributes:
        written["attributes"] = dict(annotations.attributes)
    if annotations.spans:
        written["spans"] = [_span_record(span) for span in annotations.spans]
    if annotations.links:
        written["links"] = [link.as_json() for link in annotations.links]
    if annotations.comments:
        written["comments"] = [comment_record(comment) for comment in annotations.comments]
    if annotations.skip_reason is not None:
        written["skip_reason"] = annotations.skip_reason
    return written


def _span_record(span: Span) -> dict[str, Json]:
    written: dict[str, Json] = {
        "id": span.id,
        "label": span.label,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
    }
    if span.attributes:
        written["attributes"] = dict(span.attributes)
    if span.origin != "human":
        written["origin"] = span.origin
    return written


def comment_record(comment: Comment) -> dict[str, Json]:
    """The record of one comment."""
    written: dict[str, Json] = {
        "id": comment.id,
        "text": comment.text,
        "author": comment.author,
        "created": comment.created,
    }
    for key in ("reason", "span", "start", "end"):
        value = getattr(comment, key)
        if value is not None:
            written[key] = value
    return written


def read_record(data: Json, schema: Schema | None = None, report: Report | None = None) -> AnnotatedDocument:
    """The document of a record, every rule checked; raises InvalidInput naming document and rule.

    A span that does not match its quote is refused; with a `report` it is moved to a certain
    place where the quote stands, or left out with its links, and reported.
    """
    fields = _object(data, _KEYS, "a document")
    _check_format(fields)
    document_id = _text(fields, "id")
    try:
        document = Document(document_id, _text(fields, "text"), _attributes(fields, "meta"))
        sets = tuple([_set(each) for each in _list(fields, "annotation_sets")])
        if report is not None:
            sets = tuple(placed(document, each, report) for each in sets)
        annotated = AnnotatedDocument(document, sets)
        check_document(annotated, schema)
    except InvalidInput as error:
        raise located(error, None, None, document_id) from None
    return annotated


def _check_format(fields: Mapping[str, Json]) -> None:
    named = fields.get("format")
    if named != FORMAT:
        raise InvalidInput(f"format must be {FORMAT!r}, not {named!r}", rule="format")


def _set(data: Json) -> AnnotationSet:
    fields = _object(data, _SET_KEYS, "an annotation set")
    return AnnotationSet(
        annotator=_name(fields, "annotator"),
        schema=_schema_ref(fields.get("schema")),
        layer=_one_of(fields, "layer", LAYERS, "annotator"),
        status=_one_of(fields, "status", _STATES, "open"),
        guideline=_number(fields, "guideline", 1),
        attributes=_attributes(fields, "attributes"),
        spans=tuple([_span(each) for each in _list(fields, "spans")]),
        links=tuple([_link(each) for each in _list(fields, "links")]),
        comments=read_comments(fields.get("comments", [])),
        skip_reason=_maybe_text(fields, "skip_reason"),
    )


def _schema_ref(data: Json) -> SchemaRef:
    fields = _object(data, frozenset({"name", "version"}), "schema")
    return SchemaRef(_name(fields, "name"), _number(fields, "version", least=1))


def _span(data: Json) -> Span:
    # Twenty times a document: the types are looked at together, and one by one only to say which is wrong.
    if type(data) is dict and _SPAN_KEYS.issuperset(data):
        get = data.get
        span_id, label, start, end, quote = get("id"), get("label"), get("start"), get("end"), get("quote")
        attributes, origin = get("attributes"), get("origin", "human")
        if (
            type(start) is int
            and type(end) is int
            and type(span_id) is str
            and type(label) is str
            and type(quote) is str
            and type(origin) is str
        ):
            if attributes is None and "attributes" not in data:
                return Span(span_id, label, start, end, quote, {}, origin)
            return Span(span_id, label, start, end, quote, _attributes(data, "attributes"), origin)
    fields = _object(data, _SPAN_KEYS, "a span")
    return Span(
        _text(fields, "id"),
        _text(fields, "label"),
        _number(fields, "start"),
        _number(fields, "end"),
        _text(fields, "quote"),
        _attributes(fields, "attributes"),
        _text(fields, "origin", "human"),
    )


def _link(data: Json) -> Link:
    if type(data) is dict and len(data) == len(_LINK_KEYS) and _LINK_KEYS.issuperset(data):
        link_id, role, start, end = data["id"], data["role"], data["from"], data["to"]
        if type(link_id) is str and type(role) is str and type(start) is str and type(end) is str:
            return Link(link_id, role, start, end)
    fields = _object(data, _LINK_KEYS, "a link")
    return Link(_text(fields, "id"), _text(fields, "role"), _text(fields, "from"), _text(fields, "to"))


def read_comments(data: Json) -> tuple[Comment, ...]:
    """The comments of a set; what they are on is checked with the set as a whole. Raises InvalidInput."""
    return tuple([read_comment(each) for each in _list({"comments": data}, "comments")])


def read_comment(data: Json) -> Comment:
    """The comment of a record; raises InvalidInput."""
    fields = _object(data, _COMMENT_KEYS, "a comment")
    return Comment(
        id=check_id(_text(fields, "id"), "the id of a comment"),
        text=_text(fields, "text"),
        author=_text(fields, "author"),
        created=_text(fields, "created"),
        reason=_maybe_text(fields, "reason"),
        span=_maybe_text(fields, "span"),
        start=_maybe_number(fields, "start"),
        end=_maybe_number(fields, "end"),
    )


def _object(data: Json, keys: frozenset[str], what: str) -> Mapping[str, Json]:
    if not isinstance(data, dict):
        raise InvalidInput(f"{what} must be an object, not {_short(data)}", rule="type")
    if not keys.issuperset(data):
        unknown = min(set(data) - keys)
        raise InvalidInput(f"{what} has no key {unknown!r}", rule="key")
    return data


def _text(fields: Mapping[str, Json], key: str, default: str | None = None) -> str:
    value = fields.get(key, default)
    return value if isinstance(value, str) else cast(str, _wrong(fields, key, "a string"))


def _name(fields: Mapping[str, Json], key: str) -> str:
    value = _text(fields, key)
    return value or cast(str, _wrong(fields, key, "a string with something in it"))


def _maybe_text(fields: Mapping[str, Json], key: str) -> str | None:
    return None if fields.get(key) is None else _text(fields, key)


def _number(fields: Mapping[str, Json], key: str, default: int | None = None, least: int = 0) -> int:
    value = fields.get(key, default)
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    return cast(int, _wrong(fields, key, f"a whole number, {least} or more"))


def _maybe_number(fields: Mapping[str, Json], key: str) -> int | None:
    return None if fields.get(key) is None else _number(fields, key)


def _one_of(fields: Mapping[str, Json], key: str, allowed: Sequence[str] | frozenset[str], default: str) -> str:
    value = fields.get(key, default)
    if isinstance(value, str) and value in allowed:
        return value
    return cast(str, _wrong(fields, key, f"one of {', '.join(sorted(allowed))}"))


def _list(fields: Mapping[str, Json], key: str) -> Sequence[Json]:
    value = fields.get(key, [])
    return value if isinstance(value, list) else cast(list[Json], _wrong(fields, key, "a list"))


def _attributes(fields: Mapping[str, Json], key: str) -> JsonObject:
    value = fields.get(key, {})
    if not isinstance(value, dict):
        return cast(JsonObject, _wrong(fields, key, "an object"))
    check_value(value, key)
    return value


def _wrong(fields: Mapping[str, Json], key: str, expected: str) -> object:
    if key not in fields:
        raise InvalidInput(f"{key} is missing", rule="missing")
    raise InvalidInput(f"{key} must be {expected}, not {_short(fields[key])}", rule="type")


def _short(value: Json) -> str:
    said = repr(value)
    return said if len(said) <= 60 else said[:59] + "…"
