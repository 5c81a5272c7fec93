"""`annotator sync`: a project kept in step with one of Label Studio."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click

from annotator import settings
from annotator.cli.output import json_option, print_json, print_rows, say
from annotator.cli.progress import Progress
from annotator.cli.sync_moving import move_in, told_trouble
from annotator.cli.sync_schedule import every_option, hook, schedule
from annotator.labelstudio.label_config import label_config
from annotator.labelstudio.plan import Plan, Trouble
from annotator.services import upkeep
from annotator.services.projects import for_operator
from annotator.services.sync import conflicts as conflict_service
from annotator.services.sync import connections, engine
from annotator.services.sync import status as status_service
from annotator.services.sync.client import Client
from annotator.services.sync.connections import DIRECTIONS, KINDS, Policy
from annotator.services.sync.schedule import set_every
from annotator.store.session import Database

#: Of a long plan, so many lines are shown.
SHOWN = 40

pace_option = click.option(
    "--pace", type=click.FloatRange(0, 1000), default=0.0, help="Send at most so many changes a second; 0: no limit."
)
timeout_option = click.option(
    "--timeout", type=click.FloatRange(1, 3600), default=60.0, show_default=True, help="Wait so long for an answer."
)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A line of a plan."""

    deed: str
    document: str
    whose: str
    detail: str


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A line of a list of conflicts."""

    id: int
    document: str
    whose: str
    what: str
    here: str
    there: str
    choice: str | None


@click.group("sync")
def sync() -> None:
    """Keep a project in step with one of Label Studio.

    The token comes from ANNOTATOR_LABEL_STUDIO_TOKEN, or from the file that ANNOTATOR_LABEL_STUDIO_TOKEN_FILE names.
    """


for each in (move_in, schedule, hook):
    sync.add_command(each)


@sync.command()
@click.argument("slug")
@click.argument("address")
@click.option("--project", "remote", type=click.IntRange(1), help="The number of a project that is there already.")
@click.option("--create", is_flag=True, help="Make a new project there from the schema.")
@click.option("--direction", type=click.Choice(DIRECTIONS), default="both", show_default=True, help="Which way.")
@click.option(
    "--push", multiple=True, type=click.Choice(KINDS), help="What goes over there; several times for several."
)
@click.option("--person", "people", multiple=True, metavar="ADDRESS=NAME", help="Who of there is who here.")
@every_option
@timeout_option
@json_option
def connect(
    slug: str,
    address: str,
    remote: int | None,
    create: bool,
    direction: str,
    push: tuple[str, ...],
    people: tuple[str, ...],
    every: int | None,
    timeout: float,
    as_json: bool,
) -> None:
    """Connect the project SLUG with one of the Label Studio at ADDRESS."""
    if (remote is None) != create:
        raise click.UsageError("say either --project NUMBER or --create")
    policy = Policy(direction, push or Policy().push, connections.read_pairs(people))
    loaded = settings.load()
    token = connections.token(loaded)
    with upkeep.opened(loaded) as database, Client(address, token, timeout=timeout) as client:
        done = connections.connect(database, client, slug, remote, policy)
        if every:
            with database.write() as session:
                set_every(session, slug, every)
    if as_json:
        print_json(done.as_json())
        return
    say(f"{slug} is connected with project {done.remote_id} ({done.title}) of {done.address}.")
    if done.missing:
        said = f"`annotator sync config {slug}` prints one that has it."
        say(f"Its labelling config has no {', '.join(done.missing)}: what bears it stays here; {said}")


@sync.command()
@click.argument("slug")
@click.option("--direction", type=click.Choice(DIRECTIONS), help="Which way.")
@click.option("--push", multiple=True, type=click.Choice(KINDS), help="What goes over there, and nothing else.")
@click.option("--person", "people", multiple=True, metavar="ADDRESS=NAME", help="Who of there is who here, besides.")
@click.option("--address", help="Where the same Label Studio is by now.")
@json_option
def policy(
    slug: str,
    direction: str | None,
    push: tuple[str, ...],
    people: tuple[str, ...],
    address: str | None,
    as_json: bool,
) -> None:
    """Say how SLUG is kept in step, or change it; what is not named stays as it is."""
    pairs = connections.read_pairs(people)
    with upkeep.opened(settings.load()) as database:
        found = connections.change(database, slug, direction, push, pairs, address)
    if as_json:
        print_json(found.as_json())
        return
    who = ", ".join(f"{there} is {here}" for there, here in found.people.items())
    click.echo(f"{found.direction}: {', '.join(found.push)}{f'; {who}' if who else ''}")


@sync.command()
@click.argument("slug")
def config(slug: str) -> None:
    """Print the labelling config that the schema of SLUG makes, for Settings, Labeling Interface, Code."""
    with upkeep.opened(settings.load()) as database, database.read() as session:
        _, schema = for_operator(session, slug)
    click.echo(label_config(schema), nl=False)


@sync.command()
@click.argument("slug")
def disconnect(slug: str) -> None:
    """Forget the connection of SLUG; nothing of either project is touched."""
    with upkeep.opened(settings.load()) as database:
        connections.disconnect(database, slug)
    say(f"{slug} is connected with nothing any more.")


@sync.command()
@click.argument("slug")
@timeout_option
@json_option
def plan(slug: str, timeout: float, as_json: bool) -> None:
    """Show what a sync of SLUG would do. Writes nothing on either side."""
    with _both(slug, 0.0, timeout) as (database, client), Progress("plan") as progress:
        found = engine.plan(database, client, slug, progress.show)
    if as_json:
        print_json(found.as_json())
    else:
        _show(found)


@sync.command()
@click.argument("slug")
@click.argument("plan_id", metavar="[PLAN]", required=False)
@click.option("--dry-run", is_flag=True, help="Show the plan, and write nothing on either side.")
@click.option("--allow-deletions", is_flag=True, help="Delete also where much would go at once.")
@pace_option
@timeout_option
@json_option
def apply(
    slug: str,
    plan_id: str | None,
    dry_run: bool,
    allow_deletions: bool,
    pace: float,
    timeout: float,
    as_json: bool,
) -> None:
    """Bring SLUG and its project there into step; with PLAN only if that plan still holds."""
    with _both(slug, pace, timeout) as (database, client), Progress("sync") as progress:
        if dry_run:
            found = engine.plan(database, client, slug, progress.show)
            outcome = None
        else:
            outcome = engine.apply(database, client, slug, plan_id, allow_deletions=allow_deletions, tell=progress.show)
            found = outcome.plan
    if as_json:
        print_json(outcome.as_json() if outcome else found.as_json())
        return
    if outcome is None:
        _show(found)
        return
    _show(found, outcome.troubles)
    for each in outcome.left:
        say(f"Left for the next run: {each}")
    done = ", ".join(f"{name} {number}" for name, number in outcome.counts.items() if name != "written")
    click.echo(f"Done: {done or 'nothing was to be done'}.")


@sync.command()
@click.argument("slug")
@json_option
def status(slug: str, as_json: bool) -> None:
    """Say how the connection of SLUG stands, and what the last runs did."""
    with upkeep.opened(settings.load()) as database:
        found = status_service.status(database, slug)
    if as_json:
        print_json(found.as_json())
        return
    click.echo(f"project {found.remote_id} ({found.title}) of {found.address}")
    click.echo(f"{found.tasks} tasks, {found.annotations} annotations, {found.predictions} predictions in step")
    click.echo(f"{found.conflicts} conflicts, {found.gone} gone, {found.unfinished} writes to look up")
    for run in found.runs[:5]:
        click.echo(status_service.in_a_line(run))


@sync.command()
@click.argument("slug")
@json_option
def conflicts(slug: str, as_json: bool) -> None:
    """List what both sides of SLUG have changed to different ends."""
    with upkeep.opened(settings.load()) as database:
        found = conflict_service.list_conflicts(database, slug)
        if as_json:
            print_json([each.as_json() for each in found])
            return
        with database.read() as session:
            project, _ = for_operator(session, slug)
            shown = conflict_service.show(session, project, found)
    if not shown:
        say(f"There are no conflicts of {slug}.")
    else:
        print_rows(ConflictRow, [_conflict(each) for each in shown], as_json=False)
        say(f"Settle them with `annotator sync resolve {slug} NUMBER --for local`, or remote; then `apply`.")


@sync.command()
@click.argument("slug")
@click.argument("ids", nargs=-1, type=int, metavar="[CONFLICT]...")
@click.option("--for", "choice", type=click.Choice(conflict_service.CHOICES), required=True, help="Whose word counts.")
def resolve(slug: str, ids: tuple[int, ...], choice: str) -> None:
    """Settle conflicts of SLUG, all of them where none is named; the next run does as it says."""
    with upkeep.opened(settings.load()) as database:
        number = conflict_service.resolve(database, slug, list(ids), choice)
    say(f"{number} conflict(s) settled for {choice}: `annotator sync apply {slug}` carries it out.")


@contextmanager
def _both(slug: str, pace: float, timeout: float) -> Iterator[tuple[Database, Client]]:
    """The database, and a client of the Label Studio that the project is connected with."""
    loaded = settings.load()
    token = connections.token(loaded)
    with upkeep.opened(loaded) as database:
        with database.read() as session:
            address = connections.connection(session, slug).address
        with Client(address, token, timeout=timeout, pace=1 / pace if pace else 0.0) as client:
            yield database, client


def _conflict(shown: conflict_service.Shown) -> ConflictRow:
    """A conflict in words: the sides' own words of the text where they differ in these."""
    telling = shown.telling
    what = f"{telling.title}: {telling.quote.words}" if telling.quote else telling.title
    sides = (telling.local, telling.remote)
    here, there = (", ".join([*([side.quote.words] if side.quote else []), *side.lines]) for side in sides)
    return ConflictRow(shown.id, shown.document, shown.whose, what, here, there, shown.choice)


def _show(found: Plan, troubles: Sequence[Trouble] | None = None) -> None:
    """A plan, and what cannot be done: as it was planned, or as it came."""
    changes = [each for each in found.actions if each.pushes or each.pulls]
    rows = [ActionRow(str(each.deed), each.document, each.whose, each.detail) for each in changes[:SHOWN]]
    if rows:
        print_rows(ActionRow, rows, as_json=False)
    if len(changes) > SHOWN:
        click.echo(f"and {len(changes) - SHOWN} more")
    for trouble in found.troubles if troubles is None else troubles:
        say(told_trouble(trouble))
    for remark in found.remarks:
        say(remark)
    if found.conflicts:
        say(f"{len(found.conflicts)} conflict(s): see `annotator sync conflicts`")
    if found.stop:
        say(found.stop)
    click.echo(f"plan {found.id}: {len(found.pushes)} to push, {len(found.pulls)} to pull")
