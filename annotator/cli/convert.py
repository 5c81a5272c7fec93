"""`annotator convert`: a corpus from one format to another, without a database."""

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import click

from annotator import formats
from annotator.cli.files import written_whole
from annotator.cli.output import json_option, print_json, say
from annotator.cli.progress import Progress
from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Reader, Writer
from annotator.formats.checking import UNKNOWN_SCHEMA, schema_ref
from annotator.formats.json_text import written
from annotator.formats.options import configured
from annotator.services.projects import load_schema

STD = "-"
#: How far into a corpus is looked for a set that names its schema.
LOOK_INTO = 1000

path = click.Path(allow_dash=True, dir_okay=False)


@dataclass(slots=True)
class Losses:
    """The losses of one conversion, counted by kind, and each written down where that is wanted."""

    file: BinaryIO | None
    kinds: Counter[str] = field(default_factory=Counter)
    first: Loss | None = None

    def add(self, loss: Loss) -> None:
        self.kinds[loss.kind] += 1
        self.first = self.first or loss
        if self.file is not None:
            self.file.write(written(loss.as_json(), loss.document) + b"\n")


@click.command()
@click.argument("source", type=path, metavar="SRC")
@click.argument("destination", type=path, metavar="DST")
@click.option("--from", "from_id", metavar="ID", help="The format of SRC; guessed from its name.")
@click.option("--to", "to_id", metavar="ID", help="The format of DST; guessed from its name.")
@click.option("--schema", "schema_name", metavar="NAME|FILE", help="The schema; found by the name that SRC gives.")
@click.option(
    "--losses", "losses_file", type=path, metavar="FILE", help="Write each loss into FILE, a line of JSON each."
)
@click.option("--from-option", multiple=True, metavar="NAME=VALUE", help="An option of reading; repeatable.")
@click.option("--to-option", multiple=True, metavar="NAME=VALUE", help="An option of writing; repeatable.")
@click.option("--strict", is_flag=True, help="Take no losses: at the first one nothing is written.")
@json_option
def convert(
    source: str,
    destination: str,
    from_id: str | None,
    to_id: str | None,
    schema_name: str | None,
    losses_file: str | None,
    from_option: tuple[str, ...],
    to_option: tuple[str, ...],
    strict: bool,
    as_json: bool,
) -> None:
    """Convert a corpus from one format to another.

    - is stdin or stdout. No database is needed. DST is written whole or not at all; what the
    format of DST cannot carry is counted on stderr, and told item by item with --losses.
    """
    if destination == losses_file == STD:
        raise click.UsageError("DST and the losses cannot both go to stdout")
    reader = configured(formats.reader(_format(source, from_id, "--from")), _settings(from_option))
    writer = configured(formats.writer(_format(destination, to_id, "--to")), _settings(to_option))
    name = "stdin" if source == STD else source
    with ExitStack() as stack:
        stream = stack.enter_context(_opened(source))
        schema = load_schema(schema_name)[0] if schema_name else _named_schema(reader, stream, name)
        file = stack.enter_context(written_whole(losses_file)) if losses_file else None
        losses = Losses(file)
        documents = _convert(reader, writer, stream, destination, schema, losses, strict, name)
    if losses.first and strict:
        number = sum(losses.kinds.values())
        lost = losses.first
        said = f"{number} loss(es), nothing is written; the first: {lost.kind} {lost.id or ''}: {lost.detail}"
        raise InvalidInput(said, rule=lost.reason, file=name, document=lost.document)
    report = {"from": reader.id, "to": writer.id, "documents": documents, "losses": dict(sorted(losses.kinds.items()))}
    if as_json and STD not in (destination, losses_file):
        print_json(report)
    else:
        _tell(documents, losses)


class _Strict(Exception):
    """There were losses, and none were to be: what was written so far is thrown away."""


def _convert(
    reader: Reader,
    writer: Writer,
    stream: BinaryIO,
    destination: str,
    schema: Schema | None,
    losses: Losses,
    strict: bool,
    name: str,
) -> int:
    """Write the corpus; how many documents there were."""
    count = 0

    def counted(documents: Iterable[AnnotatedDocument]) -> Iterator[AnnotatedDocument]:
        nonlocal count
        with Progress(name) as progress:
            for annotated in documents:
                count += 1
                progress.show(f"{count} documents")
                yield annotated

    documents = counted(reader.read(stream, schema, losses.add, name))
    try:
        with written_whole(destination) as out:
            for loss in writer.write(documents, out, schema):
                losses.add(loss)
            if strict and losses.first:
                raise _Strict
    except _Strict:
        pass
    return count


def _named_schema(reader: Reader, stream: BinaryIO, name: str) -> Schema | None:
    """The schema that the corpus says it was made under, as far as this program has it."""
    refs = set()
    try:
        for annotated in islice(reader.read(stream, None, _passed_over, name), LOOK_INTO):
            refs |= {each.schema for each in annotated.sets} - {UNKNOWN_SCHEMA}
            if refs:
                break
    except InvalidInput:
        # What is wrong with it, the reading proper says.
        pass
    stream.seek(0)
    for ref in refs:
        try:
            schema, _ = load_schema(ref.name)
        except InvalidInput:
            schema = None
        if schema_ref(schema) == ref:
            return schema
        say(f"schema {ref.name} {ref.version} is not here, so its rules are not checked; --schema FILE names it")
    return None


def _passed_over(_: Loss) -> None:
    """The reading proper reports it."""


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """The source as a stream that can be read twice."""
    if source != STD:
        with Path(source).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as spool:
        shutil.copyfileobj(sys.stdin.buffer, spool)
        spool.seek(0)
        yield cast(BinaryIO, spool)


def _format(file: str, given: str | None, option: str) -> str:
    found = given or (formats.guess(file) if file != STD else None)
    if found is None:
        what = "a stream has no name" if file == STD else f"no format's files end as {file} does"
        raise click.UsageError(f"{what}; say its format with {option}")
    return found


def _settings(words: tuple[str, ...]) -> dict[str, str]:
    parts = [each.partition("=") for each in words]
    for name, equals, _ in parts:
        if not equals:
            raise click.UsageError(f"an option is NAME=VALUE, not {name!r}")
    return {name: value for name, _, value in parts}


def _tell(documents: int, losses: Losses) -> None:
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(losses.kinds.items()))
    say(f"{documents} document(s); losses: {said or 'none'}")
