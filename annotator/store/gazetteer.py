"""The gazetteer on disk: one SQLite file, made once from what ships or from a dump, and then only read.

A file is made beside its place and moved there whole, so that whoever reads sees the old one or the new one. One that
another version of the program made is not read: its tables, its folding of names or what ships may be others.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.domain.errors import Unavailable
from annotator.store.gazetteer_building import (
    FORMAT,
    LOOSE,
    MEANT,
    PLAIN,
    Row,
    build,
    shipped_fingerprint,
    shipped_rows,
)
from annotator.values.gazetteer import Entry
from annotator.values.place_names import folded, loosened

_COLUMNS = """
SELECT p.source, p.id, p.name, p.lat, p.lon, p.country, coalesce(d.name, ''), p.feature, p.population, p.code,
    {is_meant}
FROM {found} p LEFT JOIN divisions d ON d.country = p.country AND d.code = p.code AND p.feature NOT LIKE 'PCL%'
"""
_BY_NAME = """(
    SELECT places.*, min(names.level) AS level FROM names JOIN places ON places.number = names.place
    WHERE {names} GROUP BY names.place
)"""
_ORDER = " ORDER BY p.population DESC, p.source, p.id LIMIT ?"


def _select(names: str) -> str:
    return _COLUMNS.format(found=_BY_NAME.format(names=names), is_meant=f"p.level = {MEANT}") + _ORDER


_FIND = _select("names.key = ? AND names.level <= ?")
_BEGIN = _select(f"names.key >= ? AND names.key < ? AND names.level <= {PLAIN}")
_COUNTRY = _COLUMNS.format(found="places", is_meant="0") + " WHERE p.feature LIKE 'PCL%' AND ? IN (p.country, p.code)"
#: More places than this of one name nobody looks through.
MOST = 200
#: A name is to begin with that many letters at least before it is looked through what follows.
_LEAST_BEGINNING = 3
_LAST_LETTER = "\U0010ffff"
GROWN = "grown.db"
IN_USE, NOT_IN_USE = "in use", "not in use"


@dataclass(frozen=True, slots=True)
class Description:
    """A gazetteer that is there; `state` is "in use", "not in use", or what is wrong with it."""

    name: str
    entries: int
    names: int
    made_from: str
    made: str
    state: str

    @property
    def is_in_use(self) -> bool:
        return self.state == IN_USE


class GazetteerFile:
    """The gazetteer in a folder: the grown one if there is one that fits, else the one that ships.

    Any number of threads and processes may ask at the same time, also at the first start, when the file is still to be
    made. A gazetteer that is replaced is noticed at the next question. Raises Unavailable where the folder is no use.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open = threading.local()

    def find(self, name: str) -> Sequence[Entry]:
        """Every place of that name, the largest first; where there is none, of names that differ in the article."""
        key = folded(name)
        return (self._ask(_FIND, key, PLAIN, MOST) or self._ask(_FIND, loosened(key), LOOSE, MOST)) if key else []

    def begin(self, name: str) -> Sequence[Entry]:
        """The largest places with a name that begins so; none for a letter or two."""
        key = folded(name)
        return self._ask(_BEGIN, key, key + _LAST_LETTER, MOST) if len(key) >= _LEAST_BEGINNING else []

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166-1 code, of two or three letters."""
        found = self._ask(_COUNTRY, code.upper())
        return found[0] if found else None

    def describe(self) -> list[Description]:
        """The gazetteers that are made already; nothing is made for it."""
        grown, shipped = self.folder / GROWN, self._shipped_path()
        used = grown if grown.exists() and _fits(grown) else shipped
        return [_described(path, path == used) for path in (grown, shipped) if path.exists()]

    def prepare(self) -> None:
        """Make what is needed, so that the first question need not wait for it."""
        self._path()

    def grow(self, rows: Iterable[Row], name: str, made_from: str) -> None:
        """Put these places, and those that ship, into the place of what is in use: all of them or none."""
        with self._making(GROWN) as path:
            build(path, shipped_rows(), {"name": name, "made_from": made_from}, further=rows)

    def shrink(self) -> bool:
        """Go back to the gazetteer that ships; False where that is in use anyway."""
        try:
            (self.folder / GROWN).unlink()
        except FileNotFoundError:
            return False
        return True

    def _ask(self, statement: str, *values: object) -> list[Entry]:
        try:
            return [_entry(row) for row in self._connection().execute(statement, values)]
        except sqlite3.Error as error:
            raise Unavailable(
                f"the gazetteer in {self.folder} cannot be read ({error}): remove the folder, and it is made anew",
                rule="gazetteer",
            ) from None

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection; another one when the gazetteer was replaced."""
        state = _state(self.folder / GROWN)
        if getattr(self._open, "of", None) != state:
            self._open.connection = _opened(self._path())
            self._open.of = state
        found: sqlite3.Connection = self._open.connection
        return found

    def _path(self) -> Path:
        grown = self.folder / GROWN
        return grown if grown.exists() and _fits(grown) else self._shipped()

    def _shipped(self) -> Path:
        path = self._shipped_path()
        if not path.exists():
            with self._making(path.name):
                if not path.exists():
                    build(path, shipped_rows(), {"name": "shipped", "made_from": "the program"})
                    _remove_others(path)
        return path

    def _shipped_path(self) -> Path:
        return self.folder / f"shipped-{shipped_fingerprint()}.db"

    @contextmanager
    def _making(self, name: str) -> Iterator[Path]:
        """The path that a file is to have, while nobody else makes it."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _alone(self.folder / f"{name}.lock"):
                yield self.folder / name
        except OSError as error:
            reason = error.strerror or error
            raise Unavailable(f"the gazetteer cannot be made in {self.folder} ({reason})", rule="gazetteer") from None


def _entry(row: tuple[Any, ...]) -> Entry:
    source, id_, name, lat, lon, country, admin1, feature, population, code, is_meant = row
    return Entry(source, id_, name, lat, lon, country, admin1, feature, population, code, bool(is_meant))


def _state(path: Path) -> tuple[int, int]:
    """What changes when another file comes into this place, or none is there any more."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def _opened(path: Path) -> sqlite3.Connection:
    # Nobody ever writes into a file that has its name: no locks are needed, and no other files beside it.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _fits(path: Path) -> bool:
    """Whether this version of the program made it, or one that makes them alike."""
    try:
        return _about(path).get("format") == FORMAT
    except sqlite3.Error:
        return False


def _about(path: Path) -> dict[str, str]:
    with closing(_opened(path)) as connection:
        return dict(connection.execute("SELECT key, value FROM about"))


def _described(path: Path, is_used: bool) -> Description:
    try:
        about = _about(path)
    except sqlite3.Error as error:
        return Description(path.stem, 0, 0, "", "", f"damaged: {error}")
    state = IN_USE if is_used else NOT_IN_USE
    if about.get("format") != FORMAT:
        state = "made by another version of the program"
    counts = (int(about.get("entries", 0)), int(about.get("names", 0)))
    return Description(about.get("name", ""), *counts, about.get("made_from", ""), about.get("made", ""), state)


def _remove_others(path: Path) -> None:
    """Remove what earlier versions made; where one of them is open and may not be removed, it stays."""
    for other in path.parent.glob("shipped-*"):
        if not other.name.startswith(path.name):
            with suppress(OSError):
                other.unlink()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process after the other, where the system knows how; elsewhere each makes its own, and the last one stays."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # What a process left that was killed: whoever makes one at this moment holds the lock.
        for left in lock.parent.glob(f".{lock.stem}-*"):
            left.unlink()
        yield
