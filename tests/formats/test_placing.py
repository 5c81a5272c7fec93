"""Where a quote stands that does not stand where it was said to."""

import pytest

from annotator.domain.annotations import AnnotationSet, Comment, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.formats.places.placing import placed, start_of


@pytest.mark.parametrize(
    ("start", "expected"),
    [(0, 0), (1, 0), (-5, 0), (8, 8), (16, 16), (99, None), (4, None), (6, 8), (11, None), (17, 16)],
)
def test_a_quote_is_where_it_stands_once_within_the_smallest_reach_that_holds_it(start, expected):
    assert start_of("Oz fell Oz rose Oz", "Oz", start) == expected


def test_of_two_places_as_good_none_is_guessed():
    text = "Oz" + " " * 100 + "Oz"
    assert start_of(text, "Oz", 51) is None
    assert start_of(text, "Oz", 3) == 0


def test_a_quote_that_is_nowhere_has_no_place():
    assert start_of("Oz fell", "Ur", 0) is None
    assert start_of("Oz fell", "", 0) is None


def test_a_set_whose_spans_all_stand_is_left_as_it_is():
    annotations = AnnotationSet("A", SchemaRef("x", 1), spans=(Span("s", "x", 0, 2, "Oz"),))
    assert placed(Document("d", "Oz fell"), annotations, pytest.fail) is annotations


def test_a_span_that_was_moved_is_an_import_and_the_others_are_what_they_were():
    spans = (Span("a", "x", 0, 2, "Oz"), Span("b", "x", 4, 8, "fell"))
    told = []
    after = placed(Document("d", "Oz fell"), AnnotationSet("A", SchemaRef("x", 1), spans=spans), told.append)
    assert after.spans == (spans[0], Span("b", "x", 3, 7, "fell", {}, "import"))
    assert told[0].detail == "'fell' was said to stand at 4, and stands at 3"


def test_a_comment_whose_span_has_no_place_is_on_the_document_and_that_is_told():
    spans = (Span("a", "x", 0, 2, "Oz"), Span("b", "x", 3, 7, "rose"))
    comments = (Comment("k1", "?", "A", "now", span="a"), Comment("k2", "!", "A", "now", "other", span="b"))
    whole, told = AnnotationSet("A", SchemaRef("x", 1), spans=spans, comments=comments), []
    after = placed(Document("d", "Oz fell"), whole, told.append)
    assert after.comments == (comments[0], Comment("k2", "!", "A", "now", "other"))
    assert [(loss.kind, loss.id, loss.reason) for loss in told] == [("span", "b", "quote"), ("comment", "k2", "end")]
