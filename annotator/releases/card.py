"""The card of a release: a README with the header that Hugging Face reads, and what people should know before use."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotator.domain.json import Json
from annotator.formats.base import CorpusFormat
from annotator.releases import manifest
from annotator.releases.plan import Sets, SplitBy, Tie
from annotator.releases.statistics import NOT_STATED, Counts
from annotator.releases.telling import Telling

#: What a trainer calls the splits that have other names with us.
HUB_NAMES: Mapping[str, str] = {"dev": "validation", "valid": "validation", "val": "validation"}
#: Formats that `datasets` loads without being told more than where they are, by how their files end.
LOADED = (".parquet",)
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))

_SETS: Mapping[Sets, str] = {
    Sets.GOLD: "the gold set of each document: what was settled",
    Sets.SUBMITTED: "every set that an annotator submitted",
    Sets.MAJORITY: "one set a document: what more than half of those who submitted one have said",
    Sets.ANNOTATOR: "the submitted sets of one annotator",
    Sets.ALL: "every set that people made, in whatever state",
}
_TIES: Mapping[Tie, str] = {
    Tie.NEAR: "texts that share most of their runs of three words (Jaccard similarity of {similarity} or more)",
    Tie.WIRE: "the same story of a news agency (the same source mark, dateline and lead)",
    Tie.EVENT: "the same event (class, day, place and actors or tolls)",
}


def card(telling: Telling) -> str:
    """The whole README."""
    parts = (
        _header(telling),
        f"# {_plain(telling.title)}\n\n{_plain(telling.description)}\n",
        _contents(telling),
        _splits(telling),
        _people(telling),
        _schema(telling),
        _statistics(telling),
        _formats(telling),
        _sources(telling),
        _checking(telling),
    )
    return "\n".join(parts)


# ---------------------------------------------------------------- header


def _header(telling: Telling) -> str:
    """YAML, every word of it in quotation marks: JSON strings are YAML strings."""
    about = telling.plan.about
    languages = [each for each in sorted(telling.statistics.languages) if each != NOT_STATED]
    lines = [
        f"pretty_name: {_quoted(telling.title)}",
        *_listed("language", languages),
        f"license: {_quoted(_hub_licence(telling.licences))}",
        f"version: {_quoted(about.version)}",
        "task_categories:\n- token-classification",
        "annotations_creators:\n- expert-generated",
        f"size_categories:\n- {_size(telling.documents)}",
        'tags:\n- "conflict events"\n- "event extraction"\n- "casualties"',
        *_configs(telling),
    ]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _listed(name: str, values: Sequence[str]) -> list[str]:
    return [f"{name}:\n" + "\n".join(f"- {_quoted(each)}" for each in values)] if values else []


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _hub_licence(licences: Sequence[str]) -> str:
    """One licence by its identifier; several, or an address, are `other` there, and none is `unknown`."""
    if not licences:
        return "unknown"
    only = licences[0].lower() if len(licences) == 1 else "other"
    return only if only.replace("-", "").replace(".", "").isalnum() else "other"


def _size(documents: int) -> str:
    return next((name for most, name in _SIZES if documents < most), "n>1M")


def _configs(telling: Telling) -> Iterator[str]:
    """What `datasets` loads by name: splits in a format that it reads without being told more; else the table of
    documents. It reads one kind of files of a data set, so it is never both.
    """
    yield "configs:"
    loaded = {writer.id: telling.data_files(writer.id) for writer in telling.plan.writers()}
    loaded = {name: files for name, files in loaded.items() if files and files[0].path.endswith(LOADED)}
    if not loaded:
        yield f"- config_name: documents\n  data_files: {_quoted(manifest.DOCUMENTS)}"
    for name, files in loaded.items():
        yield f"- config_name: {name}\n  data_files:"
        for each in files:
            split = each.path.rpartition("/")[2].partition(".")[0]
            yield f"  - split: {HUB_NAMES.get(split, split)}\n    path: {_quoted(each.path)}"


# ---------------------------------------------------------------- what is in it


def _contents(telling: Telling) -> str:
    plan = telling.plan
    rows = [
        ("Release", plan.name),
        ("Version", plan.about.version),
        ("Date", telling.day),
        ("Project", telling.facts.title),
        ("Annotation sets", _SETS[plan.sets]),
        ("Licence", "; ".join(telling.licences) or "not stated: ask before use"),
        *((name, words) for name, words in (("By", plan.about.creator), ("At", plan.about.url)) if words),
        ("Cut with", f"Annotator {telling.facts.tool}"),
    ]
    cite = f"\n## How to cite\n\n{_plain(plan.about.citation)}\n" if plan.about.citation else ""
    return _table(("what", "which"), rows) + cite


def _splits(telling: Telling) -> str:
    plan, counts = telling.plan, telling.statistics.splits
    names = ("documents", "characters", "sets", "spans", "links", "events", "flags")
    rows = []
    for name in plan.split.names:
        said = counts.get(name, Counts()).as_json()
        rows.append((name, *(str(said[each]) for each in names)))
    how = {
        SplitBy.RATIO: f"Drawn by ratio with the seed {plan.seed}.",
        SplitBy.DATE: "By the day of publication.",
        SplitBy.GIVEN: "As given.",
        SplitBy.NONE: "Not told apart.",
    }[plan.split.by]
    kept = [_TIES[tie].format(similarity=plan.ties.similarity) for tie in plan.ties.by]
    together = (
        "No two documents that belong together stand in different splits: " + "; ".join(kept) + ". "
        f"{telling.groups['documents']} documents do, in {telling.groups['number']} groups; `{manifest.TIES}` says"
        " which and why."
        if kept and plan.split.by is not SplitBy.NONE
        else "Nothing was done to keep documents together that tell of the same."
    )
    left = "; ".join(f"{number} {why.replace('_', ' ')}" for why, number in telling.left_out.items())
    out = f"\nOf the project's documents left out: {left} (`{manifest.LEFT_OUT}`).\n" if left else ""
    return f"## Splits\n\n{_table(('split', *names), rows)}\n{how} {together}\n{out}"


def _people(telling: Telling) -> str:
    numbers = telling.statistics.annotators
    told = telling.facts.agreement
    rows: list[tuple[str, ...]] = []
    pairs = told.get("pairs")
    for each in pairs if isinstance(pairs, list) else ():
        assert isinstance(each, dict)
        names = each["annotators"]
        assert isinstance(names, list)
        rows.append((" and ".join(map(str, names)), *_agreement_cells(each)))
    head = ("who", "documents", "spans", "F1 exact", "F1 overlap")
    agreement = (
        _table(head, [("all pairs", *_agreement_cells(told)), *rows])
        + "\nF1 over spans with their labels, pair by pair of annotators who submitted the same documents of this"
        " release; nothing is taken out for chance.\n"
        if rows
        else f"Agreement is undefined: {told.get('undefined', 'nothing was compared')}.\n"
    )
    who = _table(("annotator", "sets"), [(name, str(number)) for name, number in sorted(numbers.items())])
    return (
        "## Annotators\n\nPeople bear pseudonyms that were made for this release; who they are is written nowhere in"
        f" it.\n\n{who}\n## Agreement\n\n{agreement}"
    )


def _agreement_cells(each: Mapping[str, Json]) -> tuple[str, ...]:
    return tuple(
        "undefined" if each.get(key) is None else str(each[key])
        for key in ("documents", "spans", "f1_exact", "f1_overlap")
    )


def _schema(telling: Telling) -> str:
    rows = [
        (f"[{each['name']} {each['version']}]({each['file']})", _guideline(each), str(each["sets"]))
        for each in telling.schemas
    ]
    return "## Schema and guideline\n\n" + _table(("schema", "guideline", "sets"), rows)


def _guideline(each: Mapping[str, Json]) -> str:
    file = each.get("guideline_file")
    return f"[version {each['guideline']}]({file})" if file else f"version {each['guideline']}"


def _statistics(telling: Telling) -> str:
    parts = ["## Statistics\n"]
    for picture in telling.pictures:
        alt = picture.alt.replace("[", "(").replace("]", ")")
        head, *rows = picture.table
        parts.append(f"### {picture.title}\n\n![{_plain(alt)}]({picture.file})\n\n{_table(head, rows)}")
    apart = telling.statistics.totals.apart
    if apart:
        said = ", ".join(f"{number} ({why.replace('_', ' ')})" for why, number in sorted(apart.items()))
        parts.append(
            f"Tolls that are added to nothing: {said}. Documents are not compared: two that tell of the same"
            " people count them twice.\n"
        )
    elif telling.statistics.totals.by_harm:
        parts.append("Documents are not compared: two that tell of the same people count them twice.\n")
    return "\n".join(parts)


def _formats(telling: Telling) -> str:
    parts = ["## Formats and what they lose\n"]
    for writer in telling.plan.writers():
        parts.append(_format(telling, writer))
    return "\n".join(parts)


def _format(telling: Telling, writer: CorpusFormat) -> str:
    files = ", ".join(f"`{each.path}`" for each in telling.data_files(writer.id)) or "no files"
    rows: list[tuple[str, ...]] = []
    for loss in telling.losses[writer.id]:
        said: Any = loss
        example = said["examples"][0] if said["examples"] else {"detail": ""}
        rows.append((said["kind"], said["reason"], str(said["number"]), example["detail"]))
    lost = _table(("what", "why", "how many", "for example"), rows) if rows else "Nothing is lost.\n"
    return f"### {writer.title}\n\n{writer.description} {files}\n\n{lost}"


def _sources(telling: Telling) -> str:
    statistics = telling.statistics
    licences = _table(("licence", "documents"), _ranked(statistics.licences))
    sources = _table(("source", "documents"), _ranked(statistics.sources))
    unknown = statistics.licences[NOT_STATED]
    careful = f"\nOf {unknown} documents no licence is stated: their texts belong to their makers.\n" if unknown else ""
    days = f"Published from {statistics.days[0]} to {statistics.days[1]}. " if statistics.days else ""
    return (
        f"## Sources and licences\n\n{days}Source, address, licence and attribution of each document stand in"
        f" `{manifest.DOCUMENTS}`.\n\n{sources}\n{licences}{careful}"
    )


def _ranked(numbers: Mapping[str, int]) -> list[tuple[str, ...]]:
    ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    return [(name, str(number)) for name, number in ordered]


def _checking(telling: Telling) -> str:
    del telling
    return (
        f"## Checking\n\n`annotator release verify FOLDER` checks every file against `{manifest.FILE}`, every quote"
        " against its text, every set against its schema, and that nothing crosses a split. "
        f"`{manifest.CROISSANT}` describes the files in the Croissant format of MLCommons.\n"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(head), ["---"] * len(head), *(list(row) for row in rows)]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(words: str) -> str:
    return _plain(words).replace("|", "\\|")


def _plain(words: str) -> str:
    """Words that are no Markdown and no HTML, on one line."""
    return " ".join(words.split()).replace("<", "&lt;")
