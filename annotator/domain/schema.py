"""What may be annotated: labels, attributes, roles. Data of the lead, read by everything.

No label's name is written into code. Code knows attribute *types*, the *meanings* of roles (what a filler is, and
which links say that two spans tell of the same thing), and what a schema says that attributes, values and fillers
are about (`domain/meanings.py`). Whatever has a name may be called something else in corpora of others: `also`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from annotator.domain.json import Json
from annotator.domain.meanings import KNOWN, About, Part


class Meaning(StrEnum):
    """What a link of a role says; all that code may conclude from it."""

    FILLER = "filler"
    SAME_EVENT = "same_event"
    SAME_VALUE = "same_value"
    PART_OF = "part_of"
    RELATION = "relation"


class AttributeType(StrEnum):
    """What kind of value an attribute holds; shapes in `domain/attributes.py`."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    PLACE = "place"
    ACTOR = "actor"


#: What an attribute is about when its schema does not say it: some types leave no doubt.
ABOUT_BY_TYPE: Mapping[AttributeType, About] = {
    AttributeType.COUNT: About.COUNT,
    AttributeType.DATE: About.TIME,
    AttributeType.PLACE: About.PLACE,
    AttributeType.ACTOR: About.IDENTITY,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice attribute, with what a person reads and the key that picks it.

    `means` is one of the values that code knows (`meanings.KNOWN`), where the value has another name;
    `codes` are what other schemes call it, `also` what corpora do.
    """

    value: str
    title: str
    key: str | None = None
    means: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        said: dict[str, Json] = {"value": self.value, "title": self.title, "key": self.key}
        return said | _told(means=self.means, codes=dict(self.codes), also=list(self.also))


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that is said of a span, or of the document."""

    name: str
    title: str
    type: AttributeType
    values: tuple[Choice, ...] = ()
    default: Json = None
    required: bool = False
    read: bool = False
    description: str = ""
    about: About | None = None
    also: tuple[str, ...] = ()

    def allows(self, value: str) -> bool:
        return any(choice.value == value for choice in self.values)

    def choice(self, value: Json) -> Choice | None:
        return next((choice for choice in self.values if choice.value == value), None)

    def meant(self, value: Json) -> str | None:
        """Which of the values that code knows this one is; None for one that code knows nothing of."""
        choice = self.choice(value)
        said = (choice.means or choice.value) if choice else None
        return said if self.about is not None and said in KNOWN.get(self.about, ()) else None

    def value_for(self, known: str) -> str | None:
        """The value that stands for one that code knows: `meant` backwards; None where the schema has none."""
        return next((choice.value for choice in self.values if self.meant(choice.value) == known), None)

    def as_json(self) -> dict[str, Json]:
        said: dict[str, Json] = {
            "name": self.name,
            "title": self.title,
            "type": str(self.type),
            "values": [choice.as_json() for choice in self.values],
            "default": self.default,
            "required": self.required,
            "read": self.read,
            "description": self.description,
        }
        return said | _told(about=self.about and str(self.about), also=list(self.also))


@dataclass(frozen=True, slots=True)
class Mark:
    """How a label looks: letter and underline pattern besides colour; (fill, line) per theme."""

    letter: str
    pattern: str
    light: tuple[str, str]
    dark: tuple[str, str]

    def as_json(self) -> dict[str, Json]:
        return {
            "letter": self.letter,
            "pattern": self.pattern,
            "light": list(self.light),
            "dark": list(self.dark),
        }


@dataclass(frozen=True, slots=True)
class Label:
    """What a span may be."""

    name: str
    title: str
    mark: Mark
    key: str | None = None
    trigger: bool = False
    attributes: tuple[Attribute, ...] = ()
    description: str = ""
    also: tuple[str, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        return next((each for each in self.attributes if each.name == name), None)

    def attribute_about(self, about: About) -> Attribute | None:
        """The attribute that is about this; of several the first."""
        return next((each for each in self.attributes if each.about is about), None)

    def as_json(self) -> dict[str, Json]:
        said: dict[str, Json] = {
            "name": self.name,
            "title": self.title,
            "key": self.key,
            "trigger": self.trigger,
            "description": self.description,
            "mark": self.mark.as_json(),
            "attributes": [attribute.as_json() for attribute in self.attributes],
        }
        return said | _told(also=list(self.also))


@dataclass(frozen=True, slots=True)
class Role:
    """What a link may say, and which labels it may join. `max` 0 means any number."""

    name: str
    title: str
    phrase: str
    from_labels: tuple[str, ...]
    to_labels: tuple[str, ...]
    meaning: Meaning
    min: int = 0
    max: int = 0
    key: str | None = None
    description: str = ""
    part: Part | None = None
    also: tuple[str, ...] = ()

    def joins(self, from_label: str, to_label: str) -> bool:
        return from_label in self.from_labels and to_label in self.to_labels

    def as_json(self) -> dict[str, Json]:
        said: dict[str, Json] = {
            "name": self.name,
            "title": self.title,
            "phrase": self.phrase,
            "from": list(self.from_labels),
            "to": list(self.to_labels),
            "meaning": str(self.meaning),
            "min": self.min,
            "max": self.max,
            "key": self.key,
            "description": self.description,
        }
        return said | _told(part=self.part and str(self.part), also=list(self.also))


def _told(**said: Json) -> dict[str, Json]:
    """What is said at all: what a schema leaves out takes no room in pages and files."""
    return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Schema:
    """A version of a schema. Made by `domain/schema_reader.py`, which checks every rule."""

    name: str
    version: int
    title: str
    labels: tuple[Label, ...]
    roles: tuple[Role, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    description: str = ""
    guideline: str = ""
    guideline_version: int = 1

    @cached_property
    def _labels(self) -> dict[str, Label]:
        return {label.name: label for label in self.labels}

    @cached_property
    def _roles(self) -> dict[str, Role]:
        return {role.name: role for role in self.roles}

    def label(self, name: str) -> Label | None:
        return self._labels.get(name)

    def role(self, name: str) -> Role | None:
        return self._roles.get(name)

    def attribute(self, name: str) -> Attribute | None:
        """The document attribute of that name."""
        return next((each for each in self.attributes if each.name == name), None)

    def is_trigger(self, label_name: str) -> bool:
        label = self._labels.get(label_name)
        return label is not None and label.trigger

    def meaning(self, role_name: str) -> Meaning | None:
        role = self._roles.get(role_name)
        return role.meaning if role else None

    def part(self, role_name: str) -> Part | None:
        """What a filler in this role is to its event."""
        role = self._roles.get(role_name)
        return role.part if role else None

    def roles_from(self, label_name: str) -> Iterable[Role]:
        return (role for role in self.roles if label_name in role.from_labels)

    def as_json(self) -> dict[str, Json]:
        """The form that the page gets and the database keeps; `schema_reader` reads it back."""
        return dict(self._json)

    @cached_property
    def _json(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "version": self.version,
            "title": self.title,
            "description": self.description,
            "guideline": self.guideline,
            "guideline_version": self.guideline_version,
            "labels": [label.as_json() for label in self.labels],
            "roles": [role.as_json() for role in self.roles],
            "attributes": [attribute.as_json() for attribute in self.attributes],
        }
