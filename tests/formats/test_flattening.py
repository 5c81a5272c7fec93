"""Spans laid flat: which one stays, and that the outcome depends on nothing else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Span
from annotator.domain.errors import InvalidInput
from annotator.formats.places.flattening import flatten

TEXT = "abcdefghijklmnop"


def span(span_id, start, end, label="x"):
    return Span(span_id, label, start, end, TEXT[start:end])


def ids(found):
    return [each.id for each in found]


def pairs(dropped):
    return [(each.id, other.id) for each, other in dropped]


def test_the_longest_stays():
    kept, dropped = flatten([span("in", 2, 4), span("out", 0, 6), span("next", 6, 8)], "longest")
    assert (ids(kept), pairs(dropped)) == (["out", "next"], [("in", "out")])


def test_the_first_stays():
    kept, dropped = flatten([span("long", 2, 9), span("first", 0, 3), span("far", 9, 10)], "first")
    assert (ids(kept), pairs(dropped)) == (["first", "far"], [("long", "first")])


def test_of_two_that_begin_together_the_longer_is_first():
    assert ids(flatten([span("short", 0, 2), span("long", 0, 5)], "first")[0]) == ["long"]


def test_equal_spans_fall_to_the_label_and_then_the_id():
    assert ids(flatten([span("a", 0, 2, "y"), span("b", 0, 2, "x")], "longest")[0]) == ["b"]
    assert ids(flatten([span("b", 0, 2), span("a", 0, 2)], "longest")[0]) == ["a"]


def test_a_refusal_names_both():
    with pytest.raises(InvalidInput, match=r"“bc” \(in\) overlaps “abc” \(out\)") as error:
        flatten([span("in", 1, 3), span("out", 0, 3)], "refuse")
    assert error.value.rule == "overlap"
    assert ids(flatten([span("b", 2, 3), span("a", 0, 2)], "refuse")[0]) == ["a", "b"]


@st.composite
def some_spans(draw):
    made = []
    for number in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(TEXT) - 1))
        made.append(span(f"s{number}", start, draw(st.integers(start + 1, len(TEXT))), draw(st.sampled_from("xy"))))
    return made


@given(some_spans(), st.sampled_from(["longest", "first"]), st.randoms())
def test_what_stays_never_overlaps_what_goes_overlaps_it_and_order_does_not_matter(found, policy, random):
    kept, dropped = flatten(found, policy)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    assert sorted([*ids(kept), *(each.id for each, _ in dropped)]) == sorted(ids(found))
    for each, other in dropped:
        assert other in kept
        assert each.start < other.end
        assert other.start < each.end
    shuffled = list(found)
    random.shuffle(shuffled)
    assert flatten(shuffled, policy) == (kept, dropped)
