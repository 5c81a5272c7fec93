"""`annotator suggest`: machines asked for suggestions."""

from pathlib import Path

import click

from annotator import settings
from annotator.cli.output import json_option, print_json, say
from annotator.cli.progress import Progress
from annotator.domain.errors import InvalidInput
from annotator.services import suggestions, upkeep
from annotator.services.ml_client import Backend

_SECRET = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def suggest() -> None:
    """Ask machines for suggestions; none is an annotation until a person accepts it."""


@suggest.command()
@click.option("--project", "slug", required=True, help="The project whose documents are asked about.")
@click.option("--backend", "address", required=True, metavar="URL", help="A model that Label Studio could ask.")
@click.option("--login", metavar="NAME", help="The name that the model asks for; with --password-file.")
@click.option("--password-file", type=_SECRET, help="The password is its first line.")
@click.option("--access-token-file", type=_SECRET, help="Send this token of a Label Studio along; else none is.")
@click.option("--batch", default=10, show_default=True, type=click.IntRange(1, 1000), help="Documents in one call.")
@click.option(
    "--timeout", default=100.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds for one call."
)
@click.option("--again", is_flag=True, help="Ask about all documents, and replace what the model suggested before.")
@json_option
def run(
    slug: str,
    address: str,
    login: str | None,
    password_file: Path | None,
    access_token_file: Path | None,
    batch: int,
    timeout: float,
    again: bool,
    as_json: bool,
) -> None:
    """Ask a model about a project's documents, and keep what it suggests beside what people annotate."""
    if (login is None) != (password_file is None):
        raise click.UsageError("--login and --password-file go together")
    backend = Backend(
        address,
        timeout,
        (login, _first_line(password_file)) if login is not None and password_file else None,
        _first_line(access_token_file) if access_token_file else None,
    )
    with upkeep.opened(settings.load()) as database, Progress("Asking") as progress:
        found = suggestions.ask_backend(
            database,
            slug,
            backend,
            batch=batch,
            again=again,
            tell=lambda number: progress.show(f"{number} documents"),
        )
    if as_json:
        print_json(_as_json(found))
        return
    for reason, number in sorted(found.left_out.items()):
        say(f"{number} left out, {reason}")
    whose = ", ".join(sorted(found.sets)) or "nobody"
    say(f"{found.documents} documents: {found.spans} spans and {found.links} links suggested by {whose}.")


def _as_json(found: suggestions.Suggestions) -> dict[str, object]:
    return {
        "documents": found.documents,
        "sets": dict(found.sets),
        "spans": found.spans,
        "links": found.links,
        "left_out": dict(found.left_out),
        "first_left_out": [
            {"document": name, "kind": each.kind, "id": each.id, "reason": each.reason, "detail": each.detail}
            for name, each in found.first_left_out
        ],
    }


def _first_line(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    if not lines or not lines[0].strip():
        raise InvalidInput("the file is empty", rule="file", file=str(path))
    return lines[0].strip()
