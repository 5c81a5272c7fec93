"""How often a corpus is read as it comes in: mere texts once, annotations once more to be described."""

import io

import pytest

from annotator.domain.annotations import AnnotatedDocument
from annotator.formats import readers
from annotator.formats.base import is_annotated, refuse
from annotator.formats.csv_table import CsvTable
from annotator.formats.iob2 import Iob2
from annotator.formats.maps.intake import describe, taken
from annotator.formats.plain_text import PlainText
from tests.strategies import SCHEMA


class Counted:
    """A reader that counts how often it is asked to read."""

    def __init__(self, reader):
        self.reader, self.times = reader, 0

    def __getattr__(self, name):
        return getattr(self.reader, name)

    def read(self, *arguments):
        self.times += 1
        yield from self.reader.read(*arguments)


@pytest.mark.parametrize(
    ("reader", "data", "times"),
    [(PlainText(), b"A text.", 1), (CsvTable(), b"id,text\na,A text.\n", 1), (Iob2(), b"They B-crowd\nleft O\n", 2)],
)
def test_a_corpus_without_annotations_is_read_once(reader, data, times):
    counted = Counted(reader)
    (annotated,) = taken(counted, io.BytesIO(data), SCHEMA, lambda _: None, "corpus")
    assert isinstance(annotated, AnnotatedDocument)
    assert counted.times == times


def test_formats_without_annotations_say_so():
    assert [reader.id for reader in readers() if not is_annotated(reader)] == ["text", "csv", "html", "warc"]


def test_a_description_ends_where_enough_was_seen():
    data = io.BytesIO(b"They B-crowd\n\n-DOCSTART- O\n\nParis B-town\n\n-DOCSTART- O\n\nBonn B-city\n")
    seen = []

    def is_second(annotated):
        seen.append(annotated.document.text)
        return len(seen) == 2

    assert list(describe(Iob2(), data, "corpus", stop=is_second).labels) == ["crowd"]
    assert seen == ["They", "Paris"]
    assert [each.document.text for each in Iob2().read(data, None, refuse, "corpus")] == ["They", "Paris", "Bonn"]
