"""What the templates of long work are given: see `pages.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.web.loss_entries import LossEntry
from annotator.web.pages import Choice, Page, Titled


@dataclass(frozen=True, slots=True)
class Moment:
    """A time: for machines, and to be read."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class JobEntry:
    """A job in the list of a project."""

    title: str
    about: str
    url: str
    state: str
    state_title: str
    progress: str
    by: str
    created: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage(Page):
    project: Titled
    jobs: Sequence[JobEntry]
    export_url: str | None
    older_url: str | None
    newest_url: str | None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that a job has made."""

    name: str
    size: str
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a job found, by its name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage(Page):
    project: Titled
    heading: str
    about: str
    state: str
    state_title: str
    share: float
    percent: int
    steps: str
    words: str
    is_stopping: bool
    by: str
    created: Moment
    ended: Moment | None
    errors: Sequence[str]
    facts: Sequence[Fact]
    losses: Sequence[LossEntry] | None
    files: Sequence[FileEntry]
    #: Where the release is that was cut.
    release: str | None
    #: Fields of the form that exports what was only tried; empty where nothing was.
    again: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """An option of a format, as a form asks for it; without choices it is typed."""

    name: str
    title: str
    hint: str
    value: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class FormatEntry:
    """The format that is chosen."""

    id: str
    title: str
    description: str
    suffix: str
    lacks: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage(Page):
    project: Titled
    formats: Sequence[Choice]
    format: FormatEntry
    sets: Sequence[Choice]
    chosen_sets: str
    options: Sequence[OptionEntry]
    error: str | None
