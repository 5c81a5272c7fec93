"""Lines of JSON that belong together, wherever in the files they stand: what several people made of one document.

Two passes: memory holds where each line stands, not what it says. A file that is a list instead, or has its objects
over several lines each, is held in memory.
"""

import io
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.formats.base import Report, skipped
from annotator.formats.sources.json_lines import an_object, is_by_line
from annotator.formats.sources.json_stream import sound_objects
from annotator.formats.sources.json_text import parsed


@dataclass(frozen=True, slots=True)
class Line:
    """An object, the file that it is of, as errors call it, and its line."""

    said: JsonObject
    file: str | None
    number: int

    @property
    def place(self) -> tuple[str | None, int]:
        return self.file, self.number


#: A stream and what errors call it.
LineFile: TypeAlias = tuple[str | None, BinaryIO]


def groups(files: Sequence[LineFile], key: Callable[[Line], Hashable], report: Report) -> Iterator[list[Line]]:
    """The lines of each key, in the order in which the keys first come.

    A line that is no object, or for which `key` raises InvalidInput, goes to the report.
    """
    sheets = [_Sheet.of(file, stream, report) for file, stream in files]
    places: dict[Hashable, list[tuple[_Sheet, int, int]]] = defaultdict(list)
    for sheet in sheets:
        start = sheet.stream.tell()
        # By line feeds alone: U+2028 and its like stand inside strings.
        for at, raw in enumerate(iter(sheet.stream.readline, b"")):
            number = sheet.numbers[at] if sheet.numbers is not None else at + 1
            if not raw.isspace():
                try:
                    places[key(_line(raw, sheet.file, number))].append((sheet, start, number))
                except InvalidInput as error:
                    skipped(error, report, sheet.file, number)
            start += len(raw)
    for found in places.values():
        yield [_line(_raw(sheet.stream, start), sheet.file, number) for sheet, start, number in found]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A stream of lines, and the line of the file on which each begins where that is another."""

    file: str | None
    stream: BinaryIO
    numbers: Sequence[int] | None = None

    @staticmethod
    def of(file: str | None, stream: BinaryIO, report: Report) -> "_Sheet":
        stream = stream if stream.seekable() else io.BytesIO(stream.read())
        if is_by_line(stream):
            return _Sheet(file, stream)
        found = list(sound_objects(stream, report, file))
        lines = b"".join(json.dumps(said).encode() + b"\n" for _, said in found)
        return _Sheet(file, io.BytesIO(lines), [number for number, _ in found])


def _raw(stream: BinaryIO, start: int) -> bytes:
    stream.seek(start)
    return stream.readline()


def _line(raw: bytes, file: str | None, number: int) -> Line:
    return Line(an_object(parsed(raw), "a line"), file, number)
