"""Tokens: the rules of the workbench, and what never happens to any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Span
from annotator.formats.places.tokens import Token, cut, inside, tokenize
from annotator.formats.spacy.words import words_and_spaces
from tests.strategies import SCHEMA, boundaries, spans, texts


def tokens(text):
    return [text[start:end] for start, end in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. troops", ["U.S.", "troops"]),
        ("at 10 a.m. in the U.S.", ["at", "10", "a.m.", "in", "the", "U.S."]),
        ("US's U.S.'s Ali’s", ["US", "'s", "U.S.", "'s", "Ali", "’s"]),
        ("troops' don't", ["troops", "'", "don't"]),
        ("co-ordinated air/ground O'Neill", ["co-ordinated", "air/ground", "O'Neill"]),
        ("1,200 3.5 5,000km 10.30", ["1,200", "3.5", "5,000km", "10.30"]),
        ("one,two 1,x end.", ["one", ",", "two", "1", ",", "x", "end", "."]),
        ("“No,” (he) said…", ["“", "No", ",", "”", "(", "he", ")", "said", "…"]),
        ("x_y\u00adz a\u200bb", ["x_y\u00adz", "a", "b"]),
        ("قُتل ١٢٫٥ شخصاً، می‌خواهم", ["قُتل", "١٢٫٥", "شخصاً", "،", "می‌خواهم"]),
        ("第12师。", ["第", "12", "师", "。"]),
        ("กำลัง", ["กำ", "ลั", "ง"]),
        ("e\u0301a 👨‍👩‍👧 🇮🇶🇸🇾 👍🏽!", ["e\u0301a", "👨‍👩‍👧", "🇮🇶", "🇸🇾", "👍🏽", "!"]),
        (" \r\n\t\u00a0\u2028\ufeff", []),
        ("", []),
    ],
)
def test_text_is_cut_into_the_units_that_a_key_labels(text, expected):
    assert tokens(text) == expected


@given(texts())
def test_tokens_are_in_order_and_leave_out_only_spaces_and_controls(text):
    found = tokenize(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(token.start < token.end for token in found)
    covered = {point for token in found for point in range(token.start, token.end)}
    left = "".join(char for point, char in enumerate(text) if point not in covered)
    assert all(char.isspace() or not char.isprintable() for char in left)


@given(texts())
def test_no_token_cuts_a_grapheme(text):
    whole = set(boundaries(text))
    assert all(token.start in whole and token.end in whole for token in tokenize(text))


@given(texts().flatmap(lambda text: st.tuples(st.just(text), spans(text, SCHEMA))))
def test_cut_tokens_begin_and_end_wherever_a_span_does(given_):
    text, found = given_
    whole = tokenize(text)
    after = cut(whole, found)
    assert "".join(text[start:end] for start, end in after) == "".join(text[start:end] for start, end in whole)
    assert inside(after, found) == []
    assert (after != whole) == bool(inside(whole, found))


def test_a_span_inside_a_token_is_known():
    token = Token(0, 7)
    assert inside([token], [Span("s", "x", 0, 4, "anti")]) != []
    assert inside([token], [Span("s", "x", 0, 7, "antiwar")]) == []
    assert cut([token], [Span("s", "x", 0, 4, "anti")]) == [(0, 4), (4, 7)]


@given(texts().flatmap(lambda text: st.tuples(st.just(text), spans(text, SCHEMA))))
def test_words_and_spaces_are_the_text_and_cut_where_a_span_is(given_):
    text, found = given_
    words, spaces = words_and_spaces(text, tokenize(text), found)
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text
    assert all(words)
    starts, ends, at = set(), set(), 0
    for word, space in zip(words, spaces, strict=True):
        starts.add(at)
        ends.add(at + len(word))
        at += len(word) + space
    assert {span.start for span in found} <= starts
    assert {span.end for span in found} <= ends


def test_a_single_space_is_no_word_of_its_own():
    assert words_and_spaces("a b  c\nd", tokenize("a b  c\nd"), []) == (
        ["a", "b", " ", "c", "\n", "d"],
        [True, True, False, False, False, False],
    )
