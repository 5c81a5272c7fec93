"""What attributes, values and fillers are about: said by a schema, whatever it calls them."""

import pytest

from annotator.domain.errors import InvalidSchema
from annotator.domain.meanings import READABLE, About
from annotator.domain.schema_reader import read_schema, read_toml
from annotator.values import READERS
from tests.seeds.test_schemas import FILES

LABEL = """
name = "war"
version = 1
[[labels]]
name = "toll"
mark = { letter = "T", pattern = "solid", light = ["#000000", "#000000"], dark = ["#000000", "#000000"] }
"""


def schema(attribute: str):
    return read_toml(f"{LABEL}[[labels.attributes]]\n{attribute}", "war.toml")


def attribute(text: str):
    return schema(text).labels[0].attributes[0]


def test_a_type_that_leaves_no_doubt_says_what_an_attribute_is_about():
    assert attribute('name = "dead"\ntype = "count"').about is About.COUNT


def test_a_value_of_another_name_stands_for_the_one_that_code_knows():
    fate = attribute('name = "fate"\ntype = "choice"\nabout = "harm"\nvalues = [{ value = "dead", means = "killed" }]')
    assert fate.meant("dead") == "killed"
    assert fate.value_for("killed") == "dead"
    assert fate.value_for("injured") is None


def test_nothing_is_concluded_from_a_value_that_code_does_not_know():
    fate = attribute('name = "fate"\ntype = "choice"\nabout = "harm"\nvalues = ["vanished", "killed"]')
    assert (fate.meant("vanished"), fate.meant("killed")) == (None, "killed")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ('name = "n"\ntype = "count"\nabout = "harm"', "labels[0].attributes[0].about"),
        ('name = "n"\ntype = "text"\nabout = "count"', "labels[0].attributes[0].about"),
        ('name = "n"\ntype = "text"\nabout = "colour"', "labels[0].attributes[0].about"),
        ('name = "n"\ntype = "text"\nread = true', "n is not read from words"),
        (
            'name = "n"\ntype = "choice"\nabout = "harm"\nvalues = [{ value = "a", means = "hanged" }]',
            "labels[0].attributes[0].values[0].means",
        ),
        (
            'name = "n"\ntype = "choice"\nvalues = [{ value = "a", codes = { gdelt = "19" } }]',
            "labels[0].attributes[0].values[0].codes",
        ),
    ],
)
def test_a_fault_is_named_by_its_key(said, rule):
    with pytest.raises(InvalidSchema) as error:
        schema(said)
    assert rule in str(error.value)
    assert "war.toml" in str(error.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_stored_form_keeps_what_everything_is_about(path):
    read = read_toml(path.read_text("utf-8"), path.name)
    assert read_schema(read.as_json()) == read


def test_of_several_attributes_about_the_same_the_first_counts():
    both = schema('name = "begun"\ntype = "date"\n[[labels.attributes]]\nname = "ended"\ntype = "date"').labels[0]
    assert both.attribute_about(About.TIME).name == "begun"


def test_what_is_read_has_a_reader():
    assert set(READERS) <= READABLE
