"""JSON objects out of a stream, one after the other: an array of them, one alone, or one a line.

Memory holds one object, not the file.
"""

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO, cast

from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.formats.base import Report, skipped
from annotator.formats.sources.json_text import DECODER, SURROGATE_ESCAPES, check_surrogates, fault

CHUNK = 2**18
#: No document with its annotations is larger; a file without an end would be.
LARGEST = 2**28
_SPACE = " \t\n\r"


def objects(stream: BinaryIO) -> Iterator[tuple[int, JsonObject]]:
    """Each object with the line on which it begins; raises InvalidInput with the line."""
    reader = _Reader(stream)
    array = reader.peek() == "["
    if array:
        reader.skip()
    while mark := reader.peek():
        if array and mark == "]":
            reader.skip()
            break
        yield reader.line, reader.take()
        if array and reader.peek() == ",":
            reader.skip()
        elif array and reader.peek() != "]":
            raise reader.error("a list of objects goes on with a comma or ends with ]")
    else:
        if array:
            raise reader.error("the list has no end: the file is cut short")
    if reader.peek():
        raise reader.error("there is something after the end of the list")


def sound_objects(stream: BinaryIO, report: Report, file: str | None) -> Iterator[tuple[int, JsonObject]]:
    """The objects up to a fault of the JSON itself, which is reported: where it goes on behind it nobody can tell."""
    found = objects(stream)
    while True:
        try:
            each = next(found, None)
        except InvalidInput as error:
            skipped(error, report, file)
            return
        if each is None:
            return
        yield each


class _Reader:
    """A window on the stream that slides over what was taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self.buffer, self.at, self.line, self.ended = "", 0, 1, False

    def error(self, message: str, rule: str = "json") -> InvalidInput:
        return InvalidInput(message, rule=rule, line=self.line)

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            while self.at < len(self.buffer):
                if self.buffer[self.at] not in _SPACE:
                    return self.buffer[self.at]
                self.skip()
            if not self._more(CHUNK):
                return ""

    def skip(self) -> None:
        self.line += self.buffer[self.at] == "\n"
        self.at += 1

    def take(self) -> JsonObject:
        """The object that begins here."""
        if self.peek() != "{":
            raise self.error("an object in braces is expected here")
        while True:
            try:
                value, end = DECODER.raw_decode(self.buffer, self.at)
                if any(self.buffer.find(escape, self.at, end) >= 0 for escape in SURROGATE_ESCAPES):
                    check_surrogates(value)
            except json.JSONDecodeError as error:
                # Cut off or wrong: more of the file tells, twice as much each time, so that it stays linear.
                if self._more(max(CHUNK, len(self.buffer) - self.at)):
                    continue
                self.line += self.buffer.count("\n", self.at, error.pos)
                raise self.error(f"not JSON: {error.msg}") from None
            except InvalidInput as error:
                raise self.error(error.message, error.rule) from None
            except (ValueError, RecursionError) as error:
                raise self.error(fault(error).message, fault(error).rule) from None
            self.line += self.buffer.count("\n", self.at, end)
            self.at = end
            return cast(JsonObject, value)

    def _more(self, size: int) -> bool:
        """Whether there was more to read; what was taken is let go of."""
        if self.ended:
            return False
        self.buffer, self.at = self.buffer[self.at :], 0
        if len(self.buffer) > LARGEST:
            raise self.error(f"an object of more than {LARGEST} characters", "too_large")
        data = self.stream.read(size)
        self.ended = not data
        try:
            self.buffer += self.decode(data, self.ended)
        except UnicodeDecodeError as error:
            raise self.error(f"not UTF-8: {error.reason}", "encoding") from None
        return True
