"""Corpora of all kinds brought into a project: read whole first, stored afterwards, each part whole or not at all.

What is read slowly is read into a native file before anything is stored: who holds the transaction while a
corpus is read keeps everybody else from saving.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import Report, refuse
from annotator.formats.faults import Faults, told
from annotator.formats.maps.corpus_map import CorpusMap
from annotator.formats.maps.intake import is_ours, taken
from annotator.formats.native.format import NATIVE
from annotator.formats.options import configured
from annotator.formats.sources.finding import Found, found
from annotator.services import documents, projects
from annotator.services.documents import ImportReport
from annotator.store.session import Database, discard

#: Told how many documents there are so far.
Tell = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a corpus is to be taken."""

    corpus_map: CorpusMap | None = None
    #: Take what is proposed for names that the map and the schema do not have.
    guess: bool = False
    #: Take what is sound of a part with faults; else nothing of it.
    keep_going: bool = False
    dry_run: bool = False


@dataclass(slots=True)
class Brought:
    """What came of a part: what was stored, and what was told while it was read."""

    report: ImportReport = field(default_factory=ImportReport)
    faults: Faults = field(default_factory=Faults)


def parts(
    path: Path,
    name: str | None = None,
    format_id: str | None = None,
    options: Mapping[str, str] | None = None,
    passed_over: Callable[[str], object] = print,
) -> Iterator[Found]:
    """What is to be read of a file, a folder or an archive, each with its options; errors call the path `name`.

    An encoding is taken by formats that have one, and passed over by others. Raises InvalidInput for a file that
    nothing reads, and for an option that its format does not have.
    """
    wanted = dict(options or {})
    for part in found(path, format_id, passed_over):
        known = {each: value for each, value in wanted.items() if each != "encoding" or _is_encoded(part)}
        called = part.name if name is None else part.name.replace(str(path), name, 1)
        yield replace(part, reader=configured(part.reader, known), name=called)


def _is_encoded(part: Found) -> bool:
    return hasattr(part.reader.options, "encoding")


def bring(database: Database, slug: str, part: Found, wish: Wish, tell: Tell, also: Report | None = None) -> Brought:
    """Read one part of a corpus and store it, whole or, where `wish` says so, as far as it is sound.

    `also` is told of each loss. Raises InvalidInput for what cannot be read at all, or does not go with
    what is in the project; then nothing of the part is stored.
    """
    brought = Brought(faults=Faults(also))
    with database.read() as session:
        _, schema = projects.for_operator(session, slug)
    with _readable(part, schema, wish, brought.faults, tell) as records:
        if brought.faults.number and not wish.keep_going:
            return brought
        with database.write() as session:
            project, _ = projects.for_operator(session, slug)
            report = brought.faults.take if wish.keep_going else refuse
            for brought.report in documents.import_documents(session, project, records, report):
                tell(brought.report.documents + brought.report.known)
            if wish.dry_run or (brought.faults.number and not wish.keep_going):
                discard(session)
    if brought.faults.number and not wish.keep_going:
        brought.report = ImportReport()
    return brought


@contextmanager
def _readable(
    part: Found, schema: Schema, wish: Wish, faults: Faults, tell: Tell
) -> Iterator[Iterator[AnnotatedDocument]]:
    """The documents of a part, at hand without any more work; its faults are told by the time they are taken."""
    if is_ours(part.reader, wish.corpus_map, guess=wish.guess):
        yield part.reader.read(part.open(), schema, faults.take, part.name)
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "spool.jsonl"
        spool([part], schema, wish, faults, target, tell)
        yield NATIVE.read(target, schema, file=part.name)


def spool(parts_: Iterable[Found], schema: Schema, wish: Wish, faults: Faults, target: Path, tell: Tell) -> int:
    """Read parts of a corpus into one native file, under the schema; the number of its documents."""
    number = 0

    def counted() -> Iterator[AnnotatedDocument]:
        nonlocal number
        for part in parts_:
            source, take = part.open(), faults.take
            for record in taken(
                part.reader, source, schema, take, part.name, corpus_map=wish.corpus_map, guess=wish.guess
            ):
                number += 1
                tell(number)
                yield record

    for _ in NATIVE.write(counted(), target):
        pass
    return number


def fault_lines(faults: Faults) -> list[str]:
    """The first faults, a line each, and how many more there are."""
    lines = [told(loss) for loss in faults.first]
    if faults.number > len(lines):
        lines.append(f"and {faults.number - len(lines)} more")
    return lines


def located(error: InvalidInput, part: Found) -> InvalidInput:
    """The error with the name of the part, where it has none."""
    error.file = error.file or part.name
    return error
