"""Results between our names and those of a project's own config, and what only the project knows carried along.

`results` and `regions` speak the names that our own config has. A project that was made in Label Studio has names
of its own: here each item is given theirs, or ours. Whatever stands in a result that the schema has nothing like
(controls, labels, notes on a region) is split off whole, under a key that stays the same, and joined on again
before anything is sent: nobody else's work is dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from annotator.domain.json import Json
from annotator.domain.schema import Attribute, Schema
from annotator.labelstudio.carried import META, Item, as_item, ends, key_of, own_regions
from annotator.labelstudio.config_reading import VALUES, Config, ReadControl
from annotator.labelstudio.label_config import SPAN, TEXT, control
from annotator.labelstudio.results import CORNER


@dataclass(frozen=True, slots=True)
class Names:
    """What is called how, from ours to theirs. Controls are by the name that our own config gives them."""

    text: str = TEXT
    key: str = "text"
    labels: Mapping[str, str] = field(default_factory=dict)
    #: By our label the control that marks it.
    spans: Mapping[str, str] = field(default_factory=dict)
    controls: Mapping[str, str] = field(default_factory=dict)
    #: By our control the values that are called otherwise there.
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def missing(self, schema: Schema) -> list[str]:
        """What of the schema the config has no place for, in words. Attributes travel in `meta` all the same."""
        labels = [f"label {each.name}" for each in schema.labels if each.name not in self.labels]
        return labels + [f"role {each.name}" for each in schema.roles if each.name not in self.roles]


def names_of(config: Config, schema: Schema) -> Names:
    """How the config calls what is in the schema: by the same name, or by one that the schema has under `also`."""
    labels = {each.name: theirs for each in schema.labels if (theirs := _called(each.name, each.also, config.labels))}
    roles = {each.name: theirs for each in schema.roles if (theirs := _called(each.name, each.also, config.relations))}
    spans = {ours: found.name for ours, theirs in labels.items() if (found := config.of_label(theirs))}
    controls: dict[str, str] = {}
    values: dict[str, Mapping[str, str]] = {}
    of_labels = [(label.name, each) for label in schema.labels for each in label.attributes]
    for label, attribute in [*of_labels, *((None, each) for each in schema.attributes)]:
        ours = control(attribute, label)
        found = _control_for(config, attribute, ours.name, labels.get(label or "")) if ours else None
        if ours is None or found is None or (label is None) == found.is_per_region:
            continue
        if VALUES[found.tag] != ours.type:
            continue
        controls[ours.name] = found.name
        there = [value.name for value in found.values]
        values[ours.name] = {
            choice.value: theirs
            for choice in attribute.values
            if (theirs := _called(choice.value, choice.also, there)) is not None
        }
    return Names(config.text_name, config.text_key, labels, spans, controls, values, roles)


def _called(name: str, also: Iterable[str], theirs: Iterable[str]) -> str | None:
    there = set(theirs)
    return next((each for each in (name, *also) if each in there), None)


def _control_for(config: Config, attribute: Attribute, ours: str, label: str | None) -> ReadControl | None:
    for name in (ours, attribute.name, *attribute.also):
        found = config.control(name)
        if found is not None and found.tag in VALUES and (not found.when or label is None or label in found.when):
            return found
    return None


def theirs(result: Iterable[Json], names: Names, carried: Mapping[str, Json]) -> list[Json]:
    """A result of ours under their names, with what was carried along where its regions still are."""
    found = [_theirs(dict(cast(Item, item)), names) for item in result]
    regions = {str(item["id"]): item for item in found if item.get("type") == "labels"}
    kept = [item for key, item in carried.items() if not key.startswith(META)]
    there = set(regions) | own_regions(carried)
    for key, value in carried.items():
        region = regions.get(key.removeprefix(META)) if key.startswith(META) else None
        if region is not None:
            region["meta"] = {**cast(Item, value), **cast(Item, region.get("meta") or {})}
    return [*found, *(dict(item) for item in map(as_item, kept) if ends(item) <= there)]


def ours(result: Iterable[Json], names: Names) -> tuple[list[Json], dict[str, Json]]:
    """A result of theirs under our names, and what of it the schema has nothing like, by keys that stay the same."""
    items = [as_item(item) for item in result]
    labels = {theirs: mine for mine, theirs in names.labels.items()}
    marks = set(names.spans.values())
    known = {
        str(item.get("id"))
        for item in items
        if item.get("type") == "labels" and item.get("from_name") in marks and _names(item, "labels") & set(labels)
    }
    back = _Back(names, labels, known)
    found: list[Json] = []
    carried: dict[str, Json] = {}
    for item in items:
        mine = back.item(item)
        if mine is None:
            carried[_fresh(key_of(item), carried)] = item
            continue
        found.append(mine)
        notes = {name: value for name, value in as_item(item.get("meta") or {}).items() if name != CORNER}
        if item.get("type") == "labels" and notes:
            carried[f"{META}{item['id']}"] = notes
    return found, carried


@dataclass(frozen=True, slots=True)
class _Back:
    """From their names to ours."""

    names: Names
    labels: Mapping[str, str]
    #: Ids of regions that are spans here.
    known: set[str]

    def item(self, item: Item) -> Item | None:
        """The item under our names; None for one that is to be carried."""
        if not ends(item) <= self.known:
            return None
        match item.get("type"):
            case "relation":
                return self._relation(item)
            case "labels":
                return self._mark(item)
        return self._value(item)

    def _relation(self, item: Item) -> Item | None:
        roles = {theirs: mine for mine, theirs in self.names.roles.items()}
        named = [str(each) for each in cast(list[Json], item.get("labels") or [])]
        if not named or not all(each in roles for each in named):
            return None
        return {**item, "labels": [roles[each] for each in named]}

    def _mark(self, item: Item) -> Item | None:
        value = as_item(item.get("value") or {})
        named = [str(each) for each in cast(list[Json], value.get("labels") or [])]
        mine = [self.labels[each] for each in named if each in self.labels]
        if len(mine) < len(named):
            return None
        return {**item, "from_name": SPAN, "to_name": TEXT, "value": {**value, "labels": cast(Json, mine)}}

    def _value(self, item: Item) -> Item | None:
        name = self._control(item)
        if name is None:
            return None
        value = as_item(item.get("value") or {})
        if "choices" in value:
            back = {theirs: mine for mine, theirs in self.names.values.get(name, {}).items()}
            chosen = [str(each) for each in cast(list[Json], value["choices"])]
            if not all(each in back for each in chosen):
                return None
            value["choices"] = cast(Json, [back[each] for each in chosen])
        return {**item, "from_name": name, "to_name": TEXT, "value": value}

    def _control(self, item: Item) -> str | None:
        """Which of our controls it is of; several of ours may be one of theirs, told apart by the label."""
        return next((mine for mine, theirs in self.names.controls.items() if theirs == item.get("from_name")), None)


def _theirs(item: Item, names: Names) -> Item:
    if item.get("type") == "relation":
        roles = [names.roles.get(str(each), str(each)) for each in cast(list[Json], item["labels"])]
        return {**item, "labels": cast(Json, roles)}
    value = dict(as_item(item["value"]))
    if item.get("type") == "labels":
        (label,) = cast(list[str], value["labels"])
        value["labels"] = [names.labels.get(label, label)]
        return {**item, "from_name": names.spans.get(label, SPAN), "to_name": names.text, "value": value}
    name = str(item["from_name"])
    if "choices" in value:
        called = names.values.get(name, {})
        value["choices"] = [called.get(str(each), str(each)) for each in cast(list[Json], value["choices"])]
    return {**item, "from_name": names.controls.get(name, name), "to_name": names.text, "value": value}


def _names(item: Item, kind: str) -> set[str]:
    return {str(each) for each in cast(list[Json], as_item(item.get("value") or {}).get(kind) or [])}


def _fresh(key: str, taken: Mapping[str, Json]) -> str:
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}#{number}"
    return found
