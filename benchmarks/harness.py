"""What every benchmark does alike: its options, its numbers, its table.

A benchmark is no test: it says what was measured and whether the target was met, and exits 0. Machines
differ and are noisy, so what is promised are ratios: ours to a floor, taken in turn in the same run.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import make_url

from tests.postgres import MISSING, fresh_database, postgres_server


@dataclass(frozen=True, slots=True)
class Options:
    quick: bool
    json: bool
    #: Where data is put; its disk decides what a durable commit costs.
    folder: Path | None


@dataclass(frozen=True, slots=True)
class Row:
    """One promise: ours against a floor, or ours alone against an absolute target.

    What is compared with the target is ours / floor where there is a floor, else ours itself.
    """

    what: str
    ours: float
    target: float
    unit: str = "ms"
    floor: float | None = None
    #: Whether the target is the most that it may be, or the least.
    bound: Literal["most", "least"] = "most"

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.ours / self.floor

    @property
    def met(self) -> bool:
        compared = self.ours if self.ratio is None else self.ratio
        return compared <= self.target if self.bound == "most" else compared >= self.target


class Report:
    """Rows and remarks of one benchmark."""

    def __init__(self, title: str, options: Options) -> None:
        self.title = title
        self.options = options
        self.rows: list[Row] = []
        self.notes: list[str] = []

    def add(
        self,
        what: str,
        ours: float,
        target: float,
        *,
        floor: float | None = None,
        unit: str = "ms",
        bound: Literal["most", "least"] = "most",
    ) -> None:
        self.rows.append(Row(what, ours, target, unit, floor, bound))

    def note(self, text: str) -> None:
        """Something that a reader of the numbers should know."""
        self.notes.append(text)

    def show(self) -> None:
        if self.options.json:
            rows = [asdict(row) | {"ratio": row.ratio, "met": row.met} for row in self.rows]
            print(json.dumps({"benchmark": self.title, "rows": rows, "notes": self.notes}, indent=2))
            return
        print(f"\n{self.title}")
        print_table(["what", "ours", "floor", "ratio", "target", "met"], [cells(row) for row in self.rows])
        for note in self.notes:
            print(f"  {note}")


def cells(row: Row) -> list[str]:
    sign = "<=" if row.bound == "most" else ">="
    return [
        row.what,
        f"{number(row.ours)} {row.unit}",
        "" if row.floor is None else f"{number(row.floor)} {row.unit}",
        "" if row.ratio is None else f"{row.ratio:.2f}x",
        f"{sign} {row.target:g}{f' {row.unit}' if row.ratio is None else 'x'}",
        "yes" if row.met else "NO",
    ]


def print_table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]
    for line in [head, *lines]:
        first, *others = (
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  " + "  ".join([first, *others]))


def number(value: float) -> str:
    """Three digits that say something; no more."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def read_options(description: str | None) -> Options:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a smaller run: less exact, same shape")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    parser.add_argument("--folder", type=Path, help="put data here (default: the folder for temporary files)")
    given = parser.parse_args()
    return Options(given.quick, given.json, given.folder)


def run(title: str, description: str | None, measure: Callable[[Report, Path], None]) -> None:
    """Measure in a folder that is gone afterwards, and print what came out."""
    report = Report(title, read_options(description))
    with tempfile.TemporaryDirectory(prefix="annotator-benchmark-", dir=report.options.folder) as folder:
        measure(report, Path(folder))
    report.show()


@contextmanager
def postgres_database(report: Report) -> Iterator[str | None]:
    """The URL of an empty database on PostgreSQL; None, with a note in the report, where there is no server."""
    with postgres_server() as server:
        if server is None:
            report.note(MISSING)
            yield None
            return
        with fresh_database(server) as url:
            yield make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def percentile(times: Sequence[float], share: float) -> float:
    """The value below which that share of the times lies: percentile(times, 0.5) is the median."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(times: Sequence[float]) -> float:
    return percentile(times, 0.5)


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Append how long the block took, in milliseconds."""
    started = time.perf_counter()
    yield
    into.append((time.perf_counter() - started) * 1000)


def sync_cost(folder: Path, rounds: int = 50) -> float:
    """What it costs to make one small write durable here, in milliseconds: the median of some."""
    times: list[float] = []
    with (folder / "sync-probe").open("wb", buffering=0) as file:
        for _ in range(rounds):
            with timed(times):
                file.write(b"x" * 4096)
                os.fsync(file.fileno())
    return median(times)
