"""The keys of W3C Web Annotations that are read, or that say nothing of the text: when, by which program, how shown.

Those of the model before this one (Open Annotation, 2013) and of Hypothesis's interface are among them.
"""

from annotator.formats.records.corner import CORNER
from annotator.formats.sources.unread import Known, keys

_ALWAYS = keys(
    *("@context", "id", "@id", "type", "@type", "created", "modified", "generated", "generator", "canonical", "via"),
    *("annotatedAt", "serializedAt", "serializedBy", "stylesheet", "styleClass", "renderedVia", CORNER),
)
_SELECTOR: dict[str, Known | int | None] = {
    **_ALWAYS,
    **keys("start", "end", "exact", "prefix", "suffix", "value", "conformsTo"),
    # Ranges in a page, which stand beside places in its text.
    **keys("startContainer", "startOffset", "endContainer", "endOffset", "startSelector", "endSelector"),
}
_SELECTOR["refinedBy"] = _SELECTOR
_RESOURCE: dict[str, Known | int | None] = {
    **_ALWAYS,
    **keys("source", "hasSource", "purpose", "value", "chars", "format", "language", "processingLanguage"),
    **dict.fromkeys(("selector", "hasSelector"), _SELECTOR),
}
_RESOURCE["items"] = _RESOURCE
_ANNOTATION = {
    **_ALWAYS,
    **dict.fromkeys(("body", "hasBody", "target", "hasTarget"), _RESOURCE),
    **dict.fromkeys(("creator", "annotatedBy"), keys("nickname", "name", "email", "id", "@id", "type", "@type")),
    **keys("motivation", "motivatedBy", "bodyValue"),
}
#: A row of Hypothesis: who may see it, and where it can be looked at, besides.
_ROW = {
    **_ANNOTATION,
    **keys("user", "user_info", "text", "tags", "uri", "updated", "group", "permissions", "links", "hidden", "flagged"),
}
#: What a file may hold: a collection, a page, a graph, the answer of an interface, or one annotation.
KNOWN: dict[str, Known | int | None] = {
    **_ANNOTATION,
    **keys("total", "startIndex", "partOf", "next", "prev", "last", rows=_ROW),
    **dict.fromkeys(("items", "@graph"), _ANNOTATION),
}
KNOWN["first"] = KNOWN
