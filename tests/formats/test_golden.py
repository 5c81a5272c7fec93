"""One small corpus in every format, kept as files: what is written today is what was written before.

Made for this project; nobody in it exists. After a change that is meant to be, the files are made
anew with `annotator convert`, from native/corpus.jsonl, and read before they are committed.
"""

import json
from pathlib import Path

import pytest

from annotator import resources
from annotator.domain.schema_reader import read_toml
from annotator.formats import FORMATS
from annotator.formats.base import Reader, Writer
from annotator.formats.native.format import NATIVE
from tests.formats.support import is_archive, members, read, written, written_with_losses

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = read_toml(resources.schema_text("conflict-events") or "", "conflict-events.toml")
TWO_WAY = [fmt for fmt in FORMATS if isinstance(fmt, Reader) and isinstance(fmt, Writer)]
by_id = [fmt.id for fmt in TWO_WAY]


def corpus():
    return read(NATIVE, (GOLDEN / "native" / "corpus.jsonl").read_bytes(), SCHEMA)


def golden(fmt):
    return (GOLDEN / fmt.id / f"corpus{fmt.suffix}").read_bytes()


def test_the_native_corpus_is_written_again_byte_for_byte():
    assert written(NATIVE, corpus()) == golden(NATIVE)


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
def test_the_corpus_is_written_as_it_was(fmt):
    if fmt.id in ("spacy", "parquet"):
        # Packed by whatever zlib or zstd there is: the same documents, not always the same bytes.
        assert read(fmt, written(fmt, corpus(), SCHEMA)) == read(fmt, golden(fmt))
    elif is_archive(golden(fmt)):
        # Packed by that zlib, too: the same files.
        assert members(written(fmt, corpus(), SCHEMA)) == members(golden(fmt))
    else:
        assert written(fmt, corpus(), SCHEMA).decode() == golden(fmt).decode()


@pytest.mark.parametrize("fmt", [fmt for fmt in TWO_WAY if fmt.id != "native"], ids=by_id[1:])
def test_the_corpus_is_read_as_it_was(fmt):
    assert written(NATIVE, read(fmt, golden(fmt), SCHEMA)).decode() == (GOLDEN / fmt.id / "read.jsonl").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
def test_the_losses_are_those_that_were(fmt):
    _, losses = written_with_losses(fmt, corpus(), SCHEMA)
    file = GOLDEN / fmt.id / "losses.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    assert [loss.as_json() for loss in losses] == [json.loads(line) for line in lines]


def test_the_corpus_is_worth_reading():
    sets = [annotations for annotated in corpus() for annotations in annotated.sets]
    assert {annotations.layer for annotations in sets} == {"annotator", "gold", "suggestion"}
    assert any(annotations.skip_reason for annotations in sets)
    assert any(annotations.comments for annotations in sets)
    text = "".join(annotated.document.text for annotated in corpus())
    assert all(each in text for each in ("\r\n", "\u200d", "\u0301", "قُتل"))
