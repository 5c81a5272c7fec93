"""How long it takes to write and to read a corpus in each format, and whether memory grows with it.

Ours: each format of the registry. Floor: the native format, on the same documents, in turn in this process. A
document has 400 words, twenty spans and the links that the schema allows between neighbours. Memory: the peak of a
process that writes or reads 2,000 documents against one of 200. (How far the native format is from doing nothing
but the least is what `exporting` measures.)
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator import formats
from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Reader, Writer
from annotator.formats.native.format import NATIVE
from annotator.formats.native.record import read_record
from annotator.services.projects import load_schema
from benchmarks import articles
from benchmarks.harness import Report, median, run, timed

WORDS, SPANS = 400, 20
ROUNDS = 3
#: Formats of which a corpus must fit into memory, as their guide says: measured, but nothing is promised.
WHOLE = {"spacy"}
#: Every other format: so many times what the native one takes, to write and to read.
SLOWEST_WRITER, SLOWEST_READER = 100, 40
PROC = Path("/proc/self")


def corpus(count: int, schema: Schema) -> Iterator[AnnotatedDocument]:
    """Documents with spans of all labels in turn, and a link from each to the next where a role may be."""
    labels = [label.name for label in schema.labels]
    for record in articles.records(count, WORDS, SPANS):
        for index, span in enumerate(record["annotation_sets"][0]["spans"]):
            span["label"] = labels[index % len(labels)]
        annotated = read_record(record)
        (annotations,) = annotated.sets
        yield replace(annotated, sets=(replace(annotations, links=tuple(links(annotations, schema))),))


def links(annotations: AnnotationSet, schema: Schema) -> Iterator[Link]:
    for number, (one, other) in enumerate(zip(annotations.spans, annotations.spans[1:], strict=False), start=1):
        role = next((role.name for role in schema.roles if role.joins(one.label, other.label)), None)
        if role is not None:
            yield Link(f"l{number}", role, one.id, other.id)


def write(fmt: Writer, documents: Iterator[AnnotatedDocument], target: Path, schema: Schema) -> None:
    for _ in fmt.write(documents, target, schema):
        pass


def read(fmt: Reader, source: Path, schema: Schema) -> int:
    return sum(1 for _ in fmt.read(source, schema, passed_over))


def passed_over(_: Loss) -> None:
    """What is lost is not the question here."""


def measure(report: Report, folder: Path) -> None:
    count = 40 if report.options.quick else 200
    schema, _ = load_schema("conflict-events")
    documents = list(corpus(count, schema))
    file = folder / "corpus.jsonl"
    write(NATIVE, iter(documents), file, schema)
    size = file.stat().st_size / 2**20
    for fmt in formats.writers():
        if fmt.id == NATIVE.id:
            continue
        path = folder / f"corpus{fmt.suffix}"
        ours, floor = in_turn(
            lambda fmt=fmt, path=path: write(fmt, iter(documents), path, schema),
            lambda: write(NATIVE, iter(documents), file, schema),
        )
        report.add(f"write {fmt.id} ({size / ours * 1000:.1f} MB/s)", ours, SLOWEST_WRITER, floor=floor)
        if isinstance(fmt, Reader):
            ours, floor = in_turn(
                lambda fmt=fmt, path=path: read(fmt, path, schema), lambda: read(NATIVE, file, schema)
            )
            report.add(f"read {fmt.id} ({size / ours * 1000:.1f} MB/s)", ours, SLOWEST_READER, floor=floor)
        path.unlink()
    report.note(f"MB are those of the native file: {size:.1f} for {count} documents")
    if (PROC / "clear_refs").exists():
        measure_memory(report, folder)
    else:
        report.note("no /proc: memory was not measured")


def in_turn(ours: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for times, act in zip(taken, (ours, floor), strict=True):
            with timed(times):
                act()
    return median(taken[0]), median(taken[1])


def measure_memory(report: Report, folder: Path) -> None:
    small, large = (40, 400) if report.options.quick else (200, 2_000)
    for fmt in formats.writers():
        command = [sys.executable, __file__, "--peaks", fmt.id, str(small), str(large), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            what, before, after = line.split()
            said = f"memory to {what} {large:,} documents of {fmt.id} against {small:,}"
            if fmt.id in WHOLE:
                report.note(f"{said}: {after} and {before} MB; held in memory whole")
            else:
                report.add(said, float(after), 1.2, floor=float(before), unit="MB")


def peaks(format_id: str, small: int, large: int, folder: Path) -> None:
    """Print the peaks of writing and of reading: for the small corpus, and for the large one."""
    schema, _ = load_schema("conflict-events")
    fmt = formats.writer(format_id)
    paths = {count: folder / f"memory-{count}{fmt.suffix}" for count in (small, large)}
    found = [peak_of(lambda n=n: write(fmt, corpus(n, schema), paths[n], schema)) for n in (small, large)]
    print("write", *(f"{peak:.1f}" for peak in found))
    if isinstance(fmt, Reader):
        found = [peak_of(lambda n=n: read(fmt, paths[n], schema)) for n in (small, large)]
        print("read", *(f"{peak:.1f}" for peak in found))
    for path in paths.values():
        path.unlink()


def peak_of(act: Callable[[], object]) -> float:
    """The most memory that this process held meanwhile, in MB. Linux forgets an older peak when it is told to."""
    (PROC / "clear_refs").write_text("5")
    act()
    [line] = [line for line in (PROC / "status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peaks"]:
        peaks(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
    else:
        run("Formats", __doc__, measure)
