"""The real Label Studio, for tests and benchmarks: started from a prepared data folder, a copy each time.

Knows nothing of pytest. Preparing the folder (an empty database brought up to date) takes half a minute and is
done once a checkout; a copy of it starts in a few seconds. Its environment is `.venv-label-studio`.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".venv-label-studio" / "bin" / "label-studio"
LOCK = ROOT / "tools" / "label-studio.lock"
HOST = "127.0.0.1"
EMAIL, PASSWORD = "lead@example.com", "Example-pass-1234"
#: The token of the old kind: no secret, for a server that only this machine sees.
TOKEN = "0123456789abcdef0123456789abcdef01234567"
PATIENCE = 180.0
MISSING = "no Label Studio: `make test` installs it into .venv-label-studio"


class LabelStudioFailedError(Exception):
    """The server ended, or never answered; the message is the end of its log."""


def is_installed() -> bool:
    return PROGRAM.exists()


@dataclass
class LabelStudioServer:
    """A server that runs, with its address and the folder of its data."""

    url: str
    data: Path
    process: "subprocess.Popen[bytes]" = field(repr=False)
    token: str = TOKEN

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text("utf-8", "replace")

    def call(self, method: str, path: str, body: object = None, token: str | None = None) -> Any:
        """An answer as JSON, by plain HTTP: what tests look at must not come through the code under test."""
        status, answer = self.answer(method, path, body, token)
        if status >= 400:
            raise LabelStudioFailedError(f"{method} {path}: {status} {answer}")
        return answer

    def answer(self, method: str, path: str, body: object = None, token: str | None = None) -> tuple[int, Any]:
        """Status and content of an answer, whatever it is."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Token {token or self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                status, content = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        try:
            return status, json.loads(content) if content else None
        except ValueError:
            return status, content.decode("utf-8", "replace")

    def personal_token(self) -> str:
        """A personal access token: what people of this version are given, once, and are never shown again."""
        kept = self.data / "personal-token"
        if not kept.exists():
            kept.write_text(str(self.call("POST", "/api/token/", {})["token"]), "utf-8")
        return kept.read_text("utf-8")

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.kill()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def running_label_studio(
    data: Path, port: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[LabelStudioServer]:
    """A server on a fresh copy of the prepared folder; a folder that has data already goes on with it."""
    if not data.exists():
        shutil.copytree(template(), data)
    server = start(data, port, settings)
    try:
        wait_until_ready(server)
        yield server
    finally:
        server.stop()


def start(data: Path, port: int | None = None, settings: Mapping[str, str] | None = None) -> LabelStudioServer:
    """Start a server and do not wait for it."""
    port = port or free_port()
    (data / "home").mkdir(parents=True, exist_ok=True)
    # Bare names like HOST and DEBUG mean something to it, so it gets nothing of ours.
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(data / "home"),
        "LANG": "C.UTF-8",
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "LABEL_STUDIO_USERNAME": EMAIL,
        "LABEL_STUDIO_PASSWORD": PASSWORD,
        "LABEL_STUDIO_USER_TOKEN": TOKEN,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LATEST_VERSION_CHECK": "false",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "LOG_LEVEL": "WARNING",
        **(settings or {}),
    }
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [str(PROGRAM), "start", "--no-browser", "--internal-host", HOST, "--port", str(port)],
            env=environment,
            cwd=data,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return LabelStudioServer(f"http://{HOST}:{port}", data, process)


def wait_until_ready(server: LabelStudioServer) -> None:
    """Until it answers, and knows our token: where the port was taken it moves on to another in silence."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise LabelStudioFailedError(f"it ended with {server.process.returncode}:\n{server.log[-3000:]}")
        with suppress(OSError, LabelStudioFailedError):
            if server.call("GET", "/api/current-user/whoami")["email"] == EMAIL:
                return
        time.sleep(0.2)
    raise LabelStudioFailedError(f"it did not answer in {PATIENCE:.0f} s:\n{server.log[-3000:]}")


def template() -> Path:
    """The prepared folder of this version, made when there is none."""
    version = sha256(LOCK.read_bytes()).hexdigest()[:16]
    prepared = ROOT / ".cache" / "label-studio" / version
    if prepared.exists():
        return prepared
    part = prepared.with_name(f"{version}.{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    server = start(part)
    try:
        wait_until_ready(server)
    finally:
        server.stop()
    (part / "server.log").unlink()
    try:
        part.rename(prepared)
    except OSError:
        # Somebody else was faster.
        shutil.rmtree(part)
    return prepared


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
