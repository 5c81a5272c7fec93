"""MAVEN: documents in sentences of tokens, with events and all their triggers (DataFormat.md of MAVEN-dataset).

Read are MAVEN-ERE, too, which has times and relations besides, and the test set of MAVEN-Arg (README.md of each).

What is no trigger of an event is not in it. The words that might have been triggers and are none, which its
evaluation counts besides, nobody marked here: `negative_triggers` is empty. A trigger of another type than its event
says so under `type`, and `links` has the ids of what ties them: keys of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Span
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report, Weight
from annotator.formats.maps.description import Description
from annotator.formats.maven.reading import KEYS, read_document, relations_in, sentences_of
from annotator.formats.mentions.lines import EventLines, heads_events, means
from annotator.formats.mentions.places import bare_sentences, end_is_lost, placed_spans, title_of
from annotator.formats.mentions.reading import EventReading, EventTokenOptions, document_of
from annotator.formats.mentions.types import EventTypes
from annotator.formats.mentions.view import Mentions, mentions
from annotator.formats.places.sentenced import Sentenced, no_words
from annotator.formats.records.selection import Besides, left_behind
from annotator.formats.sources.json_lines import an_id, objects_in
from annotator.formats.sources.unread import Known


@dataclass(frozen=True, slots=True)
class Maven(EventLines):
    """JSON Lines of documents with events."""

    options: EventTokenOptions = field(default_factory=EventTokenOptions)

    id: ClassVar[str] = "maven"
    title: ClassVar[str] = "MAVEN"
    suffix: ClassVar[str] = ".maven.jsonl"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"content", "events"}),
        frozenset({"content", "negative_triggers"}),
        frozenset({"content", "candidates"}),
        # MAVEN-ERE, and the test set of MAVEN-Arg.
        frozenset({"id", "tokens", "sentences", "events"}),
        frozenset({"id", "tokens", "sentences", "event_mentions"}),
    )
    known: ClassVar[Known] = KEYS
    description: ClassVar[str] = (
        "Documents in sentences of tokens, with the triggers of each event: for event detection."
    )
    carries: ClassVar[Carries] = replace(NOTHING, ids=True, overlap=True, links=True)

    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        """The line of the document."""
        document, types = annotated.document, EventTypes(schema, self.options.types)
        layout, remarks = bare_sentences(document, annotations, self.options)
        if not layout.tokens:
            return [], [no_words(document)]
        stretches, left = placed_spans(document.id, layout, annotations, schema, types)
        view = mentions(annotations, schema, stretches, (Meaning.SAME_EVENT,))
        losses = list(
            left_behind(annotated, annotations, self.carries, Besides(types.is_class, meta=title_of(document)))
        )
        losses.append(Loss(document.id, "text", None, "words", "what stands between sentences is not carried"))
        losses += remarks + [loss for loss in left if loss.kind != "equal_span"]
        losses += _left(document.id, annotations, stretches, view, types)
        events = [_event(document.id, group, layout, stretches, types) for group in view.triggers]
        content: list[Json] = [
            {"sentence": layout.text[tokens[0].start : tokens[-1].end], "tokens": list(words)}
            for tokens, words in zip(layout.sentences, layout.words_by_sentence, strict=True)
        ]
        line: dict[str, Json] = {"id": document.id, "title": document.title, "content": content}
        id_of = partial(_mention_id, document.id)
        ties = [link for cluster in view.clusters[Meaning.SAME_EVENT] for link in cluster.links]
        links: list[Json] = [
            {"id": link.id, "role": link.role, "from": id_of(link.from_id), "to": id_of(link.to_id)} for link in ties
        ]
        return [line | {"events": list(events), "negative_triggers": [], "links": links}], losses

    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The sentences are lines of the text, as far as their words stand in them one after the other."""
        line = lines[0]
        content = sentences_of(line)
        title = line.get("title")
        meta: dict[str, Json] = {"title": title} if isinstance(title, str) and title else {}
        text = "\n".join(each.text for each in content)
        gathered = EventReading(
            document_of(an_id(line.get("id"), "id"), text, report, meta), schema, self.options, report
        )
        return read_document(line, gathered, content)

    def declare(self, line: JsonObject, description: Description) -> None:
        """Types of events head them; what is one event tells of the same."""
        events = objects_in(line, "events")
        heads_events(description, [event.get("type") for event in (*events, *objects_in(line, "event_mentions"))])
        means(description, Meaning.RELATION, [[role] for role, _ in relations_in(line)])
        several = any(len(objects_in(event, "mention")) > 1 for event in events)
        means(description, Meaning.SAME_EVENT, [[str(Meaning.SAME_EVENT)]] if several and not line.get("links") else [])


def _mention_id(document_id: str, span_id: str) -> str:
    return f"{document_id}-{span_id}"


def _event(
    document_id: str,
    triggers: tuple[Span, ...],
    layout: Sentenced,
    stretches: Mapping[str, tuple[int, int]],
    types: EventTypes,
) -> dict[str, Json]:
    type_ = types.type_of(triggers[0])
    told: list[Json] = []
    for trigger in triggers:
        first, end = stretches[trigger.id]
        sentence = layout.sentence_of[first]
        words = layout.text[layout.tokens[first].start : layout.tokens[end - 1].end]
        offset: list[Json] = [each - layout.offsets[sentence] for each in (first, end)]
        mention: dict[str, Json] = {
            "id": _mention_id(document_id, trigger.id),
            "trigger_word": words,
            "sent_id": sentence,
            "offset": offset,
        }
        told.append(mention if types.type_of(trigger) == type_ else mention | {"type": types.type_of(trigger)})
    number = types.number(type_)
    return {"id": f"{document_id}-event-{triggers[0].id}", "type": type_, "type_id": number, "mention": told}


def _left(
    document_id: str,
    annotations: AnnotationSet,
    stretches: Mapping[str, tuple[int, int]],
    view: Mentions,
    types: EventTypes,
) -> Iterator[Loss]:
    """Spans that head no event, links that do not tie triggers, and types of triggers that are not their event's."""
    heads = {event.trigger.id for event in view.events}
    held = {link.id for cluster in view.clusters[Meaning.SAME_EVENT] for link in cluster.links}
    for span in annotations.spans:
        if span.id not in heads and not (types.schema and types.schema.is_trigger(span.label)):
            yield Loss(document_id, "span", span.id, "not_carried", f"{span.label} “{span.quote}” heads no event")
    for link in annotations.links:
        if link.id not in held:
            ends = {link.from_id, link.to_id} <= set(stretches)
            said = f"{link.role} does not tie triggers of one event"
            yield Loss(document_id, "link", link.id, "not_carried", said) if ends else end_is_lost(document_id, link)
    for triggers in view.triggers:
        for trigger in triggers[1:]:
            if types.type_of(trigger) not in (trigger.label, types.type_of(triggers[0])):
                said = f"“{trigger.quote}” is of the type of its event, {types.type_of(triggers[0])}"
                yield Loss(document_id, "event_class", trigger.id, "event", said, Weight.CHANGED)
