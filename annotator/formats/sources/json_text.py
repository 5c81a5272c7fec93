"""JSON as text, strictly: no NaN, no infinity, no lone surrogate, no nesting without end."""

import json
from typing import NoReturn

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(parse_constant=_no_constant)
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

#: How a surrogate can come in: as an escape, whole pairs too.
SURROGATE_ESCAPES = ("\\ud", "\\uD")


def written(value: Json, document: str) -> bytes:
    """The value in UTF-8, on one line; raises InvalidInput for what JSON cannot hold."""
    try:
        return _encode(value).encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidInput(f"cannot be written as JSON: {error}", rule="json", document=document) from None


def parsed(raw: bytes) -> Json:
    """One line as JSON; raises InvalidInput where it is not UTF-8, not JSON or nested without end."""
    try:
        text = raw.decode("utf-8-sig")
        value: Json = DECODER.decode(text)
        if any(escape in text for escape in SURROGATE_ESCAPES):
            check_surrogates(value)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"not UTF-8: byte {error.start + 1} of the line", rule="encoding") from None
    except (ValueError, RecursionError) as error:
        raise fault(error) from None
    return value


def is_json(line: bytes) -> bool:
    """Whether a line is whole by itself."""
    try:
        parsed(line)
    except InvalidInput:
        return False
    return True


def check_surrogates(value: Json) -> None:
    """Refuse a value in which some string cannot be written as UTF-8."""
    try:
        _encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidInput("a string holds a lone surrogate", rule="surrogate") from None


def fault(error: Exception) -> InvalidInput:
    """What is wrong with text that is no JSON, from the error that reading it raised."""
    if isinstance(error, json.JSONDecodeError):
        return InvalidInput(f"not JSON: {error.msg} at character {error.pos + 1}", rule="json")
    if isinstance(error, RecursionError):
        return InvalidInput("not JSON that can be read: nested too deep", rule="depth")
    return InvalidInput(f"not JSON that can be read: {error}", rule="json")
