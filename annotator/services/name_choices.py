"""Names of a foreign corpus, and what each may be under a schema: what a form offers, and the map that it makes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.json import Json
from annotator.domain.meanings import About
from annotator.domain.schema import Schema
from annotator.formats.maps.corpus_map import NOTHING, AttributeRule, CorpusMap, LabelRule, RoleRule
from annotator.formats.maps.description import Description
from annotator.formats.maps.map_proposal import proposed

Rule: TypeAlias = LabelRule | RoleRule | AttributeRule | None
#: What kind of name it is, the name, how often it was met, and what is proposed.
Met: TypeAlias = tuple[str, str, int, Rule]


@dataclass(frozen=True, slots=True)
class NameChoice:
    """A name of the corpus, how often it was met, what it may be here (value and words), and what is proposed."""

    key: str
    name: str
    number: int
    choices: Sequence[tuple[str, str]]
    chosen: str


def names(description: Description, schema: Schema, chosen: Mapping[str, str]) -> dict[str, list[NameChoice]]:
    """What may be made of each name that is not the schema's own, by kind; `chosen` is what people made of them."""
    choices = _Choices(schema, chosen)
    rules = proposed(description, schema)
    found: dict[str, list[NameChoice]] = {}
    for what, name, number, rule in _met(description, schema, rules):
        found.setdefault(what, []).append(choices.of(what, name, number, rule))
    return found


def _met(description: Description, schema: Schema, rules: CorpusMap) -> Iterator[Met]:
    for name, label in description.labels.items():
        if schema.label(name) is None:
            yield "label", name, label.number, rules.labels.get(name)
    for name, role in description.roles.items():
        if schema.role(name) is None:
            yield "role", name, role.ends.total(), rules.roles.get(name)
    yield from _met_attributes(description, schema, rules)


def _met_attributes(description: Description, schema: Schema, rules: CorpusMap) -> Iterator[Met]:
    for label_name, use in description.labels.items():
        label = schema.label(label_name)
        known = {each.name for each in label.attributes} if label else set()
        for name in [each for each in use.attributes if each not in known]:
            number = use.attributes[name].number
            yield "attribute", f"{label_name}.{name}", number, rules.attribute(label_name, name)
    for name, of_document in description.attributes.items():
        if schema.attribute(name) is None:
            yield "document attribute", name, of_document.number, rules.document_attributes.get(name)


class _Choices:
    """What there is to choose from in a schema; a choice is the JSON of a rule of a map."""

    def __init__(self, schema: Schema, chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        labels = [(_said(name, {}), title) for name, title in ((each.name, each.title) for each in schema.labels)]
        for label in schema.labels:
            attribute = label.attribute_about(About.EVENT_CLASS) if label.trigger else None
            for choice in attribute.values if attribute else ():
                said = _said(label.name, {attribute.name: choice.value} if attribute else {})
                labels.append((said, f"{label.title}: {choice.title}"))
        roles = [(_said(each.name, {}), each.title) for each in schema.roles]
        roles += [(_said(each.name, {"reverse": True}), f"{each.title}, the other way round") for each in schema.roles]
        titles = {each.name: each.title for label in schema.labels for each in label.attributes}
        attributes = [(_said(name, {}), title) for name, title in titles.items()]
        of_document = [(_said(each.name, {}), each.title) for each in schema.attributes]
        self.by_kind = {"label": labels, "role": roles, "attribute": attributes, "document attribute": of_document}

    def of(self, what: str, name: str, number: int, rule: Rule) -> NameChoice:
        """The choices for a name; what was chosen before, and is still there, stays chosen."""
        key = f"{what}:{name}"
        offered = [(_said(NOTHING, {}), "leave it out"), *self.by_kind[what]]
        chosen = self.chosen.get(key, _proposal(rule))
        if chosen not in {value for value, _ in offered}:
            chosen = offered[0][0]
        return NameChoice(key, name, number, offered, chosen)


def _proposal(rule: Rule) -> str:
    match rule:
        case LabelRule(label, attributes):
            return _said(label, attributes)
        case RoleRule(role, reverse):
            return _said(role, {"reverse": True} if reverse else {})
        case AttributeRule(attribute):
            return _said(attribute, {})
    return _said(NOTHING, {})


def _said(name: str, more: Mapping[str, Json]) -> str:
    return json.dumps([name, dict(more)], ensure_ascii=False)


def map_of(chosen: Mapping[str, Sequence[NameChoice]]) -> CorpusMap:
    """The map that the choices make."""
    rules: dict[str, dict[str, tuple[str, dict[str, Json]]]] = {
        what: {each.name: tuple(json.loads(each.chosen)) for each in found} for what, found in chosen.items()
    }
    return CorpusMap(
        {name: LabelRule(label, more) for name, (label, more) in rules.get("label", {}).items()},
        {name: RoleRule(role, more.get("reverse") is True) for name, (role, more) in rules.get("role", {}).items()},
        {name: AttributeRule(ours) for name, (ours, _) in rules.get("attribute", {}).items()},
        {name: AttributeRule(ours) for name, (ours, _) in rules.get("document attribute", {}).items()},
    )
