"""The shapes of attribute values, one for each type that a schema may give.

Values are JSON. Whoever needs a richer form (intervals, dates) reads it from there.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date

from annotator.domain.json import Json
from annotator.domain.schema import Attribute, AttributeType

COUNT_OPS = (
    "exact",
    "about",
    "at_least",
    "more_than",
    "up_to",
    "fewer_than",
    "range",
    "vague",
    "none",
    "unknown",
)
#: Who vouches for a value that a machine may have read first.
CONFIRMED_BY = ("human", "rule")
#: Numbers beyond this are no tolls, and would not survive a journey through JavaScript.
LARGEST = 2**53 - 1


def problem_with(attribute: Attribute, value: Json) -> str | None:
    """Why `value` is no value of `attribute`, in words, or None when it is one."""
    return _CHECKS[attribute.type](attribute, value)


def _choice(attribute: Attribute, value: Json) -> str | None:
    if isinstance(value, str) and attribute.allows(value):
        return None
    return f"{attribute.name} is one of {_listed(attribute)}, not {value!r}"


def _choices(attribute: Attribute, value: Json) -> str | None:
    if not isinstance(value, list) or any(not isinstance(each, str) or not attribute.allows(each) for each in value):
        return f"{attribute.name} is a list out of {_listed(attribute)}, not {value!r}"
    return f"{attribute.name} may not repeat a value" if len(set(map(str, value))) < len(value) else None


def _text(attribute: Attribute, value: Json) -> str | None:
    if not isinstance(value, str) or len(value) > 10_000:
        return f"{attribute.name} is a text of at most 10000 characters"
    return None


def _number(attribute: Attribute, value: Json) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"{attribute.name} is a number, not {value!r}"
    return None if abs(value) <= LARGEST else f"{attribute.name} is too large"


def _count(attribute: Attribute, value: Json) -> str | None:
    fields = {
        "text": _is_text,
        "value": _is_amount,
        "op": lambda op: op in COUNT_OPS,
        "lower": _is_amount,
        "upper": _is_amount,
        "best": _is_amount,
        "vague": _is_flag,
        "additional": _is_flag,
        "by": lambda by: by in CONFIRMED_BY,
    }
    problem = _record(attribute, value, fields, needed=("op", "by"))
    if problem or not isinstance(value, dict):
        return problem
    lower, upper = value.get("lower"), value.get("upper")
    if isinstance(lower, int) and isinstance(upper, int) and lower > upper:
        return f"{attribute.name}: lower {lower} is above upper {upper}"
    return None


def _date(attribute: Attribute, value: Json) -> str | None:
    fields = {
        "text": _is_text,
        "start": _is_amount,
        "end": _is_amount,
        "from": _is_day,
        "to": _is_day,
        "precision": lambda each: each is None or each in (1, 2, 3, 4, 5),
        "by": lambda by: by in CONFIRMED_BY,
    }
    return _record(attribute, value, fields, needed=("by",))


def _place(attribute: Attribute, value: Json) -> str | None:
    fields = {
        "source": _is_text,
        "id": _is_text,
        "name": _is_text,
        "lat": lambda each: _is_degrees(each, 90),
        "lon": lambda each: _is_degrees(each, 180),
        "country": _is_text,
        "admin1": _is_text,
        "feature": _is_text,
        "by": lambda by: by in CONFIRMED_BY,
    }
    return _record(attribute, value, fields, needed=("name", "by"))


def _actor(attribute: Attribute, value: Json) -> str | None:
    fields: Fields = {"id": _is_text, "name": _is_text, "by": lambda by: by in CONFIRMED_BY}
    return _record(attribute, value, fields, needed=("name", "by"))


Fields = Mapping[str, Callable[[Json], bool]]


def _record(attribute: Attribute, value: Json, fields: Fields, needed: tuple[str, ...]) -> str | None:
    if not isinstance(value, dict):
        return f"{attribute.name} is a {attribute.type} with the keys {', '.join(fields)}"
    for key, each in value.items():
        if key not in fields:
            return f"{attribute.name} has no key {key!r}"
        if not fields[key](each):
            return f"{attribute.name}: {key} may not be {each!r}"
    missing = [key for key in needed if key not in value]
    return f"{attribute.name} lacks {missing[0]}" if missing else None


def _is_text(value: Json) -> bool:
    return value is None or isinstance(value, str)


def _is_amount(value: Json) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_degrees(value: Json, limit: int) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= limit


def _is_day(value: Json) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False


def _listed(attribute: Attribute) -> str:
    return ", ".join(choice.value for choice in attribute.values)


_CHECKS: Mapping[AttributeType, Callable[[Attribute, Json], str | None]] = {
    AttributeType.CHOICE: _choice,
    AttributeType.CHOICES: _choices,
    AttributeType.TEXT: _text,
    AttributeType.NUMBER: _number,
    AttributeType.COUNT: _count,
    AttributeType.DATE: _date,
    AttributeType.PLACE: _place,
    AttributeType.ACTOR: _actor,
}
