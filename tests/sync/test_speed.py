"""A thousand tasks with twenty spans each go over, stay quiet and change within the time that people wait for."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.services.sync import connections
from annotator.store.session import Database
from benchmarks import labelstudio as benchmark
from tests.faulty_proxy import FaultyProxy
from tests.labelstudio_server import LabelStudioServer
from tests.sync.conftest import Both, sqlite_database

__all__ = ["sqlite_database"]

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow, pytest.mark.timeout(400)]
TASKS = 1_000


def test_a_thousand_tasks_go_over_in_time_and_with_few_requests(
    sqlite_database: Database, label_studio: LabelStudioServer, proxy: FaultyProxy, tmp_path: Path
) -> None:
    both = Both(sqlite_database, label_studio, proxy, slug="war")
    benchmark.fill(sqlite_database, tmp_path / "corpus.jsonl", TASKS)
    with both.client() as client:
        connections.connect(sqlite_database, client, "war", None, connections.Policy())
        first, requests = taken(proxy, lambda: benchmark.sync(sqlite_database, client, TASKS))
        assert requests <= 50
        floor, _ = taken(proxy, lambda: bare_imports(both))
        # The time of a machine that has nothing else to do; of one that has, what a bare import takes then.
        assert first <= max(60, 8 * floor)
        nothing, requests = taken(proxy, lambda: benchmark.sync(sqlite_database, client, 0))
        assert requests <= 10
        assert nothing <= max(20, 4 * floor)
        benchmark.change(label_studio, sqlite_database)
        changed, requests = taken(proxy, lambda: benchmark.sync(sqlite_database, client, -1))
        assert requests <= 60
        assert changed <= max(10, 4 * floor)


def bare_imports(both: Both) -> None:
    bodies = [each.body for each in both.proxy.log if "/import" in each.path]
    assert len(bodies) == TASKS // 200
    benchmark.imported(both.server, bodies, both.database)


def taken(proxy: FaultyProxy, deed: Callable[[], object]) -> tuple[float, int]:
    """Seconds and requests."""
    before, began = len(proxy.log), time.monotonic()
    deed()
    return time.monotonic() - began, len(proxy.log) - before
