"""`annotator user`: who there is."""

import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from annotator import settings
from annotator.cli.output import json_option, print_rows, say
from annotator.services import data_folder, upkeep, users

F = TypeVar("F", bound=Callable[..., Any])


def password_options(command: F) -> F:
    """Where the password comes from, when nobody is there to type it."""
    source = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
    for option in (
        click.option("--password-file", type=source, help="Read it from the first line of FILE; - is stdin."),
        click.option("--generate", is_flag=True, help="Make one up and print it."),
    ):
        command = option(command)
    return command


@click.group()
def user() -> None:
    """Add people and decide who may sign in."""


@user.command()
@click.argument("name")
@click.option("--admin", is_flag=True, help="May do everything, everywhere.")
@click.option("--no-password", is_flag=True, help="May not sign in, but may have tokens: for a program.")
@password_options
def add(name: str, admin: bool, no_password: bool, password_file: Path | None, generate: bool) -> None:
    """Add somebody called NAME; asks for their password."""
    password = None if no_password else choose_password(password_file, generate=generate)
    with upkeep.opened(settings.load()) as database, database.write() as session:
        person = users.add_user(session, name, password, is_admin=admin)
    say(f"Added {person.name}.")
    _show_generated(password, generate)


@user.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List everybody."""
    with upkeep.opened(settings.load()) as database, database.read() as session:
        print_rows(users.UserSummary, users.list_users(session), as_json=as_json)


@user.command()
@click.argument("name")
@password_options
def password(name: str, password_file: Path | None, generate: bool) -> None:
    """Give NAME a new password and end their sign-ins; asks for it."""
    loaded = settings.load()
    chosen = choose_password(password_file, generate=generate)
    with upkeep.opened(loaded) as database, database.write() as session:
        users.set_password(session, name, chosen)
    data_folder.forget_demo(loaded, name)
    say(f"{name} has a new password and is signed out everywhere.")
    _show_generated(chosen, generate)


@user.command()
@click.argument("name")
def deactivate(name: str) -> None:
    """Let NAME in no more. What they annotated stays."""
    loaded = settings.load()
    with upkeep.opened(loaded) as database, database.write() as session:
        users.deactivate(session, name)
    data_folder.forget_demo(loaded, name)
    say(f"{name} may sign in no more, and their tokens are revoked.")


def choose_password(file: Path | None, *, generate: bool) -> str:
    """The password as the options say, else as the person at the terminal types it, twice."""
    if generate and file is not None:
        raise click.UsageError("either --generate or --password-file")
    if generate:
        return secrets.token_urlsafe(12)
    if file is not None:
        with click.open_file(str(file), encoding="utf-8") as opened:
            return str(opened.readline()).rstrip("\r\n")
    if not at_a_terminal():
        raise click.UsageError("no terminal to ask at: use --password-file or --generate")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _show_generated(password: str | None, generate: bool) -> None:
    if generate and password is not None:
        click.echo(password)
