"""Which set stands for a document, and which it never is."""

from dataclasses import fields, replace

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef
from annotator.domain.documents import Document
from annotator.formats.base import EVERYTHING, NOTHING, Carries
from annotator.formats.records.selection import chosen, left_behind, reduced
from tests.strategies import annotated_documents, examples


def a_set(layer, status="submitted", annotator="A1"):
    return AnnotationSet(annotator, SchemaRef("x", 1), layer, status)


GOLD = a_set("gold", annotator="board")
DONE, OPEN, AGAIN = a_set("annotator"), a_set("annotator", "open", "A2"), a_set("annotator", "reopened", "A3")
SKIPPED, GUESS = a_set("annotator", "skipped", "A4"), a_set("suggestion", annotator="model")


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ((OPEN, DONE, GOLD), GOLD),
        ((GUESS, SKIPPED, AGAIN, OPEN, DONE), DONE),
        ((GUESS, AGAIN, OPEN), AGAIN),
        ((GUESS, SKIPPED), None),
        ((), None),
    ],
)
def test_gold_before_submitted_before_open_and_never_a_suggestion_or_a_skip(sets, expected):
    assert chosen(AnnotatedDocument(Document("d", "x"), sets)) == expected


@examples(50)
@given(annotated_documents(max_sets=3))
def test_a_format_that_carries_all_but_one_kind_tells_of_that_kind_alone(annotated):
    annotations = chosen(annotated)
    if annotations is None:
        return
    alone = replace(annotated, sets=(annotations,))
    for kind in ("links", "attributes", "document_attributes", "comments", "origin"):
        carries = replace(EVERYTHING, **{kind: False})
        told = list(left_behind(alone, annotations, carries))
        assert bool(told) == (reduced(alone, annotations, carries) != alone)
    assert list(left_behind(alone, annotations, EVERYTHING)) == []
    others = list(left_behind(annotated, annotations, EVERYTHING))
    assert [loss.kind for loss in others] == ["annotation_set"] * (len(annotated.sets) - 1)


def test_everything_and_nothing_are_what_they_say():
    names = [field.name for field in fields(Carries)]
    assert EVERYTHING.as_json() == dict.fromkeys(names, True)
    assert NOTHING.as_json() == dict.fromkeys(names, False)
