"""Plain text comes in as it is, character for character."""

import io

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats.options import configured
from annotator.formats.plain_text import PlainText


def read(data, name="news/story one.txt", **options):
    reader = configured(PlainText(), options)
    (annotated,) = reader.read(io.BytesIO(data), file=name)
    return annotated.document


def test_line_ends_spaces_and_a_lone_carriage_return_stay():
    text = "Title\r\n\r\nOne  two\rthree\n\u2028end "
    assert read(text.encode()).text == text


def test_the_id_is_the_name_of_the_file_and_the_title_its_first_line():
    document = read(b"Ten killed\n\nBAGHDAD, Feb. 8, 2024 (Reuters) - Ten")
    assert document.id == "story-one"
    assert dict(document.meta) == {
        "title": "Ten killed",
        "dateline": "BAGHDAD, Feb. 8, 2024 (Reuters)",
        "published": "2024-02-08",
    }


def test_a_text_without_a_file_is_named_by_its_content():
    assert read(b"Ten killed", name="").id == read(b"Ten killed", name="").id != read(b"Nine killed", name="").id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_declares_the_encoding_and_is_no_part_of_the_text(encoding):
    assert read("Zehn getötet 🚨".encode(encoding)).text == "Zehn getötet 🚨"


def test_a_declared_encoding_is_used():
    assert read("Zehn getötet".encode("latin-1"), encoding="latin-1").text == "Zehn getötet"


def test_bytes_that_are_no_such_text_are_refused_with_file_and_line():
    with pytest.raises(InvalidInput) as error:
        read("one\ntwo getötet".encode("latin-1"))
    assert (
        str(error.value) == "news/story one.txt, line 2: byte 11 is no utf-8; name the encoding of the file [encoding]"
    )


def test_an_encoding_that_does_not_exist_is_refused():
    with pytest.raises(InvalidInput, match="there is no encoding 'utf-9'"):
        read(b"x", encoding="utf-9")


def test_a_nul_is_refused_with_its_place():
    with pytest.raises(InvalidInput, match="NUL character at offset 3"):
        read(b"abc\x00def")


def test_an_empty_file_is_a_document_without_words():
    assert read(b"").text == ""
