"""A table of texts: every row a document, every bad row named by its line."""

import io

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats.csv_table import CsvTable
from annotator.formats.options import configured


def read(data, **options):
    reader = configured(CsvTable(), options)
    return [annotated.document for annotated in reader.read(io.BytesIO(data.encode()), file="news.csv")]


def test_rows_become_documents_with_their_other_columns_as_metadata():
    first, second = read('id,text,source\nd1,"Ten killed\r\nin Loikaw, says ""X""",Wire\nd2,Nine killed,\n')
    assert (first.id, first.text) == ("d1", 'Ten killed\r\nin Loikaw, says "X"')
    assert dict(first.meta) == {"title": "Ten killed", "source": "Wire"}
    assert dict(second.meta) == {"title": "Nine killed"}


def test_a_column_wins_over_what_the_text_seems_to_say():
    (document,) = read("text,title,published\nTen killed,Toll rises,2024-02-08\n")
    assert dict(document.meta) == {"title": "Toll rises", "published": "2024-02-08"}


def test_rows_without_an_id_are_named_by_their_content():
    first, second = read("text\nTen killed\nNine killed\n")
    assert first.id != second.id
    assert first.id.startswith("text-")


def test_other_columns_and_delimiters_are_declared():
    (document,) = read("key\tbody\nd1\tTen, killed\n", text="body", id="key", delimiter="tab")
    assert (document.id, document.text) == ("d1", "Ten, killed")


NO_TEXT = "news.csv, line 1: there is no column 'text'; there are: "


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("id,body\nd1,x\n", f"{NO_TEXT}id, body; the option text names the column of the texts [column]"),
        ("id\ttext\nd1\tx\n", f"{NO_TEXT}id\ttext; the option delimiter says what stands between fields [column]"),
        ("id;text\nd1;x\n", f"{NO_TEXT}id;text; the option delimiter says what stands between fields [column]"),
        ("", f"{NO_TEXT}no columns; the option text names the column of the texts [column]"),
        ("text,text\nx,y\n", "news.csv, line 1: two columns have one name [column]"),
        ('id,text\nd1,"two\nlines"\nd2,x,y\n', "news.csv, line 4: 3 fields where the header has 2 [fields]"),
        ('id,text\nd1,"open\n', "news.csv, line 2: unexpected end of data [csv]"),
        (
            "id,text\nd 1,x\n",
            "news.csv, line 2: a document id has 1 to 200 characters without spaces or slashes, not 'd 1'",
        ),
        ("id,text\nd1,x\x00y\n", "news.csv, line 2, document d1: the text holds a NUL character at offset 1 [nul]"),
    ],
)
def test_a_bad_row_is_named_by_file_line_and_rule(data, said):
    with pytest.raises(InvalidInput) as error:
        read(data)
    assert str(error.value).startswith(said)
