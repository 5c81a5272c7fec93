"""Regions of Label Studio held against the words that they quote.

Its offsets count, whatever its quotes say: what it shows is what stands at the offsets. But files that other programs
made for it may be wrong in them: where the quoted words stand elsewhere for certain, the region is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.domain.annotations import Span
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.counting import squeezed
from annotator.formats.placing import place_of


def on_their_words(document: Document, spans: Sequence[Span], result: Json, report: Report) -> tuple[Span, ...]:
    """The spans of a result, moved to the words that their regions quote where that is certain; else told of."""
    quotes = dict(_quotes(result))
    return tuple(_on_its_words(document, span, quotes.get((span.start, span.end)), report) for span in spans)


def _quotes(result: Json) -> Iterator[tuple[tuple[Json, Json], str]]:
    for item in result if isinstance(result, list) else ():
        value = item.get("value") if isinstance(item, dict) and item.get("type") == "labels" else None
        if not isinstance(value, dict) or not isinstance(value.get("text"), str) or not value["text"]:
            continue
        place = value.get("start"), value.get("end")
        if all(isinstance(offset, int | float) for offset in place):
            # The editor writes line breaks as a backslash and an n.
            yield place, str(value["text"]).replace("\\n", "\n")


def _on_its_words(document: Document, span: Span, quote: str | None, report: Report) -> Span:
    if quote is None or squeezed(_shown(span.quote)) == squeezed(quote):
        return span
    start = place_of(document.text, quote, span.start)
    if start is None:
        said = f"it quotes {quote!r}, which does not surely stand anywhere: it stays on {span.quote!r}"
        report(Loss(document.id, "span", span.id, "quote", said, Weight.CHANGED))
        return span
    said = f"{quote!r} was said to stand at {span.start}, and stands at {start}"
    report(Loss(document.id, "span", span.id, "moved", said, Weight.CHANGED))
    return replace(span, start=start, end=start + len(quote), quote=quote, origin="import")


def _shown(words: str) -> str:
    return words.replace("\\n", "\n")
