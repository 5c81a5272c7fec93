"""Eight annotators at once against one: articles a second, how even the waiting is, and that nothing is lost.

Each fetches the next article, saves twenty acts one by one and submits, again and again, over a connection
of their own. One and eight work in turns on the same server: one process on SQLite, two processes on
PostgreSQL. At the end the database must hold each article that was served exactly once, with all its spans.
"""

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from benchmarks import articles
from benchmarks.harness import Report, percentile, postgres_database, run
from benchmarks.wire import Wire
from tests.server import Server, add_project, add_user, opened, running_server

SPANS = 20
CROWD = 8
#: The first words of all articles are the same, and all acts are on them: bodies are made once.
BEGINNING = "In the north of the province soldiers and rebels clashed again on Tuesday near the market of the old town "
WORDS = 400
_TASK = re.compile(rb'"task":\{[^{}]*(?:\{[^{}]*\}[^{}]*)*?"id":(\d+)')
_DOCUMENT = re.compile(rb'"document":\{"id":"(d\d+)"')


@dataclass
class Work:
    """What a number of annotators have done in all their turns."""

    #: Seconds from the start of a turn to the end of its last article.
    seconds: float = 0
    served: list[bytes] = field(default_factory=list)
    next_times: list[float] = field(default_factory=list)
    save_times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.served) / self.seconds


def measure(report: Report, folder: Path) -> None:
    with_database(report, folder / "sqlite", f"sqlite:///{folder / 'annotator.db'}", "SQLite, 1 process", 1, 0.9)
    with postgres_database(report) as url:
        if url is not None:
            with_database(report, folder / "postgres", url, "PostgreSQL, 2 processes", 2, 1.5)


def with_database(report: Report, folder: Path, url: str, where: str, workers: int, target: float) -> None:
    turns, each = (2, 5) if report.options.quick else (6, 12)
    needed = turns * each * (CROWD + 1) + CROWD + 1
    with opened(url) as database:
        add_project(database, "war", [BEGINNING + articles.article(number, WORDS) for number in range(needed)])
        tokens = [add_user(database, f"annotator{number}", None, "war") for number in range(CROWD + 1)]
    lone, crowd = Work(), Work()
    with running_server(url, folder, workers=workers) as server:
        wires = [Wire(server.port, token) for token in tokens]
        turn(Work(), wires, 1)
        warmed_up = CROWD + 1
        for _ in range(turns):
            # As long a turn for the one as for the eight: eight times the articles.
            turn(lone, wires[:1], each)
            turn(crowd, wires[1:], each)
        for wire in wires:
            wire.close()
        check(url, server, warmed_up, lone, crowd)
    name = f"{where}: {CROWD} annotators against 1"
    report.add(f"{name}, articles a second", crowd.rate, target, floor=lone.rate, unit="/s", bound="least")
    for what, times in (("next", crowd.next_times), ("save", crowd.save_times)):
        p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
        report.add(f"{where}: {what}, p99 against p50", p99, 10, floor=p50)
    report.add(f"{where}: errors, articles twice or lost", len(lone.faults + crowd.faults), 0, unit="")
    report.notes.extend(sorted(set(lone.faults + crowd.faults))[:5])


def turn(work: Work, wires: Sequence[Wire], each: int) -> None:
    """Let everybody do so many articles, at once."""
    threads = [threading.Thread(target=annotate, args=(work, wire, each)) for wire in wires]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work.seconds += time.perf_counter() - started


_SAVES = [json.dumps({"changes": [act]}).encode() for act in articles.acts(BEGINNING, SPANS)]
_SUBMIT = b'{"despite_violations":true}'


def annotate(work: Work, wire: Wire, count: int) -> None:
    for _ in range(count):
        try:
            for kind, seconds in requests(work, wire):
                (work.next_times if kind == "next" else work.save_times).append(seconds * 1000)
        except (OSError, AssertionError) as error:
            work.faults.append(f"{type(error).__name__}: {error}"[:300])
            return


def requests(work: Work, wire: Wire) -> Iterator[tuple[str, float]]:
    """One article from the first request to the last."""
    started = time.perf_counter()
    status, body = wire.post(b"/api/v1/projects/war/tasks/next", b"{}")
    yield "next", time.perf_counter() - started
    task, document = _TASK.search(body), _DOCUMENT.search(body)
    assert status == 200, f"{status} for the next task: {body[:200]!r}"
    assert task is not None, body[:200]
    assert document is not None, body[:200]
    for save in _SAVES:
        started = time.perf_counter()
        status, body = wire.post(b"/api/v1/tasks/%b/changes" % task[1], save)
        yield "save", time.perf_counter() - started
        assert status == 200, f"{status} for a save: {body[:200]!r}"
        assert b'"status":"applied"' in body, body[:200]
    status, body = wire.post(b"/api/v1/tasks/%b/submit" % task[1], _SUBMIT)
    assert status == 200, f"{status} for a submit: {body[:200]!r}"
    work.served.append(document[1])


def check(url: str, server: Server, warmed_up: int, lone: Work, crowd: Work) -> None:
    """Compare what was served with what is stored; what does not fit becomes a fault."""
    served = Counter(lone.served + crowd.served)
    crowd.faults += [f"{key!r} was served {times} times" for key, times in served.items() if times > 1]
    with opened(url) as database, database.read() as session:
        stored = session.execute(text(_STORED)).all()
    whole = [row for row in stored if tuple(row[1:]) == ("submitted", SPANS, SPANS)]
    missing = set(served) - {row[0].encode() for row in whole}
    crowd.faults += [f"{key!r} is not stored whole" for key in islice(sorted(missing), 5)]
    if len(stored) != sum(served.values()) + warmed_up:
        crowd.faults.append(f"{len(stored)} tasks are stored, {sum(served.values()) + warmed_up} were handed out")
    if '"level":"error"' in server.log:
        crowd.faults.append("the server's log has errors")


_STORED = """
    SELECT d.key, t.state,
           (SELECT count(*) FROM spans s WHERE s.set_id = a.id),
           (SELECT count(*) FROM journal j WHERE j.set_id = a.id)
    FROM tasks t JOIN documents d ON d.id = t.document_id JOIN annotation_sets a ON a.task_id = t.id
"""


if __name__ == "__main__":
    run("Annotators at once", __doc__, measure)
