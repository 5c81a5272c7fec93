"""`annotator import` and `annotator export`: corpora into a project and out of it."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from annotator import formats, settings
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
from annotator.cli.progress import Progress
from annotator.domain.errors import InvalidInput
from annotator.formats.base import Reader
from annotator.formats.options import configured
from annotator.services import documents, exports, projects, upkeep
from annotator.services.documents import ImportReport
from annotator.store.session import Database, discard


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--project", "slug", required=True, help="The project that the documents go into.")
@click.option("--format", "format_id", help="The format's id (annotator formats); guessed from each file's name.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the format; repeatable.")
@click.option("--encoding", help="The encoding of text and CSV files without a byte order mark.  [default: utf-8]")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    paths: tuple[Path, ...],
    slug: str,
    format_id: str | None,
    options: tuple[str, ...],
    encoding: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import files, folders (all files in them that a format reads), or stdin (-).

    Each file goes in whole or not at all. A file with a bad record is reported with its line and
    rule; the other files go in all the same, and the exit code is 1.
    """
    wanted = format_settings(options)
    if encoding:
        wanted["encoding"] = encoding
    reports: dict[str, ImportReport] = {}
    faults: list[str] = []
    with upkeep.opened(settings.load()) as database:
        for path in _files(paths, format_id):
            try:
                reports[str(path)] = _import_file(database, slug, path, _reader(path, format_id, wanted), dry_run)
            except InvalidInput as error:
                error.file = error.file or str(path)
                faults.append(str(error))
                say(f"Error: {error}")
    if as_json:
        print_json(
            {"dry_run": dry_run, "files": {name: asdict(each) for name, each in reports.items()}, "errors": faults}
        )
    else:
        _tell(reports, dry_run)
    if faults:
        ctx.exit(1)


def _import_file(database: Database, slug: str, path: Path, reader: Reader, dry_run: bool) -> ImportReport:
    """One file in one transaction: a fault in its last line leaves nothing of it behind."""
    report = ImportReport()
    with database.write() as session, Progress(f"{path}") as progress:
        project, schema = projects.for_operator(session, slug)
        source = sys.stdin.buffer if path == STDIO else path
        records = reader.read(source, schema, file=source_name(path))
        for report in documents.import_documents(session, project, records):
            progress.show(f"{report.documents + report.known} documents")
        if dry_run:
            discard(session)
    return report


def _reader(path: Path, format_id: str | None, wanted: dict[str, str]) -> Reader:
    if path != STDIO and not path.exists():
        raise InvalidInput("there is no such file", rule="file", file=str(path))
    chosen = format_id or formats.guess(path.name)
    if chosen is None:
        raise InvalidInput("no format's files end like this; name one with --format", rule="format", file=str(path))
    reader = formats.reader(chosen)
    known = {each: value for each, value in wanted.items() if each != "encoding" or hasattr(reader.options, each)}
    return configured(reader, known)


def _files(paths: tuple[Path, ...], format_id: str | None) -> Iterator[Path]:
    """The files that are meant, folders walked in order of names."""
    for path in paths:
        if path == STDIO and format_id is None:
            raise click.UsageError("stdin has no name to guess a format from; give --format")
        if path.is_dir():
            yield from _inside(path, format_id)
        else:
            yield path


def _inside(folder: Path, format_id: str | None) -> Iterator[Path]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    read = [path for path in found if formats.readable(path.name, format_id)]
    for path in found:
        if path not in read:
            say(f"{path}: left out, no format reads it")
    yield from read


def _tell(reports: dict[str, ImportReport], dry_run: bool) -> None:
    for name, report in reports.items():
        for new, standing in report.duplicates:
            say(f"{name}: document {new} is left out: its text is here already, as {standing}")
    total = {
        part: sum(getattr(report, part) for report in reports.values())
        for part in ("documents", "known", "sets", "spans", "links")
    }
    verb = "Would import" if dry_run else "Imported"
    click.echo(
        f"{verb} {total['documents']} documents ({total['known']} more were here already), "
        f"{total['sets']} annotation sets with {total['spans']} spans and {total['links']} links."
    )


@click.command()
@click.option("--project", "slug", required=True, help="The project to export.")
@click.option("--format", "format_id", required=True, help="The format's id (annotator formats).")
@click.option("--out", required=True, type=FILE, help="The file; - is stdout.")
@click.option(
    "--sets",
    type=click.Choice([str(each) for each in exports.Sets]),
    default=str(exports.Sets.SUBMITTED),
    show_default=True,
    help="Which annotation sets.",
)
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the format; repeatable.")
@loss_options
@json_option
def export(
    slug: str,
    format_id: str,
    out: Path,
    sets: str,
    options: tuple[str, ...],
    losses_file: Path | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Export a project as a corpus.

    What the format cannot carry is counted by kind; nothing is lost in silence.
    """
    writer = configured(formats.writer(format_id), format_settings(options))
    check_stdout(out, losses_file, as_json=as_json)
    with (
        upkeep.opened(settings.load()) as database,
        database.read() as session,
        told_losses(losses_file) as losses,
    ):
        project, schema = projects.for_operator(session, slug)
        corpus = exports.export_documents(session, project, exports.Sets(sets))
        count = write_corpus(writer, corpus, out, schema, losses, strict=strict)
    if strict:
        losses.check_none()
    if as_json:
        print_json({"documents": count.documents, "sets": count.sets, "losses": losses.as_json()})
    else:
        losses.tell()
        say(f"Exported {count.documents} documents with {count.sets} annotation sets to {out}.")
