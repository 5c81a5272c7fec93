"""`annotator db`: the database kept in order."""

from dataclasses import asdict
from pathlib import Path

import click

from annotator import settings
from annotator.cli.output import json_option, print_json, say
from annotator.services import health, upkeep

PATH = click.Path(path_type=Path, dir_okay=False)


@click.group()
def db() -> None:
    """Upgrade, check, back up and restore the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the version that this program needs.

    A database in a file is copied first. Either all of the upgrade is done, or nothing.
    """
    with upkeep.opened(settings.load()) as database:
        before = upkeep.revision(database)
        kept = upkeep.upgrade(database)
        after = upkeep.revision(database)
    if kept:
        say(f"A copy as it was before: {kept}")
    click.echo(f"revision {after}" + (", as before" if before == after else f", before {before or 'none'}"))


@db.command()
@json_option
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Check that the database is whole: tables, owners, quotes, links.

    Exits with 1 when something does not hold.
    """
    with upkeep.opened(settings.load()) as database:
        checks = health.check_database(database)
    if as_json:
        print_json([{**asdict(each), "holds": each.holds} for each in checks])
    else:
        for each in checks:
            click.echo(f"{'ok   ' if each.holds else 'WRONG'}  {each.title}")
            for wrong in each.wrong:
                click.echo(f"       {wrong}")
    if not all(each.holds for each in checks):
        ctx.exit(1)


@db.command()
@click.argument("path", required=False, type=PATH)
def backup(path: Path | None) -> None:
    """Copy the database into the new file PATH, while it is in use.

    Without PATH the copy goes into the data folder, named for the time. Prints where it is.
    """
    loaded = settings.load()
    with upkeep.opened(loaded) as database:
        click.echo(str(upkeep.back_up(database, loaded, path)))


@db.command()
@click.argument("path", type=PATH)
@click.option("--yes", is_flag=True, help="Replace what is in the database.")
def restore(path: Path, yes: bool) -> None:
    """Put the backup PATH in the place of the database.

    A database in a file is copied first. Stop the server before, unless you know why not.
    """
    loaded = settings.load()
    with upkeep.opened(loaded) as database:
        kept = upkeep.restore(database, loaded, path, replace=yes)
        revision = upkeep.revision(database)
    if kept:
        say(f"What was there before: {kept}")
    if revision != upkeep.needed_revision():
        say("It was made by an earlier version: run `annotator db upgrade`.")
    click.echo(f"restored {path}, revision {revision}")
