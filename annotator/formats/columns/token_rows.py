"""Rows of tokens with numbers for tags, for trainers of Hugging Face; beside them everything needed to read them back.

A row is a sentence: `tokens` and `ner_tags`, its `text` with all up to the next sentence, the place of its tokens in
that text (`offsets`), and its spans, overlapping or not, in the same offsets. `document_id` and `start` say whose
text it is a part of; what is said of the whole document stands in its first row.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Loss, Weight
from annotator.formats.columns.tag_names import TagNames
from annotator.formats.columns.tags import tags_of
from annotator.formats.native.record import set_record
from annotator.formats.options import UNSAID_ANNOTATOR, UNSAID_LAYER, Layer, of_reading, of_writing
from annotator.formats.places.flattening import LAYERED_HELP, LayeredOverlap, cost_of, flatten, layered
from annotator.formats.places.sentenced import Sentenced, TokenOptions, sentenced
from annotator.formats.records.checking import located
from annotator.formats.records.selection import one_set
from annotator.formats.sources.json_text import written

Row: TypeAlias = dict[str, Json]

#: Everything of one set but its comments.
CARRIES: Carries = replace(
    NOTHING,
    **dict.fromkeys(
        ("text", "ids", "meta", "provenance", "origin", "overlap", "links", "attributes", "document_attributes"), True
    ),
)
#: Why a span is in the column of spans, but not in that of tags.
NOT_IN_TAGS = "not_in_tags"


@dataclass(frozen=True, slots=True)
class RowOptions(TokenOptions):
    """How rows are written, where things stand in rows of others, and whose the sets are that do not say it."""

    overlap: LayeredOverlap = field(default="longest", metadata=of_writing("in the tags: " + LAYERED_HELP))
    tokens: str = field(
        default="", metadata=of_reading("the column of the tokens in rows of others; else `tokens` or `words`")
    )
    tags: str = field(
        default="", metadata=of_reading("the column of the tags in rows of others; else `ner_tags`, `tags` or the like")
    )
    labels: str = field(
        default="",
        metadata=of_reading("the names of the tags, with commas, where numbers stand for them without a name"),
    )
    annotator: str = field(default="import", metadata=UNSAID_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)


class RowWriter:
    """Makes the rows of documents, one after the other; `names` has seen all their tags when the last is made."""

    def __init__(self, options: RowOptions, schema: Schema | None) -> None:
        if options.overlap == "layers" and schema is None:
            said = "overlap=layers writes a column for each label of the schema: name the schema"
            raise InvalidInput(said, rule="schema")
        self.options = options
        self.names = TagNames(schema, layers=options.overlap == "layers")

    def rows(self, annotated: AnnotatedDocument) -> tuple[list[Row], list[Loss]]:
        """The rows of a document, none if it has no set, and all that they leave behind."""
        kept, left = one_set(annotated, CARRIES)
        losses = list(left)
        if kept is None:
            return [], losses
        document, annotations = kept.document, kept.sets[0]
        try:
            tagged, told = self._flat(document, annotations.spans)
            found, more = sentenced(document, annotations.spans, self.options)
            rows = list(self._rows(document, annotations, found, tagged))
        except InvalidInput as error:
            raise located(error, None, None, document.id) from None
        return rows, losses + told + [_untagged(loss) for loss in more if loss.kind != "text"]

    def _flat(self, document: Document, spans: Sequence[Span]) -> tuple[list[Span], list[Loss]]:
        policy = self.options.overlap
        losses = []
        if policy == "layers":
            known = [span for span in spans if self.names.column(span.label) in self.names.columns]
            by_label, dropped = layered(known)
            kept = [span for own in by_label.values() for span in own]
            for span in spans:
                if self.names.column(span.label) not in self.names.columns:
                    said = f"there is no column for {span.label!r}: it is in the column `spans` alone"
                    losses.append(Loss(document.id, "span", span.id, NOT_IN_TAGS, said, Weight.CHANGED))
        else:
            kept, dropped = flatten(spans, policy)
        for span, other in dropped:
            said = (
                f"{span.label} “{span.quote}” is in the column `spans` alone: in the tags it yields to “{other.quote}”"
            )
            losses.append(Loss(document.id, "overlap", span.id, NOT_IN_TAGS, said, Weight.CHANGED))
        return kept, losses + cost_of(document, spans, dropped, policy)

    def _rows(
        self, document: Document, annotations: AnnotationSet, found: Sentenced, tagged: Iterable[Span]
    ) -> Iterator[Row]:
        text = document.text
        starts = [0, *(sentence[0].start for sentence in found.sentences[1:])]
        ends = [*starts[1:], len(text)]
        spans: list[list[Span]] = [[] for _ in starts]
        row_of = {}
        for span in annotations.spans:
            row_of[span.id] = bisect(starts, span.start) - 1
            spans[row_of[span.id]].append(span)
        links: list[list[Link]] = [[] for _ in starts]
        for link in annotations.links:
            links[row_of[link.from_id]].append(link)
        numbers = self._numbers(found, tagged)
        at = 0
        for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
            tokens = found.sentences[index] if found.sentences else ()
            row: Row = {"id": f"{document.id}-{index + 1}", "document_id": document.id}
            row["tokens"] = list(found.words_by_sentence[index]) if tokens else []
            row |= {column: list(tags[at : at + len(tokens)]) for column, tags in numbers.items()}
            row |= {"text": text[start:end], "start": start}
            row["offsets"] = [[token.start - start, token.end - start] for token in tokens]
            row["spans"] = [_span(span, start, document.id) for span in spans[index]]
            row["links"] = [link.as_json() for link in links[index]]
            row |= _whole(document, annotations, spans, links) if index == 0 else {"meta": None, "set": None}
            yield row
            at += len(tokens)

    def _numbers(self, found: Sentenced, tagged: Iterable[Span]) -> dict[str, list[int]]:
        columns = [*self.names.columns]
        numbers = {column: [0] * len(found.tokens) for column in columns}
        for span in tagged:
            stretch = found.stretch(span)
            if stretch is not None:
                first, end = stretch
                tags = tags_of(span.label, end - first, "iob2")
                numbers[self.names.column(span.label)][first:end] = [self.names.number(tag, span.label) for tag in tags]
        return numbers


def _untagged(loss: Loss) -> Loss:
    """What is said of a span that has no word, or loses spaces at its ends: it is only so in the tags."""
    if loss.reason not in ("misaligned", "trimmed"):
        return loss
    said = f"{loss.detail}; it is whole in the column `spans`"
    return replace(loss, reason=NOT_IN_TAGS, detail=said, weight=Weight.CHANGED)


def _span(span: Span, start: int, document_id: str) -> Json:
    return {
        "id": span.id,
        "label": span.label,
        "start": span.start - start,
        "end": span.end - start,
        "text": span.quote,
        "attributes": _json(dict(span.attributes), document_id) if span.attributes else None,
        "origin": span.origin,
    }


def _whole(
    document: Document, annotations: AnnotationSet, spans: Sequence[Sequence[Span]], links: Sequence[Sequence[Link]]
) -> Row:
    """What is said of the document and of the set, and in which order the set has what stands row by row."""
    said = set_record(replace(annotations, spans=(), links=()))
    own: Sequence[tuple[str, Sequence[Span | Link], Sequence[Sequence[Span | Link]]]] = (
        ("spans", annotations.spans, spans),
        ("links", annotations.links, links),
    )
    order: dict[str, Json] = {}
    for name, things, by_row in own:
        ids = [thing.id for thing in things]
        if ids != [thing.id for row in by_row for thing in row]:
            order[name] = list(ids)
    if order:
        said["order"] = order
    meta = _json(dict(document.meta), document.id) if document.meta else None
    return {"meta": meta, "set": _json(said, document.id)}


def _json(value: Json, document_id: str) -> str:
    return written(value, document_id).decode()
