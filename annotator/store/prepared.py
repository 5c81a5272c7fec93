"""Statements of the hot paths: written with SQLAlchemy, put into the database's words once, then run bare.

Compiling, caching and unpacking by SQLAlchemy cost several times what such a statement takes
to run. What comes back are plain tuples, so only columns of text and whole numbers fit here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, bindparam, insert
from sqlalchemy.sql import ClauseElement
from sqlmodel import Session

from annotator.store.session import Database, connection_of

Values = Mapping[str, Any]
#: Stands in an empty list: no id is empty, no row or offset negative.
NOTHING: Mapping[type, object] = {str: "", int: -1}


def insertion(table: Table, *left_out: str) -> Insert:
    """A row of the table whose columns come by their names, but for those that the database fills in."""
    columns = [column.name for column in table.c if column.name not in left_out]
    return insert(table).values({name: bindparam(name) for name in columns})


class Prepared:
    """A statement with named parameters; those of `lists` take lists, for IN, of the type given."""

    def __init__(self, statement: ClauseElement, **lists: type) -> None:
        self.statement = statement
        self.lists = lists

    def rows(self, session: Session, values: Values) -> list[tuple[Any, ...]]:
        """Run it; every row that comes back."""
        cursor = self._run(session, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.close()
        return found

    def row(self, session: Session, values: Values) -> tuple[Any, ...] | None:
        """Run it; the first row, if there is one."""
        found = self.rows(session, values)
        return found[0] if found else None

    def run(self, session: Session, values: Values) -> None:
        """Run what gives nothing back."""
        self._run(session, values).close()

    def alone(self, database: Database, values: Values) -> tuple[Any, ...] | None:
        """Ask it by itself, without a session or a transaction around it; the first row, if there is one."""
        rendered = _rendered(self.statement, database.engine.dialect, ())
        with database.question() as cursor:
            cursor.execute(rendered.words, rendered.given(values))
            found: tuple[Any, ...] | None = cursor.fetchone()
        return found

    def run_many(self, session: Session, rows: Sequence[Values]) -> None:
        """Run it once for each of the rows."""
        connection = connection_of(session)
        rendered = _rendered(self.statement, connection.dialect, ())
        cursor = _cursor(connection)
        if len(rows) == 1:
            # What a driver does for many rows takes turns with the database that one row has no need of.
            cursor.execute(rendered.words, rendered.given(rows[0]))
        else:
            cursor.executemany(rendered.words, [rendered.given(row) for row in rows])
        cursor.close()

    def _run(self, session: Session, values: Values) -> Any:
        connection = connection_of(session)
        if self.lists:
            values = {**values, **{name: _padded(values[name], kind) for name, kind in self.lists.items()}}
        sizes = tuple((name, len(values[name])) for name in self.lists)
        rendered = _rendered(self.statement, connection.dialect, sizes)
        cursor = _cursor(connection)
        cursor.execute(rendered.words, rendered.given(values))
        return cursor


def _padded(items: Sequence[Any], kind: type) -> list[Any]:
    """The list, as long as a power of two: so that few lengths have to be rendered."""
    found = list(items) or [NOTHING[kind]]
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A statement in a database's words."""

    words: str
    #: What each of the driver's parameters is: its name there, whose value it is, and which of them in a list.
    parameters: tuple[tuple[str, str, int | None], ...]
    #: Whether the driver takes them in this order, without names.
    is_positional: bool
    #: Values that are part of the statement itself.
    constants: Mapping[str, Any]

    def given(self, values: Values) -> Any:
        """The parameters as the driver takes them."""
        known = {**self.constants, **values} if self.constants else values
        if self.is_positional:
            return [known[name] if at is None else known[name][at] for _, name, at in self.parameters]
        return {key: known[name] if at is None else known[name][at] for key, name, at in self.parameters}


@lru_cache(maxsize=512)
def _rendered(statement: ClauseElement, dialect: Dialect, sizes: tuple[tuple[str, int], ...]) -> Rendered:
    """The statement for lists of these sizes."""
    compiled: Any = statement.compile(dialect=dialect)
    asked: dict[str, Any] = {name: None for name, bind in compiled.binds.items() if bind.required}
    state = compiled.construct_expanded_state(asked | {name: [None] * size for name, size in sizes})
    # As SQLAlchemy numbers the parameters that a list comes to.
    items = {f"{name}_{at + 1}": (name, at) for name, size in sizes for at in range(size)}
    parameters = tuple((key, *items.get(key, (key, None))) for key in state.positiontup or state.parameters)
    constants = {key: value for key, value in state.parameters.items() if key not in asked and key not in items}
    return Rendered(state.statement, parameters, bool(compiled.positional), constants)


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()
