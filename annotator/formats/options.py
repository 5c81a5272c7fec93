"""Options of a format: a frozen dataclass, set from words as a command line or a form gives them."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any, Literal, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import CorpusFormat

Format = TypeVar("Format", bound=CorpusFormat)


@dataclass(frozen=True, slots=True)
class NoOptions:
    """There is nothing to choose."""


#: When an option matters.
Use: TypeAlias = Literal["both", "reading", "writing"]


def of_reading(words: str) -> Mapping[str, str]:
    """What is told of an option that matters when a file is read, and not when one is written."""
    return {"help": words, "use": "reading"}


def of_writing(words: str) -> Mapping[str, str]:
    """What is told of an option that matters when a file is written, and not when one is read."""
    return {"help": words, "use": "writing"}


#: The layers that a set may be read into.
Layer: TypeAlias = Literal["annotator", "gold", "suggestion"]

#: What is told of the options `annotator` and `layer`: where files of a format may say themselves whose a set is,
UNSAID_ANNOTATOR = of_reading("whose the sets are that do not say it")
UNSAID_LAYER = of_reading("the layer of sets that do not say it")
#: and where they never do.
READ_ANNOTATOR = of_reading("whose the annotation sets are that are read")
READ_LAYER = of_reading("the layer of the annotation sets that are read")


@dataclass(frozen=True, slots=True)
class WhoseOptions:
    """Whose the sets are that are read, for files that never say it."""

    annotator: str = field(default="import", metadata=READ_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=READ_LAYER)


@dataclass(frozen=True, slots=True)
class UnsaidOptions:
    """Whose the sets are that do not say it, for files that may."""

    annotator: str = field(default="import", metadata=UNSAID_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)


def configured(fmt: Format, settings: Mapping[str, str]) -> Format:
    """The format with other options; raises InvalidInput for an option or a value it does not have."""
    if not settings:
        return fmt
    options: Any = fmt.options
    known = [field.name for field in fields(options)]
    for name in settings:
        if name not in known:
            there_are = ", ".join(known) or "none"
            raise InvalidInput(f"{fmt.id} has no option {name!r}; there are: {there_are}", rule="option")
    kinds = get_type_hints(type(options))
    changed = {name: _value(name, kinds[name], word) for name, word in settings.items()}
    plugin: Any = fmt
    return replace(plugin, options=replace(options, **changed))  # type: ignore[no-any-return]


def described(fmt: CorpusFormat, use: Use = "both") -> list[dict[str, Json]]:
    """The options of a format, for a form or a list: name, default, allowed values, meaning, and when it matters.

    For reading or for writing alone, those that matter then.
    """
    options: Any = fmt.options
    kinds = get_type_hints(type(options))
    told = [_described(field, kinds[field.name], getattr(options, field.name)) for field in fields(options)]
    return [each for each in told if "both" in (use, each["use"]) or each["use"] == use]


def _described(field: Field[Any], kind: Any, value: Json) -> dict[str, Json]:
    values: list[Json] = list(_allowed(kind))
    said = field.metadata
    return {
        "name": field.name,
        "default": value,
        "values": values,
        "help": said.get("help", ""),
        "use": said.get("use", "both"),
    }


def _allowed(kind: Any) -> tuple[str, ...]:
    return get_args(kind) if get_origin(kind) is Literal else ()


def _value(name: str, kind: Any, word: str) -> str:
    allowed = _allowed(kind)
    if allowed and word not in allowed:
        raise InvalidInput(f"{name} is one of {', '.join(allowed)}, not {word!r}", rule="option")
    return word
