"""A thousand tasks with twenty spans each go over, stay quiet and change with few requests.

How long that takes is measured by `benchmarks/labelstudio.py`.
"""

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


def test_a_thousand_tasks_go_over_with_few_requests(
    label_studio: LabelStudioServer, proxy: FaultyProxy, tmp_path: Path
) -> None:
    with opened(f"sqlite:///{tmp_path / 'ours.db'}") as database:
        benchmark.fill(database, tmp_path / "corpus.jsonl", TASKS)
        both = Both(database, label_studio, proxy, slug="war")
        with both.client() as client:
            connections.connect(database, client, "war", None, connections.Policy())
            assert requests(proxy, lambda: benchmark.sync(database, client, TASKS)) <= 50
            assert sum("/import" in each.path for each in proxy.log) == TASKS // 200
            assert requests(proxy, lambda: benchmark.sync(database, client, 0)) <= 10
            benchmark.change(both.server, database)
            assert requests(proxy, lambda: benchmark.sync(database, client, -1)) <= 60


def requests(proxy: FaultyProxy, deed: Callable[[], object]) -> int:
    """How many it takes."""
    before = len(proxy.log)
    deed()
    return len(proxy.log) - before
