"""A CAS as documents: each view with a text is one. Spans of its annotations, links of what refers to what.

Places are taken from the file itself, in UTF-16 units: the library lets those through that are none.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.documents import Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.native.record import FORMAT, read_comments, read_record
from annotator.formats.places.anchoring import anchored
from annotator.formats.places.utf16 import Utf16
from annotator.formats.records.features import read
from annotator.formats.records.layered import Layered, short
from annotator.formats.records.selection import imported_set
from annotator.formats.uima.writing import RECORD

_ANNOTATION, _DOCUMENT = "uima.tcas.Annotation", "uima.tcas.DocumentAnnotation"
_PLACE = frozenset({"sofa", "begin", "end"})
#: What a relation layer calls its ends, and a slot what it links to.
_FROM, _TO, _TARGET = "Governor", "Dependent", "target"
_META: Mapping[str, str] = {"documentTitle": "title", "documentUri": "uri"}
_UNTOLD = ("", "x-unspecified", False)
_FIRST_VIEW = "_InitialView"


@dataclass(frozen=True, slots=True)
class RawCas:
    """What the library made of a file, and the offsets as the file has them, by the ids of feature structures."""

    cas: Any
    offsets: Mapping[int, tuple[int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose annotations they are, unless the file says it, and which of them are asked for."""

    document: str
    annotator: str
    layer: str
    types: str


def documents_of(
    raw: RawCas, whose: Whose, schema: Schema | None, report: Report, heads: set[str]
) -> Iterator[AnnotatedDocument]:
    """The documents of a CAS; labels of what has slots are added to `heads`.

    Raises InvalidInput when it has no text, or what is ours in it was damaged.
    """
    views = [view for view in raw.cas.views if view.sofa.sofaString is not None]
    if not views:
        raise InvalidInput("a CAS without a text", rule="text", document=whose.document or None)
    for view in views:
        name = str(view.sofa.sofaID)
        own = whose.document if name == _FIRST_VIEW else f"{whose.document}-{'-'.join(name.split())}"
        yield _View(raw, view, replace(whose, document=own), report, heads).read(schema)


class _View:
    def __init__(self, raw: RawCas, view: Any, whose: Whose, report: Report, heads: set[str]) -> None:
        self.raw, self.whose, self.report, self.heads = raw, whose, report, heads
        self.types = raw.cas.typesystem
        self.text: str = view.sofa.sofaString
        self.counting = Utf16(self.text)
        self.all = sorted(view.get_all_fs(), key=lambda each: each.xmiID)
        self.told: set[tuple[str, str]] = set()

    def read(self, schema: Schema | None) -> AnnotatedDocument:
        kept = next((each for each in self.all if each.type.name == RECORD), None)
        if kept is None:
            document, base = self._foreign(), imported_set((), schema, self.whose.annotator, self.whose.layer)
        else:
            document, base = self._own(kept)
        layered = Layered(document, self.whose.types, self.report, "human")
        self._layers(layered)
        for each in self.all:
            self._tell_apart(each)
        comments = anchored(document, base.comments, layered.spans, self.report)
        whole = replace(base, spans=tuple(layered.spans), links=tuple(layered.links), comments=comments)
        return AnnotatedDocument(document, (whole,))

    def _own(self, kept: Any) -> tuple[Document, AnnotationSet]:
        """What the record says of document and set. Comments are on spans, so they are read with these."""
        told = read(kept.record) if isinstance(kept.record, str) else None
        if not isinstance(told, dict):
            raise InvalidInput("our record holds an object", rule="record")
        whole: dict[str, Json] = {"format": FORMAT, "text": self.text, **told}
        sets = whole.get("annotation_sets")
        if not isinstance(sets, list) or len(sets) != 1 or not isinstance(sets[0], dict):
            raise InvalidInput("our record holds one set", rule="record")
        comments = sets[0].get("comments", [])
        whole["annotation_sets"] = [{name: value for name, value in sets[0].items() if name != "comments"}]
        said = read_record(whole)
        if len(said.document.text) != len(self.text):
            raise InvalidInput("our record has another text than the CAS", rule="record")
        return said.document, replace(said.sets[0], comments=read_comments(comments))

    def _foreign(self) -> Document:
        """The document, with what DKPro's metadata, or features of the document annotation, say of it."""
        meta: dict[str, Json] = {}
        own = self.whose.document
        for each in self.all:
            if self.types.is_instance_of(each.type.name, _DOCUMENT):
                told = self._features(each).items()
                meta |= {_META.get(name, name): value for name, value in told if value not in _UNTOLD}
        named = meta.pop("documentId", None)
        if not own and isinstance(named, str):
            own = "-".join(named.replace("/", "-").split())[:200]
        return Document(own or f"text-{checksum(self.text)[:16]}", self.text, meta)

    def _layers(self, layered: Layered) -> None:
        found = [each for each in self.all if self._is_read(each, layered)]
        ids: dict[int, str | None] = {}
        for each in found:
            if not _is_relation(each):
                ids[each.xmiID] = layered.span(each.type.name, *self._place(each), self._features(each))
                if ids[each.xmiID] is not None and _has_slots(each):
                    self.heads.add(layered.spans[-1].label)
        for each in found:
            if _is_relation(each):
                ends = [each[name] for name in (_FROM, _TO)]
                from_id, to_id = (None if end is None else ids.get(end.xmiID) for end in ends)
                layered.link(each.type.name, from_id, to_id, self._features(each))
            else:
                for role, target in self._references(each):
                    # What refers to a layer that is not read is left out with it.
                    if target.xmiID in ids:
                        layered.link(each.type.name, ids[each.xmiID], ids[target.xmiID], {}, role)

    def _is_read(self, each: Any, layered: Layered) -> bool:
        name = each.type.name
        if not self.types.is_instance_of(name, _ANNOTATION) or self.types.is_instance_of(name, _DOCUMENT):
            return False
        return layered.reads(name)

    def _place(self, each: Any) -> tuple[int, int]:
        """Where it stands; nowhere, when that is inside a character or outside the text."""
        start, end = (
            None if offset is None else self.counting.to_points(offset)
            for offset in self.raw.offsets.get(each.xmiID, (None, None))
        )
        return (-1, -1) if start is None or end is None else (start, end)

    def _features(self, each: Any) -> dict[str, Json]:
        """Its features that are values, without those that nobody set."""
        found: dict[str, Json] = {}
        for feature in each.type.all_features:
            name = feature.name.removesuffix("_") if feature.name in ("self_", "type_") else feature.name
            value = None if name in _PLACE else _plain(getattr(each, feature.name, None))
            if value is not None:
                found[name] = value
        return found

    def _references(self, each: Any) -> Iterator[tuple[str, Any]]:
        """What it refers to: other annotations by a feature, or by slots that say a role of their own."""
        for feature in each.type.all_features:
            value = getattr(each, feature.name, None)
            if feature.name in _PLACE or value is None:
                continue
            role = each.get("referenceRelation") if feature.name == "next" and _has(each, "referenceRelation") else None
            for other in _structures(value):
                if _has(other, _TARGET):
                    if other.target is not None:
                        yield str((_has(other, "role") and other.role) or feature.name), other.target
                elif self.types.is_instance_of(other.type.name, _ANNOTATION):
                    yield str(role or feature.name), other
                else:
                    self._tell_nowhere(each.type.name, feature.name, other.type.name)

    def _tell_apart(self, each: Any) -> None:
        """Say once of a type that what it says is on no words, nor of the document; what joins others is read there."""
        name = each.type.name
        is_read = self.types.is_instance_of(name, _ANNOTATION) or name == RECORD or _has(each, _TARGET)
        if not is_read and (name, "") not in self.told and self._features(each):
            self.told.add((name, ""))
            said = f"{short(name)} stands nowhere in the text: what it says is not read"
            self.report(Loss(self.whose.document, "layer", name, "not_read", said, Weight.CHANGED))

    def _tell_nowhere(self, name: str, feature: str, other: str) -> None:
        """Say once that what a feature refers to is not read, as it stands nowhere in the text."""
        if (name, feature) not in self.told:
            self.told.add((name, feature))
            said = (
                f"{feature} of {short(name)} refers to {short(other)}, which stands nowhere in the text: it is not read"
            )
            self.report(Loss(self.whose.document, "reference", feature, "not_read", said, Weight.CHANGED))


def _is_relation(each: Any) -> bool:
    return _has(each, _FROM) and _has(each, _TO)


def _has_slots(each: Any) -> bool:
    values = (getattr(each, feature.name, None) for feature in each.type.all_features if feature.name not in _PLACE)
    return any(_has(other, _TARGET) for value in values if value is not None for other in _structures(value))


def _has(each: Any, feature: str) -> bool:
    return each.type.get_feature(feature) is not None


def _structures(value: Any) -> list[Any]:
    """The feature structures that a feature refers to: one, or those of an array."""
    elements = getattr(value, "elements", value)
    found = elements if isinstance(elements, list) else [elements]
    return [each for each in found if hasattr(each, "xmiID") and hasattr(each, "type")]


def _plain(value: Any) -> Json:
    """A value as JSON has it; None for what is none, and for what refers to something."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, bool | int | str):
        return value
    elements = getattr(value, "elements", None)
    if isinstance(elements, list) and elements and all(isinstance(each, bool | int | str) for each in elements):
        return cast(Json, elements)
    return None
