"""Corpora of several files: a folder, a zip archive, or one file alone; written as an archive, always the same bytes.

A format of several files writes one archive, so that a corpus is one stream like any other; whoever wants a
folder unpacks it. Reading takes all three. An archive is read with care: it may have been made to do harm.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Protocol, cast
from urllib.parse import quote, unquote

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Destination, Source
from annotator.formats.sources.files import name_of, reading, writing

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

    def stream(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The same as a stream, for files that are larger than memory; raises InvalidInput as it is read."""
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
        self._archive.writestr(self._entry(name), data)

    @contextmanager
    def stream(self, name: str) -> Iterator[BinaryIO]:
        """A file that is written bit by bit; the next one can be begun when it is closed."""
        # Nobody knows yet how large it will be.
        with self._archive.open(self._entry(name), "w", force_zip64=True) as member:
            yield cast(BinaryIO, member)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        if name.casefold() in self._names:
            raise InvalidInput(f"two files of the name {name}", rule="file")
        self._names.add(name.casefold())
        info = zipfile.ZipInfo(name, _DAY)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info


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

    def stream(self, name: str) -> AbstractContextManager[BinaryIO]:
        return reading(self._folder / name)


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

    @contextmanager
    def stream(self, name: str) -> Iterator[BinaryIO]:
        del name
        if _seekable(self._stream):
            self._stream.seek(0)
        yield self._stream


class _Archive:
    def __init__(self, stream: BinaryIO, name: str | None) -> None:
        self._name = name or "archive"
        try:
            self._archive = zipfile.ZipFile(stream)
        except Exception as error:
            # A damaged archive fails wherever zipfile or struct first trips over it.
            raise InvalidInput(f"no zip archive that can be read: {error}", rule="archive", file=name) from None
        if not all(each.filename for each in self._archive.infolist()):
            raise InvalidInput("no zip archive that can be read: a file in it has no name", rule="archive", file=name)
        entries = [each for each in self._archive.infolist() if not each.is_dir() and not _hidden(each.filename)]
        if len(entries) > MOST_FILES or sum(each.file_size for each in entries) > LARGEST:
            said = f"unpacks to more than {MOST_FILES} files or {LARGEST} bytes"
            raise InvalidInput(said, rule="too_large", file=name)
        self._entries = {each.filename: each for each in entries}
        self.names = list(self._entries)

    def place(self, name: str) -> str:
        return f"{self._name}/{name}"

    def read(self, name: str) -> bytes:
        entry = self._checked(name, LARGEST_FILE)
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

    @contextmanager
    def stream(self, name: str) -> Iterator[BinaryIO]:
        entry = self._checked(name, LARGEST)
        with io.BufferedReader(_Member(self._archive, entry, self.place(name))) as stream:
            yield stream

    def _checked(self, name: str, largest: int) -> zipfile.ZipInfo:
        entry = self._entries[name]
        if entry.file_size > largest or entry.file_size > RATIO * max(entry.compress_size, 1024):
            raise InvalidInput("unpacks to more than a text would", rule="too_large", file=self.place(name))
        return entry


class _Member(io.RawIOBase):
    """A file of an archive as it is unpacked: what goes wrong is the archive's fault, and says so."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str) -> None:
        super().__init__()
        self._archive, self._entry, self._place = archive, entry, place
        self._member: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        try:
            self._member = self._member or self._archive.open(self._entry)
            data = self._member.read(len(view))
        except Exception as error:
            raise InvalidInput(f"cannot be unpacked: {error}", rule="archive", file=self._place) from None
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if self._member is not None:
            self._member.close()
        super().close()


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
