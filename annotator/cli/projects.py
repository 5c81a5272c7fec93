"""`annotator project`: made with a schema, listed, and who is what in them."""

from collections.abc import Sequence
from pathlib import Path

import click

from annotator import resources, settings
from annotator.cli.corpora import format_settings, left_out
from annotator.cli.output import json_option, print_rows, say
from annotator.cli.reading_off import read_off
from annotator.services import corpora, projects, revisions, upkeep


@click.group()
def project() -> None:
    """Make projects and say who works in them."""


@project.command()
@click.argument("slug")
@click.option("--schema", "schema_name", help=f"A TOML file, or one that ships: {', '.join(resources.schema_names())}.")
@click.option(
    "--schema-from",
    "corpus",
    type=click.Path(path_type=Path),
    help="Instead: a corpus of any format; its labels, roles and attributes become the schema.",
)
@click.option("--format", "format_id", help="The format of that corpus; guessed from names.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of that format; repeatable.")
@click.option(
    "--schema-out", type=click.Path(path_type=Path, dir_okay=False), help="Write that schema into a file as well."
)
@click.option("--title", default="", help="What people read; the SLUG when absent.")
@click.option("--overlap", default=1, show_default=True, help="How many annotators each document is handed out to.")
def create(
    slug: str,
    schema_name: str | None,
    corpus: Path | None,
    format_id: str | None,
    options: tuple[str, ...],
    schema_out: Path | None,
    title: str,
    overlap: int,
) -> None:
    """Make a project. SLUG is its name in addresses and commands."""
    if corpus is not None and schema_name is None:
        parts = corpora.parts(corpus, None, format_id, format_settings(options), left_out)
        text, schema, guideline = read_off(parts, str(corpus), slug)
        if schema_out is not None:
            schema_out.write_text(text, encoding="utf-8")
    elif schema_name is not None and corpus is None:
        schema, guideline = projects.load_schema(schema_name)
    else:
        raise click.UsageError("give a schema by --schema, or a corpus to read one off by --schema-from")
    with upkeep.opened(settings.load()) as database, database.write() as session:
        projects.create_project(session, slug, title, schema, guideline, overlap=overlap)
    say(f"Made {slug}. Next: annotator project member {slug} NAME ROLE; annotator import PATH --project {slug}")


@project.command()
@click.argument("slug")
@click.option("--schema", "schema_name", required=True, help="The TOML file of the next version.")
@click.option("--rename", "renames", multiple=True, metavar="WHAT:OLD=NEW", help="label:OLD=NEW or role:OLD=NEW.")
@click.option("--retire", "retired", multiple=True, metavar="WHAT:NAME", help="label:NAME or role:NAME goes for good.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def revise(slug: str, schema_name: str, renames: Sequence[str], retired: Sequence[str], dry_run: bool) -> None:
    """Put the next version of the schema in force in the project SLUG.

    Two labels renamed to one are merged. Finished work goes over to the new version where all of it fits;
    what people work on is finished under its version, and nothing that was marked is ever dropped.
    """
    schema, guideline = projects.load_schema(schema_name)
    becomes = dict(_pair(each) for each in renames)
    with upkeep.opened(settings.load()) as database, database.write() as session:
        report = revisions.revise(
            session, slug, schema, guideline, renames=becomes, retired=frozenset(retired), dry_run=dry_run
        )
    for (what, old, new), number in sorted(report.counts.items(), key=str):
        say(f"{what} {old} {'is retired' if new is None else f'becomes {new}'}: {number} stand")
    would = "would go" if dry_run else "went"
    say(f"Version {report.version}: {report.moved} sets {would} over to it.")
    if report.open:
        say(f"{report.open} sets are being worked on: they are finished under their version.")
    if report.kept:
        say(f"{report.kept} sets hold what version {report.version} does not know: they stay under theirs.")


def _pair(given: str) -> tuple[str, str]:
    old, equals, new = given.partition("=")
    if not (old and equals and new):
        raise click.BadParameter(f"say WHAT:OLD=NEW, not {given!r}", param_hint="--rename")
    return old, new


@project.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List every project."""
    with upkeep.opened(settings.load()) as database, database.read() as session:
        print_rows(projects.ProjectEntry, projects.every_project(session), as_json=as_json)


@project.command()
@click.argument("slug")
@click.argument("name")
@click.argument("role", type=click.Choice(["annotator", "adjudicator", "lead", "engineer"]))
def member(slug: str, name: str, role: str) -> None:
    """Make the user NAME an annotator, adjudicator, lead or engineer of the project SLUG."""
    with upkeep.opened(settings.load()) as database, database.write() as session:
        projects.add_member(session, slug, name, role)
    say(f"{name} is {role} in {slug}.")


@project.command()
@click.argument("slug")
@json_option
def members(slug: str, as_json: bool) -> None:
    """List who is what in the project SLUG."""
    with upkeep.opened(settings.load()) as database, database.read() as session:
        print_rows(projects.Member, projects.list_members(session, slug), as_json=as_json)
