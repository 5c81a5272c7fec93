"""`annotator doctor`: what to look at when something does not work."""

import click

from annotator.cli.output import json_option, print_rows
from annotator.services.installation import WRONG, Finding, inspect


@click.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is set, what is missing and what is wrong.

    Changes nothing. Exits with 1 when something is wrong.
    """
    findings = list(inspect())
    print_rows(Finding, findings, as_json=as_json)
    if any(finding.state == WRONG for finding in findings):
        ctx.exit(1)
