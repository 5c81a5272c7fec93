"""`annotator value date`: what a phrase says of when."""

import json
from datetime import datetime

import click

from annotator.cli.output import json_option
from annotator.cli.phrases import phrases_of
from annotator.domain.json import Json
from annotator.services import readings


@click.command("date")
@click.argument("phrases", nargs=-1, required=True, metavar="TEXT...")
@click.option("--anchor", type=click.DateTime(["%Y-%m-%d"]), help="the day on which the words were written")
@click.option("--planned", is_flag=True, help="the words tell of what is still to come")
@click.option("--language", default="en", show_default=True, help="the language of the words")
@json_option
def read_dates(phrases: tuple[str, ...], anchor: datetime | None, planned: bool, language: str, as_json: bool) -> None:
    """Which days each TEXT says; `-` reads phrases from stdin, one a line."""
    read = readings.date_reader(language, anchor.date() if anchor else None, planned)
    for phrase in phrases_of(phrases):
        found = read(phrase)
        if as_json:
            click.echo(json.dumps({"phrase": phrase, **(found or {"from": None})}, ensure_ascii=False))
        else:
            click.echo(f"{phrase}: {_told(found)}")


def _told(found: dict[str, Json] | None) -> str:
    if found is None:
        return "no date"
    first, last = str(found["from"]), str(found["to"])
    days = first if first == last else f"{first} to {last}"
    return f"{days}, precision {found['precision']} ({found['text']})"
