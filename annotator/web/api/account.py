"""What a person has set for themselves, over HTTP."""

from typing import Any

from flask_openapi import APIBlueprint, Tag
from pydantic import BaseModel

from annotator.services import users
from annotator.web.api.bodies import Body
from annotator.web.api.payloads import Json
from annotator.web.api.problems import PROBLEMS
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session

blueprint = APIBlueprint(
    "api_account",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="account", description="what I have set for myself")],
    abp_security=[{"token": []}, {"cookie": []}],
    abp_responses=PROBLEMS,
)


class NewPreferences(Body):
    """One JSON object, at most 16 KiB; what it says is between the page and the person."""

    preferences: Json


class Preferences(BaseModel):
    preferences: Json


@blueprint.get("/preferences", responses={200: Preferences})
def show_preferences() -> Any:
    """What I have set for myself; an empty object when nothing."""
    person = current_person()
    with read_session() as session:
        return {"preferences": users.get_preferences(session, person)}


@blueprint.put("/preferences", responses={200: Preferences})
def set_preferences(body: NewPreferences) -> Any:
    """Keep these in the place of all that was set before."""
    person = current_person()
    with write_session() as session:
        users.set_preferences(session, person, body.preferences)
        return {"preferences": users.get_preferences(session, person)}
