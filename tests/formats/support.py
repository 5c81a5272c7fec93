"""Formats written to and read from memory."""

import io
import zipfile
from collections.abc import Iterable, Mapping

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Reader, Writer


def written(fmt: Writer, documents: Iterable[AnnotatedDocument], schema: Schema | None = None) -> bytes:
    return written_with_losses(fmt, documents, schema)[0]


def written_with_losses(
    fmt: Writer, documents: Iterable[AnnotatedDocument], schema: Schema | None = None
) -> tuple[bytes, list[Loss]]:
    stream = io.BytesIO()
    losses = list(fmt.write(documents, stream, schema))
    return stream.getvalue(), losses


def read(fmt: Reader, data: bytes, schema: Schema | None = None, losses: list[Loss] | None = None):
    """All documents; without a list for losses, the first loss is an error."""
    stream = io.BytesIO(data)
    if losses is None:
        return list(fmt.read(stream, schema, file="corpus"))
    return list(fmt.read(stream, schema, losses.append, file="corpus"))


def is_archive(data: bytes) -> bool:
    return data.startswith(b"PK")


def members(data: bytes) -> dict[str, bytes]:
    """The files of an archive by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archived(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()
