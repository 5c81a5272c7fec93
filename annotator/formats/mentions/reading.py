"""A document of events as a file brings it: spans and links are gathered one by one, and made a set."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Protocol

from annotator.domain.annotations import ITEM_ID, AnnotatedDocument, Link, Span
from annotator.domain.documents import DOCUMENT_ID, Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.mentions.clusters import cluster_role
from annotator.formats.mentions.types import TYPES_HELP, EventTypes, Types
from annotator.formats.options import READ_ANNOTATOR, READ_LAYER, Layer
from annotator.formats.places.sentenced import TokenOptions
from annotator.formats.places.tokens import Token
from annotator.formats.records.fitting import fitted
from annotator.formats.records.selection import imported_set


@dataclass(frozen=True, slots=True)
class EventTokenOptions(TokenOptions):
    """Tokens and sentences, types of events, and whose the sets are that are read."""

    types: Types = field(default="own", metadata={"help": TYPES_HELP})
    annotator: str = field(default="import", metadata=READ_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=READ_LAYER)


class SetOptions(Protocol):
    """What there is to choose of how events are read."""

    @property
    def types(self) -> Types: ...
    @property
    def annotator(self) -> str: ...
    @property
    def layer(self) -> str: ...


class EventReading:
    """Gathers what is read of one document. What does not stand in it is told, and left out with its links."""

    def __init__(self, document: Document, schema: Schema | None, options: SetOptions, report: Report) -> None:
        self.document, self.schema, self.options, self._report = document, schema, options, report
        self.types = EventTypes(schema, options.types)
        self._spans: list[Span] = []
        self._ids: set[str] = set()
        self._links: list[tuple[str, Span, Span, str]] = []
        self._link_ids: set[str] = set()

    def tell(self, kind: str, about: str | None, reason: str, said: str, weight: Weight = Weight.LOST) -> None:
        """Report a loss of this document."""
        self._report(Loss(self.document.id, kind, about, reason, said, weight))

    def place(self, places: Sequence[Token], first: int, end: int, what: str) -> tuple[int, int] | None:
        """Where the tokens from `first` to before `end` stand; None, and told, where there are no such tokens."""
        if not 0 <= first < end <= len(places):
            self.tell("span", None, "range", f"{what}: tokens {first} to {end} of {len(places)}")
            return None
        return places[first].start, places[end - 1].end

    def label_of(self, role: str) -> str:
        """What fills a role, where a file says only its words: the one label it can be, else as the role is called."""
        known = self.schema.role(role) if self.schema else None
        return known.to_labels[0] if known and len(known.to_labels) == 1 else role

    def entity(
        self, label: str, place: tuple[int, int], span_id: str = "", said: dict[str, Json] | None = None
    ) -> Span:
        """A span that heads no event, and what is said of it."""
        return self._span(span_id, label, place, said or {})

    def trigger(self, type_: str, place: tuple[int, int], span_id: str = "") -> Span:
        """A span that heads an event of this type."""
        label, said = self.types.read(type_)
        span = self._span(span_id, label, place, said)
        for loss in self.types.ambiguity(self.document.id, span, type_):
            self._report(loss)
        return span

    def link(self, role: str, head: Span | None, filler: Span | None, said: str = "", link_id: str = "") -> None:
        """A link; told, and left out, where a span at its end is not there."""
        if head is None or filler is None:
            self.tell("link", link_id or None, "dangling", said or f"{role}: there is no span at its end")
        else:
            self._links.append((role, head, filler, self._free(link_id, self._link_ids)))

    def cluster(self, spans: Sequence[Span], meaning: Meaning) -> None:
        """Spans that tell of the same, the main one first."""
        for span in spans[1:]:
            self.link(cluster_role(self.schema, meaning, span.label, spans[0].label), span, spans[0])

    def are_joined(self, spans: Sequence[Span]) -> bool:
        """Whether links that were gathered lead from each of the spans to all others, by way of them."""
        reached, open_ = set(), [id(span) for span in spans[:1]]
        among = {id(span) for span in spans}
        while open_:
            here = open_.pop()
            reached.add(here)
            ends = [(id(head), id(filler)) for _, head, filler, _ in self._links]
            near = {end for pair in ends if here in pair for end in pair}
            open_ += (near & among) - reached - set(open_)
        return reached == among

    def annotated(self) -> AnnotatedDocument:
        """The document with its set, under the schema; ids that were not given follow from the order in the text."""
        options = self.options
        # Spans are told apart by what they are here, not by ids: some have none yet.
        order = sorted(range(len(self._spans)), key=lambda index: (self._spans[index].start, self._spans[index].end))
        numbers = (each for number in count(1) if (each := f"s{number}") not in self._ids)
        named = {id(self._spans[index]): self._spans[index].id or next(numbers) for index in order}
        spans = [replace(self._spans[index], id=named[id(self._spans[index])]) for index in order]
        made = imported_set(spans, self.schema, options.annotator, options.layer)
        link_numbers = (each for number in count(1) if (each := f"k{number}") not in self._link_ids)
        links = tuple(
            Link(link_id or next(link_numbers), role, named[id(head)], named[id(filler)])
            for role, head, filler, link_id in self._links
        )
        return fitted(AnnotatedDocument(self.document, (replace(made, links=links),)), self.schema, self._report)

    def _span(self, span_id: str, label: str, place: tuple[int, int], said: dict[str, Json]) -> Span:
        known = self._free(span_id, self._ids)
        span = Span(known, label, *place, self.document.text[slice(*place)], said, "import")
        self._spans.append(span)
        return span

    def is_taken(self, item_id: str) -> bool:
        """Whether a span or a link that was gathered has the id."""
        return item_id in self._ids or item_id in self._link_ids

    def _free(self, item_id: str, taken: set[str]) -> str:
        """The id, if it is one and nobody else's; else none, and it is told that there will be another."""
        if item_id and (not ITEM_ID.fullmatch(item_id) or item_id in taken):
            self.tell("id", item_id, "id", "no id of ours, or there already: it has another", Weight.CHANGED)
            return ""
        taken.add(item_id)
        return item_id


def document_of(raw_id: str, text: str, report: Report, meta: dict[str, Json] | None = None) -> Document:
    """The document of an id that others gave it: where it is none of ours it is made one, and that is told.

    Raises InvalidInput for one that has neither an id nor words.
    """
    if not raw_id and not text:
        raise InvalidInput("it has neither an id nor words", rule="type")
    known = raw_id
    if not DOCUMENT_ID.fullmatch(raw_id):
        known = re.sub(r"[\s\x00-\x1f\x7f/\\]+", "-", raw_id)[:200] or f"text-{checksum(text)[:16]}"
        said = f"{raw_id!r} is no id of a document here" if raw_id else "it has no id: it is called by its text"
        report(Loss(known, "ids", None, "document_id", said, Weight.CHANGED))
    return Document(known, text, meta or {})
