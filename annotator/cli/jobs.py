"""`annotator jobs`: long work, seen and stopped, and the process that does it."""

import os
import signal
import threading
from dataclasses import dataclass

import click

from annotator import settings
from annotator.cli.output import json_option, print_json, print_rows, say
from annotator.services import job_logs, jobs, projects, upkeep
from annotator.services.durable import Watch
from annotator.services.job_worker import Worker
from annotator.services.jobs import Job

#: Seconds between two looks at whether the process that started this one still lives.
_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A job in a list."""

    job: str
    project: str
    kind: str
    about: str
    state: str
    progress: str
    created: str


@click.group("jobs")
def jobs_() -> None:
    """See and stop long work, or do it."""


@jobs_.command("list")
@click.option("--project", "slug", help="Of this project only.")
@click.option("--number", type=click.IntRange(1, 1000), default=50, show_default=True, help="The newest so many.")
@json_option
def list_(slug: str | None, number: int, as_json: bool) -> None:
    """List jobs, the newest first."""
    loaded = settings.load()
    with upkeep.opened(loaded) as database, Watch(loaded) as watch:
        with database.read() as session:
            if slug is not None:
                projects.for_operator(session, slug)
            found = jobs.every_job(session, number, slug)
        shown = [jobs.seen(job.stored, loaded, watch) for job in found]
    if as_json:
        print_json([job.as_json() for job in shown])
    else:
        print_rows(Row, [_row(job) for job in shown], as_json=False)


@jobs_.command()
@click.argument("job")
@json_option
def show(job: str, as_json: bool) -> None:
    """Say how far JOB is, how it ended, and what it has made."""
    loaded = settings.load()
    with upkeep.opened(loaded) as database, Watch(loaded) as watch:
        with database.read() as session:
            stored = jobs.get_job(session, job)
        found = jobs.seen(stored, loaded, watch)
    if as_json:
        print_json(found.as_json())
        return
    row = _row(found)
    click.echo(f"{found.title} ({row.about}) in {row.project}: {row.state}, {row.progress}")
    if stored.error:
        click.echo(stored.error)
    for name, size in found.files:
        click.echo(f"{loaded.data / 'jobs' / job / 'made' / name}  {size} bytes")


@jobs_.command()
@click.argument("job")
def cancel(job: str) -> None:
    """Stop JOB at the next chance; what its step has begun is thrown away."""
    loaded = settings.load()
    with upkeep.opened(loaded) as database, Watch(loaded) as watch:
        jobs.cancel(database, watch, loaded, job)
    say(f"Job {job} is told to stop.")


@jobs_.command()
def work() -> None:
    """Work on jobs until Ctrl+C or SIGTERM.

    `annotator serve` starts one such process when there is something to do. With PostgreSQL any number of them may
    stand beside it, on any machine. One that ends, however suddenly, leaves its jobs to the next.
    """
    loaded = settings.load()
    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    supervisor = os.environ.get(jobs.SUPERVISOR)
    if supervisor is not None:
        threading.Thread(target=_mind, args=(int(supervisor), stop), daemon=True).start()
    handler = job_logs.configure(loaded.log_level)
    with upkeep.opened(loaded) as database:
        upkeep.check_current(database)
        worker = Worker(database, loaded)
        worker.work(stop, handler, lambda: None if supervisor else say("Working on jobs. Stop it with Ctrl+C."))
    # What is in hand is dropped where it is: the next worker goes on with it, as after any other end.
    os._exit(0)


def _mind(parent: int, stop: threading.Event) -> None:
    """Stop when the server that started this process is gone, however it went."""
    while os.getppid() == parent:
        stop.wait(_LOOK)
    stop.set()


def _row(job: Job) -> Row:
    stored, progress = job.stored, job.progress
    share = f"{progress.done} of {progress.of}" + (f": {progress.words}" if progress.words else "")
    created = str(job.as_json()["created"])
    return Row(stored.key, stored.slug, stored.kind, stored.about, stored.state, share, created)
