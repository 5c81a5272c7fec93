"""A schema's next version: nothing that was marked vanishes, and every set says under which version it is."""

import json
from operator import attrgetter

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.changes import Change, Kind
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.domain.schema import Schema
from annotator.formats import writers
from annotator.formats.base import Reader, Writer
from annotator.services import annotations as saving
from annotator.services import documents, exports, revisions, tasks
from annotator.store import projects as stored_projects
from annotator.store.session import Database
from tests import factories
from tests.factories import next_version
from tests.formats.support import read, written_with_losses

TEXT = "Rebels attacked troops in Basra."
SPANS = (
    Span("a", "actor", 0, 6, "Rebels"),
    Span("x", "action", 7, 15, "attacked", {"event_class": "attack"}),
    Span("z", "location", 26, 31, "Basra"),
)
#: With the label goes the role that only it could play.
GONE = frozenset({"label:location", "role:location"})
LINKS = (Link("l", "agent", "x", "a"),)


def add_gold(database: Database, slug: str = "war") -> Schema:
    schema = factories.shipped_schema()
    gold = AnnotationSet(
        annotator="gold", schema=SchemaRef(schema.name, schema.version), layer="gold", status="submitted",
        spans=SPANS, links=LINKS,
    )  # fmt: skip
    with database.write() as session:
        project = factories.add_project(session, slug)
        record = AnnotatedDocument(Document("d1", TEXT, {}), (gold,))
        for _ in documents.import_documents(session, project, [record]):
            pass
    return schema


def exported(database: Database, slug: str = "war") -> list[dict[str, object]]:
    with database.read() as session:
        project = stored_projects.get(session, slug)
        return [
            {"layer": each.layer, "version": each.schema.version, "labels": sorted(span.label for span in each.spans)}
            for record in exports.export_documents(session, project, exports.Sets.ALL)
            for each in record.sets
        ]


def change(number: int, act: str, kind: str, after: JsonObject) -> Change:
    return Change(f"c{number}", act, Kind(kind), None, after)


def revise(database: Database, schema: Schema, **how: object) -> revisions.RevisionReport:
    given = {"renames": {}, "retired": frozenset()} | how
    with database.write() as session:
        return revisions.revise(session, "war", schema, "", **given)  # type: ignore[arg-type]


def test_a_renamed_label_is_renamed_in_finished_work_and_the_journal_says_so(database: Database) -> None:
    schema = add_gold(database)
    renamed = next_version(schema, rename={"actor": "party"})
    report = revise(database, renamed, renames={"label:actor": "party"})
    assert (report.moved, report.kept, report.open) == (1, 0, 0)
    assert report.counts == {("label", "actor", "party"): 1}
    assert exported(database) == [{"layer": "gold", "version": 2, "labels": ["action", "location", "party"]}]
    with database.read() as session:
        rows = session.connection().exec_driver_sql("SELECT kind, after, user_id FROM journal").all()
    assert [(kind, json.loads(after)["label"], user) for kind, after, user in rows] == [("change_span", "party", None)]


def test_two_labels_are_merged_into_one(database: Database) -> None:
    schema = add_gold(database)
    merged = next_version(schema, rename={"location": "actor"})
    assert revise(database, merged, renames={"label:location": "actor"}).moved == 1
    assert exported(database)[0]["labels"] == ["action", "actor", "actor"]


def test_work_with_a_retired_label_stays_whole_under_its_version(database: Database) -> None:
    schema = add_gold(database)
    report = revise(database, next_version(schema, without="location"), retired=GONE)
    assert (report.moved, report.kept) == (0, 1)
    assert exported(database) == [{"layer": "gold", "version": 1, "labels": ["action", "actor", "location"]}]


def test_what_is_being_worked_on_is_finished_under_its_version_and_told_of_the_new_one(database: Database) -> None:
    schema = add_gold(database)
    with database.write() as session:
        project = stored_projects.get(session, "war")
        person = factories.add_person(session)
        factories.add_member(session, project, person)
        opened = tasks.next_task(session, person, "war")
    assert opened is not None
    assert opened.as_json()["newest_schema"] == 1
    first = change(1, "a", "add_span", after={**SPANS[0].as_json(), "id": "mine"})
    with database.write() as session:
        saving.save_changes(session, person, opened.task.id, [first])
    report = revise(
        database, next_version(schema, rename={"actor": "party"}, without="location"),
        renames={"label:actor": "party"}, retired=GONE,
    )  # fmt: skip
    assert report.open == 1
    with database.read() as session:
        again = tasks.open_task(session, person, opened.task.id)
    assert (again.schema.version, [span.label for span in again.spans]) == (1, ["actor"])
    assert again.as_json()["newest_schema"] == 2
    later = change(2, "b", "add_span", after={**SPANS[2].as_json(), "id": "later"})
    with database.write() as session:
        (outcome,) = saving.save_changes(session, person, opened.task.id, [later]).outcomes
    assert outcome.refusal is None


@pytest.mark.parametrize("fmt", writers(), ids=attrgetter("id"))
def test_every_format_writes_work_under_an_older_version_and_drops_nothing_in_silence(
    sqlite_database: Database, fmt: Writer
) -> None:
    schema = add_gold(sqlite_database)
    newer = next_version(schema, without="location")
    revise(sqlite_database, newer, retired=GONE)
    with sqlite_database.read() as session:
        project = stored_projects.get(session, "war")
        records = list(exports.export_documents(session, project, exports.Sets.ALL))
    data, losses = written_with_losses(fmt, records, newer)
    if any(loss.kind == "span" for loss in losses):
        return
    if isinstance(fmt, Reader):
        again = read(fmt, data, schema, [])
        assert "location" in {span.label for record in again for each in record.sets for span in each.spans}
    else:
        spans = [span for record in records for each in record.sets for span in each.spans]
        gone = [span.quote for span in spans if span.label == "location"]
        assert gone
        assert all(quote.encode() in data for quote in gone)


def test_a_dry_run_says_the_same_and_changes_nothing(database: Database) -> None:
    schema = add_gold(database)
    before = exported(database)
    renamed = next_version(schema, rename={"actor": "party"})
    report = revise(database, renamed, renames={"label:actor": "party"}, dry_run=True)
    assert (report.moved, report.counts) == (1, {("label", "actor", "party"): 1})
    assert exported(database) == before
    with database.read() as session:
        project = stored_projects.get(session, "war")
        assert stored_projects.current_schema(session, int(project.id or 0)).version == 1


@pytest.mark.parametrize(
    ("without", "rename", "how", "rule"),
    [
        ("location", {}, {}, "gone"),
        (None, {"actor": "party"}, {}, "gone"),
        (None, {"actor": "party"}, {"renames": {"label:actor": "nobody"}}, "rename"),
        (None, {}, {"renames": {"label:actor": "action"}}, "rename"),
        (None, {}, {"retired": frozenset({"label:actor"})}, "retire"),
        (None, {}, {"renames": {"actor": "party"}}, "name"),
    ],
)
def test_what_is_gone_without_a_word_or_contradictory_is_refused(
    sqlite_database: Database, without: str | None, rename: dict[str, str], how: dict[str, object], rule: str
) -> None:
    schema = add_gold(sqlite_database)
    with pytest.raises(InvalidInput) as refused:
        revise(sqlite_database, next_version(schema, without=without, rename=rename), **how)
    assert refused.value.rule == rule
    assert exported(sqlite_database)[0]["version"] == 1


def test_the_same_version_again_is_refused(sqlite_database: Database) -> None:
    schema = add_gold(sqlite_database)
    with pytest.raises(InvalidInput, match="higher version"):
        revise(sqlite_database, schema)
