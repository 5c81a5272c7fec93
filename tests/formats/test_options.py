"""Options of formats: set from words, and shown for a form."""

from operator import attrgetter
from pathlib import Path

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats import FORMATS
from annotator.formats.base import Reader, Writer
from annotator.formats.iob2 import Iob2
from annotator.formats.label_studio.format import LabelStudio
from annotator.formats.native.format import NATIVE, Native
from annotator.formats.options import configured, described
from annotator.formats.spacy.format import SpacyDocBin
from tests.formats.support import read, written
from tests.strategies import SCHEMA

GOLDEN = Path(__file__).parent / "golden"


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
            "use": "reading",
        }
    ]
    for fmt in FORMATS:
        names = [option["name"] for option in described(fmt)]
        assert len(set(names)) == len(names)


def test_each_option_is_shown_where_it_matters():
    assert [each["name"] for each in described(SpacyDocBin(), "writing")] == ["tokenizer", "overlap"]
    assert [each["name"] for each in described(SpacyDocBin(), "reading")] == ["groups", "annotator", "layer"]
    assert [each["name"] for each in described(LabelStudio(), "writing")] == ["text"]
    assert [each["name"] for each in described(LabelStudio(), "reading")] == ["text", "annotator", "layer"]
    for fmt in FORMATS:
        uses = {each["name"]: each["use"] for each in described(fmt)}
        assert set(uses.values()) <= {"both", "reading", "writing"}
        assert {uses.get(name, "reading") for name in ("annotator", "layer")} == {"reading"}
        if not isinstance(fmt, Reader):
            assert "reading" not in uses.values()
        if not isinstance(fmt, Writer):
            assert "writing" not in uses.values()


@pytest.mark.parametrize("fmt", [fmt for fmt in FORMATS if isinstance(fmt, Writer)], ids=attrgetter("id"))
def test_an_option_of_reading_changes_nothing_that_is_written(fmt):
    settings = {
        each["name"]: str(each["values"][-1] if each["values"] else "all")
        for each in described(fmt, "reading")
        if each["use"] == "reading"
    }
    corpus = read(NATIVE, (GOLDEN / "native" / "corpus.jsonl").read_bytes(), SCHEMA)
    assert written(configured(fmt, settings), corpus, SCHEMA) == written(fmt, corpus, SCHEMA)
