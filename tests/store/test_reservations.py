"""Whether there is something left to hand out to a person: asked by their list, and by handing out itself."""

from itertools import product

import pytest

from annotator.domain.people import Person
from annotator.store import reservations
from annotator.store.session import Database
from annotator.store.tables import Project
from tests import factories

NOW = 1_000


class Work:
    """A project and somebody who works in it; what is added stays in this one transaction."""

    def __init__(self, session) -> None:  # type: ignore[no-untyped-def]
        self.session = session
        self.project: Project = factories.add_project(session)
        self.ana: Person = factories.add_person(session)
        self.other: Person = factories.add_person(session)

    def document(
        self,
        position: int,
        *,
        slots: int = 1,
        held_by: Person | None = None,
        until: int | None = None,
        imported: tuple[str, str] | None = None,
    ) -> None:
        """A document; `imported` is the name and the layer of a set that came in with it."""
        document = factories.add_document(self.session, self.project, position=position, open_slots=slots)
        if held_by is not None:
            factories.add_task(self.session, document, held_by).reserved_until = until
        if imported is not None:
            name, layer = imported
            factories.add_set(self.session, document, name, layer=layer)
        self.session.flush()

    @property
    def left(self) -> bool:
        return reservations.anything_left(self.session, factories.row_id(self.project), self.ana, NOW)

    def taken(self) -> reservations.Reserved | None:
        return reservations.take_next(self.session, factories.row_id(self.project), self.ana, NOW)


@pytest.fixture
def work(database: Database):  # type: ignore[no-untyped-def]
    with database.write() as session:
        yield Work(session)


def test_nothing_is_left_in_an_empty_project(work: Work) -> None:
    assert work.left is False


def test_what_is_free_behind_or_before_ones_last_document_is_left(work: Work) -> None:
    work.document(5, held_by=work.ana, slots=1)
    assert work.left is False, "one's own document is not handed out twice"
    work.document(9)
    assert work.left is True


def test_what_came_free_again_before_ones_last_document_is_left(work: Work) -> None:
    work.document(5, held_by=work.ana, slots=0)
    work.document(2)
    assert work.left is True


def test_what_is_handed_out_to_others_is_not_left(work: Work) -> None:
    work.document(1, slots=0, held_by=work.other, until=NOW + 1)
    assert work.left is False


def test_what_somebody_has_let_pass_is_left_but_not_what_oneself_has(work: Work) -> None:
    work.document(1, slots=0, held_by=work.ana, until=NOW - 1)
    assert work.left is False
    work.document(2, slots=0, held_by=work.other, until=NOW - 1)
    assert work.left is True


def test_what_was_imported_under_ones_own_name_is_done(work: Work) -> None:
    work.document(1, imported=(work.ana.name, "annotator"))
    work.document(2, slots=0, held_by=work.other, until=NOW - 1, imported=(work.ana.name, "annotator"))
    assert work.left is False
    work.document(3, imported=(work.ana.name, "suggestion"))
    assert work.left is True


#: How many slots are free, who has it and until when, and what was imported with it.
SLOTS = (0, 1)
HELD = ("by nobody", "by me", "by another", "by another until lately")
IMPORTED = ("nothing", "my set", "another's set", "a suggestion of my name")
#: Nobody has two sets of a document.
KINDS = [kind for kind in product(SLOTS, HELD, IMPORTED) if kind[1:] != ("by me", "my set")]


@pytest.mark.parametrize("work_of", KINDS, ids=lambda kind: f"{kind[0]} free, held {kind[1]}, with {kind[2]}")
@pytest.mark.parametrize("place", ["behind", "before"])
def test_something_is_left_exactly_when_it_can_be_handed_out(
    work: Work, work_of: tuple[int, str, str], place: str
) -> None:
    slots, held, imported = work_of
    holders = {"by me": work.ana, "by another": work.other, "by another until lately": work.other}
    until = {"by another": NOW + 1, "by another until lately": NOW - 1}
    sets = {
        "my set": (work.ana.name, "annotator"),
        "another's set": ("elsewhere", "annotator"),
        "a suggestion of my name": (work.ana.name, "suggestion"),
    }
    # Where the person is in the project: a document of theirs that is done with.
    work.document(5, held_by=work.ana, slots=0)
    work.document(
        9 if place == "behind" else 1,
        slots=slots,
        held_by=holders.get(held),
        until=until.get(held),
        imported=sets.get(imported),
    )
    left = work.left
    assert left is (work.taken() is not None)
    assert left is (held != "by me" and imported != "my set" and (slots == 1 or held == "by another until lately"))
