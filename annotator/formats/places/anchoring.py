"""Comments on spans that were left out: they stay, on the span's words or else on the document.

Never in silence: each is reported.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from annotator.domain.annotations import Comment, Span
from annotator.domain.documents import Document
from annotator.formats.base import Loss, Report


def anchored(
    document: Document,
    comments: Iterable[Comment],
    there: Iterable[Span],
    report: Report,
    left_out: Iterable[Span] = (),
) -> tuple[Comment, ...]:
    """The comments, none of them on a span that is not there; `left_out` are spans that tell of their words."""
    ids = {span.id for span in there}
    return tuple(_anchored(document, comments, ids, {span.id: span for span in left_out}, report))


def _anchored(
    document: Document, comments: Iterable[Comment], there: set[str], left_out: Mapping[str, Span], report: Report
) -> Iterator[Comment]:
    for comment in comments:
        if comment.span is None or comment.span in there:
            yield comment
            continue
        span = left_out.get(comment.span)
        if span is not None and 0 <= span.start < span.end <= len(document.text):
            said, start, end = "its words", span.start, span.end
        else:
            said, start, end = "the document", None, None
        report(Loss(document.id, "comment", comment.id, "end", f"its span was left out: it is on {said} now"))
        yield replace(comment, span=None, start=start, end=end)
