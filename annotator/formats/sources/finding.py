"""Which files of a folder or an archive are read, and by what: the one place that knows how corpora lie on disks."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from annotator import formats
from annotator.domain.errors import InvalidInput
from annotator.formats.base import Bundled, Reader, Source
from annotator.formats.sources.archives import Files, opened
from annotator.formats.sources.files import reading
from annotator.formats.sources.recognition import Holding, first_record, is_common, is_strange, recognised

ARCHIVE = ".zip"
#: So many keys of a record of no format are told, and so much of each.
_FIRST, _SHOWN = 8, 40


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
    reader = formats.reader(format_id) if format_id else _of_file(path)
    if path.is_dir() or (path.name.lower().endswith(ARCHIVE) and not isinstance(reader, Bundled)):
        yield from _inside(path, reader if format_id else None, passed_over)
    elif reader is None:
        raise unknown(path, "--format")
    else:
        yield Found(reader, str(path), lambda: path)


def _inside(path: Path, wanted: Reader | None, passed_over: Callable[[str], object]) -> Iterator[Found]:
    with opened(path) as files:
        whole = bundle(files, [wanted] if wanted else formats.readers())
        if whole is None and wanted is not None and _is_whole(files, wanted):
            whole = wanted
        if whole is not None:
            yield Found(whole, str(path), lambda: path)
            return
        readers = {name: _of_member(name, partial(_member, path, name)) for name in files.names}
        if wanted is not None:
            readers = _wanted(wanted, readers)
        for name, reader in readers.items():
            if reader is None:
                passed_over(files.place(name))
            else:
                yield Found(reader, files.place(name), partial(_member, path, name))


def _wanted(wanted: Reader, readers: Mapping[str, Reader | None]) -> dict[str, Reader | None]:
    """The files that are of the wanted format by name or by what stands in them; if none is, all that may be."""
    named = [name for name, reader in readers.items() if formats.readable(name, wanted.id) or reader == wanted]
    there = named or [name for name, reader in readers.items() if reader is not None or _is_text(name)]
    return {name: wanted if name in there else None for name in readers}


def _is_text(name: str) -> bool:
    return is_common(name) and "." in name


def _is_whole(files: Files, wanted: Reader) -> bool:
    """Whether files of any names are to be taken for one corpus of the format, as none has a name of its own."""
    return isinstance(wanted, Bundled) and not any(formats.readable(name, wanted.id) for name in files.names)


def _member(path: Path, name: str) -> Source:
    """A file of a folder or of an archive, which is opened anew: whoever asks may do so much later."""
    if path.is_dir():
        return path / name
    with opened(path) as files:
        return io.BytesIO(files.read(name))


def bundle_in(path: Path) -> Reader | None:
    """The format of several files that a folder or an archive is of; None for one of another kind, and for a file."""
    if not path.is_dir() and not path.name.lower().endswith(ARCHIVE):
        return None
    with opened(path) as files:
        return bundle(files, formats.readers())


def bundle(files: Files, readers: Sequence[Reader]) -> Reader | None:
    """Of these the format of several files that they are of: by a name that shows it, else by what stands in them."""
    bundled = [reader for reader in readers if isinstance(reader, Bundled)]
    for reader in bundled:
        if any(name.lower().endswith(reader.members) for name in files.names):
            return reader
    return next((reader for reader in bundled if isinstance(reader, Holding) and reader.holds(files)), None)


def _of_file(path: Path) -> Reader | None:
    return None if path.is_dir() else _of_member(path.name, lambda: path)


def _of_member(name: str, open_: Callable[[], Source]) -> Reader | None:
    """What reads a file: by what stands in it where its name says too little or nothing, else by its name."""
    named = of_name(name)
    if named is None and name.lower().endswith(ARCHIVE):
        return _of_archive(name, open_)
    if not is_common(name) and (formats.guess(name) is not None or name.lower().endswith(ARCHIVE)):
        return named
    try:
        with reading(open_()) as stream:
            known = recognised(stream, formats.readers())
            return known or (None if named is not None and is_strange(stream, named) else named)
    except InvalidInput:
        if named is None:
            raise
        # What cannot be read stops nothing that lies beside it: the reading proper tells it.
        return named


def _of_archive(name: str, open_: Callable[[], Source]) -> Reader | None:
    """The format of several files that an archive is of, as many tools export one for each document."""
    with suppress(InvalidInput), opened(open_(), name) as files:
        return bundle(files, formats.readers())
    return None


def unknown(path: Path, option: str) -> InvalidInput:
    """What is to be said of a file whose format nobody can tell; the option is where somebody can."""
    said = "no format's files end like this"
    with suppress(InvalidInput), reading(path) as stream:
        if keys := sorted(first_record(stream)):
            shown = ", ".join(f"“{key[:_SHOWN]}”" for key in keys[:_FIRST]) + (" …" if keys[_FIRST:] else "")
            said = f"no format here has records with these keys: {shown}"
    return InvalidInput(f"{said}; name one with {option}", rule="format", file=str(path))


def of_name(name: str) -> Reader | None:
    """What reads files whose names end so."""
    guessed = formats.guess(name)
    fmt = formats.FORMATS.get(guessed) if guessed else None
    return fmt if isinstance(fmt, Reader) else None


def reader_in(path: Path) -> Reader | None:
    """What reads the whole of a path: a bundle, or a file by what stands in it or its name."""
    return bundle_in(path) or _of_file(path)
