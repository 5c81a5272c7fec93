"""Plain text: one file, one document. Its bytes are decoded once, as declared, and kept."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Report, Source, refuse
from annotator.formats.files import name_of, reading
from annotator.values.datelines import read_heading

#: Byte order marks, longest first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How a text file is read."""

    encoding: str = field(default="utf-8", metadata={"help": "of files that have no byte order mark"})


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text as it came: line ends kept; title, dateline and date recognised, not cut out."""

    options: TextOptions = TextOptions()

    id: ClassVar[str] = "text"
    title: ClassVar[str] = "Plain text"
    suffix: ClassVar[str] = ".txt"
    description: ClassVar[str] = "One document a file; the first line is its title."
    carries: ClassVar[Carries] = replace(NOTHING, text=True)

    def read(
        self,
        source: Source,
        schema: Schema | None = None,  # noqa: ARG002  # a text brings no annotations
        report: Report = refuse,  # noqa: ARG002  # and so it loses none
        file: str | None = None,
    ) -> Iterator[AnnotatedDocument]:
        """The one document of the file; raises InvalidInput when its bytes are no such text."""
        name = name_of(source, file)
        with reading(source) as stream:
            text = decoded(stream.read(), self.options.encoding, name)
        try:
            yield AnnotatedDocument(Document(_id(name, text), text, story_meta(text)))
        except InvalidInput as error:
            raise InvalidInput(error.message, rule=error.rule, file=name) from None


def decoded(data: bytes, encoding: str, file: str | None) -> str:
    """The text of a file: by its byte order mark, which is no part of the text, or as declared."""
    by_mark = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    try:
        return data.decode(by_mark or encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = f"byte {error.start} is no {by_mark or encoding}; name the encoding of the file"
        raise InvalidInput(said, rule="encoding", file=file, line=line) from None
    except LookupError:
        raise InvalidInput(f"there is no encoding {encoding!r}", rule="encoding") from None


def story_meta(text: str) -> dict[str, Json]:
    """What the head of the story says of it; absent keys are what it does not say."""
    heading = read_heading(text)
    said: dict[str, Json] = {
        "title": heading.title,
        "dateline": heading.dateline,
        "published": heading.published,
    }
    return {key: value for key, value in said.items() if value}


def _id(name: str | None, text: str) -> str:
    """The file's name without its ending, made fit for an id; else a part of the checksum."""
    stem = PurePath(name).stem if name else ""
    fit = "".join("-" if char.isspace() or not char.isprintable() else char for char in stem)
    return fit.replace("\\", "-")[:200] or f"text-{checksum(text)[:16]}"
