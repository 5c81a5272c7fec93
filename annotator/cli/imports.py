"""`annotator import`: corpora of any format into a project."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import click

from annotator import settings
from annotator.cli.corpora import FILE, STDIO, cause_told, format_settings, left_out, tell_faults, told_losses
from annotator.cli.output import json_option, print_json, say
from annotator.cli.progress import Progress
from annotator.cli.reading_off import read_off
from annotator.domain.errors import InvalidInput, NotFound, Unavailable
from annotator.domain.schema import Schema
from annotator.formats.base import Weight
from annotator.formats.faults import Faults
from annotator.formats.losses import Losses
from annotator.formats.maps.corpus_map import CorpusMap, check_map, read_map
from annotator.formats.maps.description import Description
from annotator.formats.maps.intake import describe, taken
from annotator.formats.maps.map_proposal import map_text, proposed
from annotator.formats.sources.finding import Found
from annotator.services import corpora, projects, upkeep
from annotator.services.corpora import Brought, Wish
from annotator.services.sync.client import Client
from annotator.services.sync.connections import token
from annotator.services.sync.fetching import fetch
from annotator.services.sync.moving import split_address
from annotator.store.session import Database

#: The map that is not written down: what the program would propose.
AUTO = "auto"
#: The format in which a project of Label Studio is fetched.
LABEL_STUDIO = "label_studio"


@click.command("import")
@click.argument("paths", nargs=-1, required=True)
@click.option("--project", "slug", required=True, help="The project that the documents go into.")
@click.option("--create", is_flag=True, help="Make that project, of what the corpus says may be annotated.")
@click.option("--format", "format_id", help="The format's id (annotator formats); guessed from names.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the format; repeatable.")
@click.option("--encoding", help="The encoding of files that do not say theirs.  [default: utf-8]")
@click.option(
    "--map", "map_file", metavar="FILE|auto", help="What the corpus's names are here; auto takes the proposal."
)
@click.option("--propose-map", type=FILE, metavar="FILE", help="Write a map to correct, and import nothing.")
@click.option("--keep-going", is_flag=True, help="Take what is sound of files with faults.")
@click.option(
    "--losses", "losses_file", type=FILE, metavar="FILE", help="Write all that is told into FILE, as JSON lines."
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    paths: tuple[str, ...],
    slug: str,
    create: bool,
    format_id: str | None,
    options: tuple[str, ...],
    encoding: str | None,
    map_file: str | None,
    propose_map: Path | None,
    keep_going: bool,
    losses_file: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import files, folders, zip archives (all in them that a format reads), stdin (-), or all of a project
    of Label Studio by the address that a browser shows of it, https://labels.example.org/projects/7.

    Each file goes in whole or not at all. What is wrong with one is told with file, line, document and
    rule; the other files go in all the same, and the exit code is 1. With --keep-going what is sound of
    it goes in, too. Names of labels, roles and attributes that are not those of the project's schema
    are translated by --map; with --create the project is made, its schema and guideline read off the corpus.
    """
    if create and (map_file or propose_map or dry_run):
        raise click.UsageError("--create makes a project under the corpus's own names: there is nothing to map or try")
    wanted = format_settings(options)
    if encoding:
        wanted["encoding"] = encoding
    with ExitStack() as stack:
        database = stack.enter_context(upkeep.opened(settings.load()))
        parts = _parts(paths, format_id, wanted, stack)
        if create:
            with database.read() as session:
                projects.check_new_slug(session, slug)
            parts = iter(_create(database, slug, list(parts), ", ".join(paths), keep_going=keep_going))
        with database.read() as session:
            _, schema = projects.for_operator(session, slug)
        if propose_map is not None:
            _propose(parts, schema, propose_map)
            return
        wish = Wish(_map(map_file, schema), map_file == AUTO, keep_going, dry_run)
        with told_losses(losses_file) as losses:
            came = _Import(database, slug, wish, losses)
            came.take(parts)
    came.tell(as_json=as_json)
    if came.errors:
        ctx.exit(1)


class _Import:
    """The parts of one import, one after the other, and what came of each."""

    def __init__(self, database: Database, slug: str, wish: Wish, losses: Losses) -> None:
        self.database, self.slug, self.wish, self.losses = database, slug, wish, losses
        self.brought: dict[str, Brought] = {}
        self.errors: list[str] = []

    def take(self, parts: "Iterator[Found | InvalidInput]") -> None:
        for part in parts:
            if isinstance(part, InvalidInput):
                self._error(str(part))
                continue
            try:
                with Progress(part.name) as progress:
                    brought = corpora.bring(
                        self.database,
                        self.slug,
                        part,
                        self.wish,
                        lambda number, progress=progress: progress.show(f"{number} documents"),  # type: ignore[misc]
                        self.losses.take,
                    )
            except InvalidInput as error:
                self._error(str(corpora.located(error, part)))
                continue
            self.brought[part.name] = brought
            self._faults(part.name, brought)

    def _faults(self, name: str, brought: Brought) -> None:
        faults = brought.faults
        what = "what is sound was taken" if self.wish.keep_going else "nothing of it was taken (see --keep-going)"
        self.errors += tell_faults(faults, name, what)
        if any(kind in ("span", "link") and reason in ("label", "role") for _, kind, reason in faults.numbers):
            say("Names that the schema does not have: --propose-map FILE writes a map to correct, --map FILE uses it.")
        for row in cast(list[dict[str, Any]], faults.as_json()):
            if row["weight"] != Weight.LOST:
                say(f"{name}: {cause_told(row)}")

    def _error(self, message: str) -> None:
        self.errors.append(message)
        say(f"Error: {message}")

    def tell(self, *, as_json: bool) -> None:
        reports = {name: each.report for name, each in self.brought.items()}
        if as_json:
            losses = {name: each.faults.as_json() for name, each in self.brought.items() if each.faults.numbers}
            files = {name: asdict(each) for name, each in reports.items()}
            print_json({"dry_run": self.wish.dry_run, "files": files, "losses": losses, "errors": self.errors})
            return
        for name, report in reports.items():
            for new, standing in report.duplicates:
                say(f"{name}: document {new} is left out: its text is here already, as {standing}")
        total = {
            part: sum(getattr(report, part) for report in reports.values())
            for part in ("documents", "known", "sets", "spans", "links")
        }
        verb = "Would import" if self.wish.dry_run else "Imported"
        click.echo(
            f"{verb} {total['documents']} documents ({total['known']} more were here already), "
            f"{total['sets']} annotation sets with {total['spans']} spans and {total['links']} links."
        )


def _parts(
    paths: tuple[str, ...], format_id: str | None, wanted: dict[str, str], stack: ExitStack
) -> "Iterator[Found | InvalidInput]":
    """What is to be read, in order; in place of what cannot be, why."""
    if format_id not in (None, LABEL_STUDIO) and any(map(_is_address, paths)):
        raise click.UsageError(f"what has an address is read as {LABEL_STUDIO}: leave out --format {format_id}")
    for path in paths:
        if path == str(STDIO) and format_id is None:
            raise click.UsageError("stdin has no name to guess a format from; give --format")
        try:
            if _is_address(path):
                folder, options = _fetched(path, stack)
                yield from corpora.parts(folder, path, LABEL_STUDIO, {**options, **wanted}, left_out)
            else:
                place, name = (_stdin(stack), "stdin") if path == str(STDIO) else (Path(path), None)
                yield from corpora.parts(place, name, format_id, wanted, left_out)
        except InvalidInput as error:
            error.file = error.file or path
            yield error


def _is_address(path: str) -> bool:
    return path.startswith(("http://", "https://"))


def _fetched(address: str, stack: ExitStack) -> tuple[Path, dict[str, str]]:
    """A project of Label Studio, kept where it can be read twice, and what its format is to be told."""
    base, number = split_address(address)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    try:
        with Client(base, token(settings.load())) as client:
            return folder, {"text": fetch(client, number, folder)}
    except (NotFound, Unavailable) as error:
        raise InvalidInput(error.message, rule=error.rule) from None


def _stdin(stack: ExitStack) -> Path:
    """stdin, kept where it can be read twice."""
    spool = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "stdin"
    with spool.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return spool


def _create(
    database: Database, slug: str, parts: "list[Found | InvalidInput]", corpus: str, *, keep_going: bool
) -> list[Found]:
    """Make the project of what the parts say, which are the same again. Raises InvalidInput; then none is made.

    They are read once more for that, unless what is sound is to be taken: a corpus with a fault makes no project.
    """
    found = []
    for part in parts:
        if isinstance(part, InvalidInput):
            raise part
        found.append(part)
    _, schema, guideline = read_off(found, corpus, slug)
    for part in found if not keep_going else ():
        faults = Faults()
        for _ in taken(part.reader, part.open(), schema, faults.take, part.name):
            pass
        if tell_faults(faults, part.name, f"{slug} is not made (see --keep-going)"):
            raise click.exceptions.Exit(1)
    with database.write() as session:
        projects.create_project(session, slug, "", schema, guideline)
    say(f"Made {slug}. Next: annotator project member {slug} NAME ROLE")
    return found


def _map(map_file: str | None, schema: Schema) -> CorpusMap | None:
    if map_file is None or map_file == AUTO:
        return None
    path = Path(map_file)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"cannot be read: {error}", rule="map", file=map_file) from None
    corpus_map = read_map(text, map_file)
    check_map(corpus_map, schema, map_file)
    return corpus_map


def _propose(parts: "Iterator[Found | InvalidInput]", schema: Schema, path: Path) -> None:
    description = Description()
    for part in parts:
        if isinstance(part, InvalidInput):
            raise part
        description.join(describe(part.reader, part.open(), part.name))
    text = map_text(proposed(description, schema), description)
    if path == STDIO:
        click.echo(text, nl=False)
    else:
        path.write_text(text, encoding="utf-8")
        say(f"Wrote {path}: correct it, and import with --map {path}")
