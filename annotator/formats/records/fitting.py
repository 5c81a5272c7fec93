"""Annotation sets of other programs made to fit a schema: what does not is left out, and reported.

For formats whose makers know nothing of our rules. Our own format is not fitted but refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.rules import Violation, link_violation, setting_violation, span_violation
from annotator.domain.schema import Attribute, Schema
from annotator.domain.workspace import Workspace
from annotator.formats.base import Loss, Report, Weight, skipped
from annotator.formats.places.anchoring import anchored
from annotator.formats.records.checking import UNKNOWN_SCHEMA, check_document, located, schema_ref
from annotator.formats.records.foreign_values import typed


def fitted(annotated: AnnotatedDocument, schema: Schema | None, report: Report) -> AnnotatedDocument:
    """The document with those parts of its sets that break no hard rule of the schema.

    A set that was made under a schema of another name is read under this one, and told of; one of another version of
    this schema is left as it is.
    """
    if schema is None:
        return annotated
    ours = schema_ref(schema)
    sets = []
    for annotations in annotated.sets:
        made = annotations.schema
        if made not in (UNKNOWN_SCHEMA, ours) and made.name != ours.name:
            said = f"made under {made.name} {made.version}, and read under {ours.name} {ours.version}"
            report(Loss(annotated.document.id, "annotation_set", annotations.annotator, "schema", said, Weight.CHANGED))
            annotations = _retold(annotations, schema)
        is_ours = annotations.schema in (UNKNOWN_SCHEMA, ours)
        sets.append(_Fitting(annotated, schema, report).fit(annotations) if is_ours else annotations)
    return replace(annotated, sets=tuple(sets))


def sound(
    read: Callable[[], AnnotatedDocument],
    schema: Schema | None,
    report: Report,
    file: str | None,
    line: int | None = None,
    document: str | None = None,
) -> Iterator[AnnotatedDocument]:
    """The one document of a record, fitted and checked; none, which is told, where it cannot be read.

    `file`, `line` and `document` are where errors say that the record stands, as far as they do not say it themselves.
    """
    try:
        annotated = fitted(read(), schema, report)
        check_document(annotated, schema)
    except InvalidInput as error:
        skipped(located(error, file, line, document), report)
        return
    yield annotated


def _retold(annotations: AnnotationSet, schema: Schema) -> AnnotationSet:
    """The set under this schema, its values in the forms that attributes of the same names have here."""
    of_document = {each.name: each for each in schema.attributes}
    spans = []
    for span in annotations.spans:
        label = schema.label(span.label)
        known = {each.name: each for each in label.attributes} if label else {}
        spans.append(replace(span, attributes=_typed(span.attributes, known)))
    attributes = _typed(annotations.attributes, of_document)
    return replace(annotations, schema=schema_ref(schema), spans=tuple(spans), attributes=attributes)


def _typed(values: Mapping[str, Json], known: Mapping[str, Attribute]) -> dict[str, Json]:
    return {name: typed(known[name], value) if name in known else value for name, value in values.items()}


class _Fitting:
    def __init__(self, annotated: AnnotatedDocument, schema: Schema, report: Report) -> None:
        self.document = annotated.document
        self.workspace = Workspace(annotated.document.text, schema)
        self.report = report
        #: Spans that were joined with one that says the same, and what that is.
        self.joined: dict[str, str] = {}

    def fit(self, annotations: AnnotationSet) -> AnnotationSet:
        """The set without what breaks a rule. One set only: the workspace fills with it."""
        workspace = self.workspace
        attributes: dict[str, Json] = {}
        for name, value in annotations.attributes.items():
            violation = setting_violation(workspace, name, value)
            if violation is None:
                attributes[name] = value
            else:
                self._lose("document_attribute", name, violation)
        for span in annotations.spans:
            self._take_span(span)
        for link in annotations.links:
            self._take_link(link)
        spans, links = tuple(workspace.spans.values()), tuple(workspace.links.values())
        said = (replace(each, span=self.joined.get(each.span or "", each.span)) for each in annotations.comments)
        comments = anchored(self.document, said, spans, self.report, annotations.spans)
        return replace(annotations, attributes=attributes, spans=spans, links=links, comments=comments)

    def _take_span(self, span: Span) -> None:
        violation = span_violation(self.workspace, span)
        while violation is not None and violation.attribute is not None:
            self._lose("attribute", span.id, violation)
            rest = {name: value for name, value in span.attributes.items() if name != violation.attribute}
            span = replace(span, attributes=rest)
            violation = span_violation(self.workspace, span)
        if violation is None:
            self.workspace.put_span(span)
        elif violation.rule == "equal_span":
            self._join(span, self.workspace.equal_spans(span)[0])
        else:
            self._lose("span", span.id, violation)

    def _join(self, span: Span, standing: Span) -> None:
        """Let a span of the same label on the same words stand for this one, with all that is said of it."""
        said = f"{span.label} “{span.quote}” stands on these words already, as {standing.id}: they are one here"
        self.report(Loss(self.document.id, "span", span.id, "equal_span", said, Weight.CHANGED))
        for name, value in span.attributes.items():
            if standing.attributes.get(name, value) != value:
                both = f"{name} of {standing.id}, with which it is one, is {standing.attributes[name]!r}, not {value!r}"
                self.report(Loss(self.document.id, "attribute", span.id, "several", both))
        self.joined[span.id] = standing.id
        self.workspace.put_span(replace(standing, attributes={**span.attributes, **standing.attributes}))

    def _take_link(self, link: Link) -> None:
        ends = [self.joined.get(each, each) for each in (link.from_id, link.to_id)]
        was_joined = ends != [link.from_id, link.to_id]
        link = replace(link, from_id=ends[0], to_id=ends[1])
        violation = link_violation(self.workspace, link)
        if violation is not None and was_joined and violation.rule in ("duplicate_link", "self_link"):
            said = f"{violation.detail}, since spans at its ends are one here"
            self.report(Loss(self.document.id, "link", link.id, violation.rule, said, Weight.CHANGED))
        elif violation is None:
            self.workspace.put_link(link)
        else:
            self._lose("link", link.id, violation)

    def _lose(self, kind: str, about: str, violation: Violation) -> None:
        self.report(Loss(self.document.id, kind, about, violation.rule, violation.detail))
