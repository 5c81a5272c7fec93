"""Spans whose offsets do not fit their quote: moved to where the quote stands, or left out.

Never in silence: each is reported.
"""

from collections.abc import Iterable
from dataclasses import replace

from annotator.domain.annotations import AnnotationSet, Span
from annotator.domain.documents import Document
from annotator.formats.anchoring import anchored
from annotator.formats.base import Loss, Report


def placed(document: Document, annotations: AnnotationSet, report: Report) -> AnnotationSet:
    """The set with every span on its quote; spans without a place, and their links, left out."""
    text = document.text
    if all(_stands(text, span) for span in annotations.spans):
        return annotations
    spans = tuple(_placed(document, annotations.spans, report))
    there = {span.id for span in spans}
    links = []
    for link in annotations.links:
        if link.from_id in there and link.to_id in there:
            links.append(link)
        else:
            report(Loss(document.id, "link", link.id, "end", f"{link.role}: a span at its end was left out"))
    comments = anchored(document, annotations.comments, spans, report)
    return replace(annotations, spans=spans, links=tuple(links), comments=comments)


def _stands(text: str, span: Span) -> bool:
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.quote


def _placed(document: Document, spans: Iterable[Span], report: Report) -> Iterable[Span]:
    for span in spans:
        if _stands(document.text, span):
            yield span
            continue
        start = nearest(document.text, span.quote, span.start)
        if start is None:
            report(Loss(document.id, "span", span.id, "quote", f"{span.quote!r} does not stand in the text"))
            continue
        said = f"{span.quote!r} was said to stand at {span.start}, and stands at {start}"
        report(Loss(document.id, "span", span.id, "moved", said))
        yield replace(span, start=start, end=start + len(span.quote), origin="import")


def nearest(text: str, quote: str, start: int) -> int | None:
    """Where `quote` stands nearest to `start`, the earlier of two as near; None if nowhere."""
    if not quote:
        return None
    before = text.rfind(quote, 0, max(start, 0) + len(quote))
    after = text.find(quote, max(start, 0))
    found = [place for place in (before, after) if place >= 0]
    return min(found, key=lambda place: (abs(place - start), place), default=None)
