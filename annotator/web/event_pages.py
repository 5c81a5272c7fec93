"""What the templates of events are given: see `pages.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.web.pages import Choice, Page, Titled


@dataclass(frozen=True, slots=True)
class WordsLink:
    """Something that words of a text say, and the way to them; without words no way."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event in the table. Each cell is what words say."""

    trigger: WordsLink
    class_title: str
    remarks: Sequence[str]
    agents: Sequence[WordsLink]
    others: Sequence[WordsLink]
    places: Sequence[WordsLink]
    times: Sequence[WordsLink]
    tolls: Sequence[WordsLink]
    document: WordsLink
    annotator: str


@dataclass(frozen=True, slots=True)
class TotalEntry:
    """What tolls of one kind come to."""

    harm: str
    claim: str
    number: str
    tolls: int


@dataclass(frozen=True, slots=True)
class Download:
    """A format in which all events can be had."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage(Page):
    project: Titled
    events: Sequence[EventEntry]
    totals: Sequence[TotalEntry]
    apart: Sequence[str]
    looked_at: int
    filter: Mapping[str, str]
    classes: Sequence[Choice]
    harms: Sequence[Choice]
    sets: Sequence[Choice]
    downloads: Sequence[Download]
    is_filtered: bool
    first_url: str | None
    further_url: str | None


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text that the same spans cover throughout; `labels` are their titles, "" where there are none."""

    text: str
    labels: str
    is_sought: bool
    is_first_sought: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(Page):
    document: Titled
    project: Titled
    annotator: str
    layer: str
    language: str
    pieces: Sequence[TextPiece]
    sought: str
    workbench_url: str | None
