"""The published JSON Schema says what the reader takes and the writer writes."""

import json

import jsonschema
import pytest
from hypothesis import given

from annotator.domain.errors import InvalidInput
from annotator.formats.native.format import SCHEMA_FILE
from annotator.formats.native.record import read_record, record
from tests.formats.test_native import BROKEN, a_record
from tests.strategies import annotated_documents, examples

PUBLISHED = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(PUBLISHED)
#: What is said of several keys together, a JSON Schema cannot say.
BEYOND = {"set", "range", "quote", "unknown", "anchor", "depth"}


def test_the_published_schema_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)


@examples(40)
@given(annotated_documents())
def test_every_record_that_is_written_is_valid(annotated):
    VALIDATOR.validate(json.loads(json.dumps(record(annotated))))


def test_a_record_in_which_everything_is_said_is_valid():
    VALIDATOR.validate(a_record())


@pytest.mark.parametrize(("rule", "data"), BROKEN)
def test_what_the_reader_refuses_is_invalid(rule, data):
    with pytest.raises(InvalidInput):
        read_record(data)
    doubled = rule == "id" and "two" in _message(data)
    if rule not in BEYOND and not doubled:
        assert not VALIDATOR.is_valid(data)


def test_the_keys_and_defaults_of_a_set_are_those_of_the_reader():
    described = PUBLISHED["$defs"]["set"]["properties"]
    smallest = {"format": "annotator/1", "id": "d", "text": ""}
    smallest["annotation_sets"] = [{"annotator": "A1", "schema": {"name": "x", "version": 1}}]
    annotations = read_record(smallest).sets[0]
    for key in ("layer", "status", "guideline", "skip_reason"):
        assert described[key]["default"] == getattr(annotations, key)


def _message(data):
    try:
        read_record(data)
    except InvalidInput as error:
        return error.message
    raise AssertionError("it was taken")
