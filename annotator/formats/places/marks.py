"""Marks on a text and ties between them, as formats of JSON tell them, made into a set: placed, named, told of.

What is out of its place is moved where that is certain, and left out where it is not; never in silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from annotator.domain.annotations import AnnotationSet, Link, Span
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.places.counting import Place, converter, stands
from annotator.formats.places.placing import only_start_of, start_of
from annotator.formats.records.foreign_ids import free_id


@dataclass(frozen=True, slots=True)
class Mark:
    """A label on a stretch of text, under the id that its file gives it; the words where the file quotes them."""

    id: str
    label: str
    start: int
    end: int
    quote: str | None = None
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """A role between two marks, by their ids in the file."""

    id: str
    role: str
    from_id: str
    to_id: str


class Lose(Protocol):
    """How a loss is told, the document and the place being known."""

    def __call__(
        self, kind: str, about: str | None, reason: str, detail: str, weight: Weight = Weight.LOST
    ) -> None: ...


def marked(
    document: Document,
    marks: Sequence[Mark],
    ties: Iterable[Tie],
    base: AnnotationSet,
    report: Report,
    place: tuple[str | None, int | None] = (None, None),
) -> tuple[AnnotationSet, dict[str, str]]:
    """The set with these marks as spans and ties as links, and which span each id of the file is.

    `place` is the file and the line that losses tell.
    """

    def lose(kind: str, about: str | None, reason: str, detail: str, weight: Weight = Weight.LOST) -> None:
        report(Loss(document.id, kind, about, reason, detail, weight, *place))

    spans, named = _spans(document, marks, report, lose)
    links = _links(ties, named, lose)
    return replace(base, spans=tuple(spans), links=tuple(links)), named


def _spans(
    document: Document, marks: Sequence[Mark], report: Report, lose: Lose
) -> tuple[Iterable[Span], dict[str, str]]:
    quoted = [Place(mark.start, mark.end, mark.quote) for mark in marks if mark.quote is not None]
    convert = converter(document, quoted, report)
    spans: dict[str, Span] = {}
    named: dict[str, str] = {}
    for mark in marks:
        start, end = _place(document, _converted(mark, convert(mark.start), convert(mark.end)), lose)
        if start is None or end is None:
            continue
        span_id = free_id(mark.id, spans, "s")
        if mark.id in named:
            lose("id", mark.id, "id", f"there is another {mark.id}: this one is {span_id} here", Weight.CHANGED)
        named.setdefault(mark.id, span_id)
        words = document.text[start:end]
        spans[span_id] = Span(span_id, mark.label, start, end, words, dict(mark.attributes), "import")
    return spans.values(), named


def _links(ties: Iterable[Tie], named: Mapping[str, str], lose: Lose) -> Iterable[Link]:
    links: dict[str, Link] = {}
    seen = set()
    for tie in ties:
        missing = next((each for each in (tie.from_id, tie.to_id) if each not in named), None)
        said = (tie.role, named.get(tie.from_id, ""), named.get(tie.to_id, ""))
        if missing is not None:
            lose("link", tie.id, "dangling", f"{tie.role}: there is no {missing}")
        elif said in seen:
            twice = f"{tie.role} from {tie.from_id} to {tie.to_id} is there twice: it is one here"
            lose("link", tie.id, "duplicate", twice, Weight.CHANGED)
        else:
            seen.add(said)
            link_id = free_id(tie.id, links, "l")
            links[link_id] = Link(link_id, *said)
    return links.values()


def _converted(mark: Mark, start: int | None, end: int | None) -> Mark:
    """The mark in code points; nowhere for offsets that are within a character."""
    return mark if (start, end) == (mark.start, mark.end) else replace(mark, start=_or(start), end=_or(end))


def _or(offset: int | None) -> int:
    return -1 if offset is None else offset


def _place(document: Document, mark: Mark, lose: Lose) -> tuple[int | None, int | None]:
    text, quote = document.text, mark.quote
    inside = 0 <= mark.start < mark.end <= len(text)
    if inside and (quote is None or stands(text, Place(mark.start, mark.end, quote))):
        return mark.start, mark.end
    if mark.start == mark.end >= 0:
        lose("span", mark.id, "empty", f"{mark.label}: there is nothing between {mark.start} and itself")
        return None, None
    if quote is None:
        said = f"{mark.label}: [{mark.start}, {mark.end}) is no part of a text of {len(text)} characters"
        lose("span", mark.id, "range", said)
        return None, None
    start = start_of(text, quote, mark.start) if mark.start >= 0 else only_start_of(text, quote)
    if start is None:
        said = f"{quote!r} does not stand at {mark.start}, and where it does is not certain"
        lose("span", mark.id, "quote", said)
        return None, None
    said = f"{quote!r} was said to stand at {mark.start}, and stands at {start}"
    lose("span", mark.id, "moved", said, Weight.CHANGED)
    return start, start + len(quote)
