"""What all formats of events that are lines of JSON have in common."""

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats import readers
from annotator.formats.mentions.lines import EventLines
from tests.formats.support import read

FORMATS = [fmt for fmt in readers() if isinstance(fmt, EventLines)]


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.id)
def test_a_line_that_says_nothing_is_no_document_and_is_told(fmt):
    losses = []
    assert read(fmt, b"{}\n", None, losses) == []
    assert [(loss.kind, loss.line) for loss in losses] == [("record", 1)]
    with pytest.raises(InvalidInput):
        read(fmt, b"{}\n")
