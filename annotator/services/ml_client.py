"""Any model that Label Studio can ask, asked by us: its three addresses, with clear errors and a limit on all of it."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from annotator.domain.errors import InvalidInput, Unavailable
from annotator.domain.json import Json
from annotator.labelstudio.answers import read_version

#: Larger answers are not read to their end.
MOST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Backend:
    """A model at an address. `login` is a name and a password, where it asks for them.

    `token` is one of a Label Studio, for a model that fetches something there; none is sent unless it is given.
    """

    address: str
    timeout: float = 100.0
    login: tuple[str, str] | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidInput("the address of a model begins with http:// or https://", rule="address")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise InvalidInput("the address of a model has no name, password or query in it", rule="address")

    def set_up(self, project: str, config: str) -> str | None:
        """Introduce a project; the version of the model, where it says one. Raises Unavailable."""
        self._ask("GET", "health")
        body: dict[str, Json] = {"project": project, "schema": config, "hostname": "", "extra_params": {}}
        answer = self._ask("POST", "setup", body | ({"access_token": self.token} if self.token else {}))
        return read_version(answer.get("model_version") if isinstance(answer, dict) else None)

    def predict(self, tasks: list[Json], project: str, config: str) -> Json:
        """What it answers for these tasks, as it came. Raises Unavailable."""
        params: dict[str, Json] = {"login": None, "password": None, "context": None}  # nosec B105
        return self._ask(
            "POST", "predict", {"tasks": tasks, "project": project, "label_config": config, "params": params}
        )

    def _ask(self, method: str, name: str, body: Json = None) -> Json:
        import httpx

        where = f"{self.address.rstrip('/')}/{name}"
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if content else {}
        deadline = time.monotonic() + self.timeout
        try:
            with (
                httpx.Client(timeout=self.timeout, auth=self.login, follow_redirects=False, trust_env=False) as client,
                client.stream(method, where, content=content, headers=headers) as answer,
            ):
                if not answer.is_success:
                    raise Unavailable(f"{where} answers {answer.status_code}", rule="backend")
                received = _received(answer, where, deadline, self.timeout)
        except httpx.TimeoutException:
            raise _too_slow(where, self.timeout) from None
        except httpx.HTTPError as error:
            raise Unavailable(f"{where} does not answer ({type(error).__name__})", rule="backend") from None
        try:
            found: Json = json.loads(received)
        except (ValueError, RecursionError):
            raise Unavailable(f"{where} answers with something that is no JSON", rule="backend") from None
        return found


def _received(answer: Any, where: str, deadline: float, timeout: float) -> bytes:
    """The whole answer; one that drips or never ends is given up."""
    received = bytearray()
    for piece in answer.iter_bytes():
        received += piece
        if len(received) > MOST:
            raise Unavailable(f"{where} answers with more than {MOST // 2**20} MiB", rule="backend")
        if time.monotonic() > deadline:
            raise _too_slow(where, timeout)
    return bytes(received)


def _too_slow(where: str, timeout: float) -> Unavailable:
    return Unavailable(f"{where} has not answered in {timeout:g} s", rule="backend")
