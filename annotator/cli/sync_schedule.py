"""`annotator sync schedule` and `annotator sync hook`: a project kept in step by itself, and sooner when told so."""

import click

from annotator import settings
from annotator.cli.output import json_option, print_json, say
from annotator.services import upkeep
from annotator.services.sync import schedule as schedule_service
from annotator.services.sync.schedule import MOST

every_option = click.option(
    "--every", type=click.IntRange(0, MOST), metavar="MINUTES", help="Keep it in step every so many minutes; 0: not."
)


@click.command()
@click.argument("slug")
@every_option
@json_option
def schedule(slug: str, every: int | None, as_json: bool) -> None:
    """Say when SLUG is kept in step by itself, or change it. Workers on long work do it."""
    with upkeep.opened(settings.load()) as database:
        if every is not None:
            with database.write() as session:
                schedule_service.set_every(session, slug, every)
        with database.read() as session:
            found = schedule_service.as_json(schedule_service.schedule_of(session, slug))
    if as_json:
        print_json(found)
        return
    often = f"every {found['every']} minutes" if found["every"] else "only when somebody asks for it"
    say(f"{slug} is kept in step {often}." + (f" Next: {found['due']}." if found["due"] else ""))


@click.command()
@click.argument("slug")
@click.option("--off", is_flag=True, help="Take no hints any more.")
@json_option
def hook(slug: str, off: bool, as_json: bool) -> None:
    """Make a secret by which Label Studio may say that something in SLUG has changed; the last one ends with it."""
    with upkeep.opened(settings.load()) as database, database.write() as session:
        if off:
            schedule_service.forget_secret(session, slug)
            secret = None
        else:
            secret = schedule_service.new_secret(session, slug)
    if as_json:
        print_json({"path": schedule_service.path_of(slug), "header": schedule_service.HEADER, "secret": secret})
    elif secret is None:
        say(f"Hints for {slug} are not taken any more.")
    else:
        say(f"A webhook of Label Studio's at {schedule_service.path_of(slug)} of this server, with this header:")
        click.echo(f"{schedule_service.HEADER}: {secret}")
