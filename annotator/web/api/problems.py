"""The one shape of an error (RFC 9457), and the errors that every operation may answer."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """What went wrong, for people and for programs."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="a URI reference of the kind of problem")
    title: str = Field(description="the problem in a few words, always the same")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what went wrong this time, for people")
    rule: str = Field(description="the rule that is broken, a stable word for programs")
    request: str | None = Field(default=None, description="the request's id, as in the logs")


def _described(status: int) -> dict[str, Any]:
    """What the description says of this status: a problem, in its own media type."""
    shape = {"schema": Problem.model_json_schema(mode="serialization")}
    return {"description": HTTPStatus(status).phrase, "content": {"application/problem+json": shape}}


#: The errors that any operation may answer.
PROBLEMS: dict[int | str, Any] = {status: _described(status) for status in (400, 401, 403, 404, 409, 413, 415, 422)}
