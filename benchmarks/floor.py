"""The floor that requests are measured against: a bare Flask route that makes one durable one-row commit.

Under the same server with the same settings as `annotator serve`: what is left to us is the difference.

    python -m benchmarks.floor PORT DATABASE
"""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, request

from annotator.settings import Settings
from tests.http_client import Client
from tests.server import HOST, PATIENCE, free_port


def make_app(path: str) -> Flask:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    turn = threading.Lock()
    app = Flask(__name__)

    @app.post("/entries")
    def save() -> dict[str, Any]:
        body = request.get_data()
        with turn:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("INSERT INTO entries (body) VALUES (?)", (body,)).lastrowid
            connection.execute("COMMIT")
        return {"id": row}

    return app


@contextmanager
def running_floor(folder: Path) -> Iterator[Client]:
    """A connection to the floor's server, which is stopped at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.floor", str(port), str(folder / "floor.db")], start_new_session=True
    )
    try:
        client = _connected(f"http://{HOST}:{port}")
        yield client
        client.close()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def _connected(url: str) -> Client:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return Client(url)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def serve(port: int, path: str) -> None:
    """The same call as in `annotator serve`."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    settings = Settings()
    server: Any = Server(
        "benchmarks.floor:make_app",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=lambda: make_app(path), wrap_loader=False)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
