"""A thousand tasks with twenty spans each go over, stay quiet and change within the time that people wait for."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.services.sync import connections
from benchmarks import labelstudio as benchmark
from tests.faulty_proxy import FaultyProxy
from tests.labelstudio_server import LabelStudioServer
from tests.server import opened
from tests.sync.conftest import Both

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow, pytest.mark.timeout(400)]
TASKS = 1_000


def test_a_thousand_tasks_go_over_in_time_and_with_few_requests(
    label_studio: LabelStudioServer, proxy: FaultyProxy, tmp_path: Path
) -> None:
    with opened(f"sqlite:///{tmp_path / 'ours.db'}") as database:
        benchmark.fill(database, tmp_path / "corpus.jsonl", TASKS)
        in_time(Both(database, label_studio, proxy, slug="war"))


def in_time(both: Both) -> None:
    database, proxy = both.database, both.proxy
    with both.client() as client:
        connections.connect(database, client, "war", None, connections.Policy())
        first, requests = taken(proxy, lambda: benchmark.sync(database, client, TASKS))
        assert requests <= 50
        floor, _ = taken(proxy, lambda: bare_imports(both))
        # The time of a machine that has nothing else to do; of one that has, what a bare import takes then.
        assert first <= max(60, 8 * floor)
        nothing, requests = taken(proxy, lambda: benchmark.sync(database, client, 0))
        assert requests <= 10
        assert nothing <= max(20, 4 * floor)
        benchmark.change(both.server, database)
        changed, requests = taken(proxy, lambda: benchmark.sync(database, client, -1))
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
