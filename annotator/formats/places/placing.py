"""Spans whose offsets do not fit their quote: moved to where the quote stands, if that is certain, or left out.

Never in silence: each is reported.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from annotator.domain.annotations import AnnotationSet, Span
from annotator.domain.documents import Document
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.places.anchoring import anchored

#: How many characters beside the place that was said a quote is looked for, before the whole text is.
NEAR = (0, 5, 25, 125)


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
        start = start_of(document.text, span.quote, span.start)
        if start is None:
            said = f"{span.quote!r} does not stand at {span.start}, and where it does is not certain"
            report(Loss(document.id, "span", span.id, "quote", said))
            continue
        said = f"{span.quote!r} was said to stand at {span.start}, and stands at {start}"
        report(Loss(document.id, "span", span.id, "moved", said, Weight.CHANGED))
        yield replace(span, start=start, end=start + len(span.quote), origin="import")


def start_of(text: str, quote: str, start: int) -> int | None:
    """Where the quote of a span stands that was said to begin at `start`; None where that is not certain.

    It is looked for nearby, and then farther and farther: where it is found once, it is found;
    where twice, nobody can say which was meant.
    """
    if not quote:
        return None
    for near in (*NEAR, max(len(text), start)):
        from_, to = max(start - near, 0), max(start + near, 0) + len(quote)
        found = text.find(quote, from_, to)
        if found >= 0:
            return found if text.find(quote, found + 1, to) < 0 else None
    return None


def first_place(text: str, words: str) -> tuple[int, int] | None:
    """Where words stand first, by themselves or else within others; white space and case are no difference."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return None
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE) or re.search(pattern, text, re.IGNORECASE)
    return found.span() if found else None


def only_start_of(text: str, quote: str) -> int | None:
    """Where words stand that stand in one place only."""
    start = text.find(quote) if quote else -1
    return start if start >= 0 and text.find(quote, start + 1) < 0 else None
