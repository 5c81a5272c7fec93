"""A project's releases as pages: which there are, what stands in each, its files, and a form that cuts one."""

import tempfile
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, current_app, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from annotator import formats
from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.permissions import Action
from annotator.releases.archive import write_zip
from annotator.releases.asked import days, given_splits, shares
from annotator.releases.manifest import FILE, PLOTS
from annotator.releases.plan import NATIVE, Plan, Sets, Tie, plan_of
from annotator.services import jobs, projects, releases
from annotator.settings import Settings
from annotator.web import sign_in
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.loss_entries import loss_entries
from annotator.web.pages import Choice, Titled, choices, frame, render
from annotator.web.release_pages import (
    FileLine,
    FormatPart,
    Plot,
    ReleaseLine,
    ReleasePage,
    ReleasesPage,
    SplitLine,
)

blueprint = Blueprint("releases", __name__, url_prefix="/projects")

SETS: Mapping[str, str] = {
    Sets.GOLD: "Gold",
    Sets.SUBMITTED: "All that were submitted",
    Sets.MAJORITY: "What the majority says",
    Sets.ANNOTATOR: "Those of one annotator",
    Sets.ALL: "All, in whatever state",
}
SPLITS: Mapping[str, str] = {
    "ratio": "By ratio",
    "date": "By day of publication",
    "given": "As given in a file",
    "none": "All together",
}
TIES: Mapping[str, str] = {Tie.NEAR: "near-duplicates", Tie.WIRE: "the same wire story", Tie.EVENT: "the same event"}
#: What a form is before anybody has filled it in.
BLANK: Mapping[str, str] = {
    "name": "",
    "sets": Sets.GOLD,
    "annotator": "",
    "split": "ratio",
    "words": "train=80,dev=10,test=10",
    "seed": "0",
    "similarity": "0.5",
    "title": "",
    "licence": "",
    "flagged": "keep",
    "comments": "keep",
}
_UNITS = ("bytes", "kB", "MB", "GB")


@blueprint.get("/<slug>/releases")
def listed(slug: str) -> str:
    """The releases that there are, and a form for the next."""
    return _page(slug, BLANK, (), tuple(Tie))


@blueprint.post("/<slug>/releases")
def cut(slug: str) -> AnyResponse | tuple[str, int]:
    """Let a release be cut, as a job."""
    sent = request.form
    form = {name: sent.get(name, value).strip() for name, value in BLANK.items()}
    try:
        plan = _plan(form)
        releases.check_free(_settings(), slug, plan.name)
        with write_session() as session:
            payload = {"plan": plan.model_dump(mode="json")}
            key = jobs.start(session, current_person(), slug, "release", payload)
    except (InvalidInput, Conflict) as error:
        page = _page(slug, form, sent.getlist("format"), sent.getlist("tie"), str(error))
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    jobs.wake()
    return redirect(url_for("jobs.show", slug=slug, job_key=key), HTTPStatus.SEE_OTHER)


@blueprint.get("/<slug>/releases/<name>")
def show(slug: str, name: str) -> str:
    """What stands in a release."""
    with read_session() as session:
        said = releases.read_release(session, _settings(), current_person(), slug, name)
        project = projects.get_project(session, current_person(), slug, Action.EXPORT)
    return render("releases/show.html", _release(slug, project.title, said))


@blueprint.get("/<slug>/releases/<name>/files/<path:file>")
def download(slug: str, name: str, file: str) -> Response:
    """A file of a release; plots are shown, everything else is kept."""
    with read_session() as session:
        path = releases.file_of(session, _settings(), current_person(), slug, name, file)
    if file.startswith(f"{PLOTS}/"):
        return send_file(path.absolute(), "image/svg+xml")
    return send_file(path.absolute(), "application/octet-stream", as_attachment=True, download_name=path.name)


@blueprint.get("/<slug>/releases/<name>.zip")
def archive(slug: str, name: str) -> Response:
    """A whole release as one file."""
    with read_session() as session:
        path = releases.file_of(session, _settings(), current_person(), slug, name, FILE)
    spool = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  # whoever sends it closes it
    write_zip(path.parent, spool)
    spool.seek(0)
    return send_file(spool, "application/zip", as_attachment=True, download_name=f"{slug}-{name}.zip")


def _settings() -> Settings:
    found: Settings = current_app.extensions[sign_in.SETTINGS]
    return found


# ---------------------------------------------------------------- the form


def _plan(form: Mapping[str, str]) -> Plan:
    """The plan that the form asks for; raises InvalidInput."""
    said: dict[str, Any] = {
        "name": form["name"],
        "sets": form["sets"],
        "annotator": form["annotator"] if form["sets"] == Sets.ANNOTATOR else "",
        "formats": request.form.getlist("format"),
        "split": _split(form),
        "ties": {"by": request.form.getlist("tie"), "similarity": form["similarity"]},
        "seed": form["seed"],
        "flagged": form["flagged"],
        "comments": form["comments"],
        "about": {"title": form["title"], "licence": form["licence"]},
    }
    return plan_of(said)


def _split(form: Mapping[str, str]) -> dict[str, Any]:
    by = form["split"]
    if by == "ratio":
        return {"by": by, "shares": shares(form["words"])}
    if by == "date":
        return {"by": by, **days(form["words"])}
    if by == "given":
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise InvalidInput("choose the file in which the splits are given", rule="plan")
        return {"by": by, "given": given_splits(sent.stream.read(), sent.filename)}
    return {"by": by}


def _page(
    slug: str,
    form: Mapping[str, str],
    chosen_formats: tuple[str, ...] | list[str],
    chosen_ties: tuple[str, ...] | list[str],
    error: str | None = None,
) -> str:
    with read_session() as session:
        project, found = releases.of_project(session, _settings(), current_person(), slug)
    return render(
        "releases/index.html",
        ReleasesPage(
            **frame(
                f"Releases of {project.title}",
                cut=url_for("releases.cut", slug=slug),
                jobs=url_for("jobs.listed", slug=slug),
            ),
            project=Titled(project.title),
            releases=[_line(slug, each) for each in found],
            sets=choices(SETS),
            splits=choices(SPLITS),
            formats=[Choice(each.id, each.title) for each in formats.writers() if each.id != NATIVE],
            ties=choices(TIES),
            form=form,
            chosen_formats=chosen_formats,
            chosen_ties=chosen_ties,
            error=error,
        ),
    )


def _line(slug: str, each: releases.ReleaseEntry) -> ReleaseLine:
    url = url_for("releases.show", slug=slug, name=each.name)
    return ReleaseLine(each.name, each.date, each.documents, each.sets, each.formats, url)


# ---------------------------------------------------------------- a release


def _release(slug: str, project: str, said: Mapping[str, Any]) -> ReleasePage:
    name = said["name"]
    lines = {each["path"]: _file(slug, name, each["path"], each["size"]) for each in said["files"]}
    groups = said["groups"]
    return ReleasePage(
        **frame(
            f"{name} of {project}",
            releases=url_for("releases.listed", slug=slug),
            archive=url_for("releases.archive", slug=slug, name=name),
        ),
        project=Titled(project),
        name=name,
        facts=_facts(said),
        splits=[_split_line(split, told) for split, told in said["splits"].items()],
        together=f"{groups['documents']} documents in {groups['number']} groups",
        left_out=[f"{number} ({why.replace('_', ' ')})" for why, number in said["left_out"].items()],
        labels=_labels(said),
        plots=[
            Plot(_title(file), url_for("releases.download", slug=slug, name=name, file=file), alt)
            for file, alt in said["plots"].items()
        ],
        formats=[_format(each, lines) for each in said["formats"]],
        files=[line for path, line in lines.items() if "/" not in path] + [_file(slug, name, FILE, None)],
    )


def _title(file: str) -> str:
    return PurePosixPath(file).stem.replace("-", " ").capitalize()


def _facts(said: Mapping[str, Any]) -> dict[str, str]:
    agreement = said["agreement"]
    told = {
        "Date": said["date"],
        "Annotation sets": SETS[said["plan"]["sets"]],
        "Schema": ", ".join(f"{each['name']} {each['version']}" for each in said["schemas"]),
        "Licence": said["about"]["licence"] or ", ".join(said["statistics"]["licences"]),
        "Cut with": f"Annotator {said['tool']['version']}",
        "Checksum": said["digest"],
    }
    if agreement.get("f1_exact") is not None:
        numbers = f"{agreement['f1_exact']} exact, {agreement['f1_overlap']} by overlap"
        told["Agreement (span F1)"] = f"{numbers}, over {agreement['documents']} pairs of sets"
    else:
        told["Agreement (span F1)"] = "undefined: no document was marked by two annotators"
    return told


def _split_line(name: str, told: Mapping[str, Any]) -> SplitLine:
    return SplitLine(name, *(told[each] for each in ("documents", "sets", "spans", "links", "events")))


def _labels(said: Mapping[str, Any]) -> list[list[str]]:
    """The numbers of spans by label and split: the head first."""
    splits = said["splits"]
    labels = sorted({label for told in splits.values() for label in told["labels"]})
    rows = [[label, *(str(told["labels"].get(label, 0)) for told in splits.values())] for label in labels]
    return [["Label", *splits], *rows]


def _format(told: Mapping[str, Any], lines: Mapping[str, FileLine]) -> FormatPart:
    title = formats.FORMATS.get(told["id"]).title if told["id"] in formats.FORMATS else told["id"]
    return FormatPart(title, [lines[path] for path in told["files"]], loss_entries(told["losses"]))


def _file(slug: str, name: str, path: str, size: int | None) -> FileLine:
    url = url_for("releases.download", slug=slug, name=name, file=path)
    return FileLine(path.removeprefix("data/"), "" if size is None else _sized(size), url)


def _sized(size: float) -> str:
    for unit in _UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} {_UNITS[-1]}"
