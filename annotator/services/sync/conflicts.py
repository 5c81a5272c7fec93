"""Conflicts: what both sides changed, listed, told in words, and settled by a person's word for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput, NotFound
from annotator.domain.json import Json
from annotator.labelstudio.canonical import form_of, read_form
from annotator.labelstudio.telling import Telling, tell
from annotator.services.projects import for_operator, row_of
from annotator.services.sync.connections import connection
from annotator.services.totals import schemas_of
from annotator.store import annotations, documents, sync_conflicts, sync_rows
from annotator.store.annotations import StoredSet
from annotator.store.session import Database
from annotator.store.sync_conflicts import StoredConflict
from annotator.store.tables import Project

#: "later": nobody's, for now.
LATER = "later"
CHOICES = ("local", "remote", LATER)


def list_conflicts(database: Database, slug: str) -> list[StoredConflict]:
    """All conflicts of a project that the last run left."""
    with database.read() as session:
        return sync_conflicts.listed(session, connection(session, slug).project_id)


def resolve(database: Database, slug: str, ids: list[int], choice: str) -> int:
    """Give one side the word in these conflicts, in all with none named; the next run does as it says.

    "later" takes it back. Raises NotFound for a number that is none, InvalidInput for another word.
    """
    if choice not in CHOICES:
        raise InvalidInput(f"a conflict is settled for {' or '.join(CHOICES)}, not {choice!r}", rule="choice")
    with database.write() as session:
        project = connection(session, slug).project_id
        wanted = ids or [each.id for each in sync_conflicts.listed(session, project)]
        for each in wanted:
            if not sync_conflicts.choose(session, project, each, None if choice == LATER else choice):
                raise NotFound(f"{slug} has no conflict {each}")
    return len(wanted)


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict told in words: whose set it is of, and where that and the task are."""

    id: int
    document: str
    title: str
    whose: str
    set_row: int
    remote_task: int
    telling: Telling
    choice: str | None


def decided(found: Sequence[StoredConflict]) -> list[Json]:
    """Which of these a side was given the word in, and which side."""
    return [[each.id, each.choice] for each in found if each.choice is not None]


def undecided(session: Session, project_id: int) -> list[int]:
    """The numbers of the conflicts in which nobody has been given the word."""
    return [each.id for each in sync_conflicts.listed(session, project_id) if each.choice is None]


def show(session: Session, project: Project, found: Sequence[StoredConflict]) -> list[Shown]:
    """These conflicts in words; those whose document is gone are left out, as they will be in the next run."""
    showing = _Showing(session, project, [each.row_id for each in found])
    shown = [showing.one(each) for each in found]
    return [each for each in shown if each is not None]


class _Showing:
    """Reads what was noted of these rows at once, and each document once."""

    def __init__(self, session: Session, project: Project, row_ids: Sequence[int]) -> None:
        self.session, self.project_id = session, row_of(project)
        self.schemas = schemas_of(session, project)
        _, self.newest = for_operator(session, project.slug)
        self.rows = {row.id: row for row in sync_rows.by_id(session, row_ids)}
        self.bases = sync_rows.bases(session, row_ids)
        self._documents: dict[str, tuple[Document, list[StoredSet]] | None] = {}

    def one(self, conflict: StoredConflict) -> Shown | None:
        known = self._document(conflict.document)
        if known is None:
            return None
        document, sets = known
        row, base = self.rows.get(conflict.row_id), self.bases.get(conflict.row_id, {})
        marks = dict(read_form(base).marks) if "marks" in base else {}
        own = next((each for each in sets if each.row == conflict.set_id), None)
        if own is not None:
            marks |= form_of(own.annotations).marks
        schema = self.schemas.get(own.annotations.schema, self.newest) if own else self.newest
        return Shown(
            conflict.id,
            document.id,
            document.title,
            own.annotations.annotator if own else "",
            own.row if own else 0,
            row.remote_task if row else 0,
            tell(conflict, document.text, schema, marks),
            conflict.choice,
        )

    def _document(self, key: str) -> tuple[Document, list[StoredSet]] | None:
        if key not in self._documents:
            try:
                stored = documents.get(self.session, self.project_id, key)
            except NotFound:
                self._documents[key] = None
            else:
                sets = annotations.stored_sets_of(self.session, [stored.row])[stored.row]
                self._documents[key] = (stored.document, sets)
        return self._documents[key]
