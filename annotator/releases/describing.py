"""All that is told of a release: schemas, plots, card, Croissant and, last, the manifest."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from annotator.domain.json import Json
from annotator.releases import manifest
from annotator.releases.card import card
from annotator.releases.croissant import croissant
from annotator.releases.facts import Facts
from annotator.releases.pictures import pictures
from annotator.releases.plan import Plan
from annotator.releases.statistics import Counts, Statistics
from annotator.releases.telling import Telling


def describe(
    folder: Path,
    plan: Plan,
    facts: Facts,
    statistics: Statistics,
    losses: Mapping[str, list[Json]],
    groups: Mapping[str, Json],
    left_out: Mapping[str, Json],
    outlines: Callable[[], str],
) -> None:
    """Write everything that is told of the release into its folder. `outlines` are the lands of the map."""
    versions = _write_schemas(folder, facts, statistics)
    drawn = pictures(statistics, plan, outlines)
    for picture in drawn:
        _put(folder / picture.file, picture.svg.encode("utf-8"))
    data = [manifest.entry(folder, path) for path in manifest.files_in(folder)]
    telling = Telling(plan, facts, statistics, losses, dict(groups), dict(left_out), versions, data, drawn)
    _put(folder / manifest.CROISSANT, manifest.pretty(croissant(telling)))
    _put(folder / manifest.README, card(telling).encode("utf-8"))
    files = [manifest.entry(folder, path) for path in manifest.files_in(folder) if path.name != manifest.FILE]
    _put(folder / manifest.FILE, manifest.pretty(_manifest(telling, files)))


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _write_schemas(folder: Path, facts: Facts, statistics: Statistics) -> list[dict[str, Json]]:
    """Every version that a set was made under, with its guideline."""
    told: list[dict[str, Json]] = []
    for (ref, schema), version in zip(facts.schemas().items(), facts.versions, strict=True):
        if not statistics.schemas[ref]:
            continue
        name = f"{ref.name}-{ref.version}"
        _put(folder / manifest.SCHEMAS / f"{name}.json", manifest.pretty(schema.as_json()))
        entry: dict[str, Json] = {
            "name": ref.name,
            "version": ref.version,
            "file": f"{manifest.SCHEMAS}/{name}.json",
            "sets": statistics.schemas[ref],
            "guideline": schema.guideline_version,
        }
        if version.guideline:
            _put(folder / manifest.GUIDELINES / f"{name}.md", version.guideline.encode("utf-8"))
            entry["guideline_file"] = f"{manifest.GUIDELINES}/{name}.md"
        told.append(entry)
    return told


def _manifest(telling: Telling, files: list[manifest.FileEntry]) -> dict[str, Json]:
    plan, facts, statistics = telling.plan, telling.facts, telling.statistics
    versions: list[Json] = [*telling.schemas]
    plots: dict[str, Any] = {picture.file: picture.alt for picture in telling.pictures}
    return {
        "format": manifest.FORMAT,
        "name": plan.name,
        "digest": manifest.digest_of(files),
        "date": telling.day,
        "project": {"slug": facts.project, "title": facts.title},
        "tool": {"name": "annotator", "version": facts.tool},
        "about": plan.about.model_dump(),
        "plan": plan.told(),
        "schemas": versions,
        "splits": {name: statistics.splits.get(name, Counts()).as_json() for name in plan.split.names},
        "groups": telling.groups,
        "left_out": telling.left_out,
        "agreement": facts.agreement,
        "statistics": statistics.as_json(),
        "formats": [_format(telling, format_id) for format_id in plan.format_ids],
        "plots": plots,
        "files": [each.as_json() for each in files],
    }


def _format(telling: Telling, format_id: str) -> Json:
    options: dict[str, Json] = dict(telling.plan.options.get(format_id, {}))
    begin = f"{manifest.DATA}/{format_id}/"
    files: list[Json] = [each.path for each in telling.files if each.path.startswith(begin)]
    return {"id": format_id, "options": options, "files": files, "losses": telling.losses[format_id]}
