"""What the templates of imports are given: see `pages.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.services.import_preview import FilePreview
from annotator.web.loss_entries import LossEntry
from annotator.web.pages import Choice, Page, Titled


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage(Page):
    project: Titled
    formats: Sequence[Choice]
    error: str | None


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A name of the corpus, and what it may be here."""

    key: str
    name: str
    number: int
    choices: Sequence[Choice]
    chosen: str


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names of one kind."""

    title: str
    names: Sequence[NameEntry]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a file brings, and what of it does not come as it stands there."""

    shown: FilePreview
    changes: Sequence[LossEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage(Page):
    project: Titled
    files: Sequence[FileEntry]
    left_out: Sequence[str]
    tables: Sequence[NameTable]
    has_faults: bool
    error: str | None
