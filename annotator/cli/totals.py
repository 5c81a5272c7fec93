"""`annotator totals`: how many people, by what happened to them, over a project or document by document."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

from annotator import settings
from annotator.cli.output import cell, json_option, print_json, print_table, say
from annotator.domain.json import Json
from annotator.services import projects, totals, upkeep
from annotator.services.exports import Sets

COLUMNS = ("harm", "victim", "claim", "lower", "upper", "best", "tolls", "remarks")


@click.command("totals")
@click.option("--project", "slug", required=True, help="The project.")
@click.option(
    "--sets",
    type=click.Choice([str(each) for each in Sets]),
    default=str(Sets.GOLD),
    show_default=True,
    help="Which annotation sets; of a document one counts, the gold one first.",
)
@click.option("--per", type=click.Choice(["corpus", "document"]), default="corpus", show_default=True, help="Of what.")
@json_option
def totals_(slug: str, sets: str, per: str, as_json: bool) -> None:
    """Add up the tolls of a project.

    Nobody is counted twice in a document, an open upper bound stays open, and what is added to
    nothing is said with its reason. With `--per document --json` each document is one line.
    """
    with upkeep.opened(settings.load()) as database, database.read() as session:
        project, _ = projects.for_operator(session, slug)
        if per == "corpus":
            found = totals.corpus_totals(session, project, Sets(sets)).as_json()
            if as_json:
                print_json(found)
            else:
                _tell(found)
                say(f"{found['documents']} documents with {found['events']} events.")
            return
        for account in totals.document_totals(session, project, Sets(sets)):
            if as_json:
                click.echo(json.dumps(account, ensure_ascii=False))
            else:
                click.echo(f"{account['document']}: {account['title']}")
                _tell(account)


def _tell(found: Mapping[str, Any]) -> None:
    rows: Sequence[Mapping[str, Json]] = found["totals"]
    if rows:
        print_table(COLUMNS, [_row(each) for each in rows])
    for reason, number in found["apart"].items():
        click.echo(f"not added: {number} ({reason.replace('_', ' ')})")
    for reason, number in found["events_apart"].items():
        click.echo(f"events whose tolls are not added: {number} ({reason})")


def _row(total: Mapping[str, Json]) -> list[str]:
    open_ = {"upper": "open", "best": "-"}
    cells = [cell(total[name]) if total[name] is not None else open_[name] for name in COLUMNS[:-1]]
    remarks = ["named persons"] if total["derived"] else []
    remarks += [f"{total[name]} {name}" for name in ("shared", "conflicts") if total[name]]
    return [*cells, ", ".join(remarks)]
