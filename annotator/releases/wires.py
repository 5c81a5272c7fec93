"""The same wire story, as several papers print it or an agency sends it again.

Two documents are the same story when

- their metadata name the same one (`wire_id`, `story_id`, `canonical_url`, `url`), or
- the first 20 words behind title and dateline are the same (if there are 12 at least), or
- agency and dateline are the same, and of the words of their leads they share half.

The agency is what stands in the dateline in brackets, else what the metadata call `agency` or `source`. A dateline
without a day is one of the day on which the story was published.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.documents import Document
from annotator.domain.names import fold
from annotator.releases.joined import Joined
from annotator.releases.plan import Tie
from annotator.values.datelines import dateline_end, read_heading

NAMED_BY = ("wire_id", "story_id", "canonical_url", "url")
LEAD, LEAST = 20, 12
SHARED = 0.5
#: Above and before a story there are a title, a byline, a date; the lead stands among the first lines.
_LINES = 6
_AGENCY = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a story is known by: each of `names` names one story; `dateline` is one of many."""

    names: tuple[str, ...]
    dateline: tuple[str, str] | None
    lead: frozenset[str]


def marks_of(document: Document) -> Marks:
    """The marks of a document; empty where it bears none."""
    meta, text = document.meta, document.text
    names = [f"{key}:{value}" for key in NAMED_BY if isinstance(value := meta.get(key), str) and value.strip()]
    words = lead_of(text)
    if len(words) >= LEAST:
        names.append("lead:" + " ".join(words))
    heading = read_heading(text)
    said = meta.get("dateline")
    dateline = said if isinstance(said, str) and said else heading.dateline
    if not dateline:
        return Marks(tuple(names), None, frozenset(words))
    bracketed = _AGENCY.search(dateline)
    agency = bracketed[1] if bracketed else next((str(meta[key]) for key in ("agency", "source") if meta.get(key)), "")
    place = fold(_AGENCY.sub("", dateline))
    if not any(map(str.isdigit, place)):
        place = f"{place} {meta.get('published') or heading.published or ''}"
    return Marks(tuple(names), (fold(agency), place) if agency else None, frozenset(words))


def lead_of(text: str) -> list[str]:
    """The first words of the story proper, folded: behind its dateline, else of its first long line."""
    lines = list(_lines(text))[:_LINES]
    for line in lines:
        if at := dateline_end(line, 0):
            return _words(line[at:])
    # The first line is a title, unless no other is long.
    return next((words for line in [*lines[1:], *lines[:1]] if len(words := _words(line)) >= LEAST), [])


def _words(line: str) -> list[str]:
    return fold(line).split()[:LEAD]


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in re.split(r"[\r\n]+", text.lstrip("\ufeff")) if line.strip())


class Wires:
    """Stories as they come, joined to those before them that are the same."""

    def __init__(self) -> None:
        self._named: dict[str, int] = {}
        self._datelined: dict[tuple[str, str], list[tuple[int, frozenset[str]]]] = defaultdict(list)

    def join(self, joined: Joined, number: int, marks: Marks) -> None:
        for name in marks.names:
            joined.join(self._named.setdefault(name, number), number, Tie.WIRE)
        if marks.dateline is None or not marks.lead:
            return
        others = self._datelined[marks.dateline]
        for other, lead in others:
            both = len(lead & marks.lead)
            if both >= SHARED * (len(lead) + len(marks.lead) - both):
                joined.join(other, number, Tie.WIRE)
        others.append((number, marks.lead))
