"""`annotator project`: made with a schema, listed, and who is what in them."""

import click

from annotator import resources, settings
from annotator.cli.output import json_option, print_rows, say
from annotator.services import projects, upkeep


@click.group()
def project() -> None:
    """Make projects and say who works in them."""


@project.command()
@click.argument("slug")
@click.option(
    "--schema",
    "schema_name",
    required=True,
    help=f"A TOML file, or one that ships: {', '.join(resources.schema_names())}.",
)
@click.option("--title", default="", help="What people read; the SLUG when absent.")
@click.option("--overlap", default=1, show_default=True, help="How many annotators each document is handed out to.")
def create(slug: str, schema_name: str, title: str, overlap: int) -> None:
    """Make a project. SLUG is its name in addresses and commands."""
    schema, guideline = projects.load_schema(schema_name)
    with upkeep.opened(settings.load()) as database, database.write() as session:
        projects.create_project(session, slug, title, schema, guideline, overlap=overlap)
    say(f"Made {slug}. Next: annotator project member {slug} NAME ROLE; annotator import PATH --project {slug}")


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
