"""Conflicts: what both sides changed, listed, and settled by a person's word for one of them."""

from dataclasses import dataclass

from annotator.domain.errors import InvalidInput, NotFound
from annotator.domain.json import Json
from annotator.services.sync.connections import connection
from annotator.store import sync
from annotator.store.clock import as_iso
from annotator.store.session import Database

CHOICES = ("local", "remote")


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """One thing that both sides changed; `choice` is who was given the word, which the next run carries out."""

    id: int
    document: str
    kind: str
    about: str
    field: str
    base: Json
    local: Json
    remote: Json
    choice: str | None
    found: str

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "document": self.document,
            "kind": self.kind,
            "about": self.about,
            "field": self.field,
            "base": self.base,
            "local": self.local,
            "remote": self.remote,
            "choice": self.choice,
            "found": self.found,
        }


def list_conflicts(database: Database, slug: str) -> list[OpenConflict]:
    """All conflicts of a project that the last run left."""
    with database.read() as session:
        found = sync.list_conflicts(session, connection(session, slug).project_id)
    return [
        OpenConflict(
            each.id,
            each.document,
            each.kind,
            each.about,
            each.field,
            each.base,
            each.local,
            each.remote,
            each.choice,
            as_iso(each.found_at),
        )
        for each in found
    ]


def resolve(database: Database, slug: str, ids: list[int], choice: str) -> int:
    """Give one side the word in these conflicts, in all with none named; the next run does as it says.

    Raises NotFound for a number that is none, InvalidInput for another word.
    """
    if choice not in CHOICES:
        raise InvalidInput(f"a conflict is settled for {' or '.join(CHOICES)}, not {choice!r}", rule="choice")
    with database.write() as session:
        project = connection(session, slug).project_id
        wanted = ids or [each.id for each in sync.list_conflicts(session, project)]
        for each in wanted:
            if not sync.choose(session, project, each, choice):
                raise NotFound(f"{slug} has no conflict {each}")
    return len(wanted)
