"""Export: a project as a corpus in one format, as a file to download."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, ClassVar

from annotator import formats
from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.domain.permissions import Action
from annotator.formats.base import Writer
from annotator.formats.losses import Losses, listed
from annotator.formats.options import configured
from annotator.formats.writing import write_corpus
from annotator.services import exports, projects
from annotator.services.exports import Sets
from annotator.services.job_kinds.base import Step, Work, texts

#: What a file of losses ends with: each loss as a JSON object a line.
LOSSES = ".losses.jsonl"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported: which sets, in which format with which options."""

    writer: Writer
    sets: Sets = Sets.SUBMITTED
    options: Mapping[str, str] = field(default_factory=dict)
    #: Only say what would be lost.
    dry_run: bool = False


def order(payload: JsonObject) -> Order:
    """The payload, read; raises InvalidInput for a format, an option or sets that there are not."""
    options, dry_run = texts(payload, "options"), payload.get("dry_run", False)
    writer = configured(formats.writer(str(payload.get("format", ""))), options)
    sets = str(payload.get("sets", Sets.SUBMITTED))
    if sets not in set(Sets):
        raise InvalidInput(f"sets are {', '.join(Sets)}, not {sets!r}", rule="sets")
    if not isinstance(dry_run, bool):
        raise InvalidInput("dry_run is true or false", rule="payload")
    return Order(writer, Sets(sets), options, dry_run)


@dataclass(frozen=True, slots=True)
class ExportCorpus:
    """Payload: `format`, and `sets`, `options`, `dry_run`, which may be absent: see `Order`."""

    id: ClassVar[str] = "export"
    title: ClassVar[str] = "Export"
    action: ClassVar[Action] = Action.EXPORT

    def check(self, payload: JsonObject) -> str:
        asked = order(payload)
        return f"{asked.writer.title}, {asked.sets}" + (", losses only" if asked.dry_run else "")

    def steps(self, payload: JsonObject, kept: JsonObject) -> Sequence[Step]:
        del payload, kept
        return [Step("Written", export)]


def export(work: Work) -> None:
    """Write the file beside its place, and put it there when it is whole; what a kill has left is written over."""
    asked = order(work.payload)
    name = f"{work.project}-{asked.sets}"
    with (
        _whole(work.made / f"{name}{asked.writer.suffix}", drop=asked.dry_run) as out,
        _whole(work.made / f"{name}{LOSSES}", drop=asked.dry_run) as lost,
        work.read() as session,
    ):
        project, schema = projects.for_operator(session, work.project)
        last = exports.last_position(session, project)
        corpus = exports.export_documents(session, project, asked.sets, lambda position: _tell(work, position, last))
        losses = Losses(listed(lost))
        count = write_corpus(asked.writer, corpus, out, schema, losses)
    if not losses.numbers:
        (work.made / f"{name}{LOSSES}").unlink(missing_ok=True)
    work.kept.update({**asdict(count), "losses": losses.as_json(), "dry_run": asked.dry_run})


@contextmanager
def _whole(path: Path, *, drop: bool) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file when the block ends well; with `drop` they become nothing."""
    # Its name begins with a dot: until it is whole it is not offered.
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        if not drop:
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _tell(work: Work, position: int, last: int) -> None:
    work.tell(f"{position:,} of {last:,} documents", position, last)
