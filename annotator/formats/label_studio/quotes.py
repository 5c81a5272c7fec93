"""Regions of Label Studio held against the words that they quote.

Its offsets count, whatever its quotes say: what it shows is what stands at the offsets. But files that other programs
made for it may be wrong in them: where the quoted words stand elsewhere for certain, the region is there. Up to version
1.5 it quoted what was marked with the mouse where it put the region on whole words: then the words are the region's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.domain.annotations import Span
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.places.counting import Place, converter, squeezed
from annotator.formats.places.placing import start_of


def over_line_breaks(document: Document, result: Json, report: Report) -> Json:
    """A result whose offsets count code points of the text, where they counted each CR and LF in it as one."""
    if "\r\n" not in document.text or not isinstance(result, list):
        return result
    places = [Place(start, end, quote) for (start, end), quote in _quotes(result) if type(start) is type(end) is int]
    convert = converter(document, places, report)
    made: list[Json] = []
    for item in result:
        value = item.get("value") if isinstance(item, dict) else None
        if isinstance(item, dict) and isinstance(value, dict):
            offsets = {key: convert(at) for key in ("start", "end") if type(at := value.get(key)) is int}
            item = {**item, "value": value | {key: at for key, at in offsets.items() if at is not None}}
        made.append(item)
    return made


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
    if _is_of_whole_words(document.text, span, quote):
        return span
    start = start_of(document.text, quote, span.start)
    if start is None:
        said = f"it quotes {quote!r}, which does not surely stand anywhere: it stays on {span.quote!r}"
        report(Loss(document.id, "span", span.id, "quote", said, Weight.CHANGED))
        return span
    said = f"{quote!r} was said to stand at {span.start}, and stands at {start}"
    report(Loss(document.id, "span", span.id, "moved", said, Weight.CHANGED))
    return replace(span, start=start, end=start + len(quote), quote=quote, origin="import")


def _is_of_whole_words(text: str, span: Span, quote: str) -> bool:
    """Whether the region is on whole words, and the quote is a part of them that cuts one."""
    words = re.escape(quote)
    cuts = re.search(rf"\w{words}", span.quote) if re.match(r"\w", quote) else None
    cuts = cuts or (re.search(rf"{words}\w", span.quote) if re.search(r"\w\Z", quote) else None)
    return cuts is not None and not any(_cuts(text, place) for place in (span.start, span.end))


def _cuts(text: str, place: int) -> bool:
    return 0 < place < len(text) and re.fullmatch(r"\w\w", text[place - 1 : place + 1]) is not None


def _shown(words: str) -> str:
    return words.replace("\\n", "\n")
