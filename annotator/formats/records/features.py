"""What is said of spans as features of annotation layers: named strings, as UIMA, INCEpTION and WebAnno have them.

A value that is no plain string is written as JSON, and so is a string that could be taken for JSON; so every value
comes back as it was, and the common ones (choices, free text) are what other programs expect. An attribute whose name
no feature may have stands with others of its kind in one feature `more`.
"""

import json
import keyword
import re
from collections.abc import Iterable, Mapping
from typing import cast

from annotator.domain.annotations import Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.sources.json_text import DECODER, SURROGATE_ESCAPES, check_surrogates

ID, LABEL, ORIGIN, ROLE, MORE = "id", "label", "origin", "role", "more"
#: Names that the layers themselves use, or that programs which read them do.
_TAKEN = frozenset(
    {ID, LABEL, ORIGIN, ROLE, MORE, "begin", "end", "sofa", "self", "type", "get", "set", "xmiID", "elements"}
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
#: What no file of XML, and no row of a table, holds as it is.
UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def is_feature_name(name: str) -> bool:
    """Whether an attribute of this name can be a feature of its own."""
    return bool(_NAME.fullmatch(name)) and name not in _TAKEN and not keyword.iskeyword(name)


def names_of(spans: Iterable[Span]) -> list[str]:
    """The features that spans have besides those of every span, in order."""
    names = {name for span in spans for name in span.attributes}
    own = sorted(name for name in names if is_feature_name(name))
    return [*own, MORE] if len(own) < len(names) else own


def features_of(attributes: Mapping[str, Json], document: str) -> dict[str, str]:
    """The features of a span; raises InvalidInput for values that JSON cannot hold."""
    rest = {name: value for name, value in attributes.items() if not is_feature_name(name)}
    found = {name: written(value, document) for name, value in attributes.items() if name not in rest}
    return found | ({MORE: _as_json(rest, document)} if rest else {})


def attributes_of(features: Mapping[str, str]) -> dict[str, Json]:
    """What was said of a span, out of features that `features_of` made; raises InvalidInput."""
    found = {name: read(value) for name, value in features.items() if is_feature_name(name)}
    rest = read(features.get(MORE, "{}"))
    if not isinstance(rest, dict):
        raise InvalidInput(f"{MORE} holds an object", rule="type")
    return found | dict(rest)


def written(value: Json, document: str) -> str:
    """The value as a feature has it."""
    if isinstance(value, str) and _is_plain(value):
        return value
    return _as_json(value, document)


def read(value: str) -> Json:
    """The value that a feature holds; raises InvalidInput for one with half a character."""
    found, is_json = _decoded(value)
    if is_json and any(escape in value for escape in SURROGATE_ESCAPES):
        check_surrogates(found)
    return found


def read_text(value: str | None, name: str) -> str:
    """The same for what must be words; raises InvalidInput when it is something else."""
    found = None if value is None else read(value)
    if not isinstance(found, str):
        raise InvalidInput(f"{name} holds words", rule="type")
    return found


def _is_plain(value: str) -> bool:
    return bool(value) and not UNWRITABLE.search(value) and not _decoded(value)[1]


def _decoded(value: str) -> tuple[Json, bool]:
    try:
        return cast(Json, DECODER.decode(value)), True
    except (ValueError, RecursionError):
        return value, False


def _as_json(value: Json, document: str) -> str:
    try:
        said = _ENCODER.encode(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidInput(f"cannot be written as JSON: {error}", rule="json", document=document) from None
    return UNWRITABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", said)
