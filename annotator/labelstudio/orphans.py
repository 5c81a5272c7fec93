"""What of a result the schema has a name for, and the labelling config has not any more.

Whoever takes a label, a relation or a value out of a config, or calls it otherwise, leaves behind what bears it.
Read under the new config it looks as if somebody had taken it away: it is told instead, and stays on both sides.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Attribute, Schema
from annotator.labelstudio.label_config import control
from annotator.labelstudio.translation import Names


def orphans(carried: Mapping[str, Json], names: Names, schema: Schema) -> dict[str, str]:
    """Of what is carried along, by its key, what it is that the config has no name for any more, in words."""
    labels = {each for label in schema.labels for each in (label.name, *label.also)} - set(names.labels.values())
    roles = {each for role in schema.roles for each in (role.name, *role.also)} - set(names.roles.values())
    found: dict[str, str] = {}
    for key, item in carried.items():
        if not isinstance(item, dict):
            continue
        match item.get("type"):
            case "relation":
                gone = [f"relation {each}" for each in _strings(item.get("labels")) if each in roles]
            case "labels":
                gone = [f"label {each}" for each in _strings(_value(item).get("labels")) if each in labels]
            case _:
                gone = list(_said(item, names, schema))
        if gone:
            found[key] = gone[0]
    return found


def _said(item: JsonObject, names: Names, schema: Schema) -> Iterator[str]:
    """A control that is not there any more, or one that lacks a value."""
    name = item.get("from_name")
    mine = [ours for ours, theirs in names.controls.items() if theirs == name]
    chosen = _strings(_value(item).get("choices"))
    for label, attribute in _attributes(schema):
        made = control(attribute, label)
        if made is None:
            continue
        if not mine and made.name == name:
            yield f"control {name}"
        elif made.name in mine:
            known = {each for value in attribute.values for each in (value.value, *value.also)}
            there = set(names.values.get(made.name, {}).values())
            yield from (f"value {each} of {name}" for each in chosen if each in known - there)


def _attributes(schema: Schema) -> Iterator[tuple[str | None, Attribute]]:
    yield from ((label.name, each) for label in schema.labels for each in label.attributes)
    yield from ((None, each) for each in schema.attributes)


def _value(item: JsonObject) -> JsonObject:
    return cast(JsonObject, item.get("value")) if isinstance(item.get("value"), dict) else {}


def _strings(value: Json) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
