"""`annotator serve`: everything from an empty folder to a page in a browser."""

import gc
import multiprocessing
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import click

from annotator import settings as settings_module
from annotator.cli.companion import Companion
from annotator.cli.output import say
from annotator.domain.errors import Unavailable
from annotator.services import data_folder, jobs, upkeep
from annotator.services.data_folder import Account
from annotator.settings import Settings
from annotator.store.session import Database

#: By name: the web and the command line know nothing of each other.
_WEB = "annotator.web"
#: Seconds that what is being answered has to come to an end when the server is told to stop.
_GRACE = 30
#: Seconds between two looks at whether a worker is needed that nobody has called.
_LOOK = 15.0


@click.command()
@click.option("--host", help="Address to listen at; 0.0.0.0 lets other machines in.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes any that is free.  [default: 8000]")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes; 1 is right for SQLite.  [default: 1]")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads in each process.  [default: 4]")
def serve(host: str | None, port: int | None, workers: int | None, threads: int | None) -> None:
    """Serve the app in a browser.

    Upgrades the database first; a database in a file is copied before. The first start makes a demo
    project. Stops at Ctrl+C or SIGTERM, when what is being answered is answered.
    """
    given = {"host": host, "port": port, "workers": workers, "threads": threads}
    settings = settings_module.load(**{name: value for name, value in given.items() if value is not None})
    data_folder.prepare(settings)
    address, chosen = claim(settings.host, settings.port)
    with upkeep.opened(settings) as database:
        kept = upkeep.upgrade(database)
        demo = first_start(database, settings)
        with database.read() as session:
            is_left = jobs.is_worker_needed(session)
    if kept:
        say(f"The database was upgraded; a copy as it was before: {kept}")
    companion = Companion() if settings.job_worker else None

    def when_ready() -> None:
        announce(settings, address, chosen, demo)
        if companion is not None and is_left:
            companion.call()
        elif companion is not None:
            time.sleep(_LOOK)
            _call_when_needed(settings, companion)

    _serve(settings, address, chosen, when_ready, companion)


def claim(host: str, port: int) -> tuple[str, int]:
    """The numeric address and the port to listen at; raises Unavailable when they cannot be had."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            # Only listening shows that nobody else does.
            probe.listen(1)
            found = probe.getsockname()
    except socket.gaierror:
        raise Unavailable(f"there is no address {host!r} on this machine", rule="address") from None
    except OSError as error:
        advice = f"; try --port {port + 1}" if 0 < port < 65535 else ""
        raise Unavailable(f"cannot listen at {host}, port {port}: {error.strerror}{advice}", rule="port") from None
    return str(found[0]), int(found[1])


def first_start(database: Database, settings: Settings) -> Account | None:
    """How to sign in to the demo, which is made where there is none; None when it is not wanted or not known."""
    if not settings.demo:
        return None
    known = data_folder.find_demo(settings)
    if known is not None and _exists(database, known.name):
        return known
    # Reads schemas and seeds: imported when there is no demo yet.
    from annotator.services import demo

    with database.write() as session:
        made = demo.load_demo(session)
    if made is None:
        return None
    account = Account(made.name, made.password)
    data_folder.remember_demo(settings, account)
    return account


def _exists(database: Database, name: str) -> bool:
    from annotator.services import users

    with database.read() as session:
        return users.find_person(session, name) is not None


def reachable(address: str) -> str:
    """An address at which this machine itself finds what listens at `address`."""
    listens = ip_address(address)
    if not listens.is_unspecified:
        return address
    return "127.0.0.1" if listens.version == 4 else "::1"


def announce(settings: Settings, address: str, port: int, demo: Account | None) -> None:
    """Say where the app is and how to get in."""
    listens, host = ip_address(address), reachable(address)
    click.echo(f"Annotator is at http://{f'[{host}]' if ':' in host else host}:{port}")
    if demo is not None and (listens.is_loopback or listens.is_unspecified):
        click.echo(f"Sign in as {demo.name} with the password {demo.password} (on this machine only).")
    else:
        click.echo("Sign in with an account made by `annotator user add NAME`.")
    if not listens.is_loopback and not settings.secure_cookies:
        say(
            "Other machines can reach it without encryption: put a proxy with TLS before it and "
            "set ANNOTATOR_SECURE_COOKIES."
        )
    click.echo("Stop it with Ctrl+C.")


def _serve(
    settings: Settings, address: str, port: int, when_ready: Callable[[], None], companion: Companion | None
) -> None:
    """Serve until a signal says to stop; `when_ready` is called once, as soon as connections are taken."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    class AnnouncedServer(Server):  # type: ignore[misc, valid-type]  # another class without the GIL
        def startup(self, *arguments: Any) -> None:
            super().startup(*arguments)
            # A thread, but not before the server processes are split off: they should not inherit one.
            threading.Thread(target=_wait, args=(address, port, when_ready), daemon=True).start()

    os.environ["ANNOTATOR_THREADS"] = str(settings.threads)
    if settings.workers > 1:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_empty(settings.data / "metrics"))
    server: Any = AnnouncedServer(
        f"{_WEB}:create_app",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE,
        # Its warnings would say that a process which ended by itself had to be killed.
        log_level=LogLevels.error,
    )
    if multiprocessing.get_start_method() == "fork":
        server.on_startup(_prepare_to_split)
    _listen(seconds=1, look=companion.look if companion else None)
    if companion is not None:
        companion.listen()
    try:
        server.serve(target_loader=application, wrap_loader=False)
    finally:
        _listen(seconds=0)
        if companion is not None:
            companion.end()


def _wait(address: str, port: int, when_ready: Callable[[], None]) -> None:
    """Call `when_ready` when somebody listens there."""
    host = reachable(address)
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            break
    when_ready()


def _call_when_needed(settings: Settings, companion: Companion) -> None:
    """Call the worker as soon as there is something for it: a command may say at any time that there is."""
    while not companion.is_needed:
        # A database that does not answer will again.
        with suppress(Unavailable), upkeep.opened(settings) as database, database.read() as session:
            if jobs.is_worker_needed(session):
                companion.call()
                return
        time.sleep(_LOOK)


def _listen(seconds: int, look: Callable[[], None] | None = None) -> None:
    """Miss no signal for longer than so many seconds, and `look` each time; 0 ends it.

    Python's handlers run between two steps of the main thread. A signal that comes when it is just about to
    wait is only heard at the next one, which for "stop" never comes: so there is one again and again.
    """
    if os.name == "posix":
        signal.signal(signal.SIGALRM, lambda *_: look() if look else None)
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds)


def _prepare_to_split() -> None:
    """Import once what every server process needs, and let one end at once that is told to while it starts.

    Split off from the main process, it would have the handlers of that one, which only speak to the main
    process's loop: it would come up all the same, and stay until the grace is over. So it gets those of the
    system until it sets its own, and no signal gets in between. Ctrl+C, which a terminal sends to all of
    them, is left to the main process.
    """
    import_module(_WEB)
    told = {signal.SIGTERM, signal.SIGINT}

    def hold() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, told)

    def release() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, told)

    def begin() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        release()

    os.register_at_fork(before=hold, after_in_parent=release, after_in_child=begin)


def application() -> Any:
    """The application, in a server process."""
    _listen(seconds=1)
    app = import_module(_WEB).create_app()
    # What is there now stays: the collector need not walk over it again in the middle of a request.
    gc.collect()
    gc.freeze()
    # Few requests make so much that is worth looking through; the usual 700 come several times in a batch of acts.
    gc.set_threshold(20_000)
    return app


def _empty(folder: Path) -> Path:
    """The folder in which processes add up their numbers, without those of earlier ones."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder
