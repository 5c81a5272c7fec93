"""Releases: cut from a project into a folder that is never changed, listed, checked again, compared.

The store of releases is a folder: one a project, one a release, each with its manifest. Nothing of it is in the
database. A release appears whole or not at all.
"""

import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from re import fullmatch
from typing import Any, TypeAlias

from sqlmodel import Session

from annotator import resources
from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.errors import Conflict, NotFound
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.formats.native.format import line
from annotator.releases import comparing, manifest, verifying
from annotator.releases.agreement import Agreement
from annotator.releases.choosing import taken
from annotator.releases.cutting import Steps, Workshop, cut, write
from annotator.releases.facts import Facts, SchemaVersion
from annotator.releases.plan import NAME, Plan
from annotator.releases.pseudonyms import Pseudonyms
from annotator.releases.steps import Progress
from annotator.services import data_folder
from annotator.services.projects import get_project, row_of
from annotator.settings import Settings
from annotator.store import annotations, documents, projects, releases
from annotator.store.tables import Project

#: Opens the database to read, for as long as a block runs.
Reading: TypeAlias = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """A release in a list."""

    project: str
    name: str
    date: str
    documents: int
    sets: str
    formats: str
    digest: str


def store_of(settings: Settings, slug: str) -> Path:
    """The folder in which a project's releases stand."""
    return settings.data / "releases" / slug


def cut_release(
    reading: Reading,
    settings: Settings,
    slug: str,
    plan: Plan,
    *,
    store: Path | None = None,
    resume: bool = False,
    strict: bool = False,
    dry_run: bool = False,
) -> Generator[Progress, None, dict[str, Any]]:
    """Cut a release, step by step; its manifest at the end. `store` is the folder that it is put into.

    The database is only asked while documents are gathered: `reading` opens it. With `resume` a cut of the same plan
    that was stopped goes on where it was; with `dry_run` nothing appears. Raises Conflict for a name that is taken or
    being cut.
    """
    data_folder.prepare(settings)
    workshop = Workshop((store or store_of(settings, slug)) / plan.name)
    with alone(workshop):
        found = yield from prepare_release(reading, settings, slug, plan, workshop, resume=resume, strict=strict)
        if dry_run:
            workshop.discard()
        else:
            workshop.publish()
    return found


def prepare_release(
    reading: Reading,
    settings: Settings,
    slug: str,
    plan: Plan,
    workshop: Workshop,
    *,
    resume: bool = False,
    strict: bool = False,
) -> Generator[Progress, None, dict[str, Any]]:
    """Make all of a release in its workshop, ready to be published."""
    with reading() as session:
        projects.get(session, slug)
    if not workshop.open(plan, resume=resume):
        key = _key(settings, slug, plan)
        with reading() as session:
            yield from _gather(session, projects.get(session, slug), plan, workshop, key)
    yield from cut(workshop, plan, resources.outlines, strict=strict)
    return manifest.read(workshop.release)


def workshop_of(settings: Settings, slug: str, plan: Plan) -> Workshop:
    """Where a release is made that is to stand in the data folder."""
    return Workshop(store_of(settings, slug) / plan.name)


def check_free(settings: Settings, slug: str, name: str) -> None:
    """Raises Conflict when there is a release of that name."""
    if (store_of(settings, slug) / name).exists():
        raise Conflict(f"there is a release {name!r} already, and it is never changed", rule="exists")


def _key(settings: Settings, slug: str, plan: Plan) -> bytes:
    """What pseudonyms are made with: of this installation and this release alone."""
    secret = data_folder.secret_key(settings).encode()
    return hmac.digest(secret, f"release\0{slug}\0{plan.name}".encode(), hashlib.sha256)


@contextmanager
def alone(workshop: Workshop) -> Iterator[None]:
    """While nobody else cuts under this name. Who is killed leaves the lock behind open."""
    workshop.target.parent.mkdir(parents=True, exist_ok=True)
    lock = workshop.target.with_name(f".{workshop.target.name}.lock")
    with lock.open("w") as file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Conflict(f"the release {workshop.target.name!r} is being cut", rule="busy") from None
        yield
        # Now the name is taken: whoever waits with the lock that goes finds that out.
        if workshop.target.exists():
            lock.unlink(missing_ok=True)


# ---------------------------------------------------------------- gathering


def _gather(session: Session, project: Project, plan: Plan, workshop: Workshop, key: bytes) -> Steps:
    """Write down all that the release needs of the database: its documents, with pseudonyms, and the facts."""
    row = row_of(project)
    stored = projects.schema_versions(session, row)
    facts = Facts(
        project=project.slug,
        title=project.title,
        moment=releases.newest_change(session, row),
        tool=version("annotator"),
        versions=tuple(SchemaVersion(each.definition, each.guideline) for each in stored),
    )
    schemas = facts.schemas()
    people = Pseudonyms(key, releases.people(session, row))
    agreement, left_out = Agreement(), []
    number = documents.number(session, row)
    part = workshop.spool.with_suffix(".part")
    done = 0
    with part.open("wb") as spool:
        for batch in documents.walk(session, row):
            found = annotations.sets_of(session, [each.row for each in batch], annotations.is_annotation())
            for each in batch:
                annotated = AnnotatedDocument(each.document, tuple(found[each.row]))
                chosen, why = taken(annotated, plan, schemas)
                if why:
                    left_out.append((each.document.id, why))
                else:
                    agreement.add(annotated.sets)
                    spool.write(line(people.applied(_commented(chosen, plan), schemas)))
            done += len(batch)
            yield Progress("gathering", done, number)
    part.replace(workshop.spool)
    told = replace(facts, agreement=agreement.as_json(people.of), left_out=tuple(left_out))
    write(workshop.facts, json.dumps(told.as_json(), ensure_ascii=False).encode())


def _commented(annotated: AnnotatedDocument, plan: Plan) -> AnnotatedDocument:
    """The document with the comments on it, where the plan keeps them."""
    if plan.comments == "keep":
        return annotated

    def without(annotations: AnnotationSet) -> AnnotationSet:
        return replace(annotations, comments=())

    return replace(annotated, sets=tuple(map(without, annotated.sets)))


# ---------------------------------------------------------------- what there is


def list_releases(settings: Settings, slug: str | None = None) -> list[ReleaseEntry]:
    """The releases of a project, or of all, the newest first."""
    root = settings.data / "releases"
    folders = [store_of(settings, slug)] if slug else sorted(root.iterdir()) if root.is_dir() else []
    found = [_entry(each) for store in folders for each in _releases_in(store)]
    return sorted(found, key=lambda each: (each.date, each.project, each.name), reverse=True)


def _releases_in(store: Path) -> list[Path]:
    if not store.is_dir():
        return []
    return [each for each in sorted(store.iterdir()) if (each / manifest.FILE).is_file() and each.name[0] != "."]


def _entry(folder: Path) -> ReleaseEntry:
    said = manifest.read(folder)
    return ReleaseEntry(
        project=said["project"]["slug"],
        name=said["name"],
        date=said["date"],
        documents=sum(each["documents"] for each in said["splits"].values()),
        sets=said["plan"]["sets"],
        formats=", ".join(each["id"] for each in said["formats"]),
        digest=said["digest"],
    )


def find_release(settings: Settings, name: str, slug: str | None = None) -> Path:
    """The folder of a release: of the project, of the only one that has it, or the folder that is named itself.

    Raises NotFound, and Conflict where several projects have one of that name.
    """
    if fullmatch(NAME, name):
        root = settings.data / "releases"
        stores = [store_of(settings, slug)] if slug else sorted(root.iterdir()) if root.is_dir() else []
        found = [store / name for store in stores if (store / name / manifest.FILE).is_file()]
        if len(found) > 1:
            said = ", ".join(each.parent.name for each in found)
            raise Conflict(f"several projects have a release {name!r} ({said}): name the project", rule="several")
        if found:
            return found[0]
    if slug is None and (Path(name) / manifest.FILE).is_file():
        return Path(name)
    raise NotFound(f"there is no release {name!r}")


def verify(folder: Path) -> Iterator[verifying.Fault]:
    """All that is wrong with a release."""
    return verifying.faults(folder)


def differences(before: Path, after: Path) -> Iterator[comparing.Difference]:
    """What is not the same in two releases, document by document."""
    return comparing.differences(before, after)


# ---------------------------------------------------------------- for pages


def of_project(session: Session, settings: Settings, person: Person, slug: str) -> tuple[Project, list[ReleaseEntry]]:
    """The project and its releases, for whoever may take its corpus out."""
    project = get_project(session, person, slug, Action.EXPORT)
    return project, list_releases(settings, slug)


def read_release(session: Session, settings: Settings, person: Person, slug: str, name: str) -> dict[str, Any]:
    """The manifest of a release; raises NotFound, and Forbidden as `get_project` does."""
    get_project(session, person, slug, Action.EXPORT)
    if not fullmatch(NAME, name):
        raise NotFound(f"there is no release {name!r}")
    return manifest.read(store_of(settings, slug) / name)


def file_of(session: Session, settings: Settings, person: Person, slug: str, name: str, path: str) -> Path:
    """A file of a release, if its manifest lists it (the manifest itself too); raises NotFound."""
    said = read_release(session, settings, person, slug, name)
    if path != manifest.FILE and path not in {each.path for each in manifest.entries(said)}:
        raise NotFound(f"the release has no file {path!r}")
    return store_of(settings, slug) / name / path
