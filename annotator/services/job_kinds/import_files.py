"""Import: files into a project, each whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from annotator import formats
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.permissions import Action
from annotator.formats.base import refuse
from annotator.formats.faults import Faults
from annotator.formats.losses import listed
from annotator.formats.maps.corpus_map import check_map, read_map
from annotator.formats.native.format import NATIVE
from annotator.formats.options import configured
from annotator.services import corpora, projects
from annotator.services.corpora import Wish
from annotator.services.documents import ImportReport, import_documents
from annotator.services.job_kinds.base import Step, Work, texts

#: Of documents whose text was here already, so many are named.
NAMED = 100
#: In place of a map: what would be proposed.
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported: files that the job was given, by name, and how they are read."""

    files: tuple[str, ...]
    #: The id of a format; none: what the name of each file says.
    format: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    #: What the names of the corpus are here, as TOML; "auto": what is proposed.
    map: str | None = None
    #: Take what is sound of a file with faults.
    keep_going: bool = False

    def wish(self) -> Wish:
        """How the files are to be taken; raises InvalidInput for a map that breaks a rule."""
        if self.map is None or self.map == AUTO:
            return Wish(guess=self.map == AUTO, keep_going=self.keep_going)
        return Wish(read_map(self.map, "the map"), keep_going=self.keep_going)


def order(payload: JsonObject) -> Order:
    """The payload, read; raises InvalidInput where it has another shape."""
    files, chosen, keep_going = payload.get("files"), payload.get("format"), payload.get("keep_going", False)
    if not isinstance(files, list) or not files or not all(isinstance(each, str) and each for each in files):
        raise InvalidInput("no file was given", rule="file")
    corpus_map = payload.get("map")
    if not isinstance(keep_going, bool) or not all(
        each is None or isinstance(each, str) for each in (chosen, corpus_map)
    ):
        raise InvalidInput("keep_going is true or false, format the id of one, and map a text", rule="payload")
    names = tuple(str(each) for each in files)
    return Order(names, _text(chosen), texts(payload, "options"), _text(corpus_map), keep_going)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """Payload: `files`, and what else stands in `Order`.

    A file with a fault is left out and told of; the others go in all the same, and the job ends as failed.
    """

    id: ClassVar[str] = "import"
    title: ClassVar[str] = "Import"
    action: ClassVar[Action] = Action.IMPORT

    def check(self, payload: JsonObject) -> str:
        asked = order(payload)
        if asked.format is not None:
            configured(formats.reader(asked.format), asked.options)
        asked.wish()
        return asked.files[0] + (f" and {len(asked.files) - 1} more" if len(asked.files) > 1 else "")

    def steps(self, payload: JsonObject, kept: JsonObject) -> Sequence[Step]:
        files = [Step(name, partial(take, name=name)) for name in order(payload).files]
        return [*files, Step("Faults", fail)] if kept.get("faults") else files


def take(work: Work, name: str) -> None:
    """Import one file; a fault of it is kept, and ends the job when all others are in."""
    try:
        _import(work, name)
    except InvalidInput as error:
        error.file = error.file or name
        work.kept.setdefault("faults", [])
        _append(work, "faults", {"said": str(error), "rule": error.rule})


def fail(work: Work) -> None:
    """End the job with what was wrong with its files."""
    faults: list[Any] = list(work.kept["faults"])  # type: ignore[arg-type]
    raise InvalidInput("\n".join(each["said"] for each in faults), rule=faults[0]["rule"])


def _import(work: Work, name: str) -> None:
    asked = order(work.payload)
    wish, path, left_out = asked.wish(), work.given / name, list[str]()
    with work.read() as session:
        _, schema = projects.for_operator(session, work.project)
    if wish.corpus_map is not None:
        check_map(wish.corpus_map, schema, "the map")
    spooled, lost = work.given / f".{name}.read", work.made / f"{name}.losses.jsonl"
    with lost.open("wb") as file:
        faults = Faults(listed(file))
        parts = corpora.parts(path, name, asked.format, asked.options, left_out.append)
        number = corpora.spool(
            parts, schema, wish, faults, spooled, lambda read: work.tell(f"{name}: {read:,} documents read")
        )
    if not faults.numbers:
        lost.unlink()
    if faults.number and not wish.keep_going:
        said = "\n".join(corpora.fault_lines(faults))
        _append(work, "faults", {"said": said, "rule": faults.first[0].reason})
        return
    with work.write() as session:
        project, schema = projects.for_operator(session, work.project)
        report = ImportReport()
        records = NATIVE.read(spooled, schema, file=name)
        for report in import_documents(session, project, records, faults.take if wish.keep_going else refuse):
            stored = report.documents + report.known
            work.tell(f"{name}: {stored:,} of {number:,} documents stored", stored, number)
        _append(
            work, "reports", {"file": name, **_told(report), "losses": faults.as_json(), "left_out": left_out[:NAMED]}
        )
    spooled.unlink(missing_ok=True)


def _told(report: ImportReport) -> dict[str, Any]:
    numbers = {name: getattr(report, name) for name in ("documents", "known", "sets", "known_sets", "spans", "links")}
    named = [{"document": new, "same_as": old} for new, old in report.duplicates[:NAMED]]
    return {**numbers, "duplicates": len(report.duplicates), "named": named}


def _append(work: Work, name: str, value: dict[str, Any]) -> None:
    standing: Any = work.kept.get(name) or []
    work.kept[name] = [*standing, value]
