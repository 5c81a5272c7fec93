"""Options of formats: set from words, and shown for a form."""

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats import FORMATS
from annotator.formats.iob2 import Iob2
from annotator.formats.native import Native
from annotator.formats.options import configured, described


def test_options_are_set_from_words():
    fmt = configured(Iob2(), {"overlap": "first", "annotator": "A7"})
    assert (fmt.options.overlap, fmt.options.annotator, fmt.options.layer) == ("first", "A7", "annotator")
    assert Iob2().options.overlap == "longest"
    assert configured(fmt, {}) is fmt


@pytest.mark.parametrize("settings", [{"overlap": "shortest"}, {"overlaps": "first"}, {"layer": ""}])
def test_what_is_no_option_or_no_value_of_it_is_refused(settings):
    with pytest.raises(InvalidInput) as error:
        configured(Iob2(), settings)
    assert error.value.rule == "option"
    assert ("longest, first, refuse" in str(error.value)) == (settings == {"overlap": "shortest"})


def test_a_form_can_be_drawn_from_them():
    assert described(Native()) == [
        {
            "name": "misplaced",
            "default": "refuse",
            "values": ["refuse", "move"],
            "help": "a span that does not match its quote: an error, or moved to where it does, if that is certain",
        }
    ]
    for fmt in FORMATS:
        names = [option["name"] for option in described(fmt)]
        assert len(set(names)) == len(names)
