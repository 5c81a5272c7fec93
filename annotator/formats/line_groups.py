"""Lines of JSON that belong together, wherever in the files they stand: what several people made of one document.

Two passes: memory holds where each line stands, not what it says.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.formats.base import Report, skipped
from annotator.formats.json_lines import an_object
from annotator.formats.native import parsed


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
    streams = [(file, stream if stream.seekable() else io.BytesIO(stream.read())) for file, stream in files]
    places: dict[Hashable, list[tuple[int, int, int]]] = defaultdict(list)
    for index, (file, stream) in enumerate(streams):
        start = stream.tell()
        # By line feeds alone: U+2028 and its like stand inside strings.
        for number, raw in enumerate(iter(stream.readline, b""), start=1):
            if not raw.isspace():
                try:
                    places[key(_line(raw, file, number))].append((index, start, number))
                except InvalidInput as error:
                    skipped(error, report, file, number)
            start += len(raw)
    for found in places.values():
        yield [_line(_raw(streams[index][1], start), streams[index][0], number) for index, start, number in found]


def _raw(stream: BinaryIO, start: int) -> bytes:
    stream.seek(start)
    return stream.readline()


def _line(raw: bytes, file: str | None, number: int) -> Line:
    return Line(an_object(parsed(raw), "a line"), file, number)
