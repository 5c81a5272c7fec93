"""Which files of a folder or an archive are read, and by what: the one place that knows how corpora lie on disks."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator import formats
from annotator.domain.errors import InvalidInput
from annotator.formats.archives import opened
from annotator.formats.base import Bundled, Reader, Source

ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Found:
    """A corpus, or a part of one: what reads it, where it is and what errors call it."""

    reader: Reader
    name: str
    open: Callable[[], Source]


def found(path: Path, format_id: str | None = None, passed_over: Callable[[str], object] = print) -> Iterator[Found]:
    """What is to be read of a file, a folder or an archive, in order of names.

    A folder or an archive of a format of several files is one corpus; of any other each file is, and what no
    format reads is told to `passed_over`. Raises InvalidInput for a file whose format nobody can tell.
    """
    if not path.exists():
        raise InvalidInput("there is no such file", rule="file", file=str(path))
    reader = formats.reader(format_id) if format_id else _of_name(path.name)
    if path.is_dir() or (path.name.lower().endswith(ARCHIVE) and not isinstance(reader, Bundled)):
        yield from _inside(path, reader if format_id else None, passed_over)
    elif reader is None:
        raise InvalidInput("no format's files end like this; name one with --format", rule="format", file=str(path))
    else:
        yield Found(reader, str(path), lambda: path)


def _inside(path: Path, wanted: Reader | None, passed_over: Callable[[str], object]) -> Iterator[Found]:
    with opened(path) as files:
        names = list(files.names)
        whole = bundle(names, [wanted] if wanted else formats.readers())
        if whole is not None:
            yield Found(whole, str(path), lambda: path)
            return
        for name in names:
            reader = _of_name(name)
            if wanted is not None:
                reader = wanted if formats.readable(name, wanted.id) else None
            if reader is None:
                passed_over(files.place(name))
                continue
            place = files.place(name)
            if path.is_dir():
                yield Found(reader, place, lambda name=name: path / name)  # type: ignore[misc]
            else:
                yield Found(reader, place, lambda name=name: io.BytesIO(files.read(name)))  # type: ignore[misc]


def bundle_in(path: Path) -> Reader | None:
    """The format of several files that a folder or an archive is of; None for one of another kind, and for a file."""
    if not path.is_dir() and not path.name.lower().endswith(ARCHIVE):
        return None
    with opened(path) as files:
        return bundle(files.names, formats.readers())


def bundle(names: Sequence[str], readers: Sequence[Reader]) -> Reader | None:
    """Of these the format of several files that a folder with these names is of, by an ending that shows it."""
    for reader in readers:
        if isinstance(reader, Bundled) and any(name.lower().endswith(reader.members) for name in names):
            return reader
    return None


def _of_name(name: str) -> Reader | None:
    guessed = formats.guess(name)
    fmt = formats.FORMATS.get(guessed) if guessed else None
    return fmt if isinstance(fmt, Reader) else None
