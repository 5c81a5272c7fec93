"""How long a release takes, what memory it needs, and how long it takes to check.

Ours: a release of a project's submitted sets, in splits, with all that is told of it.
Floor: the export of the same sets to one native file. Memory: the peak of a process that does nothing but cut, for
a large corpus against one a fifth of its size.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from annotator.releases.plan import plan_of
from annotator.releases.steps import result_of
from annotator.services import releases
from annotator.settings import Settings
from annotator.store.session import Database
from benchmarks.exporting import SPANS, export_ours, fill, peak
from benchmarks.harness import Report, median, run, timed

PLAN = {"name": "v1", "sets": "submitted"}
ROUNDS = 3


def measure(report: Report, folder: Path) -> None:
    count = 1_000 if report.options.quick else 10_000
    large, small = folder / "large.db", folder / "small.db"
    fill(large, count)
    fill(small, count // 5)
    cutting: list[float] = []
    checking: list[float] = []
    floor: list[float] = []
    for _ in range(ROUNDS):
        store = folder / "releases"
        with timed(cutting):
            cut(large, store)
        with timed(checking):
            assert list(releases.verify(store / "v1")) == []
        shutil.rmtree(store)
        with timed(floor):
            export_ours(large, folder / "floor.jsonl")
    what = f"{count:,} articles with {SPANS} spans"
    report.add(f"a release of {what}", median(cutting), 12, floor=median(floor))
    report.add("the same, checked again", median(checking), 12, floor=median(floor))
    report.add(
        f"memory for {count:,} against {count // 5:,} articles",
        peak_of(large, folder / "large"),
        1.5,
        floor=peak_of(small, folder / "small"),
        unit="MB",
    )


def cut(path: Path, store: Path) -> None:
    """Cut a release of the project in that database into a folder of releases."""
    database = Database(f"sqlite:///{path}")
    settings = Settings(data=store.with_name(f"{store.name}-data"))
    result_of(releases.cut_release(database.read, settings, "war", plan_of(PLAN), store=store))
    database.close()


def peak_of(path: Path, store: Path) -> float:
    """The most memory that a process of its own held while it cut, in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--peak", str(path), str(store)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        cut(Path(sys.argv[2]), Path(sys.argv[3]))
        print(peak())
    else:
        run("Releasing", __doc__, measure)
