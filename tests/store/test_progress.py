"""Whether there is something left to hand out to a person."""

import pytest

from annotator.domain.people import Person
from annotator.store import progress
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

    def document(
        self, position: int, *, slots: int = 1, held_by: Person | None = None, until: int | None = None
    ) -> None:
        document = factories.add_document(self.session, self.project, position=position, open_slots=slots)
        if held_by is not None:
            factories.add_task(self.session, document, held_by).reserved_until = until
        self.session.flush()

    @property
    def left(self) -> bool:
        return progress.anything_left(self.session, factories.row_id(self.project), self.ana.id, NOW)


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
    work.document(1, slots=0, held_by=factories.add_person(work.session), until=NOW + 1)
    assert work.left is False


def test_what_somebody_has_let_pass_is_left_but_not_what_oneself_has(work: Work) -> None:
    work.document(1, slots=0, held_by=work.ana, until=NOW - 1)
    assert work.left is False
    work.document(2, slots=0, held_by=factories.add_person(work.session), until=NOW - 1)
    assert work.left is True
