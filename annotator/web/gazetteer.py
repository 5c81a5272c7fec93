"""The gazetteer in a request: one for the application, opened when the first question comes."""

from flask import current_app

from annotator.services.gazetteer import opened
from annotator.values.gazetteer import Gazetteer
from annotator.web.sign_in import settings

EXTENSION = "annotator.gazetteer"


def gazetteer() -> Gazetteer:
    """The gazetteer of the application that answers this request."""
    extensions = current_app.extensions
    if EXTENSION not in extensions:
        extensions[EXTENSION] = opened(settings())
    found: Gazetteer = extensions[EXTENSION]
    return found
