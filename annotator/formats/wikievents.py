"""WikiEvents: documents with mentions by tokens, as the data module of BART-Gen reads them, and a file of coreference.

Tokens are counted through the document, the last one of a span is not in it. The offsets that the sentences of the
public data give are mostly wrong: tokens are looked for in the text from left to right instead. Clusters of
coreference stand in a second file, a line for each document of the first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import ClassVar, TypeAlias

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import NOTHING, Carries, Destination, Loss, Report, Source, Weight, placing, refuse, skipped
from annotator.formats.maps.description import QUIET, Description
from annotator.formats.mentions.clusters import components
from annotator.formats.mentions.lines import EventLines, Numbered, means
from annotator.formats.mentions.lists import KEYS, Window, declare_lists, read_lists
from annotator.formats.mentions.places import bare_sentences, end_is_lost, placed_spans
from annotator.formats.mentions.reading import EventReading, EventTokenOptions, document_of
from annotator.formats.mentions.types import EventTypes
from annotator.formats.mentions.view import Mentions, mentions, needed
from annotator.formats.places.sentenced import Sentenced, aligned, rebuilt
from annotator.formats.places.tokens import Token
from annotator.formats.records.checking import located
from annotator.formats.records.selection import Besides, chosen, left_behind, no_set
from annotator.formats.sources.archives import Files, opened, writing_files
from annotator.formats.sources.json_lines import a_list, a_text, an_id, listed_or_by_line
from annotator.formats.sources.json_text import written
from annotator.formats.sources.unread import Known, Unread, keys

#: Of a line of coreference; which mention tells most follows from the clusters.
_COREFERENCE = keys("doc_key", "clusters", "informative_mentions")
MAIN, COREFERENCE = "corpus.jsonl", "coref/corpus.jsonlines"
#: A document's line and that of its coreference, with the line on which the first stands.
Pair: TypeAlias = tuple[int, list[JsonObject]]


@dataclass(frozen=True, slots=True)
class WikiEvents(EventLines):
    """Two files of JSON Lines."""

    options: EventTokenOptions = field(default_factory=EventTokenOptions)

    id: ClassVar[str] = "wikievents"
    title: ClassVar[str] = "WikiEvents, BART-Gen"
    suffix: ClassVar[str] = ".wikievents.zip"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"doc_id", "sentences", "entity_mentions"}),
        frozenset({"doc_id", "sentences", "event_mentions"}),
    )
    known: ClassVar[Known] = {**KEYS, "sentences": None}
    members: ClassVar[tuple[str, ...]] = tuple(f"coref/{each}.jsonlines" for each in ("corpus", "train", "dev", "test"))
    description: ClassVar[str] = "Documents with mentions of entities and events by tokens, and their coreference."
    carries: ClassVar[Carries] = replace(NOTHING, text=True, ids=True, overlap=True, links=True)

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One document after the other; only the clusters are held until the end, for the second file."""
        clusters: list[bytes] = []
        with writing_files(destination) as files:
            with files.stream(MAIN) as stream:
                for annotated in documents:
                    annotations = chosen(annotated)
                    if annotations is None:
                        yield no_set(annotated.document)
                        continue
                    document = annotated.document
                    (record, coreference), losses = self.lines(annotated, annotations, needed(schema, document))
                    stream.write(written(record, document.id) + b"\n")
                    clusters.append(written(coreference, document.id) + b"\n")
                    yield from losses
            files.write(COREFERENCE, b"".join(clusters))

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """Every file of documents, with the coreference of the file of its name, if there is one."""
        with opened(source, file) as files:
            for name in _main_files(files):
                place = files.place(name)
                with Unread(self.known, report, place) as unread:
                    for number, lines in _pairs(files, name, report):
                        unread.tell(lines[0], number)
                        for coreference in lines[1:]:
                            unread.tell(coreference, number, _COREFERENCE)
                        try:
                            annotated = self.document(lines, schema, placing(report, place, number))
                        except InvalidInput as error:
                            skipped(located(error, place, number), report)
                            continue
                        yield annotated

    def describe(self, source: Source, file: str | None = None) -> Description:
        """Which labels head events and which roles fill them; what refers to the same tells of the same value."""
        description = Description()
        with opened(source, file) as files:
            for name in _main_files(files):
                for _, lines in _pairs(files, name, QUIET):
                    self.declare(lines[0], description)
                    means(description, Meaning.SAME_VALUE, [[str(Meaning.SAME_VALUE)]] if lines[1:] else [])
        return description

    def declare(self, line: JsonObject, description: Description) -> None:
        """Types of events head them, roles of arguments fill them."""
        declare_lists(line, description)

    def lines(
        self, annotated: AnnotatedDocument, annotations: AnnotationSet, schema: Schema
    ) -> tuple[list[dict[str, Json]], list[Loss]]:
        """The line of the document, and that of its coreference."""
        document, types = annotated.document, EventTypes(schema, self.options.types)
        losses = list(left_behind(annotated, annotations, self.carries, Besides(types.is_class)))
        layout, remarks = bare_sentences(document, annotations, self.options)
        stretches, left = placed_spans(document.id, layout, annotations, schema, types)
        losses += remarks + left
        losses += [end_is_lost(document.id, each) for each in annotations.links if not _ends(each) <= set(stretches)]
        view = mentions(annotations, schema, stretches)
        window = Window(document.id, 0, layout, stretches, types)
        record: dict[str, Json] = {"doc_id": document.id, "tokens": list(layout.words), "text": document.text}
        record["sentences"] = _sentences(layout)
        record |= window.lists(view.entities, view.events, view.relations)
        return [record, _coreference(document.id, view, schema)], losses

    def document(self, lines: Sequence[JsonObject], schema: Schema | None, report: Report) -> AnnotatedDocument:
        """The text as it stands, with its tokens where they are found in it."""
        line = lines[0]
        words = [a_text(word, "a token") for word in a_list(line.get("tokens"), "tokens")]
        said = line.get("text")
        text, places, remark = _laid_out(said if isinstance(said, str) else None, words)
        raw_id = an_id(line.get("doc_id"), "doc_id")
        gathered = EventReading(document_of(raw_id, text, report), schema, self.options, report)
        if remark:
            gathered.tell("text", None, remark, "the text and its tokens differ: the words decide", Weight.CHANGED)
        found = read_lists(line, gathered, words, places, raw_id)
        for coreference in lines[1:]:
            for cluster in a_list(coreference.get("clusters"), "clusters"):
                _read_cluster(a_list(cluster, "a cluster"), found, gathered)
        return gathered.annotated()


def _ends(link: Link) -> set[str]:
    return {link.from_id, link.to_id}


def _sentences(layout: Sentenced) -> Json:
    found: list[Json] = []
    for tokens, words in zip(layout.sentences, layout.words_by_sentence, strict=True):
        placed: list[Json] = [[word, token.start, token.end] for word, token in zip(words, tokens, strict=True)]
        found.append([placed, layout.text[tokens[0].start : tokens[-1].end]])
    return found


def _coreference(document_id: str, view: Mentions, schema: Schema) -> dict[str, Json]:
    """Entities that links tie together; the longest of their names tells most of them."""
    entities = {span.id for span in view.entities}
    same = [link for link in view.relations if schema.meaning(link.role) is Meaning.SAME_VALUE]
    groups = components(link for link in same if _ends(link) <= entities)
    clusters = [
        sorted({*chain.from_iterable(map(_ends, group))}, key=lambda each: view.spans[each].place) for group in groups
    ]
    told = [max((view.spans[each].quote for each in cluster), key=len) for cluster in clusters]
    named: list[Json] = [[f"{document_id}-{each}" for each in cluster] for cluster in clusters]
    return {"doc_key": document_id, "clusters": named, "informative_mentions": list(told)}


def _laid_out(text: str | None, words: Sequence[str]) -> tuple[str, list[Token], str]:
    """The text, the places of its words, and the reason of a loss where they do not fit each other."""
    places = aligned(text, words) if text is not None else None
    if text is None or places is None:
        return *rebuilt([words]), "rebuilt" if text is not None else ""
    ends = [0, *(end for _, end in places)]
    skips = any(text[end:start].strip() for end, (start, _) in zip(ends, places, strict=False))
    return text, places, "moved" if skips else ""


def _read_cluster(members: Sequence[Json], found: Mapping[str, Span], gathered: EventReading) -> None:
    spans = [found[str(each)] for each in members if str(each) in found]
    for each in members:
        if str(each) not in found:
            gathered.tell("link", None, "dangling", f"a cluster names {each!r}, which is no mention")
    if not gathered.are_joined(spans):
        gathered.cluster(spans, Meaning.SAME_VALUE)


def _main_files(files: Files) -> list[str]:
    names = [name for name in files.names if name.endswith((".jsonl", ".json")) and not name.startswith("coref/")]
    return names or list(files.names)[:1]


def _pairs(files: Files, name: str, report: Report) -> Iterator[Pair]:
    """Each document with its line, and that of its coreference behind it, if there is one.

    Lines of coreference that are of none of the documents are told.
    """
    folder, _, file = name.rpartition("/")
    beside = "/".join([*([folder] if folder else []), "coref", file.rpartition(".")[0] + ".jsonlines"])
    coreference: dict[str, Numbered] = {}
    if beside in files.names:
        with files.stream(beside) as stream:
            for numbered in listed_or_by_line(stream, report, files.place(beside)):
                coreference[str(numbered[1].get("doc_key"))] = numbered
    with files.stream(name) as stream:
        for number, line in listed_or_by_line(stream, report, files.place(name)):
            own = coreference.pop(str(line.get("doc_id")), None)
            yield number, [line, *([own[1]] if own else [])]
    for document, (number, _) in coreference.items():
        said = f"a line of coreference is of {document}, which is no document of {files.place(name)}"
        report(Loss(document, "annotation_set", None, "not_read", said, Weight.LOST, files.place(beside), number))
