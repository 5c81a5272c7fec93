"""A whole project of Label Studio moves in: by its address, and by its export file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from annotator.domain.annotations import AnnotationSet
from annotator.domain.errors import Conflict, InvalidInput
from annotator.formats.maps.description import Description
from annotator.formats.maps.intake import describe
from annotator.formats.maps.schema_proposal import schema_of
from annotator.services import corpora, projects
from annotator.services.sync import connections, moving
from annotator.services.sync.client import Stopped
from annotator.services.sync.connections import Policy
from annotator.services.sync.moving import MovedIn, Wish
from annotator.store import users
from annotator.store.session import Database
from annotator.store.tables import SchemaVersion
from tests.faulty_proxy import Fault
from tests.sync.conftest import TEXT, Both, own_project, region

pytestmark = pytest.mark.labelstudio

#: What a team there has made for itself: names that are none of ours, and a control that there is nothing like here.
CONFIG = """<View>
  <Relations><Relation value="Carried out by"/></Relations>
  <Labels name="ner" toName="body"><Label value="Armed Group" hint="who fights"/><Label value="Event"/></Labels>
  <Text name="body" value="$body"/>
  <Choices name="kind" toName="body" perRegion="true" whenLabelValue="Armed Group" choice="single">
    <Choice value="State force"/><Choice value="Rebels"/></Choices>
  <Number name="size" toName="body" perRegion="true" whenLabelValue="Armed Group"/>
  <Choices name="topic" toName="body" choice="multiple"><Choice value="war"/><Choice value="talks"/></Choices>
  <Rating name="stars" toName="body" perRegion="true"/>
</View>"""
SECOND = "second@example.com"
OTHER = "A second text, 𝔘 with Police in it."


def marked(name: str, label: str, words: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(words)
    return {**region(name, label, start, start + len(words), text), "from_name": "ner", "to_name": "body"}


def said(name: str, control: str, kind: str, value: object, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    place = {"start": start, "end": start + len(words), "text": words}
    return {"id": name, "type": kind, "from_name": control, "to_name": "body", "value": {**place, kind: value}}


WHOLE = [
    marked("r1", "Armed Group", "Police"),
    said("r1", "kind", "choices", ["State force"], "Police"),
    said("r1", "size", "number", 12, "Police"),
    said("r1", "stars", "rating", 4, "Police"),
    marked("r2", "Event", "shot"),
    {"type": "relation", "from_id": "r2", "to_id": "r1", "direction": "right", "labels": ["Carried out by"]},
    {"id": "d", "type": "choices", "from_name": "topic", "to_name": "body", "value": {"choices": ["war", "talks"]}},
]


@pytest.fixture
def theirs(both: Both) -> int:
    """A project there: two people, a skip, a prediction, a draft, a task that nobody has touched."""
    remote = own_project(both.server, "A house", CONFIG)
    both.call("PATCH", f"/api/projects/{remote}/", {"expert_instruction": "Mark who fights."})
    status, answer = both.server.answer("POST", "/api/users/", {"email": SECOND, "username": "second"})
    everybody = both.call("GET", "/api/users/")
    second = next(each["id"] for each in everybody if each["email"] == SECOND) if status >= 400 else answer["id"]
    prediction = {"model_version": "m1", "score": 0.5, "result": [marked("p", "Armed Group", "Police", OTHER)]}
    tasks = [
        {
            "data": {"body": TEXT, "source": "wire", "id": "first"},
            "meta": {"desk": "north"},
            "annotations": [
                {"result": WHOLE, "completed_by": 1, "ground_truth": False},
                {"result": [marked("s1", "Event", "shot")], "completed_by": second, "ground_truth": False},
            ],
        },
        {
            "data": {"body": OTHER},
            "annotations": [{"result": [], "was_cancelled": True, "ground_truth": False}],
            "predictions": [prediction],
        },
        {"data": {"body": "Nobody has touched this."}},
    ]
    both.call("POST", f"/api/projects/{remote}/import", tasks)
    both.remote = remote
    last = both.tasks()[-1]["id"]
    both.call("POST", f"/api/tasks/{last}/drafts", {"result": [region("d", "actor", 0, 6)], "lead_time": 1})
    return remote


def moved_in(both: Both, remote: int, slug: str = "house", **wish: Any) -> MovedIn:
    return moving.move_in(both.database, both.client(), slug, remote, Wish(**wish))


def test_all_of_a_project_comes_with_one_command_and_nothing_changes_there(both: Both, theirs: int) -> None:
    before = both.tasks()
    came = moved_in(both, theirs)
    assert (came.title, came.troubles, came.outcome.left, came.unknown) == ("A house", (), [], ("stars",))
    assert both.tasks() == before
    assert both.proxy.writes == []
    corpus = {each.document.text: each for each in both.corpus("house")}
    assert set(corpus) == {TEXT, OTHER, "Nobody has touched this."}
    first = corpus[TEXT]
    assert (first.document.id, dict(first.document.meta)) == ("first", {"source": "wire", "desk": "north"})
    whole, second = sorted(first.sets, key=lambda each: each.annotator)
    assert (whole.annotator, second.annotator) == ("lead@example.com", SECOND)
    assert [(each.label, each.quote, dict(each.attributes)) for each in whole.spans] == [
        ("armed_group", "Police", {"kind": "State_force", "size": 12}),
        ("event", "shot", {}),
    ]
    assert [(each.role, each.from_id, each.to_id) for each in whole.links] == [("carried_out_by", "r2", "r1")]
    assert dict(whole.attributes) == {"topic": ["war", "talks"]}
    skip, suggestion = sorted(corpus[OTHER].sets, key=lambda each: each.layer)
    assert (skip.layer, skip.status, skip.spans) == ("annotator", "skipped", ())
    assert (suggestion.layer, suggestion.annotator) == ("suggestion", "m1")
    assert [each.quote for each in suggestion.spans] == ["Police"]
    assert corpus["Nobody has touched this."].sets == ()
    with both.database.read() as session:
        assert users.get_by_name(session, SECOND).password_hash is None
        newest = session.execute(select(SchemaVersion.guideline).where(SchemaVersion.name == "house")).scalar_one()
    assert newest == "Mark who fights."


def test_what_cannot_be_taken_is_told_at_once_and_the_rest_comes(both: Both, theirs: int) -> None:
    twice = [marked("a", "Event", "shot"), marked("b", "Event", "shot")]
    beyond = {**region("c", "Event", 0, 999), "from_name": "ner", "to_name": "body"}
    task = next(each["id"] for each in both.tasks() if each["data"]["body"] == OTHER)
    for result in (twice, [marked("d", "Event", "Police", OTHER), beyond]):
        both.call("POST", f"/api/tasks/{task}/annotations/", {"result": result})
    before = len(both.proxy.log)
    came = moved_in(both, theirs)
    assert sorted((each.document.startswith("task-"), each.reason) for each in came.troubles) == [
        (True, "equal_span"),
        (True, "unread"),
    ]
    assert "is no part of the text" in " ".join(each.detail for each in came.troubles)
    # Once over there, and not a second time to find out what is left.
    assert len([each for each in both.proxy.log[before:] if "total_predictions" in each.path]) == 1
    assert len(both.corpus("house")) == 3
    assert both.plan("house").is_empty


def test_it_goes_on_as_a_sync_and_what_only_they_know_stays_with_them(both: Both, theirs: int) -> None:
    moved_in(both, theirs, policy=Policy("both"))
    assert both.plan("house").is_empty
    both.slug = "house"
    both.edit("first", "lead@example.com", r2=None)
    both.apply()
    result = next(each for each in both.task("first")["annotations"] if len(each["result"]) > 1)["result"]
    assert [each["value"]["rating"] for each in result if each["type"] == "rating"] == [4]
    assert {each["value"]["labels"][0] for each in result if each["type"] == "labels"} == {"Armed Group"}
    assert both.plan().is_empty


def test_a_move_that_is_cut_short_is_gone_on_with_by_the_next_sync(both: Both, theirs: int) -> None:
    asked: list[str] = []

    def rule(_: str, path: str) -> Fault | None:
        if "in_list" in path:
            asked.append(path)
        # It is planned, and then nothing of what was planned can be read.
        return Fault.DROP_BEFORE if len(asked) > 1 and path == asked[-1] else None

    both.proxy.rule = rule
    with pytest.raises(Stopped):
        moved_in(both, theirs)
    assert both.corpus("house") == []
    both.proxy.rule = None
    both.apply("house")
    assert len(both.corpus("house")) == 3
    assert both.plan("house").is_empty


def test_a_name_that_is_taken_a_config_without_labels_and_a_number_of_nothing_leave_nothing_behind(
    both: Both, theirs: int
) -> None:
    with pytest.raises(Conflict):
        moved_in(both, theirs, slug="ours")
    bare = '<View><Text name="t" value="$t"/><TextArea name="note" toName="t"/></View>'
    with pytest.raises(InvalidInput, match="no label"):
        moved_in(both, own_project(both.server, "bare", bare))
    with pytest.raises(connections.NotFound):
        moved_in(both, 999_999)
    with both.database.read() as session:
        assert [each.slug for each in projects.every_project(session)] == ["ours"]


def test_its_export_file_brings_the_same(both: Both, theirs: int, tmp_path: Path, sqlite_database: Database) -> None:
    moved_in(both, theirs)
    exported = both.call("GET", f"/api/projects/{theirs}/export?exportType=JSON&download_all_tasks=true")
    (tmp_path / "tasks.json").write_text(json.dumps(exported), "utf-8")
    (tmp_path / "project.json").write_text(json.dumps(both.call("GET", f"/api/projects/{theirs}/")), "utf-8")
    options, description = {"text": "body"}, Description()
    for part in corpora.parts(tmp_path, options=options):
        description.join(describe(part.reader, part.open(), part.name))
    _, schema = schema_of(description, "file")
    with sqlite_database.write() as session:
        projects.create_project(session, "file", "File", schema, description.guideline)
    wish = corpora.Wish(keep_going=True)
    brought = [
        corpora.bring(sqlite_database, "file", part, wish, lambda _: None)
        for part in corpora.parts(tmp_path, options=options)
    ]
    assert sum(each.report.documents for each in brought) == 3
    # Of predictions, which an export only numbers, it is told.
    assert ("prediction", "id_only") in {(kind, reason) for each in brought for _, kind, reason in each.faults.numbers}
    by_address, by_file = ({each.document.text: each for each in both.corpus(slug)} for slug in ("house", "file"))
    assert by_address.keys() == by_file.keys()
    # An export tells of people no more than their numbers.
    assert {each.annotator.rstrip("0123456789") for each in by_file[TEXT].sets} == {"user-"}
    # Ratings are numbers where nothing is to go back.
    assert [span.attributes.get("stars") for span in by_file[TEXT].sets[0].spans] == [4, None]
    for text, one in by_address.items():
        ours = [each for each in one.sets if each.layer == "annotator"]
        other = [without_stars(each) for each in by_file[text].sets if each.layer == "annotator"]
        assert [said_by(each) for each in other] == [said_by(each) for each in ours]


def without_stars(annotations: AnnotationSet) -> AnnotationSet:
    kept = [{name: value for name, value in span.attributes.items() if name != "stars"} for span in annotations.spans]
    spans = tuple(replace(span, attributes=each) for span, each in zip(annotations.spans, kept, strict=True))
    return replace(annotations, spans=spans)


def said_by(annotations: AnnotationSet) -> list[object]:
    """All but whose it is, and the ids of links, which nobody there has."""
    links = sorted((each.role, each.from_id, each.to_id) for each in annotations.links)
    return [annotations.status, annotations.spans, links, dict(annotations.attributes)]


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("https://labels.example.org/projects/7", ("https://labels.example.org", 7)),
        ("https://labels.example.org/projects/7/data?tab=3&task=9", ("https://labels.example.org", 7)),
        ("http://127.0.0.1:8080/ls/projects/12/", ("http://127.0.0.1:8080/ls", 12)),
    ],
)
def test_the_address_of_a_page_says_which_server_and_which_project(address: str, read: tuple[str, int]) -> None:
    assert moving.split_address(address) == read


@pytest.mark.parametrize("wrong", ["https://labels.example.org", "labels.example.org/projects/7", "/projects/7"])
def test_an_address_without_a_server_or_a_number_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInput):
        moving.split_address(wrong)
