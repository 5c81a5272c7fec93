"""`annotator formats`: what each format carries, reads and writes."""

import click

from annotator.cli.output import cell, json_option, print_json, print_table
from annotator.domain.json import Json
from annotator.formats import FORMATS
from annotator.formats.base import EVERYTHING, CorpusFormat, Reader, Writer
from annotator.formats.options import described


@click.command()
@json_option
def formats(as_json: bool) -> None:
    """List what each format can carry, read and write.

    Whatever a format does not carry is a loss; `annotator convert` and `annotator export` report
    each one.
    """
    if as_json:
        print_json([_as_json(fmt) for fmt in FORMATS])
        return
    parts = list(EVERYTHING.as_json())
    # Written down rather than across: more is carried than fits on a line.
    names = ["format", *FORMATS.ids()]
    rows = [
        ["suffix", *(fmt.suffix for fmt in FORMATS)],
        ["reads", *(cell(isinstance(fmt, Reader)) for fmt in FORMATS)],
        ["writes", *(cell(isinstance(fmt, Writer)) for fmt in FORMATS)],
        *([part.replace("_", " "), *(cell(fmt.carries.as_json()[part]) for fmt in FORMATS)] for part in parts),
    ]
    print_table(names, rows)
    click.echo()
    for fmt in FORMATS:
        click.echo(f"{fmt.id}: {fmt.title}. {fmt.description}")


def _as_json(fmt: CorpusFormat) -> dict[str, Json]:
    return {
        "id": fmt.id,
        "title": fmt.title,
        "suffix": fmt.suffix,
        "description": fmt.description,
        "reads": isinstance(fmt, Reader),
        "writes": isinstance(fmt, Writer),
        "carries": fmt.carries.as_json(),
        "options": [*described(fmt)],
    }
