"""What all formats of events that are lines of JSON have in common."""

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats import reader
from tests.formats.support import read

FORMATS = ("dygiepp", "gtt", "grit", "maven", "maven-arg", "oneie", "plover", "rams", "wikievents")


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_line_that_says_nothing_is_no_document_and_is_told(format_id):
    losses = []
    assert read(reader(format_id), b"{}\n", None, losses) == []
    assert [(loss.kind, loss.line) for loss in losses] == [("record", 1)]
    with pytest.raises(InvalidInput):
        read(reader(format_id), b"{}\n")
