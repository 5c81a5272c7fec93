"""A proxy on loopback that keeps a log of what passes, and does to chosen requests what networks and servers do.

Stands before a real server: what it spoils has, or has not, been done there, as its fault says.
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

#: Not handed on: they are between two neighbours.
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "accept-encoding"}


class Fault(StrEnum):
    """What happens to a request."""

    #: It is done there, and the answer never comes.
    DROP_AFTER = "drop_after"
    #: It never gets there, and no answer comes.
    DROP_BEFORE = "drop_before"
    #: It is done there, and the answer is an error of a gateway; of the server itself.
    BAD_GATEWAY_AFTER = "502_after"
    SERVER_ERROR_AFTER = "500_after"
    #: It is refused for now.
    TOO_MANY = "429"
    UNAUTHORIZED = "401"
    #: It is done there, and the answer comes late.
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Passed:
    """A request that came by: what was asked, what was answered, and what was done to it."""

    method: str
    path: str
    body: bytes
    status: int
    content_type: str
    fault: Fault | None = None
    authorization: str = field(default="", repr=False)

    @property
    def writes(self) -> bool:
        """Whether it changes something; asking for a token does not."""
        return self.method not in ("GET", "HEAD", "OPTIONS") and "/api/token" not in self.path


Rule = Callable[[str, str], Fault | None]


@dataclass
class FaultyProxy:
    """The address to talk to, the log, and the rule: which fault a request of a method and a path has."""

    url: str
    log: list[Passed] = field(default_factory=list)
    rule: Rule | None = None
    #: How long an answer is held back that comes late, in seconds.
    delay: float = 5.0
    #: Called with each request before it is handed on.
    before: Callable[[str, str], object] | None = None

    @property
    def writes(self) -> list[Passed]:
        return [each for each in self.log if each.writes]

    def once(self, fault: Fault, method: str, part: str, *, skip: int = 0) -> None:
        """Do this to one request of the method whose path has this part, after `skip` that are spared."""
        left, lock = [skip], threading.Lock()

        def rule(its_method: str, path: str) -> Fault | None:
            with lock:
                if its_method == method and part in path and left[0] >= 0:
                    left[0] -= 1
                    return fault if left[0] < 0 else None
                return None

        self.rule = rule


Answer = tuple[int, list[tuple[str, str]], bytes]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, target: str, prefix: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        address = urlsplit(target)
        self.target = (address.hostname or "", address.port or 80)
        self.prefix = prefix
        self.proxy = FaultyProxy(f"http://127.0.0.1:{self.server_address[1]}{prefix}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """The log of this proxy is a list."""

    def pass_on(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.removeprefix(self.server.prefix)
        fault = proxy.rule(self.command, path) if proxy.rule else None
        if proxy.before:
            proxy.before(self.command, path)
        status, headers, content = self._spoilt(fault, path, body)
        kind = dict(headers).get("Content-Type", "")
        proxy.log.append(Passed(self.command, path, body, status, kind, fault, self.headers.get("Authorization", "")))
        if fault in (Fault.DROP_AFTER, Fault.DROP_BEFORE):
            self.close_connection = True
            self.connection.close()
            return
        if fault is Fault.SLOW:
            time.sleep(proxy.delay)
        self._send(status, headers, content)

    def _send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _spoilt(self, fault: Fault | None, path: str, body: bytes) -> Answer:
        if fault in _UNDONE:
            return _UNDONE[fault]
        answer = self._answer(path, body)
        return _DONE.get(fault, answer) if fault else answer

    def _answer(self, path: str, body: bytes) -> Answer:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        connection = http.client.HTTPConnection(*self.server.target, timeout=300)
        try:
            connection.request(self.command, path, body or None, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()


for verb in ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"):
    setattr(_Handler, f"do_{verb}", _Handler.pass_on)

_JSON = ("Content-Type", "application/json")
#: What is answered in place of the server, which never hears of the request.
_UNDONE: dict[Fault | None, Answer] = {
    Fault.DROP_BEFORE: (0, [], b""),
    Fault.TOO_MANY: (429, [("Retry-After", "1"), _JSON], b'{"detail": "slow down"}'),
    Fault.UNAUTHORIZED: (401, [_JSON], b'{"detail": "expired"}'),
}
#: What is answered in place of what the server answered.
_DONE: dict[Fault, Answer] = {
    Fault.BAD_GATEWAY_AFTER: (502, [("Content-Type", "text/html")], b"<html>Bad Gateway</html>"),
    Fault.SERVER_ERROR_AFTER: (500, [_JSON], b'{"detail": "an error after the fact"}'),
}


@contextmanager
def faulty_proxy(target: str, prefix: str = "") -> Iterator[FaultyProxy]:
    """A proxy before the server at `target`; with a `prefix` its addresses begin with that path."""
    server = _Server(target, prefix)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
