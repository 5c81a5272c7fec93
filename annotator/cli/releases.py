"""`annotator release`: cut a release, list, verify and compare them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from annotator import settings
from annotator.cli.corpora import cause_told
from annotator.cli.output import json_option, print_json, print_rows, print_table, say
from annotator.cli.progress import Progress
from annotator.releases.asked import cells, days, given_splits, options, shares
from annotator.releases.comparing import Difference
from annotator.releases.plan import Plan, Sets, Tie, plan_of, read_toml
from annotator.releases.steps import result_of
from annotator.services import releases as service
from annotator.services import upkeep

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
TIES = click.Choice([*map(str, Tie), "none"])


@click.group()
def release() -> None:
    """Cut releases of a project, list, verify and compare them."""


@release.command("cut")
@click.argument("name", required=False)
@click.option("--project", "slug", help="The project.")
@click.option("--plan", "plan_file", type=FILE, help="A TOML file with the plan; options win over it.")
@click.option("--sets", type=click.Choice([str(each) for each in Sets]), help="Which annotation sets.  [default: gold]")
@click.option("--annotator", help="Whose sets, with --sets annotator.")
@click.option("--format", "formats", multiple=True, metavar="ID", help="A format besides native; repeatable.")
@click.option(
    "--option", "settings_", multiple=True, metavar="ID.NAME=VALUE", help="An option of a format; repeatable."
)
@click.option("--ratio", metavar="SPLIT=SHARE,…", help="Splits by ratio.  [default: train=80,dev=10,test=10]")
@click.option(
    "--by-date", metavar="SPLIT,SPLIT=DAY,…", help="Splits by day of publication: each but the first from a day."
)
@click.option("--undated", metavar="SPLIT", help="Where documents without a day go, with --by-date.")
@click.option("--splits", "splits_file", type=FILE, help="Splits as given: CSV with the columns document and split.")
@click.option("--leave-out-crossing", is_flag=True, help="With --splits: leave out what belongs to a later split.")
@click.option("--no-split", is_flag=True, help="All documents together.")
@click.option(
    "--tie",
    "ties",
    multiple=True,
    type=TIES,
    help="What keeps documents together; repeatable.  [default: all]",
)
@click.option("--similarity", type=float, help="How much near-duplicates share, 0.5 to 1.  [default: 0.5]")
@click.option("--seed", type=int, help="What splits are drawn by.  [default: 0]")
@click.option("--date", "day", metavar="DAY", help="The day that stands in it; else that of the newest change.")
@click.option("--leave-out-flagged", is_flag=True, help="Leave out documents with a flag.")
@click.option("--leave-out-comments", is_flag=True, help="Leave out comments.")
@click.option("--title", help="What it is called.")
@click.option("--description", help="What it is, in a sentence.")
@click.option("--licence", help="Under which licence: an identifier of SPDX, or an address.")
@click.option("--creator", help="Who publishes it.")
@click.option("--url", help="Where it will be found.")
@click.option("--citation", help="How to cite it.")
@click.option("--version", "version_", help="Its version, as 1.0.0.")
@click.option("--out", type=FOLDER, help="The folder to put it into, instead of the data folder.")
@click.option("--resume", is_flag=True, help="Go on with a cut of the same plan that was stopped.")
@click.option("--strict", is_flag=True, help="Refuse when any format would lose anything.")
@click.option("--dry-run", is_flag=True, help="Only say what it would be.")
@json_option
def cut(
    name: str | None, slug: str | None, plan_file: Path | None, out: Path | None, resume: bool, strict: bool,
    dry_run: bool, as_json: bool, **asked: Any,
) -> None:  # fmt: skip
    """Cut the release NAME: a folder with the corpus in splits, and all that is to be known of it.

    Documents that belong together (near-duplicates, the same wire story, the same event) never stand in different
    splits. The same data under the same plan are the same bytes. A release is never changed; a name that is taken
    is refused.
    """
    project, plan = _planned(name, slug, plan_file, asked)
    found = settings.load()
    with upkeep.opened(found) as database, Progress(f"cutting {plan.name}") as progress:
        steps = service.cut_release(
            database.read, found, project, plan, store=out, resume=resume, strict=strict, dry_run=dry_run
        )
        cut_ = result_of(steps, lambda each: progress.show(_said(each.step, each.done, each.total)))
    if as_json:
        print_json(cut_)
    else:
        _tell(cut_, dry_run=dry_run)


def _said(step: str, done: int, total: int | None) -> str:
    return f"{step}, {done} of {total}" if total else f"{step}, {done}"


def _planned(name: str | None, slug: str | None, file: Path | None, asked: Mapping[str, Any]) -> tuple[str, Plan]:
    """The plan of the file, with what is asked for put over it."""
    said = read_toml(file.read_text("utf-8"), str(file)) if file else {}
    project = slug or said.pop("project", None)
    said.pop("project", None)
    if not isinstance(project, str):
        raise click.UsageError("name the project with --project, or in the plan")
    if name:
        said["name"] = name
    if "name" not in said:
        raise click.UsageError("name the release, or let the plan name it")
    for key, value in _over(said, asked).items():
        said[key] = value
    if isinstance(split_file := said.get("split", {}).get("given"), str) and file:
        said["split"] = {**said["split"], "given": _given(file.parent / split_file)}
    return project, plan_of(said, str(file) if file else None)


def _over(said: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What options ask for, as a plan says it."""
    plain = {key: asked[key] for key in ("sets", "annotator", "seed") if asked[key] is not None}
    over: dict[str, Any] = dict(plain)
    if asked["day"]:
        over["date"] = asked["day"]
    if asked["formats"]:
        over["formats"] = asked["formats"]
    if asked["settings_"]:
        over["options"] = options(asked["settings_"])
    for flag, key in (("leave_out_flagged", "flagged"), ("leave_out_comments", "comments")):
        if asked[flag]:
            over[key] = "leave_out"
    about = {key: asked[key] for key in ("title", "description", "licence", "creator", "url", "citation")}
    about = {key: value for key, value in {**about, "version": asked["version_"]}.items() if value is not None}
    for key, part in (("about", about), ("split", _split(asked)), ("ties", _ties(asked))):
        if part:
            # A way of splitting is asked for whole; of the rest each word wins by itself.
            over[key] = part if "by" in part and key == "split" else {**said.get(key, {}), **part}
    return over


def _split(asked: Mapping[str, Any]) -> dict[str, Any]:
    ways = [name for name in ("ratio", "by_date", "splits_file", "no_split") if asked[name]]
    if len(ways) > 1:
        raise click.UsageError("splits are by --ratio, --by-date, --splits or --no-split: one of them")
    part: dict[str, Any] = {}
    if asked["ratio"]:
        part = {"by": "ratio", "shares": shares(asked["ratio"])}
    elif asked["by_date"]:
        part = {"by": "date", **days(asked["by_date"])}
    elif asked["splits_file"]:
        part = {"by": "given", "given": _given(asked["splits_file"])}
    elif asked["no_split"]:
        part = {"by": "none"}
    if asked["undated"]:
        part["undated"] = asked["undated"]
    if asked["leave_out_crossing"]:
        part["crossing"] = "leave_out"
    return part


def _given(file: Path) -> dict[str, str]:
    return given_splits(file.read_bytes(), str(file))


def _ties(asked: Mapping[str, Any]) -> dict[str, Any]:
    part: dict[str, Any] = {}
    if asked["ties"]:
        part["by"] = [each for each in asked["ties"] if each != "none"]
    if asked["similarity"] is not None:
        part["similarity"] = asked["similarity"]
    return part


def _tell(found: Mapping[str, Any], *, dry_run: bool) -> None:
    names = ("documents", "sets", "spans", "links", "events")
    rows = [[split, *(str(told[name]) for name in names)] for split, told in found["splits"].items()]
    print_table(("split", *names), rows)
    groups = found["groups"]
    say(f"{groups['documents']} documents belong together with others, in {groups['number']} groups.")
    for why, number in found["left_out"].items():
        say(f"left out: {number} documents ({why.replace('_', ' ')})")
    for each in found["formats"]:
        for loss in each["losses"]:
            say(f"{each['id']} {cause_told(loss)}")
    say(f"{'Would cut' if dry_run else 'Cut'} {found['name']}, {found['digest']}.")


@release.command("list")
@click.option("--project", "slug", help="Of this project alone.")
@json_option
def list_(slug: str | None, as_json: bool) -> None:
    """List the releases that there are, the newest first."""
    print_rows(service.ReleaseEntry, service.list_releases(settings.load(), slug), as_json=as_json)


@release.command()
@click.argument("name", metavar="NAME|FOLDER")
@click.option("--project", "slug", help="The project, where several have a release of that name.")
@json_option
@click.pass_context
def verify(ctx: click.Context, name: str, slug: str | None, as_json: bool) -> None:
    """Check a release again: checksums, counts, quotes, schemas, and that nothing crosses a split.

    Whatever is wrong is told with its file, and the exit code is 1.
    """
    folder = service.find_release(settings.load(), name, slug)
    with Progress(f"verifying {name}") as progress:
        found = []
        for fault in service.verify(folder):
            found.append(fault)
            progress.show(f"{len(found)} faults")
    if as_json:
        print_json({"release": name, "faults": [each.as_json() for each in found]})
    else:
        for each in found:
            click.echo(f"{each.file}: {each.what}")
        say(f"{name}: {len(found)} faults." if found else f"{name} is whole.")
    if found:
        ctx.exit(1)


@release.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--project", "slug", help="The project of both, where they are named and not folders.")
@json_option
def diff(before: str, after: str, slug: str | None, as_json: bool) -> None:
    """Compare two releases document by document."""
    found = settings.load()
    folders = [service.find_release(found, each, slug) for each in (before, after)]
    differences = list(service.differences(*folders))
    if as_json:
        print_json([each.as_json() for each in differences])
        return
    for each in differences:
        click.echo(_line(each))
    say(f"{len(differences)} documents differ." if differences else "No document differs.")


def _line(each: Difference) -> str:
    return f"{each.document}: {', '.join(cells(each))}"
