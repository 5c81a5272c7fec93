"""What a format of others has no place for: in a corner of its files under our name, which its own readers pass over.

The corner is the record of the native format without the text and the words of spans. What the file itself says goes
first: spans and links are those that stand there, and the corner only tells their ids, what else is said of them, and
their order. So a file may go through another program and be changed there, and is read as it is then.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, Span
from annotator.domain.documents import Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.native.record import read_record, record
from annotator.formats.places.anchoring import anchored
from annotator.formats.records.foreign_ids import free_id

#: The key under which it stands.
CORNER = "annotator"


def corner_of(annotated: AnnotatedDocument) -> dict[str, Json]:
    """The corner of a document with these sets."""
    kept = record(annotated)
    kept["text"] = annotated.document.checksum
    for each in cast(list[dict[str, Json]], kept.get("annotation_sets", [])):
        for span in cast(list[dict[str, Json]], each.get("spans", [])):
            del span["quote"]
    return kept


def read_corner(corner: Json, text: str, report: Report, file: str | None = None) -> AnnotatedDocument | None:
    """What a corner tells of the document with this text; None when it is of another text, which is reported.

    Raises InvalidInput for what is no corner of ours.
    """
    if not isinstance(corner, dict):
        raise InvalidInput(f"{CORNER} is an object", rule="type")
    if corner.get("text") != checksum(text):
        said = "the text is another one since: what stood under our name is not taken"
        report(Loss(str(corner.get("id") or ""), "corner", None, "changed", said, Weight.CHANGED, file))
        return None
    sets: list[Json] = [_quoted(each, text) for each in _objects(corner)]
    return read_record({**corner, "text": text, "annotation_sets": sets})


def _objects(corner: JsonObject) -> Iterable[JsonObject]:
    sets = corner.get("annotation_sets", [])
    if not isinstance(sets, list) or not all(isinstance(each, dict) for each in sets):
        raise InvalidInput("annotation_sets is a list of objects", rule="type")
    return cast(list[JsonObject], sets)


def _quoted(annotations: JsonObject, text: str) -> dict[str, Json]:
    """A set with the words of its spans, which the corner leaves to the text."""
    spans = annotations.get("spans", [])
    return {**annotations, "spans": [_with_quote(each, text) for each in spans] if isinstance(spans, list) else spans}


def _with_quote(span: Json, text: str) -> Json:
    if not isinstance(span, dict):
        return span
    start, end = span.get("start"), span.get("end")
    known = isinstance(start, int) and isinstance(end, int)
    return {**span, "quote": text[cast(int, start) : cast(int, end)] if known else ""}


def restored(document: Document, known: AnnotationSet, found: AnnotationSet, report: Report) -> AnnotationSet:
    """The set that stands in a file, `found`, with what the corner knows of it.

    A span is known by its label and place, a link by its role and ends. What is found is in the order of the corner,
    with what is new behind it; what the corner alone tells of is gone. Comments that are found are added.
    """
    spans, names = _restored_spans(known.spans, found.spans)
    links = _restored_links(known.links, found.links, names)
    comments = list(anchored(document, known.comments, spans, report, known.spans))
    # Programs that have comments on the whole alone get all of them so: the words are what they are known by.
    said = {each.text for each in comments}
    taken = {each.id for each in comments}
    for comment in found.comments:
        if comment.text not in said:
            on = names.get(comment.span) if comment.span else None
            comments.append(replace(comment, id=free_id(comment.id, taken, "c"), span=on))
            taken.add(comments[-1].id)
    return replace(
        known,
        attributes={**known.attributes, **found.attributes},
        spans=tuple(spans),
        links=tuple(links),
        comments=tuple(comments),
    )


def _restored_spans(known: Iterable[Span], found: Iterable[Span]) -> tuple[list[Span], dict[str, str]]:
    """The spans, and for the id of each that was found the id that it has now."""
    waiting: dict[tuple[str, int, int], deque[tuple[int, Span]]] = defaultdict(deque)
    for number, span in enumerate(known):
        waiting[span.label, span.start, span.end].append((number, span))
    placed: list[tuple[int, Span]] = []
    names: dict[str, str] = {}
    new = []
    for span in found:
        same = waiting[span.label, span.start, span.end]
        if not same:
            new.append(span)
            continue
        number, standing = same.popleft()
        placed.append((number, replace(standing, attributes={**standing.attributes, **span.attributes})))
        names[span.id] = standing.id
    placed.sort(key=lambda each: each[0])
    spans = [span for _, span in placed]
    taken = {span.id for span in spans}
    for span in new:
        names[span.id] = free_id(span.id, taken, "s")
        taken.add(names[span.id])
        spans.append(replace(span, id=names[span.id]))
    return spans, names


def _restored_links(known: Iterable[Link], found: Iterable[Link], names: Mapping[str, str]) -> Iterator[Link]:
    order = {(link.role, link.from_id, link.to_id): (number, link) for number, link in enumerate(known)}
    here = [replace(link, from_id=names[link.from_id], to_id=names[link.to_id]) for link in found]
    standing = [order[_said(link)] for link in here if _said(link) in order]
    taken = {link.id for _, link in standing}
    yield from (link for _, link in sorted(standing, key=lambda each: each[0]))
    for link in here:
        if _said(link) not in order:
            made = replace(link, id=free_id(link.id, taken, "l"))
            taken.add(made.id)
            yield made


def _said(link: Link) -> tuple[str, str, str]:
    return (link.role, link.from_id, link.to_id)


def remark(text: str, number: int, author: str, span: str | None = None) -> Comment:
    """A comment of a program that tells neither when it was written nor its id."""
    return Comment(f"note-{number}", text[:10_000], author, "", span=span)
