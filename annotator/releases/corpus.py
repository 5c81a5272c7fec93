"""Native files as one corpus: its documents one after the other, and any of them again by its number."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.formats.native.record import read_record
from annotator.formats.records.checking import located
from annotator.formats.sources.json_text import parsed


class Corpus:
    """Remembers where each document begins, and nothing else of it."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = list(files)
        self._begins = array("Q")
        #: How many documents stand in the files before each.
        self._before: list[int] = []
        for file in self.files:
            self._before.append(len(self._begins))
            with file.open("rb") as stream:
                at = 0
                for raw in stream:
                    if not raw.isspace():
                        self._begins.append(at)
                    at += len(raw)

    def __len__(self) -> int:
        return len(self._begins)

    def __iter__(self) -> Iterator[AnnotatedDocument]:
        """Every rule of the format checked; raises InvalidInput with file, line, document and rule."""
        for file in self.files:
            yield from read_file(file)

    def __getitem__(self, number: int) -> AnnotatedDocument:
        file = self.files[bisect_right(self._before, number) - 1]
        with file.open("rb") as stream:
            stream.seek(self._begins[number])
            return read_record(parsed(stream.readline()))


def read_file(file: Path) -> Iterator[AnnotatedDocument]:
    """The documents of one native file, in order."""
    with file.open("rb") as stream:
        for line, raw in enumerate(stream, start=1):
            if raw.isspace():
                continue
            try:
                yield read_record(parsed(raw))
            except InvalidInput as error:
                raise located(error, file.name, line) from None
