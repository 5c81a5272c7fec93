"""What every format promises, run over the registry: a new one is tested by being listed."""

import io
import subprocess
import sys
from dataclasses import fields
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.rules import first_violation
from annotator.formats import FORMATS, guess, readable, reader, readers, writer, writers
from annotator.formats.base import Reader, Weight, Writer
from annotator.formats.options import described
from annotator.formats.records.selection import chosen, leaves_out, written_sets
from tests.formats.support import read, written, written_with_losses
from tests.strategies import SCHEMA, annotated_documents, corpora, examples, schemas

TWO_WAY = [fmt for fmt in FORMATS if isinstance(fmt, Reader) and isinstance(fmt, Writer)]
by_id = attrgetter("id")
LOSS = ["document", "kind", "id", "reason", "detail"]
#: A token cut in two, a span that stands in doc.spans or in a column alone, what a policy costs: nothing is changed.
NOTHING_LOST = ("cut", "not_in_ents", "not_in_tags", "cost")
#: Each runs over every format: a tenth of what other properties get.
EXAMPLES = examples(10)


def kept(fmt, documents, schema=SCHEMA):
    return [each for each in (fmt.keep(document, schema) for document in documents) if each is not None]


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
@EXAMPLES
@given(documents=corpora())
def test_what_a_format_carries_survives_the_trip(fmt, documents):
    assert read(fmt, written(fmt, documents, SCHEMA), SCHEMA) == kept(fmt, documents)


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
@EXAMPLES
@given(data=st.data())
def test_the_trip_is_the_same_under_any_schema(fmt, data):
    schema = data.draw(schemas())
    annotated = data.draw(annotated_documents(schema, max_sets=2))
    assert read(fmt, written(fmt, [annotated], schema), schema) == kept(fmt, [annotated], schema)


@pytest.mark.parametrize("fmt", [fmt for fmt in TWO_WAY if fmt.carries.text], ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_a_second_trip_changes_nothing(fmt, annotated):
    once = read(fmt, written(fmt, [annotated], SCHEMA), SCHEMA)
    assert read(fmt, written(fmt, once, SCHEMA), SCHEMA) == once


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_nothing_is_lost_in_silence_and_nothing_is_said_to_be_lost_that_is_not(fmt, annotated):
    _, losses = written_with_losses(fmt, [annotated], SCHEMA)
    if fmt.keep(annotated, SCHEMA) == annotated:
        assert [loss for loss in losses if loss.weight is Weight.LOST] == []
    else:
        assert [loss for loss in losses if loss.reason not in NOTHING_LOST]


@pytest.mark.parametrize("fmt", writers(), ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_every_span_is_carried_or_is_a_loss_of_its_own(fmt, annotated):
    annotations = chosen(annotated)
    after = fmt.keep(annotated, SCHEMA)
    if annotations is None or after is None:
        return
    _, losses = written_with_losses(fmt, [annotated], SCHEMA)
    lost = (loss for loss in losses if loss.weight is Weight.LOST)
    left_out = {loss.id for loss in lost if loss.kind in ("span", "overlap", "equal_span")}
    there = next(each for each in after.sets if fmt.carries.every_set is False or each == annotations)
    assert len(there.spans) == len([span for span in annotations.spans if span.id not in left_out])


@pytest.mark.parametrize("fmt", writers(), ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_what_is_counted_as_written_is_what_is_kept(fmt, annotated):
    after = fmt.keep(annotated, SCHEMA)
    counted = written_sets(annotated, fmt.carries)
    _, losses = written_with_losses(fmt, [annotated], SCHEMA)
    assert (counted is None or any(leaves_out(loss) for loss in losses)) == (after is None)
    assert after is None or len(counted) == len(after.sets)


@pytest.mark.parametrize("fmt", writers(), ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_the_same_documents_are_the_same_bytes(fmt, annotated):
    assert written(fmt, [annotated], SCHEMA) == written(fmt, [annotated], SCHEMA)


@pytest.mark.parametrize("fmt", writers(), ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_a_loss_names_its_document_a_kind_and_a_reason(fmt, annotated):
    _, losses = written_with_losses(fmt, [annotated], SCHEMA)
    for loss in losses:
        assert loss.document == annotated.document.id
        assert all((loss.kind, loss.reason, loss.detail))
        assert list(loss.as_json()) in (LOSS, [*LOSS, "weight"])


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
@EXAMPLES
@given(annotated=annotated_documents())
def test_what_is_read_breaks_no_hard_rule(fmt, annotated):
    for back in read(fmt, written(fmt, [annotated], SCHEMA), SCHEMA):
        for annotations in back.sets:
            assert first_violation(back.document.text, SCHEMA, annotations) is None


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
def test_an_empty_corpus_is_a_corpus(fmt):
    assert read(fmt, written(fmt, [])) == []


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
def test_documents_are_taken_one_by_one(fmt):
    taken = []

    def documents():
        for number in range(3):
            taken.append(number)
            yield AnnotatedDocument(Document(f"d{number}", "One. Two."))

    losses = fmt.write(documents(), io.BytesIO())
    assert taken == []
    for _ in losses:
        pass
    assert taken == [0, 1, 2]


@pytest.mark.parametrize("fmt", TWO_WAY, ids=by_id)
def test_a_path_does_as_well_as_a_stream(fmt, tmp_path):
    path = tmp_path / f"corpus{fmt.suffix}"
    assert list(fmt.write([], path)) == []
    assert list(fmt.read(path)) == []
    with pytest.raises(InvalidInput) as error:
        list(fmt.read(tmp_path / "nothing"))
    assert error.value.rule == "file"
    assert str(tmp_path / "nothing") in str(error.value)


def test_every_format_says_what_it_is():
    for fmt in FORMATS:
        assert all((fmt.title, fmt.description))
        assert fmt.suffix.startswith(".")
        assert isinstance(fmt, Reader | Writer)
        assert all(isinstance(getattr(fmt.carries, field.name), bool) for field in fields(fmt.carries))
        for option in described(fmt):
            assert option["help"]


def test_what_a_format_needs_is_loaded_when_it_is_used():
    needed = ["spacy", "pyarrow", "cassis", "lxml", "trafilatura", "warcio", "label_studio_sdk", "numpy"]
    listed = "import sys; from annotator.formats import readers, writers; readers(), writers()"
    program = f"{listed}; print([name for name in {needed} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


def test_a_format_is_known_by_its_suffix():
    assert guess("news/Corpus.JSONL") == "native"
    assert guess("corpus.spacy") == "spacy"
    assert guess("corpus.xyz") is None
    suffixes = [fmt.suffix for fmt in FORMATS]
    assert len(set(suffixes)) == len(suffixes)


def test_a_format_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(InvalidInput, match=r"no corpus format 'brat2'; there are: native"):
        reader("brat2")
    with pytest.raises(InvalidInput, match="no corpus format"):
        writer("brat2")
    assert readable("a.TXT")
    assert not readable("a.exe")
    assert readable("a.txt", "text")
    assert not readable("a.txt", "native")
    assert reader("native") in readers()
    assert writer("native") in writers()


def test_a_format_for_reading_alone_is_no_writer():
    for fmt in FORMATS:
        if not isinstance(fmt, Writer):
            with pytest.raises(InvalidInput, match="can be read, but not written"):
                writer(fmt.id)
