"""W3C Web Annotation: for each document its text, and an annotation collection about it as JSON-LD.

After the Web Annotation Data Model (W3C Recommendation, 2017): a span is an annotation of two selectors, by position
(code points, the end excluded) and by quote; a link is an annotation with two others for its targets. What the model
has no words for stands under a key of ours, which readers of JSON-LD pass over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, cast
from urllib.parse import quote

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment
from annotator.domain.comments import MOMENT
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import EVERYTHING, Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.options import UNSAID_LAYER, Layer, of_reading, of_writing
from annotator.formats.records.corner import CORNER, corner_of
from annotator.formats.records.fitting import sound
from annotator.formats.records.foreign_ids import derived_id
from annotator.formats.records.selection import imported_set
from annotator.formats.sources.archives import Files, file_stem, opened, writing_files
from annotator.formats.sources.files import name_of
from annotator.formats.sources.json_text import written
from annotator.formats.webannotation.files import JSON, SUFFIX, TEXT, described_texts, holds_annotations

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: How many characters before and behind a quote are told with it.
AROUND = 32


@dataclass(frozen=True, slots=True)
class WebAnnotationOptions:
    """Under which address the files are to be found, and whose the annotations are that name no creator."""

    base: str = field(default="urn:x-annotator:", metadata=of_writing("what stands before the names of files in IRIs"))
    annotator: str = field(default="import", metadata=of_reading("whose the sets are whose creator is not named"))
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)


@dataclass(frozen=True, slots=True)
class WebAnnotation:
    """A text and a collection of annotations a document."""

    options: WebAnnotationOptions = field(default_factory=WebAnnotationOptions)

    id: ClassVar[str] = "webannotation"
    title: ClassVar[str] = "W3C Web Annotation"
    suffix: ClassVar[str] = ".webannotation.zip"
    description: ClassVar[str] = "A .txt and a .jsonld file a document: selectors by position and by quote."
    carries: ClassVar[Carries] = EVERYTHING
    signs: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"@context", "target"}),)
    members: ClassVar[tuple[str, ...]] = (SUFFIX,)

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """A text and a collection for each document, with all its sets. There are no losses."""
        del schema
        stems = set[str]()
        with writing_files(destination) as archive:
            for annotated in documents:
                document = annotated.document
                stem = file_stem(document.id)
                if stem.casefold() in stems:
                    stem = f"{stem[:80]}~{derived_id('x', document.id)[2:]}"
                stems.add(stem.casefold())
                collection = written(_collection(annotated, self.options.base, stem), document.id)
                archive.write(stem + TEXT, document.text.encode())
                archive.write(stem + SUFFIX, collection + b"\n")
        yield from ()

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument:
        """All of it."""
        del schema
        return annotated

    def holds(self, files: Files) -> bool:
        """Whether there are texts and annotations whose files are called anything."""
        return holds_annotations(files)

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The texts that are annotated in a folder or an archive, each with a set for each creator."""
        file = name_of(source, file)
        base = imported_set((), schema, self.options.annotator, self.options.layer)
        with opened(source, file) as files:
            if len(files.names) == 1 and not files.names[0].endswith((TEXT, SUFFIX, JSON)):
                said = f"Web Annotation is a folder or an archive of {TEXT} and {SUFFIX} files"
                raise InvalidInput(said, rule="webannotation", file=file)
            for place, read in described_texts(files, base, report):
                yield from sound(read, schema, report, place)


def _collection(annotated: AnnotatedDocument, base: str, stem: str) -> dict[str, Json]:
    name = base + quote(stem + SUFFIX)
    items = [
        item
        for number, annotations in enumerate(annotated.sets)
        for item in _Items(annotated, annotations, number, base + quote(stem)).items()
    ]
    page: dict[str, Json] = {"id": f"{name}#page", "type": "AnnotationPage", "partOf": name, "startIndex": 0}
    page["items"] = list(items)
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": annotated.document.title,
        "total": len(items),
        "first": page,
        "last": page["id"],
        CORNER: cast(Json, corner_of(annotated)),
    }


class _Items:
    """The annotations of one set."""

    def __init__(self, annotated: AnnotatedDocument, annotations: AnnotationSet, number: int, stem: str) -> None:
        self.text, self.annotations, self.number = annotated.document.text, annotations, number
        self.name, self.source = stem + SUFFIX, stem + TEXT

    def items(self) -> Iterator[dict[str, Json]]:
        for span in self.annotations.spans:
            bodies = [_body("classifying", span.label)]
            # For people and other programs; our own corner says it exactly.
            bodies += [_body("describing", f"{name}: {_words(value)}") for name, value in span.attributes.items()]
            yield self._item("s", span.id, "classifying", bodies, self._words_of(span.start, span.end))
        for link in self.annotations.links:
            ends: list[Json] = [{"id": self._id("s", each)} for each in (link.from_id, link.to_id)]
            yield self._item("l", link.id, "linking", [_body("classifying", link.role)], ends)
        for name, value in self.annotations.attributes.items():
            yield self._item("d", name, "describing", [_body("describing", f"{name}: {_words(value)}")], self.source)
        for comment in self.annotations.comments:
            yield self._comment(comment)

    def _comment(self, comment: Comment) -> dict[str, Json]:
        target: Json = self.source
        if comment.span is not None:
            target = {"id": self._id("s", comment.span)}
        elif comment.start is not None and comment.end is not None:
            target = self._words_of(comment.start, comment.end)
        item = self._item("c", comment.id, "commenting", [_body("commenting", comment.text)], target)
        if comment.author:
            item["creator"] = {"type": "Person", "name": comment.author}
        if MOMENT.fullmatch(comment.created) and comment.created.endswith("Z"):
            item["created"] = comment.created
        return item

    def _item(
        self, kind: str, item_id: str, motivation: str, bodies: list[dict[str, Json]], target: Json
    ) -> dict[str, Json]:
        machine = self.annotations.layer == "suggestion"
        return {
            "id": self._id(kind, item_id),
            "type": "Annotation",
            "motivation": motivation,
            "creator": {"type": "Software" if machine else "Person", "name": self.annotations.annotator},
            "body": cast(Json, bodies),
            "target": target,
            CORNER: {"set": self.number},
        }

    def _id(self, kind: str, item_id: str) -> str:
        return f"{self.name}#{self.number}/{kind}/{quote(item_id, safe=':')}"

    def _words_of(self, start: int, end: int) -> dict[str, Json]:
        words: dict[str, Json] = {"type": "TextQuoteSelector", "exact": self.text[start:end]}
        words["prefix"] = self.text[max(start - AROUND, 0) : start]
        words["suffix"] = self.text[end : end + AROUND]
        position: dict[str, Json] = {"type": "TextPositionSelector", "start": start, "end": end}
        return {"type": "SpecificResource", "source": self.source, "selector": [position, words]}


def _body(purpose: str, value: str) -> dict[str, Json]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _words(value: Json) -> str:
    return value if isinstance(value, str) else written(value, "").decode()
