"""Plain text: one file, one document. Its bytes are decoded once, as declared, and kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.formats.base import NOTHING, Carries, Report, skipped
from annotator.formats.options import of_reading
from annotator.formats.sources.stories import ENCODING_HELP, StoryFormat, story


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How a text file is read."""

    encoding: str = field(default="utf-8", metadata=of_reading(ENCODING_HELP))


@dataclass(frozen=True, slots=True)
class PlainText(StoryFormat):
    """Text as it came: line ends kept; title, dateline and date recognised, not cut out."""

    options: TextOptions = TextOptions()

    id: ClassVar[str] = "text"
    title: ClassVar[str] = "Plain text"
    suffix: ClassVar[str] = ".txt"
    description: ClassVar[str] = "One document a file; the first line is its title."
    carries: ClassVar[Carries] = replace(NOTHING, text=True)

    def stories(self, text: str, file: str | None, report: Report) -> Iterator[AnnotatedDocument]:
        """The one document of the file, under its name."""
        try:
            yield story(text, _id(file))
        except InvalidInput as error:
            skipped(InvalidInput(error.message, rule=error.rule), report, file)


def _id(name: str | None) -> str:
    """The file's name without its ending, made fit for an id; empty when there is none."""
    stem = PurePath(name).stem if name else ""
    fit = "".join("-" if char.isspace() or not char.isprintable() else char for char in stem)
    return fit.replace("\\", "-")[:200]
