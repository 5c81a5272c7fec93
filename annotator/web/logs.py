"""What is written about requests: one JSON object a line on stderr, with the request's id.

Never a text, a document's name, a person's words, or a secret: endpoints, not addresses; ids, not
names; of an error its kind and where it happened. Its message may quote what it stumbled over, so it
is written at log level DEBUG only.

On the standard library's logging: a structured logger of its own would be a tenth of the time that a
start takes, for what are twenty lines here.
"""

import logging
import re
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request
from pydantic_core import to_json

_SANE_ID = re.compile(r"[A-Za-z0-9_.:-]{8,64}")
#: Asked every few seconds by machines: only worth a line when something is wrong.
_QUIET = frozenset({"static", "health.alive", "health.ready", "health.metrics"})

logger = logging.getLogger("annotator")


class JsonLines(logging.Handler):
    """Each record as one line of JSON; `extra={"values": {...}}` goes in beside what is always there."""

    def emit(self, record: logging.LogRecord) -> None:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage()}
        if has_request_context():
            line["request"] = request_id()
        # In one piece: lines of several threads and processes must not run into each other.
        sys.stderr.write(to_json(line | getattr(record, "values", {}), fallback=str).decode() + "\n")


def configure(level: str) -> None:
    """Write our lines from this level upwards."""
    logger.handlers = [JsonLines()]
    logger.setLevel(level)
    logger.propagate = False


def request_id() -> str:
    """The id of this request: as the caller gave it, if it is harmless, else one of our own."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _SANE_ID.fullmatch(given) else secrets.token_hex(8)
    found: str = g.request_id
    return found


def elapsed() -> float:
    """Seconds since the request came in."""
    return time.perf_counter() - float(g.get("started", time.perf_counter()))


def log_requests(app: Flask) -> None:
    """One line for each answer of the application."""

    def before() -> None:
        g.started = time.perf_counter()

    def after(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id()
        if request.endpoint not in _QUIET or response.status_code >= 400:
            person = g.get("person")
            values = {
                "method": request.method,
                "endpoint": request.endpoint,
                "status": response.status_code,
                "ms": round(elapsed() * 1000, 1),
                "user": person.id if person else None,
            }
            logger.info("answered", extra={"values": values})
        return response

    app.before_request(before)
    app.after_request(after)


def log_failure(error: BaseException) -> None:
    """An error that nobody foresaw: its kind, and the way to it without the values on the way."""
    frames = traceback.extract_tb(error.__traceback__)
    values = {
        "error": type(error).__qualname__,
        "method": request.method,
        "endpoint": request.endpoint,
        "way": [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
    }
    logger.error("failed", extra={"values": values})
    logger.debug("failed because", extra={"values": {"message": str(error)}})
