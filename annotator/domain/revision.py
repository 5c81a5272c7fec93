"""The next version of a schema, and what becomes of annotations that were made under the one before.

A set goes over to the next version when all of it fits there: labels and roles that got another name
take it along, and two that got the same name are merged. A set that holds something that the next version
does not know stays as it is, under its own version: nothing that a person marked is ever dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotator.domain.annotations import AnnotationSet, Link, Span
from annotator.domain.changes import Change, Kind
from annotator.domain.errors import InvalidInput
from annotator.domain.rules import first_violation
from annotator.domain.schema import Schema


@dataclass(frozen=True, slots=True)
class Revision:
    """From one version to the next: what is renamed, by old name, and what is retired on purpose."""

    before: Schema
    after: Schema
    labels: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    retired_labels: frozenset[str] = frozenset()
    retired_roles: frozenset[str] = frozenset()

    def check(self) -> None:
        """Raises InvalidInput for what is contradictory, or gone without a word about it."""
        before, after = self.before, self.after
        if (after.name, after.version) <= (before.name, before.version) or after.name != before.name:
            said = f"the next version of {before.name} {before.version} has that name and a higher version"
            raise InvalidInput(f"{said}, not {after.name} {after.version}", rule="version")
        old_labels, new_labels = {each.name for each in before.labels}, {each.name for each in after.labels}
        old_roles, new_roles = {each.name for each in before.roles}, {each.name for each in after.roles}
        _check("label", old_labels, new_labels, self.labels, self.retired_labels)
        _check("role", old_roles, new_roles, self.roles, self.retired_roles)

    def moved(self, text: str, annotations: AnnotationSet) -> AnnotationSet | None:
        """The set as it is under the next version, ids kept; None when it does not fit there whole."""
        spans = tuple(replace(each, label=self.labels.get(each.label, each.label)) for each in annotations.spans)
        links = tuple(replace(each, role=self.roles.get(each.role, each.role)) for each in annotations.links)
        moved = replace(annotations, spans=spans, links=links)
        return None if first_violation(text, self.after, moved) else moved


def _check(what: str, old: set[str], new: set[str], renamed: Mapping[str, str], retired: frozenset[str]) -> None:
    for name, becomes in renamed.items():
        if name not in old:
            raise InvalidInput(f"there is no {what} {name!r} to rename", rule="rename")
        if becomes not in new:
            raise InvalidInput(f"the next version has no {what} {becomes!r}", rule="rename")
        if name in new:
            raise InvalidInput(f"the next version still has the {what} {name!r}", rule="rename")
    for name in sorted(retired):
        if name not in old or name in new:
            raise InvalidInput(f"{name!r} is no {what} that goes", rule="retire")
    unsaid = sorted(old - new - renamed.keys() - retired)
    if unsaid:
        said = f"the {what} {unsaid[0]!r} is gone: say --rename {what}:{unsaid[0]}=NEW or --retire {what}:{unsaid[0]}"
        raise InvalidInput(said, rule="gone")


def steps(before: AnnotationSet, after: AnnotationSet, act: str) -> Iterator[Change]:
    """What happened to the set, as the changes of one act; ids count up behind the act's own."""
    links = [(Kind.CHANGE_LINK, old, new) for old, new in zip(before.links, after.links, strict=True) if old != new]
    spans = [(Kind.CHANGE_SPAN, old, new) for old, new in zip(before.spans, after.spans, strict=True) if old != new]
    changed: list[tuple[Kind, Span | Link, Span | Link]] = [*spans, *links]
    for number, (kind, old, new) in enumerate(changed, start=1):
        yield Change(f"{act}.{number}", act, kind, old.as_json(), new.as_json())
