"""The same on PostgreSQL: a first push, changes of both sides, a conflict, a kill at every step, a move."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from annotator.domain.errors import Conflict
from annotator.services.sync import conflicts
from annotator.services.sync.runs import running
from annotator.store.session import Database
from tests.faulty_proxy import FaultyProxy
from tests.fixtures import postgres_database
from tests.labelstudio_server import LabelStudioServer
from tests.sync.conftest import TEXT, Both, annotated, region
from tests.sync.killing import killing
from tests.sync.test_changes import moved, quiet
from tests.sync.test_kills import killed_at_every_step

__all__ = ["postgres_database"]

pytestmark = [pytest.mark.labelstudio, pytest.mark.postgres]


@pytest.fixture
def both(postgres_database: Database, label_studio: LabelStudioServer, proxy: FaultyProxy) -> Iterator[Both]:
    found = Both(postgres_database, label_studio, proxy)
    found.add_project("ours")
    yield found
    for client in found.clients:
        client.close()


def test_a_project_goes_over_comes_back_into_an_empty_one_and_is_quiet(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", "Police 𝔘 shot 3 protesters\r\nin Hama, again."))
    remote = both.connect()
    both.apply(plan_id=both.plan().id)
    assert [len(task["annotations"]) for task in both.tasks()] == [1, 1]
    task = both.task("b")["id"]
    both.call("POST", f"/api/tasks/{task}/annotations/", {"result": [region("r", "actor", 0, 6)]})
    both.apply()
    assert len(both.sets("b")) == 2
    both.edit("a", where=None)
    both.call("DELETE", f"/api/annotations/{both.task('b')['annotations'][0]['id']}/")
    both.apply()
    both.apply()
    assert quiet(both)
    both.add_project("copy")
    both.connect(remote, slug="copy")
    both.apply("copy")
    assert [len(each.sets) for each in both.corpus("copy")] == [1, 1]
    assert both.plan("copy").is_empty


@pytest.mark.parametrize("word", ["local", "remote"])
def test_a_conflict_is_kept_told_and_settled(both: Both, word: str) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    annotation, start = both.annotation("a"), TEXT.index("Hama")
    both.patch(annotation, moved(annotation["result"], "where", start - 3, start + 4))
    where = next(each for each in both.set("a").spans if each.id == "where")
    both.edit("a", where=replace(where, end=where.end + 3, quote=TEXT[where.start : where.end + 3]))
    assert both.apply().plan.is_empty
    (found,) = conflicts.list_conflicts(both.database, "ours")
    conflicts.resolve(both.database, "ours", [found.id], word)
    both.apply()
    local = next(each for each in both.set("a").spans if each.id == "where")
    there = next(each for each in both.annotation("a")["result"] if each.get("id") == "where")
    wanted = (start, start + 7) if word == "local" else (start - 3, start + 4)
    assert (local.start, local.end) == (there["value"]["start"], there["value"]["end"]) == wanted
    assert quiet(both)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_run_that_is_killed_at_a_step_of_each_kind_ends_the_same_as_one_that_is_not(both: Both) -> None:
    with killing(both) as killer:
        killed_at_every_step(both, killer, stride=4)


def test_of_two_runs_at_once_one_refuses(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    with running(both.database, "ours"), pytest.raises(Conflict, match="goes on already"):
        both.apply()
    both.apply()
    assert len(both.tasks()) == 1
