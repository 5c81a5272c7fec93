"""How commands say things: lists as a table for people or as JSON for programs, remarks on stderr."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

F = TypeVar("F", bound=Callable[..., Any])

json_option: Callable[[F], F] = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def say(message: str) -> None:
    """A remark for the person: on stderr, so that it is never taken for a result."""
    click.echo(message, err=True)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_rows(kind: "type[DataclassInstance]", rows: Sequence[Any], *, as_json: bool) -> None:
    """Dataclasses of one kind: as a JSON array, or as a table whose columns are the fields."""
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    names = [field.name for field in fields(kind)]
    print_table(names, [[cell(getattr(row, name)) for name in names] for row in rows])


def print_table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns under their names, as wide as their widest cell."""
    table = [[name.upper().replace("_", " ") for name in names], *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(names))]
    for row in table:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def cell(value: object) -> str:
    """A value as it stands in a table."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
