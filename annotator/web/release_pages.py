"""What the templates of releases are given: see `pages.py`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from annotator.web.loss_entries import LossEntry
from annotator.web.pages import Choice, Page, Titled


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in the list."""

    name: str
    date: str
    documents: int
    sets: str
    formats: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasesPage(Page):
    project: Titled
    releases: Sequence[ReleaseLine]
    sets: Sequence[Choice]
    splits: Sequence[Choice]
    formats: Sequence[Choice]
    ties: Sequence[Choice]
    #: The form as it was sent, each field once; and those that may be chosen several times.
    form: Mapping[str, str]
    chosen_formats: Collection[str]
    chosen_ties: Collection[str]
    error: str | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file to download."""

    name: str
    size: str
    url: str


@dataclass(frozen=True, slots=True)
class FormatPart:
    """A format of a release: its files, and what it lost."""

    title: str
    files: Sequence[FileLine]
    losses: Sequence[LossEntry]


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A split in numbers."""

    name: str
    documents: int
    sets: int
    spans: int
    links: int
    events: int


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of statistics, and what it shows in words."""

    title: str
    url: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage(Page):
    project: Titled
    name: str
    facts: Mapping[str, str]
    splits: Sequence[SplitLine]
    together: str
    left_out: Sequence[str]
    labels: Sequence[Sequence[str]]
    plots: Sequence[Plot]
    formats: Sequence[FormatPart]
    files: Sequence[FileLine]
