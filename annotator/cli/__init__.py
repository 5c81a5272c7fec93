"""The command line: `annotator NOUN VERB`. Each command parses; the service behind it does the work.

Errors that a person may cause go to stderr as one line with exit code 1; wrong usage exits with 2.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

import click

from annotator.domain.errors import AnnotatorError
from annotator.registry import UnknownPluginError

#: Every command, in the order in which help lists them: where it is, and what help says of it.
#: A command's module is imported when the command is called, so that the others need not wait for it.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "serve": ("annotator.cli.serve:serve", "Serve the app in a browser."),
    "doctor": ("annotator.cli.doctor:doctor", "Say what is set, what is missing and what is wrong."),
    "db": ("annotator.cli.db:db", "Upgrade, check, back up and restore the database."),
    "user": ("annotator.cli.users:user", "Add people and decide who may sign in."),
    "token": ("annotator.cli.tokens:token", "Make and revoke tokens for programs."),
    "project": ("annotator.cli.projects:project", "Make projects and say who works in them."),
    "actors": ("annotator.cli.actors:actors", "Keep a project's list of actors."),
    "import": ("annotator.cli.imports:import_", "Import documents and annotations into a project."),
    "export": ("annotator.cli.exports:export", "Export a project as a corpus."),
    "jobs": ("annotator.cli.jobs:jobs_", "See and stop long work, or do it."),
    "release": ("annotator.cli.releases:release", "Cut releases, list, verify and compare them."),
    "sync": ("annotator.cli.sync:sync", "Keep a project in step with one of Label Studio."),
    "suggest": ("annotator.cli.suggest:suggest", "Ask machines for suggestions."),
    "formats": ("annotator.cli.formats:formats", "List what each format can carry, read and write."),
    "totals": ("annotator.cli.totals:totals_", "Add up how many people, by what happened to them."),
    "value": ("annotator.cli.values:value", "Read a count, a date or a place from words."),
    "gazetteer": ("annotator.cli.gazetteer:gazetteer", "Say which places are known, and grow them to full size."),
    "convert": ("annotator.cli.convert:convert", "Convert a corpus from one format to another."),
}


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command), f"{module}:{name} is no command"
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`annotator COMMAND --help` says more about each.",
)
@click.version_option(package_name="annotator", message="%(prog)s %(version)s")
def cli() -> None:
    """Mark who did what, to whom, where and with how many casualties."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    code = run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = code or 1
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code. What a person may cause is said on stderr."""
    try:
        # In this mode click gives back the exit code of `--help` and of ctx.exit().
        code = cli.main(args=arguments, prog_name="annotator", standalone_mode=False)
    except click.exceptions.Abort:
        return _failed("stopped", 130)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (AnnotatorError, UnknownPluginError) as error:
        return _failed(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return code if isinstance(code, int) else 0


def _failed(message: str, code: int = 1) -> int:
    click.echo(f"Error: {message}", err=True)
    return code
