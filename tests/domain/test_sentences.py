"""Sentences: where one ends, and where none may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Span
from annotator.domain.sentences import sentences
from annotator.domain.tokens import tokenize
from tests.strategies import SCHEMA, spans, texts


def cut(text, *marked):
    found = [Span("s1", "x", text.index(words), text.index(words) + len(words), words) for words in marked]
    made = sentences(text, tokenize(text), found)
    return [" ".join(text[token.start : token.end] for token in sentence) for sentence in made]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One died. Two fled.", ["One died .", "Two fled ."]),
        ("Who? They! All", ["Who ?", "They !", "All"]),
        ("A title\nA line\r\nAnother\rLast", ["A title", "A line", "Another", "Last"]),
        ("He spoke. “Go.” Then he left.", ["He spoke .", "“ Go . ”", "Then he left ."]),
        ('He said "Go." Then left.', ['He said " Go . "', "Then left ."]),
        ("Gen. J. Ali met Mr. X on Feb. 3.", ["Gen . J . Ali met Mr . X on Feb . 3 ."]),
        ("In the U.S. Troops left.", ["In the U.S. Troops left ."]),
        ("It rose by 1. 5 died.", ["It rose by 1 .", "5 died ."]),
        ("end. and so on", ["end . and so on"]),
        ("Wait... What", ["Wait . . .", "What"]),
        ("他说。“走！”然后", ["他 说 。", "“ 走 ！ ”", "然 后"]),
        ("في بغداد؟ نعم", ["في بغداد ؟", "نعم"]),
        ("", []),
    ],
)
def test_a_sentence_ends_at_a_line_break_or_at_a_full_stop_before_a_beginning(text, expected):
    assert cut(text) == expected


def test_no_sentence_ends_inside_a_span():
    text = "The Free Corps.\nOf Oz. Later."
    assert cut(text) == ["The Free Corps .", "Of Oz .", "Later ."]
    assert cut(text, "Free Corps.\nOf Oz") == ["The Free Corps . Of Oz .", "Later ."]


@given(texts().flatmap(lambda text: st.tuples(st.just(text), spans(text, SCHEMA))))
def test_every_token_is_in_one_sentence_and_every_span_in_one_too(given_):
    text, found = given_
    tokens = tokenize(text)
    cut_up = sentences(text, tokens, found)
    assert [token for sentence in cut_up for token in sentence] == tokens
    assert all(cut_up)
    for span in found:
        inside = [[token for token in each if span.start <= token.start and token.end <= span.end] for each in cut_up]
        assert sum(map(bool, inside)) <= 1
