"""Runs that are killed, and runs that meet: each ends the same as if nothing had been."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from annotator.domain.errors import Conflict
from annotator.labelstudio.identity import import_id
from annotator.services.sync import connections
from annotator.services.sync.runs import running
from tests.sync.conftest import Both, annotated, region
from tests.sync.killing import Killer, killing
from tests.sync.test_failures import in_step

pytestmark = pytest.mark.labelstudio


@pytest.fixture
def killer(both: Both) -> Iterator[Killer]:
    with killing(both) as killer:
        yield killer


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_run_that_is_killed_at_any_step_ends_the_same_as_one_that_is_not(both: Both, killer: Killer) -> None:
    killed_at_every_step(both, killer)


def killed_at_every_step(both: Both, killer: Killer, stride: int = 1) -> None:
    """A run with something of all kinds to do, killed at its first step, its second, and so on, until it has no more.

    Of all kinds: a new task, a new annotation on either side, a change, and one that goes.
    """
    both.bring(annotated(), annotated(annotator="n0"))
    both.connect()
    both.apply()
    task, number = both.task("a")["id"], number_of(both, "ann")
    last, code = "n0", 9
    for step in range(1, 100, stride):
        key, new = f"k{step}", f"n{step}"
        both.bring(annotated(key, f"Police shot 3 protesters in Hama {step}."), annotated("a", annotator=new))
        where = next(each for each in both.set("a").spans if each.id == "where")
        label = "actor" if where.label == "location" else "location"
        both.edit("a", where=replace(where, label=label))
        both.drop_set("a", last)
        theirs = {"result": [region(f"r{step}", "actor", 0, 6)], "import_id": step}
        made = both.call("POST", f"/api/tasks/{task}/annotations/", theirs)
        code = killer.run(step)
        assert code in (0, 9)
        both.apply()
        found = {each["id"]: each for each in both.call("GET", f"/api/tasks/{task}/annotations/")}
        # Ours as it is now, that of this round, and theirs: each once.
        assert len(found) == len(both.sets("a")) == 3
        (ours,) = (each for each in found.values() if each["import_id"] == number)
        assert next(each["value"]["labels"] for each in ours["result"] if each.get("id") == "where") == [label]
        assert [len(each.annotations.spans) for each in both.sets(key)] == [4]
        both.call("DELETE", f"/api/annotations/{made['id']}/")
        both.drop_set("a", "lead@example.com")
        last = new
        if code == 0:
            break
    assert code == 0
    assert step > 20
    # That theirs is gone on both sides is believed when it is seen a second time.
    both.apply()
    both.apply()
    keys = [each["data"]["id"] for each in both.tasks()]
    assert len(keys) == len(set(keys)) == len(both.corpus())
    assert [len(each["annotations"]) for each in both.tasks()] == [2] + [1] * (len(keys) - 1)
    assert in_step(both)


def number_of(both: Both, annotator: str) -> int:
    """The number by which a set of ours is known again there."""
    with both.database.read() as session:
        mark = connections.connection(session, both.slug).mark
    return next(import_id(mark, each.row) for each in both.sets("a") if each.annotations.annotator == annotator)


def test_of_two_syncs_at_once_one_refuses_and_a_dead_one_holds_nobody_up(both: Both, killer: Killer) -> None:
    both.bring(annotated())
    both.connect()
    with running(both.database, "ours"), pytest.raises(Conflict, match="goes on already"):
        both.apply()
    # A process that ends hard while it holds the lock.
    assert killer.run(1) == 9
    both.apply()
    assert len(both.tasks()) == 1
    assert in_step(both)
