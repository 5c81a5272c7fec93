"""Which spans a format of mentions with ids can write, each with its stretch of tokens, and which links join them."""

from annotator.domain.annotations import AnnotationSet, Link, Span
from annotator.domain.documents import Document
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Weight
from annotator.formats.mentions.types import EventTypes
from annotator.formats.places.sentenced import GAPS, Sentenced, TokenOptions, sentenced
from annotator.formats.places.tokens import Token


def bare_sentences(
    document: Document, annotations: AnnotationSet, options: TokenOptions
) -> tuple[Sentenced, list[Loss]]:
    """The document in sentences whose tokens are their words: then the words are found again in the text.

    What must be said is as with `sentenced`, but for the text.
    """
    layout, losses = sentenced(document, annotations.spans, options)
    if not document.text.isascii():
        layout, before = (
            Sentenced(layout.text, [[_bare(layout.text, each) for each in one] for one in layout.sentences]),
            layout,
        )
        for span in annotations.spans:
            stretch = layout.stretch(span)
            if stretch and layout.tokens[stretch[0]].start != before.tokens[stretch[0]].start:
                said = f"{span.quote!r} is written without the space that its first mark sits on"
                losses.append(Loss(document.id, "span", span.id, "trimmed", said, Weight.CHANGED))
    return layout, [loss for loss in losses if loss.kind != "text"]


def _bare(text: str, token: Token) -> Token:
    """The token without a space that a mark in it sits on."""
    gap = GAPS.match(text, token.start, token.end)
    return Token(gap.end() if gap else token.start, token.end)


def placed_spans(
    document_id: str, layout: Sentenced, annotations: AnnotationSet, schema: Schema, types: EventTypes
) -> tuple[dict[str, tuple[int, int]], list[Loss]]:
    """First token and the one behind the last of each span, and what must be said of them.

    Spans without a word have been told of. Of two that without spaces are one, of the same label, one stays: only
    what heads events may stand twice.
    """
    found: dict[str, tuple[int, int]] = {}
    losses: list[Loss] = []
    taken: dict[tuple[str, tuple[int, int]], Span] = {}
    for span in sorted(annotations.spans, key=lambda span: span.place):
        stretch = layout.stretch(span)
        if stretch is None:
            continue
        if schema.is_trigger(span.label):
            losses += types.losses(document_id, span)
        else:
            other = taken.setdefault((span.label, stretch), span)
            if other is not span:
                said = f"{span.label} “{span.quote}” without the spaces at its ends is {other.id}"
                losses.append(Loss(document_id, "equal_span", span.id, "same", said))
                continue
        found[span.id] = stretch
    return found, losses


def end_is_lost(document_id: str, link: Link) -> Loss:
    """The loss of a link whose span is not written."""
    return Loss(document_id, "link", link.id, "end", f"{link.role}: a span at its end is left out")


def language_of(document: Document) -> frozenset[str]:
    """The metadata that a format with a place for the language carries."""
    return frozenset({"language"} if document.language else ())


def title_of(document: Document) -> frozenset[str]:
    """The same for the title."""
    return frozenset({"title"} if document.meta.get("title") == document.title else ())
