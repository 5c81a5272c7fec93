"""`annotator convert`: a corpus from one format to another, without a database."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import click

from annotator import formats
from annotator.cli.corpora import (
    FILE,
    STDIO,
    check_stdout,
    format_settings,
    loss_options,
    source_name,
    told_losses,
    write_corpus,
)
from annotator.cli.output import json_option, print_json, say
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Reader
from annotator.formats.checking import UNKNOWN_SCHEMA, schema_ref
from annotator.formats.options import configured
from annotator.services.projects import load_schema

#: How far into a corpus is looked for a set that names its schema.
LOOK_INTO = 1000


@click.command()
@click.argument("source", type=FILE, metavar="SRC")
@click.argument("destination", type=FILE, metavar="DST")
@click.option("--from", "from_id", metavar="ID", help="The format of SRC; guessed from its name.")
@click.option("--to", "to_id", metavar="ID", help="The format of DST; guessed from its name.")
@click.option("--schema", "schema_name", metavar="NAME|FILE", help="The schema; found by the name that SRC gives.")
@click.option("--from-option", multiple=True, metavar="NAME=VALUE", help="An option of reading; repeatable.")
@click.option("--to-option", multiple=True, metavar="NAME=VALUE", help="An option of writing; repeatable.")
@loss_options
@json_option
def convert(
    source: Path,
    destination: Path,
    from_id: str | None,
    to_id: str | None,
    schema_name: str | None,
    from_option: tuple[str, ...],
    to_option: tuple[str, ...],
    losses_file: Path | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Convert a corpus from one format to another.

    - is stdin or stdout. No database is needed. DST is written whole or not at all; what the
    format of DST cannot carry is counted on stderr, and told item by item with --losses.
    """
    check_stdout(destination, losses_file, as_json=as_json)
    reader = configured(formats.reader(_format(source, from_id, "--from")), format_settings(from_option))
    writer = configured(formats.writer(_format(destination, to_id, "--to")), format_settings(to_option))
    name = source_name(source)
    with _opened(source) as stream:
        schema = load_schema(schema_name)[0] if schema_name else _named_schema(reader, stream, name)
        with told_losses(losses_file) as losses:
            documents = reader.read(stream, schema, losses.take, name)
            count = write_corpus(writer, documents, destination, schema, losses, strict=strict)
    if strict:
        losses.check_none(name)
    if as_json:
        known = {"from": reader.id, "to": writer.id, "documents": count.documents, "sets": count.sets}
        print_json({**known, "losses": losses.as_json()})
    else:
        losses.tell()
        say(f"Converted {count.documents} documents with {count.sets} annotation sets.")


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
def _opened(source: Path) -> Iterator[BinaryIO]:
    """The source as a stream that can be read twice."""
    if source != STDIO:
        with source.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as spool:
        shutil.copyfileobj(sys.stdin.buffer, spool)
        spool.seek(0)
        yield cast(BinaryIO, spool)


def _format(file: Path, given: str | None, option: str) -> str:
    found = given or (formats.guess(file.name) if file != STDIO else None)
    if found is None:
        what = "a stream has no name" if file == STDIO else f"no format's files end as {file} does"
        raise click.UsageError(f"{what}; say its format with {option}")
    return found
