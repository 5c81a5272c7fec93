"""What a corpus of others says that may be annotated: its labels, roles and attributes, and how often each is used.

Read off its documents, or out of what its makers wrote beside them. Names are those of the corpus, as they stand
there: they need not be names that a schema of ours may have. `schema_proposal` makes a schema of it, `mapping` brings
it under one that exists.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.attributes import problem_with
from annotator.domain.json import Json
from annotator.domain.schema import Attribute, AttributeType, Meaning
from annotator.formats.base import Report, Source

#: More values than a person would pick one of: then it is free text.
MOST_VALUES = 60
#: So few that they are choices even when none comes again.
FEW = 12
#: Types of ours whose values are objects. What has no more than a name is rather an actor than a place.
FORMS = (AttributeType.COUNT, AttributeType.DATE, AttributeType.ACTOR, AttributeType.PLACE)


@dataclass(slots=True)
class AttributeUse:
    """An attribute: its values as far as they are words, whether it holds several at once, or numbers or more."""

    values: Counter[str] = field(default_factory=Counter)
    is_several: bool = False
    is_number: bool = False
    #: A value is neither a word, nor a list of them, nor a number.
    is_object: bool = False
    #: The types of ours whose form each of these has, once there is one.
    forms: frozenset[AttributeType] | None = None
    number: int = 0

    @property
    def is_choice(self) -> bool:
        """Whether its words are few, or come again: one of them would be picked, not written."""
        return 0 < len(self.values) <= MOST_VALUES and (len(self.values) <= FEW or self.number >= 2 * len(self.values))

    def add(self, value: Json) -> None:
        self.number += 1
        if isinstance(value, bool | str):
            self._word(str(value).lower() if isinstance(value, bool) else value)
        elif isinstance(value, int | float):
            self.is_number = True
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            self.is_several = True
            for each in value:
                self._word(str(each))
        elif value is not None:
            self.is_object = True
            self.forms = _forms(value) if self.forms is None else self.forms & _forms(value)

    def _word(self, value: str) -> None:
        if value in self.values or len(self.values) <= MOST_VALUES:
            self.values[value] += 1


def _forms(value: Json) -> frozenset[AttributeType]:
    """The types of ours that this object is a value of."""
    return frozenset(kind for kind in FORMS if problem_with(Attribute("value", "", kind), value) is None)


@dataclass(slots=True)
class LabelUse:
    """A label: whether it heads events, and what is said of its spans."""

    is_trigger: bool = False
    attributes: dict[str, AttributeUse] = field(default_factory=dict)
    number: int = 0
    #: What people read for it; empty where that is its name.
    title: str = ""


@dataclass(slots=True)
class RoleUse:
    """A role: which labels it joins, and what it says, if that is known."""

    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    meaning: Meaning | None = None
    title: str = ""


@dataclass(slots=True)
class Description:
    """All of it. Grows as documents are added; order is that of first use."""

    labels: dict[str, LabelUse] = field(default_factory=dict)
    roles: dict[str, RoleUse] = field(default_factory=dict)
    #: What is said of whole documents.
    attributes: dict[str, AttributeUse] = field(default_factory=dict)
    #: What its makers wrote for annotators, as Markdown.
    guideline: str = ""

    def label(self, name: str) -> LabelUse:
        return self.labels.setdefault(name, LabelUse())

    def role(self, name: str) -> RoleUse:
        return self.roles.setdefault(name, RoleUse())

    def join_all(self, roles: Iterable[str]) -> None:
        """Roles that may join any two of the labels: the program that they are of knows no other rule."""
        for name in roles:
            use = self.role(name)
            for one in self.labels:
                for other in self.labels:
                    # Declared, and not yet used.
                    use.ends[one, other] += 0

    def add(self, annotated: AnnotatedDocument) -> None:
        """Count what is used in the sets of a document."""
        for annotations in annotated.sets:
            labels = {span.id: span.label for span in annotations.spans}
            for span in annotations.spans:
                use = self.label(span.label)
                use.number += 1
                for name, value in span.attributes.items():
                    use.attributes.setdefault(name, AttributeUse()).add(value)
            for link in annotations.links:
                if link.from_id in labels and link.to_id in labels:
                    self.role(link.role).ends[labels[link.from_id], labels[link.to_id]] += 1
            for name, value in annotations.attributes.items():
                self.attributes.setdefault(name, AttributeUse()).add(value)

    def join(self, other: "Description") -> None:
        """Take what another part of the same corpus says."""
        for name, label in other.labels.items():
            mine = self.label(name)
            mine.number += label.number
            mine.is_trigger |= label.is_trigger
            mine.title = mine.title or label.title
            _join(mine.attributes, label.attributes)
        for name, role in other.roles.items():
            mine_too = self.role(name)
            mine_too.ends.update(role.ends)
            mine_too.meaning = mine_too.meaning or role.meaning
            mine_too.title = mine_too.title or role.title
        _join(self.attributes, other.attributes)
        self.guideline = self.guideline or other.guideline


def _join(mine: dict[str, AttributeUse], others: Mapping[str, AttributeUse]) -> None:
    for name, other in others.items():
        use = mine.setdefault(name, AttributeUse())
        use.values.update(other.values)
        use.number += other.number
        use.is_several |= other.is_several
        use.is_number |= other.is_number
        use.is_object |= other.is_object
        told = [each.forms for each in (use, other) if each.forms is not None]
        use.forms = frozenset.intersection(*told) if told else None


@runtime_checkable
class Describes(Protocol):
    """A reader that knows more of a corpus than its documents tell: which labels head events, which values there are.

    Its answer holds what is *declared*; what is used is counted on top of it.
    """

    def describe(self, source: Source, file: str | None = None) -> Description:
        """What stands beside the documents, or can only be told from the form in which they stand."""
        ...


def heading(labels: Iterable[str]) -> Description:
    """What is declared of a corpus of which it is known which labels head events."""
    description = Description()
    for name in sorted(labels):
        description.label(name).is_trigger = True
    return description


def described(documents: Iterable[AnnotatedDocument], declared: Description | None = None) -> Description:
    """The description of documents, on top of what their makers declared."""
    description = declared or Description()
    for annotated in documents:
        description.add(annotated)
    return description


def passed_over(_: object) -> None:
    """A report that nobody reads: the reading proper tells it."""


QUIET: Report = passed_over
