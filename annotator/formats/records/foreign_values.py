"""Values of foreign corpora, mostly words, in the forms that attributes of ours have."""

import json
from collections.abc import Callable, Mapping

from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Attribute, AttributeType


def typed(attribute: Attribute, value: Json) -> Json:
    """The value in the form of this attribute's type, where it can be told; else as it is."""
    convert = _FORMS.get(attribute.type)
    return convert(attribute, value) if convert else value


def several(value: Json) -> list[Json]:
    """The values of a list, or the one value."""
    return list(value) if isinstance(value, list) else [value]


def plain(name: str) -> str:
    """The letters and digits of a name, in lower case: by these two names may be the same."""
    return "".join(char for char in name.casefold() if char.isalnum())


def _choice(attribute: Attribute, value: Json) -> Json:
    """The choice that a word is: by its name, by what else it is called, or by the same letters."""
    if isinstance(value, bool):
        value = next((each for each in _WORDS[value] if attribute.allows(each)), _WORDS[value][0])
    if not isinstance(value, str) or attribute.allows(value):
        return value
    also = [choice.value for choice in attribute.values if value in choice.also]
    alike = also or [choice.value for choice in attribute.values if plain(choice.value) == plain(value)]
    return alike[0] if len(alike) == 1 else value


_WORDS: Mapping[bool, tuple[str, ...]] = {True: ("true", "yes"), False: ("false", "no")}


def _choices(attribute: Attribute, value: Json) -> Json:
    return [_choice(attribute, each) for each in several(value)]


def _text(_: Attribute, value: Json) -> Json:
    """Words as they are, a list of words on one line, anything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    words = [each for each in several(value) if isinstance(each, str)]
    return ", ".join(words) if words and words == value else json.dumps(value, ensure_ascii=False)


def _number(_: Attribute, value: Json) -> Json:
    if not isinstance(value, str):
        return value
    for convert in (int, float):
        try:
            return convert(value)
        except ValueError:
            continue
    return value


def _count(attribute: Attribute, value: Json) -> Json:
    number = _number(attribute, value)
    if not isinstance(number, int) or isinstance(number, bool):
        return value
    return {"value": number, "op": "exact", "lower": number, "upper": number, "best": number, "by": "human"}


def _date(_: Attribute, value: Json) -> Json:
    return {"from": value, "to": value, "by": "human"} if isinstance(value, str) else value


def _named(_: Attribute, value: Json) -> Json:
    return {"name": value, "by": "human"} if isinstance(value, str) else value


_FORMS: Mapping[AttributeType, Callable[[Attribute, Json], Json]] = {
    AttributeType.CHOICE: _choice,
    AttributeType.CHOICES: _choices,
    AttributeType.TEXT: _text,
    AttributeType.NUMBER: _number,
    AttributeType.COUNT: _count,
    AttributeType.DATE: _date,
    AttributeType.PLACE: _named,
    AttributeType.ACTOR: _named,
}


def categories(numbers: JsonObject) -> Json:
    """Those of the categories of a text that have the number one; all with their numbers where others are between."""
    if all(number in (0, 1) for number in numbers.values()):
        return [name for name, number in numbers.items() if number == 1] or None
    return dict(numbers)
