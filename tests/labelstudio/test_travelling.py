"""The guide's table of what travels is the program's."""

from pathlib import Path

from annotator.labelstudio.travelling import table

GUIDE = Path(__file__).parents[2] / "docs" / "label-studio.md"


def test_the_table_of_what_travels_is_that_of_the_program() -> None:
    assert table() in GUIDE.read_text("utf-8")
