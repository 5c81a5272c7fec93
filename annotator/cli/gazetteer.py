"""`annotator gazetteer`: which places the program knows, and how it comes to know more."""

import click

from annotator import settings
from annotator.cli.output import json_option, print_rows, say
from annotator.cli.progress import Progress
from annotator.services import gazetteer as service


@click.group()
def gazetteer() -> None:
    """Say which places are known, and grow them to full size."""


@gazetteer.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the gazetteers that are made: name, entries, made from what, and when."""
    print_rows(service.Description, service.describe(settings.load()), as_json=as_json)


@gazetteer.command()
@click.argument("name", default="cities500", metavar="[SET]")
@click.option("--from", "source", help="a dump in a file or at an address, instead of the set from GeoNames")
def grow(name: str, source: str | None) -> None:
    """Take in a dump of GeoNames besides what ships.

    SET is one of those that GeoNames offers: cities500 (the default), cities1000, allCountries, or
    the two letters of a country. With --from it is only the name that the gazetteer gets. Takes the
    place of one that was grown before; when anything is wrong with the dump, nothing changes.
    """
    with Progress(f"growing {name}") as progress:
        grown = service.grow(settings.load(), name, source, progress.show)
    say(f"{grown.name}: {grown.entries:,} places with {grown.names:,} names, from {grown.made_from}")


@gazetteer.command()
def reset() -> None:
    """Go back to the gazetteer that ships with the program."""
    was_grown = service.shrink(settings.load())
    say("The gazetteer that ships is in use" + ("." if was_grown else ", as before."))
