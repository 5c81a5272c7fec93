"""`annotator value place`: which place a phrase names."""

import json

import click

from annotator import settings
from annotator.cli.output import json_option
from annotator.cli.phrases import phrases_of
from annotator.domain.json import Json
from annotator.services.gazetteer import place_reader


@click.command("place")
@click.argument("phrases", nargs=-1, required=True, metavar="TEXT...")
@click.option("--country", "countries", multiple=True, help="the ISO code of a country that the words are about")
@click.option("--language", default="en", show_default=True, help="the language of the words")
@json_option
def read_places(phrases: tuple[str, ...], countries: tuple[str, ...], language: str, as_json: bool) -> None:
    """Which place each TEXT names; `-` reads phrases from stdin, one a line."""
    read = place_reader(settings.load(), language, countries)
    for phrase in phrases_of(phrases):
        found = read(phrase)
        if as_json:
            click.echo(json.dumps({"phrase": phrase, **found}, ensure_ascii=False))
        else:
            click.echo(f"{phrase}: {_told(found)}")


def _told(found: dict[str, Json]) -> str:
    best, others, precision = found["best"], found["others"], found["precision"]
    assert isinstance(others, list), "others are a list"
    named = "; ".join(_named(each) for each in others)
    if not isinstance(best, dict):
        return f"open: {named}" if named else "no place of that name"
    spot = f"{best['lat']}, {best['lon']}"
    closeness = f", precision {precision}" if precision else ""
    return f"{_named(best)} ({spot}){closeness}" + (f"; or {named}" if named else "")


def _named(place: Json) -> str:
    assert isinstance(place, dict), "a place is an object"
    parts = [place["name"], place["admin1"] if place["admin1"] != place["name"] else None, place["country"]]
    return ", ".join(str(part) for part in parts if part) + f" [{place['feature']}]"
