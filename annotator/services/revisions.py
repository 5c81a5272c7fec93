"""A project's schema in its next version: looked at first, then put in force."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from annotator.domain.annotations import AnnotationSet
from annotator.domain.errors import InvalidInput
from annotator.domain.revision import Name, Revision, steps
from annotator.domain.schema import Schema
from annotator.domain.workflow import WORKING
from annotator.domain.workspace import Workspace
from annotator.services.projects import row_of
from annotator.store import changes, projects, revisions
from annotator.store.annotations import Content
from annotator.store.clock import now
from annotator.store.revisions import StandingSet


@dataclass(slots=True)
class RevisionReport:
    """What a revision did, or with a dry run would do."""

    version: int
    #: Sets that went over to the new version.
    moved: int = 0
    #: Sets that people work on at this moment: they are finished under their version.
    open: int = 0
    #: Sets that hold what the new version does not know, and so stay under theirs.
    kept: int = 0
    #: ("label" or "role", old name, new name or None when it is retired) -> spans or links that bear it.
    counts: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)


def revise(
    session: Session,
    slug: str,
    schema: Schema,
    guideline: str,
    *,
    renames: Mapping[str, str],
    retired: frozenset[str],
    dry_run: bool = False,
) -> RevisionReport:
    """Put the next version of the project's schema in force; tasks from now on are made under it.

    `renames` and `retired` name things as `label:NAME` and `role:NAME`. Raises InvalidInput for a
    version that is not the next, and for what is gone from it without being renamed or retired.
    """
    project = row_of(projects.get(session, slug))
    current = projects.current_schema(session, project)
    gone: dict[Name, str | None] = dict.fromkeys(map(_name, retired))
    becomes = gone | {_name(each): new for each, new in renames.items()}
    revision = Revision(projects.read_definition(current.definition), schema, becomes)
    revision.check()
    report = RevisionReport(schema.version)
    new_row = 0 if dry_run else int(projects.add_schema(session, project, schema, guideline).id or 0)
    for standing in revisions.sets_under(session, project, int(current.id or 0)):
        _count(report, revision, standing.annotations)
        if standing.annotations.layer == "annotator" and standing.annotations.status in WORKING:
            report.open += 1
            continue
        moved = revision.moved(standing.text, standing.annotations)
        if moved is None:
            report.kept += 1
            continue
        report.moved += 1
        if not dry_run:
            _move(session, standing, moved, revision, new_row)
    return report


def _name(said: str) -> Name:
    kind, _, bare = said.partition(":")
    if kind not in {"label", "role"} or not bare:
        raise InvalidInput(f"say label:NAME or role:NAME, not {said!r}", rule="name")
    return kind, bare


def _count(report: RevisionReport, revision: Revision, annotations: AnnotationSet) -> None:
    borne = [("label", span.label) for span in annotations.spans] + [("role", link.role) for link in annotations.links]
    for name in borne:
        if name in revision.becomes:
            report.counts[(*name, revision.becomes[name])] += 1


def _move(session: Session, standing: StandingSet, moved: AnnotationSet, revision: Revision, new_row: int) -> None:
    old = standing.annotations
    act = f"revision.{revision.after.version}"
    done = list(steps(old, moved, act))
    ends_at = standing.revision
    if done:
        before = Content(list(old.spans), list(old.links))
        after = Workspace(standing.text, revision.after, moved.spans, moved.links, moved.attributes)
        changes.write(session, standing.row, before, after)
        ends_at = changes.append(session, standing.row, standing.revision, done, None, now())
    revisions.move(session, standing.row, new_row, ends_at)
