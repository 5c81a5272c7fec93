"""How long `annotator serve` takes until somebody can sign in: from the command to the first sign-in page.

Warm: the database is there and in order, and Python has compiled the program, as on every start but the first.
"""

import time
from pathlib import Path

from benchmarks.harness import Report, median, run
from tests.server import opened, start, wait_until_ready


def measure(report: Report, folder: Path) -> None:
    url = f"sqlite:///{folder / 'annotator.db'}"
    with opened(url):
        pass
    rounds = 3 if report.options.quick else 7
    times = [first_page(url, folder / "data") for _ in range(rounds + 1)][1:]
    report.add("start to the first sign-in page", median(times), 3, unit="s")
    report.note(f"of {rounds} starts the slowest took {max(times):.2f} s")


def first_page(url: str, data: Path) -> float:
    started = time.perf_counter()
    server = start(url, data)
    try:
        wait_until_ready(server, "/sign-in")
        return time.perf_counter() - started
    finally:
        server.stop()


if __name__ == "__main__":
    run("Starting", __doc__, measure)
