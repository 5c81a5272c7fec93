"""What a request brings in as its body: one JSON object, and no characters that cannot be stored."""

import json
from typing import Any

from flask import request
from pydantic import BaseModel, ConfigDict, model_validator

from annotator.domain.errors import InvalidInput


class Body(BaseModel):
    """The shape of a body: nothing unknown is let through, and no body at all is an empty object."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _object(cls, sent: Any) -> Any:
        # What is no JSON, or does not say that it is, comes as None too.
        if sent is None and not request.get_data():
            return {}
        if not isinstance(sent, dict):
            said = "the body is no JSON object; send one, with the header Content-Type: application/json"
            raise InvalidInput(said, rule="request")
        return sent


def may_be_absent(body: type[Body]) -> dict[str, Any]:
    """How a body of this shape is described that may be left out."""
    shape = {"schema": {"$ref": f"#/components/schemas/{body.__name__}"}}
    return {"content": {"application/json": shape}, "required": False}


def check_characters(body: bytes) -> None:
    """Refuse NUL and lone surrogates, which JSON can spell as escapes and nothing can store."""
    # Only an escape can spell them, so that most bodies are through after one search.
    if b"\\u" not in body:
        return
    text = json.dumps(json.loads(body), ensure_ascii=False)
    if "\\u0000" in text:
        raise InvalidInput("the request holds a NUL character", rule="nul")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidInput("the request holds a lone surrogate", rule="surrogate") from None
