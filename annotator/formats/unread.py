"""What the keys of records hold that no reader takes: it is told, so that nothing of a corpus is left in silence."""

from collections.abc import Collection

from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Loss, Report, Weight


class Unread:
    """Keys of a file that are not among those known: each is told once, at the first record that says something."""

    def __init__(self, known: Collection[str], report: Report, file: str | None) -> None:
        self.known, self.report, self.file = known, report, file
        self._told: set[str] = set()

    def tell(self, record: JsonObject, line: int) -> None:
        """The keys of a record that starts on the line."""
        for key, value in record.items():
            if key not in self.known and key not in self._told and says(value):
                self._told.add(key)
                said = f"what stands under the key {key!r} is not read"
                self.report(Loss("", "column", key, "not_read", said, Weight.CHANGED, self.file, line))


def says(value: Json) -> bool:
    """Whether there is more to a value than nothing, or empty lists of nothing."""
    return any(map(says, value)) if isinstance(value, list) else value not in (None, "", {})
