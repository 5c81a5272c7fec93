"""The next version of a schema, and what becomes of annotations that were made under the one before.

A set goes over to the next version when all of it fits there: labels and roles that got another name
take it along, and two that got the same name are merged. A set that holds something that the next version
does not know stays as it is, under its own version: nothing that a person marked is ever dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from annotator.domain.annotations import AnnotationSet, Link, Span
from annotator.domain.changes import Change, Kind
from annotator.domain.errors import InvalidInput
from annotator.domain.rules import first_violation
from annotator.domain.schema import Schema

#: A label or a role by name: ("label", "actor").
Name: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Revision:
    """From one version to the next, and what becomes of what goes: another name, or None for what is retired."""

    before: Schema
    after: Schema
    becomes: Mapping[Name, str | None]

    def check(self) -> None:
        """Raises InvalidInput for what is contradictory, or gone without a word about it."""
        before, after = self.before, self.after
        if after.name != before.name or after.version <= before.version:
            said = f"the next version of {before.name} {before.version} has that name and a higher version"
            raise InvalidInput(f"{said}, not {after.name} {after.version}", rule="version")
        old, new = _names(before), _names(after)
        for name, other in self.becomes.items():
            _check(name, other, old, new)
        unsaid = sorted(old - new - self.becomes.keys())
        if unsaid:
            what, gone = unsaid[0]
            said = f"the {what} {gone!r} is gone: say --rename {what}:{gone}=NEW or --retire {what}:{gone}"
            raise InvalidInput(said, rule="gone")

    def moved(self, text: str, annotations: AnnotationSet) -> AnnotationSet | None:
        """The set as it is under the next version, ids kept; None when it does not fit there whole."""
        spans = tuple(replace(each, label=self._now("label", each.label)) for each in annotations.spans)
        links = tuple(replace(each, role=self._now("role", each.role)) for each in annotations.links)
        moved = replace(annotations, spans=spans, links=links)
        return None if first_violation(text, self.after, moved) else moved

    def _now(self, what: str, name: str) -> str:
        return self.becomes.get((what, name)) or name


def _names(schema: Schema) -> set[Name]:
    return {("label", label.name) for label in schema.labels} | {("role", role.name) for role in schema.roles}


def _check(name: Name, becomes: str | None, old: set[Name], new: set[Name]) -> None:
    what, bare = name
    if becomes is None:
        if name not in old or name in new:
            raise InvalidInput(f"{bare!r} is no {what} that goes", rule="retire")
        return
    if name not in old:
        raise InvalidInput(f"there is no {what} {bare!r} to rename", rule="rename")
    if (what, becomes) not in new:
        raise InvalidInput(f"the next version has no {what} {becomes!r}", rule="rename")
    if name in new:
        raise InvalidInput(f"the next version still has the {what} {bare!r}", rule="rename")


def steps(before: AnnotationSet, after: AnnotationSet, act: str) -> Iterator[Change]:
    """What happened to the set, as the changes of one act; ids count up behind the act's own."""
    links = [(Kind.CHANGE_LINK, old, new) for old, new in zip(before.links, after.links, strict=True) if old != new]
    spans = [(Kind.CHANGE_SPAN, old, new) for old, new in zip(before.spans, after.spans, strict=True) if old != new]
    changed: list[tuple[Kind, Span | Link, Span | Link]] = [*spans, *links]
    for number, (kind, old, new) in enumerate(changed, start=1):
        yield Change(f"{act}.{number}", act, kind, old.as_json(), new.as_json())
