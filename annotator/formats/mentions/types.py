"""The type of an event in formats that know one name for it: our label and class in one, and back.

`label:class` where something is said of the trigger about the class of its event, else the label. Labels have no
colon, so the first one parts the two. Instead, the codes that a schema gives its classes may be written, where it
gives any; a code that several classes have does not lead back, and that is told.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from annotator.domain.annotations import Span
from annotator.domain.json import Json, JsonObject
from annotator.domain.meanings import About
from annotator.domain.schema import Attribute, AttributeType, Label, Schema
from annotator.formats.base import Loss, Weight

#: Which names events have: our own, or the codes of another scheme.
Types: TypeAlias = Literal["own", "ace", "plover"]

TYPES_HELP = "types of events: our label and class (own), or the codes that the schema gives classes (ace, plover)"

#: Attributes whose value is one word or phrase: what a type can hold.
_PLAIN = (AttributeType.CHOICE, AttributeType.TEXT)


@dataclass(frozen=True)
class EventTypes:
    """Types under a schema; without one a type is a label as it stands."""

    schema: Schema | None
    types: Types = "own"

    def type_of(self, span: Span) -> str:
        """The type of the event that this trigger tells of."""
        attribute = self._class_of(span.label)
        value = span.attributes.get(attribute.name) if attribute else None
        if attribute is None or not isinstance(value, str):
            return span.label
        choice = attribute.choice(value)
        code = choice.codes.get(self.types) if choice else None
        return code or f"{span.label}:{value}"

    def is_class(self, span: Span, name: str) -> bool:
        """Whether this attribute of a trigger is what its type tells of it."""
        attribute = self._class_of(span.label)
        return attribute is not None and attribute.name == name and isinstance(span.attributes.get(name), str)

    def read(self, type_: str) -> tuple[str, dict[str, Json]]:
        """The label of a type, and what it says of the trigger."""
        found = self.meant_by(type_)
        if found:
            label, attribute, value = found[0]
            return label.name, {attribute.name: value} if len(found) == 1 else {}
        name, parted, value = type_.partition(":")
        read = self._class_of(name) if parted else None
        return (name, {read.name: value}) if read else (type_, {})

    def meant_by(self, type_: str) -> list[tuple[Label, Attribute, str]]:
        """The labels and classes that have this code; of one that several have, nobody can say which was meant."""
        return self._coded.get(type_, [])

    def losses(self, document: str, trigger: Span) -> Iterator[Loss]:
        """The class of a trigger, where its type does not lead back to it."""
        type_ = self.type_of(trigger)
        said = {name: value for name, value in trigger.attributes.items() if self.is_class(trigger, name)}
        if said and self.read(type_) != (trigger.label, said):
            detail = f"“{trigger.quote}” is written as {type_}, which several classes are"
            yield Loss(document, "event_class", trigger.id, "ambiguous", detail)

    def ambiguity(self, document: str, trigger: Span, type_: str) -> Iterator[Loss]:
        """What must be said of a type that was read, and leaves the class open."""
        found = self.meant_by(type_)
        if len(found) > 1:
            classes = ", ".join(value for _, _, value in found)
            said = f"“{trigger.quote}” is {type_}, which may be {classes}: it has no class"
            yield Loss(document, "event_class", trigger.id, "ambiguous", said, Weight.CHANGED)

    def all(self) -> list[str]:
        """Every type that the schema has, in its order."""
        found: dict[str, None] = {}
        for label in self._triggers:
            attribute = label.attribute_about(About.EVENT_CLASS)
            values: list[JsonObject] = [{attribute.name: each.value} for each in attribute.values] if attribute else []
            for said in ({}, *values):
                found[self.type_of(Span("", label.name, 0, 0, "", said))] = None
        return list(found)

    def number(self, type_: str) -> int:
        """The number of a type: its place in the schema; of a class in free words one that follows from the words."""
        known = self.all()
        return known.index(type_) + 1 if type_ in known else len(known) + 1 + zlib.crc32(type_.encode())

    @property
    def _triggers(self) -> list[Label]:
        return [label for label in self.schema.labels if label.trigger] if self.schema else []

    def _class_of(self, name: str) -> Attribute | None:
        label = self.schema.label(name) if self.schema else None
        attribute = label.attribute_about(About.EVENT_CLASS) if label and label.trigger else None
        return attribute if attribute and attribute.type in _PLAIN else None

    @cached_property
    def _coded(self) -> dict[str, list[tuple[Label, Attribute, str]]]:
        found: dict[str, list[tuple[Label, Attribute, str]]] = {}
        for label in self._triggers:
            attribute = self._class_of(label.name)
            for choice in attribute.values if attribute else ():
                if attribute and choice.codes.get(self.types):
                    found.setdefault(choice.codes[self.types], []).append((label, attribute, choice.value))
        return found
