"""Label Studio's JSON_MIN: a list of objects, one for each annotated text, with a key for each control. Written only.

After the converter of Label Studio's SDK. What is left out is left out there, too: relations, and which span a choice
is said of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats.base import Carries, Destination, Loss
from annotator.formats.label_studio.rows import CARRIES, kept, row
from annotator.formats.options import NoOptions
from annotator.formats.sources.files import writing
from annotator.formats.sources.json_text import written


@dataclass(frozen=True, slots=True)
class LabelStudioMin:
    """A list of flat objects."""

    options: NoOptions = field(default_factory=NoOptions)

    id: ClassVar[str] = "label_studio_min"
    title: ClassVar[str] = "Label Studio JSON_MIN"
    suffix: ClassVar[str] = ".min.json"
    description: ClassVar[str] = "A flat object a text, with a key for each control, as Label Studio's JSON_MIN."
    carries: ClassVar[Carries] = CARRIES

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """An object for the one set of each document. The schema tells which attributes have a control."""
        with writing(destination) as stream:
            stream.write(b"[")
            separator = b"\n"
            for annotated in documents:
                made, losses = row(annotated, schema)
                if made is not None:
                    stream.write(separator + written(made, annotated.document.id))
                    separator = b",\n"
                yield from losses
            stream.write(b"\n]\n")

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """What its object says of a document."""
        return kept(annotated, schema)
