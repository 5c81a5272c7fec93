"""Formats are told by what stands in a file where its name does not tell, and every format's own file is known."""

import io
from operator import attrgetter
from pathlib import Path

import pytest

from annotator.formats import FORMATS, reader, readers
from annotator.formats.base import Reader, Writer
from annotator.formats.finding import found
from annotator.formats.recognition import is_common, recognised

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
        ('{"text": "a", "spans": [], "_input_hash": 1}', "prodigy"),
        ('[{"data": {"text": "a"}, "annotations": []}]', "label_studio"),
        ('{"format": "annotator/1", "id": "a", "text": "a"}', "native"),
        ("EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n", "conll2003"),
        ("# newdoc id = a\n\nEU\tB-ORG\nrejects\tO\n", "conll2003"),
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
