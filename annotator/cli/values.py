"""`annotator value`: what the readers make of a phrase, for trying them and for programs."""

import json
from pathlib import Path

import click

from annotator.cli.output import json_option
from annotator.cli.phrases import phrases_of
from annotator.cli.value_dates import read_dates
from annotator.cli.value_places import read_places
from annotator.domain.json import Json
from annotator.services import readings
from annotator.values.profiles import PROFILES


@click.group()
def value() -> None:
    """Read a count, a date or a place from words, as the workbench does."""


value.add_command(read_dates)
value.add_command(read_places)


@value.command("count")
@click.argument("phrases", nargs=-1, required=True, metavar="TEXT...")
@click.option("--language", default="en", show_default=True, help="the language of the words")
@click.option("--profile", type=click.Choice(list(PROFILES)), help="the codes of another scheme as well")
@click.option("--words", type=click.Path(path_type=Path), help="a TOML file with words of a project's own")
@json_option
def count(phrases: tuple[str, ...], language: str, profile: str | None, words: Path | None, as_json: bool) -> None:
    """How many people each TEXT says; `-` reads phrases from stdin, one a line."""
    read = readings.count_reader(language, words)
    for phrase in phrases_of(phrases):
        found = read(phrase, profile)
        if as_json:
            # One object a line: whoever reads many phrases reads the answers line by line too.
            click.echo(json.dumps({"phrase": phrase, **(found or {"op": None})}, ensure_ascii=False))
        else:
            click.echo(f"{phrase}: {_told(found)}")


def _told(found: dict[str, Json] | None) -> str:
    if found is None:
        return "no number of people"
    code = f" ({found['profile']}: {json.dumps(found['code'], ensure_ascii=False)})" if "code" in found else ""
    if found["op"] is None:
        return f"no number of people{code}"
    bounds = f"from {_open(found['lower'])} to {_open(found['upper'])}"
    more = ", more than before" if found["additional"] else ""
    return f"{found['op']}, {bounds}, best {_open(found['best'])}{more}{code}"


def _open(bound: Json) -> str:
    return "open" if bound is None else str(bound)
