"""The one way to a Label Studio: its SDK for the words on the wire, and retries of our own.

The SDK repeats every request by itself, also those that made something before the answer was lost, and so makes
things twice: here it repeats nothing. What only reads is asked again. A write whose outcome is not known raises
Uncertain, and whoever wrote looks what became of it. No token is in any error or log.
"""

import json
import re
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from annotator.domain.errors import AnnotatorError, InvalidInput, NotFound, Unavailable
from annotator.domain.json import Json

#: How often a request is sent at most, and the seconds before the second, third, … time.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
#: How many of these pauses are made before anything has ever answered: an address may as well be a wrong one.
_FIRST = 2
#: Answers that are worth asking again for what only reads.
_PASSING = frozenset({408, 425, 500, 502, 503, 504})


class Uncertain(AnnotatorError):
    """A write of which nobody knows whether it was done."""

    rule = "uncertain"


class Refused(InvalidInput):
    """Label Studio does not take it, and has done nothing."""

    rule = "refused"


class Gone(NotFound):
    """What was named is not there any more."""

    rule = "gone"


class Stopped(Unavailable):
    """Nothing goes on without a person: no access, no such address, no such feature."""

    rule = "label_studio"


class Lacking(Stopped):
    """There is nothing of that kind: another program, or an edition without it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and what came with it."""

    status: int
    body: bytes
    is_json: bool
    headers: Mapping[str, str]

    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


class Client:
    """Requests to one Label Studio as one person; `pace` is the least time between two writes, in seconds."""

    def __init__(
        self,
        address: str,
        token: str,
        *,
        timeout: float = 60.0,
        pace: float = 0.0,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        check_address(address)
        self.address = address.rstrip("/")
        self.timeout = timeout
        self.pace = pace
        self.sleep = sleep
        self._token = token
        self._wrote_at = 0.0
        self._has_answered = False
        #: Why there was no answer, the last time there was none.
        self._silence = ""
        self._http: Any = None
        self._tokens: Any = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        if self._http is not None:
            self._http.httpx_client.close()
            self._http = None

    def get(self, path: str, **params: Json) -> Any:
        """What stands there. Raises Gone, Refused, or Stopped when it cannot be had."""
        answer = None
        for asked, pause in enumerate((*PAUSES, None), start=1):
            answer = self._try("GET", path, params=params)
            if answer is not None and answer.status not in _PASSING:
                return self._checked("GET", path, answer).json()
            if pause is None or self._is_enough(asked):
                break
            self.sleep(pause)
        if answer is not None:
            raise Stopped(f"{self.address}{path} answers {answer.status}, {asked} times: look at its log")
        raise self._silent(asked)

    def _is_enough(self, asked: int) -> bool:
        return not self._has_answered and asked > _FIRST

    def _silent(self, asked: int) -> Stopped:
        said = f"{self.address} does not answer ({self._silence}; asked {asked} times)"
        return Stopped(f"{said}: is a Label Studio running there, and is that its address?")

    def write(self, method: str, path: str, body: Json = None, timeout: float | None = None, **params: Json) -> Any:
        """Change something there, once. Raises Uncertain when it may have been done or not."""
        rest = self._wrote_at + self.pace - time.monotonic()
        if rest > 0:
            self.sleep(rest)
        try:
            answer = self._try(method, path, body=body, params=params, timeout=timeout)
        finally:
            self._wrote_at = time.monotonic()
        if answer is None or answer.status >= 500 or answer.status == 408:
            said = f"answered {answer.status}" if answer is not None else "did not answer"
            raise Uncertain(f"{method} {path}: Label Studio {said}; nobody knows whether it was done")
        return self._checked(method, path, answer).json()

    def _try(self, method: str, path: str, **more: Any) -> Answer | None:
        """An answer; None for none. Waits where it is told to come later, and signs in anew where that has lapsed."""
        renewed = False
        for pause in PAUSES:
            answer = self._send(method, path, **more)
            if answer is not None and answer.status == 429:
                self.sleep(_told(answer.headers.get("retry-after"), pause))
            elif answer is not None and answer.status == 401 and not renewed and self._renew():
                renewed = True
            else:
                return answer
        raise Stopped(f"{self.address} refuses more requests for now: try again later, or with a slower --pace")

    def _send(
        self,
        method: str,
        path: str,
        body: Json = None,
        params: Mapping[str, Json] | None = None,
        timeout: float | None = None,
    ) -> Answer | None:
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        try:
            content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise Refused("what was to be sent holds a lone surrogate", rule="surrogate") from None
        headers = {"Content-Type": "application/json"} if content is not None else {}
        try:
            answer = self._transport().request(
                path.lstrip("/"),
                method=method,
                params=dict(params or {}),
                content=content,
                headers=headers,
                request_options={"max_retries": 0, "timeout": timeout or self.timeout},
            )
        except (httpx.HTTPError, ApiError) as error:
            # The second is of new access that was asked for on the way and did not come.
            self._silence = _why_silent(error, timeout or self.timeout)
            return None
        self._has_answered = True
        kind = answer.headers.get("content-type", "")
        return Answer(answer.status_code, answer.content, "json" in kind, answer.headers)

    def _transport(self) -> Any:
        if self._http is None:
            from label_studio_sdk.client import LabelStudio
            from label_studio_sdk.core.api_error import ApiError

            try:
                # With the slash: without it the SDK would ask for new access outside of a path in the address.
                sdk = LabelStudio(  # type: ignore[no-untyped-call]
                    base_url=f"{self.address}/", api_key=self._token, max_retries=0, follow_redirects=False
                )
            except ApiError:
                raise Stopped("the token for Label Studio has expired: make a new one there") from None
            wrapper: Any = sdk._client_wrapper
            self._http, self._tokens = wrapper.httpx_client, wrapper._tokens_client
        return self._signed_in()

    def _signed_in(self) -> Any:
        """The transport with access that holds. Asking for it only reads, so it is asked again."""
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        for asked, pause in enumerate((*PAUSES, None), start=1):
            try:
                with warnings.catch_warnings():
                    # The SDK reads the answer with what Pydantic calls old.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    self._tokens.api_key  # noqa: B018
            except ApiError as error:
                if error.status_code is not None and error.status_code < 500:
                    raise self._unknown_token(error.status_code) from None
                self._silence = _why_silent(error, self.timeout)
            except (httpx.HTTPError, ValueError) as error:
                self._silence = _why_silent(error, self.timeout)
            else:
                return self._http
            if pause is None or self._is_enough(asked):
                break
            self.sleep(pause)
        raise self._silent(asked)

    def _unknown_token(self, status: int) -> Stopped:
        made = "make one there under Account & Settings, and see that the organization allows its kind"
        return Stopped(f"{self.address} does not take the token ({status}): {made}")

    def _renew(self) -> bool:
        """Throw away access that the server does not take any more; False where there is only the token itself."""
        if self._tokens is None or self._tokens._use_legacy_token:
            return False
        self._tokens._access_token = None
        return True

    def _checked(self, method: str, path: str, answer: Answer) -> Answer:
        """The answer, if it is one that says yes."""
        status = answer.status
        if status < 300 and (answer.is_json or not answer.body):
            return answer
        if status < 300:
            raise Lacking(f"{self.address}{path} answers with a page: the address is not that of a Label Studio")
        if status < 400:
            raise Stopped(f"{self.address} answers with a redirect to {_where(answer)}: give that as the address")
        if status == 401:
            raise self._unknown_token(status)
        if status == 403:
            raise Stopped(f"{self.address} does not let whose the token is do {method} {path}: ask for the right there")
        if status == 404 and answer.is_json:
            raise Gone(f"{path} is not there any more")
        if status == 404:
            raise Lacking(f"this edition of Label Studio has no {path}")
        raise Refused(f"{method} {path}: {status} {self._said(answer)}")

    def _said(self, answer: Answer) -> str:
        """The beginning of what the server says of an error, without the token, should it repeat that."""
        return answer.body[:300].decode("utf-8", "replace").replace(self._token, "…")


def check_address(address: str) -> None:
    """Raises InvalidInput for what is no address of a server, or has a password in it."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidInput(f"{address!r} is no address: it begins with http:// or https://", rule="address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidInput("an address of a Label Studio has no name, password or query in it", rule="address")
    page = _PAGE.search(parts.path)
    if page:
        said = f"say {address.partition(page[0])[0]!r}, and the number {page['number']} as --project"
        raise InvalidInput(f"{address!r} is the address of a project, not of its Label Studio: {said}", rule="address")


#: What stands in the address of a project's pages.
_PAGE = re.compile(r"/projects/(?P<number>[0-9]+)")


def _why_silent(error: Exception, timeout: float) -> str:
    """What kept an answer from coming, without addresses."""
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return f"nothing within {timeout:g} s"
    words = str(error).lower()
    if "refused" in words:
        return "nothing listens there"
    if any(each in words for each in ("name or service", "name resolution", "nodename", "getaddrinfo")):
        return "no server has that name"
    if "certificate" in words:
        return "its certificate is not trusted"
    return "the connection broke"


def _told(said: str | None, otherwise: float) -> float:
    """How long to wait, as a Retry-After says; never longer than a minute."""
    if said is None:
        return otherwise
    try:
        return max(0.0, min(60.0, float(said)))
    except ValueError:
        pass
    try:
        return max(0.0, min(60.0, parsedate_to_datetime(said).timestamp() - time.time()))
    except ValueError:
        return otherwise


def _where(answer: Answer) -> str:
    parts = urlsplit(answer.headers.get("location", ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "another page"
