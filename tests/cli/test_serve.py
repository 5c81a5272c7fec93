"""`annotator serve`: from an empty folder to a page in a browser."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from annotator.cli import serve
from annotator.cli.serve import announce, claim
from annotator.domain.errors import Unavailable
from annotator.services.data_folder import Account
from annotator.settings import Settings
from tests.cli.conftest import Run
from tests.http_client import Client

#: Machines that run tests are slow and busy.
PATIENCE = 60


def test_a_port_that_is_taken_is_named_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable, match=rf"port {port}: Address already in use; try --port {port + 1}"):
            claim("127.0.0.1", port)


def test_any_free_port_can_be_asked_for() -> None:
    address, port = claim("localhost", 0)
    assert address in {"127.0.0.1", "::1"}
    assert port > 0


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.9", "nonsense address"])
def test_an_address_that_is_not_of_this_machine_is_an_error(host: str) -> None:
    with pytest.raises(Unavailable, match=host):
        claim(host, 0)


def test_a_taken_port_is_noticed_before_anything_is_made(bare: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = bare("serve", "--port", taken.getsockname()[1])
    assert said.code == 1
    assert "Address already in use" in said.err
    assert not (tmp_path / "data" / "annotator.db").exists()


@pytest.mark.parametrize(
    ("address", "url", "tells_the_demo"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True),
        ("::1", "http://[::1]:8000", True),
        ("0.0.0.0", "http://127.0.0.1:8000", True),
        ("192.0.2.7", "http://192.0.2.7:8000", False),
    ],
)
def test_it_says_where_it_is_and_how_to_get_in(
    capsys: pytest.CaptureFixture[str], address: str, url: str, tells_the_demo: bool
) -> None:
    announce(Settings(), address, 8000, Account("demo", "a password"))
    said = capsys.readouterr()
    assert url in said.out
    assert ("a password" in said.out) is tells_the_demo
    assert ("without encryption" in said.err) is (address in {"0.0.0.0", "192.0.2.7"})


def test_one_process_counts_in_memory_and_several_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "counter_1.db").write_text("of an earlier start")
    monkeypatch.setattr("granian.server.Server.serve", lambda *_, **__: None)
    monkeypatch.setenv("ANNOTATOR_THREADS", "4")
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    serve._serve(Settings(data=tmp_path), "127.0.0.1", 8000, lambda: None, None)
    assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    serve._serve(Settings(data=tmp_path, workers=2), "127.0.0.1", 8000, lambda: None, None)
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path / "metrics")
    assert list((tmp_path / "metrics").iterdir()) == []


#: Tells a process that was just split off from one that would not hear to stop; says by which signal it ended.
TOLD_AT_ONCE = """
import os, signal, time
from annotator.cli import serve
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: None)
ours = signal.getsignal(signal.SIGTERM)
serve._prepare_to_split()
child = os.fork()
if not child:
    time.sleep(60)
    os._exit(1)
os.kill(child, signal.SIGINT)
os.kill(child, signal.SIGTERM)
print(os.WTERMSIG(os.waitpid(child, 0)[1]), signal.getsignal(signal.SIGTERM) is ours, signal.pthread_sigmask(0, ()))
"""


@pytest.mark.slow
def test_a_server_process_that_is_starting_ends_at_once_when_it_is_told_to() -> None:
    done = subprocess.run([sys.executable, "-c", TOLD_AT_ONCE], capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout == f"{int(signal.SIGTERM)} True set()\n", done.stderr


#: A signal that some other thread gets does not wake the main one, as one does not that comes when it goes to wait.
TOLD_UNHEARD = """
import os, signal, threading
from annotator.cli import serve
signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
serve._listen(seconds=1)
threading.Timer(0.1, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGTERM)).start()
threading.Event().wait()
"""


@pytest.mark.slow
def test_a_signal_is_heard_by_a_process_that_waits_for_nothing_else() -> None:
    assert subprocess.run([sys.executable, "-c", TOLD_UNHEARD], timeout=PATIENCE).returncode == 7


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts servers on one data folder, and ends what the test has not."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> "subprocess.Popen[str]":
        own = {name: value for name, value in os.environ.items() if not name.startswith(("ANNOTATOR_", "DATABASE"))}
        environment = own | {"ANNOTATOR_DATA": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-c", "import annotator.cli; annotator.cli.main()", "serve", "--port", "0"]
        process = subprocess.Popen(
            [*command, *arguments],
            # A group of its own, so that nothing of it is left behind.
            start_new_session=True,
            env=environment,
            cwd=tmp_path,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)


def address_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, line or process.communicate()[1]
    return found[0]


def account_of(process: "subprocess.Popen[str]") -> tuple[str, str]:
    assert process.stdout is not None
    found = re.fullmatch(r"Sign in as (\S+) with the password (\S+) .*\n", process.stdout.readline())
    assert found
    return found[1], found[2]


def patient(url: str) -> Client:
    """A client once the server answers: it listens from the start, so one request waits for it."""
    return Client(url, timeout=PATIENCE)


@pytest.mark.slow
def test_the_first_start_makes_everything_and_the_next_finds_it(start: Start, tmp_path: Path) -> None:
    first = start()
    client = patient(address_of(first))
    name, password = account_of(first)
    client.sign_in(name, password)
    page = client.get("/").expect(200).body.decode()
    assert "Next article" in page or "Continue" in page
    assert client.get("/readyz").expect(200).json() == {"status": "ready"}
    client.close()
    first.send_signal(signal.SIGTERM)
    assert first.wait(PATIENCE) == 0
    second = start()
    again = patient(address_of(second))
    assert account_of(second) == (name, password)
    again.sign_in(name, password)
    again.close()
    second.send_signal(signal.SIGINT)
    assert second.wait(PATIENCE) == 0
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    with closing(sqlite3.connect(tmp_path / "data" / "annotator.db")) as connection:
        assert connection.execute("SELECT count(*) FROM projects").fetchone() == (1,)


@pytest.mark.slow
def test_several_processes_serve_one_database_and_add_up_their_numbers(start: Start) -> None:
    process = start("--workers", "2")
    url = address_of(process)
    for _ in range(6):
        client = patient(url)
        client.get("/sign-in").expect(200)
        client.close()
    client = patient(url)
    numbers = client.get("/metrics").expect(200).body.decode()
    client.close()
    assert 'endpoint="sign_in.form",method="GET",status="200"} 6.0' in numbers
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.3])
def test_it_can_be_stopped_while_it_is_still_starting(start: Start, number: signal.Signals, seconds: float) -> None:
    process = start("--workers", "2")
    address_of(process)
    # One of the two answers; the other may be anywhere.
    time.sleep(seconds)
    process.send_signal(number)
    # Nothing is being answered, so nothing needs the grace.
    assert process.wait(20) == 0


@pytest.mark.slow
def test_what_is_being_answered_is_answered_before_it_stops(start: Start) -> None:
    process = start()
    client = patient(address_of(process))
    name, password = account_of(process)
    client.sign_in(name, password)
    # The body comes after the signal: the request is under way when the server is told to stop.
    body = b'{"preferences": {"kept": true}}'
    connection = client._connection
    connection.putrequest("PUT", "/api/v1/preferences")
    for header, value in {
        **client._headers,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }.items():
        connection.putheader(header, value)
    connection.endheaders(body[:5])
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    connection.send(body[5:])
    response = connection.getresponse()
    assert response.status == 200
    assert b"kept" in response.read()
    client.close()
    assert process.wait(PATIENCE) == 0
