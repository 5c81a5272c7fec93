"""Valid documents, annotation sets and schemas for property tests: all kinds of text, all kinds of marks.

Texts have emoji with joiners, combining marks, Arabic, Chinese, Thai, CRLF, lone CR, or nothing.
Spans nest, cross, touch and stand on the same words, and never cut a grapheme. What a strategy
gives breaks no hard rule of its schema.
"""

from collections.abc import Mapping, Sequence

import regex
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from annotator.domain.annotations import LAYERS, AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.attributes import COUNT_OPS
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.domain.rules import link_violation, span_violation
from annotator.domain.schema import Attribute, AttributeType, Meaning, Schema
from annotator.domain.schema_reader import read_schema
from annotator.domain.workspace import Workspace


def examples(percent: int) -> settings:
    """So many of a hundred examples that a property gets otherwise."""
    return settings(max_examples=max(1, settings.default.max_examples * percent // 100))


#: Pieces that have broken offsets, tokens or files somewhere.
FRAGMENTS = (
    *("The strike ", "killed", "at least 12 fighters", "U.S.", "US's", "Deir ez-Zor", "1,200", "5,000km", "a"),
    *("👨‍👩‍👧‍👦", "👍🏽", "🇮🇶🇸🇾", "𝔘", "e\u0301", "n\u0303o", "q\u0323\u0307", " \u0301", "\u0600١٢"),
    *("قُتل ١٢ شخصاً", "بغداد", "می‌خواهم", "\u200fعراق\u200f", "美国军队。", "第12师", "กรุงเทพมหานคร", "กำลัง", "ក្រុម"),
    *("\r\n", "\r", "\n", "\n\n", "\u2028", "\u0085", "\v", "\t", " ", "  ", "\u00a0", "\u200b", "\ufeff", "\u00ad"),
    *(". ", "? ", "“No,” he said. ", "'", '"', "<b>&amp;", "\\n", "-DOCSTART-", "O", "B-x"),
)
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")

_MARK = {"letter": "A", "pattern": "solid", "light": ["#FFFFFF", "#000000"], "dark": ["#000000", "#FFFFFF"]}
_TYPES = [str(each) for each in AttributeType]
_VALUES = ["one", "two", "three"]


def _attribute(name: str, kind: str) -> dict[str, object]:
    chosen = kind in ("choice", "choices")
    return {"name": name, "type": kind, **({"values": _VALUES} if chosen else {})}


#: One label of each kind that matters, every type of attribute, every meaning of a role.
SCHEMA: Schema = read_schema(
    {
        "name": "example",
        "version": 3,
        "guideline_version": 2,
        "labels": [
            {
                "name": "deed",
                "trigger": True,
                "mark": _MARK,
                "attributes": [_attribute(f"its_{kind}", kind) for kind in _TYPES],
            },
            {
                "name": "party",
                "mark": _MARK,
                "attributes": [_attribute("kind", "choice"), _attribute("also", "choices")],
            },
            {"name": "toll", "mark": _MARK, "attributes": [_attribute("count", "count"), _attribute("kind", "choice")]},
            {"name": "place", "mark": _MARK},
        ],
        "roles": [
            {"name": "agent", "from": ["deed"], "to": ["party"], "meaning": "filler"},
            {"name": "where", "from": ["deed"], "to": ["place", "party"], "meaning": "filler", "max": 1},
            {"name": "loss", "from": ["deed"], "to": ["toll"], "meaning": "filler"},
            {"name": "same", "from": ["deed"], "to": ["deed"], "meaning": "same_event", "max": 1},
            {"name": "answers", "from": ["deed"], "to": ["deed"], "meaning": "relation"},
            {"name": "again", "from": ["toll"], "to": ["toll"], "meaning": "same_value"},
            {"name": "within", "from": ["toll"], "to": ["toll"], "meaning": "part_of"},
        ],
        "document": {"attributes": [_attribute("relevant", "choice"), _attribute("note", "text")]},
    }
)


def texts(max_pieces: int = 12) -> SearchStrategy[str]:
    """Any text that a document may have; most are made of pieces known for trouble."""
    pieces = st.one_of(st.sampled_from(FRAGMENTS), st.text(CHARACTERS, max_size=6))
    some = st.lists(pieces, min_size=3, max_size=max_pieces).map("".join)
    return st.one_of(some, some, some, st.sampled_from(["", " ", "x", "\r\n"]))


def item_ids() -> SearchStrategy[str]:
    return st.text("abcXYZ019_.:-", min_size=1, max_size=12)


def words(max_size: int = 12) -> SearchStrategy[str]:
    return st.text(CHARACTERS, max_size=max_size)


def names() -> SearchStrategy[str]:
    """Names of people and things: never empty."""
    return st.text(CHARACTERS, min_size=1, max_size=12)


def json_values() -> SearchStrategy[Json]:
    whole = st.integers(-(2**63), 2**63 - 1)
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    plain: SearchStrategy[Json] = st.one_of(st.none(), st.booleans(), whole, numbers, words())
    return st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | json_objects(inner), max_leaves=5)


def json_objects(values: SearchStrategy[Json] | None = None) -> SearchStrategy[dict[str, Json]]:
    return st.dictionaries(words(8), json_values() if values is None else values, max_size=3)


def document_ids() -> SearchStrategy[str]:
    return st.text("abcXYZ019_.:-é中", min_size=1, max_size=16)


def documents(text: SearchStrategy[str] | None = None) -> SearchStrategy[Document]:
    return st.builds(Document, document_ids(), texts() if text is None else text, json_objects())


@st.composite
def schemas(draw: DrawFn) -> Schema:
    """Any schema: names at random, attributes of all types, roles of all meanings. Without keys."""
    name = st.text("abcdefgh_", min_size=1, max_size=6).map(lambda each: "x" + each)
    labels = draw(st.lists(name, min_size=1, max_size=4, unique=True))
    triggers = [label for label in labels if draw(st.booleans())]
    roles = []
    for role in draw(st.lists(name, max_size=4, unique=True)):
        meaning = draw(st.sampled_from(list(Meaning)))
        ends = triggers if meaning is Meaning.SAME_EVENT else labels
        if ends:
            some = st.lists(st.sampled_from(ends), min_size=1, max_size=2, unique=True)
            limit = draw(st.integers(0, 2))
            roles.append({"name": role, "from": draw(some), "to": draw(some), "meaning": str(meaning), "max": limit})
    attributes = st.lists(name, max_size=3, unique=True).flatmap(
        lambda found: st.tuples(*(st.sampled_from(_TYPES).map(lambda kind, n=n: _attribute(n, kind)) for n in found))
    )
    return read_schema(
        {
            "name": draw(name).replace("_", "-"),
            "version": draw(st.integers(1, 9)),
            "labels": [
                {"name": each, "trigger": each in triggers, "mark": _MARK, "attributes": list(draw(attributes))}
                for each in labels
            ],
            "roles": roles,
            "attributes": list(draw(attributes)),
        }
    )


def attribute_values(attribute: Attribute, text: str) -> SearchStrategy[Json]:
    """Any value that the attribute may have; `text` is what a date may quote."""
    if attribute.values:
        value = st.sampled_from([choice.value for choice in attribute.values])
        return st.lists(value, unique=True) if attribute.type is AttributeType.CHOICES else value
    if attribute.type is AttributeType.DATE:
        return _dates(text)
    return _PLAIN[attribute.type]


_BY = st.sampled_from(["human", "rule"])
_AMOUNTS = st.none() | st.integers(0, 10**9)
_PLAIN: Mapping[AttributeType, SearchStrategy[Json]] = {
    AttributeType.TEXT: words(),
    AttributeType.NUMBER: st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9),
    AttributeType.COUNT: st.fixed_dictionaries(
        {"op": st.sampled_from(COUNT_OPS), "by": _BY},
        optional={"text": words(), "value": _AMOUNTS, "vague": st.booleans()},
    ),
    AttributeType.PLACE: st.fixed_dictionaries(
        {"name": words(), "by": _BY},
        optional={"lat": st.floats(-90, 90), "lon": st.floats(-180, 180), "country": words()},
    ),
    AttributeType.ACTOR: st.fixed_dictionaries({"name": words(), "by": _BY}, optional={"id": st.none() | words()}),
}


@st.composite
def _dates(draw: DrawFn, text: str) -> Json:
    found: dict[str, Json] = {"by": "human"}
    if draw(st.booleans()):
        found |= {"from": "2024-02-08", "to": None, "precision": draw(st.none() | st.integers(1, 5))}
    if text and draw(st.booleans()):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        found |= {"text": text[start:end], "start": start, "end": end}
    return found


def _some(attributes: Sequence[Attribute]) -> SearchStrategy[list[Attribute]]:
    if not attributes:
        return st.just([])
    return st.lists(st.sampled_from(attributes), max_size=3, unique_by=lambda each: each.name)


def boundaries(text: str) -> list[int]:
    """Where the text may be cut without cutting a grapheme."""
    return [0, *(cluster.end() for cluster in regex.finditer(r"\X", text))]


@st.composite
def _ids(draw: DrawFn, max_size: int) -> list[str]:
    # Few choices, and three first: Hypothesis throws away examples of many choices and prefers the first
    # of each, and then nothing would nest and nothing be linked.
    number = draw(st.sampled_from(sorted(range(max_size + 1), key=lambda each: (abs(each - 3), each))))
    prefix = draw(st.sampled_from(["s", "9", "a-b:", "_.Z"]))
    ids = [f"{prefix}{each}" for each in range(number)]
    return ids[::-1] if draw(st.booleans()) else ids


@st.composite
def spans(draw: DrawFn, text: str, schema: Schema, max_size: int = 6) -> list[Span]:
    """Spans in any order that may stand together: nested, crossing, touching, equal."""
    cuts = boundaries(text)
    if len(cuts) < 2:
        return []
    workspace = Workspace(text, schema)
    for span_id in draw(_ids(max_size)):
        first = draw(st.integers(0, len(cuts) - 2))
        start, end = cuts[first], cuts[draw(st.integers(first + 1, min(first + 12, len(cuts) - 1)))]
        if workspace.spans and draw(st.booleans()):
            other = draw(st.sampled_from(list(workspace.spans.values())))
            start, end = other.start, other.end
        label = draw(st.sampled_from(schema.labels))
        some = draw(_some(label.attributes))
        values = {attribute.name: draw(attribute_values(attribute, text)) for attribute in some}
        origin = draw(st.sampled_from(["human", "human", "import", "suggestion"]))
        span = Span(span_id, label.name, start, end, text[start:end], values, origin)
        if span_violation(workspace, span) is None:
            workspace.put_span(span)
    return list(workspace.spans.values())


@st.composite
def links(draw: DrawFn, text: str, schema: Schema, among: Sequence[Span], max_size: int = 8) -> list[Link]:
    """Links that the schema allows between these spans."""
    workspace = Workspace(text, schema, among)
    pairs = [
        (role.name, one.id, other.id)
        for role in schema.roles
        for one in among
        for other in among
        if one.id != other.id and role.joins(one.label, other.label)
    ]
    if not pairs:
        return []
    for link_id in draw(_ids(max_size)):
        link = Link(link_id, *draw(st.sampled_from(pairs)))
        if link_violation(workspace, link) is None:
            workspace.put_link(link)
    return list(workspace.links.values())


@st.composite
def comments(draw: DrawFn, text: str, among: Sequence[Span]) -> Comment:
    """A comment on the document, on a span or on some words."""
    span = draw(st.none() | st.sampled_from(among)) if among else None
    start = draw(st.none() | st.integers(0, len(text) - 1)) if text and span is None else None
    return Comment(
        id=draw(item_ids()),
        text=draw(words()),
        author=draw(names()),
        created="2024-02-08T10:00:00Z",
        reason=draw(st.none() | names()),
        span=span.id if span else None,
        start=start,
        end=None if start is None else draw(st.integers(start + 1, len(text))),
    )


@st.composite
def annotation_sets(draw: DrawFn, text: str, schema: Schema = SCHEMA) -> AnnotationSet:
    """Whatever one annotator may have put on the text, in any layer and state."""
    made = draw(spans(text, schema))
    status = draw(st.sampled_from(["open", "submitted", "submitted", "reopened", "skipped"]))
    some = draw(_some(schema.attributes))
    return AnnotationSet(
        annotator=draw(names()),
        schema=SchemaRef(schema.name, schema.version),
        layer=draw(st.sampled_from(LAYERS)),
        status=status,
        guideline=draw(st.integers(1, 5)),
        attributes={attribute.name: draw(attribute_values(attribute, text)) for attribute in some},
        spans=tuple(made),
        links=tuple(draw(links(text, schema, made))),
        comments=tuple(draw(st.lists(comments(text, made), max_size=2, unique_by=lambda each: each.id))),
        skip_reason=draw(words()) if status == "skipped" else None,
    )


@st.composite
def annotated_documents(draw: DrawFn, schema: Schema = SCHEMA, max_sets: int = 2) -> AnnotatedDocument:
    """A document with annotation sets of different people."""
    document = draw(documents())
    number = draw(st.sampled_from([1, max_sets, 0]))
    whose = st.lists(
        annotation_sets(document.text, schema),
        min_size=number,
        max_size=number,
        unique_by=lambda each: (each.annotator, each.layer),
    )
    return AnnotatedDocument(document, tuple(draw(whose)))


def corpora(schema: Schema = SCHEMA, max_size: int = 2) -> SearchStrategy[list[AnnotatedDocument]]:
    """Some documents with different ids."""
    return st.lists(annotated_documents(schema), max_size=max_size, unique_by=lambda each: each.document.id)
