"""How long an import takes, against reading the same file and inserting its rows with sqlite3 alone.

Ours: every record read in the native format, checked, looked up, hashed and stored, in one durable
transaction. Floor: json.loads for each line and one executemany into one table without an index, in one
durable transaction. Both in this process, in turn, each time into a new database.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from annotator.formats.native.format import NATIVE
from annotator.services import documents, projects
from benchmarks import articles
from benchmarks.harness import Report, median, run, timed
from tests.server import opened

WORDS = 400
ROUNDS = 5


def measure(report: Report, folder: Path) -> None:
    count = 1_000 if report.options.quick else 10_000
    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for record in articles.records(count, WORDS):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    empty = folder / "empty.db"
    with opened(f"sqlite:///{empty}"):
        pass
    ours: list[float] = []
    floor: list[float] = []
    for number in range(ROUNDS):
        target = folder / f"ours-{number}.db"
        shutil.copy(empty, target)
        import_ours(file, target, count, ours)
        target.unlink()
        bare = folder / f"floor-{number}.db"
        import_bare(file, bare, count, floor)
        bare.unlink()
    report.add(f"import of {count:,} articles of {WORDS} words", median(ours), 3, floor=median(floor))
    report.note(f"{count / median(ours) * 1000:,.0f} articles a second")


def import_ours(file: Path, target: Path, count: int, times: list[float]) -> None:
    with opened(f"sqlite:///{target}") as database:
        schema, guideline = projects.load_schema("conflict-events")
        with database.write() as session:
            project = projects.create_project(session, "war", "War", schema, guideline)
        with timed(times), database.write() as session:
            done = list(documents.import_documents(session, project, NATIVE.read(file, schema)))
        assert done[-1].documents == count


def import_bare(file: Path, target: Path, count: int, times: list[float]) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, key TEXT, text TEXT, meta TEXT)")
        with timed(times):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO documents (key, text, meta) VALUES (?, ?, ?)", rows(file))
            connection.execute("COMMIT")
        [stored] = connection.execute("SELECT count(*) FROM documents").fetchone()
        assert stored == count


def rows(file: Path) -> Iterator[tuple[str, str, str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["id"], record["text"], json.dumps(record["meta"], ensure_ascii=False)


if __name__ == "__main__":
    run("Importing", __doc__, measure)
