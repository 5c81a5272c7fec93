"""Label Studio's JSON: tasks with annotations and predictions, as it exports and imports them.

Two ways and without loss: what it has no place for travels in the `meta` of tasks and regions
under our name. Files that it wrote itself, or others for it, are read too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats.base import EVERYTHING, Carries, Destination, Loss, Report, Source, placing, refuse
from annotator.formats.label_studio.flat import HEADER, SIGN
from annotator.formats.label_studio.keys import KNOWN, known_of
from annotator.formats.label_studio.project import CONFIGS, describe_project, holds_project, tasks
from annotator.formats.label_studio.tasks import LabelStudioOptions, named, read_task, write_task
from annotator.formats.maps.description import Description
from annotator.formats.records.fitting import sound
from annotator.formats.sources.archives import Files
from annotator.formats.sources.files import writing
from annotator.formats.sources.json_text import written
from annotator.formats.sources.unread import Unread


@dataclass(frozen=True, slots=True)
class LabelStudio:
    """A list of tasks, one a line."""

    options: LabelStudioOptions = field(default_factory=LabelStudioOptions)

    id: ClassVar[str] = "label_studio"
    title: ClassVar[str] = "Label Studio JSON"
    suffix: ClassVar[str] = ".json"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"data", "annotations"}),
        frozenset({"data", "predictions"}),
        frozenset({"data", "completions"}),
        frozenset({"data"}),
        SIGN,
    )
    begins: ClassVar[tuple[str, ...]] = (HEADER,)
    description: ClassVar[str] = "Tasks with annotations and predictions, to import into and export from Label Studio."
    carries: ClassVar[Carries] = EVERYTHING
    members: ClassVar[tuple[str, ...]] = CONFIGS

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One task a document. The schema tells which attributes have a control; without it none has."""
        with writing(destination) as stream:
            stream.write(b"[")
            separator = b"\n"
            for annotated in documents:
                line = written(write_task(annotated, schema, self.options.text), annotated.document.id)
                stream.write(separator + line)
                separator = b",\n"
            stream.write(b"\n]\n")
        yield from ()

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument:
        """All of it."""
        del schema
        return annotated

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The tasks of a list, of lines, or one alone; what cannot be taken as it is, is reported.

        Of an archive or a folder all files of tasks are read.
        """
        with Unread(KNOWN, report, None) as unread:
            for (name, line), task in tasks(source, file, report):
                told = placing(report, name, line)
                unread.tell(task, line, known_of(task, self.options.text), name)
                read = partial(read_task, task, schema, self.options, told)
                yield from sound(read, schema, told, name, line, named(task))

    def holds(self, files: Files) -> bool:
        """Whether the project that the tasks are of lies beside them, as Label Studio's interface tells it."""
        return holds_project(files)

    def describe(self, source: Source, file: str | None = None) -> Description:
        """What the labelling config says that stands beside the tasks."""
        return describe_project(source, file)
