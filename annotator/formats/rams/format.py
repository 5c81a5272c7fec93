"""RAMS: an event a line, with the five sentences around it and its arguments, as the scorer of RAMS reads them.

Tokens are counted through the window, and the last one of a span belongs to it. Arguments have a role and nothing
else there; ids, labels and the document that a window is of stand under a key of our own. Lines that have it are
put together again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link
from annotator.domain.documents import Document
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report, Weight
from annotator.formats.maps.description import Description
from annotator.formats.mentions.lines import EventLines, heads_events, means
from annotator.formats.mentions.places import bare_sentences, end_is_lost, language_of, placed_spans
from annotator.formats.mentions.reading import EventTokenOptions
from annotator.formats.mentions.types import EventTypes
from annotator.formats.mentions.view import EventMention, Mentions, mentions
from annotator.formats.places.sentenced import Sentenced
from annotator.formats.rams.reading import CORNER, ROLE, read_windows
from annotator.formats.records.selection import Besides, left_behind
from annotator.formats.sources.json_lines import lists_in
from annotator.formats.sources.unread import Known, keys

#: So many sentences before and behind that of the trigger.
REACH = 2


@dataclass(frozen=True, slots=True)
class Rams(EventLines):
    """JSON Lines of windows."""

    options: EventTokenOptions = field(default_factory=EventTokenOptions)

    id: ClassVar[str] = "rams"
    title: ClassVar[str] = "RAMS"
    suffix: ClassVar[str] = ".rams.jsonlines"
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"doc_key", "sentences", "evt_triggers"}),)
    known: ClassVar[Known] = keys(
        # Of which part of the data set it is, the name of its file says too.
        *("doc_key", "sentences", "language_id", "source_url", "split"),
        **dict.fromkeys(("evt_triggers", "ent_spans", "gold_evt_links"), 3),
    )
    description: ClassVar[str] = "An event a line, with the sentences around it and its arguments."
    carries: ClassVar[Carries] = replace(NOTHING, ids=True, overlap=True, links=True)

    def key(self, line: JsonObject) -> Json:
        """The document that a window of ours is of."""
        corner = line.get(CORNER)
        return corner.get("document") if isinstance(corner, dict) else None

    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        """A line an event; a document without one is left out."""
        document, types = annotated.document, EventTypes(schema, self.options.types)
        layout, remarks = bare_sentences(document, annotations, self.options)
        stretches, left = placed_spans(document.id, layout, annotations, schema, types)
        view = mentions(annotations, schema, stretches)
        if not view.events:
            return [], [Loss(document.id, "document", document.id, "no_events", "no event is told of in it")]
        losses = list(
            left_behind(annotated, annotations, self.carries, Besides(types.is_class, meta=language_of(document)))
        )
        losses += remarks + left
        losses += [end_is_lost(document.id, each) for each in annotations.links if not _ends(each) <= set(stretches)]
        windows = _Windows(document, layout, stretches, types, schema)
        lines = [windows.line(event, view) for event in view.events]
        return lines, losses + windows.losses + windows.left(view)

    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The sentences of all windows, in order, a line each."""
        return read_windows(lines, schema, self.options, report)

    def declare(self, line: JsonObject, description: Description) -> None:
        """The types of triggers head events, roles fill them."""
        for trigger in lists_in(line.get("evt_triggers")):
            heads_events(
                description, [each for types in lists_in(trigger) for name in lists_in(types) for each in name[:1]]
            )
        names = [item[2] for item in lists_in(line.get("gold_evt_links")) if len(item) > 2]
        names += [
            name for item in lists_in(line.get("ent_spans")) for roles in lists_in(item) for name in _first(roles)
        ]
        roles = [[ROLE.sub(r"\g<role>", name)] for name in names if isinstance(name, str)]
        means(description, Meaning.FILLER, roles)


def _first(roles: list[Json]) -> list[Json]:
    """The names of the roles that a span has, which each have a weight."""
    return [each[0] for each in lists_in(roles) if each]


def _ends(link: Link) -> set[str]:
    return {link.from_id, link.to_id}


class _Windows:
    """The lines of a document, and what no window holds."""

    def __init__(
        self,
        document: Document,
        layout: Sentenced,
        stretches: Mapping[str, tuple[int, int]],
        types: EventTypes,
        schema: Schema,
    ) -> None:
        self.document, self.layout, self.stretches = document, layout, stretches
        self.types, self.schema = types, schema
        self.type_numbers = {name: number for number, name in enumerate(types.all(), start=1)}
        self.role_numbers = {role.name: number for number, role in enumerate(schema.roles, start=1)}
        self.losses: list[Loss] = []
        self.sentences: set[int] = set()
        #: The spans that are in a window.
        self.told: set[str] = set()

    def line(self, event: EventMention, view: Mentions) -> dict[str, Json]:
        trigger, type_ = event.trigger, self.types.type_of(event.trigger)
        here = self._sentence(trigger.id)
        first, end = max(here - REACH, 0), min(here + REACH + 1, len(self.layout.sentences))
        self.sentences |= set(range(first, end))
        held = [link for link in event.arguments if self._is_held(link, first, end)]
        self.told |= {trigger.id, *(link.to_id for link in held)}
        at, offset = self._at(trigger.id, first), f"evt{self.type_numbers.get(type_, 0) % 1000:03d}"
        names = [f"{offset}arg{self.role_numbers[link.role] % 100:02d}{link.role}" for link in held]
        places = [self._at(link.to_id, first) for link in held]
        corner: dict[str, Json] = {"document": self.document.id, "sentence": first, "trigger": trigger.id}
        corner["arguments"] = [[link.id, link.to_id, view.spans[link.to_id].label] for link in held]
        return {
            "doc_key": f"{self.document.id}-{trigger.id}",
            "language_id": self.document.language or "und",
            "source_url": "",
            "split": "",
            "sentences": [list(words) for words in self.layout.words_by_sentence[first:end]],
            "ent_spans": [[*place, [[name, 1.0]]] for place, name in zip(places, names, strict=True)],
            "evt_triggers": [[*at, [[type_, 1.0]]]],
            "gold_evt_links": [[list(at), list(place), name] for place, name in zip(places, names, strict=True)],
            "rel_triggers": [],
            "gold_rel_links": [],
            CORNER: corner,
        }

    def left(self, view: Mentions) -> list[Loss]:
        """What is in no window: spans that are no argument, links that are none, sentences far from any event."""
        losses = []
        for span in view.entities:
            if span.id not in self.told:
                said = f"{span.label} “{span.quote}” is no argument within the reach of an event"
                losses.append(Loss(self.document.id, "span", span.id, "no_event", said))
        for link in view.relations:
            losses.append(Loss(self.document.id, "link", link.id, "not_carried", f"{link.role} is no argument"))
        number = len(self.layout.sentences) - len(self.sentences)
        away = f", and {number} sentences are in no window" if number else ""
        losses.append(Loss(self.document.id, "text", None, "words", f"spaces and line breaks are not carried{away}"))
        return losses

    def _is_held(self, link: Link, first: int, end: int) -> bool:
        if not first <= self._sentence(link.to_id) < end:
            said = f"{link.role}: it is more than {REACH} sentences away"
            self.losses.append(Loss(self.document.id, "link", link.id, "window", said))
            return False
        if re.search(r"\d", link.role):
            said = f"the scorer of RAMS takes {link.role} for what stands behind its last digit"
            self.losses.append(Loss(self.document.id, "link", link.id, "digit", said, Weight.CHANGED))
        return True

    def _at(self, span_id: str, first: int) -> tuple[int, int]:
        start, end = self.stretches[span_id]
        offset = self.layout.offsets[first]
        return start - offset, end - 1 - offset

    def _sentence(self, span_id: str) -> int:
        return self.layout.sentence_of[self.stretches[span_id][0]]
