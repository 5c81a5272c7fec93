"""Corpora as commands name and write them: whole or not at all, counted, every loss told.

What `import`, `export` and `convert` share.
"""

import secrets
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import click

from annotator.cli.output import say
from annotator.cli.progress import Progress
from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import Writer
from annotator.formats.faults import Faults, told
from annotator.formats.losses import Losses, becomes, listed, place_told
from annotator.formats.records.selection import Written
from annotator.formats.sources.finding import ARCHIVE
from annotator.formats.writing import write_corpus

F = TypeVar("F", bound=Callable[..., Any])

#: The name of stdin and stdout.
STDIO = Path("-")
FILE = click.Path(path_type=Path, allow_dash=True, dir_okay=False)
#: A corpus that is written, or read: a file, or a folder for formats of several files.
DESTINATION = click.Path(path_type=Path, allow_dash=True)


def loss_options(command: F) -> F:
    """What is to be done with what a format cannot carry."""
    told = "Write every loss into FILE, a JSON object a line."
    for option in (
        click.option("--losses", "losses_file", type=FILE, metavar="FILE", help=told),
        click.option("--strict", is_flag=True, help="Write nothing when anything would be lost."),
        click.option("--dry-run", is_flag=True, help="Write nothing; only say what would be lost."),
    ):
        command = option(command)
    return command


def format_settings(words: Iterable[str]) -> dict[str, str]:
    """The options of a format from NAME=VALUE words."""
    settings: dict[str, str] = {}
    for each in words:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"an option is NAME=VALUE, not {each!r}")
        settings[name] = value
    return settings


def check_stdout(destination: Path, losses_file: Path | None, *, as_json: bool) -> None:
    """Refuse to send two things there, of which a program could read neither."""
    if [destination == STDIO, losses_file == STDIO, as_json].count(True) > 1:
        raise click.UsageError("only one of the corpus, the losses and --json can go to stdout")


def source_name(path: Path) -> str:
    """What errors call a source."""
    return "stdin" if path == STDIO else str(path)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file, or go to stdout (-), when the block ends without an error."""
    if path == STDIO or (path.exists() and not path.is_file()):
        # A pipe or a device keeps its place, and gets all at once.
        with tempfile.TemporaryFile() as spool:
            yield cast(BinaryIO, spool)
            spool.seek(0)
            with nullcontext(sys.stdout.buffer) if path == STDIO else path.open("wb") as stream:
                shutil.copyfileobj(spool, stream)
                stream.flush()
        return
    # Beside the file, so that the renaming stays on one disk.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        stream = part.open("xb")
    except OSError as error:
        raise InvalidInput(f"cannot be written: {error.strerror}", rule="file", file=str(path)) from None
    try:
        with stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[BinaryIO]:
    """A stream for an archive, which is unpacked into a new folder when the block ends without an error."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InvalidInput("is there already, and is not empty", rule="file", file=str(path))
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with tempfile.TemporaryFile() as spool:
            yield cast(BinaryIO, spool)
            spool.seek(0)
            with zipfile.ZipFile(spool) as archive:
                archive.extractall(part)
        if path.exists():
            path.rmdir()
        part.mkdir(exist_ok=True)
        part.replace(path)
    except OSError as error:
        raise InvalidInput(f"cannot be written: {error.strerror}", rule="file", file=str(path)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def told_losses(path: Path | None) -> Iterator[Losses]:
    """Losses, each of which is written into that file, if there is one."""
    with whole_file(path) if path else nullcontext() as file:
        yield Losses(None if file is None else listed(file))


def tell(losses: Losses, count: Written, done: str, *, dry_run: bool, where: str = "") -> None:
    """Say on stderr what was lost, by kind and reason, with the first few of each, and how much was `done`."""
    for each in losses.as_json():
        row = cast(dict[str, Any], each)
        say(("would be " if dry_run else "") + cause_told(row))
        for example in row["examples"]:
            say(f"    {place_told(example)}: {example['detail']}")
    if losses.numbers and losses.also is None:
        say("--losses FILE lists each of them.")
    much = f"{count.documents} documents with {count.sets} annotation sets"
    say(f"Nothing is written: there are {much}." if dry_run else f"{done} {much}{where}.")


def cause_told(row: Mapping[str, Any]) -> str:
    """A row of a table of losses as a line for people."""
    return f"{becomes(row)}: {row['number']} × {row['kind']} ({row['reason'].replace('_', ' ')})"


def left_out(name: str) -> None:
    """Say that a file of a folder or an archive is of no format."""
    say(f"{name}: left out, no format reads it")


def tell_faults(faults: Faults, name: str, what: str) -> list[str]:
    """Say the first faults of what was read, a line each, how many there are, and what comes of it; the lines."""
    lines = [told(loss) if loss.file else f"{name}: {told(loss)}" for loss in faults.first]
    for line in lines:
        say(f"Error: {line}")
    if faults.number:
        more = f", the first {len(lines)} are above" if faults.number > len(lines) else ""
        say(f"{name}: {faults.number} fault(s){more}; {what}")
    return lines


def write_whole(
    writer: Writer,
    documents: Iterable[AnnotatedDocument],
    destination: Path,
    schema: Schema | None,
    losses: Losses,
    is_wanted: Callable[[], bool],
) -> Written:
    """Write the corpus whole, or not at all if it is not wanted once all losses are known.

    A format of several files is written as an archive into a file whose name ends so, else as a folder.
    """
    count = Written()
    is_folder = writer.suffix.endswith(ARCHIVE) and destination != STDIO and destination.suffix.lower() != ARCHIVE
    whole = whole_folder if is_folder else whole_file
    with suppress(_Dropped), whole(destination) as out, Progress(str(destination)) as progress:
        count = write_corpus(writer, _shown(documents, progress), out, schema, losses)
        if not is_wanted():
            raise _Dropped
    return count


class _Dropped(Exception):
    """What was written so far is not wanted: it is thrown away."""


def _shown(documents: Iterable[AnnotatedDocument], progress: Progress) -> Iterator[AnnotatedDocument]:
    for number, annotated in enumerate(documents, start=1):
        progress.show(f"{number} documents")
        yield annotated
