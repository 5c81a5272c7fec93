"""One keep-alive connection to a running server: a browser that has signed in, or a program with a token."""

import json
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

_META = re.compile(rb'<meta name="csrf-token" content="([^"]+)">')


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def expect(self, *statuses: int) -> "Answer":
        """Itself, if its status is one of these; raises UnexpectedAnswerError with what it said otherwise."""
        if self.status not in statuses:
            raise UnexpectedAnswerError(f"{self.status}: {self.body[:500].decode('utf-8', 'replace')}")
        return self


class UnexpectedAnswerError(Exception):
    """The server answered with another status than was expected."""


class Client:
    """Requests over one connection, opened here and never again in secret.

    A connection that breaks raises OSError or HTTPException; the caller decides what that means.
    """

    def __init__(self, url: str, token: str | None = None, *, timeout: float = 30) -> None:
        address = urlsplit(url)
        self._connection = HTTPConnection(str(address.hostname), address.port, timeout=timeout)
        self._connection.connect()
        self._connection.auto_open = 0
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def sign_in(self, name: str, password: str) -> None:
        """Sign in through the form, as a browser does; from then on requests carry cookie and CSRF token."""
        token = self._token("/sign-in")
        form = urlencode({"name": name, "password": password, "csrf_token": token, "next": ""})
        self.send("POST", "/sign-in", form.encode(), "application/x-www-form-urlencoded").expect(302)
        self._headers["X-CSRFToken"] = self._token("/account")

    def cookie(self) -> tuple[str, str]:
        """Name and value of the cookie that holds the sign-in."""
        name, _, value = self._headers["Cookie"].partition("=")
        return name, value

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, body: Any) -> Answer:
        return self.send("POST", path, json.dumps(body).encode(), "application/json")

    def send(self, method: str, path: str, body: bytes | None = None, kind: str | None = None) -> Answer:
        headers = self._headers | ({"Content-Type": kind} if kind else {})
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        answer = Answer(response.status, response.read())
        self._keep_cookie(response)
        return answer

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _token(self, path: str) -> str:
        found = _META.search(self.get(path).expect(200).body)
        assert found, f"{path} has no CSRF token"
        return found[1].decode()

    def _keep_cookie(self, response: HTTPResponse) -> None:
        cookie = response.headers.get("Set-Cookie")
        if cookie:
            self._headers["Cookie"] = cookie.partition(";")[0]
