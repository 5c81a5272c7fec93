"""Label Studio's flat exports read: a row for each annotation, with the controls behind the id."""

import csv
import io
import json

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats import reader, readers, writer
from annotator.formats.base import Weight
from annotator.formats.sources.finding import found
from annotator.formats.sources.recognition import recognised
from tests.formats.support import read, written
from tests.formats.test_golden import SCHEMA, corpus

LABEL_STUDIO = reader("label_studio")
TEXT = "Sony 👍🏽 hired 9 in Tokyo."


def row(number=7, annotator="ann@example.org", **controls):
    behind = {"annotator": annotator, "annotation_id": 3, "created_at": "", "updated_at": "", "lead_time": 2.5}
    return {"text": TEXT, "source": "wire", "id": number, **controls, **behind}


def region(start, end, **said):
    return {"start": start, "end": end, "text": TEXT[start:end], **said}


def documents(*rows, losses=None):
    return read(LABEL_STUDIO, json.dumps(rows).encode(), None, losses)


def test_the_regions_of_a_row_are_spans_and_its_controls_are_said_of_them_or_of_the_whole():
    (annotated,) = documents(
        row(
            label=[region(0, 4, labels=["Org"]), region(19, 24, labels=["Place"])],
            size=[region(0, 4, choices=["big"])],
            tone="calm",
            topics={"choices": ["war", "trade"]},
            stars=[{"rating": 4}],
        )
    )
    (annotations,) = annotated.sets
    assert [(span.label, span.quote, span.attributes) for span in annotations.spans] == [
        ("Org", "Sony", {"size": "big"}),
        ("Place", "Tokyo", {}),
    ]
    assert annotations.attributes == {"tone": "calm", "topics": ["war", "trade"], "stars": 4}
    assert (annotated.document.id, annotated.document.meta) == ("task-7", {"source": "wire"})
    assert annotations.annotator == "ann@example.org"


def test_rows_of_one_task_are_one_document_with_a_set_each():
    first, second = documents(row(label=[region(0, 4, labels=["Org"])]), row(annotator=4), row(number=8))
    assert [(each.annotator, len(each.spans)) for each in first.sets] == [("ann@example.org", 1), ("user-4", 0)]
    assert (second.document.id, len(second.sets)) == ("task-8", 1)


def test_a_label_that_stands_twice_on_the_same_words_is_one_span_which_is_told():
    losses = []
    twice = [region(0, 4, labels=["Org"]), region(0, 4, labels=["Org"])]
    (annotated,) = read(LABEL_STUDIO, json.dumps([row(label=twice)]).encode(), None, losses)
    assert [(span.label, span.quote) for span in annotated.sets[0].spans] == [("Org", "Sony")]
    assert [(loss.kind, loss.reason, loss.weight) for loss in losses] == [("span", "equal_span", Weight.CHANGED)]


def test_a_flat_export_is_known_by_what_stands_in_it():
    stream = io.BytesIO(json.dumps([row(label=[])]).encode())
    assert recognised(stream, readers()).id == "label_studio"


def test_a_table_is_read_as_the_objects_are():
    cells = {"label": json.dumps([region(0, 4, labels=["Org"])]), "text": TEXT, "id": "7", "tone": "calm"}
    cells |= {"annotator": "4", "annotation_id": "3", "lead_time": "2.5"}
    table = io.StringIO()
    lines = csv.DictWriter(table, sorted(cells))
    lines.writeheader()
    lines.writerow(cells)
    losses = []
    (annotated,) = read(LABEL_STUDIO, ("\ufeff" + table.getvalue() + "1,2\r\n").encode(), None, losses)
    assert [(span.label, span.quote) for span in annotated.sets[0].spans] == [("Org", "Sony")]
    assert (annotated.document.id, annotated.document.meta) == ("task-7", {"tone": "calm"})
    assert annotated.sets[0].annotator == "user-4"
    assert [(loss.reason, loss.file, loss.line) for loss in losses] == [("fields", "corpus", 3)]


@pytest.mark.parametrize("name", ["export.csv", "export.tsv", "project-1-at-2024.csv"])
def test_a_table_is_known_by_its_columns_whatever_its_name_and_other_tables_are_what_they_were(name, tmp_path):
    parting = "\t" if name.endswith(".tsv") else ","
    said = {"TEXT": TEXT, "id": 7, "label": json.dumps([region(0, 4, labels=["Org"])]), "annotator": 4}
    said |= {"annotation_id": "3", "created_at": "2024"}
    columns = sorted(said) if name.startswith("project") else list(said)
    with (tmp_path / name).open("w", newline="") as table:
        lines = csv.DictWriter(table, columns, delimiter=parting, quoting=csv.QUOTE_NONNUMERIC)
        lines.writeheader()
        lines.writerow(said)
    (part,) = found(tmp_path / name)
    (annotated,) = part.reader.read(part.open())
    assert part.reader.id == "label_studio"
    assert [(span.label, span.quote) for span in annotated.sets[0].spans] == [("Org", "Sony")]
    (tmp_path / "news.csv").write_text("id,text,annotator,an_annotation_id\n1,Rain,me,2\n")
    (part,) = found(tmp_path / "news.csv")
    assert part.reader.id == "csv"


@pytest.mark.parametrize(("cell", "rule"), [(b"\xff", "encoding"), (b'"a" b', "csv")])
def test_a_table_that_cannot_be_read_is_an_error_in_words(cell, rule):
    with pytest.raises(InvalidInput) as error:
        read(LABEL_STUDIO, b"annotator,annotation_id,text\r\n1,2," + cell + b"\r\n")
    assert (error.value.rule, error.value.file) == (rule, "corpus")


@pytest.mark.parametrize("format_id", ["label_studio_min", "label_studio_csv"])
def test_every_span_that_we_write_flat_is_read_again(format_id):
    documents = corpus()
    fmt = writer(format_id)
    kept = [each for each in (fmt.keep(document, SCHEMA) for document in documents) if each is not None]
    back = read(LABEL_STUDIO, written(fmt, documents, SCHEMA), None, [])
    assert [(each.document.id, each.document.text) for each in back] == [
        (each.document.id, each.document.text) for each in kept
    ]
    for after, before in zip(back, kept, strict=True):
        (ours,) = before.sets
        assert {(span.label, span.start, span.end) for each in after.sets for span in each.spans} == {
            (span.label, span.start, span.end) for span in ours.spans
        }
