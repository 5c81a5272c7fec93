"""Places over HTTP: looked up in the gazetteer by whoever corrects one by hand."""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from annotator.services.gazetteer import search_places
from annotator.web.api import payloads
from annotator.web.api.problems import PROBLEMS
from annotator.web.auth import current_person
from annotator.web.db import read_session
from annotator.web.gazetteer import gazetteer

blueprint = APIBlueprint(
    "api_places",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="places", description="what the gazetteer knows")],
    abp_security=[{"token": []}, {"cookie": []}],
    abp_responses=PROBLEMS,
)


@blueprint.get("/places", responses={200: payloads.PlaceList})
def search(query: payloads.PlacesQuery) -> Any:
    """Places that are called so, or whose names begin so, best first; of a task's story rather than of others."""
    with read_session() as session:
        return {"places": search_places(session, current_person(), gazetteer(), query.query, query.task)}
