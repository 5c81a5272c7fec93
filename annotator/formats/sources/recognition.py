"""Formats told by what stands in a file, where its name does not tell: many tools write .json, .jsonl or .txt.

A format says by what it is known, in up to four ways, each a protocol here: `begins` for a file of text, `signs` and
then `resembles` for its first record, `holds` for several files none of whose names is among its `members`.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, runtime_checkable

from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.formats.base import Reader, is_annotated
from annotator.formats.sources.archives import Files
from annotator.formats.sources.json_stream import objects

#: Endings that say no more than what kind of text it is.
COMMON = frozenset({".json", ".jsonl", ".jsonlines", ".ndjson", ".txt", ".csv", ".tsv", ".xml", ".data", ""})
#: How much of a file of text is looked at.
HEAD = 2**14
#: And at so many files of a folder, up to a record that is so long.
LOOKED_INTO, LONGEST = 20, 2**26


@runtime_checkable
class Beginning(Protocol):
    """A format whose files are text that begins in a way of its own; asked first."""

    @property
    def begins(self) -> tuple[str, ...]:
        """Regular expressions, one of which matches at the beginning of a file, behind a byte order mark."""
        ...


@runtime_checkable
class Signed(Protocol):
    """A format whose records have keys of their own."""

    @property
    def signs(self) -> tuple[frozenset[str], ...]:
        """Sets of keys: a record that has all of one is of the format; of several formats the largest set wins."""
        ...


@runtime_checkable
class Resembling(Protocol):
    """A format whose records have keys of any names: asked where no format's signs are there."""

    def resembles(self, said: JsonObject) -> bool:
        """Whether a record has the shape of the format's."""
        ...


@runtime_checkable
class Holding(Protocol):
    """A format of several files that may have any names."""

    def holds(self, files: Files) -> bool:
        """Whether the files are one corpus of this format."""
        ...


def is_common(name: str) -> bool:
    """Whether the name of a file says nothing of its format."""
    suffixes = PurePosixPath(name).suffixes
    return "".join(suffixes[-1:]).lower() in COMMON


def recognised(stream: BinaryIO, readers: Iterable[Reader]) -> Reader | None:
    """The format whose signs a stream begins with, which is left at its beginning; None if there is none."""
    found = list(readers)
    try:
        return _by_text(stream, found) or _by_keys(stream, found)
    finally:
        stream.seek(0)


def _by_text(stream: BinaryIO, readers: Iterable[Reader]) -> Reader | None:
    head = stream.read(HEAD).decode("utf-8-sig", "replace")
    stream.seek(0)
    begins = ((reader, pattern) for reader in readers if isinstance(reader, Beginning) for pattern in reader.begins)
    return next((reader for reader, pattern in begins if re.match(pattern, head)), None)


def first_record(stream: BinaryIO) -> JsonObject:
    """The first object of a file of JSON; an empty one for a file that has none."""
    try:
        return next((record for _, record in islice(objects(stream), 1)), {})
    except InvalidInput:
        return {}


def is_strange(stream: BinaryIO, reader: Reader) -> bool:
    """Whether a stream, which is left at its beginning, holds records that have nothing of the format's own.

    A name that many formats share is believed of a file whose first record lacks one key of a sign, or of one that
    holds no record at all: then the format's own reader says best what is wrong.
    """
    try:
        keys = first_record(stream).keys()
    finally:
        stream.seek(0)
    signs = _signs(reader)
    near = any(sign & keys and len(sign - keys) <= 1 for sign in signs)
    return bool(keys) and not near and (bool(signs) or not is_annotated(reader))


def are_all(reader: Reader, files: Files, ending: str) -> bool:
    """Whether there are no files but such whose names end so, and all, as far as is looked into them, of the format."""
    return all(name.lower().endswith(ending) for name in files.names) and all_of(reader, files, ending)


def all_of(reader: Reader, files: Files, ending: str) -> bool:
    """Whether there are files whose names end so, and all, as far as is looked into them, are of the format."""
    names = [name for name in files.names if name.lower().endswith(ending)]
    for name in names[:LOOKED_INTO]:
        if recognised(head_of(files, name), [reader]) is None:
            return False
    return bool(names)


def first_records(files: Files, names: Sequence[str]) -> Iterator[JsonObject]:
    """The first object of each of these files, of as many as are looked into; an empty one for one that has none."""
    return (first_record(head_of(files, name)) for name in names[:LOOKED_INTO])


def head_of(files: Files, name: str, length: int = LONGEST) -> BinaryIO:
    """As much of a file as tells what it is, where it can be read again and again; nothing of one that cannot be."""
    try:
        with files.stream(name) as stream:
            return io.BytesIO(stream.read(length))
    except InvalidInput:
        # The reading proper tells it.
        return io.BytesIO()


def _by_keys(stream: BinaryIO, readers: Iterable[Reader]) -> Reader | None:
    record, found = first_record(stream), list(readers)
    signs = [(len(sign), reader) for reader in found for sign in _signs(reader) if sign <= record.keys()]
    if signs:
        return max(signs, key=lambda pair: pair[0])[1]
    return next((reader for reader in found if isinstance(reader, Resembling) and reader.resembles(record)), None)


def _signs(reader: Reader) -> tuple[frozenset[str], ...]:
    return reader.signs if isinstance(reader, Signed) else ()
