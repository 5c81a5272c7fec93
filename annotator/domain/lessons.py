"""What changes teach of actors: which words people took for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.domain.annotations import Span
from annotator.domain.changes import Change, Kind
from annotator.domain.items import span_from_json
from annotator.domain.json import Json, JsonObject
from annotator.domain.meanings import About
from annotator.domain.schema import Schema

_OF_SPANS = frozenset({Kind.ADD_SPAN, Kind.CHANGE_SPAN, Kind.REMOVE_SPAN})
_OPENING = " \t\u00a0\"'“‘«„([—–-"
_ENDS = (".", "!", "?", "…", ":", ";", "\n", "\r")


@dataclass(frozen=True, slots=True)
class Lesson:
    """On `times` spans more (or, below zero, fewer) these words are taken for this actor."""

    words: str
    #: The key of the entry, where the list has one.
    key: str
    name: str
    #: Whether a person said so, and did not only confirm what was read.
    is_human: bool
    #: Whether the words name, and do not only describe as "the army" does.
    is_name: bool
    times: int = 0


def lessons(schema: Schema, text: str, done: Iterable[Change]) -> list[Lesson]:
    """What these changes teach. Empty for changes that touch no identity, which is found out at once."""
    found: dict[Lesson, int] = {}
    for change in done:
        if change.kind not in _OF_SPANS or not (_says_something(change.before) or _says_something(change.after)):
            continue
        before, after = (_lesson(schema, text, item) for item in (change.before, change.after))
        if before == after:
            continue
        for lesson, times in ((before, -1), (after, 1)):
            if lesson is not None:
                found[lesson] = found.get(lesson, 0) + times
    return [replace(lesson, times=times) for lesson, times in found.items() if times]


def _says_something(item: Json) -> bool:
    return isinstance(item, dict) and bool(item.get("attributes"))


def _lesson(schema: Schema, text: str, item: Json) -> Lesson | None:
    if not _says_something(item):
        return None
    span = span_from_json(item)
    label = schema.label(span.label)
    attribute = label.attribute_about(About.IDENTITY) if label else None
    value = span.attributes.get(attribute.name) if attribute else None
    return _taken(span, text, value) if isinstance(value, dict) else None


def _taken(span: Span, text: str, value: JsonObject) -> Lesson:
    key, name = value.get("id"), value.get("name")
    return Lesson(
        words=span.quote,
        key=key if isinstance(key, str) else "",
        name=name if isinstance(name, str) else "",
        is_human=value.get("by") == "human",
        is_name=is_name(text, span.start, span.end),
    )


def is_name(text: str, start: int, end: int) -> bool:
    """Whether the words have a capital that is not only there to begin a sentence; or a script without capitals."""
    words = text[start:end].split()
    if not any(_has_case(word) for word in words):
        return True
    capitals = list(_capitals(words))
    if any(at > 0 for at in capitals):
        return True
    return bool(capitals) and (_is_all_capitals(words[0]) or not _begins_sentence(text, start))


def _has_case(word: str) -> bool:
    return word.lower() != word.upper()


def _capitals(words: list[str]) -> Iterator[int]:
    """The places of words that have a capital anywhere, as "al-Saadi" has."""
    return (at for at, word in enumerate(words) if word != word.lower())


def _is_all_capitals(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1 and word.removesuffix("'s").removesuffix("’s").isupper()


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 20) : start].rstrip(_OPENING)
    return not before or before.endswith(_ENDS)
