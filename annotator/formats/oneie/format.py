"""OneIE and TextEE: a sentence a line, with mentions of entities, events and relations (data/README.md of TextEE).

OneIE's own loader wants word pieces of its tokenizer besides, which its scripts make of the tokens; TextEE makes
them itself. Neither knows links between sentences.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, TypeAlias

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report, Weight
from annotator.formats.maps.description import Description
from annotator.formats.mentions.lines import EventLines
from annotator.formats.mentions.lists import KEYS, Window, declare_lists, read_lists
from annotator.formats.mentions.places import bare_sentences, end_is_lost, language_of, placed_spans
from annotator.formats.mentions.reading import EventReading, EventTokenOptions, document_of
from annotator.formats.mentions.types import EventTypes
from annotator.formats.mentions.view import EventMention, mentions
from annotator.formats.oneie.graph import GRAPH, with_lists
from annotator.formats.options import of_writing
from annotator.formats.places.flattening import flatten
from annotator.formats.places.sentenced import Sentenced, aligned, no_words, rebuilt
from annotator.formats.places.tokens import Token
from annotator.formats.records.selection import Besides, left_behind
from annotator.formats.sources.json_lines import a_list, a_text, an_id
from annotator.formats.sources.unread import Known, keys

Overlap: TypeAlias = Literal["keep", "longest", "first", "refuse"]


@dataclass(frozen=True, slots=True)
class OneieOptions(EventTokenOptions):
    """Besides: whether entities may overlap."""

    overlap: Overlap = field(
        default="keep",
        metadata=of_writing(
            "of overlapping entities keep all, the longest or the first in the text, or refuse to write"
        ),
    )


@dataclass(frozen=True, slots=True)
class Oneie(EventLines):
    """JSON Lines of sentences; those of a document follow each other."""

    options: OneieOptions = field(default_factory=OneieOptions)

    id: ClassVar[str] = "oneie"
    title: ClassVar[str] = "OneIE, TextEE"
    suffix: ClassVar[str] = ".oneie.jsonl"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"tokens", "entity_mentions"}),
        frozenset({"tokens", "event_mentions"}),
        frozenset({"tokens", "token_ids", GRAPH}),
    )
    known: ClassVar[Known] = {
        **KEYS,
        # Where a sentence of a window starts, and a token in a text that is not there.
        **keys("wnd_id", "sent_id", "lang", "sentence", "sentence_starts", "token_ids"),
        GRAPH: keys(entities=5, triggers=4, relations=4, roles=4),
    }
    description: ClassVar[str] = "A sentence a line: mentions of entities, events and relations, by tokens."
    carries: ClassVar[Carries] = replace(NOTHING, ids=True, overlap=True, links=True)

    def key(self, line: JsonObject) -> Json:
        """The document that a sentence is of."""
        return line.get("doc_id")

    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        """A line a sentence, with the words as they stand in the text."""
        document, types = annotated.document, EventTypes(schema, self.options.types)
        layout, remarks = bare_sentences(document, annotations, self.options)
        if not layout.tokens:
            return [], [no_words(document)]
        losses = list(
            left_behind(annotated, annotations, self.carries, Besides(types.is_class, meta=language_of(document)))
        )
        stretches, left = placed_spans(document.id, layout, annotations, schema, types)
        losses += remarks + left + self._flattened(document.id, annotations, schema, stretches)
        sentences = _Sentences(document.id, layout, stretches, types)
        lines = sentences.lines(annotations, schema, document.language or "und")
        if "\n".join(str(line["text"]) for line in lines) != document.text:
            losses.append(Loss(document.id, "text", None, "words", "what stands between sentences is not carried"))
        return lines, losses + sentences.losses

    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The sentences are lines of the text, as far as their words stand in it one after the other."""
        windows = [_Read.of(with_lists(line)) for line in lines]
        text = "\n".join(window.text for window in windows)
        known = document_of(an_id(lines[0].get("doc_id"), "doc_id"), text, report, _meta(lines[0]))
        gathered = EventReading(known, schema, self.options, report)
        at = 0
        for window in windows:
            if window.is_rebuilt:
                gathered.tell(
                    "text", None, "rebuilt", "the tokens do not stand in the text: it is made of them", CHANGED
                )
            places = [Token(start + at, end + at) for start, end in window.places]
            read_lists(window.line, gathered, window.words, places, window.prefix)
            at += len(window.text) + 1
        return gathered.annotated()

    def declare(self, line: JsonObject, description: Description) -> None:
        """Types of events head them, roles of arguments fill them."""
        with suppress(InvalidInput):
            declare_lists(with_lists(line), description)

    def _flattened(
        self, document_id: str, annotations: AnnotationSet, schema: Schema, stretches: dict[str, tuple[int, int]]
    ) -> list[Loss]:
        """Leave out the entities that yield to others."""
        policy = self.options.overlap
        if policy == "keep":
            return []
        entities = [each for each in annotations.spans if each.id in stretches and not schema.is_trigger(each.label)]
        losses = []
        for span, other in flatten(entities, policy)[1]:
            del stretches[span.id]
            said = f"{span.label} “{span.quote}” yields to {other.label} “{other.quote}” ({other.id})"
            losses.append(Loss(document_id, "overlap", span.id, policy, said))
        return losses


CHANGED = Weight.CHANGED


class _Sentences:
    """The lines of a document; what two sentences part is lost."""

    def __init__(
        self, document_id: str, layout: Sentenced, stretches: dict[str, tuple[int, int]], types: EventTypes
    ) -> None:
        self.document_id, self.layout, self.stretches, self.types = document_id, layout, stretches, types
        self.losses: list[Loss] = []

    def lines(self, annotations: AnnotationSet, schema: Schema, language: str) -> list[dict[str, Json]]:
        links = tuple(link for link in annotations.links if self._is_within(link))
        view = mentions(replace(annotations, links=links), schema, self.stretches)
        entities: dict[int, list[Span]] = defaultdict(list)
        events: dict[int, list[EventMention]] = defaultdict(list)
        relations: dict[int, list[Link]] = defaultdict(list)
        for span in view.entities:
            entities[self._sentence(span.id)].append(span)
        for event in view.events:
            events[self._sentence(event.trigger.id)].append(event)
        for link in view.relations:
            relations[self._sentence(link.from_id)].append(link)
        found = []
        for number, tokens in enumerate(self.layout.sentences):
            window_id, offset = f"{self.document_id}-{number}", self.layout.offsets[number]
            window = Window(window_id, offset, self.layout, self.stretches, self.types)
            text = self.layout.text[tokens[0].start : tokens[-1].end]
            head: dict[str, Json] = {"doc_id": self.document_id, "wnd_id": window_id, "sent_id": window_id}
            head |= {"text": text, "lang": language, "tokens": list(self.layout.words_by_sentence[number])}
            found.append(head | window.lists(entities[number], events[number], relations[number]))
        return found

    def _is_within(self, link: Link) -> bool:
        if link.from_id not in self.stretches or link.to_id not in self.stretches:
            self.losses.append(end_is_lost(self.document_id, link))
            return False
        if self._sentence(link.from_id) == self._sentence(link.to_id):
            return True
        said = f"{link.role}: its ends are in two sentences"
        self.losses.append(Loss(self.document_id, "link", link.id, "sentence", said))
        return False

    def _sentence(self, span_id: str) -> int:
        return self.layout.sentence_of[self.stretches[span_id][0]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as its line tells it."""

    line: JsonObject
    prefix: str
    words: list[str]
    text: str
    places: list[Token]
    is_rebuilt: bool

    @classmethod
    def of(cls, line: JsonObject) -> "_Read":
        words = [a_text(word, "a token") for word in a_list(line.get("tokens"), "tokens")]
        if not words:
            raise InvalidInput("a line has tokens: all places are counted in them", rule="type")
        said = line.get("text") or line.get("sentence")
        text = said if isinstance(said, str) else ""
        places = aligned(text, words)
        prefix = str(line.get("wnd_id") or line.get("sent_id") or "")
        if places is not None:
            return cls(line, prefix, words, text, places, is_rebuilt=False)
        made, made_places = rebuilt([words])
        return cls(line, prefix, words, made, made_places, is_rebuilt=bool(text))


def _meta(line: JsonObject) -> dict[str, Json]:
    language = line.get("lang")
    return {"language": language} if isinstance(language, str) and language != "und" else {}
