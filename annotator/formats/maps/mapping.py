"""Foreign corpora brought under a schema of ours, by a corpus map."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.json import Json
from annotator.domain.schema import Attribute, Schema
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.maps.corpus_map import NOTHING, AttributeRule, CorpusMap
from annotator.formats.records.checking import schema_ref
from annotator.formats.records.fitting import fitted
from annotator.formats.records.foreign_values import several, typed


def mapped(
    documents: Iterable[AnnotatedDocument], corpus_map: CorpusMap, schema: Schema, report: Report
) -> Iterator[AnnotatedDocument]:
    """The documents under our names and under the schema; what does not fit it is reported and left out."""
    renaming = _Renaming(corpus_map, schema, report)
    for annotated in documents:
        renamed = replace(annotated, sets=tuple(renaming.of_set(annotated, each) for each in annotated.sets))
        yield fitted(renamed, schema, report)


class _Renaming:
    """Renames set by set, and tells each change of a name once."""

    def __init__(self, corpus_map: CorpusMap, schema: Schema, report: Report) -> None:
        self.map, self.schema, self.report = corpus_map, schema, report
        self.told: set[tuple[str, str]] = set()

    def of_set(self, annotated: AnnotatedDocument, annotations: AnnotationSet) -> AnnotationSet:
        document = annotated.document.id
        spans = [span for each in annotations.spans for span in self._span(document, each)]
        there = {span.id for span in spans}
        left_out = {span.id for span in annotations.spans} - there
        links = [link for each in annotations.links for link in self._link(document, each, left_out)]
        comments = tuple(replace(each, span=None) if each.span in left_out else each for each in annotations.comments)
        return replace(
            annotations,
            schema=schema_ref(self.schema),
            spans=tuple(spans),
            links=tuple(links),
            comments=comments,
            attributes=self._document_attributes(document, annotations.attributes),
        )

    def _span(self, document: str, span: Span) -> Iterator[Span]:
        rule = self.map.labels.get(span.label)
        name = rule.label if rule else span.label
        if name == NOTHING:
            said = f"{span.label} “{span.quote}”: the map leaves its label out"
            self.report(Loss(document, "span", span.id, "unwanted", said, Weight.UNWANTED))
            return
        self._renamed(document, "label", span.label, name)
        attributes = dict(rule.attributes) if rule else {}
        for attribute, value in span.attributes.items():
            attributes |= self._attribute(document, span, name, attribute, value)
        yield replace(span, label=name, attributes=attributes)

    def _attribute(self, document: str, span: Span, label: str, name: str, value: Json) -> dict[str, Json]:
        rule = self.map.attribute(span.label, name)
        ours = rule.attribute if rule else name
        known = self.schema.label(label)
        attribute = known.attribute(ours) if known else None
        return self._value(document, f"{span.id} {name}", name, rule, attribute, value)

    def _document_attributes(self, document: str, attributes: Mapping[str, Json]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for name, value in attributes.items():
            rule = self.map.document_attributes.get(name)
            attribute = self.schema.attribute(rule.attribute if rule else name)
            found |= self._value(document, name, name, rule, attribute, value)
        return found

    def _value(
        self,
        document: str,
        about: str,
        name: str,
        rule: AttributeRule | None,
        attribute: Attribute | None,
        value: Json,
    ) -> dict[str, Json]:
        ours = rule.attribute if rule else name
        if ours == NOTHING:
            self.report(Loss(document, "attribute", about, "unwanted", "the map leaves it out", Weight.UNWANTED))
            return {}
        self._renamed(document, "attribute", name, ours)
        given = [rule.values.get(str(each), each) if rule else each for each in several(value)]
        wanted = [each for each in given if each != NOTHING]
        if not wanted and given:
            said = f"the map leaves {value!r} out"
            self.report(Loss(document, "attribute", about, "unwanted", said, Weight.UNWANTED))
            return {}
        plain = wanted if isinstance(value, list) else wanted[0] if wanted else value
        return {ours: plain if attribute is None else typed(attribute, plain)}

    def _link(self, document: str, link: Link, left_out: set[str]) -> Iterator[Link]:
        rule = self.map.roles.get(link.role)
        name = rule.role if rule else link.role
        if name == NOTHING or link.from_id in left_out or link.to_id in left_out:
            why = "the map leaves its role out" if name == NOTHING else "a span at its end is left out"
            said = f"{link.role} from {link.from_id} to {link.to_id}: {why}"
            self.report(Loss(document, "link", link.id, "unwanted", said, Weight.UNWANTED))
            return
        self._renamed(document, "role", link.role, name)
        if rule and rule.reverse:
            link = replace(link, from_id=link.to_id, to_id=link.from_id)
        yield replace(link, role=name)

    def _renamed(self, document: str, what: str, old: str, new: str) -> None:
        if old != new and (what, old) not in self.told:
            self.told.add((what, old))
            said = f"{what} {old} is {new} here, in this document and all others"
            self.report(Loss(document, what, old, "renamed", said, Weight.CHANGED))
