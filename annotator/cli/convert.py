"""`annotator convert`: a corpus from one format to another, without a database."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from annotator import formats
from annotator.cli.corpora import (
    DESTINATION,
    STDIO,
    check_stdout,
    format_settings,
    loss_options,
    source_name,
    tell,
    tell_faults,
    told_losses,
    write_whole,
)
from annotator.cli.output import json_option, print_json, say
from annotator.domain.annotations import AnnotatedDocument, SchemaRef
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import Reader
from annotator.formats.faults import Faults
from annotator.formats.maps.intake import describe, taken
from annotator.formats.maps.schema_proposal import own_schema
from annotator.formats.options import configured
from annotator.formats.records.checking import UNKNOWN_SCHEMA, schema_ref
from annotator.formats.records.foreign_ids import distinct_documents
from annotator.formats.sources.finding import reader_in, unknown
from annotator.services.projects import load_schema


@click.command()
@click.argument("source", type=DESTINATION, metavar="SRC")
@click.argument("destination", type=DESTINATION, metavar="DST")
@click.option("--from", "from_id", metavar="ID", help="The format of SRC; guessed from its name.")
@click.option("--to", "to_id", metavar="ID", help="The format of DST; guessed from its name.")
@click.option(
    "--schema",
    "schema_name",
    metavar="NAME|FILE",
    help="The schema; found by the name that SRC gives, else read off SRC.",
)
@click.option("--from-option", multiple=True, metavar="NAME=VALUE", help="An option of reading; repeatable.")
@click.option("--to-option", multiple=True, metavar="NAME=VALUE", help="An option of writing; repeatable.")
@click.option("--keep-going", is_flag=True, help="Take what is sound of SRC: what is wrong with it is a loss.")
@loss_options
@json_option
@click.pass_context
def convert(
    ctx: click.Context,
    source: Path,
    destination: Path,
    from_id: str | None,
    to_id: str | None,
    schema_name: str | None,
    from_option: tuple[str, ...],
    to_option: tuple[str, ...],
    keep_going: bool,
    losses_file: Path | None,
    strict: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Convert a corpus from one format to another.

    - is stdin or stdout; formats of several files are folders or zip archives. No database is needed. DST is
    written whole or not at all; what the format of DST cannot carry is counted on stderr, and told item by
    item with --losses. What is wrong with SRC is told with file, line, document and rule; nothing is written
    then, and the exit code is 1, but with --keep-going.
    """
    check_stdout(destination, losses_file, as_json=as_json)
    name = source_name(source)
    writer = configured(formats.writer(_format(destination, to_id, "--to")), format_settings(to_option))
    with _kept(source) as kept:
        reader = configured(_reader(kept, source, from_id), format_settings(from_option))
        schema, is_own = (load_schema(schema_name)[0], False) if schema_name else _schema_of(reader, kept, name)
        with told_losses(losses_file) as losses:
            faults = Faults(losses.take)
            if schema is None or is_own:
                # The corpus keeps its own names, and the writer is told what they are.
                documents = distinct_documents(reader.read(kept, None, faults.take, name), faults.take, apart=True)
            else:
                documents = taken(reader, kept, schema, faults.take, name, apart=True)

            def is_wanted() -> bool:
                return (keep_going or not faults.number) and not (strict and losses.first) and not dry_run

            count = write_whole(writer, documents, destination, schema, losses, is_wanted)
    errors = [] if keep_going else tell_faults(faults, name, "nothing is written (see --keep-going)")
    if strict and not errors:
        losses.check_none(name)
    if as_json:
        known = {
            "from": reader.id,
            "to": writer.id,
            "documents": 0 if errors else count.documents,
            "sets": 0 if errors else count.sets,
            "dry_run": dry_run,
        }
        print_json({**known, "losses": losses.as_json(), "errors": [*errors]})
    elif not errors:
        tell(losses, count, "Converted", dry_run=dry_run)
    if errors:
        ctx.exit(1)


def _schema_of(reader: Reader, source: Path, name: str) -> tuple[Schema | None, bool]:
    """The schema that the corpus says it was made under, if this program has it; else what the corpus itself tells.

    Whether it is the latter is told with it. A corpus without any labels has none.
    """
    looked_up = {UNKNOWN_SCHEMA}
    found: list[Schema] = []

    def is_named(annotated: AnnotatedDocument) -> bool:
        refs = {each.schema for each in annotated.sets} - looked_up
        looked_up.update(refs)
        found.extend(schema for schema in map(_here, sorted(refs, key=str)) if schema is not None)
        return bool(found)

    description = describe(reader, source, name, stop=is_named)
    if found:
        return found[0], False
    return (own_schema(description) if description.labels else None), True


def _here(ref: SchemaRef) -> Schema | None:
    """The schema that is meant, as far as this program has it."""
    try:
        schema, _ = load_schema(ref.name)
    except InvalidInput:
        schema = None
    if schema_ref(schema) == ref:
        return schema
    say(f"schema {ref.name} {ref.version} is not here, so its rules are not checked; --schema FILE names it")
    return None


@contextmanager
def _kept(source: Path) -> Iterator[Path]:
    """The source where it can be read twice."""
    if source != STDIO:
        yield source
        return
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "stdin"
        with spool.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield spool


def _reader(kept: Path, source: Path, given: str | None) -> Reader:
    """What reads the source: as it is said, by what lies in it, or by how its name ends."""
    if given is None and source != STDIO and source.exists():
        found = reader_in(kept)
        if found is None:
            raise unknown(source, "--from")
        return found
    return formats.reader(_format(source, given, "--from"))


def _format(file: Path, given: str | None, option: str) -> str:
    found = given or (formats.guess(file.name) if file != STDIO else None)
    if found is None:
        what = "a stream has no name" if file == STDIO else f"no format's files end as {file} does"
        raise click.UsageError(f"{what}; say its format with {option}")
    return found
