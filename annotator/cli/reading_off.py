"""A schema read off a corpus, for a project that is made of it."""

from collections.abc import Iterable

from annotator.cli.output import say
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.maps.description import Description
from annotator.formats.maps.intake import describe, first_fault
from annotator.formats.maps.schema_proposal import schema_of
from annotator.formats.sources.finding import Found


def read_off(parts: Iterable[Found], corpus: str, name: str) -> tuple[str, Schema, str]:
    """The schema `name` of a corpus, as TOML and as it is, and the guideline that its makers wrote.

    Raises InvalidInput for a corpus in which nothing is annotated: with its first fault, if it has one.
    """
    description, faults = Description(), []
    for part in parts:
        description.join(describe(part.reader, part.open(), part.name))
        if not description.labels and (fault := first_fault(part.reader, part.open(), part.name)) is not None:
            faults.append(fault)
    if not description.labels:
        if faults:
            raise faults[0]
        raise InvalidInput("nothing is annotated in it: there is no label to read off", rule="schema", file=corpus)
    text, schema = schema_of(description, name)
    labels = ", ".join(f"{label.name}{' (heads events)' if label.trigger else ''}" for label in schema.labels)
    say(f"Read off {corpus}: labels {labels}; roles {', '.join(role.name for role in schema.roles) or 'none'}.")
    return text, schema, description.guideline
