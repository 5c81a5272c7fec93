"""The strategies give what they promise: valid things, and trouble of every kind among them."""

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from annotator.domain.rules import first_violation
from annotator.domain.schema import Meaning
from annotator.domain.schema_reader import read_schema
from tests.strategies import SCHEMA, annotated_documents, annotation_sets, boundaries, schemas, texts

QUICK = settings(max_examples=2000, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)


@given(annotated_documents())
def test_every_document_breaks_no_hard_rule(annotated):
    for annotations in annotated.sets:
        assert first_violation(annotated.document.text, SCHEMA, annotations) is None


@given(schemas())
def test_every_schema_is_read_from_what_it_is_kept_as(schema):
    assert read_schema(schema.as_json()) == schema


@pytest.mark.parametrize("part", ["\u200d", "\u0301", "قُتل", "美国", "ไทย", "\r\n", "\U0001f44d"])
def test_texts_have_trouble_of_each_kind(part):
    kind = "กรุง" if part == "ไทย" else part
    assert kind in find(texts(), lambda text: kind in text, settings=QUICK)


def pairs(annotations):
    for one in annotations.spans:
        yield from ((one, other) for other in annotations.spans if other.id != one.id)


@pytest.mark.parametrize(
    "stands",
    [
        lambda one, other: one.start < other.start < other.end < one.end,
        lambda one, other: one.start < other.start < one.end < other.end,
        lambda one, other: (one.start, one.end) == (other.start, other.end) and one.label != other.label,
        lambda one, other: (one.start, one.end, one.label) == (other.start, other.end, other.label),
    ],
    ids=["nested", "crossing", "on the same words", "equal"],
)
def test_spans_stand_in_every_way(stands):
    def has(annotations):
        return any(stands(*pair) for pair in pairs(annotations))

    assert find(annotation_sets("Rebels shelled Oz"), has, settings=QUICK)


@pytest.mark.parametrize("meaning", list(Meaning))
def test_links_of_every_meaning_are_made(meaning):
    def has(annotations):
        return any(SCHEMA.meaning(link.role) is meaning for link in annotations.links)

    assert find(annotation_sets("Rebels shelled Oz"), has, settings=QUICK)


def test_boundaries_are_those_of_what_a_reader_sees():
    assert boundaries("e\u0301\r\n👨‍👩‍👧") == [0, 2, 4, 9]
    assert boundaries("") == [0]
