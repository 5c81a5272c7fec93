"""Rows for Hugging Face: `datasets` itself loads what we write, as JSON Lines and as Parquet; and what others have."""

import io
import json
import sys
import zipfile

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.formats import parquet as parquet_format
from annotator.formats.base import Weight
from annotator.formats.columns import tag_names
from annotator.formats.huggingface import HuggingFace
from annotator.formats.options import configured
from annotator.formats.parquet import Parquet
from annotator.formats.records.selection import chosen
from tests.formats.support import archived, members, read, written, written_with_losses
from tests.strategies import SCHEMA, annotated_documents, examples

datasets = pytest.importorskip("datasets")
pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

TEXT = "US troops shelled Oz.\n\nTwo died 👍🏽 قُتل"
NAMES = ["O", *(f"{letter}-{label.name}" for label in SCHEMA.labels for letter in "BI")]
FORMATS = [HuggingFace(), Parquet()]
by_id = ["huggingface", "parquet"]


def document(text=TEXT, document_id="d1"):
    places = [("party", 0, 9), ("party", 0, 2), ("deed", 10, 17), ("place", 18, 20), ("toll", 23, 26)]
    spans = tuple(
        Span(f"s{n}", label, start, end, text[start:end], {"kind": "one"} if label == "party" else {})
        for n, (label, start, end) in enumerate(places, 1)
    )
    links = (Link("l1", "agent", "s3", "s1"), Link("l2", "loss", "s3", "s5"))
    annotations = AnnotationSet("A1", SchemaRef("example", 3), status="submitted", spans=spans, links=links)
    return AnnotatedDocument(Document(document_id, text, {"title": "Oz"}), (annotations,))


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    """What `datasets.load_dataset` makes of a file of ours, without any network."""
    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    datasets.disable_progress_bars()

    def load(fmt, data):
        cache = str(tmp_path / "cache")
        if fmt.id == "parquet":
            file = tmp_path / "corpus.parquet"
            file.write_bytes(data)
            return datasets.load_dataset("parquet", data_files=str(file), split="train", cache_dir=cache)
        folder = tmp_path / "corpus"
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(folder)
        return datasets.load_dataset(str(folder), split="train", cache_dir=cache)

    return load


@pytest.mark.parametrize("fmt", FORMATS, ids=by_id)
def test_datasets_loads_it_with_the_names_of_the_tags(fmt, loaded):
    rows = loaded(fmt, written(fmt, [document()], SCHEMA))
    assert rows.features["ner_tags"].feature.names == NAMES
    assert rows.features["tokens"].feature.dtype == "string"
    tags = rows.features["ner_tags"].feature
    assert [tags.int2str(each) for each in rows["ner_tags"]] == [
        ["B-party", "I-party", "B-deed", "B-place", "O"],
        ["B-toll", "O", "O", "O"],
    ]
    assert rows["tokens"][0] == ["US", "troops", "shelled", "Oz", "."]
    assert rows["id"][:] == ["d1-1", "d1-2"]
    assert set(rows["document_id"]) == {"d1"}
    assert "".join(rows["text"]) == TEXT
    for row in rows:
        assert [row["text"][start:end] for start, end in row["offsets"]] == row["tokens"]
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]
    assert [(span["label"], span["text"]) for span in rows[0]["spans"]][:2] == [("party", "US troops"), ("party", "US")]
    assert rows[0]["links"][0] == {"id": "l1", "role": "agent", "from": "s3", "to": "s1"}
    assert json.loads(rows[0]["meta"]) == {"title": "Oz"}
    assert json.loads(rows[0]["set"])["annotator"] == "A1"
    assert rows[1]["meta"] is None


@pytest.mark.parametrize("fmt", FORMATS, ids=by_id)
def test_datasets_loads_labels_of_any_signs_and_a_column_for_each(fmt, loaded):
    odd = 'a "b" \\ c: #\u2028👍'
    annotated = AnnotatedDocument(
        Document("d1", "US left"),
        (AnnotationSet("A1", SchemaRef("x", 1), status="submitted", spans=(Span("s1", odd, 0, 2, "US"),)),),
    )
    rows = loaded(fmt, written(fmt, [annotated]))
    assert (
        rows.features["ner_tags"].feature.names
        == ["O", f"B-{odd}", f"I-{odd}"][: len(rows.features["ner_tags"].feature.names)]
    )
    assert rows["ner_tags"][0] == [1, 0]


@pytest.mark.parametrize("fmt", FORMATS, ids=by_id)
def test_with_layers_each_label_has_a_column_of_its_own(fmt, loaded):
    fmt = configured(fmt, {"overlap": "layers"})
    data, losses = written_with_losses(fmt, [document()], SCHEMA)
    rows = loaded(fmt, data)
    assert "ner_tags" not in rows.features
    assert rows.features["ner_tags_deed"].feature.names == ["O", "B-deed", "I-deed"]
    assert rows["ner_tags_party"][0] == [1, 2, 0, 0, 0]
    assert rows["ner_tags_place"][0] == [0, 0, 0, 1, 0]
    assert [(loss.kind, loss.id, loss.reason) for loss in losses if loss.weight is Weight.CHANGED] == [
        ("overlap", "s2", "not_in_tags"),
        ("policy", None, "cost"),
    ]
    assert read(fmt, data, SCHEMA) == [fmt.keep(document(), SCHEMA)]
    with pytest.raises(InvalidInput, match="name the schema"):
        written(fmt, [document()])


@pytest.mark.parametrize("fmt", FORMATS, ids=by_id)
def test_a_corpus_without_documents_is_one(fmt):
    data = written(fmt, [], SCHEMA)
    if fmt.id == "huggingface":
        assert members(data)["data/train.jsonl"] == b""
    else:
        assert parquet.read_table(io.BytesIO(data)).num_rows == 0
        assert read(fmt, data, SCHEMA) == []


@examples(60)
@given(annotated_documents())
def test_tokens_and_spans_stand_where_the_row_says(annotated):
    if chosen(annotated) is None:
        return
    data = members(written(HuggingFace(), [annotated], SCHEMA))["data/train.jsonl"]
    rows = [json.loads(line) for line in data.splitlines()]
    text = annotated.document.text
    assert "".join(row["text"] for row in rows) == text
    for row in rows:
        assert len(row["tokens"]) == len(row["ner_tags"]) == len(row["offsets"])
        for token, (start, end) in zip(row["tokens"], row["offsets"], strict=True):
            assert "".join(row["text"][start:end].split()) == token
            assert text[row["start"] + start : row["start"] + end] == row["text"][start:end]
        for span in row["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(row["text"])


def test_memory_holds_a_group_of_rows_not_the_corpus():
    count = 2 * parquet_format.GROUP_ROWS + 10
    stream = io.BytesIO()
    for _ in Parquet().write((document(document_id=f"d{n}") for n in range(count // 2)), stream, SCHEMA):
        pass
    table = parquet.ParquetFile(stream)
    assert table.metadata.num_rows == count
    assert table.metadata.num_row_groups == 3


#: The head of a card as people and `datasets` write it.
CARD = """---
language:
- en
dataset_info:
  features:
  - name: id
    dtype: string
  - name: ner_tags
    sequence:
      class_label:
        names:
          '0': O
          '1': B-place
          '2': "I-place"
  splits:
  - name: train
---
# Card
"""


def jsonl(*rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_rows_of_others_are_read_with_names_from_any_place():
    rows = jsonl(
        {"id": "0", "tokens": ["Oz", "fell"], "ner_tags": [1, 0]}, {"id": "1", "tokens": ["So"], "ner_tags": [0]}
    )
    names = ["O", "B-place", "I-place"]
    feature = {"feature": {"names": names, "_type": "ClassLabel"}, "_type": "Sequence"}
    files = [
        {"README.md": CARD.encode()},
        {"dataset_infos.json": json.dumps({"default": {"features": {"ner_tags": feature}}}).encode()},
        {"features.json": json.dumps({"ner_tags": feature}).encode()},
        {"labels.json": json.dumps(names).encode()},
        {"labels.json": json.dumps({"O": 0, "I-place": 2, "B-place": 1}).encode()},
        {"labels.json": json.dumps({"ner_tags": names}).encode()},
    ]
    for beside in files:
        found = read(HuggingFace(), archived({"data/train.jsonl": rows, **beside}))
        assert [each.document.id for each in found] == ["0", "1"]
        assert [(span.label, span.quote) for span in found[0].sets[0].spans] == [("place", "Oz")], beside
    (first, _) = read(configured(HuggingFace(), {"labels": "O, B-place"}), rows)
    assert [span.label for span in first.sets[0].spans] == ["place"]


def test_a_parquet_of_datasets_itself_is_read(tmp_path):
    made = datasets.Dataset.from_dict(
        {"id": ["7", "8"], "words": [["Oz", "fell"], ["So"]], "tags": [[1, 0], [0]], "pos_tags": [[3, 4], [5]]},
        features=datasets.Features(
            {
                "id": datasets.Value("string"),
                "words": datasets.List(datasets.Value("string")),
                "tags": datasets.List(datasets.ClassLabel(names=["O", "place"])),
                "pos_tags": datasets.List(datasets.Value("int64")),
            }
        ),
    )
    made.to_parquet(str(tmp_path / "x.parquet"))
    losses = []
    found = read(Parquet(), (tmp_path / "x.parquet").read_bytes(), None, losses)
    assert [(each.document.id, each.document.text) for each in found] == [("7", "Oz fell"), ("8", "So")]
    assert [(span.label, span.quote) for span in found[0].sets[0].spans] == [("place", "Oz")]
    assert [(loss.kind, loss.id, loss.reason, loss.weight) for loss in losses] == [
        ("column", "pos_tags", "not_read", Weight.CHANGED),
        ("scheme", None, "io", Weight.CHANGED),
    ]


def test_rows_of_others_may_be_a_list_and_say_their_text_and_what_it_is():
    rows = [
        {"tokens": ["Oz", "fell", "."], "ner_tags": ["B-place", "O", "O"], "sentence": "Oz  fell.", "lang": "en"},
        {"tokens": ["Oz", "rose"], "ner_tags": ["B-place", "O"], "text": "It rose", "page": 3, "heads": [1, 1]},
    ]
    listed = json.dumps(rows, indent=1).encode()
    for data in (listed, jsonl(*rows), archived({"labels.json": b"[]", "data/train.json": listed})):
        losses = []
        found = read(HuggingFace(), data, None, losses)
        assert [(each.document.text, dict(each.document.meta)) for each in found] == [
            ("Oz  fell.", {"lang": "en"}),
            ("Oz rose", {"page": 3}),
        ]
        assert [span.quote for each in found for span in each.sets[0].spans] == ["Oz", "Oz"]
        assert [(loss.kind, loss.id, loss.reason, loss.weight) for loss in losses] == [
            ("text", None, "rebuilt", Weight.CHANGED),
            ("column", "heads", "not_read", Weight.CHANGED),
        ]


def test_rows_in_several_files_have_ids_that_say_which():
    row = {"id": "0", "tokens": ["a"], "tags": ["O"]}
    found = read(HuggingFace(), archived({"data/test.jsonl": jsonl(row), "data/train.jsonl": jsonl(row, row)}))
    assert [each.document.id for each in found][:2] == ["test-0", "train-0"]
    assert found[2].document.id.startswith("text-")


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("columns", {"id": "0"}),
        ("columns", {"tokens": ["a"], "tags": []}),
        ("type", {"tokens": "a", "tags": ["O"]}),
        ("type", {"tokens": [""], "tags": ["O"]}),
        ("tag", {"tokens": ["a"], "tags": [1]}),
        ("tag", {"tokens": ["a"], "tags": ["x"]}),
        ("tag", {"tokens": ["a"], "tags": [None]}),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_passed_over(rule, row):
    good = {"tokens": ["b"], "tags": ["O"]}
    losses = []
    found = read(HuggingFace(), jsonl(good, row, good), None, losses)
    assert len(found) == 2
    assert [(loss.kind, loss.reason, loss.line) for loss in losses if loss.kind != "column"] == [("record", rule, 2)]
    with pytest.raises(InvalidInput) as error:
        read(HuggingFace(), jsonl(good, row, good))
    assert (error.value.rule, error.value.file, error.value.line) == (rule, "corpus", 2)


def test_rows_that_are_missing_or_shuffled_are_told():
    rows = members(written(HuggingFace(), [document()], SCHEMA))["data/train.jsonl"].splitlines(keepends=True)
    losses = []
    assert read(HuggingFace(), rows[1], SCHEMA, losses) == []
    assert [(loss.document, loss.kind, loss.reason) for loss in losses] == [("d1", "record", "rows")]
    twice = read(HuggingFace(), b"".join(rows + rows), SCHEMA)
    assert [each.document.id for each in twice] == ["d1", "d1"]


def test_an_archive_without_rows_is_named():
    with pytest.raises(InvalidInput) as error:
        read(HuggingFace(), archived({"README.md": b"# Card", "data.csv": b"a"}))
    assert (error.value.rule, error.value.file) == ("file", "corpus")
    with pytest.raises(InvalidInput) as error:
        read(HuggingFace(), archived({"train.jsonl": b"", "labels.json": b"{"}))
    assert (error.value.rule, error.value.file) == ("json", "corpus/labels.json")
    with pytest.raises(InvalidInput) as error:
        read(configured(HuggingFace(), {"labels": "O,,B-x"}), b"")
    assert error.value.rule == "option"


def test_a_head_of_a_readme_says_again_what_was_written_into_it():
    names = {"ner_tags": ["O", "B-a 'b' \"c\" \\", "I-\u2028\U0001f44d: # é", "x"]}
    head = tag_names.front_matter(names, "data/train.jsonl")
    assert head.isascii()
    assert tag_names.names_in_front_matter(head) == names
    assert tag_names.names_in_front_matter("# no head\n") == {}
    yaml = pytest.importorskip("yaml")
    said = yaml.safe_load(head.strip("-\n"))
    (tags,) = [each for each in said["dataset_info"]["features"] if each["name"] == "ner_tags"]
    assert list(tags["sequence"]["class_label"]["names"].values()) == names["ner_tags"]


def test_without_pyarrow_the_extra_to_install_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unavailable, match=r'pip install "annotator\[parquet\]"'):
        written(Parquet(), [])
    with pytest.raises(Unavailable):
        read(Parquet(), b"")
