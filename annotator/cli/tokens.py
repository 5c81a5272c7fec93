"""`annotator token`: by which programs act for a person."""

import click

from annotator import settings
from annotator.cli.output import json_option, print_rows, say
from annotator.services import tokens, upkeep, users


@click.group()
def token() -> None:
    """Make and revoke tokens for programs."""


@token.command()
@click.argument("user")
@click.argument("name")
@click.option("--days", type=click.IntRange(1, 3650), help="Good for so many days; until revoked, if not given.")
def create(user: str, name: str, days: int | None) -> None:
    """Make a token called NAME, by which a program acts for USER. It is printed this once."""
    with upkeep.opened(settings.load()) as database, database.write() as session:
        made = tokens.create_token(session, users.get_person(session, user), name, days)
    say("Keep it safe: it cannot be shown again. Send it as `Authorization: Bearer …`.")
    click.echo(made)


@token.command("list")
@click.option("--user", "name", help="Of this person only.")
@json_option
def list_(name: str | None, as_json: bool) -> None:
    """List the tokens that are in use, without the tokens themselves."""
    with upkeep.opened(settings.load()) as database, database.read() as session:
        person = users.get_person(session, name) if name is not None else None
        print_rows(tokens.TokenSummary, tokens.list_tokens(session, person), as_json=as_json)


@token.command()
@click.argument("token_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
def revoke(token_id: int) -> None:
    """End the token with this ID (see `annotator token list`) for good."""
    with upkeep.opened(settings.load()) as database, database.write() as session:
        tokens.revoke_token(session, token_id)
    say(f"Token {token_id} is revoked.")
