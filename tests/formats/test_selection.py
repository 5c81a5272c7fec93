"""Which set stands for a document, and which it never is."""

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef
from annotator.domain.documents import Document
from annotator.formats.selection import chosen


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
