"""Programs import, read and export with a token."""

import json

import pytest

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.formats.native.record import record

RECORD = {
    "format": "annotator/1",
    "id": "d1",
    "text": "US strike killed three.",
    "meta": {"source": "wire"},
    "annotation_sets": [
        {
            "annotator": "A1",
            "layer": "gold",
            "status": "submitted",
            "schema": {"name": "conflict-events", "version": 1},
            "guideline": 1,
            "spans": [{"id": "s1", "label": "actor", "start": 0, "end": 2, "quote": "US"}],
        }
    ],
}


def lines(*records):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)


def load(program, data, query=""):
    return program.ask("POST", f"/projects/war/import?format=native{query}", data=data)


@pytest.fixture
def engineer(world):
    return world.program("engineer")


def test_a_corpus_goes_in_and_comes_out_the_same_bytes(engineer):
    first = load(engineer, lines(RECORD))
    assert first.get_json() == {
        "documents": 1, "sets": 1, "spans": 1, "links": 0, "known": 0, "duplicates": [], "dry_run": False,
    }  # fmt: skip
    out = engineer.get("/projects/war/export?format=native&sets=gold", buffered=True)
    assert json.loads(out.data) == RECORD
    assert out.headers["Annotator-Losses"] == "0"
    read = engineer.get("/projects/war/documents/d1").get_json()
    assert read == RECORD


def test_a_dry_run_says_what_would_happen_and_does_nothing(engineer):
    assert load(engineer, lines(RECORD), "&dry_run=true").get_json()["documents"] == 1
    assert engineer.get("/projects/war/documents").get_json()["documents"] == []


def test_a_bad_line_is_named_and_nothing_of_the_file_is_stored(engineer):
    lie = {**RECORD, "id": "d2", "text": "UK strike killed three."}
    answer = load(engineer, lines(RECORD, lie))
    problem = answer.get_json()
    assert answer.status_code == 422
    assert (problem["rule"], problem["line"], problem["document"]) == ("quote", 2, "d2")
    assert engineer.get("/projects/war/documents").get_json()["documents"] == []


def test_documents_are_listed_in_stretches(engineer):
    bare = [record(AnnotatedDocument(Document(f"d{number}", f"Story {number}."))) for number in range(150)]
    load(engineer, lines(*bare))
    first = engineer.get("/projects/war/documents").get_json()
    rest = engineer.get(f"/projects/war/documents?after={first['next']}").get_json()
    assert [each["id"] for each in [*first["documents"], *rest["documents"]]] == [each["id"] for each in bare]
    assert rest["next"] is None


@pytest.mark.parametrize("address", ["/projects/war/import?format=nonsense", "/projects/war/import?format=conll"])
def test_an_unknown_format_is_named(engineer, address):
    answer = engineer.ask("POST", address, data="x")
    assert (answer.status_code, answer.get_json()["rule"]) == (422, "format")


def test_a_format_that_cannot_be_written_is_refused(engineer):
    assert engineer.get("/projects/war/export?format=csv").get_json()["rule"] == "format"


def test_annotators_neither_import_nor_export(world):
    annotator = world.program("annotator")
    assert load(annotator, lines(RECORD)).status_code == 403
    assert annotator.get("/projects/war/export").status_code == 403


def test_a_project_shows_the_schema_that_annotations_are_made_under(engineer):
    shown = engineer.get("/projects/war").get_json()
    assert shown["definition"]["name"] == shown["schema"] == "conflict-events"
    assert engineer.get("/projects").get_json()["projects"][0]["slug"] == "war"


def test_a_guideline_comes_in_parts_and_examples_come_out_of_gold(engineer):
    load(engineer, lines(RECORD))
    parts = engineer.get("/projects/war/guideline").get_json()
    assert (parts["version"], parts["sections"]) == (1, [])
    found = engineer.get("/projects/war/examples?label=actor&words=the+US").get_json()["examples"]
    assert found == [
        {
            "document": "d1", "title": found[0]["title"], "sentence": RECORD["text"], "label": "actor",
            "start": 0, "end": 2, "attributes": {},
        }
    ]  # fmt: skip
    assert engineer.get("/projects/war/examples?label=actor&besides=d1").get_json()["examples"] == []


TOLL = {"harm": "killed", "count": {"op": "exact", "value": 3, "lower": 3, "upper": 3, "best": 3, "by": "human"}}


def test_how_many_people_is_asked_of_a_project_or_of_a_document(engineer, world):
    spans = [
        {"id": "s1", "label": "action", "start": 3, "end": 9, "quote": "strike", "attributes": {}},
        {"id": "s2", "label": "casualty", "start": 17, "end": 22, "quote": "three", "attributes": TOLL},
    ]
    links = [{"id": "l1", "role": "casualty", "from": "s1", "to": "s2"}]
    [gold] = RECORD["annotation_sets"]
    load(engineer, lines({**RECORD, "annotation_sets": [{**gold, "spans": spans, "links": links}]}))
    whole = engineer.get("/projects/war/totals").get_json()
    assert (whole["documents"], whole["events"], whole["totals"][0]["lower"]) == (1, 1, 3)
    one = engineer.get("/projects/war/totals?document=d1").get_json()
    assert one["tolls"][0]["told"][0]["quote"] == "three"
    assert one["events"][0]["totals"] == one["totals"] == whole["totals"]
    assert engineer.get("/projects/war/totals?sets=submitted").get_json()["documents"] == 0
    assert engineer.get("/projects/war/totals?document=nothing").status_code == 404
    assert world.program("annotator").get("/projects/war/totals").status_code == 403
