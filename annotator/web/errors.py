"""Errors as answers: problem+json for programs, a page for people; never a traceback."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, make_response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from annotator.domain.errors import AnnotatorError, Conflict, Forbidden, InvalidInput, NotFound, Unavailable
from annotator.services.sign_in import WINDOW, TooManyAttemptsError
from annotator.services.tasks import ViolationsError
from annotator.web import pages
from annotator.web.logs import request_id

STATUS: Mapping[type[AnnotatorError], HTTPStatus] = {
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    Forbidden: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    ViolationsError: HTTPStatus.CONFLICT,
    TooManyAttemptsError: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

NOTHING_HERE = "there is nothing here by that name, or you may not see it"

#: What a person can do about it, where there is something.
ADVICE: Mapping[int, str] = {
    400: "Go back, reload the page, and try again.",
    413: "Send it in smaller parts.",
    500: "It has been noted. If it happens again, tell whoever runs this the number below.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is said of an error, whatever form it takes."""

    status: int
    detail: str
    rule: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase

    def as_json(self) -> dict[str, Any]:
        return {
            "type": f"urn:annotator:problem:{self.rule}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "rule": self.rule,
            "request": request_id(),
            **self.extra,
        }


def handle_errors(app: Flask) -> None:
    """Answer every error of the application in one of the two forms."""
    app.register_error_handler(AnnotatorError, _on_annotator_error)
    app.register_error_handler(HTTPException, _on_http_exception)


def invalid_request(error: ValidationError) -> Response:
    """The answer to a request whose parts do not have the shape that the API describes."""
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    places = [{"at": ".".join(str(part) for part in each["loc"]), "detail": each["msg"]} for each in wrong]
    first = f"{places[0]['at']}: {places[0]['detail']}" if places else "the request is malformed"
    return make_response(_answer(Problem(422, first, "request", {"errors": places})))


def _on_annotator_error(error: AnnotatorError) -> AnyResponse:
    if isinstance(error, NotFound):
        # In the same words whether it is missing or hidden: a difference would tell which.
        return _answer(Problem(HTTPStatus.NOT_FOUND, NOTHING_HERE, NotFound.rule))
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), HTTPStatus.BAD_REQUEST)
    response = _answer(Problem(status, error.message, error.rule, _extra(error)))
    if isinstance(error, TooManyAttemptsError):
        response.headers["Retry-After"] = str(WINDOW // 1000)
    return response


def _extra(error: AnnotatorError) -> dict[str, Any]:
    if isinstance(error, ViolationsError):
        return {"violations": [violation.as_json() for violation in error.violations]}
    if isinstance(error, InvalidInput):
        place = {"file": error.file, "line": error.line, "document": error.document}
        return {name: value for name, value in place.items() if value is not None}
    return {}


def _on_http_exception(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # a redirect of the router
    if status == HTTPStatus.UNAUTHORIZED and not _for_program() and request.method in {"GET", "HEAD"}:
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    if status == HTTPStatus.UNAUTHORIZED and not _for_program():
        return redirect(url_for("sign_in.form"))
    rule = "csrf" if isinstance(error, CSRFError) else error.name.lower().replace(" ", "_")
    detail = "something went wrong here" if status == 500 else str(error.description or error.name)
    response = _answer(Problem(status, detail, rule))
    # Such as Allow on 405 and Retry-After on 503.
    for name, value in error.get_response().headers:
        if name.lower() not in {"content-type", "content-length"}:
            response.headers.setdefault(name, value)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _for_program() -> bool:
    return request.path.startswith(("/api/", "/ml/", "/hooks/")) or request.path in {"/metrics", "/readyz", "/healthz"}


def _answer(problem: Problem) -> AnyResponse:
    if _for_program():
        response = jsonify(problem.as_json())
        response.content_type = "application/problem+json"
    else:
        response = make_response(pages.render_problem(problem.status, problem.title, problem.detail, _advice(problem)))
    response.status_code = problem.status
    return response


def _advice(problem: Problem) -> str:
    advice = ADVICE.get(problem.status, "")
    return f"{advice} Request {request_id()}." if problem.status >= 500 else advice
