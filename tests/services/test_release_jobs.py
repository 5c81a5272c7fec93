"""A release as a job: cut once, whatever happens to the process, and never half."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from annotator.domain.errors import Conflict, InvalidInput
from annotator.releases.plan import plan_of
from annotator.services import releases
from annotator.services.demo import load_demo
from annotator.services.job_kinds.base import Cancelled
from annotator.services.job_kinds.cut_release import CutRelease
from annotator.settings import Settings

PLAN = {"name": "v1", "sets": "gold", "formats": ["iob2"]}


class Killed(BaseException):
    """The process ends, without a word."""


@dataclass
class Bench:
    """A job's step with nothing around it: killed or cancelled at the word that is said."""

    database: object
    settings: Settings
    made: Path
    payload: dict = field(default_factory=lambda: {"plan": PLAN})
    kept: dict = field(default_factory=dict)
    project: str = "demo"
    ends_at: str = ""
    ends_by: Callable[[], BaseException] = Killed
    said: list = field(default_factory=list)

    @contextmanager
    def read(self):
        with self.database.read() as session:
            yield session

    def tell(self, words, done=0, of=None):
        self.said.append(words)
        if words == self.ends_at:
            raise self.ends_by()

    def run(self):
        for step in CutRelease().steps(self.payload, self.kept):
            step.do(self)


@pytest.fixture
def bench(sqlite_database, tmp_path):
    with sqlite_database.write() as session:
        load_demo(session)
    (tmp_path / "made").mkdir()
    return Bench(sqlite_database, Settings(data=tmp_path / "data", secret_key="k" * 32), tmp_path / "made")


def names(bench):
    store = releases.store_of(bench.settings, "demo")
    return sorted(path.name for path in store.iterdir()) if store.is_dir() else []


def test_a_job_cuts_a_release_and_says_which(bench):
    bench.run()
    assert names(bench) == ["v1"]
    [entry] = releases.list_releases(bench.settings)
    assert bench.kept == {"release": "v1", "digest": entry.digest}


@pytest.mark.parametrize("word", ["gathering", "reading", "splitting", "writing native", "writing iob2 dev", "done"])
def test_killed_anywhere_it_goes_on_and_gathers_once(bench, word):
    bench.ends_at = word
    with pytest.raises(Killed):
        bench.run()
    assert "v1" not in names(bench)
    bench.ends_at, bench.said = "", []
    bench.run()
    assert names(bench) == ["v1"]
    assert ("gathering" in bench.said) == (word == "gathering")
    assert list(releases.verify(releases.store_of(bench.settings, "demo") / "v1")) == []


def test_killed_after_it_appeared_it_is_done(bench):
    _, publish = CutRelease().steps(bench.payload, bench.kept)
    bench.run()
    publish.do(bench)
    assert names(bench) == ["v1"]


def test_another_job_of_the_same_plan_does_not_take_what_an_earlier_one_gathered(bench, tmp_path):
    bench.ends_at = "splitting"
    with pytest.raises(Killed):
        bench.run()
    (tmp_path / "other").mkdir()
    bench.made, bench.ends_at, bench.said = tmp_path / "other", "", []
    bench.run()
    assert "gathering" in bench.said


def test_cancelled_it_leaves_nothing_that_shows(bench):
    bench.ends_at, bench.ends_by = "writing native", lambda: Cancelled("cancelled")
    with pytest.raises(Cancelled):
        bench.run()
    assert [name for name in names(bench) if not name.endswith(".lock")] == []


def test_a_taken_name_and_a_plan_that_cannot_be_are_refused(bench):
    bench.run()
    with pytest.raises(Conflict, match="never changed"):
        Bench(bench.database, bench.settings, bench.made).run()
    with pytest.raises(Conflict, match="never changed"):
        releases.check_free(bench.settings, "demo", "v1")
    releases.check_free(bench.settings, "demo", "v2")
    for payload in ({}, {"plan": "v1"}, {"plan": {"name": "../v1"}}, {"plan": {"name": "v1", "formats": ["tea"]}}):
        with pytest.raises(InvalidInput):
            CutRelease().check(payload)
    assert CutRelease().check({"plan": plan_of(PLAN).model_dump(mode="json")}) == "v1, gold"
