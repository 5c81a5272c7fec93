"""One annotation set out of many, and a word for everything that a format leaves behind.

Formats for training hold one truth about a text. Which one, and what of it stays, is decided
here by the format's own declaration (`Carries`), so that declaration, losses and what reading
brings back cannot disagree.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Span
from annotator.domain.documents import Document, checksum
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.domain.workflow import TaskState
from annotator.formats.base import Carries, Loss
from annotator.formats.records.checking import schema_ref

NO_SET = "no_set"


def no_attribute(span: Span, name: str) -> bool:
    """No attribute of any span."""
    del span, name
    return False


@dataclass(frozen=True, slots=True)
class Besides:
    """Parts that a format carries of kinds that, by its `Carries`, it does not carry."""

    #: Whether this attribute of this span is one of them.
    attribute: Callable[[Span, str], bool] = no_attribute
    #: The document's id, where those of spans and links are not carried.
    document_id: bool = False
    #: Metadata by their names.
    meta: frozenset[str] = frozenset()


NOTHING_BESIDES = Besides()


def chosen(annotated: AnnotatedDocument) -> AnnotationSet | None:
    """The set that stands for the document: the gold one, else a submitted one, else one in work.

    Never a suggestion, which nobody accepted, nor a skipped set, which says nothing of the text.
    """
    return min((each for each in annotated.sets if _rank(each) < _NEVER), key=_rank, default=None)


_NEVER = 3


def _rank(annotations: AnnotationSet) -> int:
    if annotations.layer == "suggestion" or annotations.status == TaskState.SKIPPED:
        return _NEVER
    if annotations.layer == "gold":
        return 0
    return 1 if annotations.status == TaskState.SUBMITTED else 2


def written_sets(annotated: AnnotatedDocument, carries: Carries) -> tuple[AnnotationSet, ...] | None:
    """The sets that a format writes of a document; None for a document that it leaves out."""
    if carries.every_set:
        return annotated.sets
    annotations = chosen(annotated)
    return None if annotations is None else (annotations,)


def reduced(
    annotated: AnnotatedDocument, annotations: AnnotationSet, carries: Carries, besides: Besides = NOTHING_BESIDES
) -> AnnotatedDocument:
    """The document with this set alone, without the kinds of things that are not carried."""
    if not carries.links:
        annotations = replace(annotations, links=())
    if not carries.document_attributes:
        annotations = replace(annotations, attributes={})
    if not carries.comments:
        annotations = replace(annotations, comments=(), skip_reason=None)
    spans = annotations.spans
    if not carries.attributes:
        spans = tuple(replace(span, attributes=_left(span, besides)) for span in spans)
    if not carries.origin:
        spans = tuple(replace(span, origin="import") for span in spans)
    return AnnotatedDocument(annotated.document, (replace(annotations, spans=spans),))


def _left(span: Span, besides: Besides) -> dict[str, Json]:
    return {name: value for name, value in span.attributes.items() if besides.attribute(span, name)}


def left_behind(
    annotated: AnnotatedDocument, annotations: AnnotationSet, carries: Carries, besides: Besides = NOTHING_BESIDES
) -> Iterator[Loss]:
    """A loss for everything that `reduced` takes away, item by item; bookkeeping once a document."""
    document = annotated.document
    for other in annotated.sets:
        if other is not annotations:
            said = f"one set is kept, that of {annotations.annotator}"
            yield Loss(document.id, "annotation_set", f"{other.annotator}/{other.layer}", "one_set", said)
    for key in () if carries.meta else document.meta.keys():
        if key not in besides.meta:
            yield Loss(document.id, "meta", key, "not_carried", "metadata is not carried")
    if not carries.ids:
        of_document = "" if besides.document_id else "of the document and "
        said = f"ids are not carried: {of_document}of {len(annotations.spans)} spans"
        yield Loss(document.id, "ids", None, "not_carried", said)
    if not carries.provenance:
        said = f"not carried: set of {annotations.annotator}, {annotations.layer}, {annotations.status}"
        yield Loss(document.id, "provenance", None, "not_carried", said)
    if not carries.origin and any(span.origin != "import" for span in annotations.spans):
        yield Loss(document.id, "origin", None, "not_carried", "who made each span is not carried")
    yield from _of_the_set(document, annotations, carries, besides)


def _of_the_set(document: Document, annotations: AnnotationSet, carries: Carries, besides: Besides) -> Iterator[Loss]:
    links = (("link", link.id, f"{link.role} from {link.from_id} to {link.to_id}") for link in annotations.links)
    attributes = (
        ("attribute", span.id, f"{name} of “{span.quote}”")
        for span in annotations.spans
        for name in span.attributes
        if not besides.attribute(span, name)
    )
    of_document = (("document_attribute", name, "it says something of the whole") for name in annotations.attributes)
    comments = [("comment", comment.id, f"by {comment.author}") for comment in annotations.comments]
    if annotations.skip_reason is not None:
        comments.append(("skip", annotations.annotator, annotations.skip_reason))
    for carried, items in (
        (carries.links, links),
        (carries.attributes, attributes),
        (carries.document_attributes, of_document),
        (carries.comments, comments),
    ):
        if not carried:
            yield from (Loss(document.id, kind, about, "not_carried", detail) for kind, about, detail in items)


def one_set(
    annotated: AnnotatedDocument, carries: Carries, besides: Besides = NOTHING_BESIDES
) -> tuple[AnnotatedDocument | None, Iterator[Loss]]:
    """The document with its chosen set alone as `reduced` leaves it, None where it has none; and all that is lost."""
    annotations = chosen(annotated)
    if annotations is None:
        return None, iter((no_set(annotated.document),))
    left = reduced(annotated, annotations, carries, besides)
    return left, left_behind(annotated, annotations, carries, besides)


def no_set(document: Document) -> Loss:
    """The loss of a document that has no set to write: empty rows would say that nothing is in it."""
    return Loss(document.id, "document", document.id, NO_SET, "it has no annotation set but skips and suggestions")


def leaves_out(loss: Loss) -> bool:
    """Whether a loss says that a document which has a set is not written for all that."""
    return loss.kind == "document" and loss.reason != NO_SET


@dataclass(slots=True)
class Written:
    """How much stands in a corpus that is written: what a format leaves out is not counted."""

    documents: int = 0
    sets: int = 0

    def add(self, annotated: AnnotatedDocument, carries: Carries) -> None:
        """Count a document that is about to be written."""
        sets = written_sets(annotated, carries)
        if sets is not None:
            self.documents += 1
            self.sets += len(sets)

    def take(self, loss: Loss) -> None:
        """Count it no more, if the loss says that it was left out."""
        if leaves_out(loss):
            self.documents -= 1
            self.sets -= 1


def imported(
    text: str, spans: Iterable[Span], schema: Schema | None, annotator: str, layer: str, document_id: str = ""
) -> AnnotatedDocument:
    """A document out of a file that knows its text and spans and little else.

    Without an id it gets one that follows from the text, so that the same file read twice is the
    same documents.
    """
    document = Document(document_id or f"text-{checksum(text)[:16]}", text)
    return AnnotatedDocument(document, (imported_set(spans, schema, annotator, layer),))


def imported_set(spans: Iterable[Span], schema: Schema | None, annotator: str, layer: str) -> AnnotationSet:
    """The set of such a file: done, by whoever the reader was told."""
    return AnnotationSet(
        annotator=annotator,
        schema=schema_ref(schema),
        layer=layer,
        status=str(TaskState.SUBMITTED),
        spans=tuple(spans),
    )
