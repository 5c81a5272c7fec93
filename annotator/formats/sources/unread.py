"""What the keys of records hold that no reader takes: it is told, so that nothing of a corpus is left in silence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self, TypeAlias

from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Loss, Report, Weight

#: The keys of a record that are read, or say nothing of the text; behind each those of the objects under it, or how
#: many values are read of each entry that stands there as a list, or None where all is read.
Known: TypeAlias = Mapping[str, "Known | int | None"]

#: In place of a key: any, as that of a role.
ANY = "*"
_NOTHING = 0
#: The keys that lead to something, and the file and the line on which it stands.
Way: TypeAlias = tuple[str, ...]
Place: TypeAlias = tuple[str | None, int | None]


def keys(*plain: str, **deeper: Known | int) -> dict[str, Known | int | None]:
    """The plain keys, under which all is read, and those with objects or entries under them of which not all is."""
    return {**dict.fromkeys(plain), **deeper}


class Unread:
    """Keys of a file that are not among those known: each is told once, when the file has been read, with how often."""

    def __init__(self, known: Known, report: Report, file: str | None) -> None:
        self.known, self.report, self.file = known, report, file
        self._found: Counter[Way] = Counter()
        self._first: dict[Way, Place] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whoever stops before the end of the file is told what stood up to there."""
        for place, number in self._found.items():
            is_behind = place[-1].startswith("[")
            said = "what stands behind the first values" if is_behind else f"what stands under the key {place[-1]!r}"
            said = f"{said} is not read"
            said = f"in {'.'.join(place[:-1])}, {said}" if place[1:] else said
            said = f"{said}, {number} times" if number > 1 else said
            self.report(Loss("", "column", ".".join(place), "not_read", said, Weight.CHANGED, *self._first[place]))
        self._found.clear()

    def tell(self, record: JsonObject, line: int | None, known: Known | None = None, file: str | None = None) -> None:
        """The keys of a record that starts on the line; of others than those known, and of another file."""
        where = file or self.file, line
        # Without recursion, here and below: what is read may be as deep as JSON can be.
        found: list[tuple[Json | JsonObject, Known, Way]] = [(record, self.known if known is None else known, ())]
        while found:
            value, own, place = found.pop()
            for each in _objects(value):
                for key, said in each.items():
                    inner = own.get(key, own.get(ANY, _NOTHING))
                    if isinstance(inner, int):
                        self._look(said, inner, (*place, key), where)
                    elif inner is not None:
                        found.append((said, inner, (*place, key)))

    def _look(self, said: Json, most: int, place: Way, where: Place) -> None:
        """At what nothing is read of, or no more than the first values of its entries."""
        if most == _NOTHING:
            self._note(says(said), place, where)
        else:
            for entry in _entries(said):
                self._note(says(entry[most:]), (*place, f"[{most}]"), where)

    def _note(self, is_said: bool, place: Way, where: Place) -> None:
        if is_said:
            self._found[place] += 1
            self._first.setdefault(place, where)


def _objects(value: Json | JsonObject) -> Iterator[JsonObject]:
    """The objects that a value is, or that stand in it, lists in lists or not."""
    found = [value]
    while found:
        each = found.pop()
        if isinstance(each, dict):
            yield each
        elif isinstance(each, list):
            found += reversed(each)


def _entries(value: Json) -> Iterator[list[Json]]:
    """The lists in a value that begin with no list."""
    found = [value]
    while found:
        each = found.pop()
        if isinstance(each, list) and each and not isinstance(each[0], list):
            yield each
        elif isinstance(each, list):
            found += reversed(each)


def says(value: Json) -> bool:
    """Whether there is more to a value than nothing, or empty lists of nothing."""
    found = [value]
    while found:
        each = found.pop()
        if isinstance(each, list):
            found += each
        elif each not in (None, "", {}):
            return True
    return False
