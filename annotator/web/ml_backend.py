"""A project as a model of Label Studio's: the five addresses that it asks under the one that it is given.

What it sends along (the token of whoever connects the model, in clear) is neither read nor written down anywhere.
"""

import json
from typing import Any

from flask import Blueprint, current_app, request

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.services import ml_backend
from annotator.services.gazetteer import stamp
from annotator.web.auth import current_person
from annotator.web.db import read_session
from annotator.web.gazetteer import gazetteer
from annotator.web.sign_in import settings

blueprint = Blueprint("ml_backend", __name__, url_prefix="/ml/<slug>")

SHELF = "annotator.models"
#: Largest call in bytes, where the setting for all requests allows it.
MOST = 32 * 2**20


@blueprint.get("/health")
def health(slug: str) -> dict[str, Any]:
    """Somebody is there, whatever the project; without any work, since it is asked with a second's patience."""
    del slug
    return {"status": "UP"}


@blueprint.post("/setup")
def setup(slug: str) -> dict[str, Any]:
    """The model's version; refused where the labelling config marks no text."""
    schema = _body().get("schema")
    with read_session() as session:
        return {"model_version": ml_backend.set_up(session, current_person(), slug, stamp(settings()), schema)}


@blueprint.post("/predict")
def predict(slug: str) -> dict[str, Any]:
    """One prediction for each task, in order."""
    body, person = _body(), current_person()
    with read_session() as session:
        found = ml_backend.asked(session, person, slug, body, gazetteer(), stamp(settings()), _shelf())
    return {"results": found.results()}


@blueprint.post("/webhook")
def webhook(slug: str) -> dict[str, Any]:
    """Notices that something was annotated, or that training is wished: there is nothing to train, and none is read."""
    del slug
    return {"status": "acknowledged"}


@blueprint.get("/versions")
def versions(slug: str) -> dict[str, Any]:
    """The one version that there is."""
    with read_session() as session:
        return {"versions": [ml_backend.model_version(session, current_person(), slug, stamp(settings()))]}


def _shelf() -> ml_backend.Shelf:
    found: ml_backend.Shelf = current_app.extensions.setdefault(SHELF, ml_backend.Shelf())
    return found


def _body() -> dict[str, Json]:
    """What was sent, as an object; also with texts that hold lone surrogates, which spoil one task and not all."""
    request.max_content_length = min(MOST, settings().max_body)
    try:
        found = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        raise InvalidInput("the body is no JSON", rule="json") from None
    if not isinstance(found, dict):
        raise InvalidInput("the body is an object", rule="json")
    return found
