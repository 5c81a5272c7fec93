"""A map for a foreign corpus, proposed: what is called the same, what our schema says that others call so, codes, and
what well-known corpora call what our schema says that it means.

What nothing here answers to is mapped to nothing only in the file that people are to correct, never by itself.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from annotator.domain.json import Json
from annotator.domain.meanings import About
from annotator.domain.schema import Attribute, Choice, Label, Role, Schema
from annotator.formats.maps.corpus_map import NOTHING, AttributeRule, CorpusMap, LabelRule, RoleRule
from annotator.formats.maps.description import Description, LabelUse, RoleUse
from annotator.formats.maps.known_names import kind_of, part_of
from annotator.formats.records.foreign_values import plain

Named = TypeVar("Named", Label, Role, Attribute)


def same_names(description: Description, schema: Schema) -> CorpusMap:
    """Rules for what is certain: names that are ours, but for case and marks, or that the schema has under `also`."""
    labels = {name: LabelRule(ours) for name, ours in _alike(description.labels, schema.labels)}
    for name in description.labels:
        of_class = _by_class(name, schema)
        if name not in labels and of_class is not None:
            labels[name] = of_class
    roles = {name: RoleRule(ours) for name, ours in _alike(description.roles, schema.roles)}
    attributes = _attributes(description, labels, schema)
    of_document = {name: AttributeRule(ours) for name, ours in _alike(description.attributes, schema.attributes)}
    return CorpusMap(labels, roles, attributes, of_document)


def proposed(description: Description, schema: Schema) -> CorpusMap:
    """The same, event types by the codes that our schema gives in schemes of others, and names that are well known."""
    certain = same_names(description, schema)
    labels = {
        name: found
        for name, use in description.labels.items()
        if name not in certain.labels
        and (found := _by_code(name, use, schema) or _by_kind(name, use, schema)) is not None
    }
    known = {**certain.labels, **labels}
    roles = {
        name: rule
        for name, joined in description.roles.items()
        if name not in certain.roles and (rule := _by_part(name, joined, known, schema)) is not None
    }
    return certain.over(CorpusMap(labels, roles, _attributes(description, labels, schema)))


def _attributes(description: Description, labels: Mapping[str, LabelRule], schema: Schema) -> dict[str, AttributeRule]:
    """Rules for attributes that the labels have here under the same names."""
    return {
        f"{label_name}.{name}": AttributeRule(ours)
        for label_name, use in description.labels.items()
        if label_name in labels and (label := schema.label(labels[label_name].label)) is not None
        for name, ours in _alike(use.attributes, label.attributes)
    }


def _alike(names: Iterable[str], ours: Sequence[Named]) -> Iterator[tuple[str, str]]:
    for name in names:
        found = _same(name, ours)
        if found is not None:
            yield name, found.name


def _same(name: str, named: Sequence[Named]) -> Named | None:
    """Of these the one that has this name elsewhere; None where none or more than one may be meant."""
    own = [each for each in named if each.name == name] or [each for each in named if name in each.also]
    alike = own or [each for each in named if plain(each.name) == plain(name)]
    return alike[0] if len(alike) == 1 else None


def _by_class(name: str, schema: Schema) -> LabelRule | None:
    """The label and the class of a type of events that was written as both, with a colon between."""
    label_name, colon, value = name.partition(":")
    label = schema.label(label_name) if colon else None
    attribute = label.attribute_about(About.EVENT_CLASS) if label else None
    if label is None or attribute is None or not attribute.allows(value):
        return None
    return LabelRule(label.name, {attribute.name: value})


def _by_code(name: str, use: LabelUse, schema: Schema) -> LabelRule | None:
    """The trigger label with the class that some scheme calls so; of several the first, which is the least special."""
    if not use.is_trigger:
        return None
    for label in schema.labels:
        attribute = label.attribute_about(About.EVENT_CLASS) if label.trigger else None
        for choice in attribute.values if attribute else ():
            if attribute and plain(name) in _codes(choice):
                return LabelRule(label.name, {attribute.name: choice.value})
    return None


def _by_kind(name: str, use: LabelUse, schema: Schema) -> LabelRule | None:
    """The one label whose attributes are about what well-known corpora call so."""
    kind = () if use.is_trigger else kind_of(name)
    about = [each for each in schema.labels if not each.trigger and any(map(each.attribute_about, kind))]
    return LabelRule(about[0].name) if len(about) == 1 else None


def _by_part(name: str, use: RoleUse, labels: Mapping[str, LabelRule], schema: Schema) -> RoleRule | None:
    """The one role whose fillers are what well-known corpora call so; turned round where it leads to the event."""
    part = part_of(name)
    found = [each for each in schema.roles if part is not None and each.part is part]
    if len(found) != 1:
        return None
    (role,) = found
    ours = {theirs: rule.label for theirs, rule in labels.items()}
    if any(ours.get(from_) in role.from_labels for from_, _ in use.ends):
        return RoleRule(role.name)
    return RoleRule(role.name, True) if any(ours.get(to) in role.from_labels for _, to in use.ends) else None


def _codes(choice: Choice) -> set[str]:
    return {plain(each) for each in (choice.value, *choice.also, *choice.codes.values())}


def map_text(corpus_map: CorpusMap, description: Description) -> str:
    """The map as a file for people to correct: every name of the corpus, with how often it is used."""
    lines = [
        '# What the names of the corpus are here. A name that is mapped to "" is left out.',
        "# Those without a rule were called so by nothing in the schema: say what they are.",
    ]
    lines += _table("labels", description.labels, corpus_map.labels, lambda name: description.labels[name].number)
    lines += _table("roles", description.roles, corpus_map.roles, lambda name: description.roles[name].ends.total())
    used = {
        f"{label}.{name}": use for label, each in description.labels.items() for name, use in each.attributes.items()
    }
    lines += _table("attributes", used, corpus_map.attributes, lambda name: used[name].number)
    of_document = description.attributes
    number = lambda name: of_document[name].number  # noqa: E731
    lines += _table("document_attributes", of_document, corpus_map.document_attributes, number)
    return "\n".join(lines) + "\n"


def map_toml(corpus_map: CorpusMap) -> str:
    """The map as a file, without remarks."""
    tables: Sequence[tuple[str, Mapping[str, object]]] = (
        ("labels", corpus_map.labels),
        ("roles", corpus_map.roles),
        ("attributes", corpus_map.attributes),
        ("document_attributes", corpus_map.document_attributes),
    )
    lines = [
        line
        for title, rules in tables
        for line in (
            [f"[{title}]"] + [f"{_value(name)} = {_rule(rule)}" for name, rule in rules.items()] if rules else []
        )
    ]
    return "\n".join(lines) + "\n"


def _table(
    title: str, names: Iterable[str], rules: Mapping[str, object], number: Callable[[str], int]
) -> Iterable[str]:
    names = list(names)
    if not names:
        return
    yield ""
    yield f"[{title}]"
    for name in names:
        yield f"{json.dumps(name, ensure_ascii=False)} = {_rule(rules.get(name))}  # {number(name)} ×"


def _rule(rule: object) -> str:
    match rule:
        case LabelRule(label, attributes) if attributes:
            inside = ", ".join(f"{key} = {_value(value)}" for key, value in attributes.items())
            return f"{{ label = {_value(label)}, attributes = {{ {inside} }} }}"
        case LabelRule(name) | RoleRule(name, False) | AttributeRule(name):
            return _value(name)
        case RoleRule(name):
            return f"{{ role = {_value(name)}, reverse = true }}"
    return _value(NOTHING)


def _value(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
