"""Corpora of several files: folders, archives and single files are read alike, and archives with care."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.documents import DOCUMENT_ID
from annotator.domain.errors import InvalidInput
from annotator.formats.sources import archives
from annotator.formats.sources.archives import document_id, file_stem, opened, writing_files


def packed(files):
    stream = io.BytesIO()
    with writing_files(stream) as writer:
        for name, data in files.items():
            writer.write(name, data)
    return stream.getvalue()


def contents(source, file=None):
    with opened(source, file) as files:
        return {name: files.read(name) for name in files.names}


def test_a_folder_an_archive_and_one_file_are_read_alike(tmp_path):
    files = {"a.txt": b"one", "sub/b.txt": b"two"}
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "sub" / "b.txt").write_bytes(b"two")
    (tmp_path / ".hidden").write_bytes(b"no")
    assert contents(tmp_path) == files
    assert contents(io.BytesIO(packed(files))) == files
    assert contents(tmp_path / "a.txt") == {"a.txt": b"one"}
    assert contents(io.BytesIO(b"alone"), "some/where.xmi") == {"where.xmi": b"alone"}


def test_the_same_files_are_the_same_archive():
    assert packed({"a": b"1", "b": b"2"}) == packed({"a": b"1", "b": b"2"})


def test_a_second_file_of_a_name_is_refused_also_where_case_is_all_that_differs():
    with writing_files(io.BytesIO()) as writer:
        writer.write("a.txt", b"")
        with pytest.raises(InvalidInput, match="two files"):
            writer.write("A.txt", b"")


def test_a_file_errors_name_it_inside_its_archive():
    with opened(io.BytesIO(packed({"sub/a.txt": b""})), "corpus.zip") as files:
        assert files.place("sub/a.txt") == "corpus.zip/sub/a.txt"


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 50_000_000)
    stream.seek(0)
    with pytest.raises(InvalidInput) as error:
        contents(stream, "bomb.zip")
    assert error.value.rule == "too_large"


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    with pytest.raises(InvalidInput) as error:
        contents(io.BytesIO(packed({"a": b"", "b": b"", "c": b""})))
    assert error.value.rule == "too_large"


def test_a_file_without_a_name_is_a_damaged_archive():
    # What stands behind a nothing in a name is none of it.
    whole = packed({"a.txt": b"words"}).replace(b"a.txt", b"\x00.txt")
    with pytest.raises(InvalidInput) as error:
        contents(io.BytesIO(whole), "damaged.zip")
    assert (error.value.rule, error.value.file) == ("archive", "damaged.zip")


@given(st.data())
def test_a_damaged_archive_is_an_error_of_ours(data):
    whole = bytearray(packed({"a.txt": b"some words " * 20, "b.txt": b"others"}))
    at = data.draw(st.integers(2, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    with suppress(InvalidInput):
        contents(io.BytesIO(bytes(whole)), "damaged.zip")


@given(st.from_regex(DOCUMENT_ID, fullmatch=True))
def test_the_id_of_a_document_comes_back_from_the_name_of_its_file(key):
    stem = file_stem(key)
    assert len(stem.encode()) <= 120
    assert not set('/\\:*?"<>|') & set(stem)
    assert DOCUMENT_ID.fullmatch(document_id(f"{stem}.txt"))
    if "~" not in stem[-17:]:
        assert document_id(f"folder/{stem}.txt") == key


def test_long_ids_that_differ_at_their_ends_have_names_of_their_own():
    assert file_stem("a" * 199 + "b") != file_stem("a" * 200)
