"""Time as the tables keep it: whole milliseconds since 1970, UTC."""

import time
from datetime import UTC, datetime


def now() -> int:
    return time.time_ns() // 1_000_000


def as_iso(milliseconds: int) -> str:
    """The moment as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
