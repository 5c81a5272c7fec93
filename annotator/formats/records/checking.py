"""Annotation sets as a file brings them, held against the rules of the domain.

Raises InvalidInput with the rule that is broken; where in the file, the reader adds.
"""

import math
from collections.abc import Iterable
from itertools import chain

from annotator.domain.annotations import ITEM_ID, AnnotatedDocument, Comment, Link, SchemaRef, Span
from annotator.domain.comments import comment_violation
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.rules import Violation, first_violation
from annotator.domain.schema import Schema

#: Under which schema a set was made when its file does not say, and nobody else does.
UNKNOWN_SCHEMA = SchemaRef("unknown", 1)

#: Deeper than any value that means something, and shallow enough for every reader of JSON.
DEPTH = 32


def check_document(annotated: AnnotatedDocument, schema: Schema | None) -> None:
    """Every rule that holds without a schema; the hard rules for each set made under this schema."""
    text = annotated.document.text
    seen = set()
    for annotations in annotated.sets:
        whose = (annotations.annotator, annotations.layer, annotations.schema)
        if whose in seen:
            raise InvalidInput(f"{annotations.annotator!r} has two sets in the layer {annotations.layer}", rule="set")
        seen.add(whose)
        if schema is not None and annotations.schema in (UNKNOWN_SCHEMA, schema_ref(schema)):
            _refuse(first_violation(text, schema, annotations))
        else:
            check_structure(text, annotations.spans, annotations.links, annotations.comments)


def schema_ref(schema: Schema | None) -> SchemaRef:
    """How a set names the schema it was made under."""
    return SchemaRef(schema.name, schema.version) if schema else UNKNOWN_SCHEMA


def check_structure(text: str, spans: Iterable[Span], links: Iterable[Link], comments: Iterable[Comment]) -> None:
    """Ids, places and quotes of spans, ends of links, anchors of comments: what is true under any schema."""
    length, span_ids, link_ids = len(text), set(), set()
    for span in spans:
        if span.id in span_ids or not ITEM_ID.fullmatch(span.id):
            raise _bad_id(span.id, "span")
        span_ids.add(span.id)
        if not 0 <= span.start < span.end <= length:
            raise InvalidInput(f"span {span.id}: [{span.start}, {span.end}) is no part of the text", rule="range")
        if text[span.start : span.end] != span.quote:
            words = text[span.start : span.end]
            said = f"span {span.id}: the text at [{span.start}, {span.end}) is {words!r}, not {span.quote!r}"
            raise InvalidInput(said, rule="quote")
    for link in links:
        if link.id in link_ids or not ITEM_ID.fullmatch(link.id):
            raise _bad_id(link.id, "link")
        link_ids.add(link.id)
        if link.from_id not in span_ids or link.to_id not in span_ids:
            missing = link.to_id if link.from_id in span_ids else link.from_id
            raise InvalidInput(f"link {link.id}: there is no span {missing!r}", rule="unknown")
    _check_comments(comments, length, span_ids)


def _check_comments(comments: Iterable[Comment], length: int, span_ids: set[str]) -> None:
    comment_ids = set()
    for comment in comments:
        if comment.id in comment_ids:
            raise _bad_id(comment.id, "comment")
        comment_ids.add(comment.id)
        _refuse(comment_violation(comment, length, span_ids))


def check_value(value: JsonObject, name: str) -> None:
    """Refuse what parses as JSON but is no value: infinite numbers, and nesting without end."""
    for each in value.values():
        # Nearly all values are plain words: they are spared the search below.
        if type(each) is not str:
            _check_nested(each, name)


def _check_nested(value: Json, name: str) -> None:
    level: list[Json] = [value]
    for _ in range(DEPTH):
        if any(isinstance(each, float) and not math.isfinite(each) for each in level):
            raise InvalidInput(f"{name} holds a number that is not finite", rule="number")
        level = list(chain.from_iterable(map(_parts, level)))
        if not level:
            return
    raise InvalidInput(f"{name} is nested more than {DEPTH} deep", rule="depth")


def _parts(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def located(error: InvalidInput, file: str | None, line: int | None, document: str | None = None) -> InvalidInput:
    """The same error, with the place where it stands."""
    return InvalidInput(
        error.message,
        rule=error.rule,
        file=error.file or file,
        line=error.line or line,
        document=error.document if error.document is not None else document,
    )


def _bad_id(item_id: str, what: str) -> InvalidInput:
    if ITEM_ID.fullmatch(item_id):
        return InvalidInput(f"two {what}s have the id {item_id!r}", rule="id")
    return InvalidInput(f"{item_id!r} is no id of a {what}", rule="id")


def _refuse(violation: Violation | None) -> None:
    if violation is not None:
        raise InvalidInput(f"{violation.about}: {violation.detail}", rule=violation.rule)
