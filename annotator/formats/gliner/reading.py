"""Spans and relations of a record of GLiNER, and of its kin: GLiNER-Relex, GLiREL, data sets with numbers as words."""

from collections.abc import Sequence

from annotator.domain.annotations import Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.places.sentenced import span_of, unspaced
from annotator.formats.places.tokens import Token
from annotator.formats.sources.json_lines import a_list, a_number, a_text

#: What an entity has that GLiNER tells as found: its words, and where they stand in a text that is not there.
PREDICTION = frozenset({"text", "label", "start", "end"})
#: The length of a relation that has its ends themselves, and not their places in ner.
_WITH_ENDS = 7


def read_span(
    entry: Json, text: str, places: Sequence[Token], span_id: str, document: Document, report: Report
) -> Span | None:
    """The span of an entry of ner: its first token, its last one, a label, and in GLiREL's data its words.

    Where these say so, the last number is that of the token behind the span.
    """
    values = a_list(entry, "an entry of ner")
    if len(values) < 3:
        raise InvalidInput("an entry of ner is its first token, its last one and a label", rule="type")
    first, last = (_number(each, "a token") for each in values[:2])
    label, words = a_text(values[2], "a label"), (*values, None)[3]
    ends = (last + 1, last) if isinstance(words, str) else (last + 1,)
    there = [end for end in ends if 0 <= first < end <= len(places)]
    try:
        found = [span_of(span_id, label, text, places, first, end) for end in there or ends[:1]]
    except IndexError as error:
        report(Loss(document.id, "span", None, "range", f"{label}: {error}"))
        return None
    for span in found:
        if not isinstance(words, str) or unspaced(words) == unspaced(span.quote):
            return span
    said = f"{label} is said to be {words!r}, and its tokens are {found[0].quote!r}"
    report(Loss(document.id, "span", span_id, "quote", said, Weight.CHANGED))
    return found[0]


def read_link(
    entry: Json,
    entries: Sequence[Json],
    spans: Sequence[Span | None],
    link_id: str,
    document: Document,
    report: Report,
) -> Link | None:
    """The link of an entry of relations, whose ends are `entries` of ner; None, and told, where there are none."""
    head_at, tail_at, role = _relation(entry, entries)
    head, tail = (spans[place] if 0 <= place < len(spans) else None for place in (head_at, tail_at))
    if head is None or tail is None:
        said = f"{role}: there are no two such spans in ner: {entry}"
        report(Loss(document.id, "link", None, "dangling", said))
        return None
    further = [] if isinstance(entry, dict) else a_list(entry, "a relation")[3:]
    if further and len(further) + 3 != _WITH_ENDS:
        said = f"{role}: {further} is left out: links have no values here"
        report(Loss(document.id, "attribute", link_id, "link_value", said, Weight.CHANGED))
    return Link(link_id, role, head.id, tail.id)


def _relation(entry: Json, entries: Sequence[Json]) -> tuple[int, int, str]:
    """The places of both ends among the entries of ner, -1 for one that is not there, and the role."""
    if isinstance(entry, dict):
        # GLiREL's: each end with its tokens.
        ends = [_position(entry.get(name)) for name in ("head", "tail")]
        head, tail = (_place(end, entries) for end in ends)
        return head, tail, a_text(entry.get("relation_text"), "relation_text")
    values = a_list(entry, "an entry of relations")
    if len(values) == _WITH_ENDS:
        # Each end as it stands in ner, and the role behind both.
        return _place(values[:3], entries), _place(values[3:6], entries), a_text(values[6], "a role")
    if len(values) < 3:
        raise InvalidInput("an entry of relations is two places in ner and a role", rule="type")
    head, tail = (_number(value, "a place in ner") for value in values[:2])
    return head, tail, a_text(values[2], "a role")


def _position(end: Json) -> list[Json]:
    if not isinstance(end, dict):
        raise InvalidInput("head and tail of a relation are objects with a position", rule="type")
    return a_list(end.get("position"), "position")


def _place(end: list[Json], entries: Sequence[Json]) -> int:
    """Where an entry stands in ner that begins so."""
    begins = (isinstance(each, list) and each[: len(end)] == end for each in entries)
    return next((place for place, is_it in enumerate(begins) if is_it and end), -1)


def _number(value: Json, what: str) -> int:
    """A whole number; some data sets have them as words."""
    return int(value) if isinstance(value, str) and value.isdecimal() else a_number(value, what)
