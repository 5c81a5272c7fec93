"""The description of the API, made from the code that answers it."""

from importlib.metadata import version
from typing import Any

from flask import Blueprint, current_app
from flask_openapi import Info, OpenAPI

blueprint = Blueprint("openapi", __name__)

INFO = Info(
    title="Annotator",
    version=version("annotator"),
    description="Tasks, annotations and corpora of the projects that you are something in.",
)

#: How a request says who asks. Unsafe requests with the cookie need the header X-CSRFToken as well.
SECURITY: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer", "description": "`annotator token create`, or the account page"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "annotator", "description": "of the pages"},
}


@blueprint.get("/api/v1/openapi.json")
def document() -> dict[str, Any]:
    app = current_app
    assert isinstance(app, OpenAPI), "create_app makes this kind"
    found: dict[str, Any] = app.api_doc
    return found
