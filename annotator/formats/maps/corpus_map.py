"""A corpus map: what the labels, roles and attributes of a foreign corpus are called here.

A map is a TOML file that people write, or correct after the program has proposed one:

    [labels]
    PER = "actor"
    Attack = { label = "action", attributes = { event_class = "attack" } }
    DATE = ""                                   # left out, because we say so

    [roles]
    Attacker = "agent"
    "Part-Of" = { role = "part_of", reverse = true }

    [attributes]                                # of spans; "Attack.Tense" is that of one label
    Polarity = { attribute = "claim", values = { Negative = "denied", Positive = "" } }

    [document_attributes]
    topic = "relevance"

Names that a map does not have stay as they are, and have to fit the schema. Without a map, what is called the same
but for case and marks, or what the schema says that others call so (`also`), is taken for the same.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema

#: What a name is mapped to that is left out.
NOTHING = ""


@dataclass(frozen=True, slots=True)
class LabelRule:
    """What a label is here, and what a span of it says besides."""

    label: str
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """What a role is here; `reverse` where its link goes from what is our filler."""

    role: str
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """What an attribute is here, and what its values are; others stay as they are."""

    attribute: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorpusMap:
    """What the names of a corpus are here. `attributes` are by name, or by label and name with a dot between."""

    labels: Mapping[str, LabelRule] = field(default_factory=dict)
    roles: Mapping[str, RoleRule] = field(default_factory=dict)
    attributes: Mapping[str, AttributeRule] = field(default_factory=dict)
    document_attributes: Mapping[str, AttributeRule] = field(default_factory=dict)

    def attribute(self, label: str, name: str) -> AttributeRule | None:
        return self.attributes.get(f"{label}.{name}") or self.attributes.get(name)

    def over(self, other: "CorpusMap") -> "CorpusMap":
        """Both, this one's rules before those of the other."""
        return CorpusMap(
            {**other.labels, **self.labels},
            {**other.roles, **self.roles},
            {**other.attributes, **self.attributes},
            {**other.document_attributes, **self.document_attributes},
        )


def read_map(text: str, file: str) -> CorpusMap:
    """The map in a TOML file; raises InvalidInput naming the file, the key and the rule."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"not TOML: {error}", rule="map", file=file) from None
    reader = _MapReader(data, file)
    corpus_map = CorpusMap(
        {name: reader.label(name, rule) for name, rule in reader.rules("labels")},
        {name: reader.role(name, rule) for name, rule in reader.rules("roles")},
        {name: reader.attribute("attributes", name, rule) for name, rule in reader.rules("attributes")},
        {
            name: reader.attribute("document_attributes", name, rule)
            for name, rule in reader.rules("document_attributes")
        },
    )
    reader.end()
    return corpus_map


class _MapReader:
    def __init__(self, data: Mapping[str, object], file: str) -> None:
        self.data, self.file = dict(data), file

    def fail(self, where: str, said: str) -> InvalidInput:
        return InvalidInput(f"{where}: {said}", rule="map", file=self.file)

    def rules(self, table: str) -> Iterator[tuple[str, object]]:
        found = self.data.pop(table, {})
        if not isinstance(found, dict):
            raise self.fail(table, "is a table of names")
        yield from found.items()

    def end(self) -> None:
        for name in self.data:
            raise self.fail(name, "is none of labels, roles, attributes, document_attributes")

    def label(self, name: str, rule: object) -> LabelRule:
        if isinstance(rule, str):
            return LabelRule(rule)
        fields = self._fields(f"labels.{name}", rule, "label", "attributes")
        attributes = fields.get("attributes", {})
        if not isinstance(attributes, dict):
            raise self.fail(f"labels.{name}.attributes", "is a table")
        return LabelRule(cast(str, fields["label"]), cast(Mapping[str, Json], attributes))

    def role(self, name: str, rule: object) -> RoleRule:
        if isinstance(rule, str):
            return RoleRule(rule)
        fields = self._fields(f"roles.{name}", rule, "role", "reverse")
        return RoleRule(cast(str, fields["role"]), fields.get("reverse") is True)

    def attribute(self, table: str, name: str, rule: object) -> AttributeRule:
        if isinstance(rule, str):
            return AttributeRule(rule)
        fields = self._fields(f"{table}.{name}", rule, "attribute", "values")
        values = fields.get("values", {})
        if not isinstance(values, dict) or not all(isinstance(each, str) for each in values.values()):
            raise self.fail(f"{table}.{name}.values", "is a table of words")
        return AttributeRule(cast(str, fields["attribute"]), cast(Mapping[str, str], values))

    def _fields(self, where: str, rule: object, needed: str, other: str) -> Mapping[str, object]:
        if not isinstance(rule, dict) or not isinstance(rule.get(needed), str):
            raise self.fail(where, f"is a name, or a table with {needed}")
        for key in rule:
            if key not in (needed, other):
                raise self.fail(f"{where}.{key}", f"is neither {needed} nor {other}")
        return rule


def check_map(corpus_map: CorpusMap, schema: Schema, file: str) -> None:
    """Raises InvalidInput for a rule that leads to what the schema does not have."""
    for name, rule in corpus_map.labels.items():
        if rule.label and schema.label(rule.label) is None:
            raise InvalidInput(f"labels.{name}: the schema has no label {rule.label!r}", rule="map", file=file)
    for name, role in corpus_map.roles.items():
        if role.role and schema.role(role.role) is None:
            raise InvalidInput(f"roles.{name}: the schema has no role {role.role!r}", rule="map", file=file)
    names = {attribute.name for label in schema.labels for attribute in label.attributes}
    of_document = {attribute.name for attribute in schema.attributes}
    for table, rules, known in (
        ("attributes", corpus_map.attributes, names),
        ("document_attributes", corpus_map.document_attributes, of_document),
    ):
        for name, each in rules.items():
            if each.attribute and each.attribute not in known:
                said = f"{table}.{name}: the schema has no attribute {each.attribute!r}"
                raise InvalidInput(said, rule="map", file=file)
