"""What formats of events are tested with: a schema with classes and codes, a story, and what must come back."""

import io
from collections import Counter

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.schema import Meaning
from annotator.domain.schema_reader import read_schema
from annotator.formats.base import Weight, refuse
from annotator.formats.maps.description import described as corpus_described
from annotator.formats.maps.intake import taken
from annotator.formats.maps.schema_proposal import schema_of
from annotator.formats.records.selection import chosen

_MARK = {"letter": "A", "pattern": "solid", "light": ["#FFFFFF", "#000000"], "dark": ["#000000", "#FFFFFF"]}
_RAID = {"value": "raid", "codes": {"ace": "Conflict.Attack", "plover": "ASSAULT"}}
_SIEGE = {"value": "siege:long", "codes": {"ace": "Conflict.Attack", "plover": "COERCE"}}
_CLASS = {"name": "sort", "type": "choice", "about": "event_class", "values": [_RAID, _SIEGE, {"value": "talks"}]}

#: Two labels that head events, one with a class that is chosen, one with a class in free words.
SCHEMA = read_schema(
    {
        "name": "raids",
        "version": 2,
        "labels": [
            {"name": "deed", "trigger": True, "mark": _MARK, "attributes": [_CLASS, {"name": "note", "type": "text"}]},
            {
                "name": "word",
                "trigger": True,
                "mark": _MARK,
                "attributes": [{"name": "tone", "type": "text", "about": "event_class"}],
            },
            {"name": "party", "mark": _MARK, "attributes": [{"name": "note", "type": "text"}]},
            {"name": "toll", "mark": _MARK},
        ],
        "roles": [
            {"name": "doer", "from": ["deed", "word"], "to": ["party"], "meaning": "filler"},
            {"name": "hit", "from": ["deed"], "to": ["party", "toll"], "meaning": "filler"},
            {"name": "about", "from": ["word"], "to": ["deed", "word"], "meaning": "filler"},
            {"name": "same", "from": ["deed", "word"], "to": ["deed", "word"], "meaning": "same_event", "max": 1},
            {"name": "again", "from": ["toll"], "to": ["toll"], "meaning": "same_value"},
            {"name": "alias", "from": ["party"], "to": ["party"], "meaning": "same_value", "max": 1},
            {"name": "within", "from": ["toll"], "to": ["toll"], "meaning": "part_of"},
            {"name": "answers", "from": ["deed"], "to": ["deed"], "meaning": "relation"},
            {"name": "of", "from": ["toll"], "to": ["party"], "meaning": "filler"},
        ],
    }
)
TEXT = "Rebels shot dead two guards in Oz. Minister Li said the raid killed both."


def at(text, span_id, label, quote, **attributes):
    """The span on the first such words."""
    start = text.index(quote)
    return Span(span_id, label, start, start + len(quote), quote, attributes)


def document(spans, links=(), text=TEXT, document_id="d1"):
    made = tuple(Link(f"l{number}", *link) for number, link in enumerate(links, start=1))
    annotations = AnnotationSet("A1", SchemaRef(SCHEMA.name, SCHEMA.version), "gold", "submitted", 1, {}, spans, made)
    return AnnotatedDocument(Document(document_id, text), (annotations,))


#: Two mentions of a raid in two sentences, its doer, its toll told twice, and what somebody said of it.
STORY = document(
    (
        at(TEXT, "shot", "deed", "shot dead", sort="raid", note="first"),
        at(TEXT, "raid", "deed", "raid"),
        at(TEXT, "said", "word", "said", tone="calm"),
        at(TEXT, "rebels", "party", "Rebels"),
        at(TEXT, "li", "party", "Minister Li"),
        at(TEXT, "two", "toll", "two guards"),
        at(TEXT, "both", "toll", "both"),
    ),
    (
        ("doer", "shot", "rebels"),
        ("hit", "shot", "two"),
        ("same", "raid", "shot"),
        ("hit", "raid", "both"),
        ("again", "both", "two"),
        ("doer", "said", "li"),
        ("about", "said", "raid"),
    ),
)


def links_of(annotated):
    """The links as what they say: role and words, and labels of their ends."""
    annotations = chosen(annotated)
    spans = {span.id: (span.label, span.quote) for span in annotations.spans}
    return sorted((link.role, *spans[link.from_id], *spans[link.to_id]) for link in annotations.links)


def accounted(annotated, after, losses):
    """Whether every link, and every class, came back or is a loss of its own."""
    before, kept = chosen(annotated), chosen(after)
    lost = {(loss.kind, loss.id) for loss in losses if loss.weight is Weight.LOST}
    links = Counter(link.role for link in before.links if ("link", link.id) not in lost)
    spans = [span for span in before.spans if not {("span", span.id), ("equal_span", span.id)} & lost]
    classes = Counter(span.attributes[name] for span in spans for name in ("sort", "tone") if name in span.attributes)
    back = Counter(value for span in kept.spans for value in span.attributes.values())
    labels = Counter(span.label for span in spans)
    return (
        links == Counter(link.role for link in kept.links)
        and labels == Counter(span.label for span in kept.spans)
        and classes == back
    )


def described(fmt, data):
    """Which labels head events, and what roles say, by the form of the file."""
    description = fmt.describe(io.BytesIO(data))
    heads = {name for name, use in description.labels.items() if use.is_trigger}
    return heads, {name: Meaning(use.meaning) for name, use in description.roles.items() if use.meaning}


def taken_in(fmt, data):
    """A corpus as a project made of it has it, and the schema of that: names of our kind, those of old beside them."""
    read_off = corpus_described(fmt.read(io.BytesIO(data)), fmt.describe(io.BytesIO(data)))
    _, schema = schema_of(read_off, "others")
    return list(taken(fmt, io.BytesIO(data), schema, refuse)), schema
