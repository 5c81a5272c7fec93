"""What a worker writes: one JSON object a line on stderr, as the server does, without a text or a name."""

import logging
import sys
from datetime import UTC, datetime

from pydantic_core import to_json


class JsonLines(logging.Handler):
    """Each record as a line; of what the engine says, the first line and where it was said."""

    def emit(self, record: logging.LogRecord) -> None:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage().splitlines()[0][:300]}
        if record.name != "annotator":
            line["at"] = f"{record.module}:{record.lineno}"
            line["error"] = type(record.exc_info[1]).__qualname__ if record.exc_info else ""
        sys.stderr.write(to_json(line | getattr(record, "values", {}), fallback=str).decode() + "\n")


def configure(level: str) -> JsonLines:
    """Write our own lines from this level upwards; the handler, for those of others."""
    handler = JsonLines()
    logger = logging.getLogger("annotator")
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False
    return handler
