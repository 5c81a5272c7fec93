"""Whether the database is there, in the right version, and whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from annotator.domain.errors import AnnotatorError
from annotator.store import checks, migrations
from annotator.store.session import Database

#: How many of the same kind are named, so that a broken database does not fill the screen.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold, and what was found against it."""

    title: str
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.wrong


def why_not_ready(database: Database) -> str | None:
    """Why requests cannot be answered yet, in words; None when they can."""
    try:
        database.ping()
        revision = migrations.current(database)
    except SQLAlchemyError as error:
        return f"the database does not answer ({type(error).__name__})"
    except AnnotatorError as error:
        return error.message
    if revision != migrations.head():
        return f"the database has revision {revision or 'none'}, not {migrations.head()}: run `annotator db upgrade`"
    return None


def check_database(database: Database) -> list[Check]:
    """Everything that must hold of the database, each with what is wrong. Takes long on a large one."""
    tables = Check("the tables are as this version of the program makes them", migrations.differences(database))
    if not tables.holds:
        return [tables]
    asked: dict[str, Callable[[Session], Iterable[str]]] = {
        "the file is whole": checks.damaged_pages,
        "every row has its owner": checks.orphans,
        "every span's quote is its text": checks.wrong_quotes,
        "every link joins two spans of its set": checks.loose_links,
        "every comment on a span is on one of its set": checks.loose_comments,
    }
    with database.read() as session:
        return [tables, *(Check(title, _named(ask(session))) for title, ask in asked.items())]


def _named(found: Iterable[str]) -> list[str]:
    names = list(islice(found, NAMED + 1))
    return [*names[:NAMED], "and more"] if len(names) > NAMED else names
