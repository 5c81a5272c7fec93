"""What card, Croissant and manifest tell of: the same for all three."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.json import Json
from annotator.releases.facts import Facts
from annotator.releases.manifest import DATA, FileEntry
from annotator.releases.pictures import Picture
from annotator.releases.plan import Plan
from annotator.releases.statistics import NOT_STATED, Statistics


@dataclass(frozen=True, slots=True)
class Telling:
    """A release that is written, before anything is told of it; `files` are those that are not about it."""

    plan: Plan
    facts: Facts
    statistics: Statistics
    losses: Mapping[str, list[Json]]
    groups: dict[str, Json]
    #: By reason how many documents of the project are not in it.
    left_out: dict[str, Json]
    schemas: Sequence[dict[str, Json]]
    files: Sequence[FileEntry]
    pictures: Sequence[Picture]

    @property
    def title(self) -> str:
        return self.plan.about.title or f"{self.facts.title}, release {self.plan.name}"

    @property
    def day(self) -> str:
        """The day that stands in it: as planned, else that of the newest change in the data."""
        return self.plan.date.isoformat() if self.plan.date else self.facts.moment[:10]

    @property
    def documents(self) -> int:
        return sum(each.documents for each in self.statistics.splits.values())

    @property
    def description(self) -> str:
        if self.plan.about.description:
            return self.plan.about.description
        spans = sum(each.spans for each in self.statistics.splits.values())
        return f"{self.documents} documents of the project “{self.facts.title}” with {spans} labelled spans."

    @property
    def licences(self) -> list[str]:
        """Of the release where it is said, else those of its documents."""
        if self.plan.about.licence:
            return [self.plan.about.licence]
        return [name for name in sorted(self.statistics.licences) if name != NOT_STATED]

    def data_files(self, format_id: str) -> list[FileEntry]:
        """What was written in a format, a file a split or more."""
        return [each for each in self.files if each.path.startswith(f"{DATA}/{format_id}/")]
