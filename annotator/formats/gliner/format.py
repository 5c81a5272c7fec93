"""GLiNER: tokens with spans and relations, as its trainer takes them (docs/training.md of urchade/GLiNER).

`tokenized_text`, `ner` with the first and the last token of each span and its label, `relations` between places in
that list, and by option `ner_labels`, all labels that there are. A list in one file, or an object a line. GLiNER reads
no more than a few hundred tokens, so a record is a sentence unless `sentences=whole`; `document`, a key that it passes
over, says which records are one document.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, TypeAlias

from annotator.domain.annotations import AnnotatedDocument, Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Destination, Loss, Report, Source, placing, refuse, skipped
from annotator.formats.gliner.reading import PREDICTION, read_link, read_span
from annotator.formats.options import READ_ANNOTATOR, READ_LAYER, Layer, of_writing
from annotator.formats.places.sentenced import Sentenced, TokenOptions, no_words, rebuilt, sentenced
from annotator.formats.records.checking import located
from annotator.formats.records.fitting import fitted
from annotator.formats.records.foreign_ids import document_of
from annotator.formats.records.selection import Besides, chosen, imported_set, left_behind, no_set
from annotator.formats.sources.files import name_of, reading, writing
from annotator.formats.sources.json_lines import a_list, a_text
from annotator.formats.sources.json_stream import sound_objects
from annotator.formats.sources.json_text import written
from annotator.formats.sources.unread import Unread, keys

Record: TypeAlias = dict[str, Json]

_END = keys("mention", "position", "type")
_KNOWN = keys(
    *("tokenized_text", "ner", "document"),
    # What says which labels there are or are not, and not what stands in the text.
    *("ner_labels", "ner_negatives", "rel_labels", "rel_negatives"),
    relations=keys("relation_text", head=_END, tail=_END),
)


@dataclass(frozen=True, slots=True)
class GlinerOptions(TokenOptions):
    """How records are written, and whose the sets are that are read."""

    form: Literal["list", "lines"] = field(
        default="list", metadata=of_writing("write one list, as GLiNER's training script reads it, or a record a line")
    )
    labels: Literal["no", "yes"] = field(
        default="no", metadata=of_writing("write all labels of the schema into each record, as `ner_labels`")
    )
    annotator: str = field(default="import", metadata=READ_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=READ_LAYER)


@dataclass(frozen=True, slots=True)
class Gliner:
    """JSON with token numbers, the last one included."""

    options: GlinerOptions = field(default_factory=GlinerOptions)

    id: ClassVar[str] = "gliner"
    title: ClassVar[str] = "GLiNER"
    suffix: ClassVar[str] = ".gliner.json"
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"tokenized_text"}), PREDICTION)
    description: ClassVar[str] = "Tokens with spans, overlapping or not, and relations: for training GLiNER."
    carries: ClassVar[Carries] = replace(NOTHING, overlap=True, links=True)

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """A record a sentence; the schema is needed for `labels=yes` alone."""
        labels = self._labels(schema)
        before, between, after = (b"[", b",\n", b"]\n") if self.options.form == "list" else (b"", b"\n", b"\n")
        empty = True
        with writing(destination) as stream:
            stream.write(before)
            for annotated in documents:
                records, losses = self._records(annotated)
                for record in records:
                    stream.write((b"" if empty else between) + written(record | labels, annotated.document.id))
                    empty = False
                yield from losses
            stream.write(b"" if empty and not before else after)

    def _labels(self, schema: Schema | None) -> Record:
        if self.options.labels == "no":
            return {}
        if schema is None:
            raise InvalidInput("labels=yes writes the labels of the schema: name the schema", rule="schema")
        return {"ner_labels": [label.name for label in schema.labels]}

    def _records(self, annotated: AnnotatedDocument) -> tuple[list[Record], list[Loss]]:
        document, annotations = annotated.document, chosen(annotated)
        if annotations is None:
            return [], [no_set(document)]
        found, told = sentenced(document, annotations.spans, self.options)
        if not found.tokens:
            return [], [no_words(document)]
        losses = [*left_behind(annotated, annotations, self.carries, Besides(document_id=True)), *told]
        spans = _Spans(document, annotations.spans, found, losses)
        relations = spans.relations(annotations.links)
        records: list[Record] = []
        for number, words in enumerate(found.words_by_sentence):
            record: Record = {"tokenized_text": list(words), "ner": spans.of_sentence(number)}
            records.append(record | {"relations": relations[number], "document": document.id})
        return records, losses

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The words, the spans that have one, and the links within a record."""
        records, _ = self._records(annotated)
        return self._document(records, schema, lambda _: None) if records else None

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """A list, or a record a line; records of one document that follow each other are one."""
        file = name_of(source, file)
        with Unread(_KNOWN, report, file) as unread, reading(source) as stream:
            try:
                for number, group in _grouped(sound_objects(stream, report, file)):
                    told = placing(report, file, number)
                    try:
                        annotated = self._document(group, schema, told)
                    except InvalidInput as error:
                        skipped(error, report, file, number)
                        continue
                    for record in group:
                        unread.tell(record, number)
                    yield fitted(annotated, schema, told)
            except InvalidInput as error:
                raise located(error, file, None) from None

    def _document(self, group: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        if group[0].keys() >= PREDICTION and "tokenized_text" not in group[0]:
            said = "what a model found, without the text that it is in; if text is a whole text, name another format"
            raise InvalidInput(said, rule="no_text")
        words = [[a_text(word, "a token") for word in a_list(_texts(each), "tokenized_text")] for each in group]
        text, places = rebuilt(words)
        given = group[0].get("document")
        document = document_of(a_text(given, "document") if given is not None else None, text, {}, report)
        spans: list[Span] = []
        links: list[Link] = []
        at = 0
        for record, own in zip(group, words, strict=True):
            here: list[Span | None] = []
            entries = a_list(record.get("ner"), "ner")
            for entry in entries:
                here.append(read_span(entry, text, places[at : at + len(own)], f"s{len(spans) + 1}", document, report))
                spans += [each for each in here[-1:] if each is not None]
            for entry in a_list(record.get("relations"), "relations"):
                link = read_link(entry, entries, here, f"l{len(links) + 1}", document, report)
                links += [link] if link is not None else []
            at += len(own)
        annotations = imported_set(spans, schema, self.options.annotator, self.options.layer)
        return AnnotatedDocument(document, (replace(annotations, links=tuple(links)),))


class _Spans:
    """The spans of a document by sentence, in text order; what cannot be among them is added to `losses`."""

    def __init__(self, document: Document, spans: Iterable[Span], found: Sentenced, losses: list[Loss]) -> None:
        self._document, self._losses = document, losses
        self._by_sentence: list[list[tuple[int, int, str, str]]] = [[] for _ in found.sentences]
        self._sentence: dict[str, int] = {}
        taken = set()
        # Those that lose spaces at their ends come last: they may then be the same as another.
        for trimmed, span, stretch in sorted(_stretches(spans, found), key=lambda each: (each[0], each[1].place)):
            number = found.sentence_of[stretch[0]]
            first, last = stretch[0] - found.offsets[number], stretch[1] - 1 - found.offsets[number]
            if trimmed and (number, first, last, span.label) in taken:
                said = f"{span.label} {span.quote!r} is, without the spaces at its ends, another one"
                losses.append(Loss(document.id, "equal_span", span.id, "same", said))
                continue
            taken.add((number, first, last, span.label))
            self._by_sentence[number].append((first, last, span.label, span.id))
            self._sentence[span.id] = number
        for own in self._by_sentence:
            own.sort()

    def of_sentence(self, number: int) -> list[Json]:
        return [[first, last, label] for first, last, label, _ in self._by_sentence[number]]

    def relations(self, links: Iterable[Link]) -> list[list[Json]]:
        """The links by sentence; one that joins two sentences, or a span that is not there, is a loss."""
        place = {span_id: index for own in self._by_sentence for index, (*_, span_id) in enumerate(own)}
        found: list[list[Json]] = [[] for _ in self._by_sentence]
        for link in links:
            one, other = self._sentence.get(link.from_id), self._sentence.get(link.to_id)
            if one is None or other is None:
                said = f"{link.role}: a span at its end is left out"
                self._losses.append(Loss(self._document.id, "link", link.id, "end", said))
            elif one != other:
                said = f"{link.role}: its ends are in two records; sentences=whole writes one"
                self._losses.append(Loss(self._document.id, "link", link.id, "sentence", said))
            else:
                found[one].append([place[link.from_id], place[link.to_id], link.role])
        return found


def _stretches(spans: Iterable[Span], found: Sentenced) -> Iterator[tuple[bool, Span, tuple[int, int]]]:
    for span in spans:
        stretch = found.stretch(span)
        if stretch is not None:
            whole = (found.tokens[stretch[0]].start, found.tokens[stretch[1] - 1].end)
            yield whole != (span.start, span.end), span, stretch


def _grouped(records: Iterable[tuple[int, JsonObject]]) -> Iterator[tuple[int, list[JsonObject]]]:
    group: list[JsonObject] = []
    first = 0
    for number, record in records:
        if group and (record.get("document") is None or record.get("document") != group[0].get("document")):
            yield first, group
            group = []
        first = first if group else number
        group.append(record)
    if group:
        yield first, group


def _texts(record: JsonObject) -> Json:
    if "tokenized_text" not in record:
        raise InvalidInput("a record has no tokenized_text", rule="key")
    return record["tokenized_text"]
