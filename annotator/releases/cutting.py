"""A cut, step by step: documents as they were gathered become a folder that nothing is changed in again.

Each step reads what the ones before it left in the workshop and leaves a whole file, or none. So a cut that was
stopped goes on where it was, and what it comes to is the same.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import Writer
from annotator.formats.losses import Losses, together
from annotator.formats.native.format import line
from annotator.releases import manifest
from annotator.releases.corpus import Corpus, read_file
from annotator.releases.describing import describe
from annotator.releases.documents import row_of, table
from annotator.releases.facts import Facts, read_facts
from annotator.releases.grouping import joined_documents
from annotator.releases.joined import Joined, Tied
from annotator.releases.plan import NATIVE, Plan
from annotator.releases.splits import CROSSING, told_apart
from annotator.releases.statistics import Statistics
from annotator.releases.steps import Progress

Steps: TypeAlias = Generator[Progress, None, None]


class Workshop:
    """The folder beside the release in which it is made; gone when it is done."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.folder = target.with_name(f".{target.name}.cutting")
        self.release = self.folder / "release"
        self.spool = self.folder / "documents.jsonl"
        self.facts = self.folder / "facts.json"
        self.ties = self.folder / "ties.json"
        self.splits = self.folder / "splits.json"

    def open(self, plan: Plan, *, resume: bool) -> bool:
        """Make it ready; whether documents are gathered already, by a cut of the same plan that was stopped.

        Raises Conflict when the release is there: it is never changed.
        """
        if self.target.exists():
            raise Conflict(f"there is a release {self.target.name!r} already, and it is never changed", rule="exists")
        begun = self.folder / "plan"
        if resume and begun.is_file() and begun.read_text("ascii") == plan.digest:
            return self.facts.is_file()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release.mkdir(parents=True)
        write(begun, plan.digest.encode("ascii"))
        return False

    def losses(self, writer: Writer, split: str) -> Path:
        return self.folder / "losses" / f"{writer.id}.{split}.json"

    def publish(self) -> None:
        """The release appears, whole."""
        if self.target.exists():
            raise Conflict(f"there is a release {self.target.name!r} already, and it is never changed", rule="exists")
        self.release.rename(self.target)
        self.discard()

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def write(file: Path, data: bytes) -> None:
    """Put a file there, whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(data)
    part.replace(file)


def cut(workshop: Workshop, plan: Plan, outlines: Callable[[], str], *, strict: bool = False) -> Steps:
    """All steps behind the gathering, up to a release that only has to be published.

    Raises InvalidInput for a plan that the documents do not fit, and with `strict` when anything is lost.
    """
    facts = read_facts(workshop.facts.read_text("utf-8"))
    if not workshop.ties.is_file():
        joined = yield from joined_documents(Corpus([workshop.spool]), facts.schemas(), plan.ties)
        write(workshop.ties, json.dumps(joined.as_json()).encode())
    if not workshop.splits.is_file():
        yield from _tell_apart(workshop, plan)
    yield from _write_native(workshop, plan, facts)
    for writer in plan.writers():
        yield from _write_format(workshop, plan, facts, writer)
    losses = _all_losses(workshop, plan)
    if strict:
        _check_none(losses)
    statistics = Statistics()
    schemas = facts.schemas()
    for split, file in manifest.native_files(workshop.release, plan.split.names).items():
        for number, annotated in enumerate(read_file(file), start=1):
            statistics.add(split, annotated, schemas)
            yield Progress(f"counting {split}", number)
    groups, left_out = _group_numbers(workshop), _left_out(workshop, facts)
    describe(workshop.release, plan, facts, statistics, losses, groups, left_out, outlines)
    yield Progress("done", 1, 1)


# ---------------------------------------------------------------- who stands where


def _keys_and_days(spool: Path) -> Iterator[tuple[str, str]]:
    for annotated in read_file(spool):
        published = annotated.document.meta.get("published")
        yield annotated.document.id, published[:10] if isinstance(published, str) else ""


def _joined(workshop: Workshop, number: int) -> Joined:
    return Joined(number, (Tied(*tie) for tie in json.loads(workshop.ties.read_bytes())))


def _tell_apart(workshop: Workshop, plan: Plan) -> Steps:
    keys, days = [], []
    for key, day in _keys_and_days(workshop.spool):
        keys.append(key)
        days.append(day)
        yield Progress("splitting", len(keys))
    if not keys:
        said = "no document has such a set"
        raise InvalidInput(said, rule="empty")
    joined = _joined(workshop, len(keys))
    told = told_apart(plan.split, plan.seed, keys, days, joined)
    groups = {number: keys[root] for root, each in joined.groups().items() if len(each) > 1 for number in each}
    found: dict[str, Json] = {"of": [*told.of], "groups": {str(number): key for number, key in groups.items()}}
    write(workshop.splits, json.dumps(found, ensure_ascii=False).encode())


def _group_numbers(workshop: Workshop) -> dict[str, Json]:
    """How many documents belong together with others, and why."""
    ties = json.loads(workshop.ties.read_bytes())
    sizes = Counter(json.loads(workshop.splits.read_bytes())["groups"].values())
    reasons = Counter(why for _, _, why in ties)
    return {
        "number": len(sizes),
        "documents": sizes.total(),
        "largest": max(sizes.values(), default=1),
        "ties": dict(sorted(reasons.items())),
    }


def _left_out(workshop: Workshop, facts: Facts) -> dict[str, Json]:
    """By reason how many documents of the project are in no split."""
    found = Counter(why for _, why in facts.left_out)
    found[CROSSING] = json.loads(workshop.splits.read_bytes())["of"].count(None)
    return {why: number for why, number in sorted(found.items()) if number}


# ---------------------------------------------------------------- files


def _write_native(workshop: Workshop, plan: Plan, facts: Facts) -> Steps:
    """The native copy of every split, and the tables of documents, of ties and of what is left out."""
    if (workshop.release / manifest.LEFT_OUT).is_file():
        return
    told = json.loads(workshop.splits.read_bytes())
    ties = json.loads(workshop.ties.read_bytes())
    native = workshop.release / manifest.DATA / NATIVE
    native.mkdir(parents=True, exist_ok=True)
    keys: list[str] = []
    left_out = [list(each) for each in facts.left_out]
    with ExitStack() as stack:
        used = [name for name in plan.split.names if name in told["of"]]
        files = {name: stack.enter_context((native / f"{name}.jsonl").open("wb")) for name in used}
        rows = stack.enter_context((workshop.release / manifest.DOCUMENTS).open("wb"))
        rows.writelines(table(()))
        for number, annotated in enumerate(read_file(workshop.spool)):
            split, key = told["of"][number], annotated.document.id
            keys.append(key)
            if split is None:
                left_out.append([key, CROSSING])
            else:
                files[split].write(line(annotated))
                rows.writelines(_row(annotated, split, told["groups"].get(str(number), "")))
            yield Progress("writing native", number + 1, len(told["of"]))
    tied = ([keys[one], keys[other], why] for one, other, why in ties)
    write(workshop.release / manifest.TIES, b"".join(table(tied, ("document", "other", "why"))))
    write(workshop.release / manifest.LEFT_OUT, b"".join(table(left_out, ("document", "why"))))


def _row(annotated: AnnotatedDocument, split: str, group: str) -> Iterator[bytes]:
    head, row = table([row_of(annotated, split, group)])
    del head
    yield row


def _write_format(workshop: Workshop, plan: Plan, facts: Facts, writer: Writer) -> Steps:
    """A file a split, out of its native copy: no format can hold what the native copy does not."""
    *_, newest = facts.schemas().values()
    for split, native in manifest.native_files(workshop.release, plan.split.names).items():
        told = workshop.losses(writer, split)
        if told.is_file():
            continue
        losses = Losses()
        written = 0

        def counted(native: Path = native) -> Iterator[AnnotatedDocument]:
            nonlocal written
            for annotated in read_file(native):
                written += 1
                yield annotated

        if writer.id != NATIVE:
            file = workshop.release / manifest.DATA / writer.id / f"{split}{writer.suffix}"
            _clear(file)
            file.parent.mkdir(parents=True, exist_ok=True)
            shown = 0
            for loss in writer.write(counted(), file, newest):
                losses.take(loss)
                if written > shown:
                    shown = written
                    yield Progress(f"writing {writer.id} {split}", written)
        write(told, json.dumps(losses.as_json(), ensure_ascii=False).encode())
        yield Progress(f"writing {writer.id} {split}", written)


def _clear(file: Path) -> None:
    """Away with what a cut that was stopped has left of it."""
    if file.is_dir():
        shutil.rmtree(file)
    else:
        file.unlink(missing_ok=True)


def _all_losses(workshop: Workshop, plan: Plan) -> dict[str, list[Json]]:
    """By format what it could not carry."""
    found: dict[str, list[Json]] = {}
    for writer in plan.writers():
        files = [workshop.losses(writer, split) for split in plan.split.names]
        read: list[Any] = [json.loads(each.read_bytes()) for each in files if each.is_file()]
        found[writer.id] = together(read)
    return found


def _check_none(losses: dict[str, list[Json]]) -> None:
    for format_id, rows in losses.items():
        for row in rows:
            assert isinstance(row, dict)
            said = f"{format_id} loses {row['number']} × {row['kind']} ({row['reason']}), and nothing may be lost"
            raise InvalidInput(said, rule="losses")
