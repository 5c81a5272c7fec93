"""`annotator export`: a project as a corpus."""

from pathlib import Path

import click

from annotator import formats, settings
from annotator.cli.corpora import (
    DESTINATION,
    check_stdout,
    format_settings,
    loss_options,
    tell,
    told_losses,
    write_whole,
)
from annotator.cli.output import json_option, print_json, say
from annotator.formats.options import configured
from annotator.services import exports, projects, upkeep


@click.command()
@click.option("--project", "slug", required=True, help="The project to export.")
@click.option("--format", "format_id", required=True, help="The format's id (annotator formats).")
@click.option(
    "--out", required=True, type=DESTINATION, help="The file, or the folder of a format of several; - is stdout."
)
@click.option(
    "--sets",
    type=click.Choice([str(each) for each in exports.Sets]),
    default=str(exports.Sets.SUBMITTED),
    show_default=True,
    help="Which annotation sets.",
)
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the format; repeatable.")
@loss_options
@json_option
def export(
    slug: str,
    format_id: str,
    out: Path,
    sets: str,
    options: tuple[str, ...],
    losses_file: Path | None,
    strict: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Export a project as a corpus.

    What the format cannot carry is counted by kind, with examples; nothing is lost in silence.
    """
    writer = configured(formats.writer(format_id), format_settings(options))
    check_stdout(out, losses_file, as_json=as_json)
    with (
        upkeep.opened(settings.load()) as database,
        database.read() as session,
        told_losses(losses_file) as losses,
    ):
        project, schema = projects.for_operator(session, slug)
        corpus = exports.export_documents(session, project, exports.Sets(sets))
        count = write_whole(writer, corpus, out, schema, losses, lambda: not dry_run and not (strict and losses.first))
    if strict:
        losses.check_none()
    if as_json:
        print_json({"documents": count.documents, "sets": count.sets, "losses": losses.as_json(), "dry_run": dry_run})
    else:
        tell(losses, count, "Exported", dry_run=dry_run, where=f" to {out}")
        if count.documents == 0 and sets != exports.Sets.ALL:
            say(f"No document has a set that is {sets}; --sets says which are taken.")
