"""The labelling config: what Label Studio's own library makes of it, and that nothing in a schema breaks it."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from label_studio_sdk.label_interface import LabelInterface

from annotator.domain.schema import AttributeType
from annotator.domain.schema_reader import read_schema
from annotator.labelstudio.label_config import attribute_name, control, label_config
from tests.strategies import SCHEMA, examples, schemas


def all_controls(schema):
    of_labels = [control(attribute, label.name) for label in schema.labels for attribute in label.attributes]
    return [found for found in [*of_labels, *map(control, schema.attributes)] if found]


def test_label_studio_takes_the_config():
    interface = LabelInterface(label_config(SCHEMA))
    interface.validate()
    assert [tag.name for tag in interface.controls] == ["span", *(found.name for found in all_controls(SCHEMA))]
    assert interface.get_control("span").labels == [label.name for label in SCHEMA.labels]
    assert interface.get_control("deed-its_choice").labels == ["one", "two", "three"]
    assert interface.get_control("deed-its_choices").is_multiple_choice
    assert interface.get_object("text").value_name == "text"


@examples(30)
@given(schemas())
def test_label_studio_takes_the_config_of_any_schema(schema):
    assert LabelInterface(label_config(schema)).is_valid


def test_every_label_role_and_value_is_there():
    root = ET.fromstring(label_config(SCHEMA))
    assert [tag.get("value") for tag in root.iter("Label")] == ["deed", "party", "toll", "place"]
    assert [tag.get("value") for tag in root.iter("Relation")] == [role.name for role in SCHEMA.roles]
    assert [tag.get("value") for tag in root.iter("Choice")].count("three") == 5 + 1


def test_what_is_said_of_a_span_is_asked_for_its_label_alone():
    root = ET.fromstring(label_config(SCHEMA))
    (harm,) = [tag for tag in root.iter("Choices") if tag.get("name") == "toll-kind"]
    assert (harm.get("perRegion"), harm.get("whenTagName"), harm.get("whenLabelValue")) == ("true", "span", "toll")
    (whole,) = [tag for tag in root.iter("Choices") if tag.get("name") == "whole-document-relevant"]
    assert whole.get("perRegion") is None


def test_types_that_label_studio_does_not_know_have_no_control():
    without = {found.attribute.type for found in all_controls(SCHEMA)}
    assert without == {AttributeType.CHOICE, AttributeType.CHOICES, AttributeType.TEXT, AttributeType.NUMBER}


def test_names_of_controls_are_unique_even_where_a_label_is_called_document():
    mark = SCHEMA.labels[0].mark.as_json()
    same = {"name": "kind", "type": "text"}
    labels = [{"name": name, "mark": mark, "attributes": [same]} for name in ("whole", "document", "whole_document")]
    schema = read_schema({"name": "x", "version": 1, "labels": labels, "attributes": [same]})
    names = [found.name for found in all_controls(schema)]
    assert len(set(names)) == len(names) == 4
    assert {attribute_name(name) for name in names} == {"kind"}
    assert LabelInterface(label_config(schema)).is_valid


@pytest.mark.parametrize("title", ["<b>\"&'</b>", "line\nbreak\ttab", "\x00\x01\x1f\ufffe\uffff", "قُتل 👨‍👩‍👧"])
def test_any_title_is_good_xml(title):
    data = SCHEMA.as_json()
    data["labels"][0]["title"] = data["labels"][1]["attributes"][0]["values"][0]["title"] = title
    root = ET.fromstring(label_config(read_schema(data)))
    kept = " ".join("".join(char for char in title if char not in "\x00\x01\x1f\ufffe\uffff").split())
    assert next(root.iter("Label")).get("hint", "") == kept


def test_a_schema_of_labels_alone_has_a_config():
    schema = read_schema(
        {"name": "x", "version": 1, "labels": [{"name": "a", "mark": SCHEMA.labels[0].mark.as_json()}]}
    )
    assert label_config(schema) == (
        "<View>\n"
        '  <Labels name="span" toName="text">\n'
        '    <Label value="a" hint="a" background="#FFFFFF"/>\n'
        "  </Labels>\n"
        '  <Text name="text" value="$text" granularity="symbol"/>\n'
        "</View>\n"
    )
