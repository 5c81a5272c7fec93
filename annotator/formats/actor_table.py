"""A list of actors as CSV (RFC 4180): a row an entry, aliases in one cell with | between them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from annotator.domain.actors import BETWEEN, CODES, Actor, actor
from annotator.domain.errors import InvalidInput
from annotator.formats.sources.spreadsheets import guarded, unguarded

COLUMNS = ("name", "aliases", "type", "country", "wikidata", *CODES, "key")
#: The only column that a file needs.
_NEEDED = "name"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a file, and the line that it begins on."""

    line: int
    actor: Actor
    #: Whether the file gives it a key, or the key is made of its name.
    has_key: bool


def write(actors: Iterable[Actor]) -> bytes:
    """The table; `read` gives the same entries back."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for each in actors:
        cells = {
            "name": each.name,
            "aliases": BETWEEN.join(each.aliases),
            "type": each.type,
            "country": each.country or "",
            "wikidata": each.wikidata or "",
            "key": each.key,
            **each.codes,
        }
        table.writerow([guarded(cells.get(column, "")) for column in COLUMNS])
    return out.getvalue().encode("utf-8")


def read(source: BinaryIO, file: str) -> Iterator[Row]:
    """The rows one by one; raises InvalidInput with the line of one that breaks a rule.

    Columns may stand in any order, and all but the name may be absent. A byte order mark and any line ends will do.
    """
    rows = csv.reader(io.StringIO(_decoded(source.read(), file), newline=""), strict=True)
    line = 1
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        _check_header(header, file)
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _row(header, row, file, line)
            line = rows.line_num + 1
    except csv.Error as error:
        raise InvalidInput(str(error), rule="csv", file=file, line=line) from None


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput("this is no UTF-8", rule="encoding", file=file, line=line) from None


def _check_header(header: list[str], file: str) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    if _NEEDED not in header or unknown:
        said = f"no column {unknown[0]!r} is known" if unknown else f"there is no column {_NEEDED!r}"
        raise InvalidInput(f"{said}; columns are {', '.join(COLUMNS)}", rule="column", file=file, line=1)
    if len(set(header)) != len(header):
        raise InvalidInput("two columns have one name", rule="column", file=file, line=1)


def _row(header: list[str], row: list[str], file: str, line: int) -> Row:
    if len(row) != len(header):
        said = f"{len(row)} fields where the header has {len(header)}"
        raise InvalidInput(said, rule="fields", file=file, line=line)
    cells = dict(zip(header, map(unguarded, row), strict=True))
    try:
        return Row(line, _entry(cells), bool(cells.get("key", "").strip()))
    except InvalidInput as error:
        raise InvalidInput(error.message, rule=error.rule, file=file, line=line) from None


def _entry(cells: Mapping[str, str]) -> Actor:
    return actor(
        cells[_NEEDED],
        cells.get("aliases", "").split(BETWEEN),
        cells.get("type", ""),
        cells.get("country", ""),
        cells.get("wikidata", ""),
        {scheme: cells.get(scheme, "") for scheme in CODES},
        cells.get("key", ""),
    )
