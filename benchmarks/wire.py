"""A client that costs next to nothing, so that what is measured is the server and not who asks it.

Eight of them share two cores with the server: http.client would take a good part of those for itself.
"""

import re
import socket

from tests.server import HOST

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNK = 2**16


class Wire:
    """One keep-alive connection of a program with a token; sends POST requests that are ready as bytes."""

    def __init__(self, port: int, token: str) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._headers = (
            f" HTTP/1.1\r\nHost: {HOST}:{port}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    def post(self, path: bytes, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self._socket.sendall(b"POST %b%b%d\r\n\r\n%b" % (path, self._headers, len(body), body))
        received = self._socket.recv(_CHUNK)
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        length = _LENGTH.search(received, 0, end)
        expected = end + 4 + (int(length[1]) if length else 0)
        while len(received) < expected:
            received += self._more()
        return int(received[9:12]), received[end + 4 :]

    def _more(self) -> bytes:
        chunk = self._socket.recv(_CHUNK)
        if not chunk:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return chunk

    def close(self) -> None:
        self._socket.close()
