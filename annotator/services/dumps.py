"""Dumps of GeoNames, in a file or at an address, opened for reading line by line."""

import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from annotator.domain.errors import InvalidInput, Unavailable

#: Where GeoNames offers its dumps, each as NAME.zip.
OFFICIAL = "https://download.geonames.org/export/dump"
_AT_ONCE = 2**18
_TIMEOUT = 60

#: Told now and then how far it is, in words.
Show = Callable[[str], None]


def address_of(name: str) -> str:
    """Where the set of this name is downloaded from."""
    return f"{OFFICIAL}/{name}.zip"


@contextmanager
def opened(source: str, folder: Path, show: Show) -> Iterator[Iterator[str]]:
    """The lines of a dump, a text file or one packed as a zip file; one at an address is put into `folder` meanwhile.

    Raises InvalidInput for a file that is no dump, naming file and line where it is not UTF-8, and Unavailable
    where an address does not answer.
    """
    if "://" not in source:
        with _text(Path(source), source) as file:
            yield _lines(file, source)
        return
    if not source.startswith(("http://", "https://")):
        raise InvalidInput(f"{source} is neither a file nor an address that begins with http", rule="address")
    with TemporaryDirectory(prefix="download-", dir=folder) as room:
        path = Path(room) / (source.rsplit("/", 1)[-1] or "dump")
        _download(source, path, show)
        with _text(path, source) as file:
            yield _lines(file, source)


def _download(address: str, path: Path, show: Show) -> None:
    try:
        # Only addresses of http and https come here.
        with urllib.request.urlopen(address, timeout=_TIMEOUT) as answer, path.open("wb") as file:  # nosec B310
            total, done = int(answer.headers.get("Content-Length") or 0), 0
            while part := answer.read(_AT_ONCE):
                file.write(part)
                done += len(part)
                show(f"{done / 2**20:.1f} MB" + (f" of {total / 2**20:.1f} MB" if total else ""))
    except urllib.error.HTTPError as error:
        error.close()
        raise Unavailable(f"{address} answers {error.code} {error.reason}", rule="download") from None
    except OSError as error:
        reason = getattr(error, "reason", None) or error
        raise Unavailable(f"{address} cannot be downloaded ({reason})", rule="download") from None
    if total and done != total:
        raise Unavailable(f"{address} was cut off after {done} of {total} bytes", rule="download")


@contextmanager
def _text(path: Path, source: str) -> Iterator[IO[bytes]]:
    """The table in the file: itself, or of a zip file the one table that is in it."""
    if not _is_packed(path, source):
        with path.open("rb") as file:
            yield file
        return
    try:
        with zipfile.ZipFile(path) as packed, packed.open(_table_in(packed, source)) as table:
            yield table
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InvalidInput(f"the zip file is damaged ({error})", rule="zip", file=source) from None


def _is_packed(path: Path, source: str) -> bool:
    try:
        with path.open("rb") as file:
            return zipfile.is_zipfile(file)
    except OSError as error:
        raise InvalidInput(f"it cannot be read ({error.strerror})", rule="file", file=source) from None


def _table_in(packed: zipfile.ZipFile, source: str) -> str:
    tables = [name for name in packed.namelist() if name.lower().endswith(".txt") and name.lower() != "readme.txt"]
    if len(tables) != 1:
        raise InvalidInput(f"the zip file holds {len(tables)} tables (.txt) instead of one", rule="zip", file=source)
    return tables[0]


def _lines(file: IO[bytes], source: str) -> Iterator[str]:
    for number, line in enumerate(file, start=1):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInput("this is no UTF-8", rule="encoding", file=source, line=number) from error
