"""`annotator formats`: what each format carries, reads and writes."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from annotator.cli.output import json_option, print_json
from annotator.domain.json import Json
from annotator.formats import FORMATS, named
from annotator.formats.base import PARTS, CorpusFormat, Reader, Writer
from annotator.formats.options import described

#: How wide lines are at most, however wide the terminal: longer ones are hard to read.
WIDTH = 120


@click.command()
@click.argument("ids", nargs=-1, metavar="[FORMAT]...")
@json_option
def formats(ids: tuple[str, ...], as_json: bool) -> None:
    """List what each format can carry, read and write; of each FORMAT that is named, its options too.

    Whatever a format does not carry is a loss; `annotator convert` and `annotator export` report
    each one.
    """
    wanted = list(map(named, ids)) or list(FORMATS)
    if as_json:
        print_json([_as_json(fmt) for fmt in wanted])
        return
    for fmt in wanted:
        for line in _lines(fmt, with_options=bool(ids)):
            click.echo(line)


def _lines(fmt: CorpusFormat, *, with_options: bool) -> Iterator[str]:
    ways = [word for word, kind in (("read", Reader), ("written", Writer)) if isinstance(fmt, kind)]
    yield click.style(f"{fmt.id} ({fmt.suffix}): {' and '.join(ways)}", bold=True)
    yield from _indented(f"{fmt.title}. {fmt.description}")
    yield from _indented(f"Carries {_carried(fmt)}.")
    for option in described(fmt) if with_options else ():
        allowed = ", ".join(map(str, option["values"])) if isinstance(option["values"], list) else ""
        words = f"{option['help']}{f': {allowed}' if allowed else ''}  [default: {option['default'] or 'none'}]"
        when = "" if option["use"] == "both" else f", {option['use']}"
        yield from _indented(f"{option['name']}{when}: {words}", more=4)
    if with_options:
        yield ""


def _indented(words: str, more: int = 0) -> Sequence[str]:
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
    return textwrap.wrap(words, width, initial_indent="  ", subsequent_indent="  " + " " * more)


def _carried(fmt: CorpusFormat) -> str:
    """What the format carries besides labels of words, by whichever list is shorter: that, or what it does not."""
    carries = fmt.carries.as_json()
    parts = [words for part, words in PARTS.items() if carries[part]]
    rest = [words for part, words in PARTS.items() if not carries[part]]
    if not rest:
        return "everything"
    if not parts:
        return "labels of words that do not overlap, and nothing else"
    return ", ".join(parts) if len(parts) <= len(rest) else f"everything but {', '.join(rest)}"


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
