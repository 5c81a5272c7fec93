"""DyGIE++: a document a line, as its dataset reader takes it (doc/data.md and dataset_readers/document.py there).

Tokens are numbered through the document, and the last one of a span belongs to it. A trigger is one token. Its
reader holds one label for a stretch of tokens, one event for a trigger, and one role, or relation, for two
stretches, within a sentence; what goes beyond is not written. Clusters are of the whole document.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report
from annotator.formats.dygiepp.record import CLUSTERS, KEYS, dygiepp_record, read_dygiepp
from annotator.formats.maps.description import Description
from annotator.formats.mentions.lines import EventLines, heads_events, means
from annotator.formats.mentions.reading import EventTokenOptions, document_of
from annotator.formats.mentions.types import EventTypes
from annotator.formats.places.sentenced import no_words, rebuilt, sentenced
from annotator.formats.records.selection import Besides, left_behind
from annotator.formats.sources.json_lines import an_id, lists_in, words_by_sentence
from annotator.formats.sources.unread import Known, keys


@dataclass(frozen=True, slots=True)
class Dygiepp(EventLines):
    """JSON Lines with lists of numbers and names."""

    options: EventTokenOptions = field(default_factory=EventTokenOptions)

    id: ClassVar[str] = "dygiepp"
    title: ClassVar[str] = "DyGIE++"
    suffix: ClassVar[str] = ".dygiepp.jsonl"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"doc_key", "sentences"}),
        frozenset({"sentences", "ner"}),
    )
    known: ClassVar[Known] = keys(*KEYS)
    description: ClassVar[str] = "A document a line: entities, relations, events with triggers of one token, clusters."
    carries: ClassVar[Carries] = replace(NOTHING, overlap=True, links=True)

    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        """One line, with the name of the schema for that of the data set."""
        document, types = annotated.document, EventTypes(schema, self.options.types)
        layout, remarks = sentenced(document, annotations.spans, self.options)
        if not layout.tokens:
            return [], [no_words(document)]
        losses = list(left_behind(annotated, annotations, self.carries, Besides(types.is_class, document_id=True)))
        record, left = dygiepp_record(document.id, layout, annotations, schema, types)
        return [{"doc_key": document.id, "dataset": schema.name, **record}], losses + remarks + left

    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The text is rebuilt of its tokens, a line a sentence. Predictions are passed over, and told."""
        line = lines[0]
        words = words_by_sentence(line.get("sentences"))
        text, places = rebuilt(words)
        document = document_of(an_id(line.get("doc_key"), "doc_key"), text, report)
        return read_dygiepp(line, document, places, schema, self.options, report)

    def declare(self, line: JsonObject, description: Description) -> None:
        """Types of events head them; roles of arguments fill them, clusters tell of the same."""
        for trigger, *arguments in (lists_in(event) or [[]] for event in _items(line, "events")):
            heads_events(description, trigger[-1:])
            means(description, Meaning.FILLER, (argument[2:3] for argument in arguments))
        means(description, Meaning.RELATION, (relation[4:5] for relation in _items(line, "relations")))
        for key, meaning in CLUSTERS.items():
            means(description, meaning, [[str(meaning)]] if line.get(key) else [])


def _items(line: JsonObject, key: str) -> list[list[Json]]:
    return [item for sentence in lists_in(line.get(key)) for item in lists_in(sentence)]
