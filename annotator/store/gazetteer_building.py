"""How a gazetteer's file is made: tables, rows, indexes, and then its name."""

import gzip
import hashlib
import io
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from annotator.values.gazetteer import GEONAMES, Entry
from annotator.values.place_names import FOLDING, folded, loosened

#: The version of the tables, with that of the rules by which names are folded.
FORMAT = f"1.{FOLDING}"
SHIPPED = Path(__file__).parent / "shipped" / "places.tsv.gz"

#: How a place comes by a name: it is what news means by it, it is called so, or it is found by it if nothing else is.
MEANT, PLAIN, LOOSE = 0, 1, 2
MEANT_SIGN = "!"

#: A place (its `code` is that of the division it lies in) and the names that it has besides its own.
Row = tuple[Entry, Sequence[str]]

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE places (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, lat REAL NOT NULL,
    lon REAL NOT NULL, country TEXT NOT NULL, code TEXT NOT NULL, feature TEXT NOT NULL, population INTEGER NOT NULL
);
CREATE TABLE names (
    key TEXT NOT NULL, level INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, level, place)
) WITHOUT ROWID;
CREATE TEMP TABLE unsorted (key TEXT, level INTEGER, place INTEGER);
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE divisions (country TEXT, code TEXT, name TEXT NOT NULL, PRIMARY KEY (country, code)) WITHOUT ROWID;
"""
#: Done when all rows are there: to keep them in order row by row would take several times as long.
_INDEXES = """
INSERT INTO names SELECT DISTINCT key, level, place FROM unsorted ORDER BY key, level, place;
CREATE INDEX countries ON places (country) WHERE feature LIKE 'PCL%';
INSERT OR IGNORE INTO divisions SELECT country, code, name FROM places WHERE feature = 'ADM1' ORDER BY number;
"""
#: Of countries and divisions a dump knows the official names; ours are those of the news. A country's code stays.
_ADD = """
INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET
    lat = excluded.lat, lon = excluded.lon, population = max(population, excluded.population),
    name = CASE WHEN feature LIKE 'PCL%' OR feature LIKE 'ADM%' THEN name ELSE excluded.name END,
    code = CASE WHEN feature LIKE 'PCL%' THEN code ELSE excluded.code END,
    feature = CASE WHEN feature IN ('PCLI', 'PPLC') THEN feature ELSE excluded.feature END
"""
#: How many rows are handed to SQLite at once.
_BATCH = 5000


def build(path: Path, rows: Iterable[Row], about: Mapping[str, str], further: Iterable[Row] = ()) -> None:
    """Make the file of these rows; a later row of the same place adds its names. Whole, or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    fresh = Path(name)
    try:
        with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            connection.executescript(_TABLES)
            connection.execute("BEGIN")
            for each in (rows, further):
                _add(connection, each)
            _finish(connection, about)
            connection.execute("COMMIT")
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _add(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    places: list[tuple[object, ...]] = []
    names: list[tuple[str, int, int]] = []
    for own, (entry, others) in enumerate(rows, start=1):
        number = int(entry.id) if entry.source == GEONAMES else -own
        where = (entry.lat, entry.lon, entry.country, entry.code)
        places.append((number, entry.source, entry.id, entry.name, *where, entry.feature, entry.population))
        names.extend((key, level, number) for key, level in _keys((entry.name, *others)))
        if len(places) >= _BATCH:
            _write(connection, places, names)
            places, names = [], []
    _write(connection, places, names)


def _keys(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each name folded, with its level; and loosened, where that says something else."""
    keys: dict[str, int] = {}
    for name in names:
        level = MEANT if name.startswith(MEANT_SIGN) else PLAIN
        key = folded(name)
        keys[key] = min(level, keys.get(key, PLAIN))
    keys.pop("", None)
    yield from keys.items()
    yield from ((loose, LOOSE) for loose in {loosened(key): None for key in keys} if loose not in keys)


def _write(
    connection: sqlite3.Connection, places: Sequence[tuple[object, ...]], names: Sequence[tuple[str, int, int]]
) -> None:
    connection.executemany(_ADD, places)
    connection.executemany("INSERT INTO unsorted VALUES (?, ?, ?)", names)


def _finish(connection: sqlite3.Connection, about: Mapping[str, str]) -> None:
    for statement in filter(str.strip, _INDEXES.split(";")):
        connection.execute(statement)
    [entries] = connection.execute("SELECT count(*) FROM places").fetchone()
    [names] = connection.execute("SELECT count(*) FROM names WHERE level <= 1").fetchone()
    made = datetime.now(UTC).isoformat(timespec="seconds")
    facts = {**about, "format": FORMAT, "made": made, "entries": str(entries), "names": str(names)}
    connection.executemany("INSERT INTO about VALUES (?, ?)", facts.items())


@lru_cache(maxsize=1)
def shipped_fingerprint() -> str:
    """Changes with what ships and with what this version of the program makes of it."""
    digest = hashlib.sha256(SHIPPED.read_bytes())
    digest.update(FORMAT.encode())
    return digest.hexdigest()[:12]


def shipped_rows() -> Iterator[Row]:
    """The places that ship, as the file beside this one has them."""
    with io.TextIOWrapper(gzip.open(SHIPPED), encoding="utf-8", newline="\n") as file:
        next(file)  # whose data it is
        next(file)  # the columns
        for line in file:
            source, id_, name, lat, lon, country, code, feature, population, names = line.rstrip("\n").split("\t")
            where = (float(lat), float(lon), country, "", feature, int(population), code)
            yield Entry(source, id_, name, *where), names.split("|") if names else ()
