"""`annotator sync move-in`: a whole project of Label Studio, in one command."""

from pathlib import Path

import click

from annotator import settings
from annotator.cli.output import json_option, print_json, say
from annotator.cli.progress import Progress
from annotator.labelstudio.plan import Trouble
from annotator.services import upkeep
from annotator.services.sync import connections, moving
from annotator.services.sync.client import Client
from annotator.services.sync.connections import Policy
from annotator.services.sync.moving import MovedIn, Wish


@click.command("move-in")
@click.argument("slug")
@click.argument("address")
@click.option("--title", default="", help="What people read; as it is called there when absent.")
@click.option("--overlap", default=1, show_default=True, help="How many annotators each document is handed out to.")
@click.option(
    "--direction",
    type=click.Choice(["pull", "both"]),
    default="pull",
    show_default=True,
    help="How it goes on afterwards: pull changes nothing there.",
)
@click.option("--disconnect", is_flag=True, help="Forget the connection once everything is here.")
@click.option("--person", "people", multiple=True, metavar="ADDRESS=NAME", help="Who of there is who here.")
@click.option(
    "--schema-out", type=click.Path(path_type=Path, dir_okay=False), help="Write the schema into a file as well."
)
@click.option(
    "--timeout", type=click.FloatRange(1, 3600), default=60.0, show_default=True, help="Wait so long for an answer."
)
@json_option
def move_in(
    slug: str,
    address: str,
    title: str,
    overlap: int,
    direction: str,
    disconnect: bool,
    people: tuple[str, ...],
    schema_out: Path | None,
    timeout: float,
    as_json: bool,
) -> None:
    """Make a project SLUG of the one of Label Studio that has this ADDRESS, with all that is in it.

    Its config becomes the schema, its instructions the guideline. Tasks, the annotations of everybody, skips and
    predictions come along. It is an address as a browser shows it: https://labels.example.org/projects/7
    """
    base, number = moving.split_address(address)
    policy = Policy(direction, people=connections.read_pairs(people))
    wish = Wish(title, overlap, policy, not disconnect)
    loaded = settings.load()
    token = connections.token(loaded)
    with upkeep.opened(loaded) as database, Client(base, token, timeout=timeout) as client, Progress(slug) as progress:
        came = moving.move_in(database, client, slug, number, wish, progress.show)
    if schema_out is not None:
        schema_out.write_text(came.schema, encoding="utf-8")
    if as_json:
        print_json(came.as_json())
    else:
        _tell(slug, came, disconnect=disconnect)


def told_trouble(trouble: Trouble) -> str:
    """What stays as it is on both sides, whose it is, and why, in a line."""
    whose = f", {trouble.whose}" if trouble.whose else ""
    return f"{trouble.document}{whose}: {trouble.detail} [{trouble.reason}]"


def _tell(slug: str, came: MovedIn, *, disconnect: bool) -> None:
    for trouble in came.troubles:
        say(told_trouble(trouble))
    for each in came.outcome.left:
        say(f"Left for the next run: {each}")
    if came.unknown:
        kept = "stays there" if disconnect else "is carried along"
        say(f"There is nothing like {', '.join(came.unknown)} here: what it says {kept}.")
    click.echo(f"{came.title} is here as {slug}: {came.outcome.counts.get('add_document', 0)} documents.")
