"""Formats are told by what stands in a file where its name does not tell, and every format's own file is known."""

import io
from operator import attrgetter
from pathlib import Path

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats import FORMATS, reader, readers
from annotator.formats.base import Reader, Writer
from annotator.formats.sources.finding import found
from annotator.formats.sources.recognition import is_common, recognised
from tests.formats.support import archived, members

GOLDEN = Path(__file__).parent / "golden"
KNOWN = [
    fmt
    for fmt in FORMATS
    if isinstance(fmt, Reader) and isinstance(fmt, Writer) and (getattr(fmt, "signs", ()) or getattr(fmt, "begins", ()))
]


@pytest.mark.parametrize(
    "fmt",
    [fmt for fmt in KNOWN if fmt.suffix.startswith(".") and not fmt.suffix.endswith(".zip")],
    ids=attrgetter("id"),
)
def test_a_file_of_a_format_that_is_called_anything_is_known_by_what_stands_in_it(fmt, tmp_path):
    (corpus,) = (path for path in (GOLDEN / fmt.id).iterdir() if path.name.endswith(fmt.suffix))
    for name in ("data.json", "data.jsonl", "train.txt", "export"):
        renamed = tmp_path / name
        renamed.write_bytes(corpus.read_bytes())
        (part,) = found(renamed)
        assert part.reader.id == fmt.id


@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        ('{"text": "a", "label": [[0, 1, "X"]]}', "doccano"),
        ('[{"text": "Rebels", "label": "party", "start": 0, "end": 6, "score": 0.9}]', "gliner"),
        ('{"column_data": "a", "column_label": [[0, 1, "X"]]}', "doccano"),
        ('{"id": 3, "sentence": "a", "tags": [[0, 1, "X"], [0, 1, "Y"]]}', "doccano"),
        ('{"one": "a", "other": "b", "tags": [[0, 1, "X"]]}', None),
        ('{"text": "a", "annotations": [{"label": 3, "start_offset": 0, "end_offset": 1}]}', "doccano"),
        ('{"text": "a", "annotations": [{"label": 3, "from": 0, "to": 1}]}', None),
        ('{"id": "7", "tokens": ["a"], "ner_tags": [0]}', "huggingface"),
        ('{"id": "7", "document": "a", "events": [], "entities": []}', "maven-arg"),
        ('{"text": "a", "spans": [], "_input_hash": 1}', "prodigy"),
        ('{"text": "a", "label": "X", "_input_hash": 1, "answer": "reject"}', "prodigy"),
        ('{"text": "a", "label": "X", "answer": "reject"}', "prodigy"),
        ('{"text": "a", "cats": {"X": 1.0}}', "doccano"),
        ('[{"data": {"text": "a"}, "annotations": []}]', "label_studio"),
        ('{"format": "annotator/1", "id": "a", "text": "a"}', "native"),
        ("EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n", "conll2003"),
        ("# newdoc id = a\n\nEU\tB-ORG\nrejects\tO\n", "conll2003"),
        ("\nPaul\tperson-artist\nAna\tperson-artist\n\nMay\ttime\nleft\tO\n", "conll2003"),
        ("Paul\tperson\nAna\tperson\n", None),
        ("#FORMAT=WebAnno TSV 3.3\n", "webanno-tsv"),
        ("BAGHDAD (Reuters) - Two people were killed.\n\nNobody claimed it.\n", None),
        ("", None),
        ("[1, 2]", None),
        ("{broken", None),
    ],
)
def test_a_format_is_told_by_how_a_file_begins(text, format_id):
    stream = io.BytesIO(text.encode())
    seen = recognised(stream, readers())
    assert (seen.id if seen else None) == format_id
    assert stream.tell() == 0


def test_a_name_that_says_what_it_is_is_believed(tmp_path):
    assert not is_common("corpus.spacy")
    assert is_common("export.JSON")
    named = tmp_path / "corpus.iob2"
    named.write_text("EU B-ORG\n")
    (part,) = found(named)
    assert part.reader.id == "iob2"
    assert reader("iob2").id == "iob2"


@pytest.mark.parametrize("name", ["eng.testa", "deu.train", "wsj_0001.v4_gold_conll", "news"])
def test_a_name_that_says_nothing_leaves_it_to_what_stands_in_the_file(name, tmp_path):
    (tmp_path / name).write_text("-DOCSTART- -X- -X- O\n\nEU NNP I-NP I-ORG\n")
    assert [part.reader.id for part in found(tmp_path / name)] == ["conll2003"]
    assert [part.reader.id for part in found(tmp_path)] == ["conll2003"]
    (tmp_path / "LICENSE").write_text("Do as you like.")
    for format_id in ("iob2", "conll2003"):
        assert [part.reader.id for part in found(tmp_path, format_id, str)] == [format_id]


def test_in_a_folder_in_which_nothing_is_of_the_format_that_is_named_texts_are_taken_for_it(tmp_path):
    (tmp_path / "train.txt").write_text("Paul\tperson-artist\nleft\tO\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    passed = []
    assert [part.reader.id for part in found(tmp_path, "iob2", passed.append)] == ["iob2"]
    assert len(passed) == 1
    assert passed[0].endswith("picture.png")


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("deeds.json", '[{"content": "A ship sank.", "deeds": []}]', "“content”, “deeds”"),
        ("deeds.jsonl", '{"input": "A ship sank.", "output": {}}\n', "“input”, “output”"),
        ("deeds.txt", '{"sentence": "A ship sank."}\n', "“sentence”"),
        ("deeds", '{"sentence": "A ship sank."}\n', "“sentence”"),
    ],
)
def test_records_that_are_of_no_format_are_not_taken_for_what_their_name_ends_with(name, text, keys, tmp_path):
    (tmp_path / name).write_text(text)
    with pytest.raises(InvalidInput, match=f"no format here has records with these keys: {keys}") as error:
        list(found(tmp_path / name))
    assert (error.value.rule, error.value.file) == ("format", str(tmp_path / name))
    (tmp_path / "news.txt").write_text("A ship sank.")
    passed = []
    assert [part.reader.id for part in found(tmp_path, None, passed.append)] == ["text"]
    assert passed == [str(tmp_path / name)]


@pytest.mark.parametrize(
    ("name", "text", "format_id"),
    [
        ("a.jsonl", '{"id": "a", "text": "A ship sank.", "sets": []}', "native"),
        ("a.json", '{"annotations": []}', "label_studio"),
        ("a.json", "[", "label_studio"),
        ("a.txt", "{A ship sank}", "text"),
    ],
)
def test_a_file_that_is_nearly_of_the_format_of_its_name_is_left_to_that(name, text, format_id, tmp_path):
    (tmp_path / name).write_text(text)
    assert [part.reader.id for part in found(tmp_path / name)] == [format_id]


# Of several files.


def several(tmp_path, form, files):
    """A folder, or an archive of any name, with these files."""
    folder = tmp_path / "corpus"
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if form == "folder":
        return folder
    (tmp_path / "corpus.zip").write_bytes(archived(files))
    return tmp_path / "corpus.zip"


def seen(path):
    """What is found: the formats, and whether the whole is one corpus."""
    parts = list(found(path, None, lambda _: None))
    return [part.reader.id for part in parts], [part.name for part in parts] == [str(path)]


BOTH = pytest.mark.parametrize("form", ["folder", "archive"])
BUNDLES = [
    fmt for fmt in FORMATS if isinstance(fmt, Reader) and isinstance(fmt, Writer) and fmt.suffix.endswith(".zip")
]


@BOTH
@pytest.mark.parametrize("fmt", BUNDLES, ids=attrgetter("id"))
def test_what_a_format_of_several_files_writes_is_one_corpus_whatever_it_is_called(fmt, form, tmp_path):
    (corpus,) = (path for path in (GOLDEN / fmt.id).iterdir() if path.name.endswith(fmt.suffix))
    assert seen(several(tmp_path, form, members(corpus.read_bytes()))) == ([fmt.id], True)
    assert seen(corpus) == ([fmt.id], True)


EXAMPLE = b'{"id": 7, "text": "Sony was founded.", "label": [[0, 4, "ORG"]], "Comments": []}\n'


@BOTH
@pytest.mark.parametrize(
    ("names", "is_one"),
    [
        (["admin.jsonl"], True),
        (["all.jsonl"], True),
        (["ben.jsonl", "anna.jsonl", "unknown.jsonl"], True),
        (["train.jsonl", "dev.jsonl"], False),
        (["admin.jsonl", "notes.txt"], False),
    ],
)
def test_a_file_for_each_annotator_is_a_project_of_doccano(names, is_one, form, tmp_path):
    path = several(tmp_path, form, dict.fromkeys(names, EXAMPLE) | {"empty.jsonl": b""})
    formats, one = seen(path)
    assert (formats[0] if is_one else set(formats) & {"doccano"}, one) == ("doccano" if is_one else {"doccano"}, is_one)
    if is_one:
        ((part),) = found(path)
        (annotated,) = part.reader.read(part.open())
        whose = {name.removesuffix(".jsonl").replace("all", "import") for name in names}
        assert {each.annotator for each in annotated.sets} == whose


@pytest.mark.parametrize("change", [b'"id": 7, ', b'"Comments": []'])
def test_examples_that_doccano_did_not_number_or_that_another_tool_wrote_are_files_by_themselves(change, tmp_path):
    example = EXAMPLE.replace(change, b"" if change.startswith(b'"id"') else b'"_input_hash": 3')
    formats, one = seen(several(tmp_path, "folder", {"admin.jsonl": example, "ben.jsonl": example}))
    assert (len(formats), one) == (2, False)


def test_what_lies_beside_files_of_one_format_is_read_too(tmp_path):
    files = members((GOLDEN / "webanno-tsv" / "corpus.webanno.zip").read_bytes()) | {"news.txt": b"Rebels left."}
    formats, one = seen(several(tmp_path, "folder", files))
    assert (set(formats), one) == ({"webanno-tsv", "text"}, False)


def damaged(tmp_path, names):
    """An archive with the same example in each file, the first of which cannot be unpacked."""
    data = bytearray(archived(dict.fromkeys(names, EXAMPLE)))
    place = data.index(EXAMPLE)
    data[place : place + 9] = b"damaged!!"
    (tmp_path / "corpus.zip").write_bytes(data)
    return tmp_path / "corpus.zip"


def test_a_damaged_file_of_an_archive_keeps_nobody_from_what_lies_beside_it(tmp_path):
    path = damaged(tmp_path, ["a.json", "b.json"])
    first, second = found(path)
    with pytest.raises(InvalidInput) as error:
        first.open()
    assert error.value.file == first.name == f"{path}/a.json"
    assert second.open().read() == EXAMPLE
    project = damaged(tmp_path, ["anna.jsonl", "ben.jsonl"])
    (whole,) = found(project)
    losses = []
    (annotated,) = whole.reader.read(whole.open(), None, losses.append, whole.name)
    assert [each.annotator for each in annotated.sets] == ["ben"]
    assert [(loss.kind, loss.reason, loss.file) for loss in losses] == [("record", "archive", f"{project}/anna.jsonl")]


def test_a_damaged_file_whose_format_nobody_can_tell_is_a_fault(tmp_path):
    with pytest.raises(InvalidInput, match=r"corpus\.zip/a\.tsv: cannot be unpacked"):
        list(found(damaged(tmp_path, ["a.tsv", "b.tsv"])))


def packed_project(fmt):
    """A project as INCEpTION exports it, with the files of this format packed in it."""
    (corpus,) = (path for path in (GOLDEN / fmt.id).iterdir() if path.name.endswith(fmt.suffix))
    files = members(corpus.read_bytes())
    name = next(name for name in files if not name.endswith("TypeSystem.xml"))
    inner = archived({name: files[name]} | {each: files[each] for each in files if each.endswith("TypeSystem.xml")})
    folder = "annotation/news.txt"
    return {
        "exportedproject.json": b'{"name": "news"}',
        "source/news.txt": b"...",
        f"{folder}/INITIAL_CAS.zip": inner,
        f"{folder}/anna.zip": inner,
    }


@BOTH
@pytest.mark.parametrize(
    "fmt", [reader(each) for each in ("uima-xmi", "uima-json", "webanno-tsv")], ids=attrgetter("id")
)
def test_a_project_of_inception_is_known_by_what_is_packed_in_it(fmt, form, tmp_path):
    path = several(tmp_path, form, packed_project(fmt))
    assert seen(path) == ([fmt.id], True)
    (part,) = found(path)
    (annotated,) = part.reader.read(part.open(), None, lambda _: None)
    # A CAS of ours says itself whose it is, and tab-separated values do not.
    assert [each.annotator for each in annotated.sets] == ["anna" if fmt.id == "webanno-tsv" else "board"]


@BOTH
def test_a_format_of_several_files_that_is_named_takes_files_of_any_name(form, tmp_path):
    path = several(tmp_path, form, {"train.jsonl": EXAMPLE, "dev.jsonl": EXAMPLE})
    (part,) = found(path, "doccano")
    assert (part.reader.id, part.name) == ("doccano", str(path))
    named = tmp_path / "named"
    named.mkdir()
    (named / "a.json").write_bytes(b'[{"data": {"text": "a"}}]')
    (named / "b.json").write_bytes(b'[{"data": {"text": "b"}}]')
    assert len(list(found(named, "label_studio"))) == 2


def test_a_folder_of_archives_is_a_corpus_for_each(tmp_path):
    (golden,) = (path for path in (GOLDEN / "uima-xmi").iterdir() if path.name.endswith(".zip"))
    for name in ("one.zip", "two.zip"):
        (tmp_path / name).write_bytes(golden.read_bytes())
    (tmp_path / "three.zip").write_bytes(b"PK no archive")
    (tmp_path / "four.txt").write_text("Night fell.\n")
    lost: list[str] = []
    parts = list(found(tmp_path, None, lost.append))
    assert [(Path(part.name).name, part.reader.id) for part in parts] == [
        ("four.txt", "text"),
        ("one.zip", "uima-xmi"),
        ("two.zip", "uima-xmi"),
    ]
    assert [Path(name).name for name in lost] == ["three.zip"]
    assert all(list(part.reader.read(part.open())) for part in parts if part.reader.id == "uima-xmi")
