"""The events of a project as a list that is filtered, page by page, and the words behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput, NotFound
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.domain.schema import Schema
from annotator.domain.totals import Totals
from annotator.formats.event_tables.filter import EventFilter
from annotator.formats.event_tables.rows import EventRow, event_rows
from annotator.formats.records.selection import chosen
from annotator.services import access
from annotator.services.exports import Sets, condition
from annotator.services.projects import get_project, row_of
from annotator.services.tasks import OVERSEERS
from annotator.services.totals import schemas_of
from annotator.store import annotations, documents
from annotator.store.annotations import StoredSet
from annotator.store.documents import StoredDocument
from annotator.store.tables import Project

#: Events of a page.
MANY = 50
#: Documents that are looked through for a page: an answer costs the same in a project of any size.
MOST = 500
BATCH = 100


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event with the numbers of its document and its set."""

    row: EventRow
    position: int
    set: int

    @property
    def cursor(self) -> str:
        main = self.row.event.frame.main
        return f"{self.position}-{main.start}-{main.end}-{main.id}"


@dataclass(slots=True)
class EventPage:
    """Some events, what they come to, and the cursor that fetches what comes behind; None at the end."""

    events: list[FoundEvent] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    next: str | None = None
    #: Documents that were looked through.
    documents: int = 0


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document with one of its sets; `task` is what the set is the work of, where this person may open it."""

    project: Project
    document: AnnotatedDocument
    schema: Schema | None
    set: int | None
    task: int | None


def find_events(
    session: Session, person: Person, slug: str, wanted: EventFilter, sets: Sets, after: str | None = None
) -> EventPage:
    """Events in the order of documents and texts; of a document those of the set that stands for it.

    Raises InvalidInput for a cursor that is none, and for days that are no days.
    """
    project = get_project(session, person, slug, Action.READ_DOCUMENTS)
    schemas = schemas_of(session, project)
    position, behind = _cursor(after)
    page = EventPage()
    for stored, standing in _documents(session, project, sets, position - 1 if behind else position):
        page.documents += 1
        schema = schemas[standing.annotations.schema] if standing else None
        rows = event_rows(stored.document, standing.annotations, schema) if standing and schema else []
        fitting = [row for row in rows if wanted.takes(row)]
        if stored.position == position and behind:
            fitting = [row for row in fitting if row.event.frame.main.place > behind]
        taken = fitting[: MANY - len(page.events)]
        page.events += [FoundEvent(row, stored.position, standing.row) for row in taken if standing]
        tolls = {toll.id: toll for row in taken for toll in row.tolls}
        page.totals.add_tolls(tolls.values())
        page.totals.events += len(taken)
        if len(taken) < len(fitting):
            page.next = page.events[-1].cursor
            break
        if page.documents == MOST or len(page.events) == MANY:
            page.next = f"{stored.position}"
            break
    return page


def _documents(
    session: Session, project: Project, sets: Sets, after: int
) -> Iterator[tuple[StoredDocument, StoredSet | None]]:
    """Documents behind a position, each with the set that stands for it, if there is one."""
    for batch in documents.walk(session, row_of(project), after, BATCH):
        found = annotations.stored_sets_of(session, [stored.row for stored in batch], condition(sets))
        for stored in batch:
            yield stored, _standing(stored, found.get(stored.row, ()))


def _standing(stored: StoredDocument, found: Sequence[StoredSet]) -> StoredSet | None:
    standing = chosen(AnnotatedDocument(stored.document, tuple(each.annotations for each in found)))
    return next((each for each in found if each.annotations is standing), None)


def show_document(session: Session, person: Person, slug: str, key: str, set_row: int | None = None) -> ShownDocument:
    """A document with the set of that row, else with the one that stands for it. Raises NotFound."""
    project = get_project(session, person, slug, Action.READ_DOCUMENTS)
    stored = documents.get(session, row_of(project), key)
    found = annotations.stored_sets_of(session, [stored.row], condition(Sets.ALL))[stored.row]
    if set_row is None:
        shown = _standing(stored, found)
    else:
        shown = next((each for each in found if each.row == set_row), None)
        if shown is None:
            raise NotFound("there is no such annotation set of this document", rule="not_found")
    if shown is None:
        return ShownDocument(project, AnnotatedDocument(stored.document), None, None, None)
    may_open = access.role_of(session, person, row_of(project)) in OVERSEERS
    annotated = AnnotatedDocument(stored.document, (shown.annotations,))
    schema = schemas_of(session, project)[shown.annotations.schema]
    return ShownDocument(project, annotated, schema, shown.row, shown.task if may_open else None)


def day(written: str) -> date | None:
    """A day as forms send it; None where none is given. Raises InvalidInput."""
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InvalidInput(f"a day is written as 2024-02-08, not {written!r}", rule="day") from None


def _cursor(after: str | None) -> tuple[int, tuple[int, int, str] | None]:
    """The position of the last document, and the place of the last event of it where there are more."""
    parts = (after or "0").split("-", 3)
    numbers = parts[:3]
    if len(parts) not in (1, 4) or not all(part.isdecimal() and len(part) < 18 for part in numbers):
        raise InvalidInput(f"{after!r} is no cursor of a list", rule="cursor")
    position = int(parts[0])
    return position, (int(parts[1]), int(parts[2]), parts[3]) if len(parts) == 4 else None
