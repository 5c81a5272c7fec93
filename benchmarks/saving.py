"""What one annotator waits for: the next article, each save, the submit; against a bare durable commit.

The requests are those of the page, over one keep-alive connection, signed in with a cookie: one request an
act; twenty acts as one batch, as the page sends them after it was offline; submit. After each of them comes
one request to the floor: a bare Flask route under the same server that commits one row to SQLite, just as
durably (WAL, synchronous FULL). Compared are the medians.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks import articles
from benchmarks.floor import running_floor
from benchmarks.harness import Report, median, percentile, run, sync_cost, timed
from tests.http_client import Client
from tests.server import add_project, add_user, opened, running_server

WORDS, SPANS = 400, 20
WARM_UP = 5
PASSWORD = "a long enough one"
NAMES = {
    "next": "fetch the next task",
    "save": "save one act",
    "batch": f"save {SPANS} acts as one batch",
    "submit": "submit",
}
JSON = "application/json"


class Annotator:
    """One person at work, and the floor asked after each of their requests."""

    def __init__(self, client: Client, floor: Client) -> None:
        self.client = client
        self.floor = floor
        self.times: dict[str, list[float]] = defaultdict(list)
        self.floors: dict[str, list[float]] = defaultdict(list)

    def annotate(self, *, batch: bool) -> None:
        """One article: fetched, saved act by act or as one batch, submitted."""
        found = self._ask("next", "/api/v1/projects/war/tasks/next", {})
        task = f"/api/v1/tasks/{found['task']['id']}"
        acts = articles.acts(found["document"]["text"], SPANS)
        for sent in [acts] if batch else [[act] for act in acts]:
            saved = self._ask("batch" if batch else "save", f"{task}/changes", {"changes": sent})
            assert [outcome["status"] for outcome in saved["outcomes"]] == ["applied"] * len(sent)
        self._ask("submit", f"{task}/submit", {"despite_violations": True})

    def _ask(self, kind: str, path: str, body: dict[str, Any]) -> Any:
        content = json.dumps(body).encode()
        with timed(self.times[kind]):
            answer = self.client.send("POST", path, content, JSON)
        with timed(self.floors[kind]):
            self.floor.send("POST", "/entries", content, JSON).expect(200)
        return answer.expect(200).json()


def measure(report: Report, folder: Path) -> None:
    count = 20 if report.options.quick else 100
    url = f"sqlite:///{folder / 'annotator.db'}"
    with opened(url) as database:
        add_project(database, "war", [articles.article(number, WORDS) for number in range(2 * (count + WARM_UP))])
        add_user(database, "somebody", PASSWORD, "war")
    with running_server(url, folder / "data") as server, running_floor(folder) as floor:
        client = Client(server.url)
        client.sign_in("somebody", PASSWORD)
        warm_up = Annotator(client, floor)
        annotator = Annotator(client, floor)
        for number in range(count + WARM_UP):
            for batch in (False, True):
                (annotator if number >= WARM_UP else warm_up).annotate(batch=batch)
        client.close()
    for kind, name in NAMES.items():
        report.add(name, median(annotator.times[kind]), 3, floor=median(annotator.floors[kind]))
    slowest = percentile(annotator.times["save"], 0.99)
    report.note(
        f"of 100 saves of one act the slowest takes {slowest:.1f} ms; one fsync here {sync_cost(folder):.2f} ms"
    )


if __name__ == "__main__":
    run("Saving", __doc__, measure)
