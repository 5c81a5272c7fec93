"""What things of a schema are called elsewhere: a schema that was read off a corpus keeps the names of old.

So a corpus whose labels and roles are those of a format goes back into that format under a schema that says no more
of them than how they are called.
"""

from collections.abc import Collection, Iterator

from annotator.domain.schema import Label, Role


def names_of(item: Label | Role | None) -> Iterator[str]:
    """The names of a label or a role: its own, and those of old."""
    if item is not None:
        yield item.name
        yield from item.also


def called(item: Label | Role | None, names: Collection[str]) -> str:
    """Which of the names a label or a role has; empty for none."""
    return next((name for name in names_of(item) if name in names), "")
