"""Corpora go out: a project's documents with the sets that were asked for, as a stream."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.services.projects import row_of
from annotator.store import annotations, documents, projects
from annotator.store.tables import Project


class Sets(StrEnum):
    """Which annotation sets an export takes. Suggestions are no annotations: never taken."""

    GOLD = "gold"
    SUBMITTED = "submitted"
    ALL = "all"


def export_documents(
    session: Session, project: Project, sets: Sets, tell: Callable[[int], object] = int
) -> Iterator[AnnotatedDocument]:
    """The project's documents in order, each with the chosen sets; memory stays flat.

    A document without such a set is left out, but for `all`, which leaves out nothing. `tell` gets the position
    that has been come to.
    """
    chosen = condition(sets)
    for batch in documents.walk(session, row_of(project)):
        tell(batch[0].position)
        found = annotations.sets_of(session, [stored.row for stored in batch], chosen)
        for stored in batch:
            if sets is Sets.ALL or stored.row in found:
                yield AnnotatedDocument(stored.document, tuple(found.get(stored.row, ())))


def condition(sets: Sets) -> ColumnElement[bool]:
    """What the store lets through of these sets."""
    return {
        Sets.GOLD: annotations.is_gold,
        Sets.SUBMITTED: annotations.is_submitted,
        Sets.ALL: annotations.is_annotation,
    }[sets]()


def current_schema(session: Session, project: Project) -> Schema:
    """The schema that the project's new sets are made under."""
    return projects.read_definition(projects.current_schema(session, row_of(project)).definition)


def last_position(session: Session, project: Project) -> int:
    """The position of the last document: what `tell` comes to."""
    return documents.last_position(session, row_of(project))
