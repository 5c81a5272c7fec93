"""Corpora of several files: a folder, a zip archive, or one file alone; written as an archive, always the same bytes.

A format of several files writes one archive, so that a corpus is one stream like any other; whoever wants a
folder unpacks it. Reading takes all three. An archive is read with care: it may have been made to do harm.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol
from urllib.parse import quote, unquote

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Destination, Source
from annotator.formats.files import name_of, reading, writing

#: More files than any corpus of articles has, and more bytes than one machine would unpack.
MOST_FILES = 500_000
LARGEST_FILE = 2**30
LARGEST = 2**33
#: No text packs better than this; what does was made to harm.
RATIO = 200

_MAGIC = b"PK"
#: What an archive's first day is: files in it have no other.
_DAY = (1980, 1, 1, 0, 0, 0)
_LONGEST_NAME = 120


class Files(Protocol):
    """Files by name: those of a folder in order of their names, those of an archive in its own order.

    Names are relative, with forward slashes.
    """

    @property
    def names(self) -> Sequence[str]: ...

    def read(self, name: str) -> bytes:
        """The bytes of a file; raises InvalidInput, naming it, where it cannot be read."""
        ...

    def place(self, name: str) -> str:
        """What errors call this file."""
        ...


def is_several(source: Source) -> bool:
    """Whether the source is a folder or an archive, and not one file alone."""
    if isinstance(source, Path) and source.is_dir():
        return True
    with reading(source) as stream:
        if not _seekable(stream):
            return False
        magic = stream.read(2)
        stream.seek(0)
        return magic == _MAGIC


@contextmanager
def opened(source: Source, file: str | None = None) -> Iterator[Files]:
    """The files of a folder, of an archive, or the one file that the source is.

    Raises InvalidInput for an archive that is damaged or larger than `LARGEST`.
    """
    if isinstance(source, Path) and source.is_dir():
        yield _Folder(source)
        return
    name = name_of(source, file)
    with reading(source) as stream:
        if not _seekable(stream) or stream.read(2) != _MAGIC:
            yield _Single(stream, name)
            return
        stream.seek(0)
        yield _Archive(stream, name)


@contextmanager
def writing_files(destination: Destination) -> Iterator["FileWriter"]:
    """A writer of files into one archive, whose bytes follow from the files alone."""
    with writing(destination) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        yield FileWriter(archive)


class FileWriter:
    """Takes files, one by one, each name once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names: set[str] = set()

    def write(self, name: str, data: bytes) -> None:
        """Raises InvalidInput for a name that is there already: it would hide the other file."""
        if name.casefold() in self._names:
            raise InvalidInput(f"two files of the name {name}", rule="file")
        self._names.add(name.casefold())
        info = zipfile.ZipInfo(name, _DAY)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._archive.writestr(info, data)


def file_stem(document_id: str) -> str:
    """A name for a document's files that every file system takes; `document_id` tells the id of it again.

    An id too long for a name is cut, and told apart by its hash: then it does not come back.
    """
    stem = quote(document_id, safe=" !#$&'()+,;=@[]{}~")
    stem = re.sub(r"^\.|\.$", "%2E", stem)
    if len(stem) <= _LONGEST_NAME:
        return stem
    return stem[: _LONGEST_NAME - 18].rpartition("%")[0] + "~" + hashlib.sha256(document_id.encode()).hexdigest()[:16]


def document_id(name: str) -> str:
    """The id of the document that a file of this name is of; empty for a name without any sign to keep."""
    return re.sub(r"[\s\x00-\x1f\x7f/\\]+", "-", unquote(PurePosixPath(name).stem))[:200]


def _seekable(stream: BinaryIO) -> bool:
    return hasattr(stream, "seekable") and stream.seekable()


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        self.names = sorted(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))

    def place(self, name: str) -> str:
        return str(self._folder / name)

    def read(self, name: str) -> bytes:
        path = self._folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise InvalidInput(f"cannot be read: {error.strerror}", rule="file", file=str(path)) from None


class _Single:
    def __init__(self, stream: BinaryIO, name: str | None) -> None:
        self._stream, self._name = stream, name
        self.names = [PurePosixPath(name).name if name else ""]

    def place(self, name: str) -> str:
        return self._name or name

    def read(self, name: str) -> bytes:
        del name
        if self._stream.seekable():
            self._stream.seek(0)
        return self._stream.read()


class _Archive:
    def __init__(self, stream: BinaryIO, name: str | None) -> None:
        self._name = name or "archive"
        try:
            self._archive = zipfile.ZipFile(stream)
        except Exception as error:
            # A damaged archive fails wherever zipfile or struct first trips over it.
            raise InvalidInput(f"no zip archive that can be read: {error}", rule="archive", file=name) from None
        entries = [each for each in self._archive.infolist() if not each.is_dir() and not _hidden(each.filename)]
        if len(entries) > MOST_FILES or sum(each.file_size for each in entries) > LARGEST:
            said = f"unpacks to more than {MOST_FILES} files or {LARGEST} bytes"
            raise InvalidInput(said, rule="too_large", file=name)
        self._entries = {each.filename: each for each in entries}
        self.names = list(self._entries)

    def place(self, name: str) -> str:
        return f"{self._name}/{name}"

    def read(self, name: str) -> bytes:
        entry = self._entries[name]
        if entry.file_size > LARGEST_FILE or entry.file_size > RATIO * max(entry.compress_size, 1024):
            raise InvalidInput("unpacks to more than a text would", rule="too_large", file=self.place(name))
        try:
            with self._archive.open(entry) as member:
                # One byte more than it says it has: the sizes in an archive are only claimed.
                data = member.read(entry.file_size + 1)
        except Exception as error:
            # As above; zlib and lzma raise errors of their own besides.
            raise InvalidInput(f"cannot be unpacked: {error}", rule="archive", file=self.place(name)) from None
        if len(data) != entry.file_size:
            raise InvalidInput("is not as large as the archive says", rule="archive", file=self.place(name))
        return data


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
