"""What a reader sees as one character is never cut."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.graphemes import cuts_grapheme

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "offset", "cuts"),
    [
        ("ab", 1, False),
        ("a\r\nb", 2, True),
        ("a\rb", 2, False),
        ("e\u0301t", 1, True),
        ("e\u0301t", 2, False),
        (FAMILY, 1, True),
        (f"a{FAMILY}b", len(FAMILY) + 1, False),
        ("🇮🇶🇸🇾", 1, True),
        ("🇮🇶🇸🇾", 2, False),
        ("🇮🇶🇸🇾", 3, True),
        ("", 0, False),
        ("กำ", 1, True),
    ],
)
def test_cuts_are_found_where_unicode_says(text, offset, cuts):
    assert cuts_grapheme(text, offset) is cuts


@given(st.text(alphabet="ab \r\n\u0301\u200d👨👩🇮🇶ก\u0e33가ᄀ\u0600", max_size=30), st.data())
def test_every_offset_agrees_with_the_clusters_of_the_whole_text(text, data):
    offset = data.draw(st.integers(0, len(text)))
    edges = {0, len(text), *(match.end() for match in regex.finditer(r"\X", text))}
    assert cuts_grapheme(text, offset) is (offset not in edges)
