"""What a request brings in as its body: one JSON object, and no characters that cannot be stored."""

import json
import re
from typing import Any

from flask import request
from pydantic import BaseModel, ConfigDict, model_validator

from annotator.domain.errors import InvalidInput

#: The escape itself, not the words "\\\\u0000" behind an escaped backslash.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Body(BaseModel):
    """The shape of a body: nothing unknown is let through, and no body at all is an empty object."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _object(cls, sent: Any) -> Any:
        body = request.get_data()
        check_characters(body)
        # What is no JSON, or does not say that it is, comes as None too.
        if sent is None and not body:
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
    if _NUL.search(body):
        raise InvalidInput("the request holds a NUL character", rule="nul")
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidInput("the request holds a lone surrogate", rule="surrogate") from None
    except ValueError:
        return  # no JSON at all: it is refused as that
