"""doccano's JSON Lines: one example a line, with entities and relations, or with labels as triples.

After doccano's own export and import (`backend/data_export`, `backend/data_import`): offsets count code points; with
several annotators each has a file, and all files have the same examples. Keys that it does not know it keeps as
metadata of an example, and exports again: there stands what it has no place for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, cast

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import EVERYTHING, Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.doccano.reading import describe_project, read_project
from annotator.formats.doccano.shape import is_example, is_project
from annotator.formats.maps.description import Description
from annotator.formats.options import UNSAID_ANNOTATOR, UNSAID_LAYER, Layer, of_writing
from annotator.formats.records.corner import CORNER, corner_of
from annotator.formats.records.selection import one_set
from annotator.formats.sources.archives import Files
from annotator.formats.sources.files import writing
from annotator.formats.sources.json_text import written


@dataclass(frozen=True, slots=True)
class DoccanoOptions:
    """Which of its two shapes is written, and whose the sets are that do not say it."""

    shape: Literal["entities", "label"] = field(
        default="entities", metadata=of_writing("entities and relations, or triples under label, without relations")
    )
    annotator: str = field(default="import", metadata=UNSAID_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)


@dataclass(frozen=True, slots=True)
class Doccano:
    """One example a line, to import into a project for sequence labelling."""

    options: DoccanoOptions = field(default_factory=DoccanoOptions)

    id: ClassVar[str] = "doccano"
    title: ClassVar[str] = "doccano JSON Lines"
    suffix: ClassVar[str] = ".doccano.jsonl"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"text", "label"}),
        frozenset({"text", "labels"}),
        frozenset({"text", "entities"}),
        frozenset({"text", "cats"}),
        frozenset({"data", "label"}),
    )
    description: ClassVar[str] = "Entities and relations, or triples, an example a line: to import into doccano."
    carries: ClassVar[Carries] = replace(EVERYTHING, every_set=False)
    #: What shows that a folder is an export of a project; files of annotators have no names of their own.
    members: ClassVar[tuple[str, ...]] = ("label_config.json", ".doccano.jsonl")

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """The one set of each document; `schema` is not needed."""
        del schema
        with writing(destination) as stream:
            for annotated in documents:
                kept, losses = one_set(annotated, self._carries)
                yield from losses
                if kept is not None:
                    stream.write(written(self._example(kept), kept.document.id) + b"\n")

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The one set that is written, with all that is in it."""
        del schema
        return one_set(annotated, self._carries)[0]

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The examples of a file; of an archive or a folder those of all annotators, each with the sets of all."""
        options = self.options
        return read_project(source, schema, options.annotator, options.layer, report, file)

    def resembles(self, said: JsonObject) -> bool:
        """Whether an example has one text and one list of spans, whatever these columns are called."""
        return is_example(said)

    def holds(self, files: Files) -> bool:
        """Whether it is the export of a project, with a file for each annotator."""
        return is_project(files)

    def describe(self, source: Source, file: str | None = None) -> Description:
        """The labels of a project's label_config.json, beside the files of its annotators."""
        return describe_project(source, file)

    @property
    def _carries(self) -> Carries:
        return replace(self.carries, links=self.options.shape == "entities")

    def _example(self, annotated: AnnotatedDocument) -> dict[str, Json]:
        (annotations,) = annotated.sets
        example: dict[str, Json] = {"text": annotated.document.text}
        if self.options.shape == "label":
            example["label"] = [[span.start, span.end, span.label] for span in annotations.spans]
        else:
            example |= _entities(annotations)
        example["Comments"] = [comment.text for comment in annotations.comments]
        return {**example, CORNER: cast(Json, corner_of(annotated))}


def _entities(annotations: AnnotationSet) -> dict[str, Json]:
    numbers = {span.id: number for number, span in enumerate(annotations.spans, start=1)}
    entities: list[Json] = [
        {"id": numbers[span.id], "label": span.label, "start_offset": span.start, "end_offset": span.end}
        for span in annotations.spans
    ]
    relations: list[Json] = [
        {"id": number, "from_id": numbers[link.from_id], "to_id": numbers[link.to_id], "type": link.role}
        for number, link in enumerate(annotations.links, start=1)
    ]
    return {"entities": entities, "relations": relations}
