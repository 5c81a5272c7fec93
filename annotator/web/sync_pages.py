"""What the templates of the sync with Label Studio are given: see `pages.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.labelstudio.telling import Telling
from annotator.web.job_pages import Moment
from annotator.web.pages import Page, Titled


@dataclass(frozen=True, slots=True)
class Going:
    """What is at work: `Progress` of a job, as its page shows it."""

    title: str
    state: str
    state_title: str
    share: float
    percent: int
    words: str
    state_url: str
    cancel_url: str
    url: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What was asked for last, and why it failed."""

    title: str
    lines: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that would be done: to which document, whose, what; with the ways to it here and there."""

    document: str
    whose: str
    detail: str
    here: str | None
    there: str | None


@dataclass(frozen=True, slots=True)
class DeedPart:
    """Everything of one kind that would be done: how many, and the first ones."""

    title: str
    number: int
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen."""

    id: str
    made: Moment
    deeds: Sequence[DeedPart]
    notes: Sequence[str]
    troubles: Sequence[Line]
    number_of_troubles: int
    conflicts: int
    remarks: Sequence[str]
    stop: str
    is_outdated: bool
    is_empty: bool
    file_url: str


@dataclass(frozen=True, slots=True)
class ConflictEntry:
    """A conflict with the ways to it; `choice` is "local", "remote" or None."""

    id: int
    title: str
    whose: str
    here: str
    there: str | None
    telling: Telling
    choice: str | None


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A run in the log."""

    began: Moment
    took: str
    by: str
    did: Sequence[str]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPage(Page):
    project: Titled
    slug: str
    #: Nothing else is there to be read while it is not connected.
    is_connected: bool
    address: str
    remote_url: str
    remote_title: str
    facts: Mapping[str, str]
    going: Going | None
    failure: Failure | None
    is_running: bool
    plan: Planned | None
    conflicts: Sequence[ConflictEntry]
    number_of_conflicts: int
    undecided: int
    further_url: str | None
    first_url: str | None
    every: int
    due: Moment | None
    hook_url: str
    has_hook: bool
    hinted: Moment | None
    secret: str | None
    runs: Sequence[RunEntry]
    older_url: str | None
    newest_url: str | None
    error: str | None
