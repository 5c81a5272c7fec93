"""The lists of a DyGIE++ document: entities, relations, events and clusters by numbers of tokens, and back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.mentions.reading import EventReading, EventTokenOptions
from annotator.formats.mentions.types import EventTypes
from annotator.formats.mentions.view import Mentions, mentions
from annotator.formats.places.sentenced import Sentenced
from annotator.formats.places.tokens import Token
from annotator.formats.sources.json_lines import a_list, a_number, a_text

#: First and last token of a span, numbered through the document.
Stretch: TypeAlias = tuple[int, int]

#: The lists of clusters, and what they say.
CLUSTERS: Mapping[str, Meaning] = {"event_clusters": Meaning.SAME_EVENT, "clusters": Meaning.SAME_VALUE}
#: What a model said, which is told by itself.
_PREDICTED = frozenset({"predicted_ner", "predicted_relations", "predicted_events", "predicted_clusters"})
#: What is read of a document, and where its sentences start, which their words say too.
KEYS = frozenset({"doc_key", "dataset", "sentences", "_sentence_start", "ner", "relations", "events", *CLUSTERS})
KEYS |= _PREDICTED


def dygiepp_record(
    document_id: str, layout: Sentenced, annotations: AnnotationSet, schema: Schema, types: EventTypes
) -> tuple[dict[str, Json], list[Loss]]:
    """The lists of a set, and what they cannot hold."""
    writing = _Writing(document_id, layout, schema, types)
    return writing.record(annotations), writing.losses


class _Writing:
    def __init__(self, document_id: str, layout: Sentenced, schema: Schema, types: EventTypes) -> None:
        self.document_id, self.layout, self.schema, self.types = document_id, layout, schema, types
        self.losses: list[Loss] = []
        #: Where each span is that is written, and which one is read at a stretch.
        self.stretches: dict[str, Stretch] = {}
        self.holders: dict[Stretch, Span] = {}
        #: A stretch may be an entity and a trigger, each once.
        self.taken: dict[tuple[bool, Stretch], str] = {}

    def record(self, annotations: AnnotationSet) -> dict[str, Json]:
        for span in sorted(annotations.spans, key=lambda span: (self.schema.is_trigger(span.label), span.place)):
            self._put(span)
        links = tuple(link for link in annotations.links if self._reachable(link))
        view = mentions(replace(annotations, links=links), self.schema, self.stretches, tuple(CLUSTERS.values()))
        written: dict[str, Json] = {"sentences": [list(words) for words in self.layout.words_by_sentence]}
        entities = ((self._sentence(span), [*self._at(span), span.label]) for span in view.entities)
        written["ner"] = self._by_sentence(entities)
        written["relations"] = self._by_sentence(self._relations(view.relations))
        written["events"] = self._by_sentence(self._events(view))
        for key, meaning in CLUSTERS.items():
            written[key] = [[self._at(span) for span in cluster.spans] for cluster in view.clusters[meaning]]
            for link in (link for cluster in view.clusters[meaning] for link in cluster.bent):
                self._lose("link", link.id, "cluster", f"{link.role}: it leads to the main span now", Weight.CHANGED)
        return written

    def _put(self, span: Span) -> None:
        """Find the span a stretch, if there is one left for it."""
        found = self.layout.stretch(span)
        if found is None:
            return
        is_trigger = self.schema.is_trigger(span.label)
        stretch = (found[0], found[0] if is_trigger else found[1] - 1)
        taken = self.taken.setdefault((is_trigger, stretch), span.id)
        if taken != span.id:
            said = f"{span.label} “{span.quote}”: {taken} is written there, which leaves no place for it"
            self._lose("equal_span", span.id, "one_label", said)
            return
        if is_trigger and found[1] - found[0] > 1:
            said = f"“{span.quote}”: a trigger is one token, so it is “{self.layout.words[found[0]]}”"
            self._lose("span", span.id, "first_token", said, Weight.CHANGED)
        self.stretches[span.id] = stretch
        self.holders.setdefault(stretch, span)
        if is_trigger:
            self.losses += self.types.losses(self.document_id, span)

    def _reachable(self, link: Link) -> bool:
        """Whether its ends are there, and are what is read at their stretches."""
        if link.from_id not in self.stretches or link.to_id not in self.stretches:
            self._lose("link", link.id, "end", f"{link.role}: a span at its end is left out")
            return False
        meaning = self.schema.meaning(link.role)
        if meaning is Meaning.SAME_EVENT:
            return True
        ends = (link.to_id,) if meaning is Meaning.FILLER else (link.from_id, link.to_id)
        if all(self.holders[self.stretches[end]].id == end for end in ends):
            return True
        self._lose("link", link.id, "one_label", f"{link.role}: another span stands where its end does")
        return False

    def _relations(self, links: Iterable[Link]) -> Iterator[tuple[int, list[Json]]]:
        taken: set[tuple[Stretch, Stretch]] = set()
        for link in links:
            head, filler = self.stretches[link.from_id], self.stretches[link.to_id]
            if self._fits(link, (head, filler) in taken):
                taken.add((head, filler))
                yield self.layout.sentence_of[head[0]], [*head, *filler, link.role]

    def _events(self, view: Mentions) -> Iterator[tuple[int, list[Json]]]:
        for event in view.events:
            token = self.stretches[event.trigger.id][0]
            written: list[Json] = [[token, self.types.type_of(event.trigger)]]
            taken: set[Stretch] = set()
            for link in event.arguments:
                stretch = self.stretches[link.to_id]
                if self._fits(link, stretch in taken):
                    taken.add(stretch)
                    written.append([*stretch, link.role])
            yield self._sentence(event.trigger), written

    def _fits(self, link: Link, is_taken: bool) -> bool:
        sentences = {self.layout.sentence_of[self.stretches[end][0]] for end in (link.from_id, link.to_id)}
        if len(sentences) > 1:
            self._lose("link", link.id, "sentence", f"{link.role}: its ends are in two sentences")
        elif is_taken:
            self._lose("link", link.id, "one_role", f"{link.role}: its ends have another role already")
        return len(sentences) == 1 and not is_taken

    def _by_sentence(self, items: Iterable[tuple[int, list[Json]]]) -> Json:
        found: dict[int, list[Json]] = defaultdict(list)
        for sentence, item in items:
            found[sentence].append(item)
        return [found[number] for number in range(len(self.layout.sentences))]

    def _at(self, span: Span) -> list[Json]:
        return list(self.stretches[span.id])

    def _sentence(self, span: Span) -> int:
        return self.layout.sentence_of[self.stretches[span.id][0]]

    def _lose(self, kind: str, about: str, reason: str, said: str, weight: Weight = Weight.LOST) -> None:
        self.losses.append(Loss(self.document_id, kind, about, reason, said, weight))


def read_dygiepp(
    record: JsonObject,
    document: Document,
    places: Sequence[Token],
    schema: Schema | None,
    options: EventTokenOptions,
    report: Report,
) -> AnnotatedDocument:
    """The document with what the lists say; raises InvalidInput where they are of another shape."""
    return _Reading(places, EventReading(document, schema, options, report)).read(record)


class _Reading:
    def __init__(self, places: Sequence[Token], gathered: EventReading) -> None:
        self.places, self.gathered = places, gathered
        self.holders: dict[Stretch, Span] = {}
        self.triggers: dict[Stretch, Span] = {}

    def read(self, record: JsonObject) -> AnnotatedDocument:
        number = len(a_list(record.get("sentences"), "sentences"))
        for item in _items(record, "ner", number):
            at, label = _numbers(item, (2,), "an entity")
            place = self._place(at, label)
            if place is not None:
                self.holders.setdefault((at[0], at[1]), self.gathered.entity(label, place))
        self._events([a_list(item, "an event") for item in _items(record, "events", number)])
        for item in _items(record, "relations", number):
            at, role = _numbers(item, (4,), "a relation")
            head, filler = self._filler(at[:2], role), self._filler(at[2:], role)
            self.gathered.link(role, head, filler, f"{role}: no tokens at one of its ends, {at}")
        for key, meaning in CLUSTERS.items():
            for item in a_list(record.get(key), key):
                self._cluster(a_list(item, "a cluster"), meaning)
        for key in record:
            if key in _PREDICTED:
                self.gathered.tell("prediction", key, "not_read", "what a model predicted is not read", Weight.CHANGED)
        return self.gathered.annotated()

    def _events(self, events: Iterable[list[Json]]) -> None:
        heads = []
        for event in events:
            # Some versions have the first and the last token of a trigger, others its only one.
            at, type_ = _numbers(event[0] if event else None, (1, 2), "a trigger")
            stretch = (at[0], at[-1])
            place = self._place(stretch, type_)
            trigger = self.gathered.trigger(type_, place) if place else None
            if trigger is not None:
                self.triggers.setdefault(stretch, trigger)
                self.holders.setdefault(stretch, trigger)
            heads.append((trigger, event[1:]))
        # Arguments may be triggers that come later.
        for trigger, arguments in heads:
            for item in arguments:
                at, role = _numbers(item, (2,), "an argument")
                self.gathered.link(role, trigger, self._filler(at, role), f"{role}: no tokens at one of its ends, {at}")

    def _filler(self, stretch: Sequence[int], role: str) -> Span | None:
        """What stands there; where no list has it, it is called as the role is, or as what fills that."""
        found, place = self._at(stretch), None
        if found is None:
            place = self._place(stretch, role)
        if place is not None:
            found = self.gathered.entity(self.gathered.label_of(role), place)
            self.holders[stretch[0], stretch[1]] = found
        return found

    def _cluster(self, items: Iterable[Json], meaning: Meaning) -> None:
        found = self.triggers if meaning is Meaning.SAME_EVENT else self.holders
        spans = []
        for item in items:
            stretch = tuple(a_number(each, "a token") for each in a_list(item, "a mention"))
            span = found.get((stretch[0], stretch[-1])) if stretch else None
            if span is None:
                self.gathered.tell("link", None, "dangling", f"a cluster names {list(stretch)}, where no span is")
            else:
                spans.append(span)
        self.gathered.cluster(spans, meaning)

    def _at(self, stretch: Sequence[int]) -> Span | None:
        return self.holders.get((stretch[0], stretch[1]))

    def _place(self, stretch: Sequence[int], what: str) -> tuple[int, int] | None:
        return self.gathered.place(self.places, stretch[0], stretch[-1] + 1, what)


def _items(record: JsonObject, key: str, number: int) -> Iterator[Json]:
    """What stands in a list of lists, one a sentence; raises InvalidInput for one of another length."""
    sentences = a_list(record.get(key), key)
    if sentences and len(sentences) != number:
        raise InvalidInput(f"{key} has {len(sentences)} lists for {number} sentences", rule="sentences")
    for items in sentences:
        yield from a_list(items, f"each of {key}")


def _numbers(item: Json, sizes: Sequence[int], what: str) -> tuple[list[int], str]:
    """Numbers of tokens, and the name behind them."""
    parts = a_list(item, what)
    if len(parts) - 1 not in sizes:
        raise InvalidInput(f"{what} has {' or '.join(map(str, sizes))} numbers and a name", rule="type")
    return [a_number(each, "a token") for each in parts[:-1]], a_text(parts[-1], f"the name of {what}")
