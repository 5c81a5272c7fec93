"""`annotator actors`: a project's list of actors, listed, brought in and taken out as CSV."""

import sys
from dataclasses import asdict
from pathlib import Path

import click
from sqlmodel import Session

from annotator import settings
from annotator.cli.corpora import FILE, STDIO
from annotator.cli.output import json_option, print_json, print_table, say
from annotator.domain.actors import BETWEEN
from annotator.domain.errors import InvalidInput
from annotator.services import actors as service
from annotator.services import projects, upkeep
from annotator.services.actors import ImportReport
from annotator.services.projects import row_of
from annotator.store.session import discard


@click.group()
def actors() -> None:
    """Keep a project's list of actors."""


@actors.command("import")
@click.argument("file", type=FILE)
@click.option("--project", "slug", required=True, help="The project whose list it is.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@json_option
def import_(file: Path, slug: str, dry_run: bool, as_json: bool) -> None:
    """Bring in a CSV of actors; `-` is stdin.

    An entry whose key is known takes the place of the one that is there, and the others stay. A file with a fault
    is reported with its line, and nothing of it is stored.
    """
    with upkeep.opened(settings.load()) as database, database.write() as session:
        project, _ = projects.for_operator(session, slug)
        if file == STDIO:
            report = service.import_actors(session, row_of(project), sys.stdin.buffer, "stdin")
        else:
            report = _import_file(session, row_of(project), file)
        if dry_run:
            discard(session)
    if as_json:
        print_json({**asdict(report), "dry_run": dry_run})
    else:
        _tell(report, dry_run)


def _import_file(session: Session, project_id: int, file: Path) -> ImportReport:
    try:
        with file.open("rb") as stream:
            return service.import_actors(session, project_id, stream, str(file))
    except FileNotFoundError:
        raise InvalidInput("there is no such file", rule="file", file=str(file)) from None


def _tell(report: ImportReport, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    click.echo(f"{report.added} {would}added, {report.changed} {would}changed, {report.unchanged} unchanged.")


@actors.command()
@click.option("--project", "slug", required=True, help="The project whose list it is.")
@click.option("--out", required=True, type=FILE, help="The file; - is stdout.")
def export(slug: str, out: Path) -> None:
    """Write the list as CSV; importing it anywhere gives the same list."""
    with upkeep.opened(settings.load()) as database, database.read() as session:
        project, _ = projects.for_operator(session, slug)
        table = service.export_actors(session, row_of(project))
    if out == STDIO:
        click.echo(table, nl=False)
    else:
        out.write_bytes(table)
        say(f"Wrote {out}.")


@actors.command("list")
@click.option("--project", "slug", required=True, help="The project whose list it is.")
@json_option
def list_(slug: str, as_json: bool) -> None:
    """List every actor of the project, and the words that were learnt for them."""
    with upkeep.opened(settings.load()) as database, database.read() as session:
        project, _ = projects.for_operator(session, slug)
        found = service.listing(session, row_of(project))
    entries = [service.told(found, each) for each in found.actors]
    if as_json:
        print_json(entries)
        return
    rows = [
        [each.key, each.name, each.type, each.country or "-", _joined(each.aliases), _joined(found.words_of(each))]
        for each in found.actors
    ]
    print_table(["key", "name", "type", "country", "aliases", "learnt"], rows)


def _joined(words: tuple[str, ...]) -> str:
    return BETWEEN.join(words) or "-"
