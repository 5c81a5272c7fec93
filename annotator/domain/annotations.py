"""Spans, links and comments as one annotator left them.

Immutable, and ignorant of databases and browsers. Offsets count code points, as Python strings
do, and are half-open: the span's text is `text[start:end]`, and its quote holds those words.
An event is not stored: `domain/events.py` reads frames off the spans and links.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from annotator.domain.documents import Document
from annotator.domain.json import Json, JsonObject

#: Ids of spans, links, changes and acts: made by whoever makes the thing, safe in URLs and files.
ITEM_ID = re.compile(r"[A-Za-z0-9_.:\-]{1,64}")

#: As `Span.place`, a third of its cost: exports sort every set.
_PLACE = attrgetter("start", "end", "id")
_ID = attrgetter("id")

LAYERS = ("annotator", "gold", "suggestion")


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled half-open interval of code points, with its words and what is said of it."""

    id: str
    label: str
    start: int
    end: int
    quote: str
    attributes: JsonObject = field(default_factory=dict)
    #: Who made it: "human", or "import" (then it may cut a grapheme, and checks say so).
    origin: str = "human"

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "label": self.label,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "attributes": dict(self.attributes),
            "origin": self.origin,
        }

    @property
    def place(self) -> tuple[int, int, str]:
        """Text order: by start, then end, then id, so that order never depends on storage."""
        return (self.start, self.end, self.id)


@dataclass(frozen=True, slots=True)
class Link:
    """A role that one span plays for another; `from_id` is the head (an action, a toll)."""

    id: str
    role: str
    from_id: str
    to_id: str

    def as_json(self) -> dict[str, Json]:
        return {"id": self.id, "role": self.role, "from": self.from_id, "to": self.to_id}


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark, or with a reason a flag, on a span, on some words or on the document."""

    id: str
    text: str
    author: str
    created: str
    reason: str | None = None
    span: str | None = None
    start: int | None = None
    end: int | None = None

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "text": self.text,
            "author": self.author,
            "created": self.created,
            "reason": self.reason,
            "span": self.span,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class SchemaRef:
    """Which schema, in which version, a set was made under."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """All that one annotator (or the settled gold, or a machine's suggestion) put on a document."""

    annotator: str
    schema: SchemaRef
    layer: str = "annotator"
    status: str = "open"
    guideline: int = 1
    attributes: Mapping[str, Json] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    comments: tuple[Comment, ...] = ()
    skip_reason: str | None = None

    def in_order(self) -> "AnnotationSet":
        """The set with spans in text order, links and comments by id: equal content is then equal."""
        return replace(
            self,
            spans=tuple(sorted(self.spans, key=_PLACE)),
            links=tuple(sorted(self.links, key=_ID)),
            comments=tuple(sorted(self.comments, key=_ID)),
        )


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with every annotation set that is kept of it: what formats read and write."""

    document: Document
    sets: tuple[AnnotationSet, ...] = ()
