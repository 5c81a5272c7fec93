"""What the keys of records hold that no reader takes: it is told, so that nothing of a corpus is left in silence."""

from collections import Counter
from collections.abc import Mapping
from types import TracebackType
from typing import Self, TypeAlias

from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Loss, Report, Weight

#: The keys of a record that are read, or say nothing of the text; behind each those of the objects under it, or None
#: where all that stands there is read.
Known: TypeAlias = Mapping[str, "Known | None"]

#: In place of a key: any, as that of a role.
ANY = "*"


def keys(*plain: str, **deeper: Known) -> dict[str, Known | None]:
    """The plain keys, under which all is read, and those with objects under them that have keys of their own."""
    return {**dict.fromkeys(plain), **deeper}


class Unread:
    """Keys of a file that are not among those known: each is told once, when the file has been read, with how often."""

    def __init__(self, known: Known, report: Report, file: str | None) -> None:
        self.known, self.report, self.file = known, report, file
        self._found: Counter[tuple[str, ...]] = Counter()
        self._first: dict[tuple[str, ...], tuple[str | None, int | None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whoever stops before the end of the file is told what stood up to there."""
        for place, number in self._found.items():
            said = f"what stands under the key {place[-1]!r} is not read"
            said = f"in {'.'.join(place[:-1])}, {said}" if place[1:] else said
            said = f"{said}, {number} times" if number > 1 else said
            self.report(Loss("", "column", ".".join(place), "not_read", said, Weight.CHANGED, *self._first[place]))
        self._found.clear()

    def tell(self, record: JsonObject, line: int | None, known: Known | None = None, file: str | None = None) -> None:
        """The keys of a record that starts on the line; of others than those known, and of another file."""
        self._look(record, self.known if known is None else known, (), (file or self.file, line))

    def _look(
        self, value: Json | JsonObject, known: Known, place: tuple[str, ...], where: tuple[str | None, int | None]
    ) -> None:
        if isinstance(value, list):
            for each in value:
                if isinstance(each, dict | list):
                    self._look(each, known, place, where)
            return
        for key, each in value.items() if isinstance(value, dict) else ():
            name = key if key in known else ANY
            if name not in known:
                if says(each):
                    self._found[(*place, key)] += 1
                    self._first.setdefault((*place, key), where)
            elif (inner := known[name]) is not None and isinstance(each, dict | list):
                self._look(each, inner, (*place, key), where)


def says(value: Json) -> bool:
    """Whether there is more to a value than nothing, or empty lists of nothing."""
    return any(map(says, value)) if isinstance(value, list) else value not in (None, "", {})
