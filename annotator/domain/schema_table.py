"""A table of a schema's file, taken apart key by key: every fault names the file and the key."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from annotator.domain.errors import InvalidSchema

Item = TypeVar("Item")


class Table:
    """One table of the file: takes keys one by one, and refuses those that nobody took."""

    def __init__(self, data: object, path: str, file: str) -> None:
        self.path, self.file = path, file
        if not isinstance(data, Mapping):
            self.fail("", "must be a table")
        self.data = cast(Mapping[str, object], data)
        self.taken: set[str] = set()

    def fail(self, key: str, rule: str) -> None:
        where = ".".join(part for part in (self.path, key) if part)
        raise InvalidSchema(f"{where or 'the file'}: {rule}", file=self.file)

    def take(self, key: str, default: object = None) -> object:
        self.taken.add(key)
        value = self.data.get(key)
        return default if value is None else value

    def text(self, key: str, pattern: re.Pattern[str] | None = None, default: str | None = None) -> str:
        value = self.take(key, default)
        if value is None:
            self.fail(key, "is missing")
        if not isinstance(value, str):
            self.fail(key, f"must be a string, not {value!r}")
        if pattern and not pattern.fullmatch(cast(str, value)):
            self.fail(key, f"{value!r} does not match {pattern.pattern}")
        return cast(str, value)

    def number(self, key: str, least: int = 0, default: int | None = None) -> int:
        value = self.take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.fail(key, f"must be a whole number of at least {least}, not {value!r}")
        return cast(int, value)

    def flag(self, key: str) -> bool:
        value = self.take(key, False)
        if not isinstance(value, bool):
            self.fail(key, f"must be true or false, not {value!r}")
        return cast(bool, value)

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        value = self.take(key)
        if value not in allowed:
            self.fail(key, f"must be one of {', '.join(allowed)}, not {value!r}")
        return cast(str, value)

    def one_of_or_none(self, key: str, allowed: Sequence[str]) -> str | None:
        return None if self.take(key) is None else self.one_of(key, allowed)

    def items(self, key: str, least: int = 0) -> Sequence[object]:
        value = self.take(key, [])
        if not isinstance(value, list) or len(value) < least:
            self.fail(key, f"must be a list of at least {least}")
        return cast(Sequence[object], value)

    def table(self, key: str) -> "Table":
        path = ".".join(part for part in (self.path, key) if part)
        return Table(self.take(key), path, self.file)

    def each(self, key: str, read: "Callable[[Table], Item]", least: int = 0) -> tuple[Item, ...]:
        path = ".".join(part for part in (self.path, key) if part)
        found = []
        for index, data in enumerate(self.items(key, least)):
            table = Table(data, f"{path}[{index}]", self.file)
            found.append(read(table))
            table.end()
        return tuple(found)

    def strings(self, key: str, least: int) -> tuple[str, ...]:
        values = self.items(key, least)
        if not all(isinstance(value, str) for value in values):
            self.fail(key, "must be a list of strings")
        return tuple(cast(Sequence[str], values))

    def end(self) -> None:
        unknown = sorted(set(self.data) - self.taken)
        if unknown:
            self.fail(unknown[0], "is not a key that is known here")
