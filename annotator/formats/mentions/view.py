"""An annotation set as formats of events see it: entities, mentions of events with their arguments, relations.

They know no spans that are linked, but entities, and events that have a trigger, a type and arguments in roles; of
one event there may be several mentions. Which spans head events, and which links are arguments, only a schema says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from annotator.domain.annotations import AnnotationSet, Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning, Schema
from annotator.formats.mentions.clusters import Cluster, clusters_of


@dataclass(frozen=True, slots=True)
class EventMention:
    """A trigger and its own arguments; those of further triggers of the event are theirs."""

    trigger: Span
    arguments: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """All of a set, each span and each link in one place, spans in text order."""

    spans: Mapping[str, Span]
    entities: tuple[Span, ...]
    events: tuple[EventMention, ...]
    #: Links that are neither arguments nor in a cluster.
    relations: tuple[Link, ...]
    #: What tells of the same event or value, for the meanings that were asked for.
    clusters: Mapping[Meaning, tuple[Cluster, ...]]

    @property
    def triggers(self) -> list[tuple[Span, ...]]:
        """The triggers of each event, the main one first, where clusters of the same event were asked for."""
        clusters = {cluster.main.id: cluster.spans for cluster in self.clusters[Meaning.SAME_EVENT]}
        further = {span.id for spans in clusters.values() for span in spans[1:]}
        heads = (event.trigger for event in self.events if event.trigger.id not in further)
        return [clusters.get(head.id, (head,)) for head in heads]


def mentions(
    annotations: AnnotationSet, schema: Schema, there: Collection[str], clustered: Collection[Meaning] = ()
) -> Mentions:
    """What a format can write of the spans that are `there`; links of others are left out.

    Links of the meanings in `clustered` are clusters as far as clusters hold them, and relations beyond.
    """
    spans = {span.id: span for span in sorted(annotations.spans, key=lambda span: span.place) if span.id in there}
    links = [link for link in annotations.links if link.from_id in spans and link.to_id in spans]
    clusters: dict[Meaning, tuple[Cluster, ...]] = {}
    for meaning in clustered:
        of_it = [link for link in links if schema.meaning(link.role) is meaning]
        clusters[meaning] = clusters_of(of_it, spans, schema, meaning)
        held = {link.id for cluster in clusters[meaning] for link in cluster.links}
        links = [link for link in links if link.id not in held]
    arguments: dict[str, list[Link]] = {span.id: [] for span in spans.values() if schema.is_trigger(span.label)}
    relations = []
    for link in links:
        if schema.meaning(link.role) is Meaning.FILLER and link.from_id in arguments:
            arguments[link.from_id].append(link)
        else:
            relations.append(link)
    events = tuple(EventMention(spans[trigger], tuple(own)) for trigger, own in arguments.items())
    entities = tuple(span for span in spans.values() if span.id not in arguments)
    return Mentions(spans, entities, events, tuple(relations), clusters)


def needed(schema: Schema | None, document: Document) -> Schema:
    """The schema; raises InvalidInput without one."""
    if schema is None:
        said = "which spans head events, and which links are arguments, a schema says: give it with --schema"
        raise InvalidInput(said, rule="schema", document=document.id)
    return schema
