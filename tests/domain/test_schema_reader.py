"""Schemas: every fault of a file is named with the file, the key and the rule."""

import json

import pytest

from annotator import resources
from annotator.domain.errors import InvalidSchema
from annotator.domain.schema_reader import read_schema, read_toml
from tests.domain.schemas import CONFLICT, conflict

FAULTS = {
    "version = 1": ("version = 0", "version: must be a whole number"),
    'name = "conflict"\n': ('name = "Conflict Events"\n', "name: 'Conflict Events' does not match"),
    'key = "x"': ('key = "a"', "label actor: its key is also a key of action"),
    'key = "c"': ('key = "u"', "label toll: its key is also a key of the workbench"),
    'key = "q"': ('key = "w"', "role agent: its key is also a key of role target"),
    'pattern = "solid"': ('pattern = "zigzag"', "labels[0].mark.pattern: must be one of"),
    '"#70CAFA"': ('"blue"', "labels[0].mark.light: must be two colours"),
    'type = "choice"\nvalues = ["state"': ('type = "choose"\nvalues = ["state"', "labels[0].attributes[0].type"),
    'default = "unknown"': ('default = "martian"', "labels[0].attributes[0].default: kind is one of"),
    'values = ["attack", "talks"]': ('values = ["attack", "attack"]', "labels[1].attributes[0].values: may not repeat"),
    'type = "date"': ('type = "date"\nvalues = ["x"]', "labels[1].attributes[1].values"),
    'to = ["toll"]\nmeaning = "filler"': ('to = ["tolls"]\nmeaning = "filler"', "there is no label 'tolls'"),
    'meaning = "same_event"': ('meaning = "same"', "roles[3].meaning: must be one of"),
    'name = "same_toll"': ('name = "agent"', "roles: 'agent' is there twice"),
    "max = 2": ("max = 2\nmin = 3", "roles[1].min: may not be more than max"),
    "trigger = true": ('trigger = "yes"', "labels[1].trigger: must be true or false"),
    'phrase = "by"': ('phrse = "by"', "roles[0].phrse: is not a key that is known here"),
}


@pytest.mark.parametrize("right", FAULTS)
def test_a_fault_names_the_file_and_the_key(right):
    wrong, said = FAULTS[right]
    assert right in CONFLICT
    with pytest.raises(InvalidSchema) as error:
        read_toml(CONFLICT.replace(right, wrong, 1), "my.toml")
    assert said in str(error.value)
    assert str(error.value).startswith("my.toml: ")


def test_a_file_that_is_no_toml_says_so():
    with pytest.raises(InvalidSchema, match=r"my\.toml: not TOML"):
        read_toml("name = ", "my.toml")


def test_same_event_joins_triggers_only():
    broken = CONFLICT.replace('from = ["action"]\nto = ["action"]', 'from = ["action"]\nto = ["actor"]')
    with pytest.raises(InvalidSchema, match="same_event joins labels with trigger"):
        read_toml(broken, "my.toml")


def test_the_stored_form_reads_back_as_the_same_schema():
    schema = conflict()
    assert read_schema(json.loads(json.dumps(schema.as_json()))) == schema


@pytest.mark.parametrize("name", resources.schema_names())
def test_every_schema_that_ships_is_sound_and_has_its_guideline(name):
    schema = read_toml(resources.schema_text(name), name)
    assert schema.name == name
    assert any(label.trigger for label in schema.labels)
    assert len(resources.guideline_text(schema.guideline)) > 1000
