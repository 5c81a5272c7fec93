"""How long a sync with a real Label Studio takes, and how many requests.

The first push of 1,000 documents with twenty spans each, a sync with nothing to do, and one with ten changes on
either side, through a proxy that counts. Floor of the first push: Label Studio's own bulk import of the very same
bodies, as they passed by, into another project, without looking at what came of it.
"""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import update

from annotator.formats.native.format import NATIVE
from annotator.labelstudio.label_config import label_config
from annotator.services import documents, projects
from annotator.services.sync import connections, engine
from annotator.services.sync.client import Client
from annotator.store.core import spans
from annotator.store.session import Database
from benchmarks import articles
from benchmarks.harness import Report, run, timed
from tests.faulty_proxy import FaultyProxy, faulty_proxy
from tests.labelstudio_server import MISSING, LabelStudioServer, is_installed, running_label_studio
from tests.server import opened

WORDS, SPANS, CHANGED = 300, 20, 10


def measure(report: Report, folder: Path) -> None:
    if not is_installed():
        report.note(MISSING)
        return
    count = 200 if report.options.quick else 1_000
    with (
        running_label_studio(folder / "label-studio") as server,
        faulty_proxy(server.url) as proxy,
        opened(f"sqlite:///{folder / 'ours.db'}") as database,
        Client(proxy.url, server.token) as client,
    ):
        fill(database, folder / "corpus.jsonl", count)
        connections.connect(database, client, "war", None, connections.Policy())
        first = taken(report, proxy, lambda: sync(database, client, count))
        bodies = [each.body for each in proxy.log if each.path.endswith("/import") or "/import?" in each.path]
        floor: list[float] = []
        with timed(floor):
            imported(server, bodies, database)
        report.add(f"first push of {count:,} tasks", first, 60, unit="s")
        report.add(f"the same against {len(bodies)} bare imports", first, 6, floor=floor[0] / 1000, unit="s")
        report.add("nothing to do", taken(report, proxy, lambda: sync(database, client, 0)), 20, unit="s")
        change(server, database)
        report.add(
            f"{CHANGED} changes on either side", taken(report, proxy, lambda: sync(database, client, -1)), 10, unit="s"
        )


def fill(database: Database, file: Path, count: int) -> None:
    schema, guideline = projects.load_schema("conflict-events")
    with file.open("w", encoding="utf-8") as lines:
        for record in articles.records(count, WORDS, SPANS):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    with database.write() as session:
        project = projects.create_project(session, "war", "War", schema, guideline)
        done = list(documents.import_documents(session, project, NATIVE.read(file, schema)))
    assert done[-1].documents == count


def sync(database: Database, client: Client, expected: int) -> None:
    """A run; `expected` new tasks, or with a negative number some changes."""
    outcome = engine.apply(database, client, "war")
    assert not outcome.left, outcome.left[:3]
    assert len(outcome.plan.actions) == expected or (expected < 0 and len(outcome.plan.actions) >= 2 * CHANGED)


def taken(report: Report, proxy: FaultyProxy, deed: Callable[[], object]) -> float:
    """How long it took, in seconds; how many requests is noted."""
    before, times = len(proxy.log), list[float]()
    with timed(times):
        deed()
    passed = proxy.log[before:]
    report.note(f"{len(passed)} requests, {sum(each.writes for each in passed)} of them write")
    return times[0] / 1000


def imported(server: LabelStudioServer, bodies: list[bytes], database: Database) -> None:
    """The same bodies, straight into a project that nothing is done about."""
    with database.read() as session:
        _, schema = projects.for_operator(session, "war")
    made = server.call("POST", "/api/projects/", {"title": "floor", "label_config": label_config(schema)})
    headers = {"Authorization": f"Token {server.token}", "Content-Type": "application/json"}
    for body in bodies:
        address = f"{server.url}/api/projects/{made['id']}/import"
        with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
            answer.read()


def change(server: LabelStudioServer, database: Database) -> None:
    """Ten spans change their label here, and ten regions of other tasks go there."""
    with database.write() as session:
        found = connections.connection(session, "war")
        for number in range(1, CHANGED + 1):
            where = (spans.c.set_id == number, spans.c.id == "s0000")
            session.execute(update(spans).where(*where).values(label="location"))
    page = server.call("GET", f"/api/tasks/?project={found.remote_id}&fields=all&page_size=50")["tasks"]
    for task in page[CHANGED + 1 : 2 * CHANGED + 1]:
        (annotation,) = task["annotations"]
        server.call("PATCH", f"/api/annotations/{annotation['id']}/", {"result": annotation["result"][1:]})


if __name__ == "__main__":
    run("Sync with Label Studio", __doc__, measure)
