"""How long an export takes and what memory it needs.

Ours: the submitted sets of a project to one file in the native format. Floor: the same rows read with
sqlite3 alone and written with json.dumps, the same bytes. In turn, in this process, on the
same database. Memory: the peak of a process that does nothing but export, for a large corpus against one
a fifth of its size.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

from annotator.formats.native.format import NATIVE
from annotator.services import documents, exports, projects
from annotator.store import projects as stored_projects
from annotator.store.session import Database
from benchmarks import articles
from benchmarks.harness import Report, median, run, timed
from tests.server import opened

WORDS, SPANS = 400, 20
ROUNDS = 5


def measure(report: Report, folder: Path) -> None:
    count = 1_000 if report.options.quick else 10_000
    large, small = folder / "large.db", folder / "small.db"
    filled: list[float] = []
    with timed(filled):
        fill(large, count)
    fill(small, count // 5)
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(ROUNDS):
        with timed(ours):
            export_ours(large, folder / "ours.jsonl")
        with timed(floor):
            export_bare(large, folder / "floor.jsonl")
    # A floor that did less would be no floor.
    assert (folder / "ours.jsonl").read_bytes() == (folder / "floor.jsonl").read_bytes()
    what = f"export of {count:,} articles with {SPANS} spans"
    report.add(what, median(ours), 3, floor=median(floor))
    report.add(
        f"memory for {count:,} against {count // 5:,} articles",
        peak_of(large, folder / "large.jsonl"),
        1.1,
        floor=peak_of(small, folder / "small.jsonl"),
        unit="MB",
    )
    report.note(f"{count / median(ours) * 1000:,.0f} articles a second")
    report.note(f"importing them with their spans: {count / filled[0] * 1000:,.0f} articles a second")


def fill(path: Path, count: int) -> None:
    schema, guideline = projects.load_schema("conflict-events")
    file = path.with_suffix(".jsonl")
    with file.open("w", encoding="utf-8") as lines:
        for record in articles.records(count, WORDS, SPANS):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    with opened(f"sqlite:///{path}") as database, database.write() as session:
        project = projects.create_project(session, "war", "War", schema, guideline)
        done = list(documents.import_documents(session, project, NATIVE.read(file, schema)))
    assert done[-1].spans == count * SPANS
    file.unlink()


def export_ours(path: Path, target: Path) -> None:
    database = Database(f"sqlite:///{path}")
    with database.read() as session:
        project = stored_projects.get(session, "war")
        corpus = exports.export_documents(session, project, exports.Sets.SUBMITTED)
        for loss in NATIVE.write(corpus, target, exports.current_schema(session, project)):
            raise AssertionError(f"the native format loses nothing, but: {loss}")
    database.close()


_SETS = """
    SELECT d.key, d.text, d.meta, a.id, a.annotator, a.layer, a.status, v.name, v.version, a.guideline
    FROM documents d
    JOIN annotation_sets a ON a.document_id = d.id AND a.layer = 'annotator' AND a.status = 'submitted'
    JOIN schema_versions v ON v.id = a.schema_version_id
    WHERE d.project_id = 1 ORDER BY d.position
"""
_SPANS = 'SELECT id, label, start, "end", quote FROM spans WHERE set_id = ? ORDER BY start'


def export_bare(path: Path, target: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, target.open("w", encoding="utf-8") as lines:
        for key, text, meta, set_id, *said in connection.execute(_SETS):
            found = connection.execute(_SPANS, (set_id,))
            record = bare_record(key, text, json.loads(meta), bare_set(found, *said))
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def bare_record(key: str, text: str, meta: Any, annotations: dict[str, Any]) -> dict[str, Any]:
    return {"format": "annotator/1", "id": key, "text": text, "meta": meta, "annotation_sets": [annotations]}


def bare_set(
    found: Iterable[Any], annotator: str, layer: str, status: str, schema: str, version: int, guideline: int
) -> dict[str, Any]:
    return {
        "annotator": annotator,
        "layer": layer,
        "status": status,
        "schema": {"name": schema, "version": version},
        "guideline": guideline,
        "spans": [
            {"id": span_id, "label": label, "start": start, "end": end, "quote": quote}
            for span_id, label, start, end, quote in found
        ],
    }


def peak_of(path: Path, target: Path) -> float:
    """The most memory that a process of its own held while it exported, in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--peak", str(path), str(target)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def peak() -> float:
    """The most memory that this process has held, in MB.

    Linux says it of the process; what getrusage says there may be the parent's, from before exec.
    """
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    return getrusage(RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        export_ours(Path(sys.argv[2]), Path(sys.argv[3]))
        print(peak())
    else:
        run("Exporting", __doc__, measure)
