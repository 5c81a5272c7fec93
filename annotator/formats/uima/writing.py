"""A document with one set as a CAS: our two layers, what DKPro calls the document's metadata, and all else as JSON.

What a CAS has no place for (comments, whose the set is, its schema and guideline, other metadata) stands in one
feature structure of our own, in the words of the native record; other programs pass it on.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.json import Json
from annotator.formats.native.record import record
from annotator.formats.records.features import ID, LABEL, ORIGIN, ROLE, features_of, names_of, written
from annotator.formats.records.layered import LINK, SPAN
from annotator.formats.uima.cas import library

RECORD = "webanno.custom.AnnotatorRecord"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
#: What no file of XML holds, escaped or not.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ANNOTATION, _STRING = "uima.tcas.Annotation", "uima.cas.String"


@lru_cache(maxsize=64)
def type_system(features: tuple[str, ...]) -> Any:
    """Our types, made once, with these features of spans besides those that every span has."""
    types = library().TypeSystem()
    span = types.create_type(SPAN, _ANNOTATION, "A span: its label, and what is said of it.")
    for name in (ID, LABEL, ORIGIN, *features):
        types.create_feature(span, name, _STRING)
    link = types.create_type(LINK, _ANNOTATION, "A link: the role that one span plays for another.")
    for name in (ID, ROLE):
        types.create_feature(link, name, _STRING)
    for name in ("Governor", "Dependent"):
        types.create_feature(link, name, span)
    kept = types.create_type(RECORD, "uima.cas.AnnotationBase", "Document and set, without what stands in layers.")
    types.create_feature(kept, "record", _STRING)
    metadata = types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId"):
        types.create_feature(metadata, name, _STRING)
    return types


def cas_of(annotated: AnnotatedDocument, *, xml: bool) -> Any:
    """The CAS of a document with one set; with `xml` without what XML cannot hold: that stands in the record alone.

    Raises InvalidInput for values that JSON cannot hold.
    """
    document, annotations = annotated.document, annotated.sets[0]
    types = type_system(tuple(names_of(annotations.spans)))
    text = NO_XML.sub("\ufffd", document.text) if xml else document.text
    cas = library().Cas(types, sofa_string=text, sofa_mime="text/plain")
    cas.add(types.get_type(METADATA)(begin=0, end=len(text), **_metadata(annotated)))
    kept = record(annotated)
    (own,) = cast(list[dict[str, Json]], kept["annotation_sets"])
    for key in ("spans", "links"):
        own.pop(key, None)
    if text == document.text:
        del kept["text"]
    cas.add(types.get_type(RECORD)(record=written(kept, document.id)))
    span_type, link_type = types.get_type(SPAN), types.get_type(LINK)
    made = {}
    for span in annotations.spans:
        said = {ID: written(span.id, document.id), LABEL: written(span.label, document.id)}
        said |= {} if span.origin == "human" else {ORIGIN: written(span.origin, document.id)}
        said |= features_of(span.attributes, document.id)
        made[span.id] = span_type(begin=span.start, end=span.end, **said)
        cas.add(made[span.id])
    for link in annotations.links:
        ends = {"Governor": made[link.from_id], "Dependent": made[link.to_id]}
        said = {ID: written(link.id, document.id), ROLE: written(link.role, document.id)}
        place = {"begin": ends["Dependent"].begin, "end": ends["Dependent"].end}
        cas.add(link_type(**place, **ends, **said))
    return cas


def _metadata(annotated: AnnotatedDocument) -> Mapping[str, str]:
    document = annotated.document
    told = {"documentId": document.id, "documentTitle": document.meta.get("title"), "language": document.language}
    return {name: NO_XML.sub("\ufffd", value) for name, value in told.items() if isinstance(value, str)}
