"""MAVEN-Arg: documents as they stand, with events, their arguments and entities by characters (its README.md).

An event is all its triggers, an entity all its mentions; an argument is an entity, or some words. Which mention is
meant, of which trigger, and links that are no arguments stand in keys of our own, which its evaluation passes over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report
from annotator.formats.maps.description import Description
from annotator.formats.maven_arg.omnievent import SIGN, as_maven_arg
from annotator.formats.maven_arg.reading import KEYS, read_events
from annotator.formats.mentions.clusters import components
from annotator.formats.mentions.lines import EventLines, heads_events, means
from annotator.formats.mentions.places import title_of
from annotator.formats.mentions.reading import EventReading, document_of
from annotator.formats.mentions.types import TYPES_HELP, EventTypes, Types
from annotator.formats.mentions.view import EventMention, Mentions, mentions
from annotator.formats.options import READ_ANNOTATOR, READ_LAYER, Layer
from annotator.formats.records.selection import Besides, left_behind
from annotator.formats.sources.json_lines import a_text, an_id, objects_in
from annotator.formats.sources.unread import Known


@dataclass(frozen=True, slots=True)
class MavenArgOptions:
    """Types of events, and whose the sets are that are read."""

    types: Types = field(default="own", metadata={"help": TYPES_HELP})
    annotator: str = field(default="import", metadata=READ_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=READ_LAYER)


@dataclass(frozen=True, slots=True)
class MavenArg(EventLines):
    """JSON Lines of documents with events and entities."""

    options: MavenArgOptions = field(default_factory=MavenArgOptions)

    id: ClassVar[str] = "maven-arg"
    title: ClassVar[str] = "MAVEN-Arg"
    suffix: ClassVar[str] = ".maven-arg.jsonl"
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"document", "events", "entities"}), SIGN)
    known: ClassVar[Known] = KEYS
    description: ClassVar[str] = "Documents with events, their arguments and entities, by characters."
    carries: ClassVar[Carries] = replace(NOTHING, text=True, ids=True, overlap=True, links=True)

    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        """The line of the document."""
        document, types = annotated.document, EventTypes(schema, self.options.types)
        besides = Besides(types.is_class, meta=title_of(document))
        losses = list(left_behind(annotated, annotations, self.carries, besides))
        for span in annotations.spans:
            losses += types.losses(document.id, span)
        view = mentions(annotations, schema, {span.id for span in annotations.spans}, (Meaning.SAME_EVENT,))
        return [_Line(document, view, schema, types).made()], losses

    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The text as it stands; what is not where its offsets say is looked for nearby, or left out, and told."""
        line = as_maven_arg(lines[0])
        text, title = line.get("document"), line.get("title")
        meta: dict[str, Json] = {"title": title} if isinstance(title, str) and title else {}
        words = text if text == "" else a_text(text, "document")
        document = document_of(an_id(line.get("id"), "id"), words, report, meta)
        return read_events(line, EventReading(document, schema, self.options, report))

    def declare(self, line: JsonObject, description: Description) -> None:
        """Types of events head them, and roles fill them; what is one event or entity tells of the same."""
        try:
            line = as_maven_arg(line)
        except InvalidInput:
            return
        events = [each for key in ("events", "event_mentions") for each in objects_in(line, key)]
        heads_events(description, [event.get("type") for event in events])
        said = [event.get("argument") for event in events]
        means(description, Meaning.FILLER, (list(each) for each in said if isinstance(each, dict)))
        for key, meaning in (("events", Meaning.SAME_EVENT), ("entities", Meaning.SAME_VALUE)):
            several = any(len(objects_in(each, "mention")) > 1 for each in objects_in(line, key))
            means(description, meaning, [[str(meaning)]] if several and not line.get("links") else [])


class _Line:
    """A document with its events and entities."""

    def __init__(self, document: Document, view: Mentions, schema: Schema, types: EventTypes) -> None:
        self.document, self.view, self.schema, self.types = document, view, schema, types
        self.groups = self._entities()
        self.entity_of = {span.id: group[0].id for group in self.groups for span in group}

    def made(self) -> dict[str, Json]:
        """The whole line; our own keys stand last."""
        mentions_of = {event.trigger.id: event for event in self.view.events}
        events: list[Json] = [self._event([mentions_of[each.id] for each in group]) for group in self.view.triggers]
        bound = [link for cluster in self.view.clusters[Meaning.SAME_EVENT] for link in cluster.links]
        links: list[Json] = [
            {"id": link.id, "role": link.role, "from": self._id(link.from_id), "to": self._id(link.to_id)}
            for link in (*bound, *self.view.relations)
        ]
        return {
            "id": self.document.id,
            "title": self.document.title,
            "document": self.document.text,
            "events": events,
            "entities": [self._entity(group) for group in self.groups],
            "negative_triggers": [],
            "links": links,
        }

    def _entities(self) -> list[list[Span]]:
        """Entities of one label that links of the same value tie together."""
        entities = {span.id: span for span in self.view.entities}
        same = [link for link in self.view.relations if self.schema.meaning(link.role) is Meaning.SAME_VALUE]
        tied = components(link for link in same if self._is_of_one(link, entities))
        groups = [sorted((entities[each] for each in _ends(group)), key=lambda span: span.place) for group in tied]
        alone = set(entities) - {span.id for group in groups for span in group}
        groups += [[entities[each]] for each in alone]
        return sorted(groups, key=lambda group: group[0].place)

    def _is_of_one(self, link: Link, entities: dict[str, Span]) -> bool:
        head, filler = entities.get(link.from_id), entities.get(link.to_id)
        return head is not None and filler is not None and head.label == filler.label

    def _id(self, span_id: str) -> str:
        return f"{self.document.id}-{span_id}"

    def _event(self, group: Sequence[EventMention]) -> Json:
        type_ = self.types.type_of(group[0].trigger)
        told: list[Json] = []
        roles: dict[str, list[Json]] = {}
        for event in group:
            own = self.types.type_of(event.trigger)
            mention = {"trigger_word": event.trigger.quote, **self._at(event.trigger)}
            told.append(mention | ({"type": own} if own != type_ else {}))
            for link in event.arguments:
                roles.setdefault(link.role, []).append(self._argument(link))
        event_id, number = f"EVENT-{self._id(group[0].trigger.id)}", self.types.number(type_)
        return {"id": event_id, "type": type_, "type_id": number, "mention": told, "argument": {**roles}}

    def _argument(self, link: Link) -> Json:
        filler = self.view.spans[link.to_id]
        own: dict[str, Json] = {"link": link.id, "from": self._id(link.from_id), "to": self._id(link.to_id)}
        if filler.id in self.entity_of:
            return {"entity_id": f"ENTITY-{self._id(self.entity_of[filler.id])}", **own}
        return {"content": filler.quote, "offset": [filler.start, filler.end], **own}

    def _entity(self, group: Sequence[Span]) -> Json:
        told: list[Json] = [{"mention": span.quote, **self._at(span)} for span in group]
        return {"id": f"ENTITY-{self._id(group[0].id)}", "type": group[0].label, "mention": told}

    def _at(self, span: Span) -> dict[str, Json]:
        return {"id": self._id(span.id), "offset": [span.start, span.end]}


def _ends(links: Iterable[Link]) -> set[str]:
    return set(chain.from_iterable((link.from_id, link.to_id) for link in links))
