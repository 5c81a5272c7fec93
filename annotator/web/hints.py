"""Where Label Studio may say that something has changed: a hint, and no more.

Whoever knows the secret of the project makes its next run begin soon. Nothing of what is sent along is read; what has
changed the run finds out by itself. Without a hint it finds it out later.
"""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from annotator.services import jobs
from annotator.services.sync.schedule import HEADER, Hints
from annotator.web.db import database

blueprint = Blueprint("hints", __name__, url_prefix="/hooks")

_HINTS = "annotator.hints"
_PIECE = 2**16


@blueprint.post("/label-studio/<slug>")
def take(slug: str) -> tuple[dict[str, Any], int]:
    """Let a run begin soon. Nobody is waited for here: Label Studio waits for the answer, in a request of its own."""
    hints: Hints = current_app.extensions.setdefault(_HINTS, Hints())
    if hints.take(database(), slug, request.headers.get(HEADER, "")):
        jobs.wake()
    _throw_away()
    return {"status": "noted"}, HTTPStatus.ACCEPTED


def _throw_away() -> None:
    """Let whoever sent it get rid of the rest, as far as a request may be large: else it is cut off in the middle."""
    with suppress(RequestEntityTooLarge, ClientDisconnected):
        while request.stream.read(_PIECE):
            pass
