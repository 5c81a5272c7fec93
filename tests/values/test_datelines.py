"""Title, dateline and date are read where they stand, and never guessed."""

import pytest

from annotator.values.datelines import Heading, read_heading


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (
            "Talks held\n\nBAGHDAD, Feb. 8, 2024 (Reuters) - Iraq said on Thursday",
            Heading("Talks held", "BAGHDAD, Feb. 8, 2024 (Reuters)", "2024-02-08"),
        ),
        ("Talks\n\nKYIV, Ukraine (AP) — Shells hit", Heading("Talks", "KYIV, Ukraine (AP)", None)),
        ("Talks\n\nBAGHDAD, Feb 8 (Reuters) - Iraq", Heading("Talks", "BAGHDAD, Feb 8 (Reuters)", None)),
        ("GAZA CITY/TEL AVIV — Shells", Heading("GAZA CITY/TEL AVIV — Shells", "GAZA CITY/TEL AVIV", None)),
        ("Strike kills three\n8 February 2024\n\nThree died.", Heading("Strike kills three", None, "2024-02-08")),
        ("Strike\r\n2024-02-30\r\n2024-02-29", Heading("Strike", None, "2024-02-29")),
        ("Strike\n\nThree died on Feb. 8, 2024.", Heading("Strike", None, None)),
        ("US - EU talks", Heading("US - EU talks", None, None)),
        ("\ufeff\n  \nTitle\rBody", Heading("Title", None, None)),
        ("", Heading("", None, None)),
    ],
)
def test_a_heading_is_read(text, heading):
    assert read_heading(text) == heading


def test_a_date_in_the_story_does_not_date_the_story():
    body = "Rebels who on January 27, 2024 had taken the town were driven out again on Thursday, officials said"
    assert read_heading(f"Town retaken\n\n{body}").published is None
