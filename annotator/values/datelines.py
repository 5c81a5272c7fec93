"""Title, dateline and date of a news story, recognised where they stand in its text.

The text is never changed. A date is only taken when day, month and year are all written; a
dateline without a year stays words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from annotator.domain.documents import first_line
from annotator.values.languages.english_dates import DATES

#: Without their full stops, which the patterns below take or leave.
_MONTHS: Mapping[str, int] = {name.rstrip("."): number for name, number in DATES.tables["month"].items()}
_MONTH = "(?P<month>" + "|".join(_MONTHS) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = (
    re.compile(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE),
)
#: "BAGHDAD, Feb. 8 (Reuters) - ", "KYIV, Ukraine (AP) — ", "GAZA CITY, Feb 8, 2024 — ".
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z'’.\- ]{2,40}[A-Z](?:/[A-Z][A-Z'’.\- ]{2,40})?)"
    r"(?P<rest>(?:,\s[^()\n\r—–]{2,40}?)?(?:\s\([^()\n\r]{2,40}\))?)"
    r"\s*(?:—|–|--|\s-\s|-\s)"
)
#: A line that is there to date the story, and not to tell it.
_DATE_LINE_LENGTH = 60
_LINES_LOOKED_AT = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and before a story: None for what is not there."""

    title: str
    dateline: str | None
    published: str | None


def read_heading(text: str) -> Heading:
    """The title (first line with words), the dateline, and the date (ISO 8601) of a story."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text.lstrip("\ufeff")) if line.strip()]
    top = lines[:_LINES_LOOKED_AT]
    dateline = next((found for line in top if (found := _dateline(line))), None)
    published = _date(dateline) if dateline else None
    for line in top:
        if published is None and len(line) <= _DATE_LINE_LENGTH and not line.endswith("."):
            published = _date(line)
    return Heading(first_line(text.lstrip("\ufeff")), dateline, published)


def dateline_end(text: str, start: int) -> int:
    """Where the dateline ends that the line beginning at `start` opens with; `start` where there is none."""
    found = _DATELINE.match(text, start)
    return found.end() if found else start


def _dateline(line: str) -> str | None:
    found = _DATELINE.match(line)
    return (found["place"] + found["rest"]).strip() if found else None


def _date(words: str) -> str | None:
    for pattern in _DATES:
        found = pattern.search(words)
        if found is None:
            continue
        month = found["month"].lower()
        number = int(month) if month.isdecimal() else _MONTHS[month]
        try:
            return date(int(found["year"]), number, int(found["day"])).isoformat()
        except ValueError:
            continue
    return None
