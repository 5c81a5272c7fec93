"""Stories: documents as files of text bring them, without annotations. What `text` and `csv` share.

Bytes are decoded once, as declared, and kept. What the head of a story says of it is read, not cut out.
"""

import codecs
from collections.abc import Iterator, Mapping
from typing import ClassVar, Protocol

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import Report, Source, refuse
from annotator.formats.sources.files import name_of, reading
from annotator.values.datelines import read_heading

#: Byte order marks, longest first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

ENCODING_HELP = "of files that have no byte order mark"


class Encoded(Protocol):
    """Options of a format that say how its files are encoded."""

    @property
    def encoding(self) -> str: ...


class StoryFormat:
    """Reads a file as text; whoever derives from it finds the stories in that."""

    __slots__ = ()

    annotated: ClassVar[bool] = False

    @property
    def options(self) -> Encoded:
        raise NotImplementedError

    def stories(self, text: str, file: str | None, report: Report) -> Iterator[AnnotatedDocument]:
        """The documents of the text of a file; raises InvalidInput for what breaks a rule."""
        raise NotImplementedError

    def read(
        self,
        source: Source,
        schema: Schema | None = None,  # noqa: ARG002  # a story brings no annotations
        report: Report = refuse,
        file: str | None = None,
    ) -> Iterator[AnnotatedDocument]:
        """The stories of the file; a part of it that is none is told. Raises InvalidInput for what is no such file."""
        name = name_of(source, file)
        with reading(source) as stream:
            text = decoded(stream.read(), self.options.encoding, name)
        yield from self.stories(text, name, report)


def marked(data: bytes) -> str | None:
    """The encoding that a byte order mark at the beginning tells."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def decoded(data: bytes, encoding: str, file: str | None) -> str:
    """The text of a file: by its byte order mark, which is no part of the text, or as declared."""
    by_mark = marked(data)
    try:
        return data.decode(by_mark or encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = f"byte {error.start} is no {by_mark or encoding}; name the encoding of the file"
        raise InvalidInput(said, rule="encoding", file=file, line=line) from None
    except LookupError:
        raise no_encoding(encoding) from None


def no_encoding(name: str) -> InvalidInput:
    """What is wrong with an encoding that nobody knows."""
    return InvalidInput(f"there is no encoding {name!r}", rule="encoding")


def story(text: str, key: str = "", known: Mapping[str, Json] | None = None) -> AnnotatedDocument:
    """The document of a text; without a key it is named by its content.

    What is known of it wins over what its head seems to say. Raises InvalidInput for a key or a text
    that no document has.
    """
    heading = read_heading(text)
    said: dict[str, Json] = {
        "title": heading.title,
        "dateline": heading.dateline,
        "published": heading.published,
    }
    meta = {name: value for name, value in said.items() if value}
    return AnnotatedDocument(Document(key or f"text-{checksum(text)[:16]}", text, meta | dict(known or {})))
