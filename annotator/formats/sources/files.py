"""Streams of a format: opened when a path is given, left open when they are someone else's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Destination, Source


@contextmanager
def reading(source: Source) -> Iterator[BinaryIO]:
    """The source as a stream of bytes; raises InvalidInput when there is no such file."""
    if not isinstance(source, Path):
        yield source
        return
    try:
        stream = source.open("rb")
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", rule="file", file=str(source)) from None
    with stream:
        yield stream


@contextmanager
def writing(destination: Destination) -> Iterator[BinaryIO]:
    """The destination as a stream for bytes."""
    if not isinstance(destination, Path):
        yield destination
        return
    with destination.open("wb") as stream:
        yield stream


def name_of(source: Source, file: str | None) -> str | None:
    """What errors call the source: the name that was given, or that of the file."""
    if file is not None:
        return file
    if isinstance(source, Path):
        return str(source)
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else None
