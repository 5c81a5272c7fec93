"""JSON Lines of others: an object a line, each of which stands by itself."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BufferedReader
from typing import BinaryIO

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Report, Source, skipped
from annotator.formats.sources.files import name_of, reading
from annotator.formats.sources.json_stream import sound_objects
from annotator.formats.sources.json_text import is_json, parsed

#: Who puts more spaces before a list means something else.
_HEAD = 1024


def objects_by_line(source: Source, report: Report, file: str | None = None) -> Iterator[tuple[int, JsonObject]]:
    """Each object with its line; a line that holds none goes to the report, and reading goes on behind it."""
    file = name_of(source, file)
    with reading(source) as stream:
        # By line feeds alone: U+2028 and its like stand inside strings.
        for number, raw in enumerate(stream, start=1):
            if raw.isspace():
                continue
            try:
                yield number, an_object(parsed(raw), "a line")
            except InvalidInput as error:
                skipped(error, report, file, number)


def listed_or_by_line(source: Source, report: Report, file: str | None = None) -> Iterator[tuple[int, JsonObject]]:
    """The same for a file that may be one list of objects instead, or objects over several lines each."""
    file = name_of(source, file)
    with reading(source) as stream:
        yield from (objects_by_line if is_by_line(stream) else sound_objects)(stream, report, file)


def is_by_line(stream: BinaryIO) -> bool:
    """Whether a stream does not go on with a list, or with a brace that stands alone in its line.

    It is left where it is; one that cannot be looked into is taken for lines.
    """
    if isinstance(stream, BufferedReader):
        head = stream.peek(_HEAD)[:_HEAD]
    elif stream.seekable():
        start = stream.tell()
        head = stream.read(_HEAD)
        stream.seek(start)
    else:
        return True
    first, _, rest = head.removeprefix(BOM_UTF8).lstrip().partition(b"\n")
    if first.startswith(b"["):
        # A whole list on a line with others below is a line that is no object.
        return bool(rest.strip()) and is_json(first)
    return first.strip() != b"{" or rest.lstrip()[:1] in (b"", b"{")


def an_object(value: Json, what: str) -> JsonObject:
    """The value, if it is an object; raises InvalidInput."""
    if not isinstance(value, dict):
        raise InvalidInput(f"{what} is an object, not {_kind(value)}", rule="type")
    return value


def a_list(value: Json, what: str) -> list[Json]:
    """The value, if it is a list; nothing at all is an empty one; raises InvalidInput."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidInput(f"{what} is a list, not {_kind(value)}", rule="type")
    return value


def objects_of(record: JsonObject, key: str) -> list[JsonObject]:
    """The objects that a list in a record holds; raises InvalidInput where it is none, or holds anything else."""
    return [an_object(each, f"each of {key}") for each in a_list(record.get(key), key)]


def objects_in(record: JsonObject, key: str) -> list[dict[str, Json]]:
    """Those of them that are some, whatever else stands there: for a look at a file before it is read."""
    value = record.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def lists_in(value: Json) -> list[list[Json]]:
    """The lists that stand in a list; what is of another shape holds none."""
    return [each for each in value if isinstance(each, list)] if isinstance(value, list) else []


def a_text(value: Json, what: str) -> str:
    """The value, if it is a text that is not empty; raises InvalidInput."""
    if not isinstance(value, str) or not value:
        raise InvalidInput(f"{what} is a text, not {_kind(value)}", rule="type")
    return value


def an_id(value: Json, what: str) -> str:
    """What a file calls something: a text, also an empty one, or a whole number; raises InvalidInput."""
    if value is None or isinstance(value, str):
        return value or ""
    if type(value) is not int:
        raise InvalidInput(f"{what} is a text or a whole number, not {_kind(value)}", rule="type")
    return str(value)


def a_number(value: Json, what: str) -> int:
    """The value, if it is a whole number; raises InvalidInput."""
    if type(value) is not int:
        raise InvalidInput(f"{what} is a whole number, not {_kind(value)}", rule="type")
    return value


def words_by_sentence(value: Json, what: str = "sentences") -> list[list[str]]:
    """Sentences, each a list of words; raises InvalidInput, for a word of nothing as well."""
    found = []
    for sentence in a_list(value, what):
        found.append([a_text(word, "a token") for word in a_list(sentence, "a sentence")])
    return found


def _kind(value: Json) -> str:
    if isinstance(value, str):
        return repr(value[:40])
    return {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}.get(
        type(value), "nothing"
    )
