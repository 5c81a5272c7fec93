"""Damaged files: whatever happened to them, the error is one that a person can read."""

import os
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.formats import reader, readers, writers
from annotator.formats.base import Reader
from tests.formats.support import archived, members, read
from tests.formats.test_golden import GOLDEN, SCHEMA
from tests.strategies import examples

FORMATS = [fmt for fmt in writers() if isinstance(fmt, Reader)]
by_id = [fmt.id for fmt in FORMATS]
#: Bounded, so that they can always run; `make fuzz` runs many more of the same.
FUZZ = os.environ.get("ANNOTATOR_TEST_FUZZ")
EXAMPLES = settings(max_examples=int(FUZZ)) if FUZZ else examples(60)


def corpus(fmt):
    return (GOLDEN / fmt.id / f"corpus{fmt.suffix}").read_bytes()


ARCHIVES = [fmt for fmt in FORMATS if fmt.suffix.endswith(".zip")]
PLAIN = [fmt for fmt in FORMATS if fmt.id not in ("spacy", "parquet") and fmt not in ARCHIVES]

#: What means something in files of words, tables and tags.
WRONG = [b"\t", b"\n", b"|", b"0", b"-1", b"9999999", b'"', b"<"]


def survives(fmt, data):
    """Reading ends with documents or with InvalidInput that names the file, never with anything else."""
    for schema in (None, SCHEMA):
        fault = None
        try:
            read(fmt, data, schema, [])
        except InvalidInput as error:
            fault = error
        assert fault is None or (fault.file and fault.file.startswith("corpus") and fault.rule)


@pytest.mark.parametrize("fmt", FORMATS, ids=by_id)
def test_a_file_that_was_cut_short_is_no_surprise(fmt):
    data = corpus(fmt)
    chance = random.Random(7)
    for end in {0, 1, len(data) - 1, *(chance.randrange(len(data)) for _ in range(30))}:
        survives(fmt, data[:end])


@pytest.mark.parametrize("fmt", FORMATS, ids=by_id)
@EXAMPLES
@given(data=st.data())
def test_a_file_with_wrong_bytes_is_no_surprise(fmt, data):
    whole = bytearray(corpus(fmt))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        wrong = data.draw(st.binary(max_size=3))
        whole[place : place + data.draw(st.integers(0, 3))] = wrong
    survives(fmt, bytes(whole))


@pytest.mark.parametrize("fmt", FORMATS, ids=by_id)
@EXAMPLES
@given(data=st.data())
def test_values_of_a_wrong_type_are_no_surprise(fmt, data):
    text = corpus(fmt).decode("utf-8", "surrogateescape")
    values = st.sampled_from(
        ["null", "[]", "{}", '"x"', "-1", "1e999", "true", "[[[]]]", '{"id": {}}', '""', "99999999"]
    )
    places = [place for place, char in enumerate(text) if char in ':,[ "']
    place = data.draw(st.sampled_from(places or [0]))
    survives(fmt, (text[: place + 1] + data.draw(values) + text[place + 1 :]).encode("utf-8", "surrogateescape"))


@EXAMPLES
@given(data=st.data())
def test_a_docbin_that_is_wrong_inside_is_no_surprise(data):
    fmt = reader("spacy")
    whole = bytearray(zlib.decompress(corpus(fmt)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    survives(fmt, zlib.compress(bytes(whole)))


@pytest.mark.parametrize("fmt", ARCHIVES, ids=lambda fmt: fmt.id)
@EXAMPLES
@given(data=st.data())
def test_a_file_of_an_archive_that_is_wrong_inside_is_no_surprise(fmt, data):
    files = members(corpus(fmt))
    name = data.draw(st.sampled_from(sorted(files)))
    whole = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        wrong = data.draw(
            st.binary(max_size=3) | st.sampled_from([b"\t", b"\n", b"|", b"0", b"-1", b"9999999", b'"', b"<"])
        )
        whole[place : place + data.draw(st.integers(0, 3))] = wrong
    survives(fmt, archived(files | {name: bytes(whole)}))


@pytest.mark.parametrize("fmt", ARCHIVES, ids=lambda fmt: fmt.id)
@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_of_an_archive_in_another_encoding_is_named(fmt, encoding):
    files = {name: data.decode().encode(encoding, "replace") + b"\xe9" for name, data in members(corpus(fmt)).items()}
    with pytest.raises(InvalidInput) as error:
        read(fmt, archived(files))
    assert error.value.file is not None
    assert any(error.value.file.endswith(name) for name in files)


@pytest.mark.parametrize("fmt", PLAIN, ids=lambda fmt: fmt.id)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_a_file_in_another_encoding_is_named(fmt, encoding):
    data = corpus(fmt).decode("utf-8").encode(encoding, "replace")
    if encoding == "latin-1":
        data = data.replace(b"?", b"\xe9")
    elif hasattr(fmt.options, "encoding"):
        # A byte order mark says it.
        assert read(fmt, data) == read(fmt, corpus(fmt))
        data = data[:-1]
    with pytest.raises(InvalidInput) as error:
        read(fmt, data)
    assert error.value.rule in ("encoding", "json")


@pytest.mark.parametrize("fmt", readers(), ids=lambda fmt: fmt.id)
@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x78\x9c",
    ],
)
def test_what_is_something_else_entirely_is_no_surprise(fmt, data):
    survives(fmt, data)


@given(st.binary(max_size=200))
@EXAMPLES
def test_noise_is_no_surprise(data):
    for fmt in readers():
        survives(fmt, data)
