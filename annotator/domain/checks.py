"""What a person should look at before submitting: soft rules, which refuse nothing.

They are listed when a task is submitted, and travel with an export as a mark. The page lists them
too, by the same rules in model/checks.js; both are held to tests/contract/checks.json.
"""

from collections.abc import Iterator

from annotator.domain.annotations import Span
from annotator.domain.events import Frame, frames
from annotator.domain.graphemes import cuts_grapheme
from annotator.domain.rules import Violation
from annotator.domain.schema import Label
from annotator.domain.workspace import Workspace


def soft_violations(workspace: Workspace) -> Iterator[Violation]:
    """What a person should look at before submitting, in text order. Needs the whole set."""
    schema = workspace.schema
    for attribute in schema.attributes:
        if attribute.required and workspace.attributes.get(attribute.name) is None:
            said = f"{attribute.title} is not set"
            yield Violation("required", said, attribute=attribute.name)
    found = frames(workspace.spans.values(), workspace.links.values(), schema)
    mains = {frame.main.id for frame in found}
    for span in sorted(workspace.spans.values(), key=lambda each: each.place):
        yield from _soft_span(workspace, span, span.id in mains)
    for frame in found:
        yield from _soft_frame(workspace, frame)


def _soft_span(workspace: Workspace, span: Span, is_main: bool) -> Iterator[Violation]:
    label = workspace.schema.label(span.label)
    if label is None:
        return
    # What is said of an event stands on its main trigger; the further ones need not repeat it.
    if not label.trigger or is_main:
        yield from _missing(label, span)
        for role in workspace.schema.roles_from(span.label):
            have = [each for each in workspace.links_from(span.id) if each.role == role.name]
            if not label.trigger and len(have) < role.min:
                said = f"{role.title}: {len(have)} of at least {role.min}"
                yield Violation("min", said, span=span.id)
    if any(cuts_grapheme(workspace.text, offset) for offset in (span.start, span.end)):
        yield Violation("grapheme", f"“{span.quote}” cuts a character in two", span=span.id)


def _missing(label: Label, span: Span) -> Iterator[Violation]:
    for attribute in label.attributes:
        if attribute.required and span.attributes.get(attribute.name) is None:
            said = f"{label.title} “{span.quote}”: {attribute.title} is not set"
            yield Violation("required", said, span=span.id, attribute=attribute.name)


def _soft_frame(workspace: Workspace, frame: Frame) -> Iterator[Violation]:
    by_role = frame.by_role()
    for role in workspace.schema.roles_from(frame.main.label):
        number = len(by_role.get(role.name, ()))
        if number < role.min:
            said = f"“{frame.main.quote}”: {role.title} is there {number} of {role.min} time(s)"
            yield Violation("min", said, span=frame.main.id)
        if role.max and number > role.max:
            said = f"“{frame.main.quote}”: {role.title} is there {number} times, {role.max} allowed"
            yield Violation("max", said, span=frame.main.id)
    for trigger in frame.triggers[1:]:
        for name, value in trigger.attributes.items():
            if frame.main.attributes.get(name, value) != value:
                said = f"“{trigger.quote}” says another {name} than “{frame.main.quote}”"
                yield Violation("trigger_attributes", said, span=trigger.id, attribute=name)
