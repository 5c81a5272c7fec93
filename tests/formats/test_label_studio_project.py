"""Whole projects of Label Studio, and its flat exports held against the converter of its SDK."""

import csv
import io
import json
import warnings

import pytest

from annotator import resources
from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.schema_reader import read_toml
from annotator.formats import reader, writer
from annotator.labelstudio.label_config import label_config
from tests.formats.support import archived, read, written, written_with_losses
from tests.formats.test_golden import GOLDEN, corpus
from tests.formats.test_golden import SCHEMA as CONFLICTS
from tests.strategies import SCHEMA

LABEL_STUDIO = reader("label_studio")
TEXT = "Sony 👍🏽 hired 9 in Tokyo."

CONFIG = """<View>
  <Relations><Relation value="near"/><Relation value="of"/></Relations>
  <Labels name="label" toName="text"><Label value="Person" alias="PER"/><Label value="Firm" background="#fff"/></Labels>
  <Text name="text" value="$text"/>
  <View visibleWhen="region-selected" whenTagName="label" whenLabelValue="Firm">
    <Choices name="size" toName="text" perRegion="true" choice="single">
      <Choice value="small"/><Choice value="big"/>
    </Choices>
  </View>
  <Choices name="also" toName="text" perRegion="true" choice="multiple" whenLabelValue="PER, Firm">
    <Choice value="old"/>
  </Choices>
  <Number name="age" toName="text" perRegion="true"/>
  <Choices name="topic" toName="text"><Choice value="war" alias="w"/><Choice value="peace"/></Choices>
  <TextArea name="note" toName="text"/>
</View>"""

TASKS = [
    {
        "id": 5,
        "data": {"text": TEXT},
        "annotations": [
            {
                "id": 1,
                "completed_by": {"id": 1, "email": "ann@example.org"},
                "result": [
                    {
                        "id": "r1",
                        "type": "labels",
                        "from_name": "label",
                        "to_name": "text",
                        "value": {"start": 0, "end": 4, "text": "Sony", "labels": ["Firm"]},
                    },
                    {
                        "id": "r1",
                        "type": "choices",
                        "from_name": "size",
                        "to_name": "text",
                        "value": {"start": 0, "end": 4, "text": "Sony", "choices": ["big"]},
                    },
                ],
            },
            {"id": 2, "completed_by": 7, "result": []},
        ],
    }
]


def project(**more):
    files = {"label_config.xml": CONFIG.encode(), "export.json": json.dumps(TASKS).encode()}
    return archived(files | {name: json.dumps(value).encode() for name, value in more.items()})


def declared(**more):
    return LABEL_STUDIO.describe(io.BytesIO(project(**more)))


def test_a_config_says_labels_relations_and_what_is_said_of_what():
    told = declared()
    assert {name: use.title for name, use in told.labels.items()} == {"PER": "Person", "Firm": ""}
    assert set(told.roles) == {"near", "of"}
    assert set(told.roles["near"].ends) == {(one, other) for one in ("PER", "Firm") for other in ("PER", "Firm")}
    firm, person = told.labels["Firm"].attributes, told.labels["PER"].attributes
    assert (list(firm), list(person)) == (["size", "also", "age"], ["also", "age"])
    assert list(firm["size"].values) == ["small", "big"]
    assert (firm["size"].is_several, firm["also"].is_several, firm["age"].is_number) == (False, True, True)
    assert list(told.attributes) == ["topic", "note"]
    assert list(told.attributes["topic"].values) == ["w", "peace"]


def test_tasks_beside_a_config_are_read_with_their_annotators():
    (annotated,) = read(LABEL_STUDIO, project())
    assert [each.annotator for each in annotated.sets] == ["ann@example.org", "user-7"]
    (span,) = annotated.sets[0].spans
    assert (span.label, span.quote, span.attributes) == ("Firm", "Sony", {"size": "big"})


def test_a_project_as_its_interface_tells_it_is_no_task_and_says_its_config_and_its_guideline(tmp_path):
    said = {"id": 1, "title": "News", "label_config": CONFIG, "expert_instruction": "Mark firms."}
    (tmp_path / "project.json").write_text(json.dumps(said), "utf-8")
    (tmp_path / "tasks.json").write_text(json.dumps(TASKS), "utf-8")
    told = LABEL_STUDIO.describe(tmp_path)
    assert (list(told.labels), told.guideline) == (["PER", "Firm"], "Mark firms.")
    assert [each.document.id for each in LABEL_STUDIO.read(tmp_path)] == ["task-5"]


def test_the_config_that_we_write_says_the_schema():
    schema = read_toml(resources.schema_text("conflict-events") or "", "conflict-events.toml")
    data = archived({"label_config.xml": label_config(schema).encode()})
    told = LABEL_STUDIO.describe(io.BytesIO(data))
    assert list(told.labels) == [label.name for label in schema.labels]
    assert set(told.roles) == {role.name for role in schema.roles}
    for label in schema.labels:
        for attribute in label.attributes:
            if attribute.values:
                use = told.labels[label.name].attributes[attribute.name]
                assert list(use.values) == [choice.value for choice in attribute.values]


def test_tasks_alone_declare_nothing():
    assert not LABEL_STUDIO.describe(io.BytesIO(json.dumps(TASKS).encode())).labels


@pytest.mark.parametrize("config", [b"<View>", b"<!DOCTYPE x><View/>", b"\xff"])
def test_a_config_that_is_no_xml_is_named(config):
    with pytest.raises(InvalidInput) as error:
        LABEL_STUDIO.describe(io.BytesIO(archived({"config.xml": config})))
    assert "config.xml" in str(error.value)


def test_a_task_that_cannot_be_read_is_told_and_the_next_is_read():
    losses = []
    data = json.dumps([{"data": {}}, *TASKS]).encode()
    assert [each.document.id for each in read(LABEL_STUDIO, data, None, losses)] == ["task-5"]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("record", "task", 1)]


# The flat exports.


def sample():
    count = {"op": "exact", "by": "human", "value": 9}
    spans = (
        Span("d", "deed", 8, 13, "hired", {"its_choice": "one", "its_choices": ["one", "two"], "its_count": count}),
        Span("p", "party", 0, 4, "Sony", {"kind": "two"}),
        Span("q", "party", 19, 24, "Tokyo", {"kind": "one"}),
    )
    links = (Link("l", "agent", "d", "p"),)
    annotations = AnnotationSet(
        "A1", SchemaRef("example", 3), "gold", "submitted", 1, {"relevant": "one", "note": "A note."}, spans, links
    )
    return AnnotatedDocument(Document("story", TEXT, {"title": "Sony"}), (annotations,))


@pytest.fixture
def converter(tmp_path):
    """What Label Studio's own converter makes of our JSON under our config."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip("label_studio_sdk.converter")

    def convert(name, **more):
        tasks = json.loads(written(writer("label_studio"), [sample()], SCHEMA))
        for number, task in enumerate(tasks, start=1):
            task["id"] = number
        source = tmp_path / "tasks.json"
        source.write_text(json.dumps(tasks), "utf-8")
        made = module.Converter(label_config(SCHEMA), str(tmp_path))
        getattr(made, f"convert_to_{name}")(str(source), str(tmp_path / name), is_dir=False, **more)
        (found,) = (tmp_path / name).iterdir()
        return found.read_text("utf-8")

    return convert


#: What a converter knows of a task on a server, and we of a document.
THEIRS = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")


def test_json_min_is_what_the_converter_of_label_studio_makes(converter):
    (theirs,) = json.loads(converter("json_min"))
    (ours,) = json.loads(written(writer("label_studio_min"), [sample()], SCHEMA))
    assert set(ours) == set(theirs)
    for key in set(ours) - set(THEIRS):
        assert ours[key] == theirs[key], key
    assert (ours["id"], ours["annotator"]) == ("story", "A1")


def test_csv_is_what_the_converter_of_label_studio_makes(converter):
    (theirs,) = csv.DictReader(io.StringIO(converter("csv", sep=",")))
    (ours,) = csv.DictReader(io.StringIO(written(writer("label_studio_csv"), [sample()], SCHEMA).decode()))
    # Columns that hold nothing anywhere are not there in theirs, which looks at all rows first.
    assert {name for name, value in ours.items() if value} <= set(theirs)
    for key in set(theirs) - set(THEIRS):
        assert _loaded(ours[key]) == _loaded(theirs[key]), key


def _loaded(cell):
    return json.loads(cell) if cell.startswith(("[", "{")) else cell


@pytest.mark.parametrize("format_id", ["label_studio_min", "label_studio_csv"])
def test_what_the_flat_exports_lose_is_told(format_id):
    _, losses = written_with_losses(writer(format_id), [sample()], SCHEMA)
    told = {(loss.kind, loss.id, loss.reason) for loss in losses}
    assert ("link", "l", "not_carried") in told
    assert ("attribute", "d", "not_carried") in told
    assert ("attribute", None, "unlinked") in told
    assert [loss.detail for loss in losses if loss.kind == "attribute" and loss.id] == ["its_count of “hired”"]


@pytest.mark.parametrize("format_id", ["label_studio_min", "label_studio_csv"])
def test_a_document_without_a_set_has_no_row(format_id):
    data, losses = written_with_losses(writer(format_id), [AnnotatedDocument(Document("d", TEXT))], SCHEMA)
    assert b"Sony" not in data
    assert [loss.reason for loss in losses] == ["no_set"]


@pytest.mark.parametrize("format_id", ["label_studio_min", "label_studio_csv"])
def test_the_corpus_is_written_as_it_was(format_id):
    fmt = writer(format_id)
    data, losses = written_with_losses(fmt, corpus(), CONFLICTS)
    folder = GOLDEN / format_id
    assert data.decode() == (folder / f"corpus{fmt.suffix}").read_bytes().decode()
    told = (folder / "losses.jsonl").read_text("utf-8").splitlines()
    assert [loss.as_json() for loss in losses] == [json.loads(line) for line in told]
